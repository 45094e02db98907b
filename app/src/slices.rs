//! The only list of slices.

use web::Slice;

/// Every slice of the house.
pub static SLICES: &[&Slice] =
    &[&entrance::SLICE, &directory::SLICE, &plan::SLICE, &programmes::SLICE, &matching::SLICE, &reports::SLICE];
