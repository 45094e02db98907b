//! The diary: everything from late January on in the order it happens, a week in one transaction.

use super::activities::{self, Activity, Phase};
use super::dice::Dice;
use super::field::{self, Field};
use super::names::{self, as_phone};
use super::people::Ground;
use super::plan::{Fate, Task};
use super::programme::Brands;
use super::round::Post;
use super::stage::{City, Scene, Who, at, button, day};
use super::visits::{self as plans, Answer, Mistake, Use, Visit};
use super::volunteers::{self, Corps, Lived};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::act::Role;
use logic::form::{Raw, Upload};
use logic::id::Id;
use logic::time::Instant;
use std::sync::Arc;

/// All that is known of the year before it is lived.
#[derive(Clone)]
pub(super) struct Year {
    seed: u64,
    ground: Arc<Ground>,
    field: Arc<Field>,
    tasks: Arc<Vec<Task>>,
    programme: Id,
    posts: Vec<Post>,
    visits: Vec<Visit>,
    uses: Vec<Use>,
    activities: Arc<Vec<Activity>>,
    corps: Arc<Corps>,
    brands: Brands,
}

impl Year {
    /// The year as it stands in January: visits that no round arranged.
    pub(super) fn new(
        seed: u64,
        ground: &Arc<Ground>,
        field: &Arc<Field>,
        tasks: &Arc<Vec<Task>>,
        programme: Id,
        brands: Brands,
    ) -> Self {
        let visits = plans::early(seed, field);
        let uses = plans::uses(seed, &visits, 0, &[]);
        let activities = Arc::new(activities::all(seed, ground));
        let corps = Arc::new(volunteers::all(seed, &field.experts, &activities));
        let (ground, field, tasks) = (ground.clone(), field.clone(), tasks.clone());
        Self { seed, ground, field, tasks, programme, posts: Vec::new(), visits, uses, activities, corps, brands }
    }
}

/// Something that someone does, by its number in the year.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Log(usize),
    PutRight(usize),
    Report(usize),
    Answer(usize),
    Prove(usize),
    List(usize),
    Spread(usize),
    Withdraw(usize),
    Work(usize, Step),
    Hold(usize, Phase),
    Serve(usize, volunteers::Phase),
    Review(usize),
    Grade(usize),
    Renew(usize),
    End(usize),
}

/// A step of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Claim,
    Report(&'static str),
    Urge,
    Prove,
    File,
    Finish,
    Return,
    Verify,
    Archive,
}

/// The ids that what has happened got.
#[derive(Clone, Default)]
struct Book {
    visits: Vec<Option<Id>>,
    uses: Vec<Option<Id>>,
    activities: Vec<Option<Id>>,
    registered: Vec<Vec<Id>>,
    shifts: Vec<Option<Lived>>,
}

/// The year being lived.
pub(super) struct Diary {
    year: Arc<Year>,
    deeds: Vec<(Instant, Deed)>,
    done: usize,
    book: Book,
}

const WEEK: i64 = 7 * 86_400;

impl Diary {
    /// Puts everything in its order.
    pub(super) fn of(year: Year) -> Self {
        let deeds = visits(&year, 0, 0)
            .into_iter()
            .chain(techniques(&year))
            .chain(works(&year))
            .chain(held(&year))
            .chain(served(&year))
            .collect();
        let book = Book {
            visits: vec![None; year.visits.len()],
            uses: vec![None; year.uses.len()],
            activities: vec![None; year.activities.len()],
            registered: vec![Vec::new(); year.activities.len()],
            shifts: vec![None; year.corps.shifts.len()],
        };
        let mut diary = Self { year: Arc::new(year), deeds, done: 0, book };
        diary.sort();
        diary
    }

    /// The round is over: what its posts bring is added.
    pub(super) fn add(&mut self, posts: &[Post]) {
        let mut year = Year::clone(&self.year);
        let (known, seen) = (year.visits.len(), year.uses.len());
        year.posts = posts.to_vec();
        year.visits.extend(plans::of_posts(year.seed, &year.field, posts));
        let more = plans::uses(year.seed, &year.visits, known, &year.uses);
        year.uses.extend(more);
        self.book.visits.resize(year.visits.len(), None);
        self.book.uses.resize(year.uses.len(), None);
        self.deeds.extend(visits(&year, known, seen).into_iter().chain(ends(&year)));
        self.year = Arc::new(year);
        self.sort();
    }

