//! A round's page: its rules, its draft with reasons, who is left over, and its publication.

use super::check_staff;
use super::draft::{Material, pair_button};
use crate::rules::{
    CloseRound, Need, PinPair, Post, PostState, PublishRound, Round, RoundState, RuleRound, Rules, SolveRound,
};
use crate::store::rounds::{self, DraftSlot};
use crate::store::{experts, posts, villages};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::id::UnitId;
use logic::time::Day;
use std::collections::BTreeMap;
use web::view::map::{Point, points};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// The rules of a round.
    pub(crate) struct RulesForm {
        weight_discipline: i64 = count().max(1000),
        weight_distance: i64 = count().max(1000),
        weight_continuity: i64 = count().max(1000),
        max_posts: i64 = count().max(3),
        max_km: i64 = count().max(5000),
        months_meet: bool = flag(),
        excluded_units: Vec<UnitId> = pick(),
    }
}

logic::form! {
    /// By when both sides answer.
    pub(crate) struct PublishForm {
        until: Day = day(),
    }
}

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage<'a> {
    ctx: &'a Ctx,
    round: &'a Round,
    state: String,
    proof: Option<String>,
    needs: usize,
    experts: usize,
    filled: Vec<FilledRow>,
    filled_count: usize,
    pages: Vec<(String, String)>,
    empty: Vec<(String, String, String)>,
    idle: Vec<(String, String, String)>,
    declined: Vec<(Post, String, String)>,
    map: String,
    rules: Option<String>,
    solve: Option<String>,
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

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    let runs_it = ctx.viewer.is_able::<SolveRound>(&round) || ctx.viewer.is_able::<PublishRound>(&round);
    // A draft is for those who run the round; others see what is published.
    let draft = if round.state.is_draft() && !runs_it { Vec::new() } else { rounds::list_draft(read, round.id)? };
    let material = round.state.is_draft().then(|| Material::of(read, &round)).transpose()?;
    let form = |act| ctx.act_form(act).at("id", round.id);
    let is_draft = round.state.is_draft();
    let is_solved = matches!(round.state, RoundState::Solved { .. });
    let published = matches!(round.state, RoundState::Published { .. });
    let page = RoundPage {
        ctx,
        state: ctx.word("round_state", round.state.code()),
        proof: proof(ctx, &round),
        needs: material.as_ref().map_or(0, |material| material.needs.len()),
        experts: material.as_ref().map_or(0, |material| material.experts.len()),
        filled: filled(read, ctx, &round, &draft)?,
        filled_count: draft.iter().filter(|slot| slot.expert.is_some()).count(),
        pages: pages(ctx, &round, &draft),
        empty: empty(read, ctx, &draft)?,
        idle: if draft.is_empty() { Vec::new() } else { idle(read, ctx, &round)? },
        declined: declined(read, &round)?,
        map: map(read, ctx, &draft)?,
        rules: (is_draft && ctx.viewer.is_able::<RuleRound>(&round))
            .then(|| rules_form(read, ctx, &round))
            .transpose()?,
        solve: (is_draft && ctx.viewer.is_able::<SolveRound>(&round)).then(|| form("round.solve").in_a_row().html()),
        publish: (is_solved && ctx.viewer.is_able::<PublishRound>(&round)).then(|| {
            let until = ctx.viewer.today().plus(14);
            form("round.publish").value("until", until).in_a_row().html()
        }),
        close: (published && ctx.viewer.is_able::<CloseRound>(&round)).then(|| form("round.close").grave().html()),
        round: &round,
    };
    Ok(Page::html(&round.name, &page)?.below(ctx.t("round.list"), "/rounds"))
}

/// What the draft is worth, and that nothing is worth more: or by how much at most.
fn proof(ctx: &Ctx, round: &Round) -> Option<String> {
    let RoundState::Solved { objective, bound, .. } = round.state else { return None };
    if objective == bound {
        return Some(ctx.n("round.exact", objective));
    }
    let gap = (bound - objective).to_string();
    Some(ctx.fill("round.best", &[("n", &objective.to_string()), ("gap", &gap)]))
}

