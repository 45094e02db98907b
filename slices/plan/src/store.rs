//! The statements of plans and tasks.

pub(crate) mod documents;
pub(crate) mod plans;
pub(crate) mod proofs;
pub(crate) mod tasks;
