//! The activities behind the forms, one by one: who came by which channel, whether it is concluded in time, what is missing.

use super::forms::{Asked, asked};
use super::list;
use crate::rules::forms::{CONCLUDED_WITHIN, Conclusion, Filled, Span};
use crate::store::forms::{self, FormLine};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::code::Channel::{Online, Onsite};
use web::{Answer, Ctx, Page};

/// An activity that took place, with what the forms ask of it.
pub(crate) struct HeldLine {
    pub(crate) line: FormLine,
    pub(crate) onsite: Filled,
    pub(crate) online: Filled,
    pub(crate) conclusion: Conclusion,
}

/// Those of the year that took place.
pub(crate) fn held(read: &Read, ctx: &Ctx, ask: &Asked) -> Result<Vec<HeldLine>, Stop> {
    let span = Span::year(ask.year);
    let came = ask.record(read, &span)?.came();
    let lines = forms::list(read, span.from, span.to)?.into_iter();
    let lines = lines.filter(|line| line.is_held() && ask.holds(line.unit));
    let with = |line: FormLine| {
        let came = came.get(&line.id.0).copied().unwrap_or_default();
        let conclusion = Conclusion::of(line.ends_at, line.concluded_on(), ctx.viewer.today());
        HeldLine { onsite: came.by(Onsite), online: came.by(Online), conclusion, line }
    };
    Ok(lines.map(with).collect())
}

#[derive(Template)]
#[template(path = "forms_records.html")]
struct Records<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    lines: Vec<HeldLine>,
    shown: usize,
    is_cut: bool,
    days: i32,
}

impl HeldLine {
    fn is_silent(&self) -> bool {
        (self.onsite, self.online) == (Filled::Absent, Filled::Absent)
    }

    fn tone(&self) -> &'static str {
        match self.conclusion {
            Conclusion::InTime => list::tone("held").class(),
            Conclusion::Late | Conclusion::Overdue => list::tone("filed").class(),
            Conclusion::Open => list::tone("drafted").class(),
        }
    }
}

/// So many are shown; for more a unit is chosen.
const SHOWN: usize = 500;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let is_lacking = ctx.asked("lacking").is_some();
    let mut lines = held(read, ctx, &ask)?;
    lines.retain(|held| !is_lacking || held.is_silent());
    let page = Records { ctx, shown: SHOWN, is_cut: lines.len() > SHOWN, lines, days: CONCLUDED_WITHIN, ask: &ask };
    Ok(Page::html(ctx.t("activity_forms.name.records"), &page)?
        .below(ctx.t("activity_forms.title"), "/activities/forms"))
}
