//! What each command does.

mod demo;
mod failure;
mod fit;
mod import;
mod outline;
mod serve;
mod verify;

pub use failure::Failure;

use crate::cli::{Cli, Command, Import};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    match act(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "tenfold: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn act(command: Command) -> Result<(), Failure> {
    match command {
        Command::Outline(asked) => outline::run(&asked),
        Command::Fit { what } => fit::run(&what),
        Command::Serve(asked) => in_runtime(serve::run(asked)),
        Command::Demo(asked) => in_runtime(demo::run(asked)),
        Command::Verify(ground) => in_runtime(verify::run(ground)),
        Command::Import { what: Import::Regions { folder, ground } } => in_runtime(import::run(folder, ground)),
    }
}

fn in_runtime(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    // Reading that still runs must not hold the program back.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    done
}

/// A line for the person who started the program.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