fn rules_form(read: &Read, ctx: &Ctx, round: &Round) -> Result<String, Stop> {
    let Rules { max_posts, discipline, distance, continuity, max_km, months, excluded_units } = &round.rules;
    let form = ctx
        .act_form("round.rule")
        .at("id", round.id)
        .value("weight_discipline", discipline)
        .value("weight_distance", distance);
    let form = form
        .value("weight_continuity", continuity)
        .value("max_posts", max_posts)
        .value("max_km", max_km)
        .value("months_meet", i64::from(*months));
    Ok(form
        .choose("excluded_units", web::choices::units(read)?)
        .values("excluded_units", excluded_units.clone())
        .html())
}

/// Pairs on a page: each has its buttons, and hundreds of them would be long in coming.
const PER_PAGE: usize = 50;

fn page_number(ctx: &Ctx) -> usize {
    ctx.asked("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 10_000)
}

fn pages(ctx: &Ctx, round: &Round, draft: &[DraftSlot]) -> Vec<(String, String)> {
    let (page, last) = (page_number(ctx), draft.iter().filter(|slot| slot.expert.is_some()).count().div_ceil(PER_PAGE));
    let link = |to: usize, key: &str| {
        let href = format!("/rounds/{}?page={to}#pairs", round.id);
        (1..=last).contains(&to).then(|| (ctx.t(key).into_owned(), href))
    };
    [link(page - 1, "list.previous"), link(page + 1, "list.next")].into_iter().flatten().collect()
}

fn filled(read: &Read, ctx: &Ctx, round: &Round, draft: &[DraftSlot]) -> Result<Vec<FilledRow>, Stop> {
    let pinned = rounds::list_pairs(read, round.id, "pin")?;
    let may_touch = round.state.is_draft() && ctx.viewer.is_able::<PinPair>(round);
    let mut rows = Vec::new();
    let shown =
        draft.iter().filter(|slot| slot.expert.is_some()).skip((page_number(ctx) - 1) * PER_PAGE).take(PER_PAGE);
    for slot in shown {
        let (Some(expert), Some(parts)) = (slot.expert, slot.parts) else { continue };
        let (need, name) = (villages::get_need(read, slot.need)?, experts::get(read, expert)?.name.unwrap_or_default());
        let is_pinned = pinned.contains(&(slot.need, slot.slot, expert));
        let button = |act: &'static str| pair_button(ctx, act, round.id, (slot.need, slot.slot, expert));
        let forms = match (may_touch, is_pinned) {
            (false, _) => Vec::new(),
            (true, true) => vec![button("pair.free")],
            (true, false) => vec![button("pair.pin"), button("pair.forbid")],
        };
        rows.push(FilledRow {
            village: villages::get(read, need.village)?.name,
            need: slot_name(ctx, &need, slot.slot),
            need_href: format!("/needs/{}", need.id),
            expert: name,
            expert_href: format!("/experts/{expert}"),
            score: slot.score.unwrap_or_default(),
            parts: parts_text(ctx, &parts),
            why_href: may_touch.then(|| format!("/rounds/{}/why?need={}&slot={}", round.id, slot.need, slot.slot)),
            is_pinned,
            forms,
        });
    }
    Ok(rows)
}

/// A need's title, and which of its team's places.
pub(crate) fn slot_name(ctx: &Ctx, need: &Need, slot: i64) -> String {
    match (need.disciplines.len() > 1, slot) {
        (false, _) => need.title.clone(),
        (true, 0) => format!("{}（{}）", need.title, ctx.t("round.leader")),
        (true, _) => format!("{}（{}）", need.title, ctx.t("round.member")),
    }
}

pub(crate) fn parts_text(ctx: &Ctx, parts: &crate::rules::score::Parts) -> String {
    let mut text =
        format!("{} {} · {} {}", ctx.t("score.discipline"), parts.discipline, ctx.t("score.distance"), parts.distance);
    if let Some(km) = parts.km {
        text.push_str(&ctx.n("score.km", km));
    }
    if parts.continuity > 0 {
        text.push_str(&format!(" · {} {}", ctx.t("score.continuity"), parts.continuity));
    }
    text
}

fn empty(read: &Read, ctx: &Ctx, draft: &[DraftSlot]) -> Result<Vec<(String, String, String)>, Stop> {
    let mut rows = Vec::new();
    for slot in draft.iter().filter(|slot| slot.expert.is_none()) {
        let need = villages::get_need(read, slot.need)?;
        let village = villages::get(read, need.village)?.name;
        let why = ctx.word("why_empty", slot.reason.clone().unwrap_or_default());
        rows.push((format!("{village} · {}", slot_name(ctx, &need, slot.slot)), format!("/needs/{}", need.id), why));
    }
    Ok(rows)
}

fn idle(read: &Read, ctx: &Ctx, round: &Round) -> Result<Vec<(String, String, String)>, Stop> {
    let all = rounds::list_idle(read, round.id)?;
    let row = |(expert, reason): (crate::rules::ExpertId, String)| {
        let name = experts::get(read, expert)?.name.unwrap_or_default();
        Ok((name, format!("/experts/{expert}"), ctx.word("why_idle", reason)))
    };
    all.into_iter().map(row).collect()
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

/// Villages of the round: served or not.
fn map(read: &Read, ctx: &Ctx, draft: &[DraftSlot]) -> Result<String, Stop> {
    let mut by_village: BTreeMap<i64, bool> = BTreeMap::new();
    for slot in draft {
        let need = villages::get_need(read, slot.need)?;
        let is_served = by_village.entry(need.village.0).or_insert(true);
        *is_served &= slot.expert.is_some();
    }
    let mut marks = Vec::new();
    for (code, is_served) in by_village {
        let code = logic::place::PlaceCode(code);
        let Some(place) = read.find_place(code)? else { continue };
        if let (Some(lon), Some(lat)) = (place.lon, place.lat) {
            let class = if is_served { "served" } else { "unserved" };
            let state = ctx.t(if is_served { "round.map.served" } else { "round.map.unserved" }).into_owned();
            marks.push(Point { lon, lat, class, state, name: place.name, href: format!("/villages/{code}") });
        }
    }
    Ok(points(&ctx.t("round.map"), &marks))
}

pub(crate) fn rule(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RulesForm = ctx.form()?;
    let round = rounds::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<RuleRound>(&round)?;
    let rules = Rules {
        max_posts: form.max_posts,
        discipline: form.weight_discipline,
        distance: form.weight_distance,
        continuity: form.weight_continuity,
        max_km: form.max_km,
        months: form.months_meet,
        excluded_units: form.excluded_units.iter().map(ToString::to_string).collect(),
    };
    let round = tx.commit(round.rule(may, rules)?, rounds::save)?;
    Ok(done(&round))
}

fn done(round: &Round) -> Done {
    Done::at(format!("/rounds/{}", round.id)).id(round.id)
}

/// Publishing: every filled slot becomes a post, and both its sides are asked.
pub(crate) fn publish(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: PublishForm = ctx.form()?;
    let round = rounds::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<PublishRound>(&round)?;
    let round = tx.commit(round.publish(may, form.until)?, rounds::save)?;
    for slot in rounds::list_draft(tx, round.id)? {
        let Some(expert) = slot.expert else { continue };
        let (need, expert) = (villages::get_need(tx, slot.need)?, experts::get(tx, expert)?);
        let village = villages::get(tx, need.village)?;
        let post = Post {
            id: tx.new_id(),
            round: round.id,
            path: round.path.clone(),
            need: need.id,
            slot: slot.slot,
            village: need.village,
            contact: village.contact,
            expert: expert.id,
            person: expert.person,
            programme: round.programme.or(need.programme),
            state: PostState::Invited { on: tx.now.day(), until: form.until, expert: None, village: None },
            replaces: None,
        };
        let may = ctx.viewer.may::<PublishRound>(&round)?;
        tx.commit(post.invite(may, &village.name), posts::insert)?;
    }
    Ok(done(&round))
}

pub(crate) fn close(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let round = rounds::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<CloseRound>(&round)?;
    Ok(done(&tx.commit(round.close(may)?, rounds::save)?))
}
