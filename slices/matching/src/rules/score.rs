//! How well an expert fits a slot of a need, in words and numbers; who is left over, and why.

use super::{Expert, ExpertId, Need, NeedId, Rules};
use fit::{Candidate, Instance, Slot};
use ground::directory::{Place, kinship};
use logic::place::{Level, PlaceCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What leaving a slot empty costs: twice the best score, so that a slot is left empty only if nobody can be had.
pub const PENALTY: i64 = 2000;

/// A score and the parts it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// For the discipline.
    pub discipline: i64,
    /// For a short way.
    pub distance: i64,
    /// For going on where one was well received.
    pub continuity: i64,
    /// The way, in kilometres, where both places are known.
    pub km: Option<i64>,
}

impl Parts {
    /// All together.
    pub fn total(&self) -> i64 {
        self.discipline + self.distance + self.continuity
    }
}

/// Why an expert cannot be considered for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocked {
    /// Another discipline.
    Discipline,
    /// Their employer's people are not asked.
    Employer,
    /// Not free when help is needed.
    Months,
    /// Too far.
    Distance,
    /// Ruled out by hand.
    Forbidden,
    /// Not of the rank to lead.
    Rank,
}

/// Everything a round is decided from.
pub struct Question<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// The needs.
    pub needs: &'a [Need],
    /// The experts who can be asked.
    pub experts: &'a [Expert],
    /// Where places lie.
    pub places: &'a BTreeMap<PlaceCode, Place>,
    /// Villages an expert has served well: (expert, village).
    pub served: &'a BTreeSet<(ExpertId, PlaceCode)>,
    /// Fixed pairs: (need, slot, expert).
    pub pinned: &'a BTreeSet<(NeedId, i64, ExpertId)>,
    /// Pairs ruled out.
    pub forbidden: &'a BTreeSet<(NeedId, i64, ExpertId)>,
    /// How many places each expert already holds elsewhere this year.
    pub busy: &'a BTreeMap<ExpertId, i64>,
}

