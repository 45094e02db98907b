//! 新闻稿: one activity told to the public, drafted from what the public may know.

use super::find;
use super::forms::{check, record};
use super::forms_draft::{Draft, DraftPage, Said, line};
use crate::rules::forms::{Filled, Span};
use crate::rules::{Activity, State};
use crate::store::parties;
use ground::db::Read;
use ground::stop::Stop;
use logic::code::Channel;
use web::figures::SMALL;
use web::{Answer, Ctx, Page};

/// The activity, if there is news of it: one that the public sees and that was not called off.
fn told(read: &Read, ctx: &Ctx) -> Result<Activity, Stop> {
    check(ctx)?;
    let activity = find(read, ctx)?;
    if is_news(&activity) { Ok(activity) } else { Err(Stop::Missing) }
}

/// Whether there is news of it.
pub(crate) fn is_news(activity: &Activity) -> bool {
    activity.is_public() && !matches!(activity.state, State::Cancelled { .. })
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = told(read, ctx)?;
    let draft = write(read, ctx, &activity)?;
    let page = DraftPage {
        ctx,
        draft: &draft,
        lead: ctx.t("activity_forms.news.lead").into_owned(),
        docx: format!("{}/news.docx", activity.href()),
    };
    Ok(Page::html(ctx.t("activity_forms.news.name"), &page)?
        .below(ctx.t("activity.list"), "/activities")
        .below(&activity.plan.title, activity.href()))
}

pub(crate) fn docx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    write(read, ctx, &told(read, ctx)?)?.docx()
}

fn write(read: &Read, ctx: &Ctx, activity: &Activity) -> Result<Draft, Stop> {
    let plan = &activity.plan;
    let is_over = matches!(activity.state, State::Held | State::Concluded { .. });
    let place = plan.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
    let place = if plan.mode.has_place() { format!("{place}{}", plan.venue) } else { ctx.word("mode", plan.mode) };
    let words = |text: &str| Said::words(text);
    let comma = ctx.t("activity.comma");
    let audiences: Vec<String> = plan.audiences.iter().map(|audience| ctx.word("audience", audience)).collect();
    let lead = if is_over { "activity_forms.news.was" } else { "activity_forms.news.will" };
    let mut parts = vec![line(
        &ctx.t(lead),
        &[
            ("day", words(&plan.day().to_string())),
            ("host", words(&activity.unit.name)),
            ("class", words(&ctx.word("class", plan.class))),
            ("title", words(&plan.title)),
            ("place", words(&place)),
            ("audiences", words(&audiences.join(&comma))),
        ],
    )];
    let others: Vec<String> = parties::list(read, activity.id)?
        .into_iter()
        .map(|party| format!("{}（{}）", party.name, ctx.word("part", party.part)))
        .collect();
    if !others.is_empty() {
        parts.push(line(&ctx.t("activity_forms.news.with"), &[("others", words(&others.join(&comma)))]));
    }
    if !plan.about.is_empty() {
        parts.push(line("{about}", &[("about", words(&plan.about))]));
    }
    if is_over {
        parts.extend(came(read, ctx, activity)?);
    }
    if let State::Concluded { summary } = &activity.state {
        parts.push(line("{summary}", &[("summary", words(summary))]));
    }
    Ok(Draft { title: plan.title.clone(), subtitle: String::new(), parts })
}

/// How many came, by channel. Of fewer than five nothing is said: it would tell of persons.
fn came(read: &Read, ctx: &Ctx, activity: &Activity) -> Result<Vec<super::forms_draft::Part>, Stop> {
    let span = Span { from: activity.plan.day(), to: activity.plan.ends_at.day() };
    let came = record(read, &span)?.came().get(&activity.id.0).copied().unwrap_or_default();
    let told = [(Channel::Onsite, "activity_forms.news.onsite"), (Channel::Online, "activity_forms.news.online")];
    let told = told.into_iter().filter_map(|(channel, key)| match came.by(channel) {
        Filled::Number(value) if value >= SMALL => {
            Some(line(&ctx.t(key), &[("n", Said::words(web::figures::grouped(value)))]))
        }
        _ => None,
    });
    Ok(told.collect())
}