    /// What lies ahead, in its order; what was said first stays before what was said later at the same moment.
    fn sort(&mut self) {
        self.deeds[self.done..].sort_by_key(|(at, _)| *at);
    }

    /// Lives on until that moment.
    pub(super) async fn live(&mut self, city: &City, until: Instant) -> Result<(), Stop> {
        while let Some((first, _)) = self.deeds.get(self.done).copied().filter(|(first, _)| *first < until) {
            let end = first.plus_seconds(WEEK).min(until);
            let deeds: Vec<_> = self.deeds[self.done..].iter().take_while(|(at, _)| *at < end).copied().collect();
            let (count, stored) = (deeds.len(), deeds.last().map_or(end, |(at, _)| *at));
            let (year, book) = (self.year.clone(), self.book.clone());
            self.book = city.write_from(first, stored, move |scene| live(scene, &year, &deeds, book.clone())).await?;
            self.done += count;
        }
        Ok(())
    }
}

fn live(scene: &mut Scene, year: &Year, deeds: &[(Instant, Deed)], mut book: Book) -> Result<Book, Stop> {
    for (at, deed) in deeds {
        scene.at(*at);
        act(scene, year, *deed, &mut book)?;
    }
    Ok(book)
}

fn act(scene: &mut Scene, year: &Year, deed: Deed, book: &mut Book) -> Result<(), Stop> {
    let village = |number: usize| &year.field.villages[number];
    match deed {
        Deed::Log(number) => book.visits[number] = Some(log(scene, year, &year.visits[number])?),
        Deed::PutRight(number) => put_right(scene, year, &year.visits[number], book.visits[number].or_missing()?)?,
        Deed::Report(number) => {
            let seen = &year.uses[number];
            book.uses[number] = Some(report(scene, year, seen, book.visits[seen.visit].or_missing()?)?);
        }
        Deed::Answer(number) => answer(scene, year, &year.uses[number], book.uses[number].or_missing()?)?,
        Deed::Prove(number) => {
            let technique = &year.field.techniques[number];
            field::prove(scene, centre(year)?, technique)?;
        }
        Deed::List(number) => step_technique(scene, year, number, "technique.list")?,
        Deed::Spread(number) => step_technique(scene, year, number, "technique.spread")?,
        Deed::Withdraw(number) => {
            let why = Raw::of([("why", "有了更好的替代技术。")]);
            scene.on(centre(year)?, "technique.withdraw", year.field.techniques[number].id, why)?;
        }
        Deed::Hold(number, phase) => {
            let (activity, known) = (&year.activities[number], book.activities[number]);
            book.activities[number] = activities::act(
                scene,
                &year.ground,
                year.brands,
                activity,
                phase,
                known,
                &mut book.registered[number],
            )?;
        }
        Deed::Serve(number, phase) => {
            let expert = &year.field.experts.first().or_missing()?.who;
            let (city, corps) = ((&*year.ground, expert), (&*year.corps, year.activities.as_slice()));
            let known = book.shifts.get(number).cloned().flatten();
            let held = |activity: usize| book.activities[activity];
            if let Some(lived) = volunteers::act(scene, city, corps, (phase, number), held, known)? {
                book.shifts[number] = Some(lived);
            }
        }
        Deed::Work(number, step) => work(scene, year, &year.tasks[number], step)?,
        Deed::Review(number) => {
            let post = &year.posts[number];
            review(scene, year, post, number, village(post.village))?;
        }
        Deed::Grade(number) => {
            let grades = ["excellent", "good", "fair"];
            let grade = grades[Dice::of(year.seed + number as u64, "grade").weighted([35, 50, 15].into_iter())];
            scene.on(year.ground.officer()?, "post.grade", year.posts[number].id, Raw::of([("grade", grade)]))?;
        }
        Deed::Renew(number) => drop(scene.on(year.ground.officer()?, "post.renew", year.posts[number].id, button())?),
        Deed::End(number) => {
            let why = Raw::of([("why", "专家调到外地工作，另行安排。")]);
            scene.on(year.ground.officer()?, "post.end", year.posts[number].id, why)?;
        }
    }
    Ok(())
}

