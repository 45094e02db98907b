//! A week of shifts as a table: a column a day, each shift with its hours, how many it needs and how many it has.

use super::{STAFF, shift, units_of};
use crate::store::shifts::{self, Which};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use logic::time::Day;
use web::{Answer, Ctx, Page};

struct Shown {
    href: String,
    clock: String,
    role: String,
    count: String,
    tone: &'static str,
}

struct OneDay {
    day: Day,
    weekday: String,
    is_today: bool,
    shifts: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "week.html")]
struct WeekPage<'a> {
    ctx: &'a Ctx,
    before: String,
    after: String,
    days: Vec<OneDay>,
    needed: i64,
    taken: i64,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_allowed(STAFF, &House) {
        return Err(Stop::Missing);
    }
    let asked = ctx.asked("from").and_then(|day| day.parse::<Day>().ok()).unwrap_or(ctx.viewer.today());
    let monday = asked.plus(-i32::from(asked.weekday()));
    let which = Which { units: Some(units_of(read, ctx)?), ..Which::of_days(monday, monday.plus(6)) };
    let all: Vec<_> =
        shifts::list(read, &which, (0, 2_000))?.into_iter().filter(|one| one.state.code() != "cancelled").collect();
    let days = (0..7).map(|ahead| {
        let day = monday.plus(ahead);
        let of_day = all.iter().filter(|one| one.plan.starts_at.day() == day);
        OneDay {
            day,
            weekday: ctx.word("weekday", ahead),
            is_today: day == ctx.viewer.today(),
            shifts: of_day.map(|one| shown(ctx, one)).collect(),
        }
    });
    let page = WeekPage {
        ctx,
        before: format!("/shifts/week?from={}", monday.plus(-7)),
        after: format!("/shifts/week?from={}", monday.plus(7)),
        days: days.collect(),
        needed: all.iter().map(|one| one.plan.needed).sum(),
        taken: all.iter().map(|one| one.taken).sum(),
    };
    Ok(Page::html(ctx.t("shift.week"), &page)?.below(ctx.t("shift.list"), "/shifts"))
}

fn shown(ctx: &Ctx, one: &crate::rules::Shift) -> Shown {
    let clock = |at: logic::time::Instant| {
        let (hour, minute) = at.hour_minute();
        format!("{hour:02}:{minute:02}")
    };
    Shown {
        href: one.href(),
        clock: format!("{}–{}", clock(one.plan.starts_at), clock(one.plan.ends_at)),
        role: one.plan.role.clone(),
        count: format!("{} {} / {}", ctx.t("shift.places"), one.taken, one.plan.needed),
        tone: shift::state_tone(one).class(),
    }
}
