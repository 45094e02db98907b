//! The lists of the administrator's room.

mod accounts;
mod jobs;
mod roles;
mod signs;

pub(crate) use accounts::ACCOUNTS;
pub(crate) use jobs::JOBS;
pub(crate) use roles::{ROLES, tone_of};
pub(crate) use signs::{SIGNS, tone_of as tone_of_sign};
