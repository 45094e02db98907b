//! The question in its compact form: needs, experts, and one row of scored pairs per need.

use std::fmt;

/// The greatest score or penalty, either way: prices stay inside 32 bits, finest price steps included.
pub const SCORE_LIMIT: i32 = 10_000_000;

/// Needs want slots filled, experts have capacity, pairs have a score. Needs and experts are numbered from 0.
///
/// The pairs of need `v` are `expert[start[v]..start[v + 1]]` with `score` beside them; no pair stands twice in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    pub(crate) demand: Vec<u32>,
    pub(crate) penalty: Vec<i32>,
    pub(crate) capacity: Vec<u32>,
    pub(crate) start: Vec<usize>,
    pub(crate) expert: Vec<u32>,
    pub(crate) score: Vec<i32>,
    pub(crate) need_floor: Vec<u32>,
    pub(crate) expert_floor: Vec<u32>,
    pub(crate) step: Vec<i32>,
    /// Nothing where all weigh the same; scores and penalties are multiplied already.
    pub(crate) weight: Vec<u32>,
}

/// A pair of a need and an expert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The need.
    pub need: u32,
    /// The expert.
    pub expert: u32,
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Lists that belong together differ in length, or starts do not rise to the number of pairs.
    Shape(String),
    /// A pair names an expert who is not there.
    NoSuchExpert(Pair),
    /// A pair names a need that is not there.
    NoSuchNeed(Pair),
    /// A pair stands twice.
    Twice(Pair),
    /// A score, penalty or step is beyond [`SCORE_LIMIT`].
    TooLarge(i64),
    /// More needs, experts or pairs than 31 bits can number, or more load than 31 bits can count.
    TooMany,
    /// A floor lies above its ceiling.
    FloorAboveCeiling {
        /// "need" or "expert".
        side: &'static str,
        /// Its number.
        number: u32,
    },
    /// A step lies below nothing.
    NegativeStep {
        /// The expert.
        number: u32,
        /// The step.
        step: i32,
    },
    /// The file does not follow its format.
    Format(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Shape(what) | Fault::Format(what) => f.write_str(what),
            Fault::NoSuchExpert(pair) => write!(f, "need {} names expert {}, who is not there", pair.need, pair.expert),
            Fault::NoSuchNeed(pair) => {
                write!(f, "expert {} is named by need {}, which is not there", pair.expert, pair.need)
            }
            Fault::Twice(pair) => write!(f, "need {} names expert {} twice", pair.need, pair.expert),
            Fault::TooLarge(number) => {
                write!(f, "{number} is beyond the limit of {SCORE_LIMIT} for scores and penalties")
            }
            Fault::TooMany => f.write_str("too many needs, experts, pairs or slots to number"),
            Fault::NegativeStep { number, step } => write!(f, "expert {number} has a step below nothing: {step}"),
            Fault::FloorAboveCeiling { side, number } => write!(f, "{side} {number} must take more than it may"),
        }
    }
}

impl std::error::Error for Fault {}

const COUNT_LIMIT: u64 = (1 << 31) - 1;

impl Problem {
    /// From rows that lie ready: `start` has one entry more than `demand`; pairs of a need in any order, none twice.
    /// `penalty` is what a slot costs that stays unmet.
    pub fn new(
        demand: Vec<u32>,
        capacity: Vec<u32>,
        start: Vec<usize>,
        (expert, score): (Vec<u32>, Vec<i32>),
        penalty: i32,
    ) -> Result<Self, Fault> {
        let penalty = vec![penalty; demand.len()];
        let mut problem = Self { demand, penalty, capacity, start, expert, score, ..Self::default() };
        problem.check_shape()?;
        problem.check_numbers()?;
        problem.sort_rows()?;
        Ok(problem)
    }

