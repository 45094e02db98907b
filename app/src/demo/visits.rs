//! A year of visits as it is going to happen: who goes where and when, who comes, what is taught, what farmers say later.

use super::dice::Dice;
use super::field::Field;
use super::names::{self, Line};
use super::round::Post;
use super::stage::{at, day};
use logic::time::{Day, Instant};
use std::collections::BTreeSet;

/// Farmers of a village who come now and then.
const FARMERS: usize = 31;

/// A visit as it will be written down.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) expert: usize,
    pub(super) village: usize,
    /// Outside any post, the programme is named.
    pub(super) is_early: bool,
    pub(super) on: Day,
    pub(super) logged: Instant,
    pub(super) days: i64,
    pub(super) onsite: i64,
    pub(super) online: i64,
    pub(super) techniques: Vec<usize>,
    pub(super) roster: Vec<Farmer>,
    pub(super) is_return: bool,
    pub(super) note: &'static str,
    /// The county's officer writes it down for someone who telephoned.
    pub(super) is_behalf: bool,
    /// When it is put right, and in what.
    pub(super) mistake: Option<(Instant, Mistake)>,
}

/// Someone on a roster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Farmer {
    pub(super) name: String,
    pub(super) phone: Option<String>,
}

/// What was wrong about a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    /// So many people too many.
    People(i64),
    /// It did not happen.
    Void,
}

/// A farmer uses a technique, as seen on a visit; and the farmer's word.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) visit: usize,
    pub(super) technique: usize,
    pub(super) farmer: Farmer,
    pub(super) at: Instant,
    pub(super) answer: Option<Answer>,
}

/// The farmer's word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) at: Instant,
    pub(super) is_yes: bool,
    /// On the own telephone; otherwise an officer asked.
    pub(super) is_own: bool,
}

const NOTES: [&str; 8] = [
    "到地头看苗情，现场示范。",
    "在村委会讲课，随后入户。",
    "上次讲的多数户已照做。",
    "发放明白纸，留了电话。",
    "帮两户调整了方案。",
    "与合作社一起做对比田。",
    "",
    "",
];

/// The last day of the demo's visits.
fn last_day() -> Day {
    day(12, 16)
}

/// Visits before the round, in the order they are written down.
pub(super) fn early(seed: u64, field: &Field) -> Vec<Visit> {
    in_order(Planning::new(seed, "early visits", field).before_the_round())
}

/// Visits under the posts of the round, in the order they are written down.
pub(super) fn of_posts(seed: u64, field: &Field, posts: &[Post]) -> Vec<Visit> {
    let mut planning = Planning::new(seed, "visits", field);
    let mut visits = in_order(posts.iter().flat_map(|post| planning.of_post(post)).collect());
    // Two mistakes come out only after the report is frozen: it has something to say when asked what changed.
    let found_late = [Mistake::People(2), Mistake::Void].into_iter().enumerate();
    for (number, mistake) in found_late {
        let at = at(day(12, 16), 10 + number as i64);
        if let Some(late) = visits.iter_mut().rev().filter(|visit| visit.mistake.is_none()).nth(200 + number) {
            late.mistake = Some((at, mistake));
        }
    }
    visits
}

fn in_order(mut visits: Vec<Visit>) -> Vec<Visit> {
    visits.sort_by_key(|visit| visit.logged);
    visits
}

/// The farmers of each village. The very first one signs in by telephone in the welcome.
fn farmers(seed: u64, field: &Field) -> Vec<Vec<Farmer>> {
    let mut dice = Dice::of(seed, "farmers");
    let mut farmer =
        |number: usize| Farmer { name: names::person(&mut dice), phone: Some(names::phone(Line::Farmer, number + 1)) };
    (0..field.villages.len()).map(|village| (0..FARMERS).map(|at| farmer(village * FARMERS + at)).collect()).collect()
}

struct Planning<'a> {
    dice: Dice,
    field: &'a Field,
    /// Nobody is in two villages on one day.
    taken: BTreeSet<(usize, Day)>,
    farmers: Vec<Vec<Farmer>>,
}

impl<'a> Planning<'a> {
    fn new(seed: u64, purpose: &str, field: &'a Field) -> Self {
        Self { dice: Dice::of(seed, purpose), field, taken: BTreeSet::new(), farmers: farmers(seed, field) }
    }

    /// Late January and early February: experts who went before anyone matched them.
    fn before_the_round(&mut self) -> Vec<Visit> {
        let (experts, villages) = (self.field.experts.len(), self.field.villages.len());
        let mut visits = Vec::new();
        while visits.len() < 260 {
            let (expert, village) = (self.dice.below(experts), self.dice.below(villages));
            let on = day(1, 26).plus(self.dice.between(0, 17) as i32);
            let is_free = self.taken.insert((expert, on));
            if is_free {
                let visit = self.visit(expert, village, on);
                visits.push(Visit { is_early: true, is_return: false, ..visit });
            }
        }
        visits
    }

