//! Why this expert: the score in parts, who else could go, and what the whole draft would lose by it, exactly.

use super::check_staff;
use super::draft::pair_button;
use super::parties::runs;
use super::round::{parts_text, slot_name};
use super::table;
use crate::rules::score::Blocked;
use crate::rules::{NeedId, PinPair};
use crate::store::{experts, rounds, villages};
use askama::Template;
use ground::db::Read;
use ground::stop::{OrMissing, Stop};
use logic::refusal::Refusal;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage<'a> {
    ctx: &'a Ctx,
    lead: String,
    rows: Vec<Row>,
    blocked: Vec<(String, usize)>,
}

struct Row {
    expert: String,
    href: String,
    score: i64,
    parts: String,
    is_chosen: bool,
    loss: Option<String>,
    elsewhere: Vec<String>,
    pin: Option<String>,
}

/// Those who could go that are shown.
const SHOWN: usize = 30;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    // What happens after the draft is told by posts.
    if !round.state.is_draft() || !runs(ctx, &round) {
        return Err(Stop::Missing);
    }
    let may_pin = ctx.viewer.is_able::<PinPair>(&round);
    let need: NeedId = ctx.asked("need").and_then(|need| need.parse().ok()).or_missing()?;
    let slot: usize = ctx.asked("slot").and_then(|slot| slot.parse().ok()).or_missing()?;
    let card = villages::get_need(read, need)?;
    Some(slot).filter(|slot| *slot < card.disciplines.len()).or_missing()?;
    let page = table::at(read, ctx, &round, |table| {
        let (draft, _) = table.standing(read, &round)?;
        let material = table.desk.material.clone();
        let at = material.find_need(need).ok_or(Refusal::new("pair.not_in_round"))?;
        let question = table.desk.question(&draft.hand);
        let seats = draft.seats(&material);
        let chosen = seats[at][slot];
        let is_pinned = draft.hand.pinned.contains_key(&(at, slot));
        let weight = question.weight(at);
        let others = table.desk.alternatives(&draft, at, slot).map_err(table::wrong)?;
        let mut found: Vec<(usize, i64, usize)> =
            others.iter().filter_map(|other| Some((other.person?, other.loss, other.instead.len()))).collect();
        found.sort_by_key(|&(person, loss, _)| (chosen != Some(person), loss, person));
        let next = found.iter().find(|(person, ..)| chosen != Some(*person)).map(|next| next.1);
        let mut rows = Vec::new();
        for (person, loss, moved) in found.into_iter().take(SHOWN) {
            let expert = &material.experts[person];
            let parts = question.by_rules(at, slot, person).unwrap_or_default();
            let is_chosen = chosen == Some(person);
            let mut elsewhere = Vec::new();
            for filled in draft.solution.filled.iter().filter(|filled| filled.person == person && filled.need != at) {
                let need = &material.needs[filled.need];
                elsewhere.push(format!("{} · {}", villages::get(read, need.village)?.name, need.title));
            }
            let name = experts::get(read, expert.id)?.name.unwrap_or_default();
            rows.push(Row {
                expert: name.clone(),
                href: format!("/experts/{}", expert.id),
                score: parts.total(),
                parts: parts_text(ctx, &parts),
                is_chosen,
                loss: (!is_chosen).then(|| loss_text(ctx, loss, moved)),
                elsewhere,
                pin: (may_pin && !is_chosen)
                    .then(|| pair_button(ctx, "pair.pin", round.id, (need, slot as i64, expert.id), name.clone())),
            });
        }
        let mut blocked: Vec<Blocked> =
            (0..material.experts.len()).filter_map(|expert| question.score(at, slot, expert).err()).collect();
        let lead = match (chosen, is_pinned, next) {
            (Some(_), true, _) => ctx.t("pair.is_pinned").into_owned(),
            (Some(person), false, next) => {
                let price = draft.solution.prices[person];
                let own = if price > 0 { ctx.n("pair.price", price) } else { ctx.t("pair.no_price").into_owned() };
                let next =
                    next.map(
                        |loss| if loss == 0 { ctx.t("pair.next_even").into_owned() } else { ctx.n("pair.next", loss) },
                    );
                format!("{own}{}", next.unwrap_or_else(|| ctx.t("pair.no_next").into_owned()))
            }
            (None, _, Some(loss)) => ctx.n("pair.empty_cost", loss),
            (None, ..) => ctx.word("why_empty", question.why_empty(at, slot)),
        };
        let lead = if weight > 1 { format!("{lead}{}", ctx.t("pair.weak")) } else { lead };
        let lead = if round.rules.is_fair() { format!("{lead}{}", ctx.t("pair.fair")) } else { lead };
        let mut blocked = counted(ctx, &mut blocked);
        if let Some(floor) = draft.floor().filter(|_| !is_pinned) {
            let is_low = |expert: &usize| {
                chosen != Some(*expert) && question.score(at, slot, *expert).is_ok_and(|parts| parts.total() < floor)
            };
            let low = (0..material.experts.len()).filter(is_low).count();
            blocked.extend((low > 0).then(|| (ctx.n("blocked.low", floor), low)));
        }
        Ok(PairPage { ctx, lead, rows, blocked })
    })?;
    let village = villages::get(read, card.village)?.name;
    let title = format!("{village} · {}", slot_name(ctx, &card, slot as i64));
    Ok(Page::html(title, &page)?
        .below(ctx.t("round.list"), "/rounds")
        .below(&round.name, format!("/rounds/{}", round.id)))
}

fn loss_text(ctx: &Ctx, loss: i64, moved: usize) -> String {
    let loss = if loss == 0 { ctx.t("pair.loss_none").into_owned() } else { ctx.n("pair.loss", loss) };
    // The place itself changes in any case.
    if moved > 1 { format!("{loss}{}", ctx.n("pair.moves", moved - 1)) } else { loss }
}

/// How many are out of the question, and why.
fn counted(ctx: &Ctx, blocked: &mut [Blocked]) -> Vec<(String, usize)> {
    blocked.sort_unstable();
    let groups = blocked.chunk_by(|a, b| a == b).map(|group| (group[0], group.len()));
    groups.map(|(why, count)| (ctx.word("blocked", format!("{why:?}").to_lowercase()), count)).collect()
}