impl Question<'_> {
    /// The score of an expert for a slot, or why there is none.
    pub fn score(&self, need: &Need, slot: i64, expert: &Expert) -> Result<Parts, Blocked> {
        let wanted = need.disciplines.get(slot as usize).map(String::as_str).unwrap_or_default();
        let kin = kinship(&expert.discipline, wanted)
            .max(expert.second.as_deref().map_or(0, |second| kinship(second, wanted).min(1)));
        let km = self.km(expert.home, need.village);
        let is_excluded = expert.unit.is_some_and(|unit| self.rules.excluded_units.contains(&unit.to_string()));
        let is_free =
            !self.rules.months || need.months.zip(expert.months).is_none_or(|(need, expert)| need.meets(&expert));
        let is_near = self.rules.max_km == 0 || km.is_none_or(|km| km <= self.rules.max_km);
        let leads_a_team = need.disciplines.len() > 1 && slot == 0;
        match () {
            () if kin == 0 => Err(Blocked::Discipline),
            () if is_excluded => Err(Blocked::Employer),
            () if !is_free => Err(Blocked::Months),
            () if !is_near => Err(Blocked::Distance),
            () if self.forbidden.contains(&(need.id, slot, expert.id)) => Err(Blocked::Forbidden),
            () if leads_a_team && !expert.level.may_lead() => Err(Blocked::Rank),
            () => Ok(self.parts(need, expert, kin, km)),
        }
    }

    fn parts(&self, need: &Need, expert: &Expert, kin: u8, km: Option<i64>) -> Parts {
        let has_served = self.served.contains(&(expert.id, need.village));
        Parts {
            discipline: if kin == 2 { self.rules.discipline } else { self.rules.discipline / 2 },
            distance: self.rules.distance * (FAR_KM - km.unwrap_or(FAR_KM / 2).min(FAR_KM)) / FAR_KM,
            continuity: if has_served { self.rules.continuity } else { 0 },
            km,
        }
    }

    /// The way between two places as the crow flies; by their towns or counties where they have no coordinates themselves.
    fn km(&self, from: Option<PlaceCode>, to: PlaceCode) -> Option<i64> {
        let located = |code: PlaceCode| {
            let mut areas = Level::ALL.iter().rev().map(|level| code.within(*level));
            areas.find_map(|area| self.places.get(&area).and_then(|place| place.lon.zip(place.lat)))
        };
        Some(kilometres(located(from?)?, located(to)?))
    }

    /// How many places an expert can still take.
    pub fn capacity(&self, expert: &Expert) -> u32 {
        let most =
            if self.rules.max_posts == 0 { expert.max_posts } else { expert.max_posts.min(self.rules.max_posts) };
        let left = most - self.busy.get(&expert.id).copied().unwrap_or(0);
        u32::try_from(left).unwrap_or(0)
    }

    /// The question as the solver takes it.
    pub fn instance(&self) -> Instance {
        let slots = |need: &Need| {
            (0..need.disciplines.len() as i64)
                .map(|slot| Slot { penalty: PENALTY, candidates: self.candidates(need, slot) })
                .collect()
        };
        Instance {
            capacity: self.experts.iter().map(|expert| self.capacity(expert)).collect(),
            needs: self.needs.iter().map(|need| fit::Need { slots: slots(need) }).collect(),
        }
    }

    /// Those who could fill a slot; a fixed one alone, and for no other slot of the need.
    fn candidates(&self, need: &Need, slot: i64) -> Vec<Candidate> {
        let pin =
            self.pinned.iter().find(|(id, pinned, _)| *id == need.id && *pinned == slot).map(|(.., expert)| *expert);
        let is_pinned_beside = |expert: ExpertId| {
            self.pinned.iter().any(|(id, other, pinned)| *id == need.id && *other != slot && *pinned == expert)
        };
        let all = self.experts.iter().enumerate();
        all.filter(|(_, expert)| pin.is_none_or(|pin| pin == expert.id) && !is_pinned_beside(expert.id))
            .filter_map(|(person, expert)| match self.score(need, slot, expert) {
                Ok(parts) => Some(Candidate { person, score: parts.total() }),
                // Whoever fixes a pair by hand knows better than the rules.
                Err(_) if pin == Some(expert.id) => Some(Candidate { person, score: 0 }),
                Err(_) => None,
            })
            .collect()
    }

    /// Why a slot stayed empty: what stands in the way of those nearest to it.
    pub fn why_empty(&self, need: &Need, slot: i64) -> &'static str {
        let found: Vec<_> = self.experts.iter().map(|expert| self.score(need, slot, expert)).collect();
        let blocked = |why: Blocked| found.contains(&Err(why));
        match () {
            () if self.experts.is_empty() => "no_experts",
            () if found.iter().any(Result::is_ok) => "used_elsewhere",
            () if blocked(Blocked::Forbidden) => "all_forbidden",
            () if blocked(Blocked::Rank) => "nobody_may_lead",
            () if blocked(Blocked::Distance) => "all_too_far",
            () if blocked(Blocked::Months) => "nobody_free_then",
            () if blocked(Blocked::Employer) => "all_excluded",
            () => "no_discipline",
        }
    }

    /// Why an expert stayed idle.
    pub fn why_idle(&self, expert: &Expert) -> &'static str {
        let slots = self.needs.iter().flat_map(|need| (0..need.disciplines.len() as i64).map(move |slot| (need, slot)));
        let found: Vec<_> = slots.map(|(need, slot)| self.score(need, slot, expert)).collect();
        let blocked = |why: Blocked| found.contains(&Err(why));
        match () {
            () if self.capacity(expert) == 0 => "no_capacity",
            () if found.iter().any(Result::is_ok) => "others_fitted_better",
            () if blocked(Blocked::Employer) => "employer_excluded",
            () if blocked(Blocked::Months) => "months_do_not_meet",
            () if blocked(Blocked::Distance) => "all_too_far",
            () if blocked(Blocked::Forbidden) => "all_forbidden",
            () if blocked(Blocked::Rank) => "only_leaders_wanted",
            () => "no_need_of_discipline",
        }
    }
}

/// A way this long or longer earns no points.
const FAR_KM: i64 = 150;

/// The great-circle distance (haversine), places given in millionths of a degree.
fn kilometres(a: (i32, i32), b: (i32, i32)) -> i64 {
    let radians = |millionths: i32| (f64::from(millionths) / 1e6).to_radians();
    let (lon, lat) = (radians(b.0) - radians(a.0), radians(b.1) - radians(a.1));
    let half = (lat / 2.0).sin().powi(2) + radians(a.1).cos() * radians(b.1).cos() * (lon / 2.0).sin().powi(2);
    (2.0 * 6371.0 * half.sqrt().min(1.0).asin()).round() as i64
}
