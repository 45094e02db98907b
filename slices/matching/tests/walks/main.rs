//! Walks through a round: sheets come in, a draft is looked at, both sides answer, visits are logged and confirmed, mistakes put right.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

mod cards;
mod city;
mod letters;
mod posts;
mod rounds;
mod sheets;
mod visits;

use matching::SLICE;
use web::Slice;

static SLICES: &[&Slice] = &[&SLICE];
