//! How evenly a draft serves: scores of places, the worst served, counties, the load and the ways of experts, as pictures
//! with their numbers.

use super::gap::round_of;
use crate::rules::fairness::Sums;
use crate::rules::{ExpertId, Fairness, Round};
use crate::store::drafts::{self, SlotFigures};
use crate::store::rounds;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::place::{Level, PlaceCode};
use std::collections::BTreeMap;
use web::{Answer, Bar, Ctx, Page, bars};

#[derive(Template)]
#[template(path = "balance.html")]
struct BalancePage<'a> {
    ctx: &'a Ctx,
    lead: Option<String>,
    fair: Option<Fair>,
    cards: Vec<(i64, String)>,
    scores: String,
    counties: String,
    loads: String,
    ways: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let round = round_of(read, ctx)?;
    let slots = drafts::list_figures(read, round.id, 0..=i64::MAX)?;
    let mut scores: Vec<i64> = slots.iter().filter(|slot| slot.expert.is_some()).map(|slot| slot.score).collect();
    scores.sort_unstable();
    let idle = drafts::count_idle(read, round.id)?;
    let body = match scores.is_empty() {
        true => BalancePage {
            ctx,
            lead: None,
            fair: None,
            cards: Vec::new(),
            scores: String::new(),
            counties: String::new(),
            loads: String::new(),
            ways: String::new(),
        },
        false => BalancePage {
            ctx,
            lead: Some(lead(ctx, &scores, &round)),
            fair: fair(read, ctx, &round)?,
            cards: vec![
                (scores[0], ctx.t("balance.worst").into_owned()),
                (quantile(&scores, 5), ctx.t("balance.fifth").into_owned()),
                (quantile(&scores, 50), ctx.t("balance.median").into_owned()),
                (scores[scores.len() - 1], ctx.t("balance.best").into_owned()),
            ],
            scores: bars(ctx, &ctx.t("balance.scores"), &score_bars(ctx, &scores)),
            counties: bars(ctx, &ctx.t("balance.counties"), &county_bars(read, &round, &slots)?),
            loads: bars(ctx, &ctx.t("balance.loads"), &load_bars(ctx, &slots, idle)),
            ways: bars(ctx, &ctx.t("balance.ways"), &way_bars(ctx, &slots)),
        },
    };
    Ok(Page::html(ctx.t("balance.title"), &body)?
        .below(ctx.t("round.list"), "/rounds")
        .below(&round.name, format!("/rounds/{}", round.id)))
}

/// What fairness and even loads cost and bring, beside the best draft without them.
pub(crate) struct Fair {
    pub(crate) lead: String,
    pub(crate) level: Option<String>,
    /// What, without, with.
    pub(crate) rows: Vec<(String, i64, i64)>,
}

pub(crate) fn fair(read: &Read, ctx: &Ctx, round: &Round) -> Result<Option<Fair>, Stop> {
    let Some(price) = rounds::find_price(read, round.id)?.filter(|_| round.rules.is_fair()) else { return Ok(None) };
    let (without, with) = (price.without, price.with);
    let lead = match without.total - with.total {
        0 => ctx.t("fair.free").into_owned(),
        less => ctx.n("fair.costs", less),
    };
    let level = price.level.map(|(at, most)| {
        let blanks = [("at", at.to_string()), ("most", most.to_string())];
        let blanks: Vec<_> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ctx.fill(if at == most { "fair.level" } else { "fair.level_open" }, &blanks)
    });
    let poor = ctx.n("fair.poor", round.rules.poor());
    let name = |key: &str| ctx.t(key).into_owned();
    let row = |name: String, figure: fn(&Sums) -> i64| (name, figure(&without), figure(&with));
    let mut rows = vec![
        row(name("fair.total"), |sums| sums.total),
        row(name("fair.filled"), |sums| sums.filled),
        row(name("fair.worst"), |sums| sums.worst),
        row(poor, |sums| sums.poor),
        row(name("fair.experts"), |sums| sums.experts),
        row(name("fair.most"), |sums| sums.most),
    ];
    if round.rules.fairness == Fairness::Total {
        // Where only loads are evened, the worst pair is nobody's aim.
        rows.retain(|row| row.0 != name("fair.worst"));
    }
    Ok(Some(Fair { lead, level, rows }))
}

