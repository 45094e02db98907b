//! A round's page: its draft with reasons, what the last change by hand cost, who is left over, and what to do next.

use super::draft::pair_button;
use super::parties::runs;
use super::step::{HandRow, StepView, hand, step_view};
use super::{balance, check_staff, page_links, page_number, round_rules};
use crate::rules::score::Parts;
use crate::rules::{CloseRound, ExpertId, Need, PinPair, Post, PublishRound, Round, RoundState, RuleRound, SolveRound};
use crate::store::drafts::{self, SlotLine};
use crate::store::{experts, letters, posts, rounds, villages};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Act;
use logic::place::{Level, PlaceCode};
use std::collections::{BTreeMap, BTreeSet};
use web::view::map::{Point, points};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage<'a> {
    ctx: &'a Ctx,
    round: &'a Round,
    state: String,
    proof: Option<String>,
    cards: Vec<(i64, String, Option<String>)>,
    letters: Option<i64>,
    has_draft: bool,
    step: Option<StepView>,
    fair: Option<balance::Fair>,
    hand: Vec<HandRow>,
    asked: Option<String>,
    filled: Vec<FilledRow>,
    pages: Vec<(String, String)>,
    empty: Vec<(String, String, String)>,
    empty_more: Option<i64>,
    idle: Vec<(String, String, String)>,
    idle_count: i64,
    declined: Vec<(Post, String, String)>,
    map: String,
    rules: Option<String>,
    is_rule_wrong: bool,
    rules_in_words: String,
    solve: Option<String>,
    halt: Option<String>,
    publish: Option<String>,
    close: Option<String>,
}

struct FilledRow {
    village: String,
    need: String,
    need_href: String,
    expert: String,
    expert_href: String,
    score: i64,
    parts: String,
    why_href: Option<String>,
    is_pinned: bool,
    forms: Vec<String>,
}

/// Those shown of long lists.
const SHOWN: i64 = 50;
const SHOWN_EMPTY: i64 = 8;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    let runs_it = runs(ctx, &round);
    let is_draft = round.state.is_draft();
    // A draft is for those who run the round; others see what is published.
    let is_seen = !is_draft || runs_it;
    let form = |act| ctx.act_form(act).at("id", round.id);
    let is_solved = matches!(round.state, RoundState::Solved { .. });
    let published = matches!(round.state, RoundState::Published { .. });
    let may_solve = is_draft && ctx.viewer.is_able::<SolveRound>(&round);
    let (filled_count, empty_count) = if is_seen { drafts::count_slots(read, round.id)? } else { (0, 0) };
    let idle_count = if is_seen { drafts::count_idle(read, round.id)? } else { 0 };
    let has_draft = filled_count + empty_count > 0;
    let page = RoundPage {
        ctx,
        state: ctx.word("round_state", round.state.code()),
        proof: if is_seen { proof(ctx, &round) } else { None },
        fair: if is_seen && has_draft { balance::fair(read, ctx, &round)? } else { None },
        cards: cards(read, ctx, &round, (filled_count, empty_count, idle_count))?,
        letters: if is_seen && is_draft { Some(letters::count(read, round.id)?) } else { None },
        has_draft,
        step: if is_solved && runs_it { step_view(read, ctx, &round)? } else { None },
        hand: if is_draft && runs_it { hand(read, ctx, &round)? } else { Vec::new() },
        asked: ctx.asked("find").map(Into::into),
        filled: if has_draft { filled(read, ctx, &round)? } else { Vec::new() },
        pages: if has_draft { pages(read, ctx, &round, filled_count)? } else { Vec::new() },
        empty: if has_draft { empty(read, ctx, &round)? } else { Vec::new() },
        empty_more: (empty_count > SHOWN_EMPTY).then_some(empty_count),
        idle: if has_draft { idle(read, ctx, &round)? } else { Vec::new() },
        idle_count,
        declined: declined(read, &round)?,
        map: if has_draft { map(read, ctx, &round)? } else { String::new() },
        rules: (is_draft && ctx.viewer.is_able::<RuleRound>(&round))
            .then(|| round_rules::form(read, ctx, &round, is_solved))
            .transpose()?,
        is_rule_wrong: ctx.kept.as_ref().is_some_and(|kept| kept.act == RuleRound::NAME),
        rules_in_words: round_rules::in_words(read, ctx, &round.rules)?,
        solve: may_solve.then(|| {
            let again = if has_draft { "round.solve.again" } else { "round.solve.submit" };
            form("round.solve").in_a_row().submit(again).html()
        }),
        halt: may_solve.then(|| form("round.halt").quiet().html()),
        publish: (is_solved && ctx.viewer.is_able::<PublishRound>(&round)).then(|| {
            let until = ctx.viewer.today().plus(14);
            form("round.publish").value("until", until).in_a_row().html()
        }),
        close: (published && ctx.viewer.is_able::<CloseRound>(&round)).then(|| form("round.close").grave().html()),
        round: &round,
    };
    Ok(Page::html(&round.name, &page)?.below(ctx.t("round.list"), "/rounds"))
}

