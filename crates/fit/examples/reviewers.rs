//! The engine at a terminal; `tenfold fit` does the same.
//!
//! ```text
//! fit solve FILE [--threads N] [--penalty U] [--fair pair|sum|p5|leximin] [--keep ANSWER [--bonus B]] [--seconds S] [--out ANSWER] [--json]
//! fit check FILE ANSWER [--penalty U]
//! fit gen places|conference|random FILE [--needs N] [--experts M] [--row K] [--tight HUNDREDTHS] [--seed S]
//! fit leave FILE [--bonus B]         one expert in a hundred leaves: what a second plan moves
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program at a terminal")]

use fit::{Cost, Fairness, Kind, Named, Options, Plan, Problem, Size, Watch};
use std::error::Error;
use std::time::{Duration, Instant};

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("solve") => solve(&args),
        Some("check") => check(&args),
        Some("gen") => generate(&args),
        Some("leave") => leave(&args),
        _ => Err("fit solve | check | gen | leave, see the top of examples/fit.rs".into()),
    }
}

fn flag<T: std::str::FromStr>(args: &[String], name: &str, other: T) -> Answer<T> {
    let Some(at) = args.iter().position(|arg| arg == name) else { return Ok(other) };
    args.get(at + 1).and_then(|text| text.parse().ok()).ok_or_else(|| format!("{name} wants a value").into())
}

fn word<'a>(args: &'a [String], at: usize, what: &str) -> Answer<&'a str> {
    args.get(at).map(String::as_str).ok_or_else(|| format!("{what} is missing").into())
}

fn load(args: &[String]) -> Answer<Named> {
    Ok(fit::read(&std::fs::read(word(args, 1, "the file")?)?, flag(args, "--penalty", 2000)?)?)
}

fn cpu() -> f64 {
    std::fs::read_to_string("/proc/self/stat").ok().and_then(|text| fit::cpu_seconds(&text)).unwrap_or(f64::NAN)
}

fn solve(args: &[String]) -> Answer<()> {
    let begin = Instant::now();
    let named = load(args)?;
    let load_seconds = begin.elapsed().as_secs_f64();
    let threads = flag(args, "--threads", std::thread::available_parallelism().map_or(1, usize::from).min(8))?;
    let end = Instant::now() + Duration::from_secs_f64(flag(args, "--seconds", 1e6)?);
    let stop = || Instant::now() > end;
    let tell = |phase: fit::Phase| eprintln!("{:8.3} {phase:?}", begin.elapsed().as_secs_f64());
    let is_json = args.iter().any(|arg| arg == "--json");
    let watch = Watch { stop: Some(&stop), report: (!is_json).then_some(&tell) };
    let (start, cpu_start) = (Instant::now(), cpu());
    let plan = answer(args, named, Options { threads, watch })?;
    let cost = Cost {
        solve_cpu_seconds: cpu() - cpu_start,
        solve_wall_seconds: start.elapsed().as_secs_f64(),
        load_seconds,
        peak_bytes: std::fs::read_to_string("/proc/self/status")
            .ok()
            .and_then(|text| fit::peak_bytes(&text))
            .unwrap_or(0),
        threads,
    };
    println!("{}", fit::report(&plan, cost));
    if let Some(path) = args.iter().position(|arg| arg == "--out").and_then(|at| args.get(at + 1)) {
        std::fs::write(path, fit::write_answer(&plan))?;
    }
    Ok(())
}

