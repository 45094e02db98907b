//! The sign-in log: who came in, went out or was turned away, when and from where. Nothing in it is ever changed.

use crate::db::{Fault, Read, Tx};
use crate::sql;
use logic::id::{AccountId, Id, PersonId};
use logic::time::Instant;

/// What is written down is kept this long: a little more than the half year of classified protection level 2.
pub const AUDIT_SECONDS: i64 = 200 * 24 * 3600;

logic::codes!(
    /// How a try to come in ended, or that someone went out.
    Outcome {
        /// Came in by account.
        In = "in",
        /// Came in by telephone.
        InByPhone = "in_by_phone",
        /// Went out.
        Out = "out",
        /// The password was wrong.
        Wrong = "wrong",
        /// The code was wrong.
        WrongCode = "wrong_code",
        /// The account was locked.
        Locked = "locked",
        /// The account was closed.
        Closed = "closed",
        /// There is no account of that name.
        Unknown = "unknown",
    }
);

/// Who tried, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignedBy {
    /// The account.
    pub account: Option<AccountId>,
    /// The person.
    pub person: Option<PersonId>,
}

impl Read<'_> {
    /// An account's latest lines of the log, newest first: when, how it ended, and from which address.
    pub fn list_signs(&self, account: AccountId, limit: i64) -> Result<Vec<(Instant, Outcome, String)>, Fault> {
        let list = sql!("select at, outcome, origin from sign_log where account = $1 order by id desc limit $2");
        self.list(list, &[&account, &limit], |row| row.read())
    }
}

impl Tx<'_> {
    /// Writes down how a try to come in ended.
    pub fn log_sign(&mut self, by: SignedBy, outcome: Outcome, from: &str) -> Result<(), Fault> {
        let insert =
            sql!("insert into sign_log (id, account, person, outcome, origin, at) values ($1, $2, $3, $4, $5, $6)");
        self.run(insert, &[&self.new_id::<Id>(), &by.account, &by.person, &outcome, &from, &self.now]).map(drop)
    }

    /// Forgets what is older than [`AUDIT_SECONDS`].
    pub(super) fn forget_signs(&mut self) -> Result<(), Fault> {
        self.run(sql!("delete from sign_log where at < $1"), &[&self.now.plus_seconds(-AUDIT_SECONDS)]).map(drop)
    }
}
