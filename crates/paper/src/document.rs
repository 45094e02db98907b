//! An official document as its parts, before any layout.

/// A document laid out after GB/T 9704-2012 (党政机关公文格式).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// 标题
    pub title: String,
    /// A line below the title: the document's number, its year, its state.
    pub subtitle: Option<String>,
    /// 主送机关, without the colon.
    pub addressee: Option<String>,
    /// 正文
    pub blocks: Vec<Block>,
    /// 发文机关署名
    pub signature: Option<String>,
    /// 成文日期
    pub date: Option<String>,
    /// Whether the paper lies on its side, for wide tables.
    pub is_landscape: bool,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 (一、) to 4 (（1）).
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// A table.
    Table(Table),
}

/// A table: what its columns are called and what stands in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// A line above it.
    pub caption: String,
    /// Names of the columns, with how wide they are against each other.
    pub columns: Vec<(String, u32)>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
}

/// The ordinal of a level-1 heading: 一, 二 … 十, 十一 …, for 1 to 99.
pub fn chinese_ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".into(),
        tens => format!("{}十", DIGITS[tens % 10]),
    };
    format!("{tens}{}", DIGITS[number % 10])
}
