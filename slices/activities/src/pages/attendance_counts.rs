//! Head counts: how many were there, and how they were counted, where nobody is asked a name.

use super::attendance::{Entrance, Total, run_by, session_choices, session_of, totals};
use crate::rules::{CountHeads, CountId, Counting, HeadCount, SessionId, TakeBackCount};
use crate::store::{attendance, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::code::{Audience, Channel, Reason};
use logic::time::Day;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// How many, and how one knows.
    pub(crate) struct Form {
        heads: i64 = count().min(1).max(1_000_000),
        way: Counting = choice("counting", Counting::CODES),
        channel: Channel = choice("channel", Channel::CODES),
        group: Option<Audience> = choice("audience", Audience::CODES),
        session: Option<SessionId> = pick(),
        day: Day = day(),
        note: Option<String> = line().max(200),
    }
}

logic::form! {
    /// Why it is taken back.
    pub(crate) struct TakeBackForm {
        reason: Reason = choice("reason", &["mistyped", "duplicate", "wrong_subject", "did_not_happen"]),
    }
}

#[derive(Template)]
#[template(path = "attendance_counts.html")]
struct CountsPage<'a> {
    ctx: &'a Ctx,
    totals: Vec<Total>,
    lines: Vec<Line>,
    form: String,
}

struct Line {
    day: Day,
    heads: i64,
    words: String,
    void: Option<String>,
    form: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let counts = attendance::list_counts(read, activity.id)?;
    let form = ctx.act_form("attendance.count").at("id", activity.id);
    let form = form.value("day", activity.plan.day().min(ctx.viewer.today()));
    let form = if all.is_empty() { form.without("session") } else { form.choose("session", session_choices(&all)) };
    let line = |count: HeadCount| {
        let group = count.audience.map(|group| ctx.word("audience", group));
        let parts = [Some(ctx.word("channel", count.channel)), group, session_of(&all, count.session)];
        let way = [Some(ctx.word("counting", count.way)), Some(count.note.clone()).filter(|note| !note.is_empty())];
        let take_back = || ctx.act_form("attendance.take_back_count").at("id", activity.id).at("count", count.id);
        Line {
            day: count.on,
            heads: count.heads,
            words: parts.into_iter().chain(way).flatten().collect::<Vec<_>>().join(" · "),
            void: count.void.map(|reason| ctx.word("reason", reason)),
            form: count.void.is_none().then(|| take_back().quiet().html()),
        }
    };
    let page = CountsPage {
        ctx,
        totals: totals(read, ctx, activity.id)?,
        lines: counts.into_iter().map(line).collect(),
        form: form.html(),
    };
    Ok(Page::html(ctx.t("attendance.count.title"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let entrance = Entrance::open(tx, run_by(tx, ctx)?, form.session, form.channel)?;
    let may = ctx.viewer.may::<CountHeads>(&entrance.activity)?;
    let is_named = attendance::is_named(tx, entrance.activity.id, form.session, form.channel)?;
    let count = HeadCount {
        id: tx.new_id(),
        activity: entrance.activity.id,
        session: form.session,
        on: form.day,
        channel: form.channel,
        audience: form.group,
        heads: form.heads,
        way: form.way,
        note: form.note.unwrap_or_default(),
        at: tx.now,
        void: None,
    };
    let change = count.write(may, &entrance.door(), is_named)?;
    let count = tx.commit(change, attendance::insert_count)?;
    Ok(Done::at(format!("/activities/{}/counts", count.activity)).id(count.id))
}

pub(crate) fn take_back(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: TakeBackForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let may = ctx.viewer.may::<TakeBackCount>(&activity)?;
    let count = attendance::get_count(tx, activity.id, ctx.at::<CountId>("count")?)?;
    let change = count.take_back(may, &activity, form.reason)?;
    tx.commit(change, attendance::save_count)?;
    Ok(Done::at(format!("{}/counts", activity.href())))
}
