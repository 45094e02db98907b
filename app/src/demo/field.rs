//! The field: village cards and their needs, expert cards, techniques proposed and proven.

use super::dice::Dice;
use super::names::{self, Line};
use super::people::Ground;
use super::stage::{City, Scene, Who, at, button, day};
use super::trades::{self, TRADES};
use ground::directory::Place;
use ground::stop::{OrMissing, Stop};
use logic::act::Role;
use logic::fold::Query;
use logic::form::Raw;
use logic::id::{Id, PersonId};
use logic::place::{Level, PlaceCode};
use logic::time::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

const VILLAGES: usize = 350;
const EXPERTS: usize = 260;
const TECHNIQUES: usize = 1000;
const NEEDS: usize = 420;

/// Who is at work in the field, with what.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) villages: Vec<Village>,
    pub(super) experts: Vec<Expert>,
    pub(super) techniques: Vec<Technique>,
}

/// A village with a card.
#[derive(Debug, Clone)]
pub(super) struct Village {
    pub(super) place: Place,
    pub(super) contact: Option<Contact>,
}

/// A village's contact.
#[derive(Debug, Clone)]
pub(super) struct Contact {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) phone: String,
}

/// An expert with a card.
#[derive(Debug, Clone)]
pub(super) struct Expert {
    pub(super) id: Id,
    pub(super) who: Who,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) discipline: &'static str,
    pub(super) max_posts: i64,
    pub(super) home: Place,
}

