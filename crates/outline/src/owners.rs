//! Finds who is in charge: owner notes in brackets or on their own line, and the rule that the first-named unit leads.

mod keys;
mod names;
mod note;

use std::borrow::Cow;
use std::ops::Range;

use crate::char_set::CharSet;
use crate::marks::{before, first_chars, is_blank, is_full_stop, last_chars, trim};
use crate::model::{Owner, Role};
pub(crate) use keys::{is_time_column, role_of_column};
use note::Note;

/// No owner note is longer, in bytes; what is longer is text.
const MAX_NOTE: usize = 900;
/// Brackets nest no deeper than this in sensible text.
const MAX_DEPTH: usize = 8;

/// A clause's text without its owner notes, and the notes read.
pub(crate) struct Owned<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) owners: Vec<Owner>,
    /// How many notes were read.
    pub(crate) notes: usize,
    /// The text says that the first-named unit leads, and units are named after it says so.
    pub(crate) states_rule: bool,
    pub(crate) follows_rule: bool,
}

/// Reads the owner notes of one clause, at most `room` of them. With `first_leads`, or from where the clause says so
/// itself, the first of each list of responsible units is its leader.
pub(crate) fn take(text: &str, first_leads: bool, room: usize) -> Owned<'_> {
    let mut owned =
        Owned { text: Cow::Borrowed(text), owners: Vec::new(), notes: 0, states_rule: false, follows_rule: false };
    let rule_at = rule_of_first(text);
    let mut cuts = Vec::new();
    for (range, note) in notes(text).take(room) {
        owned.states_rule |= note.first_leads || rule_at.is_some_and(|at| at < range.start);
        let ranks = first_leads || owned.states_rule;
        owned.follows_rule |= ranks;
        owned.owners.extend(owners_of(note, ranks));
        cuts.push(range);
    }
    dedup(&mut owned.owners);
    Owned {
        text: without(text, &cuts),
        notes: cuts.len(),
        states_rule: owned.states_rule || rule_at.is_some(),
        ..owned
    }
}

/// The names in a table's cell, whose column gives the role.
pub(crate) fn in_cell(cell: &str, role: Role, first_leads: bool) -> Vec<Owner> {
    let note = note::read(cell).or_else(|| note::of_names(cell, role));
    note.map_or_else(Vec::new, |note| owners_of(note, first_leads).collect())
}

/// The paragraph's last words are an owner note.
pub(crate) fn ends_in_note(paragraph: &str) -> bool {
    let end = paragraph.trim_end_matches(|c| is_blank(c) || is_full_stop(c)).len();
    notes(paragraph).last().is_some_and(|(range, _)| range.end >= end)
}

/// Where the paragraph's owner note begins, if it has one only, at its end and after a full stop.
pub(crate) fn closing_note(paragraph: &str) -> Option<usize> {
    let mut notes = notes(paragraph);
    let (range, _) = notes.next()?;
    if notes.next().is_some() {
        return None;
    }
    let follows_stop = before(paragraph, range.start).is_some_and(is_full_stop);
    (follows_stop && ends_in_note(paragraph)).then_some(range.start)
}

pub(crate) fn has_note(text: &str) -> bool {
    notes(text).next().is_some()
}

/// The paragraph is an owner note and nothing else.
pub(crate) fn is_only_note(paragraph: &str) -> bool {
    notes(paragraph).next().is_some_and(|(range, _)| trim(&paragraph[..range.start]).is_empty())
}

/// Where the text says `列第一位的为牵头单位，下同` or the like.
fn rule_of_first(text: &str) -> Option<usize> {
    const FIRST: [&str; 6] = ["第一位", "首位", "第一的", "第一个", "排名第一", "排首"];
    let mut leads = text.match_indices("为牵头").map(|(at, _)| at);
    leads.find(|&at| FIRST.iter().any(|word| last_chars(text, at, 14).contains(word)))
}

fn owners_of(note: Note, first_leads: bool) -> impl Iterator<Item = Owner> {
    note.lists.into_iter().flat_map(move |list| {
        let ranks = first_leads && list.role == Role::Responsible;
        list.names.into_iter().enumerate().map(move |(at, name)| {
            let role = match (name.role, ranks, at) {
                (Some(role), ..) => role,
                (None, true, 0) => Role::Lead,
                (None, true, _) => Role::Support,
                (None, false, _) => list.role,
            };
            Owner { name: name.name, role, open_ended: name.open_ended }
        })
    })
}

