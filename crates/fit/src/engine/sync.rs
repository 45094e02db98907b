//! What threads share, from the standard library, or from a scheduler that decides whose turn it is (`schedules.rs`).

#[cfg(not(all(test, feature = "schedules")))]
pub(super) use std::{
    hint,
    sync::{Mutex, atomic},
    thread,
};

#[cfg(all(test, feature = "schedules"))]
pub(super) use shuttle::{
    hint,
    sync::{Mutex, atomic},
    thread,
};
