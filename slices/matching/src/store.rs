//! The statements of villages, experts, rounds, posts and visits.

pub(crate) mod experts;
pub(crate) mod imports;
pub(crate) mod posts;
pub(crate) mod rounds;
pub(crate) mod techniques;
pub(crate) mod villages;
pub(crate) mod visits;
