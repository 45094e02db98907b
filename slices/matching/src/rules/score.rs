//! How well an expert fits a slot of a need, in words and numbers; who is left over, and why.

use super::material::Material;
use super::{Grade, Rules};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A score and the parts it is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// For the discipline.
    pub discipline: i64,
    /// For a short way.
    pub distance: i64,
    /// For going on where one was well received.
    pub continuity: i64,
    /// For a good grade at the last post.
    pub outcome: i64,
    /// For letters of intent.
    pub wishes: i64,
    /// The way, in kilometres, where both places are known.
    pub km: Option<i64>,
}

impl Parts {
    /// All together.
    pub fn total(&self) -> i64 {
        self.discipline + self.distance + self.continuity + self.outcome + self.wishes
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

/// What was settled by hand, by the places of needs and experts in the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hand {
    /// The expert fixed for a slot: (need, slot).
    pub pinned: BTreeMap<(usize, usize), usize>,
    /// Pairs ruled out: (need, slot, expert).
    pub forbidden: BTreeSet<(usize, usize, usize)>,
}

/// A round's question: its rules over what it is decided from.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// Needs, experts and what is known of them.
    pub material: &'a Material,
    /// What was settled by hand.
    pub hand: &'a Hand,
}

/// A way this long or longer earns no points.
pub(crate) const FAR_KM: i64 = 150;

impl Question<'_> {
    /// The score of an expert for a slot, or why there is none.
    pub fn score(&self, need: usize, slot: usize, expert: usize) -> Result<Parts, Blocked> {
        let parts = self.by_rules(need, slot, expert)?;
        let is_forbidden = self.hand.forbidden.contains(&(need, slot, expert));
        if is_forbidden { Err(Blocked::Forbidden) } else { Ok(parts) }
    }

    /// The score by the rules alone, whatever was ruled out by hand.
    pub fn by_rules(&self, need: usize, slot: usize, expert: usize) -> Result<Parts, Blocked> {
        let (material, rules) = (self.material, self.rules);
        let kin = self.kin(need, slot, expert);
        if kin == 0 {
            return Err(Blocked::Discipline);
        }
        let card = &material.experts[expert];
        if !rules.excluded_units.is_empty()
            && card.unit.is_some_and(|unit| rules.excluded_units.contains(&unit.to_string()))
        {
            return Err(Blocked::Employer);
        }
        if rules.months && material.need_months[need] & material.expert_months[expert] == 0 {
            return Err(Blocked::Months);
        }
        let km = self.km(need, expert);
        if rules.max_km > 0 && km.is_some_and(|km| km > rules.max_km) {
            return Err(Blocked::Distance);
        }
        let leads_a_team = slot == 0 && material.needs[need].disciplines.len() > 1;
        if leads_a_team && !card.level.may_lead() {
            return Err(Blocked::Rank);
        }
        Ok(self.parts(need, expert, kin, km))
    }

    fn kin(&self, need: usize, slot: usize, expert: usize) -> u8 {
        let wanted = self.material.wanted[need][slot];
        let (main, second) = self.material.offered[expert];
        main.to(wanted).max(second.map_or(0, |second| second.to(wanted).min(1)))
    }

    fn parts(&self, need: usize, expert: usize, kin: u8, km: Option<i64>) -> Parts {
        let bond = self.material.bond(need, expert);
        let sides = i64::from(bond.expert_wishes) + i64::from(bond.village_wishes);
        Parts {
            discipline: if kin == 2 { self.rules.discipline } else { self.rules.discipline / 2 },
            distance: self.way_points(km),
            continuity: if bond.has_served { self.rules.continuity } else { 0 },
            outcome: self.outcome(expert),
            wishes: self.rules.wishes * sides / 2,
            km,
        }
    }

    /// Points for a way; the middle where it is not known.
    pub(crate) fn way_points(&self, km: Option<i64>) -> i64 {
        self.rules.distance * (FAR_KM - km.unwrap_or(FAR_KM / 2).min(FAR_KM)) / FAR_KM
    }

    /// Points for the grade of an expert's last post.
    fn outcome(&self, expert: usize) -> i64 {
        match self.material.grades[expert] {
            Some(Grade::Excellent) => self.rules.outcome,
            Some(Grade::Good) => self.rules.outcome * 2 / 3,
            Some(Grade::Fair) => self.rules.outcome / 3,
            Some(Grade::Poor) | None => 0,
        }
    }

    /// The way between two places as the crow flies.
    pub(crate) fn km(&self, need: usize, expert: usize) -> Option<i64> {
        Some(self.material.homes[expert]?.km_to(&self.material.sites[need]?))
    }

    /// How many places an expert can still take.
    pub fn capacity(&self, expert: usize) -> u32 {
        let own = self.material.experts[expert].max_posts;
        let most = if self.rules.max_posts == 0 { own } else { own.min(self.rules.max_posts) };
        u32::try_from(most - self.material.busy[expert]).unwrap_or(0)
    }

    /// What a point counts in a need: twice in a weak village, where the rules say so.
    pub fn weight(&self, need: usize) -> i64 {
        if self.rules.weak_first && self.material.weak[need] { 2 } else { 1 }
    }

    /// Why a slot stayed empty: what stands in the way of those nearest to it.
    pub fn why_empty(&self, need: usize, slot: usize) -> &'static str {
        let mut blocked = BTreeSet::new();
        for expert in 0..self.material.experts.len() {
            match self.score(need, slot, expert) {
                Ok(_) => return "used_elsewhere",
                Err(why) => blocked.insert(why),
            };
        }
        match () {
            () if self.material.experts.is_empty() => "no_experts",
            () if blocked.contains(&Blocked::Forbidden) => "all_forbidden",
            () if blocked.contains(&Blocked::Rank) => "nobody_may_lead",
            () if blocked.contains(&Blocked::Distance) => "all_too_far",
            () if blocked.contains(&Blocked::Months) => "nobody_free_then",
            () if blocked.contains(&Blocked::Employer) => "all_excluded",
            () => "no_discipline",
        }
    }

    /// Why an expert stayed idle.
    pub fn why_idle(&self, expert: usize) -> &'static str {
        if self.capacity(expert) == 0 {
            return "no_capacity";
        }
        let mut blocked = BTreeSet::new();
        for (need, slot) in self.material.slots() {
            match self.score(need, slot, expert) {
                Ok(_) => return "others_fitted_better",
                Err(why) => blocked.insert(why),
            };
        }
        match () {
            () if blocked.contains(&Blocked::Employer) => "employer_excluded",
            () if blocked.contains(&Blocked::Months) => "months_do_not_meet",
            () if blocked.contains(&Blocked::Distance) => "all_too_far",
            () if blocked.contains(&Blocked::Forbidden) => "all_forbidden",
            () if blocked.contains(&Blocked::Rank) => "only_leaders_wanted",
            () => "no_need_of_discipline",
        }
    }
}
