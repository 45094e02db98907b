//! Goes through the lines of a text once: keeps the document's own, drops the rest, mends what pages tore apart.

use super::dates::{date_line, number_line};
use super::furniture::{Furniture, recognise};
use super::salutation::greeting;
use crate::marks::{is_break, is_closing, is_comma, is_short, is_stop, trim};
use crate::structure::label::{Style, label_at};

/// The document's own lines, joined with line feeds, and what the others told.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) body: String,
    pub(super) furniture: usize,
    pub(super) site_title: String,
    /// The year in the document's number, else in its first date line.
    pub(super) year: Option<u16>,
    pub(super) is_excerpt: bool,
    /// A page number stood between the last line and the next one.
    is_torn: bool,
    /// The last number of the list of attachments that is being passed over.
    attachment: Option<u16>,
}

/// The longest line that may be a signature, and a line too short to be torn off at a page's end; in bytes.
const MAX_SIGNATURE: usize = 120;
const SHORT_LINE: usize = 45;

pub(super) fn collect(text: &str) -> Lines {
    let mut lines = Lines { body: String::with_capacity(text.len()), ..Lines::default() };
    for line in text.split(is_break).map(trim).filter(|line| !line.is_empty()) {
        match recognise(line) {
            Some(furniture) => lines.drop_furniture(furniture),
            None => lines.read(line),
        }
    }
    lines
}

impl Lines {
    fn drop_furniture(&mut self, furniture: Furniture) {
        self.furniture += 1;
        match furniture {
            Furniture::Site => {}
            Furniture::SiteTitle(title) => self.site_title = title.to_owned(),
            Furniture::EndOfSiteHead => self.drop_site_head(),
            Furniture::EndOfExcerpt => self.is_excerpt = true,
            Furniture::PageNumber => self.is_torn = !self.body.is_empty(),
        }
    }

    /// The lines before it are the site's if they are few and short.
    fn drop_site_head(&mut self) {
        let is_site_head = self.body.lines().nth(30).is_none() && self.body.lines().all(|line| is_short(line, 60));
        if is_site_head {
            self.furniture += self.body.lines().count();
            self.body.clear();
        }
    }

    fn read(&mut self, line: &str) {
        if self.is_excerpt && is_short(line, 80) && !line.ends_with('。') {
            self.furniture += 1;
        } else if !self.passes_over(line) {
            let line = greeting(line).map_or(line, |len| trim(&line[len..]));
            self.keep(line);
        }
    }

    /// Signatures, dates, distribution notes and lists of attachments are no clauses.
    fn passes_over(&mut self, line: &str) -> bool {
        if self.passes_attachment(line) || is_distribution(line) {
            return true;
        }
        if let Some(year) = number_line(line) {
            self.year = Some(year);
            return true;
        }
        let Some(year) = date_line(line) else { return false };
        self.year.get_or_insert(year);
        while let Some(start) = self.signature() {
            self.body.truncate(start);
        }
        true
    }

    /// Where the last line begins, if it is the name of the body that signs.
    fn signature(&self) -> Option<usize> {
        #[rustfmt::skip]
        const BODIES: &[&str] = &[
            "协会", "科协", "委员会", "局", "办公室", "政府", "部", "学会", "中心", "组", "联合会", "研究会", "团",
            "院", "工会", "妇联",
        ];
        let window = self.body.floor_char_boundary(self.body.len().saturating_sub(MAX_SIGNATURE));
        let start = window + self.body[window..].rfind('\n')?;
        let line = &self.body[start + 1..];
        let is_name = is_short(line, 30) && !line.contains(|c| is_stop(c) || is_comma(c)) && label_at(line).is_none();
        (is_name && BODIES.iter().any(|body| line.ends_with(body))).then_some(start)
    }

    fn passes_attachment(&mut self, line: &str) -> bool {
        let is_first =
            ["附件：", "附件:"].iter().any(|word| line.strip_prefix(word).is_some_and(|rest| !rest.is_empty()));
        let next = self.attachment.map_or(0, |number| number + 1);
        let goes_on = next > 0
            && is_short(line, 60)
            && label_at(line).is_some_and(|label| label.style == Style::Arabic && label.number == next);
        self.attachment = match (is_first, goes_on) {
            (true, _) => Some(1),
            (_, true) => Some(next),
            _ => None,
        };
        is_first || goes_on
    }

    fn keep(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let is_torn = std::mem::take(&mut self.is_torn) && self.stops_inside_sentence() && label_at(line).is_none();
        if !is_torn && !self.body.is_empty() {
            self.body.push('\n');
        }
        self.body.push_str(line);
    }

    /// The last line is a long one without an end: a page was torn off here.
    fn stops_inside_sentence(&self) -> bool {
        let window = self.body.floor_char_boundary(self.body.len().saturating_sub(SHORT_LINE));
        let is_long = window > 0 && !self.body[window..].contains('\n');
        is_long && !self.body.ends_with(|c| is_stop(c) || is_closing(c))
    }
}

/// Lines after a document's end.
fn is_distribution(line: &str) -> bool {
    const BEGINNINGS: [&str; 10] =
        ["抄送：", "抄送:", "主题词：", "主题词:", "联系人：", "联系人:", "联系电话", "（联系人", "（此件", "(此件"];
    let is_closing_phrase =
        matches!(line, "特此通知。" | "特此通知" | "谢谢大家！" | "谢谢大家!" | "谢谢！" | "谢谢大家。");
    let is_printed = line.ends_with("日印发") && is_short(line, 60);
    is_short(line, 100) && (is_closing_phrase || is_printed || BEGINNINGS.iter().any(|word| line.starts_with(word)))
}