/// A technique, and from when it may be taught.
#[derive(Debug, Clone)]
pub(super) struct Technique {
    pub(super) id: Id,
    pub(super) discipline: &'static str,
    pub(super) listed: Option<Instant>,
    pub(super) proven: Option<Instant>,
    pub(super) spread: Option<Instant>,
    pub(super) withdrawn: Option<Instant>,
    pub(super) trial: (PlaceCode, &'static str),
}

/// January: cards are written.
pub(super) async fn card(city: &City, ground: &Arc<Ground>) -> Result<Arc<Field>, Stop> {
    let (seed, known) = (city.seed, ground.clone());
    let experts = city.write(at(day(1, 6), 9), move |scene| list_experts(scene, &known, seed)).await?;
    let known = ground.clone();
    city.write(at(day(1, 8), 9), move |scene| card_villages(scene, &known, seed)).await?;
    let known = ground.clone();
    let techniques = city.write(at(day(1, 12), 9), move |scene| propose(scene, &known, seed)).await?;
    let known = ground.clone();
    let read = city.house.db.read(|read| {
        let last = read.last_fact()?.0;
        let people = |kind: &str| {
            let query: Query = format!("measure=facts&kind={kind}").parse().map_err(|_| Stop::Missing)?;
            Ok::<_, Stop>(read.lines(&query, 0, last, 0, 10_000)?)
        };
        Ok((people("expert.listed")?, people("village.carded")?))
    });
    let (listed, carded) = read.await?;
    let person: BTreeMap<_, _> = listed.iter().filter_map(|line| Some((line.noun, line.person?))).collect();
    let contact: BTreeMap<_, _> = carded.iter().filter_map(|line| Some((line.place?, line.person?))).collect();
    let who = |expert: ExpertCard| {
        let person = PersonId(*person.get(&expert.id).or_missing()?);
        let ExpertCard { id, name, phone, discipline, max_posts, home } = expert;
        Ok::<_, Stop>(Expert { id, who: Who::by_phone(person), name, phone, discipline, max_posts, home })
    };
    let village = |card: VillageCard| {
        let person = contact.get(&card.place.code).map(|person| PersonId(*person));
        let contact = card.contact.zip(person).map(|((name, phone), person)| Contact { person, name, phone });
        Village { place: card.place, contact }
    };
    Ok(Arc::new(Field {
        villages: village_cards(&known, seed).into_iter().map(village).collect(),
        experts: experts.into_iter().map(who).collect::<Result<_, _>>()?,
        techniques,
    }))
}

struct ExpertCard {
    id: Id,
    name: String,
    phone: String,
    discipline: &'static str,
    max_posts: i64,
    home: Place,
}

fn list_experts(scene: &mut Scene, ground: &Ground, seed: u64) -> Result<Vec<ExpertCard>, Stop> {
    let mut dice = Dice::of(seed, "experts");
    (0..EXPERTS).map(|number| list_expert(scene, ground, &mut dice, number)).collect()
}

/// The first expert is the one who signs in by telephone in the welcome: a common discipline, time for three villages.
fn list_expert(scene: &mut Scene, ground: &Ground, dice: &mut Dice, number: usize) -> Result<ExpertCard, Stop> {
    scene.later(47);
    let (name, phone) = (names::person(dice), names::phone(Line::Expert, number + 1));
    let trade = if number == 0 { &TRADES[0] } else { trades::known(dice) };
    let second = dice.chance(30).then(|| trades::known(dice)).filter(|second| second.discipline != trade.discipline);
    let levels =
        [("senior", "研究员"), ("associate", "高级农艺师"), ("intermediate", "农艺师"), ("assistant", "助理农艺师")];
    let (level, title) = if number == 0 { levels[0] } else { levels[dice.weighted([25, 45, 25, 5].into_iter())] };
    let home = dice.pick(&ground.villages).clone();
    let county = home.code.within(Level::County).to_string();
    let max_posts = if number == 0 { 3 } else { dice.weighted([30, 50, 20].into_iter()) as i64 + 1 };
    let unit = ground.unit(trade.employer)?;
    let most = max_posts.to_string();
    let mut fields = vec![
        ("person_name", name.as_str()),
        ("phone", &phone),
        ("title", title),
        ("discipline", trade.discipline),
        ("level", level),
        ("unit", &unit),
        ("home", &county),
        ("max_posts", &most),
    ];
    fields.extend(second.map(|second| ("second_discipline", second.discipline)));
    if number > 0 && dice.chance(15) {
        fields.extend([("from_month", "3"), ("to_month", "11")]);
    }
    let id = scene.make(ground.officer()?, "expert.list", Raw::of(fields))?;
    Ok(ExpertCard { id, name, phone, discipline: trade.discipline, max_posts, home })
}

struct VillageCard {
    place: Place,
    contact: Option<(String, String)>,
    households: i64,
    crops: String,
    is_weak: bool,
}

/// What stands on the cards; the same whenever it is asked.
fn village_cards(ground: &Ground, seed: u64) -> Vec<VillageCard> {
    let mut dice = Dice::of(seed, "villages");
    let card = |(number, place): (usize, &Place)| {
        let contact = (names::person(&mut dice), names::phone(Line::Contact, number + 1));
        let crops: Vec<_> = (0..2).map(|_| *dice.pick(TRADES[dice.clone().below(10)].crops)).collect();
        let has_contact = number == 0 || dice.chance(95);
        VillageCard {
            place: place.clone(),
            contact: has_contact.then_some(contact),
            households: dice.between(80, 900),
            crops: crops.join("、"),
            is_weak: dice.chance(18),
        }
    };
    ground.villages.iter().take(VILLAGES).enumerate().map(card).collect()
}

fn card_villages(scene: &mut Scene, ground: &Ground, seed: u64) -> Result<(), Stop> {
    for card in village_cards(ground, seed) {
        scene.later(41);
        let officer = &ground.county_officer(card.place.code)?.who;
        let (code, households) = (card.place.code.to_string(), card.households.to_string());
        let mut fields = vec![("village", code.as_str()), ("households", &households), ("crops", &card.crops)];
        fields.extend(card.is_weak.then_some(("is_weak", "1")));
        if let Some((name, phone)) = &card.contact {
            fields.extend([("contact_name", name.as_str()), ("contact_phone", phone)]);
        }
        scene.act(officer, "village.card", &[], Raw::of(fields))?;
    }
    Ok(())
}

/// Techniques come from stations and societies; most of the old stock is proven at once.
fn propose(scene: &mut Scene, ground: &Ground, seed: u64) -> Result<Vec<Technique>, Stop> {
    let mut dice = Dice::of(seed, "techniques");
    let of_trade =
        |trade: &'static trades::Trade| trades::techniques(trade).map(move |(crop, name)| (trade, crop, name));
    let mut all: Vec<_> = TRADES.iter().flat_map(of_trade).collect();
    dice.shuffle(&mut all);
    let officer = ground.staff_of(Role::Officer, "农村科普服务中心")?.who.clone();
    let mut techniques = Vec::new();
    for (trade, crop, name) in all.into_iter().take(TECHNIQUES) {
        scene.later(19);
        let safety = if trade.discipline == "210.60" { "用药按标签，注意安全间隔期。" } else { "" };
        let fields = [
            ("technique_name", name.as_str()),
            ("discipline", trade.discipline),
            ("crop", crop),
            ("source", trade.employer),
            ("safety", safety),
        ];
        let id = scene.make(&officer, "technique.propose", Raw::of(fields))?;
        techniques.push(course(&mut dice, ground, id, trade.discipline, scene.now()));
    }
    for technique in &techniques {
        first_steps(scene, &officer, technique)?;
    }
    Ok(techniques)
}

/// The way a technique will go this year.
fn course(dice: &mut Dice, ground: &Ground, id: Id, discipline: &'static str, now: Instant) -> Technique {
    let days = |dice: &mut Dice, from: i64, to: i64| dice.between(from, to) * 86_400 + dice.between(0, 20_000);
    let is_old_stock = dice.chance(62);
    let proven = (is_old_stock || dice.chance(60))
        .then(|| if is_old_stock { now } else { at(day(2, 1), 9).plus_seconds(days(dice, 0, 270)) });
    let listed =
        proven.filter(|_| dice.chance(94)).map(|on| if is_old_stock { on } else { on.plus_seconds(days(dice, 4, 20)) });
    let spread = listed.filter(|_| dice.chance(38)).map(|_| at(day(6, 1), 10).plus_seconds(days(dice, 0, 180)));
    let spread = spread.zip(listed).map(|(spread, listed)| spread.max(listed.plus_seconds(9 * 86_400)));
    let withdrawn = (listed.is_some() && spread.is_none() && dice.chance(2))
        .then(|| at(day(12, 7), 15).plus_seconds(days(dice, 0, 2)));
    let seasons = ["2024年春季", "2024年秋季", "2025年春季", "2025年夏季", "2025年秋季"];
    let trial = (dice.pick(&ground.villages).code, *dice.pick(&seasons));
    Technique { id, discipline, listed, proven, spread, withdrawn, trial }
}

fn first_steps(scene: &mut Scene, officer: &Who, technique: &Technique) -> Result<(), Stop> {
    let is_due = |step: Option<Instant>| step.is_some_and(|step| step.day() == day(1, 12));
    if is_due(technique.proven) {
        scene.later(3);
        prove(scene, officer, technique)?;
    }
    if is_due(technique.listed) {
        scene.on(officer, "technique.list", technique.id, button())?;
    }
    Ok(())
}

/// Its local trial, without which it is not taught.
pub(super) fn prove(scene: &mut Scene, officer: &Who, technique: &Technique) -> Result<(), Stop> {
    let (place, season) = technique.trial;
    let place = place.to_string();
    let fields = [("trial_place", place.as_str()), ("trial_season", season)];
    scene.on(officer, "technique.prove", technique.id, Raw::of(fields)).map(drop)
}

/// February: villages say what they need, one need each and some a second.
pub(super) async fn state_needs(
    city: &City,
    ground: &Arc<Ground>,
    field: &Arc<Field>,
    programme: Id,
) -> Result<(), Stop> {
    let (seed, ground, field) = (city.seed, ground.clone(), field.clone());
    city.write(at(day(2, 4), 9), move |scene| {
        let mut dice = Dice::of(seed, "needs");
        for number in 0..NEEDS {
            state_need(scene, &ground, &mut dice, &field.villages[number % VILLAGES], number, programme)?;
        }
        Ok(())
    })
    .await
}

fn state_need(
    scene: &mut Scene,
    ground: &Ground,
    dice: &mut Dice,
    village: &Village,
    number: usize,
    programme: Id,
) -> Result<(), Stop> {
    scene.later(53);
    let trade = if number == 0 { &TRADES[0] } else { trades::wanted(dice) };
    let second = dice.chance(12).then(|| trades::wanted(dice)).filter(|second| second.discipline != trade.discipline);
    let mut title = trade.trouble(dice);
    // The second need of a village must not read like its first.
    title.push_str(if number < VILLAGES { "" } else { "（补报）" });
    let (code, programme) = (village.place.code.to_string(), programme.to_string());
    let mut fields = vec![
        ("village", code.as_str()),
        ("need_title", &title),
        ("need_text", "希望专家到地头看一看，教会几户，再带动大家。"),
        ("discipline", trade.discipline),
        ("programme", &programme),
    ];
    fields.extend(second.map(|second| ("second_discipline", second.discipline)));
    if dice.chance(35) {
        fields.extend([("from_month", "3"), ("to_month", "10")]);
    }
    let officer = &ground.county_officer(village.place.code)?.who;
    scene.act(officer, "need.state", &[], Raw::of(fields)).map(drop)
}