fn dedup(owners: &mut Vec<Owner>) {
    let mut seen = std::collections::HashSet::new();
    owners.retain(|owner| seen.insert((owner.name.clone(), owner.role as u8)));
}

/// The owner notes of a text with the bytes they take, in order.
fn notes(text: &str) -> impl Iterator<Item = (Range<usize>, Note)> + '_ {
    let mut scan = Scan::default();
    PLACES.places(text).filter_map(move |(at, c)| scan.pass(text, at, c))
}

/// What has been passed of a text.
#[derive(Default)]
struct Scan {
    /// Where the open brackets begin.
    open: Vec<usize>,
    /// The end of the last note; one that encloses it is not read again.
    note_end: usize,
    /// No key up to here needs to be tried.
    tried_to: usize,
}

impl Scan {
    fn pass(&mut self, text: &str, at: usize, c: char) -> Option<(Range<usize>, Note)> {
        match c {
            _ if at < self.note_end => None,
            '（' | '(' if self.open.len() < MAX_DEPTH => {
                self.open.push(at);
                None
            }
            '（' | '(' | '\n' => {
                self.open.clear();
                None
            }
            '）' | ')' => {
                let start = self.open.pop().filter(|&start| start >= self.note_end)?;
                self.found(read_bracket(text, start..at + c.len_utf8())?)
            }
            _ if self.open.is_empty() && at >= self.tried_to => {
                let range = key_line(text, at)?;
                self.tried_to = range.end;
                let note = note::read(&text[range.clone()])?;
                self.found((range, note))
            }
            _ => None,
        }
    }

    fn found(&mut self, note: (Range<usize>, Note)) -> Option<(Range<usize>, Note)> {
        self.note_end = note.0.end;
        Some(note)
    }
}

/// Brackets, line feeds, and where the key of a note without brackets begins.
static PLACES: CharSet = CharSet::of(&['（', '(', '）', ')', '\n']).and(&keys::KEY_STARTS);

fn read_bracket(text: &str, range: Range<usize>) -> Option<(Range<usize>, Note)> {
    if range.len() > MAX_NOTE {
        return None;
    }
    let open = text[range.start..].chars().next()?.len_utf8();
    let close = before(text, range.end)?.len_utf8();
    let inner = &text[range.start + open..range.end - close];
    let note = note::read(inner).or_else(|| {
        let ends_paragraph = text[range.end..].chars().find(|&c| c == '\n' || !(is_blank(c) || is_full_stop(c)));
        let follows_sentence = before(text, range.start).is_some_and(is_full_stop);
        (follows_sentence && ends_paragraph.is_none_or(|c| c == '\n')).then(|| note::read_bare(inner)).flatten()
    })?;
    Some((range, note))
}

/// A note without brackets, `责任单位：市科协、市教育局`, after a line start, a sentence or a space; up to its full stop.
fn key_line(text: &str, at: usize) -> Option<Range<usize>> {
    let follows =
        before(text, at).is_none_or(|c| is_blank(c) || is_full_stop(c) || matches!(c, '；' | ';' | '）' | ')'));
    if !follows || note::key_at(&text[at..]).is_none() {
        return None;
    }
    let rest = first_chars(&text[at..], MAX_NOTE / 3);
    let len = rest.find(|c| c == '\n' || is_full_stop(c)).unwrap_or(rest.len());
    let stop = rest[len..].chars().next().filter(|&c| is_full_stop(c)).map_or(0, char::len_utf8);
    Some(at..at + len + stop)
}

/// Cuts the notes out, and the full stop that a note leaves behind it.
fn without<'a>(text: &'a str, cuts: &[Range<usize>]) -> Cow<'a, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        kept.push_str(&text[from..cut.start]);
        from = cut.end + doubled_stop(&kept, &text[cut.end..]);
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

/// `…活动。（科普部负责）。`: only one of the two stops belongs to the text.
fn doubled_stop(kept: &str, rest: &str) -> usize {
    let is_mark = |c: char| is_full_stop(c) || matches!(c, '；' | ';');
    let is_closed = kept.trim_end_matches(is_blank).chars().next_back().is_none_or(|c| is_mark(c) || c == '\n');
    rest.chars().next().filter(|&c| is_closed && is_mark(c)).map_or(0, char::len_utf8)
}