/// Visits from one number on, and uses from one number on.
fn visits(year: &Year, known: usize, seen: usize) -> Vec<(Instant, Deed)> {
    let (all, uses) = (year.visits.iter().enumerate().skip(known), year.uses.iter().enumerate().skip(seen));
    let logged = all.clone().map(|(number, visit)| (visit.logged, Deed::Log(number)));
    let mistakes = all.filter_map(|(number, visit)| Some((visit.mistake?.0, Deed::PutRight(number))));
    let seen = uses.clone().map(|(number, seen)| (seen.at, Deed::Report(number)));
    let answers = uses.filter_map(|(number, seen)| Some((seen.answer?.at, Deed::Answer(number))));
    logged.chain(mistakes).chain(seen).chain(answers).collect()
}

/// The steps of techniques after January.
fn techniques(year: &Year) -> Vec<(Instant, Deed)> {
    let january = at(day(1, 20), 0);
    let steps = year.field.techniques.iter().enumerate().flat_map(|(number, technique)| {
        let field::Technique { proven, listed, spread, withdrawn, .. } = technique;
        let steps = [
            (proven, Deed::Prove(number)),
            (listed, Deed::List(number)),
            (spread, Deed::Spread(number)),
            (withdrawn, Deed::Withdraw(number)),
        ];
        steps.map(|(when, deed)| when.map(|when| (when, deed)))
    });
    steps.flatten().filter(|(when, _)| *when > january).collect()
}

/// The steps of every activity.
fn held(year: &Year) -> Vec<(Instant, Deed)> {
    let phases = |(number, activity)| {
        activities::phases(activity, number).into_iter().map(move |(at, phase)| (at, Deed::Hold(number, phase)))
    };
    year.activities.iter().enumerate().flat_map(phases).collect()
}

/// The steps of every volunteer and shift.
fn served(year: &Year) -> Vec<(Instant, Deed)> {
    let phases = volunteers::phases(&year.corps).into_iter();
    phases.map(|(at, phase, number)| (at, Deed::Serve(number, phase))).collect()
}

/// The steps of every task on its way to where it is in December.
fn works(year: &Year) -> Vec<(Instant, Deed)> {
    let steps = year.tasks.iter().enumerate().flat_map(|(number, task)| {
        let minutes = number as i64 * 420;
        steps_of(task.row.fate, number)
            .into_iter()
            .map(move |((month, on), step)| (at(day(month, on), 10).plus_seconds(minutes), Deed::Work(number, step)))
    });
    steps.collect()
}

/// Month and day of each step.
fn steps_of(fate: Fate, number: usize) -> Vec<((i8, i8), Step)> {
    let begun = [((1, 26), Step::Claim), ((3, 27), Step::Report("方案已定，分工到人。"))];
    let spring = ((6, 24), Step::Report("时间过半，进度正常，问题已列单。"));
    let autumn = ((9, 22), Step::Report("主要活动办完，正在汇总材料。"));
    let finish = |month: i8| [((month, 8), Step::Prove), ((month, 9), Step::File), ((month, 10), Step::Finish)];
    let mut steps = Vec::new();
    match fate {
        Fate::Divided => {}
        Fate::Claimed => steps.push(begun[0]),
        Fate::Underway => {
            steps.extend(begun);
            steps.extend([spring, autumn]);
            if number.is_multiple_of(3) {
                steps.extend([((10, 13), Step::Urge), ((10, 19), Step::Report("已对照督办意见补上两个县的进度。"))]);
            }
            steps.push(((12, 4), Step::Prove));
        }
        Fate::Urged => {
            steps.extend(begun);
            steps.push(((11, 17), Step::Urge));
        }
        Fate::Archived(month) | Fate::Verified(month) | Fate::Finished(month) | Fate::Returned(month) => {
            steps.extend(begun);
            if month > 6 {
                steps.push(spring);
            }
            steps.extend(finish(month));
        }
    }
    match fate {
        Fate::Archived(month) => {
            steps.extend([((month, 18), Step::Verify), (after(month), Step::Archive)]);
        }
        Fate::Verified(month) => steps.push(((month, 18), Step::Verify)),
        Fate::Returned(month) => {
            let again = [((month, 20), Step::Return), ((month, 28), Step::File), ((month, 29), Step::Finish)];
            steps.extend(again);
            steps.push((after(month), Step::Verify));
        }
        _ => {}
    }
    steps
}

/// The tenth of the month after; the last day of the demo's work in December.
fn after(month: i8) -> (i8, i8) {
    if month < 12 { (month + 1, 12) } else { (12, 16) }
}

