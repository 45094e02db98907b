//! Three papers, two reviews each, four reviewers: the best matching, its proof, and why a pair is made.

#![expect(clippy::print_stdout, reason = "a program at a terminal")]

use fit::{Options, Pair, Problem};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // (paper, reviewer, score); whoever is not listed must not review.
    let pairs = [(0, 0, 90), (0, 1, 70), (0, 2, 30), (1, 0, 80), (1, 2, 60), (1, 3, 20), (2, 1, 50), (2, 3, 40)];
    let unmet = 200;
    let problem = Problem::from_pairs(vec![2, 2, 2], vec![2, 2, 1, 1], &pairs, unmet)?;

    let plan = fit::plan(&problem, Options::default())?;
    for Pair { need, expert } in &plan.pairs {
        println!("paper {need}: reviewer {expert}");
    }
    println!("{} reviews are missing; the sum is {}", plan.unmet, plan.objective);

    // The proof needs the question, the pairs and the prices, and nothing of the engine.
    let verdict = fit::check(&problem, &plan.pairs, &plan.prices)?;
    println!("no matching is better than {}", verdict.bound);

    if let Some(&pair) = plan.pairs.first()
        && let Some(why) = fit::why_pair(&problem, &plan, pair)
    {
        println!("{:?}", why?);
    }
    Ok(())
}
