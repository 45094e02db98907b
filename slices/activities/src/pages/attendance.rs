//! Attendance: the door as it stands now, and the list of those who came, for those who run the activity.

use super::registration_form::session_words;
use crate::rules::{Activity, ActivityId, CheckIn, Door, Session, SessionId};
use crate::store::attendance_rolls::{self as rolls, CameLine, Filter};
use crate::store::{activities, attendance, sessions};
use askama::Template;
use ground::db::Read;
use ground::stop::{OrMissing, Stop};
use logic::act::Who::SignedIn;
use logic::code::Channel;
use logic::form::{Field, choice, line, pick};
use logic::time::Instant;
use web::{Answer, Cell, Choice, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const LIST: ListEntry = ListEntry {
    name: "attendance.list",
    path: "/activities/{id}/attendance",
    who: &[SignedIn],
    columns: &[
        Column::text("came_at"),
        Column::text("name"),
        Column::text("phone"),
        Column::text("entry_number"),
        Column::number("party_size"),
        Column::text("session"),
        Column::text("group"),
        Column::text("channel"),
        Column::text("means"),
        Column::text("left_at"),
        Column::text("state"),
    ],
    filters: FILTERS,
    read,
    page: Some(get),
};

const FILTERS: &[Field] = &[
    pick().named("session", false),
    choice("channel", Channel::CODES).named("channel", false),
    choice("attendance_state", &["in", "left", "void"]).named("state", false),
    line().named("q", false),
];

/// The activity, for those who run it; to others nothing of its attendance is there.
pub(crate) fn run_by(read: &Read, ctx: &Ctx) -> Result<Activity, Stop> {
    let activity = activities::get(read, ctx.at::<ActivityId>("id")?)?;
    if ctx.viewer.is_able::<CheckIn>(&activity) { Ok(activity) } else { Err(Stop::Missing) }
}

/// A door with everything that decides at it.
pub(crate) struct Entrance {
    pub(crate) activity: Activity,
    pub(crate) sessions: Vec<Session>,
    pub(crate) session: Option<Session>,
    channel: Channel,
    is_counted: bool,
}

impl Entrance {
    /// Of a session, as it stands now.
    pub(crate) fn open(
        read: &Read,
        activity: Activity,
        session: Option<SessionId>,
        channel: Channel,
    ) -> Result<Self, Stop> {
        let sessions = sessions::list(read, activity.id)?;
        let session = match session {
            Some(id) => Some(sessions.iter().find(|known| known.id == id).cloned().or_missing()?),
            None => None,
        };
        let is_counted = attendance::is_counted(read, activity.id, session.as_ref().map(|one| one.id), channel)?;
        Ok(Self { activity, sessions, session, channel, is_counted })
    }

    /// What rules decide by.
    pub(crate) fn door(&self) -> Door<'_> {
        Door {
            activity: &self.activity,
            sessions: &self.sessions,
            session: self.session.as_ref(),
            channel: self.channel,
            is_counted: self.is_counted,
        }
    }

    /// The session's id.
    pub(crate) fn session_id(&self) -> Option<SessionId> {
        self.session.as_ref().map(|session| session.id)
    }
}

/// The session that runs now, or the next one, or the last.
pub(crate) fn session_now(sessions: &[Session], now: Instant) -> Option<SessionId> {
    sessions.iter().find(|session| session.ends_at > now).or(sessions.last()).map(|session| session.id)
}

/// What sessions a form offers.
pub(crate) fn session_choices(sessions: &[Session]) -> Vec<Choice> {
    sessions.iter().map(|session| Choice::new(session.id, session_words(session))).collect()
}

/// A session's words, by its id.
pub(crate) fn session_of(sessions: &[Session], id: Option<SessionId>) -> Option<String> {
    sessions.iter().find(|session| Some(session.id) == id).map(session_words)
}

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let asked = |name| ctx.asked(name).map(str::to_owned);
    let filter =
        Filter { session: asked("session"), channel: asked("channel"), state: asked("state"), text: asked("q") };
    let total = rolls::count(read, activity.id, &filter)?;
    let some = rolls::list(read, activity.id, &filter, (window.offset(), window.limit))?;
    let rows = some.into_iter().map(|one| row(ctx, &activity, &all, one));
    Ok(Rows { rows: rows.collect(), total, choices: vec![("session", session_choices(&all))] })
}

fn row(ctx: &Ctx, activity: &Activity, all: &[Session], one: CameLine) -> Row {
    let tone = if one.state == "void" { Tone::Bad } else { Tone::Good };
    Row::to(
        format!("{}/attendance/{}", activity.href(), one.id),
        vec![
            Cell::Moment(one.at),
            Cell::maybe(one.name),
            Cell::maybe(one.phone.map(|phone| phone.0)),
            Cell::maybe(one.number.map(|number| number.to_string())),
            Cell::Number(one.persons),
            Cell::maybe(session_of(all, one.session)),
            Cell::maybe(one.audience.map(|group| ctx.word("audience", group))),
            Cell::Text(ctx.word("channel", one.channel)),
            Cell::Text(ctx.word("means", one.means)),
            Cell::maybe(one.left_at.map(|at| at.to_string())),
            Cell::Code("attendance_state", one.state, tone),
        ],
    )
}

/// Persons of a channel, and how many of them of which group.
pub(crate) struct Total {
    pub(crate) name: String,
    pub(crate) persons: i64,
    pub(crate) groups: String,
}

/// What stands by name, channel by channel; and what was counted without names, beside it and never in it.
pub(crate) fn totals(read: &Read, ctx: &Ctx, activity: ActivityId) -> Result<Vec<Total>, Stop> {
    let named = attendance::totals(read, activity)?;
    let counts = attendance::list_counts(read, activity)?;
    let mut totals = Vec::new();
    for channel in Channel::ALL {
        let of: Vec<_> = named.iter().filter(|line| line.0 == *channel).map(|line| (line.1.clone(), line.2)).collect();
        totals.extend(total(ctx, format!("attendance.named_{channel}"), &of));
        let standing = counts.iter().filter(|count| count.channel == *channel && count.void.is_none());
        let of: Vec<_> =
            standing.map(|count| (count.audience.map(|group| group.code().to_owned()), count.heads)).collect();
        totals.extend(total(ctx, format!("attendance.counted_{channel}"), &of));
    }
    Ok(totals)
}

fn total(ctx: &Ctx, key: String, of: &[(Option<String>, i64)]) -> Option<Total> {
    let mut groups = std::collections::BTreeMap::<String, i64>::new();
    for (group, persons) in of {
        let name =
            group.as_ref().map_or_else(|| ctx.t("attendance.no_group").into(), |code| ctx.word("audience", code));
        *groups.entry(name).or_default() += persons;
    }
    let words: Vec<_> = groups.iter().map(|(name, persons)| format!("{name} {persons}")).collect();
    let persons = of.iter().map(|(_, persons)| persons).sum();
    (!of.is_empty()).then(|| Total { name: ctx.t(&key).into_owned(), persons, groups: words.join(" · ") })
}

#[derive(Template)]
#[template(path = "attendance.html")]
struct AttendancePage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    totals: Vec<Total>,
    open: i64,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let page = AttendancePage {
        ctx,
        totals: totals(read, ctx, activity.id)?,
        open: crate::store::desk_entries::count_open(read, activity.id)?,
        table: LIST.html(read, ctx)?,
        activity: &activity,
    };
    Ok(Page::html(ctx.t("attendance.list"), &page)?.below(&activity.plan.title, activity.href()))
}
