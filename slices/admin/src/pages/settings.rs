//! The house's settings: the association, and the working-day calendar.

use super::check_administrator;
use crate::rules::lines_shown;
use askama::Template;
use ground::db::Read;
use ground::settings::{ASSOCIATION, ASSOCIATION_EN, CALENDAR, CONTACT, REGION};
use ground::stop::Stop;
use logic::calendar::Calendar;
use logic::place::PlaceCode;
use logic::time::Day;
use web::{Answer, Ctx, Page};

pub(crate) const PATH: &str = "/settings";

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings<'a> {
    ctx: &'a Ctx,
    region: Option<String>,
    association: String,
    years: Vec<Year>,
    calendar: String,
}

/// What is known of a year's holidays.
struct Year {
    year: i16,
    is_known: bool,
    off: usize,
    made_up: usize,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let region: Option<PlaceCode> = read.setting(REGION)?.and_then(|code| code.parse().ok());
    let days = logic::calendar::parse(&read.setting(CALENDAR)?.unwrap_or_default()).unwrap_or_default();
    let page = Settings {
        ctx,
        region: region.map(|code| read.place_path(code)).transpose()?.filter(|name| !name.is_empty()),
        association: association_form(read, ctx, region)?,
        years: years(&read.calendar()?, ctx.viewer.today().year()),
        calendar: ctx.act_form("calendar.edit").value("days", lines_shown(&days, words(ctx))).html(),
    };
    Page::html(ctx.t("settings.title"), &page)
}

/// Free and worked, in words that the form reads again.
fn words(ctx: &Ctx) -> (&'static str, &'static str) {
    if ctx.lang() == web::Lang::En { ("free", "worked") } else { ("休", "班") }
}

fn association_form(read: &Read, ctx: &Ctx, region: Option<PlaceCode>) -> Result<String, Stop> {
    let form = ctx.act_form("association.edit").maybe("association", read.setting(ASSOCIATION)?);
    let form = form.maybe("association_en", read.setting(ASSOCIATION_EN)?).maybe("region", region);
    Ok(form.maybe("contact", read.setting(CONTACT)?).html())
}

/// Last year, this one and the next.
fn years(calendar: &Calendar, this: i16) -> Vec<Year> {
    (this - 1..=this + 1).map(|year| year_of(calendar, year)).collect()
}

/// Holidays that fall on working days, and weekend days worked in their place.
fn year_of(calendar: &Calendar, year: i16) -> Year {
    let (first, last) = Day::year_span(year);
    let days = || (first.0..=last.0).map(Day);
    let off = days().filter(|day| day.weekday() < 5 && !calendar.is_worked(*day)).count();
    let made_up = days().filter(|day| day.weekday() >= 5 && calendar.is_worked(*day)).count();
    Year { year, is_known: calendar.knows(year), off, made_up }
}