/// The score that so many of a hundred do not reach; of sorted scores.
fn quantile(scores: &[i64], part: usize) -> i64 {
    scores[(scores.len() * part / 100).min(scores.len() - 1)]
}

fn lead(ctx: &Ctx, scores: &[i64], round: &Round) -> String {
    let blanks = [
        ("fifth", quantile(scores, 5).to_string()),
        ("median", quantile(scores, 50).to_string()),
        ("best", round.rules.best().to_string()),
    ];
    let blanks: Vec<_> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ctx.fill("balance.lead", &blanks)
}

fn bar(name: String, value: i64, href: Option<String>) -> Bar {
    Bar { name, value, shown: value.to_string(), href }
}

/// How many pairs lie in each hundred of points.
fn score_bars(ctx: &Ctx, scores: &[i64]) -> Vec<Bar> {
    let last = scores.last().copied().unwrap_or(0).max(0) / 100;
    let bin = |at: i64| {
        let count = scores.iter().filter(|score| (**score).max(0) / 100 == at).count() as i64;
        let blanks = [("from", (at * 100).to_string()), ("to", (at * 100 + 99).to_string())];
        let blanks: Vec<_> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bar(ctx.fill("balance.span", &blanks), count, None)
    };
    let first = scores.first().copied().unwrap_or(0).max(0) / 100;
    (first..=last).map(bin).collect()
}

/// Counties, the worst served first: the mean score of a place that is wanted, an empty one counting nothing.
fn county_bars(read: &Read, round: &Round, slots: &[SlotFigures]) -> Result<Vec<Bar>, Stop> {
    let mut sums: BTreeMap<PlaceCode, (i64, i64)> = BTreeMap::new();
    for slot in slots {
        let sum = sums.entry(slot.village.within(Level::County)).or_default();
        *sum = (sum.0 + slot.score, sum.1 + 1);
    }
    let mut bars = Vec::new();
    for (county, (sum, count)) in sums {
        let name = read.find_place(county)?.map_or_else(|| county.to_string(), |place| place.name);
        bars.push(bar(name, sum / count, Some(format!("/rounds/{}/gap?area={county}", round.id))));
    }
    bars.sort_by_key(|bar| bar.value);
    Ok(bars)
}

/// How many experts go to one village, to two, to three, to none.
fn load_bars(ctx: &Ctx, slots: &[SlotFigures], idle: i64) -> Vec<Bar> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::from([(0, idle)]);
    let mut loads: BTreeMap<ExpertId, i64> = BTreeMap::new();
    for expert in slots.iter().filter_map(|slot| slot.expert) {
        *loads.entry(expert).or_default() += 1;
    }
    for load in loads.into_values() {
        *counts.entry(load).or_default() += 1;
    }
    counts.into_iter().map(|(load, count)| bar(ctx.n("balance.load", load), count, None)).collect()
}

/// How many pairs have a way of so many kilometres.
fn way_bars(ctx: &Ctx, slots: &[SlotFigures]) -> Vec<Bar> {
    const ENDS: [i64; 5] = [10, 30, 60, 100, i64::MAX];
    let seated = || slots.iter().filter(|slot| slot.expert.is_some());
    let mut from = 0;
    let mut bars = Vec::new();
    for end in ENDS {
        let count = seated().filter(|slot| slot.km.is_some_and(|km| (from..end).contains(&km))).count() as i64;
        let name = match end {
            i64::MAX => ctx.n("balance.way_more", from),
            end => ctx.n("balance.way", format!("{from}–{end}")),
        };
        bars.push(bar(name, count, None));
        from = end;
    }
    let unknown = seated().filter(|slot| slot.km.is_none()).count() as i64;
    if unknown > 0 {
        bars.push(bar(ctx.t("balance.way_unknown").into_owned(), unknown, None));
    }
    bars
}
