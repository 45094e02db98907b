//! The statements of this slice, a file for each table.

pub(crate) mod certificates;
pub(crate) mod qualifications;
pub(crate) mod reconciliations;
pub(crate) mod rest;
pub(crate) mod shifts;
pub(crate) mod signups;
pub(crate) mod swaps;
pub(crate) mod volunteers;

use ground::db::Fault;
use std::str::FromStr;

/// Codes as a column holds them: each between spaces, so that one is found by ` code `.
fn joined<T: std::fmt::Display>(codes: &[T]) -> String {
    if codes.is_empty() {
        String::new()
    } else {
        format!(" {} ", codes.iter().map(T::to_string).collect::<Vec<_>>().join(" "))
    }
}

fn parted<T: FromStr>(text: &str) -> Result<Vec<T>, Fault> {
    let code = |code: &str| code.parse().map_err(|_| Fault::broken("reading codes", code));
    text.split_whitespace().map(code).collect()
}
