//! What a round is decided from, read once and put so that a pair is scored without searching: who needs what where, who
//! can help from where, what there was between them before.

use super::{Expert, ExpertId, Grade, Months, Need, NeedId};
use logic::place::PlaceCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A pair of the draft: need, slot and expert.
pub type Pair = (NeedId, i64, ExpertId);

/// Needs and experts with all that their pairs are scored by. Needs and experts are named by their places in the lists.
#[derive(Debug, Default)]
pub struct Material {
    /// The needs, by village.
    pub needs: Vec<Need>,
    /// The experts who can be asked.
    pub experts: Vec<Expert>,
    /// Where each need's village lies.
    pub sites: Vec<Option<Spot>>,
    /// Where each expert lives or works.
    pub homes: Vec<Option<Spot>>,
    /// Whether each need's village is a weak one.
    pub weak: Vec<bool>,
    /// How many villages each expert already holds elsewhere this year.
    pub busy: Vec<i64>,
    /// The grade of each expert's last post.
    pub grades: Vec<Option<Grade>>,
    /// What there is between an expert and a village.
    pub bonds: HashMap<PlaceCode, Vec<(usize, Bond)>>,
    need_at: HashMap<NeedId, usize>,
    pub(crate) wanted: Vec<Vec<Kin>>,
    pub(crate) offered: Vec<(Kin, Option<Kin>)>,
    pub(crate) need_months: Vec<u16>,
    pub(crate) expert_months: Vec<u16>,
}

/// What there is between an expert and a village.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bond {
    /// The expert has served the village well.
    pub has_served: bool,
    /// The expert has handed in a letter of intent for the village.
    pub expert_wishes: bool,
    /// The village has handed in one for the expert.
    pub village_wishes: bool,
}

/// A point on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Longitude in radians.
    pub lon: f64,
    /// Latitude in radians.
    pub lat: f64,
    cos: f64,
}

impl Spot {
    /// From millionths of a degree.
    pub fn of(lon: i32, lat: i32) -> Self {
        let radians = |millionths: i32| (f64::from(millionths) / 1e6).to_radians();
        Self { lon: radians(lon), lat: radians(lat), cos: radians(lat).cos() }
    }

    /// The way as the crow flies (haversine), in whole kilometres.
    pub fn km_to(&self, other: &Self) -> i64 {
        let (lon, lat) = (other.lon - self.lon, other.lat - self.lat);
        let half = (lat / 2.0).sin().powi(2) + self.cos * other.cos * (lon / 2.0).sin().powi(2);
        (2.0 * EARTH_KM * half.sqrt().min(1.0).asin()).round() as i64
    }
}

/// The earth's mean radius.
pub(crate) const EARTH_KM: f64 = 6371.0;

/// A discipline: the first level of GB/T 13745, and the whole code where there is more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kin {
    pub(crate) first: u32,
    whole: Option<u32>,
}

impl Kin {
    /// 2 the same (or one within the other), 1 of the same first level, 0 otherwise: as `ground::directory::kinship`.
    pub(crate) fn to(self, other: Self) -> u8 {
        if self.first != other.first {
            return 0;
        }
        if self.whole.is_none() || other.whole.is_none() || self.whole == other.whole { 2 } else { 1 }
    }
}

/// Numbers for disciplines, in the order they come.
#[derive(Default)]
struct Disciplines(HashMap<String, u32>);

impl Disciplines {
    fn number(&mut self, code: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(code.to_owned()).or_insert(next)
    }

    fn kin(&mut self, code: &str) -> Kin {
        let first = code.split('.').next().unwrap_or_default();
        let whole = (first != code).then(|| self.number(code));
        Kin { first: self.number(first), whole }
    }
}

/// What is read beside needs and experts.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Where places lie; a place that is missing lies where its town or county does, see `spot`.
    pub spots: HashMap<PlaceCode, Spot>,
    /// 薄弱村
    pub weak: BTreeSet<PlaceCode>,
    /// Villages an expert has served well.
    pub served: BTreeSet<(ExpertId, PlaceCode)>,
    /// Letters of intent: whether the expert's, the expert, the village.
    pub letters: Vec<(bool, ExpertId, PlaceCode)>,
    /// The grade of each expert's last post.
    pub grades: BTreeMap<ExpertId, Grade>,
    /// How many places each expert already holds elsewhere this year.
    pub busy: BTreeMap<ExpertId, i64>,
}

