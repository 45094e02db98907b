//! What needs the administrator's attention, each with the way there. Nothing, most days.

use super::ledger::last_check;
use crate::rules::{Standing, State};
use crate::store::accounts::{self, AccountFilter};
use crate::store::counts;
use crate::store::roles::{self, RoleFilter};
use ground::db::Read;
use ground::settings;
use ground::stop::Stop;
use web::{Ctx, Tone};

/// A job that is due so long, in seconds, should have been tried.
const PATIENCE: i64 = 3600;
/// A ledger is verified at least once in so many seconds: a month.
const CHECK_SECONDS: i64 = 31 * 24 * 3600;

/// Something that needs attention.
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) href: &'static str,
    pub(crate) class: &'static str,
    pub(crate) mark: String,
}

type Found = Result<Option<Item>, Stop>;

/// Everything that needs attention now, the gravest first.
pub(crate) fn list(read: &Read, ctx: &Ctx) -> Result<Vec<Item>, Stop> {
    let looks: [fn(&Read, &Ctx) -> Found; 8] =
        [ledger_broken, dead_jobs, late_jobs, locked_accounts, ending_roles, no_region, no_calendar, ledger_unchecked];
    let found: Vec<_> = looks.iter().map(|look| look(read, ctx)).collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn item(ctx: &Ctx, tone: Tone, text: String, href: &'static str) -> Option<Item> {
    let mark = match tone {
        Tone::Bad => "attention.grave",
        Tone::Warn => "attention.look",
        _ => "attention.later",
    };
    Some(Item { text, href, class: tone.class(), mark: ctx.t(mark).into_owned() })
}

fn ledger_broken(read: &Read, ctx: &Ctx) -> Found {
    let is_broken = last_check(read)?.is_some_and(|check| check.misfit.is_some());
    Ok(is_broken.then(|| item(ctx, Tone::Bad, ctx.t("attention.ledger_broken").into_owned(), "/ledger")).flatten())
}

fn dead_jobs(read: &Read, ctx: &Ctx) -> Found {
    counted(ctx, read.list_dead_jobs()?.len() as i64, Tone::Warn, "attention.dead_jobs", "/jobs")
}

fn late_jobs(read: &Read, ctx: &Ctx) -> Found {
    let since = counts::overdue_job(read, ctx.viewer.now.plus_seconds(-PATIENCE))?;
    let text = |since: logic::time::Instant| ctx.fill("attention.late_jobs", &[("at", &since.to_string())]);
    Ok(since.and_then(|since| item(ctx, Tone::Warn, text(since), "/jobs")))
}

fn locked_accounts(read: &Read, ctx: &Ctx) -> Found {
    let locked = AccountFilter { state: Some(State::Locked), ..AccountFilter::default() };
    counted(ctx, accounts::count(read, &locked)?, Tone::Warn, "attention.locked", "/accounts?state=locked")
}

fn ending_roles(read: &Read, ctx: &Ctx) -> Found {
    let ending = RoleFilter { standing: Some(Standing::Ending), ..RoleFilter::default() };
    counted(ctx, roles::count(read, &ending)?, Tone::Active, "attention.ending", "/roles?standing=ending")
}

fn no_region(read: &Read, ctx: &Ctx) -> Found {
    let is_set = read.setting(settings::REGION)?.is_some();
    Ok((!is_set).then(|| item(ctx, Tone::Active, ctx.t("attention.region").into_owned(), "/settings")).flatten())
}

/// The official holidays of a year are published in November of the year before.
fn no_calendar(read: &Read, ctx: &Ctx) -> Found {
    let (year, month, _) = ctx.viewer.today().parts();
    let calendar = read.calendar()?;
    let missing = [year, year + i16::from(month == 12)].into_iter().find(|year| !calendar.knows(*year));
    Ok(missing.and_then(|year| item(ctx, Tone::Active, ctx.n("attention.calendar", year), "/settings")))
}

fn ledger_unchecked(read: &Read, ctx: &Ctx) -> Found {
    let oldest = ctx.viewer.now.plus_seconds(-CHECK_SECONDS);
    let text = match last_check(read)? {
        Some(check) if check.at >= oldest => return Ok(None),
        Some(check) => ctx.fill("attention.ledger_old", &[("at", &check.at.to_string())]),
        None => ctx.t("attention.ledger_never").into_owned(),
    };
    Ok(item(ctx, Tone::Active, text, "/ledger"))
}

fn counted(ctx: &Ctx, n: i64, tone: Tone, key: &str, href: &'static str) -> Found {
    Ok((n > 0).then(|| item(ctx, tone, ctx.n(key, n), href)).flatten())
}
