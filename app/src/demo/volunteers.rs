//! The year's volunteers: three hundred cards, a hundred and more shifts at fairs, exhibitions and contests, each opened,
//! filled, served and closed in its time; lectures of experts as a record of theirs; shifts still open in December.

use super::activities::Activity;
use super::dice::Dice;
use super::field::Expert;
use super::names::{self, Line};
use super::people::{Ground, Staff};
use super::stage::{Scene, Who, at, button, day};
use ground::stop::{OrMissing, Stop};
use logic::act::Role;
use logic::form::Raw;
use logic::id::Id;
use logic::time::{Day, Instant};

/// How many volunteers.
const COUNT: usize = 300;
/// Of the activities that take volunteers, every so manieth asks for them here.
const EVERY: usize = 3;
/// Of the lectures, every so manieth is an expert's record.
const LECTURES_EVERY: usize = 40;
/// Volunteers at one shift.
const NEEDED: usize = 4;

/// A volunteer before the year.
#[derive(Debug, Clone)]
pub(super) struct Volunteer {
    name: String,
    phone: String,
    born: String,
    skills: Vec<&'static str>,
    languages: Vec<&'static str>,
    proof: Option<(&'static str, &'static str)>,
    joins: Instant,
    /// Who keeps the card.
    unit: String,
}

/// A shift before it is lived.
#[derive(Debug, Clone)]
pub(super) struct Shift {
    activity: usize,
    role: &'static str,
    is_lecture: bool,
    /// A lecturer who has no card yet.
    is_new: bool,
    people: Vec<(String, String)>,
    starts: Instant,
    ends: Instant,
    is_ahead: bool,
}

/// The year's volunteers and shifts.
#[derive(Debug, Clone)]
pub(super) struct Corps {
    pub(super) volunteers: Vec<Volunteer>,
    pub(super) shifts: Vec<Shift>,
}

/// What has become of a shift: its id, and who is at it.
pub(super) type Lived = (Id, Vec<Id>);

/// A step of the corps' year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Join,
    Open,
    Fill,
    Serve,
    /// The first expert has a record of outreach work issued.
    Certify,
}

const ROLES: &[&str] = &["展台讲解", "秩序引导", "签到接待", "实验演示助手", "摄影记录", "物资搬运"];
const SKILLS: [&str; 8] = ["guide", "order", "demonstration", "hosting", "camera", "writing", "technical", "care"];
const PROOFS: [(&str, &str); 3] =
    [("first_aid", "云川市红十字会"), ("training", "云川市科协"), ("teacher", "云川市教育局")];

/// The corps: who comes to which shift is chosen so that nobody has two within two days.
pub(super) fn all(seed: u64, experts: &[Expert], activities: &[Activity]) -> Corps {
    let mut dice = Dice::of(seed, "volunteers");
    let volunteers: Vec<_> = (0..COUNT).map(|number| one(&mut dice, number)).collect();
    let mut last = vec![Day::MIN; COUNT];
    let mut shifts = Vec::new();
    let is_for = |activity: &Activity, classes: &[&str]| activity.is_held() && classes.contains(&activity.class);
    let begin = at(day(3, 10), 0);
    let late = activities.iter().enumerate().filter(|(_, activity)| activity.starts > begin);
    let fairs = late.clone().filter(|(_, activity)| is_for(activity, &["fair", "exhibition", "contest", "open_day"]));
    for (number, activity) in fairs.step_by(EVERY) {
        let on = activity.starts.day();
        let free: Vec<usize> = (0..COUNT).filter(|who| last[*who] < on.plus(-2)).collect();
        let offset = dice.between(0, free.len() as i64 - NEEDED as i64).max(0) as usize;
        let chosen: Vec<usize> = free.into_iter().skip(offset).take(NEEDED).collect();
        chosen.iter().for_each(|who| last[*who] = on);
        let people = chosen.iter().map(|who| (volunteers[*who].name.clone(), volunteers[*who].phone.clone()));
        let role: &'static str = dice.pick::<&'static str>(ROLES);
        shifts.push(shift(activity, (number, role, false), people.collect()));
    }
    let lectures = late.filter(|(_, activity)| is_for(activity, &["lecture"])).step_by(LECTURES_EVERY);
    for (at, (number, activity)) in lectures.enumerate() {
        // The first expert, who signs in by telephone in the welcome, gives every other lecture.
        let expert = &experts[if at % 2 == 0 { 0 } else { at }];
        let is_new = !shifts.iter().any(|known: &Shift| known.people.iter().any(|(_, phone)| *phone == expert.phone));
        let lecture = shift(activity, (number, "主讲", true), vec![(expert.name.clone(), expert.phone.clone())]);
        shifts.push(Shift { is_new, ..lecture });
    }
    Corps { volunteers, shifts }
}

