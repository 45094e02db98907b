//! The sign-in log as the list shows it.

use ground::db::{Fault, Read};
use ground::identity::Outcome;
use ground::sql;
use logic::id::AccountId;
use logic::time::{Day, Instant};

/// Which lines of the log a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SignFilter {
    pub(crate) login: Option<String>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignLine {
    pub(crate) at: Instant,
    pub(crate) account: Option<AccountId>,
    pub(crate) login: Option<String>,
    pub(crate) person: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) origin: String,
}

macro_rules! matching {
    ($head:literal, $tail:literal) => {
        sql!(concat!(
            $head,
            " from sign_log l left join account a on a.id = l.account left join person p on p.id = l.person
            where (cast($1 as text) is null or a.login = $1) and (cast($2 as text) is null or l.outcome = $2)
                and (cast($3 as bigint) is null or l.at >= $3) and (cast($4 as bigint) is null or l.at < $4) ",
            $tail
        ))
    };
}

/// One window of the log, newest first.
pub(crate) fn list(read: &Read, filter: &SignFilter, offset: i64, limit: i64) -> Result<Vec<SignLine>, Fault> {
    let list = matching!(
        "select l.at, l.account, a.login, p.name, l.outcome, l.origin",
        "order by l.id desc limit $5 offset $6"
    );
    let (from, to) = filter.span();
    read.list(list, &[&filter.login, &filter.outcome, &from, &to, &limit, &offset], |row| {
        Ok(SignLine {
            at: row.get(0)?,
            account: row.get(1)?,
            login: row.get(2)?,
            person: row.get(3)?,
            outcome: row.get(4)?,
            origin: row.get(5)?,
        })
    })
}

pub(crate) fn count(read: &Read, filter: &SignFilter) -> Result<i64, Fault> {
    let (from, to) = filter.span();
    read.number(matching!("select count(*)", ""), &[&filter.login, &filter.outcome, &from, &to])
}

impl SignFilter {
    fn span(&self) -> (Option<Instant>, Option<Instant>) {
        (self.from.map(Day::start), self.to.map(|day| day.plus(1).start()))
    }
}
