//! Signing the plan: what it says is kept for good, and its fingerprint stands in the ledger.

use super::plan::current;
use crate::facts::PLAN_APPROVED;
use crate::rules::{ApprovePlan, Version};
use crate::store::{plans, tasks};
use ground::db::{Read, Tx};
use ground::files::FileHash;
use ground::stop::Stop;
use logic::id::Id;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<ApprovePlan>(&plan)?;
    let signer = may.by().person;
    let content = current(tx, &plan)?;
    let count = tasks::list(tx, plan.id)?.len();
    let change = plan.approve(may, fingerprint(&content), count)?;
    let plan = tx
        .commit(change, |tx, plan| signer.map_or(Ok(()), |signer| plans::insert_version(tx, plan, signer, &content)))?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(plan.id))
}

fn fingerprint(content: &Version) -> Id {
    content.fingerprint(&FileHash::of(content.0.as_bytes()).0)
}

/// Versions whose content is not what was signed.
pub(crate) fn changed_versions(read: &Read) -> Result<Vec<String>, Stop> {
    let mut changed = Vec::new();
    for plan in plans::list(read)? {
        let signed: Vec<String> =
            read.standing_facts(plan.id.0, PLAN_APPROVED.name)?.into_iter().map(|fact| fact.body).collect();
        for version in plans::list_versions(read, plan.id)? {
            let print = fingerprint(&version.content).to_string();
            let is_signed = signed
                .iter()
                .any(|body| body.contains(&print) && body.contains(&format!("\"version\":{}", version.number)));
            changed.extend((!is_signed).then(|| format!("{} {}", plan.year, version.number)));
        }
    }
    Ok(changed)
}
