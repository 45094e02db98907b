//! Fairness and even loads: what a round puts beside the sum of scores, and how a pair counts while a draft is looked for.

use super::Rules;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

logic::codes!(
    /// 均衡: what comes beside the sum of scores.
    Fairness {
        /// 总分最高
        Total = "total",
        /// 少配低分: a poor pair costs as much as half an empty place.
        Few = "few",
        /// 先保最低的一对: as many places as can be, then the worst pair as good as can be, then the sum.
        Worst = "worst",
    }
);

impl Serialize for Fairness {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Fairness {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(|_| serde::de::Error::custom("no such fairness"))
    }
}

/// How pairs count while a draft is looked for. All of it keeps the order of scores, so a list of the best stays one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// Pairs below this are not made, unless by hand.
    pub floor: Option<i64>,
    /// Pairs below the first number count as many points less as the second says.
    pub poor: Option<(i64, i64)>,
    /// What each further place of an expert costs: the second once, the third twice.
    pub step: i64,
    /// What an empty place costs.
    pub penalty: i64,
    /// Whether a pair counts nothing beyond being made.
    is_count: bool,
}

/// How many times as much as another the place of a fixed pair costs while it is empty.
const FIXED: i64 = 16;
/// The most an empty place costs: the solver's numbers end at ten million, and a weak village counts twice.
pub const DEAREST: i64 = 4_000_000;

impl Aim {
    /// The sum of scores alone.
    pub fn total(rules: &Rules) -> Self {
        Self { floor: None, poor: None, step: 0, penalty: rules.penalty(), is_count: false }
    }

    /// As many places as can be, with pairs from this level up.
    pub fn count(floor: Option<i64>) -> Self {
        Self { floor, poor: None, step: 0, penalty: 1, is_count: true }
    }

    /// What the rules say, with pairs from this level up.
    pub fn of(rules: &Rules, floor: Option<i64>) -> Self {
        let poor = (rules.fairness == Fairness::Few).then(|| (rules.poor(), rules.best()));
        Self { floor, poor, step: rules.spread, ..Self::total(rules) }
    }

    /// What a pair of this score counts; nothing where it is not made.
    pub fn worth(&self, score: i64) -> Option<i64> {
        let is_made = self.floor.is_none_or(|floor| score >= floor);
        is_made.then(|| self.made(score))
    }

    /// What a pair counts that is made in any case.
    pub fn made(&self, score: i64) -> i64 {
        match self.poor {
            _ if self.is_count => 0,
            Some((mark, less)) if score < mark => score - less,
            _ => score,
        }
    }

    /// How much more a need counts that comes first; in a count all are alike.
    pub fn weight(&self, weight: i64) -> i64 {
        if self.is_count { 1 } else { weight }
    }

    /// What an empty place costs; one that is fixed by hand so much that no score elsewhere keeps its expert away.
    pub fn penalty_of(&self, is_fixed: bool) -> i64 {
        if is_fixed { (self.penalty.max(1) * FIXED).min(DEAREST) } else { self.penalty }
    }
}

/// An expert's places one by one, so that each further one can cost more. The solver takes each for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The number of each expert's first place.
    first: Vec<usize>,
    /// Whose each place is.
    owner: Vec<usize>,
}

impl Places {
    /// Of experts with so many places; each has one at least, which may be closed.
    pub fn of(capacity: &[u32]) -> Self {
        let (mut first, mut owner) = (Vec::with_capacity(capacity.len()), Vec::new());
        for (expert, &places) in capacity.iter().enumerate() {
            first.push(owner.len());
            owner.extend(std::iter::repeat_n(expert, places.max(1) as usize));
        }
        Self { first, owner }
    }

    /// Whose place it is.
    pub fn owner(&self, place: usize) -> usize {
        self.owner[place]
    }

    /// All places, each with its number among its expert's.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.owner.iter().enumerate().map(|(place, &expert)| (expert, place - self.first[expert]))
    }

    /// The numbers of an expert's places.
    pub fn range(&self, expert: usize) -> std::ops::Range<usize> {
        let end = self.first.get(expert + 1).copied().unwrap_or(self.owner.len());
        self.first[expert]..end
    }
}

/// What a draft comes to, in figures that rules of fairness are judged by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// The sum of scores less the cost of empty places.
    pub total: i64,
    /// Places filled.
    pub filled: i64,
    /// The score of the worst pair.
    pub worst: i64,
    /// Pairs below the mark of a poor one.
    pub poor: i64,
    /// Experts who go anywhere.
    pub experts: i64,
    /// The most places of one expert.
    pub most: i64,
}

/// What fairness and even loads cost and bring: the draft, and the best one without these rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Without them.
    pub without: Sums,
    /// With them.
    pub with: Sums,
    /// The level of the worst pair, and what no draft with as many places filled exceeds.
    pub level: Option<(i64, i64)>,
}
