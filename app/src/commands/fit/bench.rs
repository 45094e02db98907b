//! `tenfold fit bench`: the engine and OR-tools on the same questions, one after the other, as processes of their own.

use super::leave::{self, Left};
use super::{Failure, Kind, about, note, say};
use crate::cli::{Bench, Gen};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// OR-tools' minimum cost flow on one question; prints the same fields as `fit solve --json`.
const BASELINE: &str = include_str!("baseline.py");

/// What is drawn: name, kind, needs, experts, candidates, tightness.
type Drawn = (&'static str, Kind, u32, u32, u32, Option<f64>);

const DRAWN: &[Drawn] = &[
    ("city", Kind::Places, 350, 260, 20, None),
    ("province", Kind::Places, 20_000, 30_000, 30, None),
    ("province, tight 1.1", Kind::Places, 20_000, 30_000, 30, Some(1.1)),
    ("province, tight 0.9", Kind::Places, 20_000, 30_000, 30, Some(0.9)),
    ("conference", Kind::Conference, 10_000, 12_000, 100, None),
    ("conference, tight 1.05", Kind::Conference, 10_000, 12_000, 100, Some(1.05)),
];

const NATION: &[Drawn] = &[
    ("nation", Kind::Places, 600_000, 1_000_000, 32, None),
    ("nation, tight 1.1", Kind::Places, 600_000, 1_000_000, 32, Some(1.1)),
    ("random", Kind::Random, 600_000, 1_000_000, 30, None),
];

/// One program's best run.
struct Run {
    objective: i64,
    cpu: f64,
    wall: f64,
    /// CPU with building the graph, ours with reading the file.
    built: f64,
    megabytes: f64,
}

pub(super) fn run(asked: &Bench) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("tenfold-fit-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = time_all(asked, &folder);
    std::fs::remove_dir_all(&folder)?;
    done
}

fn time_all(asked: &Bench, folder: &Path) -> Result<(), Failure> {
    let script = folder.join("baseline.py");
    std::fs::write(&script, BASELINE)?;
    let has_peer = Command::new(&asked.python).args(["-c", "import ortools, numpy"]).output();
    let has_peer = has_peer.is_ok_and(|output| output.status.success());
    if !has_peer {
        note(&format!("{} has no ortools and numpy (pip install ortools numpy): the engine alone", asked.python));
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    say(&format!("{cores} cores; CPU and wall seconds of the solve, the best of {} runs", asked.runs));
    say("");
    say(
        "| question | CPU, 1 thread | with reading | wall, 1 | wall, 2 | MB | OR-tools CPU | wall | with building | MB | CPU, times less | wall, 2 threads, times less |",
    );
    say("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let questions = questions(asked, folder)?;
    for (name, file) in &questions {
        say(&row(asked, name, file, has_peer.then_some(&script))?);
    }
    say("");
    say("| one expert in 128 leaves, bonus 10 | CPU of the second plan | moved | given up | gap |");
    say("|---|---|---|---|---|");
    for (name, file) in &questions {
        let Left { cpu, gap, moved, given_up } = leave::measure(file)?;
        say(&format!("| {name} | {cpu:.3} | {:.3} % | {:.5} % | {gap} |", moved * 100.0, given_up * 100.0));
    }
    Ok(())
}

/// One question's line of the table: ours, and the peer's where there is one.
fn row(asked: &Bench, name: &str, file: &Path, peer: Option<&PathBuf>) -> Result<String, Failure> {
    let program = std::env::current_exe()?;
    let ours = |threads: &str| {
        let args = ["fit", "solve", "--json", "--threads", threads];
        best(asked.runs, || Command::new(&program).args(args).arg(file).output())
    };
    let (one, two) = (ours("1")?, ours("2")?);
    if one.objective != two.objective {
        return Err(Failure(format!("{name}: {} with one thread, {} with two", one.objective, two.objective)));
    }
    let Run { cpu, wall, built, megabytes, .. } = one;
    let row = format!("| {name} | {cpu:.5} | {built:.4} | {wall:.4} | {:.4} | {megabytes:.0} |", two.wall);
    let Some(script) = peer else { return Ok(row + " | | | | | |") };
    let peer = best(asked.runs.min(2), || Command::new(&asked.python).arg(script).arg(file).output())?;
    if one.objective != peer.objective {
        return Err(Failure(format!("{name}: {} here, {} by OR-tools", one.objective, peer.objective)));
    }
    let (times_cpu, times_wall) = (peer.cpu / cpu, peer.wall / two.wall);
    let Run { cpu, wall, built, megabytes, .. } = peer;
    Ok(row + &format!(" {cpu:.3} | {wall:.3} | {built:.3} | {megabytes:.0} | {times_cpu:.1}× | {times_wall:.1}× |"))
}

/// The questions' names and files: those given, or drawn ones.
fn questions(asked: &Bench, folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    if !asked.instances.is_empty() {
        return Ok(asked.instances.iter().map(|path| (path.display().to_string(), path.clone())).collect());
    }
    let drawn = DRAWN.iter().chain(if asked.nation { NATION } else { &[] });
    let draw = |(at, &(name, kind, needs, experts, row, tight)): (usize, &Drawn)| {
        let file = folder.join(format!("{at}.bin"));
        let [needs, experts, row] = [needs, experts, row].map(Some);
        super::draw(&Gen { kind, file: file.clone(), needs, experts, row, tight, seed: 1 })?;
        Ok((name.to_owned(), file))
    };
    drawn.enumerate().map(draw).collect()
}

fn best(runs: u32, mut start: impl FnMut() -> std::io::Result<std::process::Output>) -> Result<Run, Failure> {
    let mut best: Option<Run> = None;
    for _ in 0..runs.max(1) {
        let output = start()?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(Failure(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
        }
        let read: Value = serde_json::from_str(text.trim()).map_err(|error| about(Path::new("a run"), &error))?;
        let number = |name: &str| read[name].as_f64().unwrap_or(f64::NAN);
        let run = Run {
            objective: read["objective"].as_i64().unwrap_or_default(),
            cpu: number("solve_cpu_seconds"),
            wall: number("solve_wall_seconds"),
            built: number("solve_cpu_seconds") + number("load_seconds"),
            megabytes: number("peak_bytes") / 1e6,
        };
        if best.as_ref().is_none_or(|best| run.cpu < best.cpu) {
            best = Some(run);
        }
    }
    best.ok_or_else(|| Failure("nothing was run".into()))
}