fn one(dice: &mut Dice, number: usize) -> Volunteer {
    let count = dice.between(1, 3) as usize;
    let first = dice.between(0, SKILLS.len() as i64 - 1) as usize;
    let skills = (0..count).map(|step| SKILLS[(first + step * 3) % SKILLS.len()]).collect();
    let other = dice.pick(&["dialect", "english", "sign", "mandarin"]);
    let joins = at(day(2, 5 + (number % 20) as i8), 9).plus_seconds((number / 20) as i64 * 300);
    let county = dice.pick(&names::COUNTIES);
    let unit = if dice.chance(70) {
        format!("{county}科协")
    } else {
        (*dice.pick(&["科普部", "云川市科技馆"])).to_owned()
    };
    Volunteer {
        name: names::person(dice),
        phone: names::phone(Line::Volunteer, number + 1),
        born: Day::new(dice.between(1958, 2006) as i16, dice.between(1, 12) as i8, 15).unwrap_or(Day::MIN).to_string(),
        skills,
        languages: if *other == "mandarin" { vec!["mandarin"] } else { vec!["mandarin", other] },
        proof: dice.chance(15).then(|| *dice.pick(&PROOFS)),
        joins,
        unit,
    }
}

fn shift(
    activity: &Activity,
    (number, role, is_lecture): (usize, &'static str, bool),
    people: Vec<(String, String)>,
) -> Shift {
    let starts = activity.starts;
    Shift {
        activity: number,
        role,
        is_lecture,
        is_new: is_lecture,
        people,
        starts,
        ends: starts.plus_seconds(activity.hours * 3_600),
        is_ahead: starts > super::now(),
    }
}

/// When each step is taken.
pub(super) fn phases(corps: &Corps) -> Vec<(Instant, Phase, usize)> {
    let joins = corps.volunteers.iter().enumerate().map(|(number, one)| (one.joins, Phase::Join, number));
    let shifts = corps.shifts.iter().enumerate().flat_map(|(number, one)| {
        let before = |days: i32| at(one.starts.day().plus(-days), 16).plus_seconds((number % 50) as i64 * 60);
        let mut steps = vec![(before(10), Phase::Open, number), (before(6), Phase::Fill, number)];
        if !one.is_ahead {
            steps.push((one.ends.plus_seconds(2_400), Phase::Serve, number));
        }
        steps
    });
    joins.chain(shifts).chain([(at(day(12, 15), 20), Phase::Certify, 0)]).collect()
}

/// Takes a step; a shift keeps its id and those at it.
pub(super) fn act(
    scene: &mut Scene,
    (ground, expert): (&Ground, &Who),
    (corps, activities): (&Corps, &[Activity]),
    (phase, number): (Phase, usize),
    activity: impl Fn(usize) -> Option<Id>,
    lived: Option<Lived>,
) -> Result<Option<Lived>, Stop> {
    if phase == Phase::Certify {
        let days = [("first_day", "2026-01-01"), ("last_day", "2026-12-15"), ("paper", "outreach")];
        let shows = [("show_name", "1"), ("show_lines", "1")];
        scene.make(expert, "certificate.issue", Raw::of([&days[..], &shows].concat()))?;
        return Ok(None);
    }
    if phase == Phase::Join {
        join(scene, ground, &corps.volunteers[number])?;
        return Ok(None);
    }
    let shift = &corps.shifts[number];
    let host = &activities[shift.activity].host;
    let officer = ground.staff_of(Role::Officer, host)?;
    match phase {
        Phase::Join | Phase::Certify => Ok(None),
        Phase::Open => {
            let id = open(scene, (&ground.unit(host)?, officer), shift, activity(shift.activity).or_missing()?)?;
            Ok(Some((id, Vec::new())))
        }
        Phase::Fill => {
            let (id, _) = lived.or_missing()?;
            fill(scene, ground, officer, shift, id).map(|people| Some((id, people)))
        }
        Phase::Serve => {
            let (id, people) = lived.or_missing()?;
            serve(scene, officer, shift, id, &people)?;
            Ok(Some((id, people)))
        }
    }
}

/// The office writes down who came by.
fn join(scene: &mut Scene, ground: &Ground, one: &Volunteer) -> Result<(), Stop> {
    let officer = ground.staff_of(Role::Officer, &one.unit)?;
    let unit = ground.unit(&one.unit)?;
    let mut fields = vec![
        ("person_name", one.name.as_str()),
        ("phone", one.phone.as_str()),
        ("born_on", one.born.as_str()),
        ("volunteer_unit", unit.as_str()),
        ("consent", "1"),
    ];
    fields.extend(one.skills.iter().map(|skill| ("skills", *skill)));
    fields.extend(one.languages.iter().map(|language| ("languages", *language)));
    let card = scene.make(&officer.who, "volunteer.enter", Raw::of(fields))?;
    let Some((kind, issuer)) = one.proof else { return Ok(()) };
    let number = format!("YC-{}", &one.phone[5..]);
    let paper = [
        ("proof", kind),
        ("number", number.as_str()),
        ("issuer", issuer),
        ("valid_from", "2025-03-01"),
        ("valid_to", "2027-02-28"),
    ];
    let qualification = scene.on(&officer.who, "qualification.add", card, Raw::of(paper))?.or_missing()?;
    let at = [("id", card.to_string()), ("qualification", qualification.to_string())];
    scene.act(&officer.who, "qualification.check", &at, button()).map(drop)
}

fn open(scene: &mut Scene, (unit, officer): (&str, &Staff), shift: &Shift, activity: Id) -> Result<Id, Stop> {
    let needed = if shift.is_lecture { 1 } else { shift.people.len() + usize::from(shift.is_ahead) * 3 };
    let (activity, needed) = (activity.to_string(), needed.to_string());
    let (starts, ends) = (shift.starts.to_string(), shift.ends.to_string());
    let fields = [
        ("activity", activity.as_str()),
        ("shift_unit", unit),
        ("duty", if shift.is_lecture { "lecturer" } else { "volunteer" }),
        ("shift_role", shift.role),
        ("starts_at", &starts),
        ("ends_at", &ends),
        ("venue", "活动现场"),
        ("needed", &needed),
        ("least_age", "16"),
        ("shift_way", "open"),
        ("tolerance", "10"),
    ];
    scene.make(&officer.who, "shift.open", Raw::of(fields))
}

/// Everyone telephones; a lecturer without a card gets one first.
fn fill(scene: &mut Scene, ground: &Ground, officer: &Staff, shift: &Shift, id: Id) -> Result<Vec<Id>, Stop> {
    let mut people = Vec::new();
    for (name, phone) in &shift.people {
        let fields = [("person_name", name.as_str()), ("phone", phone.as_str())];
        if shift.is_new {
            let unit = ground.unit(&officer.unit)?;
            let card =
                [&fields[..], &[("volunteer_unit", unit.as_str()), ("skills", "teaching"), ("consent", "1")]].concat();
            scene.make(&officer.who, "volunteer.enter", Raw::of(card))?;
        }
        people.push(scene.on(&officer.who, "signup.enter", id, Raw::of(fields))?.or_missing()?);
    }
    Ok(people)
}

/// Noted from the list at the end: some came late, some left early, one in thirty never came.
fn serve(scene: &mut Scene, officer: &Staff, shift: &Shift, id: Id, people: &[Id]) -> Result<(), Stop> {
    let mut dice = Dice::of(shift.starts.0 as u64, "served");
    for signup in people {
        if !shift.is_lecture && dice.chance(3) {
            continue;
        }
        let minutes = |dice: &mut Dice| dice.between(-12, 20) * 60;
        let came = shift.starts.plus_seconds(minutes(&mut dice)).to_string();
        let went = shift.ends.plus_seconds(-minutes(&mut dice)).to_string();
        let at = [("id", id.to_string()), ("signup", signup.to_string())];
        scene.act(&officer.who, "service.check_in", &at, Raw::of([("at", came.as_str())]))?;
        scene.act(&officer.who, "service.check_out", &at, Raw::of([("at", went.as_str())]))?;
    }
    scene.on(&officer.who, "shift.close", id, button()).map(drop)
}
