//! The whole house: what holds of all slices together, and the year lived through it.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

mod browser;
mod crawl;
mod house;
mod kill;
mod wire;
mod year;
