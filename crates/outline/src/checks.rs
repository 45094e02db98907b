//! What the reader must be told about a document: gaps, breaks, announcements not kept, contradictions.

mod announced;
mod contradiction;
mod numbering;
mod truncated;

use crate::assemble::Assembly;
use crate::clean::Clean;
use crate::limits::MAX_NOTICES;
use crate::marks::first_chars;
use crate::model::{Clause, Notice, NoticeKind};
use crate::structure::Structure;
pub(crate) use contradiction::Quantities;

pub(crate) fn notices(clean: &Clean, structure: &Structure, assembly: &Assembly) -> Vec<Notice> {
    let mut notices = removals(clean);
    notices.extend(truncated::check(clean, &assembly.placed.clauses));
    notices.extend(announced::check(&assembly.placed.clauses));
    notices.extend(limited(numbering::check(&clean.text, structure, assembly), NoticeKind::Numbering));
    notices.extend(limited(assembly.quantities.contradictions(), NoticeKind::Contradiction));
    if assembly.is_cut {
        notices.push(notice(NoticeKind::Limit, "文件太大，后面的一部分只保留为文字，没有继续分条".to_owned()));
    }
    if structure.sections.len() == 1 && !clean.text.is_empty() {
        notices.push(notice(NoticeKind::Unsure, "没有找到编号的标题，全文作为一段处理".to_owned()));
    }
    notices
}

fn removals(clean: &Clean) -> Vec<Notice> {
    let pages = format!("去掉了夹在句子中间的{}个页码，并把断开的句子接上", clean.page_marks);
    let furniture = format!("去掉了不属于正文的{}行文字（网站说明、页码等）", clean.furniture_lines);
    [
        (clean.page_marks, NoticeKind::PageNumbersRemoved, pages),
        (clean.furniture_lines, NoticeKind::FurnitureRemoved, furniture),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(_, kind, text)| notice(kind, text))
    .collect()
}

/// Long lists of the same kind end in how many more there are.
fn limited(mut notices: Vec<Notice>, kind: NoticeKind) -> Vec<Notice> {
    let more = notices.len().saturating_sub(MAX_NOTICES);
    if more > 0 {
        notices.truncate(MAX_NOTICES);
        notices.push(notice(kind, format!("同类情况还有{more}处，不再列出")));
    }
    notices
}

fn notice(kind: NoticeKind, text: String) -> Notice {
    Notice { kind, text }
}

/// The beginning of a text, within its first line.
fn first_words(text: &str) -> &str {
    first_chars(text, 16).lines().next().unwrap_or_default()
}

/// How a notice names a clause: its label with the beginning of what follows.
fn name_of(clause: &Clause) -> String {
    let words = if clause.heading.is_empty() { &clause.text } else { &clause.heading };
    let start = first_words(words);
    let more = if words[start.len()..].starts_with('\n') || start == words { "" } else { "……" };
    format!("“{}{start}{more}”", clause.label)
}