/// December: villages have their say, the office grades, good pairs go on; a few ended before.
fn ends(year: &Year) -> Vec<(Instant, Deed)> {
    let mut dice = Dice::of(year.seed, "ends");
    let mut ends = Vec::new();
    for (number, post) in year.posts.iter().enumerate() {
        let seconds = number as i64 * 50;
        // Two posts of one pair cannot be told apart by their visits: they go on as they are.
        let is_twin = |other: &&Post| (other.expert, other.village) == (post.expert, post.village);
        if year.posts.iter().filter(is_twin).count() > 1 {
            continue;
        }
        if number > 20 && dice.chance(2) {
            ends.push((at(day(12, 16), 9).plus_seconds(seconds), Deed::End(number)));
        } else if dice.chance(45) {
            ends.push((at(day(12, 17), 8).plus_seconds(seconds), Deed::Review(number)));
            if dice.chance(60) {
                ends.push((at(day(12, 17), 15).plus_seconds(seconds), Deed::Grade(number)));
                ends.extend(dice.chance(50).then(|| (at(day(12, 17), 22), Deed::Renew(number))));
            }
        }
    }
    ends
}

fn centre(year: &Year) -> Result<&Who, Stop> {
    Ok(&year.ground.staff_of(Role::Officer, "农村科普服务中心")?.who)
}

fn step_technique(scene: &mut Scene, year: &Year, number: usize, act: &str) -> Result<(), Stop> {
    scene.on(centre(year)?, act, year.field.techniques[number].id, button()).map(drop)
}