    /// From pairs in any order.
    pub fn from_pairs(
        demand: Vec<u32>,
        capacity: Vec<u32>,
        pairs: &[(u32, u32, i32)],
        penalty: i32,
    ) -> Result<Self, Fault> {
        let mut start = vec![0; demand.len() + 1];
        for &(need, expert, _) in pairs {
            let count = start.get_mut(need as usize + 1).ok_or(Fault::NoSuchNeed(Pair { need, expert }))?;
            *count += 1;
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        let mut next = start.clone();
        let (mut expert, mut score) = (vec![0; pairs.len()], vec![0; pairs.len()]);
        for &(need, who, worth) in pairs {
            let at = &mut next[need as usize];
            (expert[*at], score[*at]) = (who, worth);
            *at += 1;
        }
        Self::new(demand, capacity, start, (expert, score), penalty)
    }

    /// What each need's unmet slot costs, in place of one penalty for all.
    pub fn with_penalties(mut self, penalty: Vec<i32>) -> Result<Self, Fault> {
        same_length("penalties", penalty.len(), self.demand.len())?;
        penalty.iter().try_for_each(|&number| small(number))?;
        self.penalty = penalty;
        Ok(self)
    }

    /// How much each need counts (fairness between kinds of needs): its scores and its penalty are multiplied by its
    /// weight, from 1 up, here and wherever they are read afterwards; the products must keep within [`SCORE_LIMIT`]. A
    /// question is weighed once; a bonus or penalties that are given later are taken as they are.
    pub fn with_need_weights(mut self, weight: Vec<u32>) -> Result<Self, Fault> {
        same_length("weights", weight.len(), self.demand.len())?;
        if !self.weight.is_empty() {
            return Err(Fault::Shape("the needs are weighed already".into()));
        }
        if let Some(need) = weight.iter().position(|&weight| weight == 0) {
            return Err(Fault::Shape(format!("need {need} weighs nothing; weights are from 1 up")));
        }
        for (need, &weight) in weight.iter().enumerate() {
            self.penalty[need] = weighed(self.penalty[need], weight)?;
            for score in &mut self.score[self.start[need]..self.start[need + 1]] {
                *score = weighed(*score, weight)?;
            }
        }
        self.weight = weight;
        Ok(self)
    }

    /// How many slots each need must have filled; less is not a valid answer.
    pub fn with_need_floors(mut self, floor: Vec<u32>) -> Result<Self, Fault> {
        same_length("floors", floor.len(), self.demand.len())?;
        below("need", &floor, &self.demand)?;
        self.need_floor = floor;
        Ok(self)
    }

    /// How many slots each expert must take; less is not a valid answer.
    pub fn with_expert_floors(mut self, floor: Vec<u32>) -> Result<Self, Fault> {
        same_length("floors", floor.len(), self.capacity.len())?;
        below("expert", &floor, &self.capacity)?;
        self.expert_floor = floor;
        Ok(self)
    }

    /// Balanced loads: an expert's second slot costs the step, the third twice the step, and so on.
    pub fn with_steps(mut self, step: Vec<i32>) -> Result<Self, Fault> {
        same_length("steps", step.len(), self.capacity.len())?;
        if let Some((number, step)) = step.iter().enumerate().find(|(_, step)| **step < 0) {
            return Err(Fault::NegativeStep { number: number as u32, step: *step });
        }
        small_steps(&step, &self.capacity)?;
        self.step = step;
        Ok(self)
    }

    /// The same question with other capacities.
    pub fn with_capacity(mut self, capacity: Vec<u32>) -> Result<Self, Fault> {
        same_length("capacities", capacity.len(), self.capacity.len())?;
        if !self.expert_floor.is_empty() {
            below("expert", &self.expert_floor, &capacity)?;
        }
        small_steps(&self.step, &capacity)?;
        self.capacity = capacity;
        Ok(self)
    }

    /// The same question without some pairs.
    pub fn without(&self, forbidden: &[Pair]) -> Self {
        let mut forbidden: Vec<Pair> = forbidden.to_vec();
        forbidden.sort_unstable();
        let mut problem = Self { expert: Vec::new(), score: Vec::new(), ..self.clone() };
        problem.start.truncate(1);
        for need in 0..self.needs() {
            for (expert, score) in self.row(need) {
                if forbidden.is_empty() || forbidden.binary_search(&Pair { need: need as u32, expert }).is_err() {
                    problem.expert.push(expert);
                    problem.score.push(score);
                }
            }
            problem.start.push(problem.expert.len());
        }
        problem
    }

    /// Makes pairs worth more (stability: yesterday's pairs). Returns how many of them are in the question.
    pub fn add_bonus(&mut self, pairs: &[Pair], bonus: i32) -> Result<usize, Fault> {
        let mut known = 0;
        for &pair in pairs {
            if let Some(at) = self.find_edge(pair) {
                let score = self.score[at].saturating_add(bonus);
                small(score)?;
                self.score[at] = score;
                known += 1;
            }
        }
        Ok(known)
    }

    /// How many needs there are.
    pub fn needs(&self) -> usize {
        self.demand.len()
    }

    /// How many experts there are.
    pub fn experts(&self) -> usize {
        self.capacity.len()
    }

    /// How many pairs there are.
    pub fn pairs(&self) -> usize {
        self.expert.len()
    }

    /// How many slots a need wants filled.
    pub fn demand(&self, need: usize) -> u32 {
        self.demand[need]
    }

    /// What an unmet slot of a need costs.
    pub fn penalty(&self, need: usize) -> i32 {
        self.penalty[need]
    }

    /// How much a need counts: its scores and penalty are multiplied by this already.
    pub fn weight(&self, need: usize) -> u32 {
        self.weight.get(need).copied().unwrap_or(1)
    }

    /// The weight a file can say of a need: 1 where numbers that were given later are no multiples of its weight, so that
    /// what is read is worth what was written.
    pub(crate) fn written_weight(&self, need: usize) -> i32 {
        let weight = self.weight(need) as i32;
        let divides = |number: i32| number % weight == 0;
        if divides(self.penalty[need]) && self.row(need).all(|(_, score)| divides(score)) { weight } else { 1 }
    }

    /// How many slots an expert may take.
    pub fn capacity(&self, expert: usize) -> u32 {
        self.capacity[expert]
    }

    /// How many slots a need must have filled.
    pub fn need_floor(&self, need: usize) -> u32 {
        self.need_floor.get(need).copied().unwrap_or(0)
    }

    /// How many slots an expert must take.
    pub fn expert_floor(&self, expert: usize) -> u32 {
        self.expert_floor.get(expert).copied().unwrap_or(0)
    }

    /// What each further slot of an expert costs more than the one before.
    pub fn step(&self, expert: usize) -> i32 {
        self.step.get(expert).copied().unwrap_or(0)
    }

    /// The experts a need could have, with scores, by expert number.
    pub fn row(&self, need: usize) -> impl ExactSizeIterator<Item = (u32, i32)> + '_ {
        let row = self.start[need]..self.start[need + 1];
        self.expert[row.clone()].iter().copied().zip(self.score[row].iter().copied())
    }

