//! The best candidates of a slot without scoring everybody: experts lie in a grid by discipline, and rings around the
//! village are scored until nobody farther out could do better. What the others could score at most is kept beside the
//! list, so that a draft made from lists can still be proven the best of all pairs.

use super::material::{EARTH_KM, Spot};
use super::score::{FAR_KM, Question};
use std::collections::HashMap;

/// A slot's best candidates, the best first, and what nobody left out exceeds; nothing if nobody is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// Expert and score.
    pub best: Vec<(usize, i64)>,
    /// No expert beside the list scores more.
    pub rest: Option<i64>,
}

/// Experts by discipline and place.
pub struct Nearby<'a> {
    question: Question<'a>,
    groups: HashMap<u32, Group>,
}

#[derive(Default)]
struct Group {
    all: Vec<usize>,
    placeless: Vec<usize>,
    cells: HashMap<(i32, i32), Vec<usize>>,
}

/// A cell's side in degrees: some 28 km of latitude.
const CELL: f64 = 0.25;

impl<'a> Nearby<'a> {
    /// Sorts the experts who can still take a place.
    pub fn new(question: Question<'a>) -> Self {
        let mut groups: HashMap<u32, Group> = HashMap::new();
        for (expert, (main, second)) in question.material.offered.iter().enumerate() {
            if question.capacity(expert) == 0 {
                continue;
            }
            let others = second.map(|second| second.first).filter(|second| *second != main.first);
            for first in [Some(main.first), others].into_iter().flatten() {
                let group = groups.entry(first).or_default();
                group.all.push(expert);
                match &question.material.homes[expert] {
                    Some(home) => group.cells.entry(cell(home)).or_default().push(expert),
                    None => group.placeless.push(expert),
                }
            }
        }
        Self { question, groups }
    }

    /// The best `count` candidates of a slot; one fixed by hand is not looked at here.
    pub fn list(&self, need: usize, slot: usize, count: usize) -> List {
        let Some(group) = self.groups.get(&self.question.material.wanted[need][slot].first) else {
            return List::default();
        };
        let mut found = Vec::new();
        let look = |experts: &[usize], found: &mut Vec<(usize, i64)>| {
            let scored = experts
                .iter()
                .filter_map(|&expert| Some((expert, self.question.by_rules(need, slot, expert).ok()?.total())));
            found.extend(scored);
        };
        let site = self.question.material.sites[need].filter(|_| group.all.len() > 4 * count);
        let Some(site) = site else {
            look(&group.all, &mut found);
            return cut(found, count, None);
        };
        // Those who have something to do with this village may be good from any distance.
        let village = &self.question.material.needs[need].village;
        let bound: Vec<usize> = self.question.material.bonds.get(village).map_or(Vec::new(), |bonds| {
            bonds.iter().map(|bond| bond.0).filter(|expert| group.all.binary_search(expert).is_ok()).collect()
        });
        look(&bound, &mut found);
        let mut seen = 0;
        let mut is_placeless_seen = group.placeless.is_empty();
        let centre = cell(&site);
        for ring in 0.. {
            for at in around(centre, ring) {
                let Some(experts) = group.cells.get(&at) else { continue };
                seen += experts.len();
                look(experts, &mut found);
            }
            let km = beyond(&site, ring);
            if !is_placeless_seen && (km > FAR_KM / 2 || seen + group.placeless.len() == group.all.len()) {
                seen += group.placeless.len();
                look(&group.placeless, &mut found);
                is_placeless_seen = true;
            }
            if seen == group.all.len() {
                break;
            }
            let rest = self.question.rules.discipline
                + self.question.rules.outcome
                + self.question.way_points(Some(if is_placeless_seen { km } else { km.min(FAR_KM / 2) }));
            if has_better(&mut found, count, rest) {
                return cut(found, count, Some(rest));
            }
        }
        cut(found, count, None)
    }
}

fn cell(spot: &Spot) -> (i32, i32) {
    let at = |radians: f64| (radians.to_degrees() / CELL).floor() as i32;
    (at(spot.lon), at(spot.lat))
}

/// The cells of a ring around one; the ring 0 is the cell itself.
fn around((x, y): (i32, i32), ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |dy| {
        // The top and bottom rows are whole; of the others, both ends.
        let step = if dy.abs() == ring { 1 } else { (2 * ring).max(1) as usize };
        (-ring..=ring).step_by(step).map(move |dx| (x + dx, y + dy))
    })
}

/// No place outside the rings up to this one is nearer than so many kilometres.
fn beyond(site: &Spot, ring: i32) -> i64 {
    let degrees = f64::from(ring) * CELL;
    // Degrees of longitude are shortest where the ring reaches nearest to a pole.
    let lat = (site.lat.to_degrees().abs() + degrees + CELL).min(89.0).to_radians();
    (degrees.to_radians() * EARTH_KM * lat.cos()).floor() as i64
}

/// Whether so many score at least as much as the rest could.
fn has_better(found: &mut Vec<(usize, i64)>, count: usize, rest: i64) -> bool {
    if found.len() <= count {
        return false;
    }
    // Who has to do with the village was looked at before and may stand twice until now.
    sort(found);
    found.len() > count && found[count - 1].1 >= rest
}

fn sort(found: &mut Vec<(usize, i64)>) {
    found.sort_unstable_by_key(|&(expert, score)| (std::cmp::Reverse(score), expert));
    found.dedup();
}

fn cut(mut found: Vec<(usize, i64)>, count: usize, rest: Option<i64>) -> List {
    sort(&mut found);
    let rest = found.get(count).map(|next| next.1).max(rest);
    found.truncate(count);
    List { best: found, rest }
}
