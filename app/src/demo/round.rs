//! The rounds of matching: one solved, published and answered in spring; next year's lies on the table in December.

use super::diary::Diary;
use super::dice::Dice;
use super::field::{Expert, Field, Village};
use super::people::Ground;
use super::stage::{City, Scene, Who, at, button, day};
use ground::stop::{OrMissing, Stop};
use logic::fold::Query;
use logic::form::Raw;
use logic::id::Id;
use logic::place::Level;
use logic::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An expert's post in a village.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: Id,
    pub(super) expert: usize,
    pub(super) village: usize,
    answers: Answers,
}

/// What both sides say to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answers {
    Both,
    ExpertDeclines,
    VillageDeclines,
    /// The village never answers.
    OneSilent,
}

const EXPERT_WORDS: [&str; 4] =
    ["今年带学生实习，抽不出时间。", "身体原因，跑不了远路。", "单位有课题要结题。", "离家太远，照顾不了老人。"];
const VILLAGE_WORDS: [&str; 3] = ["村里已经请了别的专家。", "今年改种别的了，用不上。", "合作社有自己的技术员。"];

/// Spring: 匹配 → 双选 → 协议, while the year goes on. Tells the posts that are agreed.
pub(super) async fn spring(city: &City, about: &About, diary: &mut Diary) -> Result<Vec<Post>, Stop> {
    let round =
        about.step(city, diary, at(day(2, 23), 9), |scene, about| draw(scene, about, "2026年第一轮", "2026")).await?;
    let publish = move |scene: &mut Scene, about: &About| {
        scene.on(about.ground.officer()?, "round.publish", round, Raw::of([("until", "2026-03-11")])).map(drop)
    };
    about.step(city, diary, at(day(2, 25), 10), publish).await?;
    let invited = Arc::new(invited(city, &about.field).await?);
    let (posts, seed) = (invited.clone(), city.seed);
    let answer =
        move |scene: &mut Scene, about: &About| answer_all(scene, about, &posts, &mut Dice::of(seed, "answers"));
    about.step(city, diary, at(day(3, 3), 9), answer).await?;
    let posts = invited.clone();
    let replace =
        move |scene: &mut Scene, about: &About| replace(scene, about, &posts, &mut Dice::of(seed, "stand-ins"));
    let stand_ins = Arc::new(about.step(city, diary, at(day(3, 6), 9), replace).await?);
    let posts = stand_ins.clone();
    let answer =
        move |scene: &mut Scene, about: &About| answer_all(scene, about, &posts, &mut Dice::of(seed, "answers again"));
    about.step(city, diary, at(day(3, 10), 9), answer).await?;
    let both = invited.iter().chain(stand_ins.iter()).filter(|post| post.answers == Answers::Both);
    let agreed: Vec<Post> = both.cloned().collect();
    let posts = agreed.clone();
    about.step(city, diary, at(day(3, 12), 9), move |scene, about| agree(scene, about, &posts)).await?;
    Ok(agreed)
}

/// What a round is about.
#[derive(Clone)]
pub(super) struct About {
    pub(super) ground: Arc<Ground>,
    pub(super) field: Arc<Field>,
    pub(super) programme: Id,
}

impl About {
    /// Life goes on until the round's next step.
    async fn step<T: Send + 'static>(
        &self,
        city: &City,
        diary: &mut Diary,
        at: Instant,
        work: impl Fn(&mut Scene, &Self) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        diary.live(city, at).await?;
        let about = self.clone();
        city.write(at, move |scene| work(scene, &about)).await
    }
}

fn agree(scene: &mut Scene, about: &About, posts: &[Post]) -> Result<(), Stop> {
    for post in posts {
        scene.later(40);
        scene.on(about.ground.officer()?, "post.agree", post.id, Raw::of([("on", "2026-03-12")]))?;
    }
    Ok(())
}

/// A round is opened and solved.
fn draw(scene: &mut Scene, about: &About, name: &str, year: &str) -> Result<Id, Stop> {
    let round = open(scene, about, name, year)?;
    scene.later(600);
    scene.on(about.ground.officer()?, "round.solve", round, button())?;
    Ok(round)
}

