//! A round's rules, in words; its publication and its end.

use crate::rules::{CloseRound, Fairness, Post, PostState, PublishRound, Round, Rules, Weight};
use crate::store::{drafts, experts, posts, rounds, villages};
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::form::Problems;
use logic::id::UnitId;
use logic::time::Day;
use web::{Ctx, Done};

logic::form! {
    /// The rules of a round.
    pub(crate) struct RulesForm {
        weight_discipline: Weight = choice("weight", Weight::CODES),
        weight_distance: Weight = choice("weight", Weight::CODES),
        weight_continuity: Weight = choice("weight", Weight::CODES),
        weight_outcome: Weight = choice("weight", Weight::CODES),
        weight_wishes: Weight = choice("weight", Weight::CODES),
        fairness: Fairness = choice("fairness", Fairness::CODES),
        weight_spread: Weight = choice("weight", Weight::CODES),
        max_posts: i64 = count().max(3),
        max_km: i64 = count().max(5000),
        months_meet: bool = flag(),
        weak_first: bool = flag(),
        apart: bool = flag(),
        one_letter: bool = flag(),
        excluded_units: Vec<UnitId> = pick(),
    }
}

logic::form! {
    /// By when both sides answer.
    pub(crate) struct PublishForm {
        until: Day = day(),
    }
}

pub(crate) fn form(read: &Read, ctx: &Ctx, round: &Round, has_draft: bool) -> Result<String, Stop> {
    let rules = &round.rules;
    let form = ctx.act_form("round.rule").at("id", round.id);
    let form = fields(rules).into_iter().fold(form, |form, (name, value)| form.value(name, value));
    let form = if has_draft { form.submit("round.rule.plan") } else { form };
    Ok(form
        .choose("excluded_units", web::choices::units(read)?)
        .values("excluded_units", rules.excluded_units.clone())
        .html())
}

/// A button that sets these rules again.
pub(crate) fn restore(ctx: &Ctx, round: &Round, rules: &Rules) -> String {
    let form = ctx.act_form("round.rule").at("id", round.id).quiet().submit("round.rule.restore");
    let form = fields(rules).into_iter().fold(form, |form, (name, value)| form.hidden(name, value));
    rules.excluded_units.iter().fold(form, |form, unit| form.hidden("excluded_units", unit)).button()
}

/// Rules as their form has them, but for employers.
fn fields(rules: &Rules) -> Vec<(&'static str, String)> {
    let weight = |points: i64| Weight::of(points).to_string();
    let flag = |is_on: bool| i64::from(is_on).to_string();
    vec![
        ("weight_discipline", weight(rules.discipline)),
        ("weight_distance", weight(rules.distance)),
        ("weight_continuity", weight(rules.continuity)),
        ("weight_outcome", weight(rules.outcome)),
        ("weight_wishes", weight(rules.wishes)),
        ("fairness", rules.fairness.to_string()),
        ("weight_spread", weight(rules.spread)),
        ("max_posts", rules.max_posts.to_string()),
        ("max_km", rules.max_km.to_string()),
        ("months_meet", flag(rules.months)),
        ("weak_first", flag(rules.weak_first)),
        ("apart", flag(rules.apart)),
        ("one_letter", flag(rules.one_letter)),
    ]
}

/// The rules, one saying after the other.
pub(crate) fn sayings(read: &Read, ctx: &Ctx, rules: &Rules) -> Result<Vec<String>, Stop> {
    let weighed = |name: String, points: i64| {
        format!("{name}{}{}", ctx.t("round.rule.is"), ctx.word("weight", Weight::of(points).code()))
    };
    let parts = [
        ("discipline", rules.discipline),
        ("distance", rules.distance),
        ("continuity", rules.continuity),
        ("outcome", rules.outcome),
        ("wishes", rules.wishes),
    ];
    let counted = parts.into_iter().filter(|part| part.1 > 0);
    let mut sayings: Vec<String> = counted.map(|(name, points)| weighed(ctx.word("score", name), points)).collect();
    if rules.fairness != Fairness::Total {
        sayings.push(ctx.word("fairness", rules.fairness));
    }
    if rules.spread > 0 {
        sayings.push(weighed(ctx.word("round.rule.short", "spread"), rules.spread));
    }
    let on = [
        (rules.months, "months_meet"),
        (rules.weak_first, "weak_first"),
        (rules.apart, "apart"),
        (rules.one_letter, "one_letter"),
    ];
    sayings.extend(on.into_iter().filter(|rule| rule.0).map(|rule| ctx.word("round.rule.short", rule.1)));
    sayings.extend((rules.max_km > 0).then(|| ctx.n("round.rule.short.max_km", rules.max_km)));
    sayings.extend((rules.max_posts > 0).then(|| ctx.n("round.rule.short.max_posts", rules.max_posts)));
    for unit in rules.excluded_units.iter().filter_map(|unit| unit.parse().ok()) {
        let name = read.find_unit(unit)?.map(|unit| unit.name).unwrap_or_default();
        sayings.push(ctx.fill("round.rule.short.excluded", &[("name", &name)]));
    }
    Ok(sayings)
}

/// What counts how much, in one line.
pub(crate) fn in_words(read: &Read, ctx: &Ctx, rules: &Rules) -> Result<String, Stop> {
    Ok(sayings(read, ctx, rules)?.join(&ctx.t("round.rule.comma")))
}

/// The rules that are asked for, if they can be kept together.
pub(crate) fn asked(ctx: &Ctx) -> Result<Rules, Stop> {
    let form: RulesForm = ctx.form()?;
    let rules = Rules {
        max_posts: form.max_posts,
        discipline: form.weight_discipline.points(),
        distance: form.weight_distance.points(),
        continuity: form.weight_continuity.points(),
        outcome: form.weight_outcome.points(),
        wishes: form.weight_wishes.points(),
        max_km: form.max_km,
        months: form.months_meet,
        weak_first: form.weak_first,
        apart: form.apart,
        one_letter: form.one_letter,
        fairness: form.fairness,
        spread: form.weight_spread.points(),
        excluded_units: form.excluded_units.iter().map(ToString::to_string).collect(),
    };
    if rules.can_be_proven() { Ok(rules) } else { Err(Problems::one("fairness", "worst_and_apart").into()) }
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
    for (need, slot, expert) in drafts::list_seats(tx, round.id)? {
        let (need, expert) = (villages::get_need(tx, need)?, experts::get(tx, expert)?);
        let village = villages::get(tx, need.village)?;
        let post = Post {
            id: tx.new_id(),
            round: round.id,
            path: round.path.clone(),
            need: need.id,
            slot,
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
