//! The only list of slices.

use web::Slice;

/// Every slice of the house.
#[rustfmt::skip] // One a line: a new slice is one line more.
pub static SLICES: &[&Slice] = &[
    &entrance::SLICE,
    &directory::SLICE,
    &plan::SLICE,
    &programmes::SLICE,
    &matching::SLICE,
    &reports::SLICE,
    &admin::SLICE,
    &activities::SLICE,
    &volunteers::SLICE,
];
