//! Tells paragraphs without numbers apart that are each a task of their own, because each has its own owners.

use std::ops::Range;

use crate::owners::{ends_in_note, is_only_note};

/// The stretches of `text` that are tasks, in whole lines; empty unless there are at least two.
///
/// A line that is only an owner note belongs to the line before it. The lines up to `from` are never a task.
pub(crate) fn find(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut tasks: Vec<Range<usize>> = Vec::new();
    let mut before = from..from;
    let mut start = from;
    for line in text[from..].split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        if ends_in_note(line) {
            let is_free = tasks.last().is_none_or(|task| task.end <= before.start);
            let begin = if is_free && is_only_note(line) { before.start } else { range.start };
            tasks.push(begin..range.end);
        }
        before = range;
    }
    if tasks.len() < 2 { Vec::new() } else { tasks }
}

/// What is left of `text` without the tasks.
pub(crate) fn without(text: &str, tasks: &[Range<usize>]) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for task in tasks {
        rest.push_str(&text[from..task.start]);
        from = (task.end + 1).min(text.len());
    }
    rest.push_str(&text[from.min(text.len())..]);
    rest
}
