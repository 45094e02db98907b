//! The entrance's pages.

pub(crate) mod home;
pub(crate) mod me;
pub(crate) mod notices;
pub(crate) mod password;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod sign_in_phone;
pub(crate) mod tokens;