fn open(scene: &mut Scene, about: &About, name: &str, year: &str) -> Result<Id, Stop> {
    let programme = about.programme.to_string();
    let officer = about.ground.officer()?;
    scene.make(officer, "round.open", Raw::of([("round_name", name), ("year", year), ("programme", &programme)]))
}

/// December: next year's draft waits to be looked at; some have said what they would like.
pub(super) async fn winter(city: &City, about: &About) -> Result<(), Stop> {
    let asked = about.clone();
    let draw = move |scene: &mut Scene| {
        let round = open(scene, &asked, "2027年第一轮", "2027")?;
        wish(scene, &asked.field, round)?;
        scene.later(600);
        scene.on(asked.ground.officer()?, "round.solve", round, button()).map(drop)
    };
    city.write(at(day(12, 17), 23), draw).await
}

/// How many experts, and how many towns, hand in a letter of intent.
const WISHES: (usize, usize) = (16, 10);

fn wish(scene: &mut Scene, field: &Field, round: Id) -> Result<(), Stop> {
    let letter = |side: &str, expert: &Expert, village: &Village| {
        let (expert, village) = (expert.id.to_string(), village.place.code.to_string());
        Raw::of([("side", side), ("expert", expert.as_str()), ("village", village.as_str())])
    };
    let county = |village: &Village| village.place.code.within(Level::County);
    for (at, expert) in field.experts.iter().enumerate().step_by(11).take(WISHES.0) {
        let near: Vec<_> =
            field.villages.iter().filter(|village| county(village) == expert.home.code.within(Level::County)).collect();
        if let Some(village) = near.get(at % near.len().max(1)) {
            scene.later(60);
            scene.on(&expert.who, "letter.hand", round, letter("expert", expert, village))?;
        }
    }
    let mut towns = BTreeSet::new();
    let mut experts = field.experts.iter().step_by(7);
    for village in field.villages.iter().step_by(9).filter(|village| village.contact.is_some()) {
        if towns.len() < WISHES.1 && towns.insert(village.place.code.within(Level::Town)) {
            let (contact, expert) = village.contact.as_ref().zip(experts.next()).or_missing()?;
            scene.later(60);
            scene.on(&Who::by_phone(contact.person), "letter.hand", round, letter("village", expert, village))?;
        }
    }
    Ok(())
}

/// Who was invited where, as the ledger tells.
async fn invited(city: &City, field: &Field) -> Result<Vec<Post>, Stop> {
    let query: Query = "measure=nouns&kind=post.invited".parse().map_err(|_| Stop::Missing)?;
    let lines = city.house.db.read(move |read| Ok(read.lines(&query, 0, read.last_fact()?.0, 0, 10_000)?)).await?;
    let experts: BTreeMap<_, _> =
        field.experts.iter().enumerate().map(|(at, expert)| (expert.who.person.0, at)).collect();
    let villages: BTreeMap<_, _> =
        field.villages.iter().enumerate().map(|(at, village)| (village.place.code, at)).collect();
    let mut dice = Dice::of(city.seed, "posts");
    let mut posts = Vec::new();
    for line in lines.into_iter().rev() {
        let (person, place) = line.person.zip(line.place).or_missing()?;
        let (expert, village) = (*experts.get(&person).or_missing()?, *villages.get(&place).or_missing()?);
        posts.push(Post { id: line.noun, expert, village, answers: answers(&mut dice, expert, village) });
    }
    Ok(posts)
}

/// The expert and the village of the welcome say yes: a reader should find them at work.
fn answers(dice: &mut Dice, expert: usize, village: usize) -> Answers {
    match dice.below(100) {
        _ if expert == 0 || village == 0 => Answers::Both,
        0..=7 => Answers::ExpertDeclines,
        8..=11 => Answers::VillageDeclines,
        12..=13 => Answers::OneSilent,
        _ => Answers::Both,
    }
}

