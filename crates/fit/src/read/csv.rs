//! The readable format, one thing a line, in any order as long as things stand before they are used:
//!
//! ```text
//! need,NAME,demand[,penalty[,at least[,weight]]]
//! expert,NAME,capacity[,at least[,step]]
//! pair,NEED,EXPERT,score
//! force,NEED,EXPERT
//! forbid,NEED,EXPERT
//! # a remark
//! ```

use super::named::{Builder, Named};
use crate::problem::Fault;
use std::fmt::Write;

/// Reads a question; `penalty` is what an unmet slot costs where the line does not say.
pub fn read_csv(text: &str, penalty: i32) -> Result<Named, Fault> {
    let mut builder = Builder::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            read_line(&mut builder, &fields, penalty)
                .map_err(|fault| Fault::Format(format!("line {}: {fault}", at + 1)))?;
        }
    }
    builder.build()
}

fn read_line(builder: &mut Builder, fields: &[&str], penalty: i32) -> Result<(), Fault> {
    match *fields {
        ["need", name, demand] => builder.need(name, number(demand)?, penalty, (0, 1)),
        ["need", name, demand, penalty] => builder.need(name, number(demand)?, number(penalty)?, (0, 1)),
        ["need", name, demand, penalty, floor] => {
            builder.need(name, number(demand)?, number(penalty)?, (number(floor)?, 1))
        }
        ["need", name, demand, penalty, floor, weight] => {
            builder.need(name, number(demand)?, number(penalty)?, (number(floor)?, number(weight)?))
        }
        ["expert", name, capacity] => builder.expert(name, number(capacity)?, 0, 0),
        ["expert", name, capacity, floor] => builder.expert(name, number(capacity)?, number(floor)?, 0),
        ["expert", name, capacity, floor, step] => {
            builder.expert(name, number(capacity)?, number(floor)?, number(step)?)
        }
        ["pair", need, expert, score] => builder.pair(need, expert, number(score)?),
        ["force", need, expert] => builder.force(need, expert),
        ["forbid", need, expert] => builder.forbid(need, expert),
        _ => Err(Fault::Format("expected need, expert, pair, force or forbid with its fields".into())),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::Format(format!("{text} is no number that fits here")))
}

/// Writes a question.
pub fn write_csv(named: &Named) -> String {
    let problem = &named.problem;
    let mut text = String::new();
    for (need, name) in named.needs.iter().enumerate() {
        let (demand, floor, weight) = (problem.demand(need), problem.need_floor(need), problem.written_weight(need));
        // As it was before it was weighed.
        let _ = write!(text, "need,{name},{demand},{},{floor}", problem.penalty(need) / weight);
        let _ = if weight == 1 { writeln!(text) } else { writeln!(text, ",{weight}") };
    }
    for (expert, name) in named.experts.iter().enumerate() {
        let (capacity, floor) = (problem.capacity(expert), problem.expert_floor(expert));
        let _ = writeln!(text, "expert,{name},{capacity},{floor},{}", problem.step(expert));
    }
    for (need, name) in named.needs.iter().enumerate() {
        let weight = problem.written_weight(need);
        for (expert, score) in problem.row(need) {
            let score = score / weight;
            let _ = writeln!(text, "pair,{name},{},{score}", named.experts[expert as usize]);
        }
    }
    for pair in &named.forced {
        let _ = writeln!(text, "force,{},{}", named.needs[pair.need as usize], named.experts[pair.expert as usize]);
    }
    text
}
