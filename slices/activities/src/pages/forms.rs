//! The forms that ask about activities: which there are, for which year and unit; and what all of them read.

use super::XLSX;
use crate::rules::forms::{ATTENDANCES, HELD, Record, Span, Sum};
use crate::store;
use askama::Template;
use ground::db::Read;
use ground::directory::{Unit, UnitKind};
use ground::ledger::ObjectSum;
use ground::stop::{OrMissing, Stop};
use logic::fold::Measure;
use logic::id::{Id, UnitId};
use paper::{Sheet, to_xlsx};
use std::collections::{BTreeMap, BTreeSet};
use web::{Answer, Choice, Ctx, Page};

/// The media type of texts.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What the address asks for: a year, and a unit or all.
pub(crate) struct Asked {
    pub(crate) year: i16,
    pub(crate) unit: Option<Unit>,
    /// The unit and its departments; empty for all units.
    pub(crate) own: Vec<UnitId>,
    pub(crate) units: Vec<Choice>,
}

/// Forms open into single facts, so they are for whom those are for.
pub(crate) fn check(ctx: &Ctx) -> Result<(), Stop> {
    if web::figures::may_open_facts(&ctx.viewer) { Ok(()) } else { Err(Stop::Missing) }
}

/// What is asked for, if the reader may ask. An unknown unit is missing, never all of them.
pub(crate) fn asked(read: &Read, ctx: &Ctx) -> Result<Asked, Stop> {
    check(ctx)?;
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).filter(|year| (1950..=2150).contains(year));
    let unit = match ctx.asked("unit") {
        Some(id) => Some(read.find_unit(id.parse().ok().or_missing()?)?.or_missing()?),
        None => None,
    };
    let own = unit.as_ref().map(|unit| with_departments(read, unit)).transpose()?.unwrap_or_default();
    let year = year.unwrap_or_else(|| ctx.viewer.today().year());
    Ok(Asked { year, unit, own, units: web::choices::units(read)? })
}

/// A unit as the statistics see it: departments (部门) are no units of their own, they report in the unit's form.
fn with_departments(read: &Read, unit: &Unit) -> Result<Vec<UnitId>, Stop> {
    let mut own = vec![unit.id];
    for below in read.list_units()? {
        let is_inside = below.kind == UnitKind::Department && below.parent.is_some_and(|parent| own.contains(&parent));
        own.extend(is_inside.then_some(below.id));
    }
    Ok(own)
}

impl Asked {
    /// The end of an address that asks the same.
    pub(crate) fn question(&self) -> String {
        let unit = self.unit.as_ref().map(|unit| format!("&unit={}", unit.id)).unwrap_or_default();
        format!("year={}{unit}", self.year)
    }

    /// Whether this unit is asked for.
    pub(crate) fn holds(&self, unit: UnitId) -> bool {
        self.own.is_empty() || self.own.contains(&unit)
    }

    /// Whether the form to ask again shows it as chosen.
    pub(crate) fn is_chosen(&self, choice: &Choice) -> bool {
        self.unit.as_ref().is_some_and(|unit| unit.id.to_string() == choice.value)
    }

    /// Whose form it is.
    pub(crate) fn whose(&self, ctx: &Ctx) -> String {
        self.unit.as_ref().map_or_else(|| ctx.t("activity_forms.all_units").into_owned(), |unit| unit.name.clone())
    }

    /// The record of these days, of the units asked for.
    pub(crate) fn record(&self, read: &Read, span: &Span) -> Result<Record, Stop> {
        let all = record(read, span)?;
        let own: BTreeSet<Id> = self.own.iter().map(|unit| Id::from(*unit)).collect();
        Ok(if own.is_empty() { all } else { all.of_units(&own) })
    }
}

/// A session may lie as far from the days asked for as an activity is long.
const AROUND: i32 = 400;

/// What the ledger says of activities and attendances on these days.
pub(crate) fn record(read: &Read, span: &Span) -> Result<Record, Stop> {
    let sessions = store::forms::sessions(read, span.from.plus(-AROUND), span.to.plus(AROUND))?;
    let held = read.sums_by_object(&span.ask(Measure::Facts, HELD).filter)?;
    let mut came = Vec::new();
    for kind in ATTENDANCES {
        let sums = read.sums_by_object(&span.ask(Measure::Sum, kind).filter)?;
        came.extend(sums.into_iter().map(|sum| of_activity(kind, sum, &sessions)));
    }
    Ok(Record {
        held: held.into_iter().map(|sum| Sum { activity: None, ..of_activity(HELD, sum, &sessions) }).collect(),
        came,
    })
}

/// An attendance is of a session, or of the activity itself.
fn of_activity(kind: &'static str, sum: ObjectSum, sessions: &BTreeMap<Id, Id>) -> Sum {
    Sum {
        kind,
        activity: sum.object.map(|object| sessions.get(&object).copied().unwrap_or(object)),
        unit: sum.unit,
        class: sum.class,
        channel: sum.channel,
        facts: sum.facts,
        sum: sum.sum,
    }
}

#[derive(Template)]
#[template(path = "forms.html")]
struct Forms<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    forms: Vec<(&'static str, String)>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let quarter = (ctx.viewer.today().parts().1 + 2) / 3;
    let link = |name: &'static str, more: &str| (name, format!("/activities/forms/{name}?{}{more}", ask.question()));
    let forms = vec![
        link("statistics", ""),
        link("month", ""),
        link("scorecard", ""),
        link("bulletin", &format!("&quarter={quarter}")),
        link("records", ""),
    ];
    Page::html(ctx.t("activity_forms.title"), &Forms { ctx, ask: &ask, forms })
}

/// A form as a spreadsheet: its cells, then how they came about.
pub(crate) fn sheets(name: &str, sheets: Vec<(String, Vec<Vec<String>>)>) -> Answer {
    let sheets: Vec<Sheet> = sheets.into_iter().map(|(name, rows)| Sheet { name, rows }).collect();
    Ok(Page::file(format!("{name}.xlsx"), XLSX, to_xlsx(&sheets)))
}
