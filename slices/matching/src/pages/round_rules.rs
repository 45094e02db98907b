//! A round's rules, in words; its publication and its end.

use crate::rules::{CloseRound, Post, PostState, PublishRound, Round, RuleRound, Rules, Weight};
use crate::store::{drafts, experts, posts, rounds, villages};
use ground::db::{Read, Tx};
use ground::stop::Stop;
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

pub(crate) fn form(read: &Read, ctx: &Ctx, round: &Round) -> Result<String, Stop> {
    let Rules { discipline, distance, continuity, outcome, wishes, .. } = round.rules;
    let rules = &round.rules;
    let form = ctx
        .act_form("round.rule")
        .at("id", round.id)
        .value("weight_discipline", Weight::of(discipline))
        .value("weight_distance", Weight::of(distance))
        .value("weight_continuity", Weight::of(continuity))
        .value("weight_outcome", Weight::of(outcome))
        .value("weight_wishes", Weight::of(wishes))
        .value("max_posts", rules.max_posts)
        .value("max_km", rules.max_km)
        .value("months_meet", i64::from(rules.months))
        .value("weak_first", i64::from(rules.weak_first))
        .value("apart", i64::from(rules.apart))
        .value("one_letter", i64::from(rules.one_letter));
    Ok(form
        .choose("excluded_units", web::choices::units(read)?)
        .values("excluded_units", rules.excluded_units.clone())
        .html())
}

/// What counts how much, in one line.
pub(crate) fn in_words(ctx: &Ctx, rules: &Rules) -> String {
    let parts = [
        ("discipline", rules.discipline),
        ("distance", rules.distance),
        ("continuity", rules.continuity),
        ("outcome", rules.outcome),
        ("wishes", rules.wishes),
    ];
    let word = |(name, points): (&str, i64)| {
        format!(
            "{}{}{}",
            ctx.word("score", name),
            ctx.t("round.rule.is"),
            ctx.word("weight", Weight::of(points).code())
        )
    };
    let counted: Vec<_> = parts.into_iter().filter(|part| part.1 > 0).map(word).collect();
    let on = [
        (rules.months, "months_meet"),
        (rules.weak_first, "weak_first"),
        (rules.apart, "apart"),
        (rules.one_letter, "one_letter"),
    ];
    let on = on.into_iter().filter(|rule| rule.0).map(|rule| ctx.word("round.rule.short", rule.1));
    let far = (rules.max_km > 0).then(|| ctx.n("round.rule.short.max_km", rules.max_km));
    let most = (rules.max_posts > 0).then(|| ctx.n("round.rule.short.max_posts", rules.max_posts));
    let comma = ctx.t("round.rule.comma");
    let whole: Vec<_> = counted.into_iter().chain(on).chain(far).chain(most).collect();
    whole.join(&comma)
}

pub(crate) fn rule(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RulesForm = ctx.form()?;
    let round = rounds::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<RuleRound>(&round)?;
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
