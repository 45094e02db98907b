//! Finds the title and where the text proper begins: after title, speaker, addressee and greeting.

use super::salutation::{find_glued, greeting, is_addressee};
use crate::marks::{is_blank, is_full_stop, is_short, is_stop, longest_suffix, trim};
use crate::structure::label::label_at;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: String,
    /// How many bytes of the body the head takes.
    pub(super) len: usize,
}

/// A title has no more characters, nor more lines.
const MAX_TITLE: usize = 60;
const MAX_LINES: usize = 3;
/// A title glued to the text, as sites leave it, in characters.
const MAX_GLUED: usize = 100;
/// The speaker's name and office.
const MAX_BYLINE: usize = 24;

#[rustfmt::skip]
const KINDS: &[&str] = &[
    "讲话", "报告", "致辞", "发言", "要点", "计划", "方案", "通知", "通报", "意见", "办法", "规划", "纲要", "总结",
    "安排", "分工", "公告", "公报", "函", "条例", "细则", "规定", "决定", "决议", "章程", "分解表", "分解", "清单",
    "台账", "一览表", "任务书", "责任书", "提纲", "汇报", "打算", "思路", "举措", "措施", "制度", "指南", "倡议书",
    "批复", "请示", "纪要", "须知", "工作任务",
];

/// A line and where it ends in the body, with its line feed.
type Line<'a> = (&'a str, usize);

/// `site_title` is what a site calls the document: good where it has no title of its own.
pub(super) fn read(body: &str, site_title: &str) -> Head {
    let lines: Vec<Line> = title_lines(body).collect();
    if let Some(head) = glued(body, lines.last().map_or(0, |&(_, end)| end)) {
        return head;
    }
    let own = title_length(&lines);
    let title_end = if own > 0 { lines[own - 1].1 } else { 0 };
    let title = if own > 0 { lines[..own].iter().map(|(line, _)| *line).collect() } else { site_title.to_owned() };
    let len = skip_after_title(body, title_end);
    // A text that is nothing but its title would be lost.
    if len >= body.len() && title_end > 0 { Head::default() } else { Head { title, len } }
}

/// How many lines are the title: up to the one that names the kind of document and its subtitle, or just the first.
fn title_length(lines: &[Line]) -> usize {
    match lines.iter().position(|(line, _)| names_kind(line)) {
        Some(last) => last + 1 + lines[last + 1..].iter().take_while(|(line, _)| line.starts_with('—')).count(),
        None => lines.len().min(1),
    }
}

fn lines_from(body: &str, start: usize) -> impl Iterator<Item = Line<'_>> {
    body[start..].split_inclusive('\n').scan(start, |end, line| {
        *end += line.len();
        Some((line.trim_end_matches('\n'), *end))
    })
}

/// The short lines at the beginning that may make up the title.
fn title_lines(body: &str) -> impl Iterator<Item = Line<'_>> {
    lines_from(body, 0)
        .filter(|(line, _)| !is_letterhead(line))
        .take_while(|(line, _)| is_title_line(line))
        .take(MAX_LINES)
}

/// `某某市科学技术协会文件` above an official document.
fn is_letterhead(line: &str) -> bool {
    line.ends_with("文件") && is_short(line, 30) && !line.contains(is_stop)
}

fn is_title_line(line: &str) -> bool {
    is_short(line, MAX_TITLE)
        && !line.ends_with(is_stop)
        && !line.contains(is_full_stop)
        && !line.contains('\t')
        && label_at(line).is_none()
        && !is_addressee(line)
        && greeting(line).is_none()
}

/// The last word tells what kind of document it is: 讲话, 通知, 要点 …; remarks in brackets may follow.
fn names_kind(line: &str) -> bool {
    let plain = match line.rfind(['（', '(']) {
        Some(open) if line.ends_with(['）', ')']) => trim(&line[..open]),
        _ => line,
    };
    let plain = plain.trim_end_matches(['》', '”', '"']);
    longest_suffix(plain, KINDS).is_some()
}

/// A title that runs into the greeting: `……工作会议上的讲话同志们：我们……`.
fn glued(body: &str, from: usize) -> Option<Head> {
    [0, from].into_iter().find_map(|start| {
        let line = body[start..].lines().next()?;
        let greeting_at = find_glued(line)?;
        let title = trim(&line[..greeting_at]);
        let is_title =
            is_short(title, MAX_GLUED) && !title.contains(is_full_stop) && longest_suffix(title, KINDS).is_some();
        let len = start + greeting_at + greeting(&line[greeting_at..])?;
        is_title.then(|| Head { title: title.to_owned(), len: skip_blanks(body, len) })
    })
}

/// Passes over a subtitle's remark, the speaker's name, the addressee.
fn skip_after_title(body: &str, title_end: usize) -> usize {
    let mut end = title_end;
    for (line, line_end) in lines_from(body, title_end).take(MAX_LINES) {
        let is_addressee = is_addressee(line);
        if !is_addressee && (title_end == 0 || !is_byline(line)) {
            break;
        }
        end = line_end;
        if is_addressee {
            break;
        }
    }
    skip_blanks(body, end)
}

/// The speaker or the body that issues, or a remark in brackets: not just any short line, which may be a heading.
fn is_byline(line: &str) -> bool {
    const OFFICES: [&str; 12] =
        ["主席", "书记", "部长", "局长", "主任", "会长", "秘书长", "市长", "县长", "教授", "×", "某"];
    const BODIES: [&str; 6] = ["科协", "协会", "委员会", "办公室", "政府", "学会"];
    let is_remark = line.starts_with(['（', '(']) && line.ends_with(['）', ')']) && is_short(line, MAX_TITLE);
    let names_speaker = OFFICES.iter().any(|word| line.contains(word)) || longest_suffix(line, &BODIES).is_some();
    let is_rule = line.contains("牵头");
    (is_remark && !is_rule) || (names_speaker && is_short(line, MAX_BYLINE) && is_title_line(line))
}

fn skip_blanks(body: &str, from: usize) -> usize {
    body.len() - body[from..].trim_start_matches(is_blank).len()
}
