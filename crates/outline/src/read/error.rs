//! Why a file gave no text, in words for people.

use std::fmt;

use super::Format;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no text in it.
    Empty,
    /// The file is larger than `limit` bytes.
    TooLarge { limit: usize },
    /// A format that another program must turn into text first.
    NeedsConverter { format: Format },
    /// The file asks for a password.
    Encrypted,
    /// The file is neither text nor a document that is known here.
    NotADocument,
    /// A document whose inside is broken.
    Damaged,
    /// A document that unpacks to far more than a document has: it was made to exhaust memory.
    Bomb,
}

impl ReadError {
    /// The sentence for a Chinese reader.
    pub fn chinese(&self) -> String {
        match self {
            Self::Empty => "文件里没有文字。".to_owned(),
            Self::TooLarge { limit } => format!("文件太大，最多可以读取{} MB。", limit >> 20),
            Self::NeedsConverter { format } => format!("{format}文件要先转换成 DOCX 或文本文件才能读取。"),
            Self::Encrypted => "文件有密码保护，请去掉密码后再上传。".to_owned(),
            Self::NotADocument => "这不是可以读取的文件，请上传 DOCX 或文本文件。".to_owned(),
            Self::Damaged => "文件已损坏，无法读取。请用文字处理软件重新另存一次。".to_owned(),
            Self::Bomb => "文件解压后的内容大得不正常，为安全起见没有读取。".to_owned(),
        }
    }

    /// The same sentence for an English reader.
    pub fn english(&self) -> String {
        match self {
            Self::Empty => "The file contains no text.".to_owned(),
            Self::TooLarge { limit } => format!("The file is too large: at most {} MB can be read.", limit >> 20),
            Self::NeedsConverter { format } => {
                format!("A {format} file must be converted to DOCX or plain text before it can be read.")
            }
            Self::Encrypted => "The file is protected by a password: remove it and upload the file again.".to_owned(),
            Self::NotADocument => "This is not a readable file: please upload a DOCX or a text file.".to_owned(),
            Self::Damaged => "The file is damaged: save it again in a word processor.".to_owned(),
            Self::Bomb => "The file unpacks to an abnormal size and was not read, for safety.".to_owned(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl std::error::Error for ReadError {}
