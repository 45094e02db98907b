//! What this slice shows on other pages: what waits for an expert, a contact or a farmer; cards on people and places.

use super::expert::own;
use super::visit::answer_forms;
use super::{parties, posts::tone, render};
use crate::facts::VISIT_LOGGED;
use crate::rules::{Expert, Post, PostState, Side, Village};
use crate::store::{experts, posts, rounds, techniques, villages, visits};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::fold::{Filter, Measure, Query};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::time::Day;
use web::Ctx;
use web::view::map::{Point, points};

#[derive(Template)]
#[template(path = "panel_work.html")]
struct Work<'a> {
    ctx: &'a Ctx,
    expert: Option<Expert>,
    posts: Vec<Item>,
    idle: Vec<(String, String)>,
    villages: Vec<Village>,
    empty: Vec<(String, String)>,
    asked: Vec<(String, Vec<String>)>,
    wishes: Vec<(String, String)>,
}

/// A post as its own side sees it.
struct Item {
    href: String,
    with: String,
    state: String,
    tone: &'static str,
    waits: bool,
    last: Option<Day>,
    log: Option<String>,
}

/// What waits for this viewer as an expert, a village's contact or a farmer.
pub(crate) fn work(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let expert = own(read, ctx)?;
    let mut items = Vec::new();
    if let Some(expert) = &expert {
        for post in posts::list_of_expert(read, expert.id)?.into_iter().filter(is_live) {
            items.push(item(read, ctx, post, Side::Expert)?);
        }
    }
    let own_villages = parties::own_villages(read, ctx)?;
    let mut asked = Vec::new();
    for person in ctx.viewer.people() {
        let open = techniques::list_reported_of(read, person)?;
        asked.extend(open.into_iter().map(|(application, technique)| (technique, answer_forms(ctx, &application))));
    }
    let mut empty = Vec::new();
    for village in &own_villages {
        for post in posts::list_of_village(read, village.code)?.into_iter().filter(is_live) {
            items.push(item(read, ctx, post, Side::Village)?);
        }
        let found = rounds::list_empty_of(read, village.code)?.into_iter();
        empty.extend(found.map(|(need, reason)| (need, ctx.word("why_empty", reason))));
    }
    let idle = expert.as_ref().map(|expert| rounds::list_idle_of(read, expert.id)).transpose()?.unwrap_or_default();
    let idle: Vec<_> = idle.into_iter().map(|(round, reason)| (round, ctx.word("why_idle", reason))).collect();
    if expert.is_none() && own_villages.is_empty() && asked.is_empty() {
        return Ok(None);
    }
    items.sort_by_key(|item| !item.waits);
    let may_wish = expert.is_some() || !own_villages.is_empty();
    let open = if may_wish { rounds::list_open(read)? } else { Vec::new() };
    let wishes = open.into_iter().map(|round| (round.name, format!("/rounds/{}/letters", round.id))).collect();
    Ok(Some(render(&Work { ctx, expert, posts: items, idle, villages: own_villages, empty, asked, wishes })?))
}

fn is_live(post: &Post) -> bool {
    matches!(post.state, PostState::Invited { .. } | PostState::Agreed { .. } | PostState::Serving { .. })
}

fn item(read: &Read, ctx: &Ctx, post: Post, side: Side) -> Result<Item, Stop> {
    let village = villages::get(read, post.village)?.name;
    let with = match side {
        Side::Expert => village,
        Side::Village => format!("{village} · {}", experts::get(read, post.expert)?.name.unwrap_or_default()),
    };
    let waits = match (&post.state, side) {
        (PostState::Invited { expert, .. }, Side::Expert) => expert.is_none(),
        (PostState::Invited { village, .. }, Side::Village) => village.is_none(),
        (PostState::Serving { .. }, Side::Village) => true,
        _ => false,
    };
    let may_log = side == Side::Expert && post.state.is_in_force();
    Ok(Item {
        href: format!("/posts/{}", post.id),
        with,
        state: ctx.word("post_state", post.state.code()),
        tone: tone(&post.state).class(),
        waits,
        last: visits::count_of_post(read, post.id)?.1,
        log: may_log.then(|| format!("/visits/new?expert={}&village={}", post.expert, post.village)),
    })
}

#[derive(Template)]
#[template(
    source = "<section class=\"card\"><h2>{{ title }}</h2><p><a href=\"{{ href }}\">{{ text }}</a></p></section>",
    ext = "html"
)]
struct Link {
    title: String,
    href: String,
    text: String,
}

/// A person's card as an expert.
pub(crate) fn person(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let expert = noun.map(|person| experts::find_of(read, PersonId(person))).transpose()?.flatten();
    let Some(expert) = expert else { return Ok(None) };
    let text = super::discipline_name(read, ctx, &expert.discipline)?;
    Ok(Some(render(&Link { title: ctx.t("expert.card").into_owned(), href: format!("/experts/{}", expert.id), text })?))
}

/// A place's card as a village.
pub(crate) fn place(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let code = noun.map(|id| PlaceCode(i128::from_be_bytes(*id.bytes()) as i64));
    let village = code.map(|code| villages::find(read, code)).transpose()?.flatten();
    let Some(village) = village.filter(|_| ctx.viewer.is_staff()) else { return Ok(None) };
    Ok(Some(render(&Link {
        title: ctx.t("village.card.title").into_owned(),
        href: format!("/villages/{}", village.code),
        text: village.name,
    })?))
}

#[derive(Template)]
#[template(source = "<section><h2>{{ title }}</h2>{{ map|safe }}</section>", ext = "html")]
struct Map {
    title: String,
    map: String,
}

/// The villages that a programme reached this year, on a map.
pub(crate) fn programme(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let (from, to) = Day::year_span(year);
    let filter = Filter { programme: noun, from, to, ..Filter::of(VISIT_LOGGED.name) };
    let query = Query { measure: Measure::Places, filter };
    let members = ctx.members(read, &query)?;
    let mut marks = Vec::new();
    for member in members {
        let code = PlaceCode(member as i64);
        let Some(place) = read.find_place(code)? else { continue };
        if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
            let mut own = query.clone();
            own.measure = Measure::Facts;
            own.filter.region = Some(code);
            marks.push(Point {
                lon,
                lat,
                class: "served",
                state: ctx.t("programme_map.title").into_owned(),
                name: place.name,
                href: web::figures::href(&own),
            });
        }
    }
    let map = points(&ctx.t("programme_map.title"), &marks);
    if map.is_empty() {
        Ok(None)
    } else {
        Ok(Some(render(&Map { title: ctx.t("programme_map.title").into_owned(), map })?))
    }
}

/// Visits that the ledger and the table tell differently.
pub(crate) fn visits_unsaid(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(visits::list_unsaid(read)?.into_iter().map(|visit| visit.to_string()).collect())
}

/// Posts agreed by one side alone.
pub(crate) fn one_sided(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(posts::list_one_sided(read)?.into_iter().map(|post| post.to_string()).collect())
}
