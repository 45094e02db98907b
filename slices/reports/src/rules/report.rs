//! Kept figures and frozen reports, and who may make them.

use super::Content;
use crate::facts;
use ground::files::FileHash;
use logic::act::{Change, House, May, Role::*, Who::*};
use logic::fact::{Draft, More, Position};
use logic::fold::Query;
use logic::id::{Id, PersonId};
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// A figure that someone keeps.
    KeptId
);
logic::id!(
    /// A frozen report.
    ReportId
);

logic::act!(KeepFigure: House, "figure.keep", [RoleAnywhere(Officer), RoleAnywhere(Statistician)]);
logic::act!(DropFigure: House, "figure.drop", [RoleAnywhere(Officer), RoleAnywhere(Statistician)]);
logic::act!(FreezeReport: House, "report.freeze", [Role(Statistician), Role(Leader), Role(Officer)]);

/// The rules by which reports are written and laid out. Counts up when either changes, so that an old report is known by its own.
pub const RULES: &str = "report 1, paper 1";

/// A figure that someone keeps: a question with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: KeptId,
    /// Its name.
    pub name: String,
    /// The question.
    pub query: Query,
}

impl Kept {
    /// It is kept.
    pub(crate) fn keep(self, may: May<KeepFigure>) -> Change<Self> {
        let fact = Draft::new(&facts::FIGURE_KEPT, self.id, may.by().at.day());
        Change::new(may, self, fact)
    }

    /// It is kept no longer.
    pub(crate) fn discard(self, may: May<DropFigure>) -> Change<Self> {
        let fact = Draft::new(&facts::FIGURE_DROPPED, self.id, may.by().at.day());
        Change::new(may, self, fact)
    }
}

/// A frozen report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The year it is about.
    pub year: i16,
    /// The first, second … report of that year.
    pub number: i64,
    /// The ledger's end when it was frozen.
    pub position: Position,
    /// When.
    pub frozen_at: Instant,
    /// By whom.
    pub frozen_by: PersonId,
    /// By which rules.
    pub rules: String,
    /// What it says, figures as questions.
    pub content: Content,
    /// The hash of its DOCX.
    pub docx: FileHash,
    /// The hash of its XLSX.
    pub xlsx: FileHash,
}

impl Report {
    /// It is frozen: its papers' hashes stand in the ledger.
    pub(crate) fn freeze(self, may: May<FreezeReport>) -> Result<Change<Self>, Refusal> {
        Refusal::new("report.empty").unless(!self.content.passages.is_empty())?;
        let half = |hash: &FileHash| {
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&hash.0[..16]);
            More::Id(Id::from(bytes))
        };
        let fact = Draft::new(&facts::REPORT_FROZEN, self.id, may.by().at.day())
            .person(self.frozen_by)
            .quantity(self.number)
            .more("position", More::Number(self.position))
            .more("docx", half(&self.docx))
            .more("xlsx", half(&self.xlsx));
        Ok(Change::new(may, self, fact))
    }
}
