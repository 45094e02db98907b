//! Accounts and the roles they hold on units, each with a term.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::act::{Grant, Role, UnitPath};
use logic::id::{AccountId, Id, PersonId, UnitId};
use logic::time::{Day, Instant};

/// Failed sign-ins before an account is locked.
pub const MAX_FAILURES: i32 = 5;
/// How long it stays locked, in seconds.
pub const LOCK_SECONDS: i64 = 15 * 60;
/// How long a password may be used, in seconds.
pub const PASSWORD_SECONDS: i64 = 90 * 24 * 3600;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub person: PersonId,
    /// The name to sign in with.
    pub login: String,
    /// The password's hash.
    pub password: String,
    /// When the password was set.
    pub password_at: Instant,
    /// Whether it must be changed at the next sign-in.
    pub must_change: bool,
    /// Failed sign-ins since the last good one.
    pub failures: i32,
    /// Locked until then.
    pub locked_until: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

impl Account {
    /// Whether it is locked at this moment.
    pub fn is_locked(&self, now: Instant) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// After a failed sign-in.
    pub fn failed(mut self, now: Instant) -> Self {
        self.failures += 1;
        if self.failures >= MAX_FAILURES {
            self.locked_until = Some(now.plus_seconds(LOCK_SECONDS));
            self.failures = 0;
        }
        self
    }

    /// After a good one.
    pub fn signed_in(self) -> Self {
        Self { failures: 0, locked_until: None, ..self }
    }
}

/// A role held by an account, with its term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The grant.
    pub id: Id,
    /// The role.
    pub role: Role,
    /// The unit it is held on.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The unit's place in the tree.
    pub unit_path: UnitPath,
    /// From this day.
    pub from: Day,
    /// Up to and including this day.
    pub until: Option<Day>,
}

macro_rules! select_account {
    ($rest:literal) => {
        sql!(concat!("select id, person, login, password, password_at, must_change, failures, locked_until, closed_at from account ", $rest))
    };
}

impl Read<'_> {
    /// Whether the house has any account: if not, it is to be set up.
    pub fn has_accounts(&self) -> Result<bool, Fault> {
        Ok(self.find(sql!("select 1 from account limit 1"), &[], |_| Ok(()))?.is_some())
    }

    /// An account.
    pub fn find_account(&self, id: AccountId) -> Result<Option<Account>, Fault> {
        self.find(select_account!("where id = $1"), &[&id], account)
    }

    /// An account by the name to sign in with.
    pub fn find_account_named(&self, login: &str) -> Result<Option<Account>, Fault> {
        self.find(select_account!("where login = $1"), &[&login.to_lowercase()], account)
    }

    /// The accounts of a person and of every record merged with theirs, open ones first.
    pub fn list_accounts_of(&self, person: PersonId) -> Result<Vec<Account>, Fault> {
        let (standing, also) = self.standing_identity(person)?;
        let list = select_account!("where person = $1 order by id");
        let mut accounts = Vec::new();
        for person in std::iter::once(standing).chain(also) {
            accounts.extend(self.list(list, &[&person], account)?);
        }
        accounts.sort_by_key(|account| account.closed_at.is_some());
        Ok(accounts)
    }

    /// All accounts, by name.
    pub fn list_accounts(&self) -> Result<Vec<Account>, Fault> {
        self.list(select_account!("order by login"), &[], account)
    }

    /// The roles of an account that have not been revoked, in force or not.
    pub fn list_roles(&self, account: AccountId) -> Result<Vec<HeldRole>, Fault> {
        let roles = sql!(
            "select g.id, g.role, g.unit, u.name, u.path, g.from_day, g.until_day from role_grant g join unit u on u.id = g.unit
            where g.account = $1 and g.revoked_at is null order by g.id"
        );
        self.list(roles, &[&account], |row| {
            Ok(HeldRole {
                id: row.get(0)?,
                role: row.get(1)?,
                unit: row.get(2)?,
                unit_name: row.get(3)?,
                unit_path: UnitPath(row.get(4)?),
                from: row.get(5)?,
                until: row.get(6)?,
            })
        })
    }

    /// The roles in force on a day.
    pub fn grants_on(&self, account: AccountId, day: Day) -> Result<Vec<Grant>, Fault> {
        let grants = sql!(
            "select g.role, u.path from role_grant g join unit u on u.id = g.unit
            where g.account = $1 and g.revoked_at is null and g.from_day <= $2 and coalesce(g.until_day, $2) >= $2"
        );
        self.list(grants, &[&account, &day], |row| Ok(Grant { role: row.get(0)?, unit: UnitPath(row.get(1)?) }))
    }

    /// The people who hold a role on exactly this unit on a day.
    pub fn people_with_role(&self, role: Role, unit: UnitId, day: Day) -> Result<Vec<PersonId>, Fault> {
        let people = sql!(
            "select distinct a.person from role_grant g join account a on a.id = g.account
            where g.role = $1 and g.unit = $2 and g.revoked_at is null and a.closed_at is null
                and g.from_day <= $3 and coalesce(g.until_day, $3) >= $3 order by a.person"
        );
        self.list(people, &[&role, &unit, &day], |row| row.get(0))
    }
}

