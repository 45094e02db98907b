//! Activities for other programs: iCalendar (RFC 5545), Atom (RFC 4287), JSON-LD (schema.org/Event).

use super::{find, list};
use crate::rules::{Activity, Mode, State};
use crate::store::lines::{self, ActivityLine, Which};
use askama::Template;
use chrono::{DateTime, Utc};
use ground::db::{Fault, Read};
use ground::stop::Stop;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use logic::time::Instant;
use web::{Answer, Ctx, Page};

const ICS: &str = "text/calendar; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The most activities in a feed.
const MOST: i64 = 1_000;

/// What a feed shows: what was asked for, from half a year ago on, unless a day was asked for.
fn asked(read: &Read, ctx: &Ctx) -> Result<Vec<ActivityLine>, Stop> {
    let which = list::asked(read, ctx)?;
    let from = if ctx.asked("from").is_some() { which.from } else { ctx.viewer.today().plus(-183) };
    // A subscribed calendar has no one signed in: it is given what the public sees.
    Ok(lines::list(read, &Which { from, is_public: true, ..which }, true, 0, MOST)?)
}

pub(crate) fn get_ics(read: &Read, ctx: &Ctx) -> Answer {
    let mut calendar = Calendar::new();
    calendar.name(&ctx.t("activity.list"));
    for line in asked(read, ctx)? {
        let place = line.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
        calendar.push(event(ctx, &line, &place, read.now));
    }
    Ok(Page::file("activities.ics", ICS, calendar.done().to_string().into_bytes()))
}

/// One activity for one's own calendar.
pub(crate) fn get_one(read: &Read, ctx: &Ctx) -> Answer {
    let activity = find(read, ctx)?;
    let place = activity.plan.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
    let mut calendar = Calendar::new();
    calendar.push(event(ctx, &line_of(&activity), &place, read.now));
    Ok(Page::file("activity.ics", ICS, calendar.done().to_string().into_bytes()))
}

fn line_of(activity: &Activity) -> ActivityLine {
    let plan = &activity.plan;
    ActivityLine {
        id: activity.id,
        title: plan.title.clone(),
        class: plan.class,
        state: activity.state.code().into(),
        mode: plan.mode,
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        unit: activity.unit.name.clone(),
        place: plan.place,
        place_name: None,
        venue: plan.venue.clone(),
        about: plan.about.clone(),
    }
}

fn event(ctx: &Ctx, line: &ActivityLine, place: &str, now: Instant) -> Event {
    let where_ = [place, line.venue.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let status = if line.state == "cancelled" { EventStatus::Cancelled } else { EventStatus::Confirmed };
    let mut event = Event::new();
    event
        .uid(&format!("{}@tenfold", line.id))
        .timestamp(utc(now))
        .summary(&line.title)
        .description(&line.about)
        .starts(utc(line.starts_at))
        .ends(utc(line.ends_at))
        .status(status);
    if !where_.is_empty() {
        event.location(&where_.join(" "));
    }
    event.url(&format!("{}/activities/{}", ctx.house.config.public_url, line.id));
    event.done()
}

fn utc(at: Instant) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed<'a> {
    ctx: &'a Ctx,
    site: &'a str,
    updated: String,
    lines: Vec<(ActivityLine, String, String)>,
}

/// The latest announced activities as a feed for readers of news.
pub(crate) fn get_atom(read: &Read, ctx: &Ctx) -> Answer {
    let site = ctx.house.config.public_url.as_str();
    let lines = asked(read, ctx)?.into_iter().rev().take(100);
    let stamp = |at: Instant| utc(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let lines: Vec<_> = lines
        .map(|line| {
            let when = stamp(line.starts_at.min(read.now));
            let text = format!("{} {} {}", line.starts_at, line.place_name.clone().unwrap_or_default(), line.about);
            (line, when, text)
        })
        .collect();
    let updated = lines.iter().map(|(_, when, _)| when.clone()).max().unwrap_or_else(|| stamp(read.now));
    let feed = Feed { ctx, site, updated, lines };
    let xml = feed.render().map_err(|error| Fault::broken("rendering a feed", error))?;
    Ok(Page::file("activities.atom", ATOM, xml.into_bytes()))
}

/// What search engines read: schema.org/Event. Attendees are in no part of it.
pub(crate) fn event_json(ctx: &Ctx, activity: &Activity, read: &Read) -> Result<String, Stop> {
    let plan = &activity.plan;
    let place = plan.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
    let status = match activity.state {
        State::Cancelled { .. } => "EventCancelled",
        _ if activity.moved.is_some() => "EventRescheduled",
        _ => "EventScheduled",
    };
    let attendance = match plan.mode {
        Mode::Onsite => "OfflineEventAttendanceMode",
        Mode::Online => "OnlineEventAttendanceMode",
        Mode::Both => "MixedEventAttendanceMode",
    };
    let at = |at: Instant| {
        let (hour, minute) = at.hour_minute();
        format!("{}T{hour:02}:{minute:02}:00+08:00", at.day())
    };
    let onsite = serde_json::json!({ "@type": "Place", "name": plan.venue, "address": place });
    let online = serde_json::json!({ "@type": "VirtualLocation", "url": plan.link });
    let location = match plan.mode {
        Mode::Onsite => onsite,
        Mode::Online => online,
        Mode::Both => serde_json::json!([onsite, online]),
    };
    let event = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": plan.title,
        "description": plan.about,
        "startDate": at(plan.starts_at),
        "endDate": at(plan.ends_at),
        "previousStartDate": activity.moved.as_ref().map(|(from, _)| at(*from)),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{attendance}"),
        "location": location,
        "organizer": { "@type": "Organization", "name": activity.unit.name },
        "url": format!("{}{}", ctx.house.config.public_url, activity.href()),
    });
    // Within a script element `</` would end it: the slash may be written escaped in JSON.
    Ok(event.to_string().replace('<', "\\u003c"))
}
