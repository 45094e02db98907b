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
