//! A spreadsheet of registrations as a form sends it: each row becomes what somebody would have typed.

use super::entry::Entry;
use super::session::Session;
use logic::code::Audience;
use logic::form::Raw;
use paper::Sheet;

/// The columns a sheet may have: the field, the name in our own template, and others people use.
pub(crate) const COLUMNS: &[(&str, &[&str])] = &[
    ("person_name", &["姓名", "名字", "联系人", "name"]),
    ("phone", &["电话", "手机", "手机号", "联系电话", "phone"]),
    ("size", &["人数", "参加人数", "persons"]),
    ("companions", &["同行人", "随行人员", "companions"]),
    ("session", &["场次", "session"]),
    ("group", &["对象", "人群", "group"]),
    ("party_role", &["身份", "角色", "role"]),
];

/// Columns whose cells are often merged over several rows: an empty one means what stands above it.
const MERGED: &[&str] = &["session", "group", "party_role"];

/// A head may stand below a title: within so many rows.
const HEAD_WITHIN: usize = 10;

/// A row as it is to be sent, with its number in the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// Its number in the sheet, from 1.
    pub number: usize,
    /// What it sends.
    pub raw: Raw,
}

/// The rows below the head; an error names the columns that are missing.
pub(crate) fn read(
    sheet: &Sheet,
    entry: &Entry,
    sessions: &[Session],
    group_word: impl Fn(Audience) -> String,
) -> Result<Vec<SentRow>, Vec<&'static str>> {
    let names = |cells: &[String]| -> Vec<Option<String>> { cells.iter().map(|cell| field(cell, entry)).collect() };
    let is_head = |cells: &Vec<String>| {
        let names = names(cells);
        ["person_name", "phone"].iter().all(|needed| names.iter().flatten().any(|name| name == needed))
    };
    let head = sheet.rows.iter().take(HEAD_WITHIN).position(is_head).ok_or(vec!["姓名", "电话"])?;
    let fields = names(&sheet.rows[head]);
    let mut above: Vec<String> = vec![String::new(); fields.len()];
    let mut rows = Vec::new();
    for (at, cells) in sheet.rows.iter().enumerate().skip(head + 1) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut raw = Raw::default();
        for (column, field) in fields.iter().enumerate() {
            let Some(field) = field else { continue };
            let mut text = cells.get(column).map(|cell| cell.trim().to_owned()).unwrap_or_default();
            if MERGED.contains(&field.as_str()) {
                if text.is_empty() {
                    text = above[column].clone();
                }
                above[column] = text.clone();
            }
            let value = match field.as_str() {
                "session" => session(sessions, &text),
                "group" => group(&text, &group_word),
                "companions" => text.replace(['、', '，', ',', ';', '；'], "\n"),
                _ => text,
            };
            raw.pairs.push((field.clone(), value));
        }
        rows.push(SentRow { number: at + 1, raw });
    }
    Ok(rows)
}

/// The field a column is for: one of ours, or a question by its own words.
fn field(head: &str, entry: &Entry) -> Option<String> {
    let head = head.trim().trim_end_matches(['*', '＊']).trim();
    let ours = COLUMNS.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(head)));
    let question = || entry.sheet.questions.iter().find(|question| question.label == head);
    ours.map(|(field, _)| (*field).to_owned()).or_else(|| question().map(|question| question.name.clone()))
}

/// A session by its title or by its beginning; what is none is sent as it stands, and refused as no choice.
fn session(sessions: &[Session], text: &str) -> String {
    let is_it = |session: &&Session| session.title == text || session.starts_at.to_string() == text;
    sessions.iter().find(is_it).map_or_else(|| text.to_owned(), |session| session.id.to_string())
}

fn group(text: &str, word: &impl Fn(Audience) -> String) -> String {
    let found = Audience::ALL.iter().find(|group| word(**group) == text);
    found.map_or_else(|| text.to_owned(), |group| group.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{SessionId, Way};
    use logic::form::sheet::{Ask, Question, Sheet as Questions};
    use logic::id::Id;
    use logic::time::Instant;

    fn entry() -> Entry {
        let question = Question {
            name: "q4".into(),
            label: "是否用餐".into(),
            ask: Ask::Yes,
            is_required: false,
            options: Vec::new(),
            only_if: None,
        };
        Entry {
            way: Way::FirstCome,
            opens_at: Instant(0),
            closes_at: Instant(1),
            cut_off: Instant(1),
            largest: 5,
            offer_minutes: 0,
            asks_session: true,
            asks_group: true,
            roles: Vec::new(),
            seed_rule: String::new(),
            sheet: Questions { questions: vec![question] },
            draw: None,
            numbers: 0,
        }
    }

    fn session(number: u8, title: &str) -> Session {
        let id = SessionId(Id::from([number; 16]));
        Session { id, title: title.into(), starts_at: Instant(0), ends_at: Instant(1), venue: String::new() }
    }

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Sheet { name: "表".into(), rows }
    }

    fn sent(rows: &[&[&str]]) -> Result<Vec<SentRow>, Vec<&'static str>> {
        let sessions = [session(1, "上午"), session(2, "下午")];
        let word =
            |group: Audience| if group == Audience::Youth { "青少年".into() } else { group.code().to_owned() };
        read(&sheet(rows), &entry(), &sessions, word)
    }

    #[test]
    fn a_title_above_the_head_and_merged_cells_are_understood() {
        let rows: [&[&str]; 7] = [
            &["青少年科普营报名表"],
            &["场次", "姓名*", "手机号", "对象", "同行人", "备注", "是否用餐"],
            &["上午", "张三", "13800000001", "青少年", "张大、张妈", "无", "是"],
            &["", "李四", "13800000002", "", "", "", ""],
            &[],
            &["下午", "王五", "13800000003", "老人", "", "", ""],
            &["晚上", "赵六", "13800000004", "", "", "", ""],
        ];
        let sent = sent(&rows).unwrap();
        let numbers: Vec<_> = sent.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 4, 6, 7], "as the sheet itself counts them");
        let value = |row: usize, name: &str| sent[row].raw.get(name).unwrap_or("none").to_owned();
        let morning = session(1, "").id.to_string();
        assert_eq!((value(0, "session"), value(1, "session")), (morning.clone(), morning));
        assert_eq!((value(0, "group"), value(1, "group")), ("youth".into(), "youth".into()));
        assert_eq!((value(0, "companions"), value(1, "companions")), ("张大\n张妈".into(), String::new()));
        assert_eq!((value(0, "q4"), value(0, "person_name")), ("是".into(), "张三".into()));
        assert_eq!((value(2, "session"), value(2, "group")), (session(2, "").id.to_string(), "老人".into()));
        assert_eq!(value(3, "session"), "晚上", "sent as it stands, and refused as no choice");
        assert!(sent.iter().all(|row| row.raw.pairs.iter().all(|(name, _)| name != "备注")));
    }

    #[test]
    fn a_sheet_without_names_and_telephones_is_none() {
        assert_eq!(sent(&[&["姓名", "单位"], &["张三", "一中"]]), Err(vec!["姓名", "电话"]));
        assert_eq!(sent(&[]), Err(vec!["姓名", "电话"]));
    }
}
