//! Splits a list of units into names and tells whether the list goes on.

use crate::marks::{is_blank, is_short, longest_prefix, longest_suffix, trim};
use crate::model::Role;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    /// The role in brackets behind the name: `科普部（牵头）`.
    pub(super) role: Option<Role>,
    pub(super) open_ended: bool,
}

/// No unit's name has more characters.
const MAX_NAME: usize = 40;

/// What a list ends in that goes on.
#[rustfmt::skip]
const AND_OTHERS: &[&str] = &[
    "等", "等部门", "等单位", "等有关部门", "等相关部门", "等有关单位", "等相关单位", "等部门和单位", "等部门单位",
    "等市直部门", "等市直有关部门", "等市级部门", "等成员单位", "等按照",
];

/// What a unit's name ends in.
const UNITS: [&str; 34] = [
    "部", "局", "委", "会", "办", "室", "处", "科", "协", "校", "院", "所", "站", "社", "团", "馆", "厅", "府", "组",
    "司", "联", "中心", "公司", "单位", "部门", "大学", "学校", "基地", "党委", "机关", "学会", "园区", "集团", "企业",
];

pub(super) fn is_unit(name: &str) -> bool {
    longest_suffix(name, &UNITS).is_some()
}

/// The names in `text`; `None` where it is no list of names.
pub(super) fn split(text: &str) -> Option<Vec<Name>> {
    let text = trim(trim(text).trim_start_matches('由'));
    let (list, goes_on) = match longest_suffix(text, AND_OTHERS) {
        Some(ending) => (&text[..text.len() - ending.len()], true),
        None => (text, false),
    };
    let mut names: Vec<Name> = pieces(list).into_iter().map(name).collect::<Option<_>>()?;
    names.last_mut()?.open_ended |= goes_on;
    Some(names)
}

fn name(piece: &str) -> Option<Name> {
    let (piece, role) = role_behind(piece);
    let is_name = !piece.is_empty() && is_short(piece, MAX_NAME) && !piece.contains(['：', ':', '“', '”', '《']);
    let open_ended = piece.contains('各') || piece.contains("有关") || piece.contains("相关") || piece.contains("其他");
    is_name.then(|| Name { name: piece.to_owned(), role, open_ended })
}

fn role_behind(piece: &str) -> (&str, Option<Role>) {
    let roles =
        [("（牵头）", Role::Lead), ("(牵头)", Role::Lead), ("（配合）", Role::Support), ("(配合)", Role::Support)];
    let found = roles.into_iter().find_map(|(word, role)| Some((piece.strip_suffix(word)?, Some(role))));
    found.unwrap_or((piece, None))
}

/// Cuts outside brackets: `各县（市、区）科协` is one name.
fn pieces(list: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    let mut skip_to = 0;
    for (at, c) in list.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < skip_to {
            continue;
        }
        if let Some(len) = separator(list, from, at) {
            pieces.push(trim(&list[from..at]));
            from = at + len;
            skip_to = from;
        }
    }
    pieces.push(trim(&list[from..]));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The length of the separator at `at`, where the name began at `from`.
fn separator(list: &str, from: usize, at: usize) -> Option<usize> {
    let rest = &list[at..];
    let c = rest.chars().next()?;
    if matches!(c, '、' | '，' | ',' | '/' | '／' | '\t') {
        return Some(c.len_utf8());
    }
    if is_blank(c) {
        // 张 三 is one name.
        return (list[from..at].chars().count() > 2).then_some(c.len_utf8());
    }
    let word = longest_prefix(rest, &["以及", "和", "及", "与", "暨"])?;
    joins_names(trim(&list[from..at]), trim(&rest[word.len()..])).then_some(word.len())
}

/// 和 joins two units only after a whole name: not in 住房和城乡建设局 or 人力资源和社会保障局.
fn joins_names(left: &str, right: &str) -> bool {
    is_unit(left) && is_short(left, MAX_NAME) && !right.is_empty() || left.is_empty() || right.starts_with('各')
}
