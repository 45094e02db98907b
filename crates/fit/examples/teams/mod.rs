//! Teams drawn by a fixed seed, for the examples.

use fit::{Candidate, Instance, Need, Slot};

/// Needs of 1 to 3 slots, half as many people again with time for up to `most` places; a slot wants a discipline, its
/// candidates live near.
pub fn province(needs: usize, most: usize) -> Instance {
    let mut seed = 2_026u64;
    let mut dice = move |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % bound
    };
    let (people, disciplines) = (needs * 3 / 2, 10);
    let capacity = (0..people).map(|_| 1 + dice(most) as u32).collect();
    let skills: Vec<(usize, usize)> = (0..people).map(|_| (dice(disciplines), dice(disciplines))).collect();
    let mut team = |need: usize| {
        let home = need * people / needs;
        let mut slot = |_| {
            let wanted = dice(disciplines);
            let near = (0..160).map(|far| (home + people - 80 + far) % people);
            let able = near.filter(|&person| skills[person].0 == wanted || skills[person].1 == wanted);
            let mut candidates: Vec<Candidate> = able
                .map(|person| {
                    let away = person.abs_diff(home).min(100) as i64;
                    let full = if skills[person].0 == wanted { 500 } else { 250 };
                    Candidate { person, score: full + 300 - 3 * away + dice(50) as i64 }
                })
                .collect();
            candidates.sort_unstable_by_key(|candidate| candidate.person);
            Slot { penalty: 2000, candidates }
        };
        let size = 1 + need % 3;
        Need { slots: (0..size).map(&mut slot).collect() }
    };
    Instance { capacity, needs: (0..needs).map(&mut team).collect() }
}
