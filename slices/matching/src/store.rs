//! The statements of villages, experts, rounds, posts and visits.

pub(crate) mod drafts;
pub(crate) mod experts;
pub(crate) mod imports;
pub(crate) mod letters;
pub(crate) mod material;
pub(crate) mod posts;
pub(crate) mod rounds;
pub(crate) mod techniques;
pub(crate) mod villages;
pub(crate) mod visits;
