//! Roles as lists show them: who is trusted with what, where, and how long.

use crate::rules::{ENDING_DAYS, Standing, Term};
use ground::db::{Fault, Read};
use ground::sql;
use logic::act::Role;
use logic::id::{AccountId, UnitId};

/// Which roles a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RoleFilter {
    pub(crate) role: Option<Role>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) standing: Option<Standing>,
}

/// A role with who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleLine {
    pub(crate) account: AccountId,
    pub(crate) login: String,
    pub(crate) person: Option<String>,
    pub(crate) role: Role,
    pub(crate) unit: String,
    pub(crate) term: Term,
}

macro_rules! matching {
    ($head:literal, $tail:literal) => {
        sql!(concat!(
            $head,
            " from role_grant g join account a on a.id = g.account join person p on p.id = a.person join unit u on u.id = g.unit
            where g.revoked_at is null and a.closed_at is null
                and (cast($1 as text) is null or g.role = $1) and (cast($2 as text) is null or g.unit = $2)
                and (cast($3 as text) is null or $3 = 'coming' and g.from_day > $4
                    or $3 = 'over' and g.until_day < $4
                    or $3 = 'ending' and g.from_day <= $4 and g.until_day between $4 and $5
                    or $3 = 'in_force' and g.from_day <= $4 and coalesce(g.until_day, $5 + 1) > $5) ",
            $tail
        ))
    };
}

/// One window of the roles of open accounts; by unit if no order is asked for.
pub(crate) fn list(read: &Read, filter: &RoleFilter, order: &str, window: (i64, i64)) -> Result<Vec<RoleLine>, Fault> {
    let list = matching!(
        "select a.id, a.login, p.name, g.role, u.name, g.from_day, g.until_day",
        "order by case when $6 = 'until' then coalesce(g.until_day, 999999) end,
            case when $6 = '-until' then coalesce(g.until_day, 999999) end desc, case when $6 = 'person' then p.name end,
            case when $6 = '-person' then p.name end desc, case when $6 = '-unit' then u.path end desc, u.path, a.login, g.id
        limit $7 offset $8"
    );
    let (today, (offset, limit)) = (read.now.day(), window);
    let soon = today.plus(ENDING_DAYS);
    read.list(list, &[&filter.role, &filter.unit, &filter.standing, &today, &soon, &order, &limit, &offset], |row| {
        Ok(RoleLine {
            account: row.get(0)?,
            login: row.get(1)?,
            person: row.get(2)?,
            role: row.get(3)?,
            unit: row.get(4)?,
            term: Term { from: row.get(5)?, until: row.get(6)? },
        })
    })
}

pub(crate) fn count(read: &Read, filter: &RoleFilter) -> Result<i64, Fault> {
    let count = matching!("select count(*)", "");
    let today = read.now.day();
    read.number(count, &[&filter.role, &filter.unit, &filter.standing, &today, &today.plus(ENDING_DAYS)])
}

/// The roles in force today, by account.
pub(crate) fn list_in_force(read: &Read) -> Result<Vec<(AccountId, Role)>, Fault> {
    let list = sql!(
        "select account, role from role_grant where revoked_at is null and from_day <= $1 and coalesce(until_day, $1) >= $1
        order by account, id"
    );
    read.list(list, &[&read.now.day()], |row| row.read())
}

/// Terms that end before they begin: there must be none.
pub(crate) fn list_backward(read: &Read) -> Result<Vec<String>, Fault> {
    read.list(sql!("select id from role_grant where until_day < from_day order by id"), &[], |row| row.get(0))
}
