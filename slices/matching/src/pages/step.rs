//! The last step of a draft: what changed, by whose word or by which rule, and what that cost.

use super::round::slot_name;
use super::round_rules;
use crate::rules::{ExpertId, PinPair, Round, RuleRound, Rules};
use crate::store::drafts::{self, Step};
use crate::store::{experts, villages};
use ground::db::Read;
use ground::stop::Stop;
use web::Ctx;

/// What the last step by hand changed, and what that cost.
pub(crate) struct StepView {
    pub(crate) lead: String,
    /// Rules that were and are: those that differ.
    pub(crate) rules: Option<(String, String)>,
    pub(crate) price: String,
    pub(crate) restore: Option<String>,
    pub(crate) rows: Vec<(String, String, String)>,
    pub(crate) more: Option<String>,
}

/// A pair that was settled by hand.
pub(crate) struct HandRow {
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) price: Option<String>,
    pub(crate) free: Option<String>,
}

/// Those shown of many changes.
const SHOWN_CHANGES: usize = 20;

pub(crate) fn step_view(read: &Read, ctx: &Ctx, round: &Round) -> Result<Option<StepView>, Stop> {
    let Some(step) = drafts::find_step(read, round.id, round.version)? else { return Ok(None) };
    if step.act == "solve" && step.objective_before.is_none() {
        return Ok(None);
    }
    let lead = match step.pair {
        Some((need, slot, expert)) => {
            let (village, need) = village_and_need(read, ctx, need, slot)?;
            let blanks =
                [("village", village.as_str()), ("need", &need), ("expert", &expert_name(read, Some(expert))?)];
            ctx.fill(&format!("round.step.{}", step.act), &blanks)
        }
        None => ctx.word("round.step", &step.act),
    };
    let mut rows = Vec::new();
    for change in step.changes.iter().take(SHOWN_CHANGES) {
        let (village, need) = village_and_need(read, ctx, change.need, change.slot)?;
        let name = |expert| {
            let name = expert_name(read, expert)?;
            Ok::<_, Stop>(if name.is_empty() { ctx.t("round.nobody").into_owned() } else { name })
        };
        rows.push((format!("{village} · {need}"), name(change.before)?, name(change.after)?));
    }
    let more = step.moved - rows.len() as i64;
    let more = (more > 0).then(|| ctx.n("round.step.more", more));
    let rules = step.rules.as_ref().map(|old| differing(read, ctx, old, &round.rules)).transpose()?.flatten();
    let may_rule = ctx.viewer.is_able::<RuleRound>(round);
    let restore = step.rules.as_ref().filter(|old| may_rule && **old != round.rules);
    let restore = restore.map(|old| round_rules::restore(ctx, round, old));
    Ok(Some(StepView { lead, rules, price: price(ctx, &step), restore, rows, more }))
}

/// Which rules were, and which are in their place.
fn differing(read: &Read, ctx: &Ctx, old: &Rules, new: &Rules) -> Result<Option<(String, String)>, Stop> {
    let (old, new) = (round_rules::sayings(read, ctx, old)?, round_rules::sayings(read, ctx, new)?);
    let only = |these: &[String], those: &[String]| {
        let only: Vec<&str> = these.iter().filter(|one| !those.contains(one)).map(String::as_str).collect();
        if only.is_empty() { ctx.t("round.step.no_rule").into_owned() } else { only.join(&ctx.t("round.rule.comma")) }
    };
    Ok((old != new).then(|| (only(&old, &new), only(&new, &old))))
}

/// What a step cost or brought, in points and in places filled.
fn price(ctx: &Ctx, step: &Step) -> String {
    let (Some(before), Some(filled_before)) = (step.objective_before, step.filled_before) else { return String::new() };
    let worth = step.rules.as_ref().map_or(String::new(), |_| {
        let blanks = [("before", before.to_string()), ("after", step.objective.to_string())];
        let blanks: Vec<_> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ctx.fill("round.step.worth", &blanks)
    });
    let broken = if step.broken > 0 { ctx.n("round.step.broken", step.broken) } else { String::new() };
    let points = match step.objective - before {
        0 => ctx.t("round.step.even").into_owned(),
        less if less < 0 => ctx.n("round.step.less", -less),
        more => ctx.n("round.step.gain", more),
    };
    let places = match step.filled - filled_before {
        0 => String::new(),
        less if less < 0 => ctx.n("round.step.fewer", -less),
        more => ctx.n("round.step.fuller", more),
    };
    let moved =
        if step.moved == 0 { ctx.t("round.step.none").into_owned() } else { ctx.n("round.step.moved", step.moved) };
    let parts: Vec<String> =
        [worth, broken, points, places, moved].into_iter().filter(|part| !part.is_empty()).collect();
    let whole = parts.join(&ctx.t("round.step.and"));
    // A sentence begins with a capital, where there are any.
    whole.chars().take(1).flat_map(char::to_uppercase).chain(whole.chars().skip(1)).collect()
}

fn village_and_need(read: &Read, ctx: &Ctx, need: crate::rules::NeedId, slot: i64) -> Result<(String, String), Stop> {
    let need = villages::get_need(read, need)?;
    Ok((villages::get(read, need.village)?.name, slot_name(ctx, &need, slot)))
}

fn expert_name(read: &Read, expert: Option<ExpertId>) -> Result<String, Stop> {
    Ok(expert.map(|expert| experts::get(read, expert)).transpose()?.and_then(|card| card.name).unwrap_or_default())
}

/// What was settled by hand, with what each cost when it was done.
pub(crate) fn hand(read: &Read, ctx: &Ctx, round: &Round) -> Result<Vec<HandRow>, Stop> {
    let steps = drafts::list_steps(read, round.id, 500)?;
    let may_free = ctx.viewer.is_able::<PinPair>(round);
    let mut rows = Vec::new();
    for kind in ["pin", "forbid"] {
        for pair in drafts::list_pairs(read, round.id, kind)? {
            let (village, need) = village_and_need(read, ctx, pair.0, pair.1)?;
            let step = steps.iter().find(|step| step.pair == Some(pair) && step.act == kind);
            let expert = expert_name(read, Some(pair.2))?;
            rows.push(HandRow {
                text: format!("{village} · {need} — {expert}"),
                kind: ctx.word("hand", kind),
                price: step.map(|step| price(ctx, step)).filter(|price| !price.is_empty()),
                free: may_free.then(|| {
                    let form = ctx.act_form("pair.free").at("id", round.id).quiet();
                    let form = form.about(format!("{expert} · {village}"));
                    let form = form.hidden("need", pair.0).hidden("slot", pair.1).hidden("expert", pair.2);
                    if kind == "forbid" { form.submit("pair.free.again").button() } else { form.button() }
                }),
            });
        }
    }
    Ok(rows)
}