    /// The needs that could have an expert, found by looking through all rows.
    pub fn row_of(&self, expert: usize) -> impl Iterator<Item = (u32, i32)> + '_ {
        let score = move |need| self.find_score(Pair { need, expert: expert as u32 });
        (0..self.needs() as u32).filter_map(move |need| Some((need, score(need)?)))
    }

    /// The score of a pair, if the pair is there.
    pub fn find_score(&self, pair: Pair) -> Option<i32> {
        Some(self.score[self.find_edge(pair)?])
    }

    fn find_edge(&self, pair: Pair) -> Option<usize> {
        let need = pair.need as usize;
        let (start, end) = (*self.start.get(need)?, *self.start.get(need + 1)?);
        Some(start + self.expert[start..end].binary_search(&pair.expert).ok()?)
    }

    fn check_shape(&self) -> Result<(), Fault> {
        same_length("starts", self.start.len(), self.demand.len() + 1)?;
        same_length("scores", self.score.len(), self.expert.len())?;
        let rises = self.start.windows(2).all(|pair| pair[0] <= pair[1]);
        if !rises || self.start[0] != 0 || self.start.last() != Some(&self.expert.len()) {
            return Err(Fault::Shape("the starts of rows must rise from 0 to the number of pairs".into()));
        }
        let sum = |list: &[u32]| list.iter().map(|&count| u64::from(count)).sum::<u64>();
        let counts = [self.expert.len() as u64, self.demand.len() as u64, self.capacity.len() as u64];
        let loads = [sum(&self.demand), sum(&self.capacity)];
        if counts.iter().any(|&count| count >= COUNT_LIMIT) || loads.iter().any(|&load| load >= 1 << 62) {
            return Err(Fault::TooMany);
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), Fault> {
        self.penalty.first().into_iter().chain(&self.score).try_for_each(|&number| small(number))?;
        for need in 0..self.needs() {
            if let Some((expert, _)) = self.row(need).find(|&(expert, _)| expert as usize >= self.experts()) {
                return Err(Fault::NoSuchExpert(Pair { need: need as u32, expert }));
            }
        }
        Ok(())
    }

    /// Rows by expert number, so that a pair is found by bisection and the same pairs are the same question.
    fn sort_rows(&mut self) -> Result<(), Fault> {
        let mut row = Vec::new();
        for need in 0..self.needs() {
            let range = self.start[need]..self.start[need + 1];
            if self.expert[range.clone()].windows(2).all(|pair| pair[0] < pair[1]) {
                continue;
            }
            row.clear();
            row.extend(self.row(need));
            row.sort_unstable();
            if let Some(twice) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(Fault::Twice(Pair { need: need as u32, expert: twice[0].0 }));
            }
            for (at, &(expert, score)) in range.zip(&row) {
                (self.expert[at], self.score[at]) = (expert, score);
            }
        }
        Ok(())
    }
}

fn small(number: i32) -> Result<(), Fault> {
    if (-SCORE_LIMIT..=SCORE_LIMIT).contains(&number) { Ok(()) } else { Err(Fault::TooLarge(number.into())) }
}

/// What an expert's last slot costs must be as small as a score.
fn small_steps(step: &[i32], capacity: &[u32]) -> Result<(), Fault> {
    let last = |(&step, &capacity): (&i32, &u32)| i64::from(step) * i64::from(capacity.saturating_sub(1).max(1));
    match step.iter().zip(capacity).map(last).find(|&last| last > SCORE_LIMIT.into()) {
        None => Ok(()),
        Some(last) => Err(Fault::TooLarge(last)),
    }
}

fn weighed(number: i32, weight: u32) -> Result<i32, Fault> {
    let product = i64::from(number) * i64::from(weight);
    i32::try_from(product).ok().filter(|&product| small(product).is_ok()).ok_or(Fault::TooLarge(product))
}

fn same_length(what: &str, found: usize, expected: usize) -> Result<(), Fault> {
    if found == expected { Ok(()) } else { Err(Fault::Shape(format!("{found} {what}, expected {expected}"))) }
}

fn below(side: &'static str, floor: &[u32], ceiling: &[u32]) -> Result<(), Fault> {
    match floor.iter().zip(ceiling).position(|(floor, ceiling)| floor > ceiling) {
        None => Ok(()),
        Some(number) => Err(Fault::FloorAboveCeiling { side, number: number as u32 }),
    }
}
