//! Identity: accounts, passwords, roles with a term, sessions, one-time codes and tokens. All state is in the database.

mod account;
mod code;
mod limit;
mod password;
mod session;
mod sign_log;
mod token;

pub use account::{Account, HeldRole};
pub use code::{CODE_SECONDS, new_code};
pub use limit::{Limit, limit};
pub use password::{Weakness, hash_password, is_password, new_password, weakness};
pub use session::{PHONE_SESSION_SECONDS, SESSION_IDLE_SECONDS, SESSION_SECONDS, SessionKey};
pub use sign_log::{AUDIT_SECONDS, Outcome, SignedBy};
pub use token::{Scopes, Token};

use crate::db::Migration;

/// Identity's tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration::new("identity-0001", include_str!("../migrations/0003_identity.sql")),
    Migration::new("identity-0002", include_str!("../migrations/0006_sign_log.sql")),
    Migration::new("identity-0003", include_str!("../migrations/0007_code_ticket.sql")),
];
