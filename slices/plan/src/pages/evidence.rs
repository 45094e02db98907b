//! Evidence of a task: a fact of the ledger, or a file.

use super::check_staff;
use crate::rules::{AddEvidence, EvidenceId, RemoveEvidence};
use crate::store::proofs::{self, Evidence};
use crate::store::tasks;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::form::{Problems, Upload};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What proves the work: the number of a fact, or a file.
    pub(crate) struct Form {
        fact: Option<i64> = count().min(1).max(i64::MAX),
        file: Option<Upload> = file(),
        evidence_name: Option<String> = line(),
    }
}

logic::form! {
    /// The piece of evidence.
    pub(crate) struct RemoveForm {
        evidence: EvidenceId = pick(),
    }
}

/// The file of a piece of evidence.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let evidence = proofs::get_evidence(read, ctx.at("id")?)?;
    Ok(Page::Stored(evidence.file.or_missing()?, evidence.name))
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let task = tasks::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<AddEvidence>(&task)?;
    let evidence = evidence_of(tx, ctx, form)?;
    let change = task.evidence(may, evidence.id, evidence.position)?;
    let task = tx.commit(change, |tx, task| proofs::insert_evidence(tx, task.id, &evidence))?;
    Ok(Done::at(format!("/tasks/{}", task.id)).id(evidence.id.0))
}

fn evidence_of(tx: &mut Tx, ctx: &Ctx, form: Form) -> Result<Evidence, Stop> {
    let id = tx.new_id();
    let named = |name: String| form.evidence_name.clone().unwrap_or(name);
    match (form.fact, form.file) {
        (Some(position), None) => {
            let fact = tx
                .find_fact(position)?
                .filter(|fact| fact.sign > 0)
                .ok_or_else(|| Problems::one("fact", "fact_unknown"))?;
            let name = named(format!("#{position} {} {}", ctx.word("fact", &fact.kind), fact.happened));
            Ok(Evidence { id, position: Some(position), file: None, name, at: tx.now })
        }
        (None, Some(file)) => {
            let hash = ground::files::keep(tx, &file.bytes)?;
            Ok(Evidence { id, position: None, file: Some(hash), name: named(file.name.clone()), at: tx.now })
        }
        _ => Err(Problems::one("fact", "fact_or_file").into()),
    }
}

pub(crate) fn remove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RemoveForm = ctx.form()?;
    let task = tasks::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<RemoveEvidence>(&task)?;
    let (kept, gone): (Vec<_>, Vec<_>) =
        proofs::list_evidence(tx, task.id)?.into_iter().partition(|evidence| evidence.id != form.evidence);
    let gone = gone.into_iter().next().or_missing()?;
    let remaining: Vec<_> = kept.into_iter().map(|evidence| evidence.id).collect();
    let task = tx.commit(task.take_evidence_back(may, &remaining)?, |tx, _| proofs::delete_evidence(tx, gone.id))?;
    Ok(Done::at(format!("/tasks/{}", task.id)).id(task.id))
}
