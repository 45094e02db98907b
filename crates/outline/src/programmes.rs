//! Finds the names of programmes and brands: quoted ones by the word behind them, others by verb and last word.

mod named;
mod quoted;

use crate::char_set::CharSet;

/// Characters of the longest name.
const MAX_NAME: usize = 30;

/// The first names of a text in order, each once, about `room` of them.
pub(crate) fn find(text: &str, room: usize) -> Vec<String> {
    let mut names = Names::default();
    let mut quotes = quoted::Quotes::default();
    let mut skip_to = 0;
    for (at, c) in PLACES.places(text) {
        if names.list.len() >= room {
            break;
        }
        if at < skip_to {
            continue;
        }
        if let Some(end) = quotes.read(text, at, c, &mut names) {
            skip_to = end;
        } else if let Some(name) = named::at(&text[at..]) {
            names.push(name);
        }
    }
    names.list
}

/// Where quotations and the verbs before a name begin.
static PLACES: CharSet = CharSet::of(&['“', '「', '"']).and(&named::STARTS);

/// Names in order, each once.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    known: std::collections::HashSet<String>,
}

impl Names {
    fn push(&mut self, name: &str) {
        if self.known.insert(name.to_owned()) {
            self.list.push(name.to_owned());
        }
    }
}
