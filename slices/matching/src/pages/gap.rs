//! Supply and demand of a draft: by discipline and county, what is wanted, what is there, what stays empty and why.

use super::parties::runs;
use super::round::empty_row;
use super::{all_discipline_names, check_staff, page_links, page_number};
use crate::rules::Round;
use crate::store::drafts::{self, SlotFigures};
use crate::store::{experts, rounds};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::place::{Level, PlaceCode};
use std::collections::{BTreeMap, BTreeSet};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "gap.html")]
struct GapPage<'a> {
    ctx: &'a Ctx,
    lead: String,
    area: Option<(String, String)>,
    tables: Vec<(String, Vec<Line>)>,
    columns: Vec<String>,
    grid: Vec<(String, Vec<i64>)>,
    empty: Vec<(String, String, String)>,
    pages: Vec<(String, String)>,
}

/// A row of figures.
struct Line {
    name: String,
    href: Option<String>,
    wanted: i64,
    filled: i64,
    empty: i64,
    experts: i64,
    places: i64,
    /// Places wanted beyond those that can be taken at all.
    short: i64,
}

#[derive(Default, Clone)]
struct Sums {
    wanted: i64,
    filled: i64,
    experts: i64,
    places: i64,
}

/// Those who run the round, and all staff once it is published.
pub(crate) fn round_of(read: &Read, ctx: &Ctx) -> Result<Round, Stop> {
    check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    if round.state.is_draft() && !runs(ctx, &round) { Err(Stop::Missing) } else { Ok(round) }
}

const SHOWN: i64 = 50;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let round = round_of(read, ctx)?;
    let area: Option<PlaceCode> = ctx.asked("area").and_then(|area| area.parse().ok());
    let range = area.map_or(0..=i64::MAX, PlaceCode::range);
    let slots = drafts::list_figures(read, round.id, range.clone())?;
    let supply: Vec<_> = experts::list_supply(read)?
        .into_iter()
        .filter(|(_, home, _)| area.is_none() || home.is_some_and(|home| range.contains(&home.0)))
        .collect();
    let names = Names::of(read, ctx, &slots, &supply)?;
    let by_discipline = sums(&slots, &supply, |slot| Some(slot.discipline.clone()), |own| Some(own.0.clone()));
    let county = |code: PlaceCode| code.within(Level::County);
    let by_county = sums(&slots, &supply, |slot| Some(county(slot.village)), |own| own.1.map(county));
    let disciplines = lines(by_discipline, |code| (names.discipline(code), None));
    let counties = lines(by_county, |code| {
        (names.county(*code), Some(format!("/rounds/{}/gap?area={code}", round.id)).filter(|_| area.is_none()))
    });
    let (columns, grid) = grid(&slots, &names);
    let lines = drafts::list_empty(read, round.id, range, (page_number(ctx) - 1) * SHOWN, SHOWN)?;
    let empty_count = slots.iter().filter(|slot| slot.expert.is_none()).count() as i64;
    let here = area.map_or(String::new(), |area| format!("&area={area}"));
    let page_href = |to: i64| format!("/rounds/{}/gap?page={to}{here}#empty", round.id);
    let body = GapPage {
        ctx,
        lead: lead(ctx, empty_count, &disciplines),
        area: area.map(|area| (names.county(area), format!("/rounds/{}/gap", round.id))),
        tables: vec![
            (ctx.t("gap.by_discipline").into_owned(), disciplines),
            (ctx.t("gap.by_county").into_owned(), counties),
        ],
        columns,
        grid,
        empty: lines.iter().map(|line| empty_row(ctx, &round, line)).collect(),
        pages: page_links(ctx, empty_count, SHOWN, page_href),
    };
    Ok(Page::html(ctx.t("gap.title"), &body)?
        .below(ctx.t("round.list"), "/rounds")
        .below(&round.name, format!("/rounds/{}", round.id)))
}

