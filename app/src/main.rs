//! Tenfold: enter a fact once; every plan, report and form is computed from it and opens into its proof.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tenfold::commands::run()
}
