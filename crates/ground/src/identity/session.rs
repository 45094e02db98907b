//! Sessions: a random key in the reader's cookie, its hash in the database.

use super::account::PASSWORD_SECONDS;
use crate::db::{Fault, Read, Tx};
use crate::sql;
use logic::act::Viewer;
use logic::id::{AccountId, PersonId};
use logic::time::Instant;
use sha2::{Digest, Sha256};

/// A session without use ends after this many seconds.
pub const SESSION_IDLE_SECONDS: i64 = 30 * 60;
/// A session ends after this many seconds, used or not.
pub const SESSION_SECONDS: i64 = 12 * 3600;
/// A session by telephone number lasts this many seconds, used or not: nobody in a village signs in twice a day.
pub const PHONE_SESSION_SECONDS: i64 = 30 * 24 * 3600;
/// An account has at most this many sessions; the oldest ends first.
const SESSIONS_PER_ACCOUNT: i64 = 5;
/// A session's last use is written down no more often than this.
const SEEN_SECONDS: i64 = 60;

/// The key in the cookie: 32 random bytes in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey(String);

impl SessionKey {
    /// A new key.
    pub fn random() -> Self {
        let bytes: [u8; 32] = crate::clock::random();
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// From a cookie; nothing if it cannot be one.
    pub fn from_cookie(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| Self(text.into()))
    }

    /// For the cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// The key itself never reaches a log.
impl std::fmt::Debug for SessionKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SessionKey")
    }
}

/// A viewer found by their session, and whether its last use is to be written down.
#[derive(Debug)]
pub struct Seen {
    /// Who it is.
    pub viewer: Viewer,
    /// Whether [`Tx::touch_session`] is due.
    pub is_stale: bool,
    /// Whether a new password must be set before anything else.
    pub must_change_password: bool,
}

impl Read<'_> {
    /// Who has this session, with the roles in force today; nothing if it has ended.
    pub fn find_viewer(&self, key: &SessionKey, now: Instant) -> Result<Option<Seen>, Fault> {
        let find = sql!(
            "select s.account, s.person, s.seen_at, s.expires_at, a.must_change, a.password_at from session s left join account a on a.id = s.account
            where s.hash = $1 and a.closed_at is null"
        );
        type Found = (Option<AccountId>, PersonId, Instant, Instant, Option<i64>, Option<Instant>);
        let found: Option<Found> = self.find(find, &[&key.hash()], |row| row.read())?;
        let Some((account, person, seen_at, expires_at, must_change, password_at)) = found else { return Ok(None) };
        let is_idle = account.is_some() && now.seconds_since(seen_at) > SESSION_IDLE_SECONDS;
        if now >= expires_at || is_idle {
            return Ok(None);
        }
        let grants = match account {
            Some(account) => self.grants_on(account, now.day())?,
            None => Vec::new(),
        };
        let (person, also) = self.standing_identity(person)?;
        let viewer = Viewer { account, person: Some(person), also, grants, now, is_program: false };
        let is_old = password_at.is_some_and(|at| now.seconds_since(at) > PASSWORD_SECONDS);
        let must_change_password = is_old || must_change.is_some_and(|must| must != 0);
        Ok(Some(Seen { viewer, is_stale: now.seconds_since(seen_at) > SEEN_SECONDS, must_change_password }))
    }
}

impl Tx<'_> {
    /// Opens a session; the account's oldest ends if there are too many.
    pub fn open_session(
        &mut self,
        key: &SessionKey,
        account: Option<AccountId>,
        person: PersonId,
    ) -> Result<(), Fault> {
        let seconds = if account.is_some() { SESSION_SECONDS } else { PHONE_SESSION_SECONDS };
        let insert = sql!(
            "insert into session (hash, account, person, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)"
        );
        self.run(insert, &[&key.hash(), &account, &person, &self.now, &self.now.plus_seconds(seconds)])?;
        let end_oldest = sql!(
            "delete from session where account = $1 and hash not in (
                select hash from session where account = $1 order by created_at desc, hash limit $2)"
        );
        self.run(end_oldest, &[&account, &SESSIONS_PER_ACCOUNT]).map(drop)
    }

    /// Writes down that the session was used.
    pub fn touch_session(&mut self, key: &SessionKey) -> Result<(), Fault> {
        self.run(sql!("update session set seen_at = $2 where hash = $1"), &[&key.hash(), &self.now]).map(drop)
    }

    /// Ends a session.
    pub fn close_session(&mut self, key: &SessionKey) -> Result<(), Fault> {
        self.run(sql!("delete from session where hash = $1"), &[&key.hash()]).map(drop)
    }

    /// Ends all sessions of an account.
    pub fn close_sessions_of(&mut self, account: AccountId) -> Result<(), Fault> {
        self.run(sql!("delete from session where account = $1"), &[&account]).map(drop)
    }

    /// Makes every session as good as new: for stories in which days pass between one page and the next.
    pub fn renew_sessions(&mut self) -> Result<(), Fault> {
        self.run(
            sql!("update session set seen_at = $1, expires_at = $2"),
            &[&self.now, &self.now.plus_seconds(SESSION_SECONDS)],
        )
        .map(drop)
    }

    /// Forgets sessions, codes, tokens and counters that have run out, and what the sign-in log need not keep any longer.
    pub fn forget_expired(&mut self) -> Result<(), Fault> {
        self.forget_signs()?;
        self.run(sql!("delete from token where expires_at < $1 or revoked_at < $1"), &[&self.now])?;
        self.run(sql!("delete from session where expires_at < $1"), &[&self.now])?;
        self.run(sql!("delete from one_time_code where expires_at < $1"), &[&self.now])?;
        self.run(sql!("delete from attempt where slot < $1"), &[&self.now.plus_seconds(-2 * 24 * 3600).0]).map(drop)
    }
}
