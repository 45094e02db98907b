//! Fixed questions, drawn by seed, for `scripts/count-instructions`: solves the one that is named, or names them all. What
//! is counted happens in `answered` and nowhere else.

mod teams;

use fit::{Fairness, Instance, Kind, Options, Pair, Plan, Problem, Size, Solution};
use std::error::Error;
use std::hint::black_box;
use std::io::Write;

const NAMES: [&str; 10] = [
    "city",
    "province",
    "province-110",
    "province-90",
    "conference",
    "random",
    "replan",
    "fair-sum",
    "teams",
    "teams-again",
];

/// What is solved, with an earlier answer where there is one.
enum Question {
    Plan(Problem),
    Again(Problem, Plan),
    Fair(Problem),
    Teams(Instance),
    TeamsAgain(Instance, Solution),
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    let Some(name) = std::env::args().nth(1) else {
        writeln!(out, "{}", NAMES.join("\n"))?;
        return Ok(());
    };
    let question = question(&name)?;
    writeln!(out, "{}", answered(black_box(&question))?)?;
    Ok(())
}

/// Solves and says what the answer is worth. Never inlined: the counting is switched on and off by this name.
#[inline(never)]
fn answered(question: &Question) -> Result<i64, Box<dyn Error>> {
    Ok(match question {
        Question::Plan(problem) => fit::plan(problem, Options::default())?.objective,
        Question::Again(problem, before) => fit::replan(problem, &before.pairs, &before.prices)?.objective,
        Question::Fair(problem) => fit::fair(problem, Fairness::WorstSum, Options::default())?.objective,
        Question::Teams(instance) => fit::solve(instance)?.objective,
        Question::TeamsAgain(instance, before) => fit::resolve(instance, before)?.objective,
    })
}

fn question(name: &str) -> Result<Question, Box<dyn Error>> {
    let draw = |kind, needs, experts, row, tight| fit::generate(kind, Size { needs, experts, row, tight }, 1, 2000);
    let province = |tight| draw(Kind::Places, 2_000, 3_000, 32, tight);
    Ok(match name {
        "city" => Question::Plan(draw(Kind::Places, 100, 100, 50, 0)?),
        "province" => Question::Plan(province(0)?),
        "province-110" => Question::Plan(province(110)?),
        "province-90" => Question::Plan(province(90)?),
        "conference" => Question::Plan(draw(Kind::Conference, 1_000, 1_200, 100, 0)?),
        "random" => Question::Plan(draw(Kind::Random, 2_000, 3_000, 30, 0)?),
        "replan" => after_some_left(province(0)?)?,
        "fair-sum" => Question::Fair(draw(Kind::Conference, 300, 360, 60, 0)?),
        "teams" => Question::Teams(teams::province(1_000, 3)),
        "teams-again" => teams_after_a_change(teams::province(1_000, 3))?,
        _ => return Err(format!("there is no question {name}").into()),
    })
}

/// One expert in 128 leaves; pairs of before are worth 10 more.
fn after_some_left(mut problem: Problem) -> Result<Question, Box<dyn Error>> {
    let before = fit::plan(&problem, Options::default())?;
    problem.add_bonus(&before.pairs, 10)?;
    let stays = |expert: usize| if expert.is_multiple_of(128) { 0 } else { problem.capacity(expert) };
    let capacity = (0..problem.experts()).map(stays).collect();
    let pairs: Vec<Pair> = before.pairs.iter().filter(|pair| !pair.expert.is_multiple_of(128)).copied().collect();
    Ok(Question::Again(problem.with_capacity(capacity)?, Plan { pairs, ..before }))
}

/// Twenty slots lose the people who fill them.
fn teams_after_a_change(mut instance: Instance) -> Result<Question, Box<dyn Error>> {
    let before = fit::solve(&instance)?;
    for filled in before.filled.iter().step_by(before.filled.len() / 20) {
        let slot = &mut instance.needs[filled.need].slots[filled.slot];
        slot.candidates.retain(|candidate| candidate.person != filled.person);
    }
    Ok(Question::TeamsAgain(instance, before))
}