    /// Twelve to twenty visits, about evenly over the seasons.
    fn of_post(&mut self, post: &Post) -> Vec<Visit> {
        let count = self.dice.between(11, 20);
        let gap = 277 / count;
        let mut visits = Vec::new();
        for number in 0..count {
            let mut on = day(3, 14).plus((number * gap + self.dice.between(0, gap - 2)) as i32);
            while !self.taken.insert((post.expert, on)) {
                on = on.plus(1);
            }
            if on <= last_day() {
                let visit = self.visit(post.expert, post.village, on);
                let is_return = number > 1 && self.dice.chance(16);
                visits.push(Visit { is_return, ..visit });
            }
        }
        visits
    }

    fn visit(&mut self, expert: usize, village: usize, on: Day) -> Visit {
        let logged = at(on.plus(self.dice.weighted([70, 20, 10].into_iter()) as i32), 17)
            .plus_seconds(self.dice.between(0, 12_000));
        let roster = self.roster(village);
        let note = *self.dice.pick(&NOTES);
        let onsite = roster.len() as i64 + self.dice.between(2, 26);
        Visit {
            expert,
            village,
            is_early: false,
            on,
            logged,
            days: if self.dice.chance(88) { 1 } else { 2 },
            onsite,
            online: if self.dice.chance(9) { self.dice.between(10, 120) } else { 0 },
            techniques: self.techniques(expert, on),
            roster,
            is_return: false,
            note,
            is_behalf: self.dice.chance(22),
            mistake: self.mistake(logged, onsite),
        }
    }

    /// One to six of the village, now and then someone who gave no number.
    fn roster(&mut self, village: usize) -> Vec<Farmer> {
        // Whoever signs in as the farmer of the welcome has been to everything.
        let mut come: BTreeSet<_> = (village == 0).then_some(0).into_iter().collect();
        for _ in 0..self.dice.between(1, 6) {
            come.insert(self.dice.below(FARMERS));
        }
        let mut roster: Vec<_> = come.into_iter().map(|at| self.farmers[village][at].clone()).collect();
        if self.dice.chance(9) {
            roster.push(Farmer { name: names::person(&mut self.dice), phone: None });
        }
        roster
    }

    /// Something of the expert's discipline that is in the list by then.
    fn techniques(&mut self, expert: usize, on: Day) -> Vec<usize> {
        let discipline = self.field.experts[expert].discipline;
        let may_be_taught = |at: &usize| {
            let technique = &self.field.techniques[*at];
            technique.discipline == discipline
                && technique.listed.is_some_and(|listed| listed < on.start())
                && technique.withdrawn.is_none()
        };
        let known: Vec<_> = (0..self.field.techniques.len()).filter(may_be_taught).collect();
        let count = if known.is_empty() { 0 } else { self.dice.weighted([25, 55, 20].into_iter()) };
        let chosen: BTreeSet<_> = (0..count).map(|_| *self.dice.pick(&known)).collect();
        chosen.into_iter().collect()
    }

    /// One visit in two hundred was mistyped, one in seven hundred never happened.
    fn mistake(&mut self, logged: Instant, onsite: i64) -> Option<(Instant, Mistake)> {
        let found = logged.plus_seconds(self.dice.between(9, 40) * 86_400 + self.dice.between(0, 20_000));
        let is_in_time = found < super::report::frozen_at();
        match self.dice.below(1400) {
            0..=6 if is_in_time => Some((found, Mistake::People(onsite.min(2)))),
            7..=8 if is_in_time => Some((found, Mistake::Void)),
            _ => None,
        }
    }
}

/// What farmers put to use: seen a while after they learned it.
/// Visits before `from` have had their turn: what came of them is `earlier`.
pub(super) fn uses(seed: u64, visits: &[Visit], from: usize, earlier: &[Use]) -> Vec<Use> {
    let mut dice = Dice::of(seed, &format!("uses from visit {from}"));
    let key = |seen: &Use| (seen.technique, visits[seen.visit].village, seen.farmer.clone());
    let mut known: BTreeSet<_> = earlier.iter().map(key).collect();
    let mut uses = Vec::new();
    for (number, visit) in visits.iter().enumerate().skip(from) {
        if visit.mistake.is_some() {
            continue;
        }
        for technique in &visit.techniques {
            let Some(farmer) = visit.roster.iter().find(|farmer| farmer.phone.is_some()) else { continue };
            let is_new = dice.chance(52) && known.insert((*technique, visit.village, farmer.clone()));
            let seen = visit.logged.plus_seconds(dice.between(3, 30) * 86_400 + dice.between(0, 9_000));
            if is_new && seen < super::report::frozen_at() {
                let answer = answer(&mut dice, seen).filter(|_| !waits(farmer, seen));
                uses.push(Use { visit: number, technique: *technique, farmer: farmer.clone(), at: seen, answer });
            }
        }
    }
    uses
}

/// The farmer of the welcome still has something to answer.
fn waits(farmer: &Farmer, seen: Instant) -> bool {
    farmer.phone.as_deref() == Some(super::FARMER_PHONE) && seen > at(day(9, 1), 0)
}

fn answer(dice: &mut Dice, seen: Instant) -> Option<Answer> {
    let at = seen.plus_seconds(dice.between(1, 9) * 86_400 + dice.between(0, 9_000));
    let is_answered = dice.chance(90) && at < super::report::frozen_at();
    is_answered.then(|| Answer { at, is_yes: dice.chance(91), is_own: dice.chance(65) })
}
