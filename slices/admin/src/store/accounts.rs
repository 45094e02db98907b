//! Accounts as lists show them.

use crate::rules::{Administrators, State};
use ground::db::{Fault, Read};
use ground::sql;
use logic::act::Role;
use logic::id::{AccountId, PersonId};
use logic::time::{Day, Instant};

/// Which accounts a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AccountFilter {
    /// The beginning of the sign-in name or of the person's.
    pub(crate) who: Option<String>,
    /// In this state.
    pub(crate) state: Option<State>,
    /// With this role in force.
    pub(crate) role: Option<Role>,
}

/// An account with its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountLine {
    pub(crate) id: AccountId,
    pub(crate) login: String,
    pub(crate) person: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) locked_until: Option<Instant>,
    pub(crate) closed_at: Option<Instant>,
}

impl AccountLine {
    pub(crate) fn state(&self, now: Instant) -> State {
        match self.closed_at {
            Some(_) => State::Closed,
            None if self.locked_until.is_some_and(|until| now < until) => State::Locked,
            None => State::Open,
        }
    }
}

macro_rules! matching {
    ($head:literal, $tail:literal) => {
        sql!(concat!(
            $head,
            " from account a join person p on p.id = a.person left join unit u on u.id = p.unit
            where (cast($1 as text) is null or a.login >= $1 and a.login < $2 or p.name >= $1 and p.name < $2)
                and (cast($3 as text) is null or $3 = 'closed' and a.closed_at is not null
                    or $3 = 'locked' and a.closed_at is null and a.locked_until > $4
                    or $3 = 'open' and a.closed_at is null and coalesce(a.locked_until, 0) <= $4)
                and (cast($5 as text) is null or exists (select 1 from role_grant g where g.account = a.id and g.role = $5
                    and g.revoked_at is null and g.from_day <= $6 and coalesce(g.until_day, $6) >= $6)) ",
            $tail
        ))
    };
}

/// One window of the accounts, in the order asked for; by sign-in name if none is.
pub(crate) fn list(
    read: &Read,
    filter: &AccountFilter,
    order: &str,
    window: (i64, i64),
) -> Result<Vec<AccountLine>, Fault> {
    let list = matching!(
        "select a.id, a.login, p.name, u.name, a.locked_until, a.closed_at",
        "order by case when $7 = '-login' then a.login end desc, case when $7 = 'person' then p.name end,
            case when $7 = '-person' then p.name end desc, case when $7 = 'unit' then u.path end,
            case when $7 = '-unit' then u.path end desc, a.login limit $8 offset $9"
    );
    let (who, state, today) = (filter.who.as_ref().map(|who| who.to_lowercase()), filter.state, read.now.day());
    let upper = super::upper(who.as_ref());
    let (offset, limit) = window;
    read.list(list, &[&who, &upper, &state, &read.now, &filter.role, &today, &order, &limit, &offset], |row| {
        Ok(AccountLine {
            id: row.get(0)?,
            login: row.get(1)?,
            person: row.get(2)?,
            unit: row.get(3)?,
            locked_until: row.get(4)?,
            closed_at: row.get(5)?,
        })
    })
}

pub(crate) fn count(read: &Read, filter: &AccountFilter) -> Result<i64, Fault> {
    let count = matching!("select count(*)", "");
    let (who, today) = (filter.who.as_ref().map(|who| who.to_lowercase()), read.now.day());
    let upper = super::upper(who.as_ref());
    read.number(count, &[&who, &upper, &filter.state, &read.now, &filter.role, &today])
}

/// Who administers the whole house today.
pub(crate) fn administrators(read: &Read, today: Day) -> Result<Administrators, Fault> {
    let list = sql!(
        "select distinct a.id from role_grant g join account a on a.id = g.account join unit u on u.id = g.unit
        where g.role = 'administrator' and u.parent is null and g.revoked_at is null and a.closed_at is null
            and g.from_day <= $1 and coalesce(g.until_day, $1) >= $1 order by a.id"
    );
    read.list(list, &[&today], |row| row.get(0)).map(Administrators)
}

/// The person's name, whichever record stands for them; nothing once erased.
pub(crate) fn person_name(read: &Read, person: PersonId) -> Result<Option<String>, Fault> {
    Ok(read.find_standing_person(person)?.and_then(|person| person.name))
}

/// Open accounts whose person is not there any more: there must be none.
pub(crate) fn list_orphans(read: &Read) -> Result<Vec<String>, Fault> {
    let orphans = sql!(
        "select a.id from account a left join person p on p.id = a.person
        where a.closed_at is null and (p.id is null or p.erased_at is not null) order by a.id"
    );
    read.list(orphans, &[], |row| row.get(0))
}
