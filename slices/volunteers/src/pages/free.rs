//! Who is free for a shift: every volunteer whom the rules let have it, each with a button; the rest counted by reason.

use super::{desk, units_of, words};
use crate::rules::{InviteVolunteer, Shift, Volunteer};
use crate::store::{signups, volunteers};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use std::collections::BTreeMap;
use web::{Answer, Ctx, Page};

/// The most cards that are looked at.
const MOST: i64 = 2_000;
/// And so many are shown.
const SHOWN: usize = 60;

struct Free {
    volunteer: Volunteer,
    phone: String,
    skills: String,
    near: i64,
    minutes: String,
    button: String,
}

#[derive(Template)]
#[template(path = "free.html")]
struct FreePage<'a> {
    ctx: &'a Ctx,
    shift: &'a Shift,
    free: Vec<Free>,
    more: usize,
    others: Vec<(String, usize)>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let shift = desk::shift(read, ctx)?;
    if !ctx.viewer.is_able::<InviteVolunteer>(&shift) {
        return Err(Stop::Missing);
    }
    let rest = desk::rest_of(read)?;
    let filter = volunteers::Filter { units: units_of(read, ctx)?, state: Some("active".into()), ..Default::default() };
    let there: Vec<_> =
        signups::list(read, shift.id)?.into_iter().filter(|one| one.state.is_live()).map(|one| one.volunteer).collect();
    let (mut free, mut others) = (Vec::new(), BTreeMap::<&'static str, usize>::new());
    for volunteer in volunteers::list(read, &filter, "person_name", (0, MOST))? {
        if there.contains(&volunteer.id) {
            *others.entry("signup.known").or_default() += 1;
            continue;
        }
        // A guardian who would have to come along is asked when they accept.
        let applicant = desk::applicant(read, &volunteer, (&shift, true), None)?;
        match applicant.fits(&shift, rest) {
            Ok(()) => free.push(shown(ctx, &shift, volunteer, applicant.taken.iter().map(|span| span.minutes()).sum())),
            Err(refusal) => *others.entry(refusal.code).or_default() += 1,
        }
    }
    // Those with the fewest hours near come first, and so many are shown.
    free.sort_by_key(|one| one.near);
    let more = free.len().saturating_sub(SHOWN);
    free.truncate(SHOWN);
    let others = others.into_iter().map(|(code, count)| (ctx.word("why_not", code.replace('.', "_")), count)).collect();
    let page = FreePage { ctx, shift: &shift, free, more, others };
    Ok(Page::html(ctx.t("shift.free"), &page)?.below(&shift.plan.role, shift.href()))
}

fn shown(ctx: &Ctx, shift: &Shift, volunteer: Volunteer, minutes: i64) -> Free {
    let button = ctx.act_form("signup.invite").at("id", shift.id).hidden("volunteer", volunteer.id).in_a_row();
    Free {
        phone: volunteer.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default(),
        skills: words(ctx, "skill", &volunteer.card.skills),
        near: minutes,
        minutes: crate::rules::hours_text(minutes),
        button: button.button(),
        volunteer,
    }
}