fn answer_all(scene: &mut Scene, about: &About, posts: &[Post], dice: &mut Dice) -> Result<(), Stop> {
    for post in posts {
        scene.later(35);
        let (expert, village) = (&about.field.experts[post.expert], &about.field.villages[post.village]);
        let (own, other) = (sides(&about.ground, dice, expert, village)?, dice.below(12));
        match post.answers {
            Answers::ExpertDeclines => decline(scene, &own.0, "expert", EXPERT_WORDS[other % 4], post)?,
            Answers::VillageDeclines => decline(scene, &own.1, "village", VILLAGE_WORDS[other % 3], post)?,
            Answers::OneSilent => accept(scene, &own.0, "expert", post)?,
            Answers::Both => {
                accept(scene, &own.0, "expert", post)?;
                accept(scene, &own.1, "village", post)?;
            }
        }
    }
    Ok(())
}

/// Who answers for each side: themselves on their telephone, or the officer they telephoned.
fn sides(ground: &Ground, dice: &mut Dice, expert: &Expert, village: &Village) -> Result<(Who, Who), Stop> {
    let officer = ground.officer()?.clone();
    let own_expert = if dice.chance(80) { expert.who.clone() } else { officer.clone() };
    let contact = village.contact.as_ref().filter(|_| dice.chance(60)).map(|contact| Who::by_phone(contact.person));
    Ok((own_expert, contact.unwrap_or(officer)))
}

fn accept(scene: &mut Scene, who: &Who, side: &str, post: &Post) -> Result<(), Stop> {
    scene.on(who, "post.accept", post.id, Raw::of([("side", side)])).map(drop)
}

fn decline(scene: &mut Scene, who: &Who, side: &str, why: &str, post: &Post) -> Result<(), Stop> {
    scene.on(who, "post.decline", post.id, Raw::of([("side", side), ("why", why)])).map(drop)
}

/// Where the expert said no, the nearest of the same discipline with time left is asked; some places stay empty.
fn replace(scene: &mut Scene, about: &About, posts: &[Post], dice: &mut Dice) -> Result<Vec<Post>, Stop> {
    let mut held = BTreeMap::new();
    for post in posts.iter().filter(|post| matches!(post.answers, Answers::Both | Answers::OneSilent)) {
        *held.entry(post.expert).or_insert(0) += 1;
    }
    let mut stand_ins = Vec::new();
    for post in posts.iter().filter(|post| post.answers == Answers::ExpertDeclines) {
        if dice.chance(25) {
            continue;
        }
        for expert in candidates(&about.field, post, &held) {
            scene.later(200);
            let id = about.field.experts[expert].id.to_string();
            let asked = scene.on(
                about.ground.officer()?,
                "post.replace",
                post.id,
                Raw::of([("expert", id.as_str()), ("until", "2026-03-20")]),
            );
            // The house offers the best twenty only: whoever is not among them is no choice.
            if let Ok(Some(id)) = asked {
                *held.entry(expert).or_insert(0) += 1;
                stand_ins.push(Post { id, expert, answers: Answers::Both, ..post.clone() });
                break;
            }
        }
    }
    Ok(stand_ins)
}

fn candidates(field: &Field, post: &Post, held: &BTreeMap<usize, i64>) -> Vec<usize> {
    let (declined, village) = (&field.experts[post.expert], &field.villages[post.village].place);
    let has_time = |at: usize| held.get(&at).copied().unwrap_or(0) < field.experts[at].max_posts;
    let is_able =
        |at: &usize| *at != post.expert && field.experts[*at].discipline == declined.discipline && has_time(*at);
    let mut found: Vec<_> = (0..field.experts.len()).filter(is_able).collect();
    let apart = |at: &usize| {
        let home = &field.experts[*at].home;
        let gap = |a: Option<i32>, b: Option<i32>| i64::from(a.unwrap_or(0)) - i64::from(b.unwrap_or(0));
        gap(home.lon, village.lon).pow(2) + gap(home.lat, village.lat).pow(2)
    };
    found.sort_by_key(apart);
    found.truncate(2);
    found
}
