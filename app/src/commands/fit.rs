//! `tenfold fit`: the matching engine at a terminal.

mod bench;
mod leave;

use super::{Failure, say};
use crate::cli::{Check, Fair, Fit, Gen, Kind, Question, Solve};
use ::fit::{Cost, Fairness, Named, Options, Plan, Problem, Rules, Size, Watch};
use std::fs;
use std::io::{Write, stderr};
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) fn run(asked: &Fit) -> Result<(), Failure> {
    match asked {
        Fit::Solve(asked) => solve(asked),
        Fit::Check(asked) => check(asked),
        Fit::Gen(asked) => generate(asked),
        Fit::Bench(asked) => bench::run(asked),
    }
}

fn solve(asked: &Solve) -> Result<(), Failure> {
    let begin = Instant::now();
    let named = load(&asked.question)?;
    let load_seconds = begin.elapsed().as_secs_f64();
    let threads = asked.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let limit = asked.seconds.map(Duration::try_from_secs_f64).transpose();
    let limit = limit.map_err(|_| Failure("--seconds wants a number of seconds, 0 or more".into()))?;
    let stop = || limit.is_some_and(|limit| begin.elapsed() > limit);
    let tell = |phase: ::fit::Phase| note(&format!("{:8.3} s  {phase:?}", begin.elapsed().as_secs_f64()));
    let watch = Watch { stop: Some(&stop), report: (!asked.json).then_some(&tell) };
    let (start, cpu_start) = (Instant::now(), cpu_seconds());
    let plan = answer(asked, named, Options { threads, watch })?;
    let cost = Cost {
        solve_cpu_seconds: cpu_seconds() - cpu_start,
        solve_wall_seconds: start.elapsed().as_secs_f64(),
        load_seconds,
        peak_bytes: fs::read_to_string("/proc/self/status").ok().and_then(|text| ::fit::peak_bytes(&text)).unwrap_or(0),
        threads,
    };
    if let Some(path) = &asked.out {
        fs::write(path, ::fit::write_answer(&plan)).map_err(|error| about(path, &error))?;
    }
    if asked.json {
        say(&::fit::report(&plan, cost));
    } else {
        say(&format!("objective {}, bound {}, gap {}, unmet {}", plan.objective, plan.bound, plan.gap(), plan.unmet));
        say(&format!("{:.3} s of processor, {:.3} s", cost.solve_cpu_seconds, cost.solve_wall_seconds));
    }
    Ok(())
}

fn answer(asked: &Solve, named: Named, options: Options<'_>) -> Result<Plan, Failure> {
    let Named { mut problem, forced, .. } = named;
    if let Some(mode) = asked.fair {
        if !forced.is_empty() || asked.keep.is_some() {
            return Err(Failure("--fair goes neither with forced pairs nor with --keep".into()));
        }
        let fair = ::fit::fair(&problem, fairness(mode), options).map_err(failed)?;
        if !asked.json {
            note(&format!("level {} of at most {}", fair.level, fair.level_bound));
        }
        let slots: u64 = (0..problem.needs()).map(|need| u64::from(problem.demand(need))).sum();
        let unmet = slots.saturating_sub(fair.pairs.len() as u64);
        return Ok(Plan { pairs: fair.pairs, prices: Vec::new(), objective: fair.objective, bound: fair.bound, unmet });
    }
    let Some(keep) = &asked.keep else {
        return if forced.is_empty() {
            ::fit::plan(&problem, options).map_err(failed)
        } else {
            ::fit::plan_with(&problem, &Rules { forced, forbidden: Vec::new() }, options).map_err(failed)
        };
    };
    if !forced.is_empty() {
        return Err(Failure("--keep does not go with forced pairs".into()));
    }
    let before = read_answer(keep)?;
    problem.add_bonus(&before.pairs, asked.bonus).map_err(failed)?;
    let plan = ::fit::replan(&problem, &before.pairs, &before.prices).map_err(failed)?;
    if !asked.json {
        let moves = ::fit::moves(&problem, &before.pairs, &plan);
        note(&format!("{} pairs kept, {} moved; the objective holds the bonus of the kept", moves.kept, moves.moved));
    }
    Ok(plan)
}

fn fairness(mode: Fair) -> Fairness {
    match mode {
        Fair::Pair => Fairness::WorstPair,
        Fair::Sum => Fairness::WorstSum,
        Fair::P5 => Fairness::Quantile(50),
        Fair::Leximin => Fairness::Leximin,
    }
}

fn check(asked: &Check) -> Result<(), Failure> {
    let named = load(&asked.question)?;
    let plan = read_answer(&asked.answer)?;
    let verdict = if named.forced.is_empty() {
        ::fit::check(&named.problem, &plan.pairs, &plan.prices).map_err(failed)?
    } else {
        let rules = Rules { forced: named.forced, forbidden: Vec::new() };
        rules.check(&named.problem, &plan).ok_or_else(|| Failure("the answer does not keep the forced pairs".into()))?
    };
    let gap = verdict.gap();
    say(&format!("objective {}, bound {}, gap {gap}, unmet {}", verdict.objective, verdict.bound, verdict.unmet));
    if gap == 0 { Ok(()) } else { Err(Failure(format!("possible, but not proven best: at most {gap} is missing"))) }
}

fn generate(asked: &Gen) -> Result<(), Failure> {
    let problem = draw(asked)?;
    say(&format!("{} needs, {} experts, {} pairs", problem.needs(), problem.experts(), problem.pairs()));
    Ok(())
}

/// Draws a question and writes it down.
fn draw(asked: &Gen) -> Result<Problem, Failure> {
    let (kind, needs, experts, row) = match asked.kind {
        Kind::Places => (::fit::Kind::Places, 20_000, 30_000, 30),
        Kind::Conference => (::fit::Kind::Conference, 10_000, 12_000, 100),
        Kind::Random => (::fit::Kind::Random, 20_000, 30_000, 30),
    };
    let size = Size {
        needs: asked.needs.unwrap_or(needs),
        experts: asked.experts.unwrap_or(experts),
        row: asked.row.unwrap_or(row),
        tight: (asked.tight.unwrap_or(0.0) * 100.0).round() as u32,
    };
    let problem = ::fit::generate(kind, size, asked.seed, 2000).map_err(failed)?;
    fs::write(&asked.file, ::fit::write_binary(&problem)).map_err(|error| about(&asked.file, &error))?;
    Ok(problem)
}

fn load(question: &Question) -> Result<Named, Failure> {
    let path = &question.instance;
    let bytes = fs::read(path).map_err(|error| about(path, &error))?;
    ::fit::read(&bytes, question.penalty).map_err(|fault| about(path, &fault))
}

fn read_answer(path: &Path) -> Result<Plan, Failure> {
    let text = fs::read_to_string(path).map_err(|error| about(path, &error))?;
    ::fit::read_answer(&text).map_err(|fault| about(path, &fault))
}

/// Processor time of the whole program so far, all threads together.
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn about(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure(format!("{}: {error}", path.display()))
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure(error.to_string())
}

/// What is worth knowing and is not the answer.
fn note(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}
