//! 抽签: by a public seed, found as was announced. The page lists numbers and no names, so that anyone can recompute it.

use super::register::{find, quota_name};
use super::registration_desk::Desk;
use crate::rules::{DrawLots, Entry, Standing, lot, order};
use crate::store::{entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// The seed that the announced rule gives.
    pub(crate) struct Form {
        seed: String = line().max(100),
    }
}

#[derive(Template)]
#[template(path = "draw.html")]
struct DrawPage<'a> {
    ctx: &'a Ctx,
    entry: &'a Entry,
    lots: Vec<Lot>,
    form: Option<String>,
}

/// A line of the draw.
struct Lot {
    rank: i64,
    number: i64,
    hash: String,
    size: i64,
    scopes: String,
    has_won: bool,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (activity, entry) = find(read, ctx)?;
    if entry.way != crate::rules::Way::Lottery {
        return Err(Stop::Missing);
    }
    let all = sessions::list(read, activity.id)?;
    let places = entries::places(read, activity.id)?;
    let seed = entry.draw.as_ref().map(|draw| draw.seed.clone()).unwrap_or_default();
    let lots = registrations::list_drawn(read, activity.id)?.into_iter().map(|(won, one)| {
        let one = one.counted(&entry.sheet);
        let scopes = places.of(&one.party).map(|quota| quota_name(ctx, &entry, &all, &quota.scope));
        Lot {
            rank: won.abs(),
            number: one.number,
            hash: lot(&seed, one.number),
            size: one.party.size,
            scopes: scopes.collect::<Vec<_>>().join("、"),
            has_won: won > 0,
        }
    });
    let may_draw = entry.awaits_draw() && ctx.viewer.is_able::<DrawLots>(&activity);
    let form = may_draw.then(|| ctx.act_form("registration.draw").at("id", activity.id).html());
    let page = DrawPage { ctx, lots: lots.collect(), form, entry: &entry };
    Ok(Page::html(ctx.t("draw.title"), &page)?.below(&activity.plan.title, activity.href()))
}

/// Everyone in the order of the lots gets places, if the party fits wholly, or a place in the line.
pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DrawLots>(&desk.activity)?;
    let entry = entries::find_with_numbers(tx, desk.activity.id)?.or_missing()?;
    let change = desk.activity.clone().draw(may, entry, form.seed)?;
    desk.entry = tx.commit(change, |tx, entry| entries::save(tx, desk.activity.id, entry))?;
    let mut entered = registrations::list_entered(tx, desk.activity.id)?;
    let seed = desk.entry.draw.as_ref().map(|draw| draw.seed.clone()).or_missing()?;
    let drawn = order(&seed, entered.iter().map(|one| one.number));
    let rank_of: std::collections::BTreeMap<i64, i64> = drawn.into_iter().zip(1..).collect();
    entered.sort_by_key(|one| rank_of[&one.number]);
    for one in entered {
        let rank = rank_of[&one.number];
        let one = one.counted(&desk.entry.sheet);
        let may = ctx.viewer.may::<DrawLots>(&desk.activity)?;
        let one = desk.step(tx, |hall| one.drawn(may, hall, rank))?;
        registrations::save_drawn(tx, one.id, rank, one.state == Standing::Confirmed)?;
    }
    let href = format!("{}/draw", desk.activity.href());
    desk.close(tx)?;
    Ok(Done::at(href))
}
