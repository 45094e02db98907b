//! What volunteering shows on others' pages: an activity's shifts, shifts with room, one's own, what waits for a keeper.

use super::{shift, units_of};
use crate::rules::{Shift, ShiftState, SignupState};
use crate::store::{shifts, signups};
use askama::Template;
use ground::db::{Fault, Read};
use ground::stop::Stop;
use logic::id::Id;
use web::Ctx;

/// So many are shown; the rest are behind a link.
const SHOWN: i64 = 6;

struct Line {
    when: String,
    name: String,
    href: String,
    said: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(
    source = "<section class=\"card\"><h2>{{ title }}</h2>{% if !lines.is_empty() %}<ul class=\"plain\">{% for line in lines %}<li class=\"actions\"><span class=\"day soft\">{{ line.when }}</span><a href=\"{{ line.href }}\">{{ line.name }}</a><span class=\"{{ line.tone }}\">{{ line.said }}</span></li>{% endfor %}</ul>{% endif %}<p class=\"actions\">{% for (name, href) in ways %}<a href=\"{{ href }}\">{{ name }}</a>{% endfor %}</p></section>",
    ext = "html"
)]
struct Panel {
    title: String,
    lines: Vec<Line>,
    ways: Vec<(String, String)>,
}

fn shown(panel: &Panel) -> Result<Option<String>, Stop> {
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

fn line(ctx: &Ctx, one: &Shift) -> Line {
    let said = format!("{} {} / {}", ctx.word("shift_state", shift::state_code(one)), one.taken, one.plan.needed);
    let tone = shift::state_tone(one).class();
    Line { when: one.plan.starts_at.to_string(), name: one.plan.role.clone(), href: one.href(), said, tone }
}

/// On an activity's page: its shifts; for those who open shifts, the way to a new one.
pub(crate) fn activity(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(activity) = noun else { return Ok(None) };
    let all = shifts::list_of_activity(read, activity)?;
    let is_staff = ctx.viewer.is_staff();
    let seen = all.iter().filter(|one| is_staff || one.state == ShiftState::Open && one.plan.ends_at > read.now);
    let lines: Vec<_> = seen.map(|one| line(ctx, one)).collect();
    let mut ways = Vec::new();
    if is_staff && !super::unit_choices(read, ctx)?.is_empty() {
        ways.push((ctx.t("shift.open.title").into_owned(), format!("/shifts/new?activity={activity}")));
    }
    if lines.is_empty() && ways.is_empty() {
        return Ok(None);
    }
    shown(&Panel { title: ctx.t("shift.of_activity").into_owned(), lines, ways })
}

/// On the first page: shifts with room.
pub(crate) fn home(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let today = ctx.viewer.today();
    let mut which = shifts::Which::of_days(today, today.plus(30));
    which.from = read.now;
    which.state = Some("open".into());
    which.has_room = true;
    let lines: Vec<_> = shifts::list(read, &which, (0, SHOWN))?.iter().map(|one| line(ctx, one)).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let ways = vec![(ctx.t("shift.list").into_owned(), "/shifts".to_owned())];
    shown(&Panel { title: ctx.t("shift.wanted").into_owned(), lines, ways })
}

/// On the page of one's own work and on the first page: one's own shifts, the nearest first.
pub(crate) fn mine(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let mut lines = Vec::new();
    for person in ctx.viewer.people() {
        for signup in signups::list_of(read, person, read.now, SHOWN)? {
            let one = shifts::get(read, signup.shift)?;
            lines.push(Line {
                said: ctx.word("signup_state", signup.state.code()),
                tone: shift::tone(signup.state).class(),
                ..line(ctx, &one)
            });
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let ways = vec![(ctx.t("record.title").into_owned(), "/record".to_owned())];
    shown(&Panel { title: ctx.t("shift.mine").into_owned(), lines, ways })
}

/// On the page of one's own work: who waits for the keeper's word, and shifts that are over and not closed.
pub(crate) fn work(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let own = mine(read, ctx, noun)?;
    let units = if ctx.viewer.is_staff() { units_of(read, ctx)? } else { String::new() };
    let mut lines = Vec::new();
    for signup in signups::list_told(read, ctx.viewer.person, &units, SHOWN)? {
        let one = shifts::get(read, signup.shift)?;
        let (said, tone) = (ctx.t("service.to_confirm").into_owned(), shift::tone(SignupState::Waiting).class());
        lines.push(Line { name: format!("{} · {}", one.plan.role, signup.name), said, tone, ..line(ctx, &one) });
    }
    for one in shifts::list_unclosed(read, ctx.viewer.person, &units, SHOWN)? {
        let (said, tone) = (ctx.t("shift.to_close").into_owned(), web::Tone::Warn.class());
        lines.push(Line { said, tone, ..line(ctx, &one) });
    }
    if lines.is_empty() {
        return Ok(own);
    }
    let ways = vec![(ctx.t("shift.list").into_owned(), "/shifts".to_owned())];
    let kept = shown(&Panel { title: ctx.t("shift.to_keep").into_owned(), lines, ways })?;
    Ok(Some([own, kept].into_iter().flatten().collect()))
}