impl Tx<'_> {
    /// Stores a new account.
    pub fn insert_account(&mut self, account: &Account) -> Result<(), Fault> {
        let insert = sql!(
            "insert into account (id, person, login, password, password_at, must_change, failures, locked_until, closed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let Account { id, person, login, password, password_at, failures, locked_until, closed_at, .. } = account;
        let must_change = i64::from(account.must_change);
        self.run(insert, &[id, person, login, password, password_at, &must_change, failures, locked_until, closed_at])
            .map(drop)
    }

    /// Stores an account.
    pub fn save_account(&mut self, account: &Account) -> Result<(), Fault> {
        let update = sql!(
            "update account set password = $2, password_at = $3, must_change = $4, failures = $5, locked_until = $6, closed_at = $7 where id = $1"
        );
        let Account { id, password, password_at, failures, locked_until, closed_at, .. } = account;
        let must_change = i64::from(account.must_change);
        self.run(update, &[id, password, password_at, &must_change, failures, locked_until, closed_at]).map(drop)
    }

    /// Grants a role.
    pub fn insert_role(
        &mut self,
        id: Id,
        account: AccountId,
        role: Role,
        unit: UnitId,
        from: Day,
        until: Option<Day>,
    ) -> Result<(), Fault> {
        let insert = sql!(
            "insert into role_grant (id, account, role, unit, from_day, until_day) values ($1, $2, $3, $4, $5, $6)"
        );
        self.run(insert, &[&id, &account, &role, &unit, &from, &until]).map(drop)
    }

    /// Shuts a person out for good: their accounts are closed, whatever they are signed in with ends.
    pub(crate) fn shut_out(&mut self, person: PersonId) -> Result<(), Fault> {
        self.run(
            sql!("update account set closed_at = coalesce(closed_at, $2) where person = $1"),
            &[&person, &self.now],
        )?;
        self.run(sql!("delete from session where person = $1"), &[&person]).map(drop)
    }

    /// Takes a role back.
    pub fn revoke_role(&mut self, grant: Id) -> Result<(), Fault> {
        self.run(sql!("update role_grant set revoked_at = $2 where id = $1"), &[&grant, &self.now]).map(drop)
    }
}

fn account(row: &Row) -> Result<Account, Fault> {
    Ok(Account {
        id: row.get(0)?,
        person: row.get(1)?,
        login: row.get(2)?,
        password: row.get(3)?,
        password_at: row.get(4)?,
        must_change: row.get::<i64>(5)? != 0,
        failures: row.get(6)?,
        locked_until: row.get(7)?,
        closed_at: row.get(8)?,
    })
}
