//! A year's plan and its lines of work (主线).

use super::acts::{AddLine, ApprovePlan, EditLine, EditPlan, OpenPlan};
use crate::facts;
use logic::act::{Change, May, Noun, UnitPath};
use logic::fact::{Draft, More};
use logic::id::{Id, UnitId};
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A plan.
    PlanId
);
logic::id!(
    /// A line of work.
    LineId
);

/// 年度计划
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The year it is for.
    pub year: i16,
    /// Its title.
    pub title: String,
    /// The unit that plans: its officers edit, its leaders approve.
    pub unit: UnitId,
    /// That unit's place in the tree.
    pub path: UnitPath,
    /// How many lines its document announces, where it says so.
    pub announced_lines: Option<i64>,
    /// How many versions have been approved.
    pub versions: i64,
}

impl Noun for Plan {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.path)
    }
}

impl Plan {
    /// A day inside the plan's year: today, or the year's nearest end. A task handed out in December for next year counts for next year.
    pub fn effective(&self, today: Day) -> Day {
        let (first, last) = Day::year_span(self.year);
        today.clamp(first, last)
    }

    /// It begins.
    pub(crate) fn open(may: May<OpenPlan>, plan: Self) -> Change<Self> {
        let fact = Draft::new(&facts::PLAN_OPENED, plan.id, plan.effective(may.by().at.day())).unit(plan.unit);
        Change::new(may, plan, fact)
    }

    /// Its title or what it announces changes.
    pub(crate) fn edit(self, may: May<EditPlan>, title: String, announced_lines: Option<i64>) -> Change<Self> {
        let fact = Draft::new(&facts::PLAN_EDITED, self.id, may.by().at.day()).unit(self.unit);
        Change::new(may, Self { title, announced_lines, ..self }, fact)
    }

    /// A leader signs the plan as it stands: its content is fixed by its hash in the ledger.
    pub(crate) fn approve(self, may: May<ApprovePlan>, content: Id, tasks: usize) -> Result<Change<Self>, Refusal> {
        Refusal::new("plan.empty").unless(tasks > 0)?;
        let signer = may.by().person.ok_or(Refusal::new("plan.no_signer"))?;
        let version = self.versions + 1;
        let fact = Draft::new(&facts::PLAN_APPROVED, self.id, may.by().at.day()).unit(self.unit).person(signer);
        let fact = fact.more("version", More::Number(version)).more("content", More::Id(content));
        Ok(Change::new(may, Self { versions: version, ..self }, fact))
    }
}

/// 主线: a line of work of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// The plan.
    pub plan: PlanId,
    /// Its place, from 1.
    pub number: i64,
    /// Its name: 上档次.
    pub name: String,
    /// What it is for: 提高科协工作地位.
    pub goal: String,
}

impl Line {
    /// A line is added.
    pub(crate) fn add(self, may: May<AddLine>) -> Change<Self> {
        let fact = Draft::new(&facts::LINE_ADDED, self.id, may.by().at.day()).object(Some(self.plan));
        Change::new(may, self, fact)
    }

    /// Its name or goal changes.
    pub(crate) fn edit(self, may: May<EditLine>, name: String, goal: String) -> Change<Self> {
        let fact = Draft::new(&facts::LINE_EDITED, self.id, may.by().at.day()).object(Some(self.plan));
        Change::new(may, Self { name, goal, ..self }, fact)
    }
}
