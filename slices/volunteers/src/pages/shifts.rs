//! The list of shifts: for everyone those one can sign up for, for staff all; nobody is named.

use super::{STAFF, shift};
use crate::rules::{Duty, OpenShift, Under};
use crate::store::shifts::{self, Which};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::{House, Who};
use logic::form::{choice, day};
use logic::time::Day;
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Window};

pub(crate) const PATH: &str = "/shifts";

pub(crate) const LIST: ListEntry = ListEntry {
    name: "shift.list",
    path: PATH,
    who: &[Who::Anyone],
    columns: &[
        Column::text("shift_role"),
        Column::text("duty"),
        Column::text("activity"),
        Column::text("starts_at"),
        Column::text("ends_at"),
        Column::text("where"),
        Column::text("unit"),
        Column::number("needed"),
        Column::number("taken"),
        Column::text("state"),
    ],
    filters: &[
        day().named("from", false),
        day().named("to", false),
        choice("duty", Duty::CODES).named("duty", false),
        choice("shift_room", &["1"]).named("room", false),
    ],
    read,
    page: Some(get),
};

/// What the address asks for: from today on, unless it says otherwise. The public sees neither what is over nor cancelled.
fn which(ctx: &Ctx) -> Which {
    let asked = |name| ctx.asked(name).and_then(|day| day.parse::<Day>().ok());
    let today = ctx.viewer.today();
    let is_staff = ctx.viewer.is_allowed(STAFF, &House);
    let from = asked("from").filter(|from| is_staff || *from >= today).unwrap_or(today);
    let mut which = Which::of_days(from, asked("to").unwrap_or(from.plus(366)));
    which.state = (!is_staff).then(|| "open".into());
    which.duty = ctx.asked("duty").map(str::to_owned);
    which.has_room = ctx.asked("room").is_some();
    which
}

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let which = which(ctx);
    let some = shifts::list(read, &which, (window.offset(), window.limit))?;
    let rows = some.into_iter().map(|one| {
        let plan = &one.plan;
        let state = Cell::Code("shift_state", shift::state_code(&one).into(), shift::state_tone(&one));
        Row::to(
            one.href(),
            vec![
                Cell::Text(plan.role.clone()),
                Cell::Text(ctx.word("duty", plan.duty)),
                Cell::maybe(one.occasion.clone()),
                Cell::Moment(plan.starts_at),
                Cell::Moment(plan.ends_at),
                Cell::Text(plan.venue.clone()),
                Cell::Text(one.unit.name.clone()),
                Cell::Number(plan.needed),
                Cell::Number(one.taken),
                state,
            ],
        )
    });
    Ok(Rows { rows: rows.collect(), total: shifts::count(read, &which)?, choices: Vec::new() })
}

#[derive(Template)]
#[template(
    source = "<p>{{ lead }}</p><p class=\"actions\">{% for (name, href) in ways %}<a class=\"button quiet\" href=\"{{ href }}\">{{ name }}</a>{% endfor %}</p>{{ table|safe }}",
    ext = "html"
)]
struct ListPage {
    lead: String,
    ways: Vec<(String, String)>,
    table: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let mut ways = Vec::new();
    let mut way = |key: &str, href: &str| ways.push((ctx.t(key).into_owned(), href.to_owned()));
    match super::own(read, ctx)? {
        Some(own) => way("volunteer.own", &own.href()),
        None => way("volunteer.join.title", super::join::PATH),
    }
    if ctx.viewer.is_allowed(STAFF, &House) {
        way("shift.week", "/shifts/week");
    }
    let units = super::unit_choices(read, ctx)?;
    let may_open =
        !units.is_empty() || super::root(read).is_ok_and(|root| ctx.viewer.is_able::<OpenShift>(&Under(root)));
    if may_open {
        way("shift.open.title", "/shifts/new");
    }
    way("verify.title", "/verify");
    let page = ListPage { lead: ctx.t("shift.lead").into_owned(), ways, table: LIST.html(read, ctx)? };
    Page::html(ctx.t("shift.list"), &page)
}

/// Shifts whose places are not those that people have.
pub(crate) fn miscounted(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(shifts::list_miscounted(read)?)
}

pub(crate) fn idle(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(shifts::list_idle(read)?)
}

pub(crate) fn clashes(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(crate::store::signups::list_clashes(read)?)
}

pub(crate) fn unsaid(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(crate::store::signups::list_unsaid(read)?)
}