/// How many there are of what, and where that is looked at.
fn cards(
    read: &Read,
    ctx: &Ctx,
    round: &Round,
    (filled, empty, idle): (i64, i64, i64),
) -> Result<Vec<(i64, String, Option<String>)>, Stop> {
    let mut cards = Vec::new();
    let mut card = |n: i64, key: &str, href: Option<String>| cards.push((n, ctx.t(key).into_owned(), href));
    if round.state.is_draft() {
        card(rounds::count_open_needs(read, round)?, "round.needs", Some("/needs".into()));
        card(experts::count_active(read)?, "round.experts", Some("/experts".into()));
    }
    card(filled, "round.filled", None);
    card(empty, "round.empty", (empty > 0).then(|| format!("/rounds/{}/gap", round.id)));
    card(idle, "round.idle", None);
    Ok(cards)
}

/// What the draft is worth, and that nothing is worth more: or by how much at most.
fn proof(ctx: &Ctx, round: &Round) -> Option<String> {
    let RoundState::Solved { objective, bound, .. } = round.state else { return None };
    let is_fair = round.rules.is_fair();
    if objective == bound {
        return Some(ctx.n(if is_fair { "round.exact_fair" } else { "round.exact" }, objective));
    }
    let gap = (bound - objective).to_string();
    let key = if is_fair { "round.best_fair" } else { "round.best" };
    Some(ctx.fill(key, &[("n", &objective.to_string()), ("gap", &gap)]))
}

fn pages(read: &Read, ctx: &Ctx, round: &Round, filled: i64) -> Result<Vec<(String, String)>, Stop> {
    let find = ctx.asked("find");
    let count = find.map(|text| drafts::count_filled(read, round.id, text)).transpose()?.unwrap_or(filled);
    let find = find.map_or(String::new(), |text| format!("&find={}", web::figures::encode(text)));
    Ok(page_links(ctx, count, SHOWN, |to| format!("/rounds/{}?page={to}{find}#pairs", round.id)))
}

fn filled(read: &Read, ctx: &Ctx, round: &Round) -> Result<Vec<FilledRow>, Stop> {
    let pinned: BTreeSet<_> = drafts::list_pairs(read, round.id, "pin")?;
    let may_touch = round.state.is_draft() && ctx.viewer.is_able::<PinPair>(round);
    let lines = drafts::list_filled(read, round.id, ctx.asked("find"), (page_number(ctx) - 1) * SHOWN, SHOWN)?;
    let row = |line: SlotLine| {
        let expert = line.expert?;
        let is_pinned = pinned.contains(&(line.need, line.slot, expert));
        let about = format!("{} · {}", line.expert_name, line.village_name);
        let button = |act: &'static str| pair_button(ctx, act, round.id, (line.need, line.slot, expert), about.clone());
        let forms = match (may_touch, is_pinned) {
            (false, _) => Vec::new(),
            (true, true) => vec![button("pair.free")],
            (true, false) => vec![button("pair.pin"), button("pair.forbid")],
        };
        Some(FilledRow {
            need: titled(ctx, &line.title, line.team, line.slot),
            need_href: format!("/needs/{}", line.need),
            expert_href: format!("/experts/{expert}"),
            score: line.score,
            parts: parts_text(ctx, &line.parts),
            why_href: round
                .state
                .is_draft()
                .then(|| format!("/rounds/{}/why?need={}&slot={}", round.id, line.need, line.slot)),
            village: line.village_name,
            expert: line.expert_name,
            is_pinned,
            forms,
        })
    };
    Ok(lines.into_iter().filter_map(row).collect())
}

