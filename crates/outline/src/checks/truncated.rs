//! Whether the text breaks off.

use super::{name_of, notice};
use crate::clean::Clean;
use crate::marks::{is_closing, is_full_stop, is_short};
use crate::model::{Clause, Notice, NoticeKind};

/// A paragraph of running text, in characters.
const RUNNING_TEXT: usize = 60;

pub(super) fn check(clean: &Clean, clauses: &[Clause]) -> Option<Notice> {
    let breaks_off = !ends_sentence(&clean.text) && (clean.is_excerpt || is_broken(&clean.text));
    if !breaks_off {
        return clean.is_excerpt.then(|| notice(NoticeKind::Unsure, "网站提示后面还有内容，本文可能不全".to_owned()));
    }
    let place = place(clauses)?;
    Some(notice(NoticeKind::Truncated, format!("文字在{place}处中断，后面的内容不全")))
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(|c| is_full_stop(c) || is_closing(c))
}

/// Without the site's word: the last paragraph is long and has no end, though such paragraphs have one here.
fn is_broken(text: &str) -> bool {
    let mut long = text.rsplit('\n').filter(|line| !is_short(line, RUNNING_TEXT)).take(200);
    let last = text.rsplit('\n').next().unwrap_or_default();
    if is_short(last, RUNNING_TEXT) || ends_sentence(last) || last.ends_with(['；', ';', '：', ':']) {
        return false;
    }
    long.next();
    let (ended, open): (Vec<&str>, Vec<&str>) = long.partition(|line| ends_sentence(line));
    ended.len() > 2 * open.len() || (ended.is_empty() && open.is_empty() && last.contains('。'))
}

/// The last clause, inside the heading it stands under.
fn place(clauses: &[Clause]) -> Option<String> {
    let last = clauses.last()?;
    let top = last.id.0.split('.').next()?;
    let outer = clauses.iter().rev().find(|clause| clause.id.0 == top)?;
    Some(if outer.id == last.id { name_of(last) } else { format!("{}的{}", name_of(outer), name_of(last)) })
}