fn lines(roster: &[super::visits::Farmer]) -> String {
    let line = |farmer: &super::visits::Farmer| format!("{} {}", farmer.name, farmer.phone.clone().unwrap_or_default());
    roster.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a visit says, as both forms take it.
fn words(year: &Year, visit: &Visit, onsite: i64) -> Raw {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut pairs = vec![
        field("village", year.field.villages[visit.village].place.code.to_string()),
        field("on", visit.on.to_string()),
        field("days", visit.days.to_string()),
        field("onsite", onsite.to_string()),
        field("online", visit.online.to_string()),
        field("audience", "farmers".into()),
        field("roster", lines(&visit.roster)),
        field("note", visit.note.into()),
    ];
    pairs.extend(
        visit.techniques.iter().map(|number| field("techniques", year.field.techniques[*number].id.to_string())),
    );
    pairs.extend(visit.is_return.then(|| field("is_return", "1".into())));
    Raw { pairs, files: Vec::new() }
}

fn log(scene: &mut Scene, year: &Year, visit: &Visit) -> Result<Id, Stop> {
    let (expert, village) = (&year.field.experts[visit.expert], &year.field.villages[visit.village]);
    let mut form = words(year, visit, typed(visit));
    form.pairs.push(("expert".into(), expert.id.to_string()));
    if visit.is_early {
        form.pairs.push(("programme".into(), year.programme.to_string()));
    }
    if !visit.is_behalf {
        return scene.make(&expert.who, "visit.log", form);
    }
    // Half of those who telephone are experts, half are the village's contacts.
    let contact = village.contact.as_ref().filter(|_| visit.onsite % 2 == 0);
    let (name, phone) = contact.map_or((&expert.name, &expert.phone), |contact| (&contact.name, &contact.phone));
    form.pairs.extend([("behalf_name".into(), name.clone()), ("behalf_phone".into(), phone.clone())]);
    scene.make(&year.ground.county_officer(village.place.code)?.who, "visit.log", form)
}

/// The number that is typed: a mistake adds a digit.
fn typed(visit: &Visit) -> i64 {
    match visit.mistake {
        Some((_, Mistake::People(more))) => visit.onsite * 10 + more,
        _ => visit.onsite,
    }
}

fn put_right(scene: &mut Scene, year: &Year, visit: &Visit, id: Id) -> Result<(), Stop> {
    let officer = &year.ground.county_officer(year.field.villages[visit.village].place.code)?.who;
    let Some((_, mistake)) = visit.mistake else { return Ok(()) };
    let done = match mistake {
        Mistake::Void => scene.on(officer, "visit.void", id, Raw::of([("reason", "did_not_happen")])),
        Mistake::People(_) => scene.on(officer, "visit.correct", id, corrected(year, visit)),
    };
    done.map(drop)
}

/// The visit as it should have been written down.
fn corrected(year: &Year, visit: &Visit) -> Raw {
    let mut form = words(year, visit, visit.onsite);
    form.pairs.push(("reason".into(), "mistyped".into()));
    form
}

fn report(scene: &mut Scene, year: &Year, seen: &Use, visit: Id) -> Result<Id, Stop> {
    let expert = &year.field.experts[year.visits[seen.visit].expert];
    let technique = year.field.techniques[seen.technique].id.to_string();
    let phone = seen.farmer.phone.clone().unwrap_or_default();
    let fields = [("technique", technique.as_str()), ("farmer_name", &seen.farmer.name), ("farmer_phone", &phone)];
    scene.on(&expert.who, "application.report", visit, Raw::of(fields))?.or_missing()
}

fn answer(scene: &mut Scene, year: &Year, seen: &Use, id: Id) -> Result<(), Stop> {
    let Some(Answer { is_yes, is_own, .. }) = seen.answer else { return Ok(()) };
    let known = NewPerson {
        name: seen.farmer.name.clone(),
        phone: seen.farmer.phone.as_deref().map(as_phone),
        ..NewPerson::default()
    };
    let farmer = scene.tx.find_same_person(&known)?.or_missing()?;
    let village = &year.field.villages[year.visits[seen.visit].village];
    let officer = &year.ground.county_officer(village.place.code)?.who;
    let who = if is_own { Who::by_phone(farmer.id) } else { officer.clone() };
    scene.on(&who, if is_yes { "application.confirm" } else { "application.deny" }, id, button()).map(drop)
}

fn review(scene: &mut Scene, year: &Year, post: &Post, number: usize, village: &field::Village) -> Result<(), Stop> {
    let mut dice = Dice::of(year.seed + number as u64, "review");
    let contact = village.contact.as_ref().filter(|_| dice.chance(70)).map(|contact| Who::by_phone(contact.person));
    let who = contact.map_or_else(|| year.ground.officer().cloned(), Ok)?;
    let mark = ["5", "4", "3"][dice.weighted([55, 35, 10].into_iter())];
    let words = *dice.pick(&["讲得明白，照着做有收成。", "随叫随到。", "希望多来几次。", "忙的时候来得少了些。"]);
    scene.on(&who, "post.review", post.id, Raw::of([("mark", mark), ("words", words)])).map(drop)
}

fn work(scene: &mut Scene, year: &Year, task: &Task, step: Step) -> Result<(), Stop> {
    let lead = &year.ground.staff_of(Role::Officer, task.row.lead)?.who;
    let leader = &year.ground.staff_of(Role::Leader, names::ASSOCIATION)?.who;
    let office = year.ground.officer()?;
    let done = match step {
        Step::Claim => scene.on(lead, "task.claim", task.id, button()),
        Step::Report(words) => scene.on(lead, "task.report", task.id, Raw::of([("report", words)])),
        Step::Urge => scene.on(leader, "task.urge", task.id, Raw::of([("urge", "时限将到，请报告进展和困难。")])),
        Step::Prove => prove_by_fact(scene, lead, task),
        Step::File => prove_by_file(scene, lead, task),
        Step::Finish => scene.on(lead, "task.finish", task.id, button()),
        Step::Return => scene.on(leader, "task.return", task.id, Raw::of([("lacking", "缺签到册，请补上。")])),
        Step::Verify => scene.on(office, "task.verify", task.id, button()),
        Step::Archive => scene.on(office, "task.archive", task.id, button()),
    };
    done.map(drop)
}

/// The latest visit stands for the work in the field; what was taken back since proves nothing.
fn prove_by_fact(scene: &mut Scene, lead: &Who, task: &Task) -> Result<Option<Id>, Stop> {
    let latest = scene.tx.latest_facts(Some("visit.logged"), 0, 50)?;
    let position = latest.iter().find(|fact| fact.sign > 0).or_missing()?.position.to_string();
    scene.on(lead, "evidence.add", task.id, Raw::of([("fact", position.as_str())]))
}

fn prove_by_file(scene: &mut Scene, lead: &Who, task: &Task) -> Result<Option<Id>, Stop> {
    let text = format!("{}\n\n签到册、通知和小结见附页。本文件由演示城市生成，内容虚构。\n", task.row.title);
    let file = Upload { name: "小结.txt".into(), bytes: text.into_bytes() };
    let pairs = vec![("evidence_name".into(), format!("{}小结", task.row.title))];
    scene.on(lead, "evidence.add", task.id, Raw { pairs, files: vec![("file".into(), file)] })
}
