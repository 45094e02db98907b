//! Reads one owner note: `X、Y负责`, `X牵头，Y、Z配合`, `牵头单位：X；配合单位：Y`.

use super::keys::{ENDINGS, KEY_STARTS, KEYS, TIME_KEYS};
use super::names::{Name, is_unit, split};
use crate::marks::{is_blank, is_full_stop, longest_prefix, longest_suffix, trim};
use crate::model::Role;

/// What a note says, list by list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) lists: Vec<List>,
    pub(super) first_leads: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) role: Role,
    pub(super) names: Vec<Name>,
}

/// The role that a key and its colon give, and the text after them.
pub(super) fn key_at(text: &str) -> Option<(Role, &str)> {
    KEYS.iter().find_map(|(role, words)| after_key(text, words).map(|rest| (*role, rest)))
}

fn after_key<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let key = longest_prefix(text, words)?;
    text[key.len()..].trim_start_matches(is_blank).strip_prefix(['：', ':'])
}

/// The role that the last word gives, and the names before it.
fn before_ending(part: &str) -> Option<(Role, &str)> {
    ENDINGS.iter().find_map(|(role, words)| {
        let ending = longest_suffix(part, words)?;
        Some((*role, trim(&part[..part.len() - ending.len()])))
    })
}

/// Reads a note by its keys and endings; `None` if it has neither, or more than names.
pub(super) fn read(text: &str) -> Option<Note> {
    let mut reader = Reader::default();
    parts(text).into_iter().for_each(|part| reader.read(part));
    (!reader.note.lists.is_empty() && !reader.is_prose).then_some(reader.note)
}

/// A note that is only names of units: `科普部、学会部`.
pub(super) fn read_bare(text: &str) -> Option<Note> {
    of_names(text, Role::Responsible)
        .filter(|note| note.lists.iter().flat_map(|list| &list.names).all(|name| is_unit(&name.name)))
}

/// A note that is only names, with the role they have.
pub(super) fn of_names(text: &str, role: Role) -> Option<Note> {
    split(text).map(|names| Note { lists: vec![List { role, names }], first_leads: false })
}

/// Cuts at commas, semicolons and stops, and before a key that follows a space.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut after_blank = false;
    for (at, c) in text.char_indices() {
        let is_mark = is_full_stop(c) || matches!(c, '，' | ',' | '；' | ';' | '\n');
        if is_mark || (after_blank && KEY_STARTS.has(c) && key_at(&text[at..]).is_some()) {
            parts.push(trim(&text[from..at]));
            from = if is_mark { at + c.len_utf8() } else { at };
        }
        after_blank = is_blank(c);
    }
    parts.push(trim(&text[from..]));
    parts.retain(|part| !part.is_empty());
    parts
}

/// `6月底前完成` inside an owner note.
fn is_time(part: &str) -> bool {
    let has_time = ["月", "季度", "年底", "年内", "长期", "持续", "全年"].iter().any(|word| part.contains(word));
    has_time || part.ends_with("完成") || after_key(part, TIME_KEYS).is_some()
}

#[derive(Default)]
struct Reader {
    note: Note,
    /// Names that wait for the word that says what they do.
    pending: Vec<Name>,
    /// The role that a key gave to what follows.
    role: Option<Role>,
    is_prose: bool,
}

impl Reader {
    fn read(&mut self, part: &str) {
        if super::rule_of_first(part).is_some() {
            self.note.first_leads = true;
            return;
        }
        if is_time(part) || part.ends_with("下同") {
            return;
        }
        if let Some((role, names)) = key_at(part) {
            self.role = Some(role);
            self.list(role, names);
        } else if let Some((role, names)) = before_ending(part) {
            self.close(role, names);
        } else if let Some(role) = self.role {
            self.list(role, part);
        } else {
            let names = self.names(part);
            self.pending.extend(names);
        }
    }

    /// A key without names stands for an empty field.
    fn list(&mut self, role: Role, names: &str) {
        if !trim(names).is_empty() {
            let names = self.names(names);
            self.push(role, names);
        }
    }

    /// `X会同Y负责`: X leads.
    fn close(&mut self, role: Role, names: &str) {
        let (first, second) = names.split_once("会同").map_or((names, None), |(first, second)| (first, Some(second)));
        let mut leaders = std::mem::take(&mut self.pending);
        leaders.extend(self.names(first));
        self.push(if second.is_some() { Role::Lead } else { role }, leaders);
        if let Some(second) = second {
            self.list(Role::Support, second);
        }
    }

    fn names(&mut self, text: &str) -> Vec<Name> {
        let names = split(text);
        self.is_prose |= names.is_none();
        names.unwrap_or_default()
    }

    fn push(&mut self, role: Role, mut names: Vec<Name>) {
        match self.note.lists.last_mut().filter(|list| list.role == role) {
            Some(list) => list.names.append(&mut names),
            None => self.note.lists.push(List { role, names }),
        }
    }
}
