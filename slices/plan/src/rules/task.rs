//! A task (任务): a clause of the document made someone's, with a due date, targets and evidence.

use super::acts::{
    AddEvidence, AddTask, ArchiveTask, AssignTask, CarryOver, ClaimTask, DropTask, EditTask, FinishTask, MergeTask,
    RemoveEvidence, RemoveTarget, ReportTask, ReturnTask, SetTarget, UrgeTask, VerifyTask,
};
use super::{DocumentId, EvidenceId, LineId, Plan, PlanId, Stage};
use crate::facts::{self, TASK_DIVIDED, TASK_EVIDENCED, TASK_MET_DUE};
use logic::act::{Act, Change, May, Noun, Relation, UnitPath};
use logic::code::Reason;
use logic::fact::{Draft, FactKind, More, Position};
use logic::id::{Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A task.
    TaskId
);
logic::id!(
    /// A target of a task.
    TargetId
);

/// 责任人
pub const OWNER: Relation = Relation("owner");

/// A unit as tasks know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    pub path: UnitPath,
}

/// 任务
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its plan.
    pub plan: PlanId,
    /// Its line.
    pub line: LineId,
    /// Its place in the line, from 1.
    pub number: i64,
    /// What is to be done, in a few words.
    pub name: String,
    /// The document's own words.
    pub text: String,
    /// The document and clause it comes from.
    pub source: Option<(DocumentId, String)>,
    /// The programme it counts for.
    pub programme: Option<Id>,
    /// 牵头单位
    pub lead: Unit,
    /// 责任人
    pub owner: Option<PersonId>,
    /// 完成时限
    pub due: Option<Day>,
    /// How far it is.
    pub stage: Stage,
    /// The task of last year's plan that it goes on with.
    pub carried_from: Option<TaskId>,
}

/// 指标与目标值: what is counted, and how much is aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// The task.
    pub task: TaskId,
    /// The key of the indicator.
    pub indicator: String,
    /// How much.
    pub number: i64,
}

impl Noun for Task {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.lead.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == OWNER && self.owner == Some(person)
    }
}

/// The step does not follow from the stage the task is at.
const WRONG_STAGE: Refusal = Refusal::new("task.wrong_stage");

impl Task {
    /// Whether it is late on this day.
    pub fn is_late(&self, today: Day) -> bool {
        self.stage.is_open() && self.due.is_some_and(|due| due < today)
    }

    fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on).unit(self.lead.id).object(Some(self.line)).programme(self.programme)
    }

    fn step<A: Act>(self, may: May<A>, kind: &'static FactKind, stage: Stage) -> Change<Self> {
        let fact = self.fact(kind, may.by().at.day());
        Change::new(may, Self { stage, ..self }, fact)
    }

    /// 分解: it is handed to its lead unit.
    pub(crate) fn add(self, may: May<AddTask>, plan: &Plan) -> Change<Self> {
        let fact = self.fact(&TASK_DIVIDED, plan.effective(may.by().at.day()));
        Change::new(may, self, fact)
    }

    /// Its words, line, programme or due date change. The fact that it was handed out is put right with it.
    pub(crate) fn edit(self, may: May<EditTask>, plan: &Plan, changed: Self) -> Result<Change<Self>, Refusal> {
        Refusal::new("task.closed").unless(self.stage.is_open())?;
        let divided = changed.fact(&TASK_DIVIDED, plan.effective(may.by().at.day()));
        let edited = changed.fact(&facts::TASK_EDITED, may.by().at.day());
        let is_moved = (self.line, self.programme) != (changed.line, changed.programme);
        let id = self.id;
        let change = Change::new(may, changed, edited);
        Ok(if is_moved { change.and(divided).correcting(id, &[&TASK_DIVIDED], Reason::WrongSubject) } else { change })
    }

    /// Another unit or person is put in charge; what was taken on is open again.
    pub(crate) fn assign(
        self,
        may: May<AssignTask>,
        lead: Unit,
        owner: Option<PersonId>,
        due: Option<Day>,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("task.closed").unless(self.stage.is_open())?;
        let stage = if lead.id == self.lead.id { self.stage.clone() } else { Stage::Divided };
        let assigned = Self { lead, owner, due, stage, ..self };
        let fact = assigned.fact(&facts::TASK_ASSIGNED, may.by().at.day()).person(assigned.owner);
        let blanks = vec![("task", assigned.name.clone())];
        let (owner, href) = (assigned.owner, format!("/tasks/{}", assigned.id));
        Ok(Change::new(may, assigned, fact).tell(owner, "task_assigned", blanks, href))
    }

    /// Its words join another task's; it ends.
    pub(crate) fn merge(self, may: May<MergeTask>, into: &Self) -> Result<Change<Self>, Refusal> {
        Refusal::new("task.same").unless(self.id != into.id)?;
        Refusal::new("task.closed").unless(self.stage == Stage::Divided && into.stage.is_open())?;
        let fact = self.fact(&facts::TASK_MERGED, may.by().at.day()).object(Some(into.id));
        let id = self.id;
        let text = format!("{}\n{}", into.text, self.text);
        let merged = Self { text, ..into.clone() };
        Ok(Change::new(may, merged, fact).correcting(id, &[&TASK_DIVIDED], Reason::Duplicate))
    }

    /// It is taken out of the plan before anyone has taken it on.
    pub(crate) fn discard(self, may: May<DropTask>) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE.unless(self.stage == Stage::Divided)?;
        let fact = self.fact(&facts::TASK_DROPPED, may.by().at.day());
        let id = self.id;
        Ok(Change::new(may, self, fact).correcting(id, &[&TASK_DIVIDED], Reason::WrongSubject))
    }

    /// 认领
    pub(crate) fn claim(self, may: May<ClaimTask>) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE.unless(self.stage == Stage::Divided)?;
        let by = may.by();
        let owner = self.owner.or(by.person);
        let claimed = Self { owner, ..self };
        Ok(claimed.step(may, &facts::TASK_CLAIMED, Stage::Claimed { by: by.person, on: by.at.day() }))
    }

    /// 在办: work is reported; an urged task is answered by it.
    pub(crate) fn report(self, may: May<ReportTask>) -> Result<Change<Self>, Refusal> {
        let on = may.by().at.day();
        WRONG_STAGE
            .unless(matches!(self.stage, Stage::Claimed { .. } | Stage::Underway { .. } | Stage::Urged { .. }))?;
        let asked_by = matches!(self.stage, Stage::Urged { .. }).then(|| self.stage.by()).flatten();
        let (blanks, href) = (vec![("task", self.name.clone())], format!("/tasks/{}", self.id));
        Ok(self.step(may, &facts::TASK_REPORTED, Stage::Underway { on }).tell(asked_by, "task_answered", blanks, href))
    }

    /// 督办: a leader asks after it.
    pub(crate) fn urge(self, may: May<UrgeTask>, note: String) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE.unless(matches!(self.stage, Stage::Divided | Stage::Claimed { .. } | Stage::Underway { .. }))?;
        let by = may.by();
        let (owner, href) = (self.owner, format!("/tasks/{}", self.id));
        let blanks = vec![("task", self.name.clone())];
        let change = self.step(may, &facts::TASK_URGED, Stage::Urged { by: by.person, on: by.at.day(), note });
        Ok(change.tell(owner, "task_urged", blanks, href))
    }

    /// Something that proves the work: a fact of the ledger, or a file.
    pub(crate) fn evidence(
        self,
        may: May<AddEvidence>,
        evidence: EvidenceId,
        fact_at: Option<Position>,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("task.closed").unless(self.stage.is_open() && self.stage != Stage::Divided)?;
        let fact = self.fact(&TASK_EVIDENCED, may.by().at.day()).more("evidence", More::Id(evidence.0));
        let fact = match fact_at {
            Some(position) => fact.more("position", More::Number(position)),
            None => fact,
        };
        Ok(Change::new(may, self, fact))
    }

    /// A piece of evidence was a mistake; the facts of those that remain are said anew.
    pub(crate) fn take_evidence_back(
        self,
        may: May<RemoveEvidence>,
        remaining: &[EvidenceId],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("task.closed").unless(self.stage.is_open())?;
        let on = may.by().at.day();
        let again: Vec<_> = remaining
            .iter()
            .map(|evidence| self.fact(&TASK_EVIDENCED, on).more("evidence", More::Id(evidence.0)))
            .collect();
        let removed = self.fact(&facts::EVIDENCE_REMOVED, on);
        let id = self.id;
        Ok(Change::new(may, self, removed).and_all(again).correcting(id, &[&TASK_EVIDENCED], Reason::Mistyped))
    }

    /// 办结: only with evidence.
    pub(crate) fn finish(self, may: May<FinishTask>, pieces_of_evidence: usize) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE
            .unless(matches!(self.stage, Stage::Claimed { .. } | Stage::Underway { .. } | Stage::Urged { .. }))?;
        Refusal::new("task.no_evidence").unless(pieces_of_evidence > 0)?;
        let by = may.by();
        let on = by.at.day();
        let is_in_time = self.due.is_none_or(|due| on <= due);
        let met = is_in_time.then(|| self.fact(&TASK_MET_DUE, on));
        Ok(self.step(may, &facts::TASK_FINISHED, Stage::Finished { by: by.person, on }).and_all(met))
    }

    /// 核验: someone other than the one who finished it has looked at the evidence.
    pub(crate) fn verify(self, may: May<VerifyTask>) -> Result<Change<Self>, Refusal> {
        let by = may.by();
        let Stage::Finished { by: finished_by, .. } = self.stage else { return Err(WRONG_STAGE) };
        Refusal::new("task.own_work").unless(finished_by.is_none() || finished_by != by.person)?;
        let (owner, href) = (self.owner, format!("/tasks/{}", self.id));
        let blanks = vec![("task", self.name.clone())];
        let change = self.step(may, &facts::TASK_VERIFIED, Stage::Verified { by: by.person, on: by.at.day() });
        Ok(change.tell(owner, "task_verified", blanks, href))
    }

    /// The evidence does not do: back to work. That it was finished, and in time, is taken back.
    pub(crate) fn send_back(self, may: May<ReturnTask>) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE.unless(matches!(self.stage, Stage::Finished { .. }))?;
        let on = may.by().at.day();
        let (id, owner, href) = (self.id, self.owner, format!("/tasks/{}", self.id));
        let blanks = vec![("task", self.name.clone())];
        let change = self.step(may, &facts::TASK_RETURNED, Stage::Underway { on });
        Ok(change.correcting(id, &[&facts::TASK_FINISHED, &TASK_MET_DUE], Reason::DidNotHappen).tell(
            owner,
            "task_returned",
            blanks,
            href,
        ))
    }

    /// 归档
    pub(crate) fn archive(self, may: May<ArchiveTask>) -> Result<Change<Self>, Refusal> {
        WRONG_STAGE.unless(matches!(self.stage, Stage::Verified { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::TASK_ARCHIVED, Stage::Archived { on }))
    }

    /// A target is set or changed.
    pub(crate) fn aim(self, may: May<SetTarget>, target: &Target) -> Change<Self> {
        let fact = self.fact(&facts::TARGET_SET, may.by().at.day()).quantity(target.number).object(Some(target.id.0));
        let id = target.id.0;
        Change::new(may, self, fact.more("target", More::Id(id)))
    }

    /// A target is taken away.
    pub(crate) fn aim_no_more(self, may: May<RemoveTarget>, target: &Target) -> Change<Self> {
        let fact = self.fact(&facts::TARGET_REMOVED, may.by().at.day()).more("target", More::Id(target.id.0));
        Change::new(may, self, fact)
    }
}

/// What next year's plan takes over: the plan, and its new lines and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The plan that takes over.
    pub plan: Plan,
    /// The tasks as they begin there.
    pub tasks: Vec<Task>,
}

impl Carried {
    /// Unfinished tasks go on next year.
    pub(crate) fn carry(self, may: May<CarryOver>) -> Result<Change<Self>, Refusal> {
        Refusal::new("plan.nothing_to_carry").unless(!self.tasks.is_empty())?;
        let on = self.plan.effective(may.by().at.day());
        let divided: Vec<_> = self.tasks.iter().map(|task| task.fact(&TASK_DIVIDED, on)).collect();
        let fact =
            Draft::new(&facts::PLAN_CARRIED, self.plan.id, on).unit(self.plan.unit).quantity(self.tasks.len() as i64);
        Ok(Change::new(may, self, fact).and_all(divided))
    }
}
