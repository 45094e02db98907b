//! Seeded questions to try the engine on: cities, provinces, nations with distances and disciplines, conferences with
//! topics, and questions without any structure. The same seed gives the same question on every machine.

use crate::problem::{Fault, Problem};

/// What a question is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Needs and experts in places, with disciplines; candidates are the best by fit and distance.
    Places,
    /// Papers and reviewers with topics.
    Conference,
    /// Partners and scores at random.
    Random,
}

/// How large a question is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// How many needs.
    pub needs: u32,
    /// How many experts.
    pub experts: u32,
    /// How many candidates a need has, about.
    pub row: u32,
    /// Total capacity as a multiple of total demand, in hundredths; 0 leaves it as drawn.
    pub tight: u32,
}

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    fn pick(&mut self, parts: &[u32]) -> u32 {
        let mut left = self.below(parts.iter().sum());
        for (at, &part) in parts.iter().enumerate() {
            if left < part {
                return at as u32 + 1;
            }
            left -= part;
        }
        1
    }
}

/// Draws a question.
pub fn generate(kind: Kind, size: Size, seed: u64, penalty: i32) -> Result<Problem, Fault> {
    let mut dice = Dice(seed);
    let is_conference = kind == Kind::Conference;
    let demand: Vec<u32> = (0..size.needs).map(|_| if is_conference { 3 } else { dice.pick(&[40, 40, 20]) }).collect();
    let mut capacity: Vec<u32> =
        (0..size.experts).map(|_| if is_conference { 6 } else { dice.pick(&[35, 30, 20, 15]) }).collect();
    tighten(&mut dice, &demand, &mut capacity, size.tight);
    let rows = match kind {
        Kind::Random => random(&mut dice, size, &capacity),
        Kind::Conference => topics(&mut dice, size, &capacity),
        Kind::Places => places(&mut dice, size, &capacity),
    };
    let mut pairs = Vec::new();
    for (need, mut row) in rows.into_iter().enumerate() {
        row.sort_unstable();
        row.dedup_by_key(|pair| pair.0);
        pairs.extend(row.into_iter().map(|(expert, score)| (need as u32, expert, score)));
    }
    Problem::from_pairs(demand, capacity, &pairs, penalty)
}

fn tighten(dice: &mut Dice, demand: &[u32], capacity: &mut [u32], tight: u32) {
    let sum = |list: &[u32]| list.iter().map(|&count| u64::from(count)).sum::<u64>();
    let wanted = sum(demand) * u64::from(tight) / 100;
    let total = sum(capacity).max(1);
    if tight > 0 && wanted < total {
        for capacity in capacity {
            if dice.next() % total >= wanted {
                *capacity = 0;
            }
        }
    }
}

type Rows = Vec<Vec<(u32, i32)>>;

fn random(dice: &mut Dice, size: Size, capacity: &[u32]) -> Rows {
    let mut row = || (0..size.row).map(|_| (dice.below(size.experts), dice.below(1001) as i32)).collect::<Vec<_>>();
    let rows = (0..size.needs).map(|_| row());
    rows.map(|row| {
        row.into_iter().filter(|pair| capacity.get(pair.0 as usize).is_some_and(|&capacity| capacity > 0)).collect()
    })
    .collect()
}

const TOPICS: u32 = 120;

/// Experts by topic; a need's candidates share one of its topics, and more topics in common score more.
fn topics(dice: &mut Dice, size: Size, capacity: &[u32]) -> Rows {
    let topic = |dice: &mut Dice| dice.below(TOPICS).min(dice.below(TOPICS));
    let experts: Vec<[u32; 7]> = (0..size.experts).map(|_| std::array::from_fn(|_| topic(dice))).collect();
    let mut by_topic = vec![Vec::new(); TOPICS as usize];
    for (expert, topics) in experts.iter().enumerate().filter(|(expert, _)| capacity[*expert] > 0) {
        for &topic in topics {
            by_topic[topic as usize].push(expert as u32);
        }
    }
    (0..size.needs)
        .map(|_| {
            let mine: [u32; 4] = std::array::from_fn(|_| topic(dice));
            let mut row = Vec::new();
            for at in 0..size.row {
                let known = &by_topic[mine[at as usize % 4] as usize];
                if let Some(&expert) = known.get(dice.below(known.len().max(1) as u32) as usize) {
                    let shared = experts[expert as usize].iter().filter(|topic| mine.contains(topic)).count() as u32;
                    row.push((expert, (shared * 150 + dice.below(250)).min(1000) as i32));
                }
            }
            row
        })
        .collect()
}

/// Places on a square, experts crowded in towns; a need's candidates are those of its discipline in the nearest cells.
fn places(dice: &mut Dice, size: Size, capacity: &[u32]) -> Rows {
    let side = (f64::from(size.needs).sqrt() as u32 / 4).max(2);
    let disciplines = 40;
    let mut cells = vec![Vec::new(); (side * side) as usize];
    for expert in 0..size.experts {
        // Towns draw twice: every fourth cell of a row has most of the experts.
        let (x, y) = (dice.below(side), dice.below(side));
        let x = if dice.below(2) == 0 { x / 4 * 4 } else { x };
        let (first, second) = (dice.below(disciplines), dice.below(disciplines));
        if capacity[expert as usize] > 0 {
            cells[(y * side + x) as usize].push((expert, first, second, 300 + dice.below(300)));
        }
    }
    (0..size.needs)
        .map(|need| {
            let home = (u64::from(need) * u64::from(side * side) / u64::from(size.needs)) as u32;
            let (x, y, wanted) = (home % side, home / side, dice.below(disciplines));
            let mut row = Vec::new();
            for ring in 0..side {
                for dy in 0..=2 * ring {
                    for dx in 0..=2 * ring {
                        let is_edge = dy == 0 || dx == 0 || dy == 2 * ring || dx == 2 * ring;
                        let (Some(cx), Some(cy)) = ((x + dx).checked_sub(ring), (y + dy).checked_sub(ring)) else {
                            continue;
                        };
                        if !is_edge || cx >= side || cy >= side {
                            continue;
                        }
                        for &(expert, first, second, skill) in &cells[(cy * side + cx) as usize] {
                            if first == wanted || second == wanted {
                                let near = 300 / (ring + 1);
                                row.push((expert, (skill + near + dice.below(100)).min(1000) as i32));
                            }
                        }
                    }
                }
                if row.len() >= size.row as usize {
                    break;
                }
            }
            row.sort_unstable_by_key(|&(expert, score)| (std::cmp::Reverse(score), expert));
            row.truncate(size.row as usize);
            row
        })
        .collect()
}
