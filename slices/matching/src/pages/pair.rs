//! Why this expert: the score in parts, and who else could go.

use super::check_staff;
use super::draft::{Material, pair_button};
use super::round::{parts_text, slot_name};
use crate::rules::score::Blocked;
use crate::rules::{NeedId, PinPair};
use crate::store::{rounds, villages};
use askama::Template;
use ground::db::Read;
use ground::stop::{OrMissing, Stop};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage<'a> {
    ctx: &'a Ctx,
    rows: Vec<Row>,
    blocked: Vec<(String, usize)>,
}

struct Row {
    expert: String,
    href: String,
    score: i64,
    parts: String,
    is_chosen: bool,
    elsewhere: Option<String>,
    pin: Option<String>,
}

/// Those who could go that are shown.
const SHOWN: usize = 30;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    if round.state.is_draft() && !ctx.viewer.is_able::<PinPair>(&round) {
        return Err(Stop::Missing);
    }
    let need: NeedId = ctx.asked("need").and_then(|need| need.parse().ok()).or_missing()?;
    let slot: i64 = ctx.asked("slot").and_then(|slot| slot.parse().ok()).or_missing()?;
    let need = villages::get_need(read, need)?;
    let material = Material::of(read, &round)?;
    let question = material.question(&round);
    let draft = rounds::list_draft(read, round.id)?;
    let chosen = draft.iter().find(|row| (row.need, row.slot) == (need.id, slot)).and_then(|row| row.expert);
    let mut rows = Vec::new();
    let mut blocked: Vec<Blocked> = Vec::new();
    for expert in &material.experts {
        let parts = match question.score(&need, slot, expert) {
            Ok(parts) => parts,
            Err(why) => {
                blocked.push(why);
                continue;
            }
        };
        let used: Vec<_> = draft
            .iter()
            .filter(|row| row.expert == Some(expert.id) && row.need != need.id)
            .map(|row| row.need)
            .collect();
        let is_full = used.len() >= question.capacity(expert) as usize;
        let elsewhere = used.first().filter(|_| is_full).map(|need| villages::get_need(read, *need)).transpose()?;
        let elsewhere = elsewhere
            .map(|need| Ok::<_, Stop>(format!("{} · {}", villages::get(read, need.village)?.name, need.title)))
            .transpose()?;
        let is_chosen = chosen == Some(expert.id);
        let pin = (round.state.is_draft() && !is_chosen)
            .then(|| pair_button(ctx, "pair.pin", round.id, (need.id, slot, expert.id)));
        rows.push(Row {
            expert: expert.name.clone().unwrap_or_default(),
            href: format!("/experts/{}", expert.id),
            score: parts.total(),
            parts: parts_text(ctx, &parts),
            is_chosen,
            elsewhere,
            pin,
        });
    }
    rows.sort_by_key(|row| (std::cmp::Reverse(row.is_chosen), std::cmp::Reverse(row.score)));
    rows.truncate(SHOWN);
    let page = PairPage { ctx, rows, blocked: counted(ctx, blocked) };
    let title = slot_name(ctx, &need, slot);
    Ok(Page::html(title, &page)?
        .below(ctx.t("round.list"), "/rounds")
        .below(&round.name, format!("/rounds/{}", round.id)))
}

/// How many are out of the question, and why.
fn counted(ctx: &Ctx, mut blocked: Vec<Blocked>) -> Vec<(String, usize)> {
    blocked.sort_unstable();
    let groups = blocked.chunk_by(|a, b| a == b).map(|group| (group[0], group.len()));
    groups.map(|(why, count)| (ctx.word("blocked", format!("{why:?}").to_lowercase()), count)).collect()
}
