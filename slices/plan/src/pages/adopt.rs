//! Taking a document's clauses into the plan, as the officer chose.

use crate::facts::DOCUMENT_ADOPTED;
use crate::rules::adopt::{Choice, Chosen, Step, adopt, offer};
use crate::rules::{AddLine, AddTask, AdoptDocument, EditPlan, Line, LineId, Plan, Stage, Task, TaskId, Unit};
use crate::store::{documents, plans, tasks};
use ground::db::Tx;
use ground::stop::{OrMissing, Stop};
use logic::act::Change;
use logic::fact::Draft;
use logic::form::{Aligned, Problems};
use logic::refusal::Refusal;
use logic::time::Day;
use web::{Ctx, Done};

logic::form! {
    /// One row a clause, each with a value of every name.
    pub(crate) struct Form {
        clause: Aligned = line().max(40),
        choice: Aligned = line().max(10),
        title: Aligned = line(),
        lead: Aligned = line(),
        due: Aligned = line().max(20),
        announced_lines: Option<i64> = count().max(100),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let document = documents::get(tx, ctx.at("id")?)?;
    let plan = plans::get_by_id(tx, document.plan)?;
    let may = ctx.viewer.may::<AdoptDocument>(&plan)?;
    let lines = plans::list_lines(tx, plan.id)?;
    let taken = documents::list_taken(tx, document.id)?;
    let chosen: Vec<_> =
        rows(&form)?.into_iter().filter(|row| !taken.iter().any(|(clause, ..)| *clause == row.clause)).collect();
    let steps =
        adopt(&offer(&document.outline), &chosen, !lines.is_empty()).map_err(|bad| wrong(&bad.clause, bad.problem))?;
    let mut adoption = Adoption {
        ctx,
        plan: &plan,
        document: &document,
        number: lines.iter().map(|line| line.number).max().unwrap_or(0),
        line: lines.last().map(|line| line.id),
    };
    for step in steps {
        adoption.take(tx, step)?;
    }
    if form.announced_lines != plan.announced_lines {
        let may = ctx.viewer.may::<EditPlan>(&plan)?;
        let title = plan.title.clone();
        tx.commit(plan.clone().edit(may, title, form.announced_lines), plans::save)?;
    }
    let fact = Draft::new(&DOCUMENT_ADOPTED, document.id.0, tx.now.day()).object(Some(plan.id));
    tx.commit(Change::new(may, (), fact), |_, ()| Ok(()))?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(plan.id))
}

/// A row that cannot be as chosen; its clause tells the page where to say so.
fn wrong(clause: &str, problem: &'static str) -> Stop {
    Problems(vec![("clause", Refusal::new(problem).with("clause", clause))]).into()
}

fn rows(form: &Form) -> Result<Vec<Chosen>, Stop> {
    let cell = |column: &Aligned, row: usize| column.0.get(row).cloned().unwrap_or_default();
    let row = |row: usize| {
        let clause = cell(&form.clause, row);
        let choice: Choice = cell(&form.choice, row).parse().map_err(|_| wrong(&clause, "clause_unknown"))?;
        let due = Some(cell(&form.due, row)).filter(|due| !due.is_empty());
        let due: Option<Day> = due.map(|due| due.parse().map_err(|_| wrong(&clause, "clause_bad_due"))).transpose()?;
        Ok(Chosen { clause, choice, title: cell(&form.title, row), lead: cell(&form.lead, row), due })
    };
    (0..form.clause.0.len()).map(row).collect()
}

/// A document being taken into a plan: the line that comes last takes the tasks that follow.
struct Adoption<'a> {
    ctx: &'a Ctx,
    plan: &'a Plan,
    document: &'a documents::Document,
    number: i64,
    line: Option<LineId>,
}

impl Adoption<'_> {
    fn take(&mut self, tx: &mut Tx, step: Step) -> Result<(), Stop> {
        match step {
            Step::Line { clause, name, goal } => {
                let id = self.add_line(tx, name, goal)?;
                documents::insert_taken(tx, self.document.id, &clause, "line", Some(id.0))?;
            }
            Step::Task { clause, name, text, lead, due, merged } => {
                let lead = self.lead(tx, &clause, &lead)?;
                let id = self.add_task(tx, &clause, name, text, lead, due)?;
                documents::insert_taken(tx, self.document.id, &clause, "task", Some(id.0))?;
                merged.iter().try_for_each(|clause| {
                    documents::insert_taken(tx, self.document.id, clause, "merge", Some(id.0))
                })?;
            }
            Step::Left { clause } => documents::insert_taken(tx, self.document.id, &clause, "leave", None)?,
        }
        Ok(())
    }

    fn add_line(&mut self, tx: &mut Tx, name: String, goal: String) -> Result<LineId, Stop> {
        self.number += 1;
        let line = Line { id: tx.new_id(), plan: self.plan.id, number: self.number, name, goal };
        let may = self.ctx.viewer.may::<AddLine>(self.plan)?;
        let line = tx.commit(line.add(may), plans::insert_line)?;
        self.line = Some(line.id);
        Ok(line.id)
    }

    fn add_task(
        &self,
        tx: &mut Tx,
        clause: &str,
        name: String,
        text: String,
        lead: Unit,
        due: Option<Day>,
    ) -> Result<TaskId, Stop> {
        let line = self.line.or_missing()?;
        let task = Task {
            id: tx.new_id(),
            plan: self.plan.id,
            line,
            number: tasks::next_number(tx, line)?,
            name,
            text,
            source: Some((self.document.id, clause.to_owned())),
            programme: None,
            lead,
            owner: None,
            due,
            stage: Stage::Divided,
            carried_from: None,
        };
        let may = self.ctx.viewer.may::<AddTask>(self.plan)?;
        Ok(tx.commit(task.add(may, self.plan), tasks::insert)?.id)
    }

    /// The unit of that name; the planning unit itself where none is named.
    fn lead(&self, tx: &Tx, clause: &str, name: &str) -> Result<Unit, Stop> {
        if name.is_empty() {
            return super::chosen_unit(tx, self.plan.unit, "lead");
        }
        let unit = tx.find_unit_named(name)?.ok_or_else(|| wrong(clause, "clause_unknown_unit"))?;
        Ok(Unit { id: unit.id, name: unit.name, path: unit.path })
    }
}