impl Material {
    /// Puts everything together.
    pub fn of(needs: Vec<Need>, experts: Vec<Expert>, beside: &Beside) -> Self {
        let mut names = Disciplines::default();
        let wanted = needs.iter().map(|need| need.disciplines.iter().map(|code| names.kin(code)).collect()).collect();
        let offered = experts
            .iter()
            .map(|expert| (names.kin(&expert.discipline), expert.second.as_deref().map(|code| names.kin(code))))
            .collect();
        let spot = |code: PlaceCode| spot(&beside.spots, code);
        Self {
            sites: needs.iter().map(|need| spot(need.village)).collect(),
            homes: experts.iter().map(|expert| expert.home.and_then(spot)).collect(),
            weak: needs.iter().map(|need| beside.weak.contains(&need.village)).collect(),
            busy: experts.iter().map(|expert| beside.busy.get(&expert.id).copied().unwrap_or(0)).collect(),
            grades: experts.iter().map(|expert| beside.grades.get(&expert.id).copied()).collect(),
            bonds: bonds(&experts, beside),
            need_at: needs.iter().enumerate().map(|(at, need)| (need.id, at)).collect(),
            wanted,
            offered,
            need_months: needs.iter().map(|need| mask(need.months)).collect(),
            expert_months: experts.iter().map(|expert| mask(expert.months)).collect(),
            needs,
            experts,
        }
    }

    /// What there is between an expert and a need's village.
    pub fn bond(&self, need: usize, expert: usize) -> Bond {
        let known = self.bonds.get(&self.needs[need].village);
        known.and_then(|bonds| bonds.iter().find(|bond| bond.0 == expert)).map_or(Bond::default(), |bond| bond.1)
    }

    /// Where a need stands in the list.
    pub fn find_need(&self, id: NeedId) -> Option<usize> {
        self.need_at.get(&id).copied()
    }

    /// Where an expert stands in the list; experts are listed by id.
    pub fn find_expert(&self, id: ExpertId) -> Option<usize> {
        self.experts.binary_search_by_key(&id, |expert| expert.id).ok()
    }

    /// Where a pair's need and expert stand, with its slot, if the need has such a slot.
    pub fn find_pair(&self, (need, slot, expert): Pair) -> Option<(usize, usize, usize)> {
        let (need, slot) = (self.find_need(need)?, usize::try_from(slot).ok()?);
        self.needs[need].disciplines.get(slot)?;
        Some((need, slot, self.find_expert(expert)?))
    }

    /// All slots, as (need, slot).
    pub fn slots(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.needs.iter().enumerate().flat_map(|(at, need)| (0..need.disciplines.len()).map(move |slot| (at, slot)))
    }
}

/// A place's own point, or that of the smallest area around it that has one.
fn spot(spots: &HashMap<PlaceCode, Spot>, code: PlaceCode) -> Option<Spot> {
    logic::place::Level::ALL.iter().rev().find_map(|level| spots.get(&code.within(*level)).copied())
}

fn bonds(experts: &[Expert], beside: &Beside) -> HashMap<PlaceCode, Vec<(usize, Bond)>> {
    let number: HashMap<ExpertId, usize> = experts.iter().enumerate().map(|(at, expert)| (expert.id, at)).collect();
    let mut bonds: HashMap<PlaceCode, Vec<(usize, Bond)>> = HashMap::new();
    let mut note = |expert: ExpertId, village: PlaceCode, change: fn(&mut Bond)| {
        let Some(&expert) = number.get(&expert) else { return };
        let known = bonds.entry(village).or_default();
        match known.iter_mut().find(|bond| bond.0 == expert) {
            Some(bond) => change(&mut bond.1),
            None => {
                let mut bond = Bond::default();
                change(&mut bond);
                known.push((expert, bond));
            }
        }
    };
    for &(expert, village) in &beside.served {
        note(expert, village, |bond| bond.has_served = true);
    }
    for &(is_experts, expert, village) in &beside.letters {
        let change: fn(&mut Bond) =
            if is_experts { |bond| bond.expert_wishes = true } else { |bond| bond.village_wishes = true };
        note(expert, village, change);
    }
    bonds
}

/// A bit for each month; all of them where none is named.
fn mask(months: Option<Months>) -> u16 {
    let Some(months) = months else { return 0xfff };
    (1..=12).filter(|month| months.has(*month)).fold(0, |mask, month| mask | 1 << (month - 1))
}
