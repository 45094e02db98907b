//! A province of teams: how long a whole solve, a solve after one change and the alternatives of a slot take; with `scarce`, where people have time for one place and
//! many slots stay empty.

mod teams;

use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let is_scarce = std::env::args().nth(1).is_some_and(|word| word == "scarce");
    let mut instance = teams::province(20_000, if is_scarce { 1 } else { 3 });
    let pairs: usize = instance.needs.iter().flat_map(|need| &need.slots).map(|slot| slot.candidates.len()).sum();
    let slots: usize = instance.needs.iter().map(|need| need.slots.len()).sum();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{} needs, {slots} slots, {} people, {pairs} candidates",
        instance.needs.len(),
        instance.capacity.len()
    )?;
    let begin = Instant::now();
    let mut solution = fit::solve(&instance)?;
    writeln!(out, "solve        {:8.1} ms, {} empty", millis(begin), solution.empty.len())?;
    let begin = Instant::now();
    let bound = fit::bound(&instance, &solution.prices);
    writeln!(out, "bound        {:8.1} ms, gap {}", millis(begin), bound - solution.objective)?;
    let (mut forbid, mut pin, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..40 {
        let filled = solution.filled[round * 7919 % solution.filled.len()];
        let begin = Instant::now();
        let found = fit::alternatives(&instance, &solution, filled.need, filled.slot)?;
        other.push(millis(begin));
        let slot = &mut instance.needs[filled.need].slots[filled.slot];
        let times = if round % 2 == 0 {
            slot.candidates.retain(|candidate| candidate.person != filled.person);
            &mut forbid
        } else {
            // The dearest of all that could be asked for.
            let dearest = found.iter().filter(|one| one.person.is_some()).max_by_key(|one| one.loss);
            slot.candidates.retain(|candidate| dearest.is_some_and(|one| one.person == Some(candidate.person)));
            &mut pin
        };
        let begin = Instant::now();
        let after = fit::resolve(&instance, &solution)?;
        times.push(millis(begin));
        if round < 4 {
            writeln!(out, "             {} slots change", fit::changes(&solution, &after).len())?;
        }
        solution = after;
    }
    for (name, times) in [("forbid", forbid), ("pin", pin), ("alternatives", other)] {
        let most = times.iter().copied().fold(0.0, f64::max);
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        writeln!(out, "{name:12} {mean:8.1} ms, {most:.1} ms at most")?;
    }
    let gap = fit::bound(&instance, &solution.prices) - solution.objective;
    let again = fit::solve(&instance)?;
    writeln!(out, "gap {gap}, {} from a fresh solve", again.objective - solution.objective)?;
    Ok(())
}

fn millis(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1000.0
}
