//! Sheets of those who came: rows as somebody typed them afterwards, and the columns a spreadsheet or a platform's list may have.

use logic::code::Audience;
use logic::form::Raw;
use paper::Sheet;

/// The columns: the field, the name in our own template, and others people and platforms use.
pub(crate) const COLUMNS: &[(&str, &[&str])] = &[
    ("person_name", &["姓名", "名字", "参会人", "参会人姓名", "用户昵称", "昵称", "name"]),
    ("phone", &["电话", "手机", "手机号", "手机号码", "联系电话", "phone"]),
    ("persons", &["人数", "persons"]),
    ("group", &["对象", "人群", "group"]),
];

/// A head may stand below a title: within so many rows.
const HEAD_WITHIN: usize = 10;

/// A row as it is to be written down, with its number in the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameRow {
    /// Its number in the sheet, from 1.
    pub number: usize,
    /// What it says.
    pub raw: Raw,
}

/// The rows below the head. Without a column of names it is no list of persons: then nothing.
pub(crate) fn read(sheet: &Sheet, word: impl Fn(Audience) -> String) -> Option<Vec<CameRow>> {
    let fields = |cells: &[String]| -> Vec<Option<&'static str>> { cells.iter().map(|cell| field(cell)).collect() };
    let is_head = |cells: &Vec<String>| fields(cells).contains(&Some("person_name"));
    let head = sheet.rows.iter().take(HEAD_WITHIN).position(is_head)?;
    let fields = fields(&sheet.rows[head]);
    let below = sheet.rows.iter().enumerate().skip(head + 1);
    let full = below.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let row = |(at, cells): (usize, &Vec<String>)| {
        let cells = fields.iter().zip(cells).filter_map(|(field, cell)| Some(((*field)?, cell.trim())));
        let value = |(field, text): (&'static str, &str)| match field {
            "group" => (field.to_owned(), group(text, &word)),
            _ => (field.to_owned(), text.to_owned()),
        };
        CameRow { number: at + 1, raw: Raw { pairs: cells.map(value).collect(), files: Vec::new() } }
    };
    Some(full.map(row).collect())
}

fn field(head: &str) -> Option<&'static str> {
    let head = head.trim().trim_end_matches(['*', '＊']).trim();
    let known = COLUMNS.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(head)));
    known.map(|(field, _)| *field)
}

fn group(text: &str, word: &impl Fn(Audience) -> String) -> String {
    let found = Audience::ALL.iter().find(|group| word(**group) == text);
    found.map_or_else(|| text.to_owned(), |group| group.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;
    use paper::Sheet;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Sheet { name: String::new(), rows }
    }

    #[test]
    fn a_list_is_read_below_its_title_and_what_is_no_list_is_told() {
        let word =
            |group: logic::code::Audience| if group.code() == "youth" { "青少年".into() } else { String::new() };
        let rows = read(
            &sheet(&[
                &["直播参会名单"],
                &["姓名*", "时长", "手机号", "对象"],
                &["张三", "62", "138 0000 0001", "青少年"],
                &["", "", ""],
            ]),
            word,
        );
        let rows = rows.unwrap();
        assert_eq!((rows.len(), rows[0].number), (1, 3));
        let said: Vec<_> = rows[0].raw.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(said, [("person_name", "张三"), ("phone", "138 0000 0001"), ("group", "youth")]);
        assert_eq!(read(&sheet(&[&["在线人数"], &["3021"]]), word), None);
    }
}