/// The whole in a sentence: how many stay empty, and of which discipline most.
fn lead(ctx: &Ctx, empty: i64, disciplines: &[Line]) -> String {
    if empty == 0 {
        return ctx.t("gap.none").into_owned();
    }
    let mut text = ctx.n("gap.lead", empty);
    if let Some(worst) = disciplines.iter().max_by_key(|line| line.empty) {
        let blanks = [
            ("name", worst.name.clone()),
            ("empty", worst.empty.to_string()),
            ("wanted", worst.wanted.to_string()),
            ("places", worst.places.to_string()),
        ];
        let blanks: Vec<_> = blanks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        text.push_str(&ctx.fill("gap.worst", &blanks));
    }
    text
}

type Own = (String, Option<PlaceCode>, i64);

fn sums<K: Ord>(
    slots: &[SlotFigures],
    supply: &[Own],
    of_slot: impl Fn(&SlotFigures) -> Option<K>,
    of_expert: impl Fn(&Own) -> Option<K>,
) -> BTreeMap<K, Sums> {
    let mut sums: BTreeMap<K, Sums> = BTreeMap::new();
    for slot in slots {
        if let Some(key) = of_slot(slot) {
            let sum = sums.entry(key).or_default();
            sum.wanted += 1;
            sum.filled += i64::from(slot.expert.is_some());
        }
    }
    for own in supply {
        // What nobody asks for is no gap.
        if let Some(sum) = of_expert(own).and_then(|key| sums.get_mut(&key)) {
            sum.experts += 1;
            sum.places += own.2;
        }
    }
    sums
}

/// The emptiest first.
fn lines<K>(sums: BTreeMap<K, Sums>, name: impl Fn(&K) -> (String, Option<String>)) -> Vec<Line> {
    let line = |(key, sum): (K, Sums)| {
        let (name, href) = name(&key);
        let Sums { wanted, filled, experts, places } = sum;
        Line { name, href, wanted, filled, empty: wanted - filled, experts, places, short: (wanted - places).max(0) }
    };
    let mut lines: Vec<_> = sums.into_iter().map(line).collect();
    lines.sort_by_key(|line| (-line.empty, -line.wanted));
    lines
}

/// Empty places, counties against disciplines: only those that have some.
fn grid(slots: &[SlotFigures], names: &Names) -> (Vec<String>, Vec<(String, Vec<i64>)>) {
    let empty: Vec<_> = slots.iter().filter(|slot| slot.expert.is_none()).collect();
    let columns: BTreeSet<&str> = empty.iter().map(|slot| slot.discipline.as_str()).collect();
    let mut rows: BTreeMap<PlaceCode, BTreeMap<&str, i64>> = BTreeMap::new();
    for slot in &empty {
        *rows.entry(slot.village.within(Level::County)).or_default().entry(&slot.discipline).or_default() += 1;
    }
    let row = |(county, counts): (PlaceCode, BTreeMap<&str, i64>)| {
        (names.county(county), columns.iter().map(|column| counts.get(column).copied().unwrap_or(0)).collect())
    };
    let rows = rows.into_iter().map(row).collect();
    (columns.iter().map(|column| names.discipline(column)).collect(), rows)
}

/// Names of disciplines and counties, read once.
struct Names {
    disciplines: BTreeMap<String, String>,
    counties: BTreeMap<PlaceCode, String>,
}

impl Names {
    fn of(read: &Read, ctx: &Ctx, slots: &[SlotFigures], supply: &[Own]) -> Result<Self, Stop> {
        let villages = slots.iter().map(|slot| slot.village);
        let all = villages.chain(supply.iter().filter_map(|own| own.1)).map(|code| code.within(Level::County));
        let mut counties = BTreeMap::new();
        for code in all.collect::<BTreeSet<_>>() {
            counties.extend(read.find_place(code)?.map(|place| (code, place.name)));
        }
        Ok(Self { disciplines: all_discipline_names(read, ctx)?, counties })
    }

    fn discipline(&self, code: &str) -> String {
        self.disciplines.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    fn county(&self, code: PlaceCode) -> String {
        self.counties.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }
}
