//! Who stands in for someone who declined: everybody else has been asked and stays, so the best of those with a place left
//! is the best there is; the list begins with that one and tells by how much the others fall short.

use super::round::parts_text;
use crate::rules::score::{Hand, Parts, Question};
use crate::rules::{ExpertId, Need, Post, PostState};
use crate::store::{material, posts, rounds};
use ground::db::Read;
use ground::stop::Stop;
use std::collections::{BTreeMap, BTreeSet};
use web::{Choice, Ctx};

/// Those who are offered.
const OFFERED: usize = 20;

/// Who could stand in, the best first.
pub(crate) fn stand_ins(read: &Read, ctx: &Ctx, post: &Post, need: &Need) -> Result<Vec<Choice>, Stop> {
    let round = rounds::get(read, post.round)?;
    let mut held: BTreeMap<ExpertId, u32> = BTreeMap::new();
    let mut has_declined = BTreeSet::from([post.expert]);
    for other in posts::list(read, None, Some(round.id), 0, 1_000_000)? {
        let is_live = !matches!(other.state, PostState::Declined { .. } | PostState::Ended { .. });
        *held.entry(other.expert).or_insert(0) += u32::from(is_live);
        if (other.need, other.slot) == (post.need, post.slot) {
            has_declined.insert(other.expert);
        }
    }
    let (material, hand) = (material::read(read, &round)?, Hand::default());
    let question = Question { rules: &round.rules, material: &material, hand: &hand };
    let Some(at) = material.find_need(need.id) else { return Ok(Vec::new()) };
    let slot = usize::try_from(post.slot).unwrap_or(0);
    let is_open = |expert: usize| {
        let id = material.experts[expert].id;
        !has_declined.contains(&id) && held.get(&id).copied().unwrap_or(0) < question.capacity(expert)
    };
    let able = (0..material.experts.len()).filter(|expert| is_open(*expert));
    let mut found: Vec<_> =
        able.filter_map(|expert| question.by_rules(at, slot, expert).ok().map(|parts| (expert, parts))).collect();
    found.sort_by_key(|(expert, parts)| (std::cmp::Reverse(parts.total()), *expert));
    let best = found.first().map_or(0, |(_, parts)| parts.total());
    let choice = |(expert, parts): (usize, Parts)| {
        let card = &material.experts[expert];
        let behind = match best - parts.total() {
            0 => ctx.t("post.replace.best").into_owned(),
            less => ctx.n("post.replace.less", less),
        };
        let name = card.name.clone().unwrap_or_default();
        Choice::new(card.id, format!("{name} — {} {behind} ({})", parts.total(), parts_text(ctx, &parts)))
    };
    Ok(found.into_iter().take(OFFERED).map(choice).collect())
}
