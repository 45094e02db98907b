//! An account's life: opened for a person, locked and unlocked, closed and opened again.

use super::{CloseAccount, OpenAccount, ReopenAccount, ResetPassword, UnlockAccount};
use crate::facts;
use ground::identity::Account;
use logic::act::{Change, May};
use logic::fact::{Draft, FactKind};
use logic::id::AccountId;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::codes!(
    /// How an account stands. Its text key is `account_state.<code>`.
    State {
        /// 正常
        Open = "open",
        /// 锁定: too many wrong passwords, for a quarter of an hour.
        Locked = "locked",
        /// 停用
        Closed = "closed",
    }
);

impl State {
    /// How an account stands at a moment.
    pub(crate) fn of(account: &Account, now: Instant) -> Self {
        match account.closed_at {
            Some(_) => Self::Closed,
            None if account.is_locked(now) => Self::Locked,
            None => Self::Open,
        }
    }
}

/// The open accounts that administer the whole house today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Administrators(pub(crate) Vec<AccountId>);

impl Administrators {
    /// Refuses to leave the house without any.
    pub(crate) fn check_without(&self, id: AccountId) -> Result<(), Refusal> {
        let is_last = self.0.contains(&id) && self.0.len() == 1;
        Refusal::new("account.last_administrator").unless(!is_last)
    }
}

/// An account is opened for a person who has none.
pub(crate) fn open(may: May<OpenAccount>, account: Account, others: &[Account]) -> Result<Change<Account>, Refusal> {
    check_only(others)?;
    let fact = said(&facts::ACCOUNT_OPENED, &account, may.by().at.day());
    Ok(Change::new(may, account, fact))
}

/// An account is closed; the last administrator's is not.
pub(crate) fn close(
    account: Account,
    may: May<CloseAccount>,
    administrators: &Administrators,
) -> Result<Change<Account>, Refusal> {
    check_open(&account)?;
    administrators.check_without(account.id)?;
    let at = may.by().at;
    let fact = said(&facts::ACCOUNT_CLOSED, &account, at.day());
    Ok(Change::new(may, Account { closed_at: Some(at), ..account }, fact))
}

/// A closed account is opened again, to be given a new password; not if its person has another by now, or was erased.
pub(crate) fn reopen(
    account: Account,
    may: May<ReopenAccount>,
    others: &[Account],
    is_erased: bool,
) -> Result<Change<Account>, Refusal> {
    Refusal::new("account.is_open").unless(account.closed_at.is_some())?;
    Refusal::new("account.person_erased").unless(!is_erased)?;
    let open: Vec<_> = others.iter().filter(|other| other.closed_at.is_none()).cloned().collect();
    check_only(&open)?;
    let fact = said(&facts::ACCOUNT_REOPENED, &account, may.by().at.day());
    Ok(Change::new(may, Account { closed_at: None, must_change: true, ..account.signed_in() }, fact))
}

/// Someone else's password is replaced by one to begin with, and has to be changed at once; a lock falls away with it.
pub(crate) fn reset_password(
    account: Account,
    may: May<ResetPassword>,
    hash: String,
) -> Result<Change<Account>, Refusal> {
    check_open(&account)?;
    Refusal::new("password.own").unless(may.by().account != Some(account.id))?;
    let at = may.by().at;
    let fact = said(&facts::PASSWORD_RESET, &account, at.day());
    let account = Account { password: hash, password_at: at, must_change: true, ..account.signed_in() };
    Ok(Change::new(may, account, fact))
}

/// A lock is taken off before its time.
pub(crate) fn unlock(account: Account, may: May<UnlockAccount>) -> Result<Change<Account>, Refusal> {
    check_open(&account)?;
    Refusal::new("account.not_locked").unless(account.is_locked(may.by().at))?;
    let fact = said(&facts::ACCOUNT_UNLOCKED, &account, may.by().at.day());
    Ok(Change::new(may, account.signed_in(), fact))
}

pub(super) fn check_open(account: &Account) -> Result<(), Refusal> {
    Refusal::new("account.closed").unless(account.closed_at.is_none())
}

/// One person, one account.
fn check_only(others: &[Account]) -> Result<(), Refusal> {
    match others.first() {
        Some(other) => Err(Refusal::new("account.person_has_one").with("login", &other.login)),
        None => Ok(()),
    }
}

fn said(kind: &'static FactKind, account: &Account, on: Day) -> Draft {
    Draft::new(kind, account.id, on).person(account.person)
}
