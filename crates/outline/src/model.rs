//! What a document is read into: an outline of clauses, each with its owners, dates, figures and programmes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A work document as a list of clauses in document order, with what the reader must be told about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// The document's own title, as it stands there; empty where none could be found.
    pub title: String,
    pub notices: Vec<Notice>,
    pub clauses: Vec<Clause>,
}

/// Something the reader must know before trusting the outline. The text is Chinese, the kind lets a program translate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The text breaks off in the middle of a sentence.
    Truncated,
    /// Page numbers that a web site put into the sentences were taken out.
    PageNumbersRemoved,
    /// Lines that belong to a web site or to the print, not to the document, were taken out.
    FurnitureRemoved,
    /// The text announces another number of points than it has.
    AnnouncedCount,
    /// The same quantity stands in the text with two values.
    Contradiction,
    /// The numbering has a gap, a repeat or starts again.
    Numbering,
    /// Something could not be told for certain.
    Unsure,
    /// The document is larger than the outline may grow: the rest was left as plain text.
    Limit,
}

/// A heading with its text, a numbered item, or an inline item such as `一是…`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    pub id: ClauseId,
    /// `None` at the top.
    pub parent: Option<ClauseId>,
    /// Depth in the outline from 1; 0 is the text that stands before the first heading.
    pub level: u8,
    /// The number as written: `一、`, `（二）`, `3.`, `一是`, `第四条`; empty where the text has none.
    pub label: String,
    /// The clause's title without its closing punctuation; empty where the clause is only text.
    pub heading: String,
    /// What follows the heading, without owner notes; paragraphs are separated by a line feed.
    pub text: String,
    pub owners: Vec<Owner>,
    pub deadlines: Vec<Deadline>,
    pub figures: Vec<Figure>,
    /// Names of programmes and brands, without quotation marks.
    pub programmes: Vec<String>,
}

/// A clause's place in the outline by position: `2.3` is the third clause under the second. `0` stands before all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClauseId(pub String);

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A unit or person that a clause names as in charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub name: String,
    pub role: Role,
    /// The list goes on after this name (`等`), or the name itself stands for several (`各县区科协`).
    pub open_ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 牵头, 主办, or the first of a list where the document says that the first one leads.
    Lead,
    /// 配合, 协办, 参与.
    Support,
    /// 负责, 责任单位, 承办.
    Responsible,
}

/// A date, period or rhythm by which something is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// As written.
    pub text: String,
    /// The last day, month or year in which it is due: `2025-06-30`, `2025-06`, `2025`; without a known year
    /// `--06-30` or `--06`; a rhythm: `every quarter`, `every 2 months`, `every year --09`, `every month ---05`;
    /// `ongoing` for 长期坚持. `None` where it cannot be told.
    pub by: Option<String>,
}

/// A quantity with its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// As written; both ends of a range carry the whole range.
    pub text: String,
    pub value: Amount,
    /// As written; multipliers are in the value: `5万元` is 50000 `元`.
    pub unit: String,
}

/// A number: whole ones are exact.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    Whole(u64),
    Decimal(f64),
}
