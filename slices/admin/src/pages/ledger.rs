//! The ledger's state: how much there is, when it was verified last, by whom and with what result.

use super::check_administrator;
use crate::facts::LEDGER_VERIFIED;
use crate::rules::Checked;
use crate::store::accounts::person_name;
use crate::store::counts;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use web::figures::grouped;
use web::{Answer, Ctx, Page};

pub(crate) const PATH: &str = "/ledger";

/// Where the last misfit is kept word for word.
pub(crate) const MISFIT: &str = "ledger_misfit";

/// Verifications that the page shows.
const SHOWN: i64 = 10;

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage<'a> {
    ctx: &'a Ctx,
    facts: String,
    figures: String,
    misfit: Option<String>,
    detail: Option<String>,
    checks: Vec<(Checked, Option<String>)>,
    verify: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let facts = read.latest_facts(Some(LEDGER_VERIFIED.name), 0, SHOWN)?;
    let checks: Vec<Checked> = facts.iter().map(Into::into).collect();
    let misfit = checks.first().and_then(|check| misfit_of(ctx, check));
    let with_name =
        |check: Checked| Ok((check.clone(), check.by.map(|by| person_name(read, by)).transpose()?.flatten()));
    let page = LedgerPage {
        ctx,
        facts: grouped(read.last_fact()?.0),
        figures: grouped(counts::folds(read)?),
        detail: misfit.as_ref().and_then(|_| read.setting(MISFIT).transpose()).transpose()?,
        misfit,
        checks: checks.into_iter().map(with_name).collect::<Result<_, Stop>>()?,
        verify: ctx.act_form("ledger.verify").html(),
    };
    Page::html(ctx.t("ledger.title"), &page)
}

/// The last verification.
pub(crate) fn last_check(read: &Read) -> Result<Option<Checked>, Stop> {
    Ok(read.latest_facts(Some(LEDGER_VERIFIED.name), 0, 1)?.first().map(Into::into))
}

/// What did not fit, in a sentence.
fn misfit_of(ctx: &Ctx, check: &Checked) -> Option<String> {
    let (what, position) = check.misfit?;
    let position = position.map(|position| position.to_string()).unwrap_or_default();
    Some(ctx.fill(&format!("misfit.{what}"), &[("position", &position)]))
}