/// A need's title, and which of its team's places.
pub(crate) fn slot_name(ctx: &Ctx, need: &Need, slot: i64) -> String {
    titled(ctx, &need.title, need.disciplines.len(), slot)
}

pub(crate) fn titled(ctx: &Ctx, title: &str, team: usize, slot: i64) -> String {
    match (team > 1, slot) {
        (false, _) => title.to_owned(),
        (true, 0) => format!("{title}（{}）", ctx.t("round.leader")),
        (true, _) => format!("{title}（{}）", ctx.t("round.member")),
    }
}

pub(crate) fn parts_text(ctx: &Ctx, parts: &Parts) -> String {
    let mut text =
        format!("{} {} · {} {}", ctx.t("score.discipline"), parts.discipline, ctx.t("score.distance"), parts.distance);
    if let Some(km) = parts.km {
        text.push_str(&ctx.n("score.km", km));
    }
    let more = [("continuity", parts.continuity), ("outcome", parts.outcome), ("wishes", parts.wishes)];
    for (name, points) in more.into_iter().filter(|part| part.1 > 0) {
        text.push_str(&format!(" · {} {points}", ctx.word("score", name)));
    }
    text
}

fn empty(read: &Read, ctx: &Ctx, round: &Round) -> Result<Vec<(String, String, String)>, Stop> {
    let lines = drafts::list_empty(read, round.id, 0..=i64::MAX, 0, SHOWN_EMPTY)?;
    Ok(lines.iter().map(|line| empty_row(ctx, round, line)).collect())
}

/// An empty place, where it is looked into, and why it is empty.
pub(crate) fn empty_row(ctx: &Ctx, round: &Round, line: &SlotLine) -> (String, String, String) {
    let name = format!("{} · {}", line.village_name, titled(ctx, &line.title, line.team, line.slot));
    let href = if round.state.is_draft() {
        format!("/rounds/{}/why?need={}&slot={}", round.id, line.need, line.slot)
    } else {
        format!("/needs/{}", line.need)
    };
    (name, href, ctx.word("why_empty", &line.reason))
}

fn idle(read: &Read, ctx: &Ctx, round: &Round) -> Result<Vec<(String, String, String)>, Stop> {
    let row = |(expert, name, reason): (ExpertId, String, String)| {
        (name, format!("/experts/{expert}"), ctx.word("why_idle", reason))
    };
    Ok(drafts::list_idle(read, round.id, SHOWN)?.into_iter().map(row).collect())
}

/// Declined posts that nobody stands in for yet.
fn declined(read: &Read, round: &Round) -> Result<Vec<(Post, String, String)>, Stop> {
    let mut rows = Vec::new();
    for post in posts::list(read, Some("declined"), Some(round.id), 0, 1000)? {
        if !posts::is_replaced(read, post.id)? {
            let village = villages::get(read, post.village)?.name;
            let expert = experts::get(read, post.expert)?.name.unwrap_or_default();
            rows.push((post, village, expert));
        }
    }
    Ok(rows)
}

/// More villages than this are drawn county by county.
const MOST_MARKS: usize = 600;

/// Villages of the round, or its counties where there are many: served or not.
fn map(read: &Read, ctx: &Ctx, round: &Round) -> Result<String, Stop> {
    let all = drafts::list_villages(read, round.id)?;
    let level = if all.len() > MOST_MARKS { Level::County } else { Level::Village };
    let mut areas: BTreeMap<PlaceCode, (i64, i64)> = BTreeMap::new();
    for (village, filled, wanted) in all {
        let area = areas.entry(village.within(level)).or_default();
        *area = (area.0 + filled, area.1 + wanted);
    }
    let mut marks = Vec::new();
    for (code, (filled, wanted)) in areas {
        let Some(place) = read.find_place(code)? else { continue };
        if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
            let is_served = filled == wanted;
            let class = if is_served { "served" } else { "unserved" };
            let state = ctx.t(if is_served { "round.map.served" } else { "round.map.unserved" }).into_owned();
            let (name, href) = match level {
                Level::County => {
                    (format!("{} {filled}/{wanted}", place.name), format!("/rounds/{}/gap?area={code}", round.id))
                }
                _ => (place.name, format!("/villages/{code}")),
            };
            marks.push(Point { lon, lat, class, state, name, href });
        }
    }
    Ok(points(&ctx.t("round.map"), &marks))
}