fn answer(args: &[String], named: Named, options: Options<'_>) -> Answer<Plan> {
    let Named { mut problem, forced, .. } = named;
    let mode = match flag(args, "--fair", String::new())?.as_str() {
        "" => None,
        "pair" => Some(Fairness::WorstPair),
        "sum" => Some(Fairness::WorstSum),
        "p5" => Some(Fairness::Quantile(50)),
        "leximin" => Some(Fairness::Leximin),
        other => return Err(format!("no fairness called {other}").into()),
    };
    if let Some(mode) = mode {
        let fair = fit::fair(&problem, mode, options)?;
        eprintln!("level {} of at most {}", fair.level, fair.level_bound);
        let slots: u64 = (0..problem.needs()).map(|need| u64::from(problem.demand(need))).sum();
        let unmet = slots - fair.pairs.len() as u64;
        return Ok(Plan { pairs: fair.pairs, prices: Vec::new(), objective: fair.objective, bound: fair.bound, unmet });
    }
    if !forced.is_empty() {
        return Ok(fit::plan_with(&problem, &fit::Rules { forced, forbidden: Vec::new() }, options)?);
    }
    let keep = flag(args, "--keep", String::new())?;
    if keep.is_empty() {
        return Ok(fit::plan(&problem, options)?);
    }
    let before = fit::read_answer(&std::fs::read_to_string(keep)?)?;
    problem.add_bonus(&before.pairs, flag(args, "--bonus", 10)?)?;
    let plan = fit::replan(&problem, &before.pairs, &before.prices)?;
    eprintln!("{:?}", fit::moves(&problem, &before.pairs, &plan));
    Ok(plan)
}

fn check(args: &[String]) -> Answer<()> {
    let named = load(args)?;
    let plan = fit::read_answer(&std::fs::read_to_string(word(args, 2, "the answer")?)?)?;
    let rules = fit::Rules { forced: named.forced, forbidden: Vec::new() };
    let verdict = match rules.forced.is_empty() {
        true => fit::check(&named.problem, &plan.pairs, &plan.prices)?,
        false => rules.check(&named.problem, &plan).ok_or("the answer does not keep the rules")?,
    };
    println!("objective {} bound {} gap {} unmet {}", verdict.objective, verdict.bound, verdict.gap(), verdict.unmet);
    if verdict.gap() == 0 { Ok(()) } else { Err("the prices do not prove it best".into()) }
}

fn generate(args: &[String]) -> Answer<()> {
    let (kind, needs, experts, row) = match word(args, 1, "the kind")? {
        "places" => (Kind::Places, 20_000, 30_000, 30),
        "conference" => (Kind::Conference, 10_000, 12_000, 100),
        "random" => (Kind::Random, 20_000, 30_000, 30),
        other => return Err(format!("no kind called {other}").into()),
    };
    let size = Size {
        needs: flag(args, "--needs", needs)?,
        experts: flag(args, "--experts", experts)?,
        row: flag(args, "--row", row)?,
        tight: flag(args, "--tight", 0)?,
    };
    let problem = fit::generate(kind, size, flag(args, "--seed", 1)?, 2000)?;
    std::fs::write(word(args, 2, "the file")?, fit::write_binary(&problem))?;
    println!("{} needs, {} experts, {} pairs", problem.needs(), problem.experts(), problem.pairs());
    Ok(())
}

fn leave(args: &[String]) -> Answer<()> {
    let bonus: i32 = flag(args, "--bonus", 10)?;
    let problem = load(args)?.problem;
    let first = fit::plan(&problem, Options::default())?;
    let stays = |expert: usize| (expert as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57 != 0;
    let capacity = (0..problem.experts()).map(|expert| if stays(expert) { problem.capacity(expert) } else { 0 });
    let capacity = capacity.collect();
    let mut changed: Problem = problem.with_capacity(capacity)?;
    let plain = fit::plan(&changed, Options::default())?;
    changed.add_bonus(&first.pairs, bonus)?;
    let start = cpu();
    let second = fit::replan(&changed, &first.pairs, &first.prices)?;
    let took = cpu() - start;
    let moves = fit::moves(&changed, &first.pairs, &second);
    let lost = plain.objective - (second.objective - i64::from(bonus) * moves.kept as i64);
    let part = |a: f64, b: f64| 100.0 * a / b;
    println!(
        "cpu {took:.3} gap {} {moves:?} moved {:.3}% objective given up {:.5}%",
        second.gap(),
        part(moves.moved as f64, (moves.kept + moves.moved) as f64),
        part(lost as f64, plain.objective as f64)
    );
    Ok(())
}
