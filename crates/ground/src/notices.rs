//! Notices: word to a person, kept for the page and sent by whatever sender the house has.

use crate::db::{Fault, Read, Tx};
use crate::jobs;
use crate::sql;
use logic::act::{Job, Notice};
use logic::id::{Id, PersonId};
use logic::time::Instant;

/// The job that sends a notice out.
pub const SEND: &str = "notice.send";

/// A notice as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: Id,
    /// Who it is for.
    pub person: PersonId,
    /// The text key under `notice.`.
    pub text: String,
    /// Words for the blanks.
    pub blanks: Vec<(String, String)>,
    /// Where it leads.
    pub href: String,
    /// When.
    pub told_at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

/// Keeps a notice and asks for it to be sent.
pub fn tell(tx: &mut Tx, notice: &Notice) -> Result<(), Fault> {
    let id: Id = tx.new_id();
    let blanks = serde_json::to_string(&notice.blanks).map_err(|error| Fault::broken("keeping a notice", error))?;
    let insert = sql!("insert into notice (id, person, text, blanks, href, told_at) values ($1, $2, $3, $4, $5, $6)");
    tx.run(insert, &[&id, &notice.person, &notice.text, &blanks, &notice.href, &tx.now])?;
    jobs::enqueue(tx, &Job { kind: SEND, payload: id.to_string(), due: tx.now })
}

impl Read<'_> {
    /// A person's notices, newest first.
    pub fn list_notices(&self, person: PersonId, limit: i64) -> Result<Vec<Kept>, Fault> {
        let list = sql!(
            "select id, person, text, blanks, href, told_at, read_at from notice where person = $1 order by id desc limit $2"
        );
        self.list(list, &[&person, &limit], kept)
    }

    /// How many a person has not read.
    pub fn unread_notices(&self, person: PersonId) -> Result<i64, Fault> {
        self.number(sql!("select count(*) from notice where person = $1 and read_at is null"), &[&person])
    }

    /// A notice.
    pub fn find_notice(&self, id: Id) -> Result<Option<Kept>, Fault> {
        let find = sql!("select id, person, text, blanks, href, told_at, read_at from notice where id = $1");
        self.find(find, &[&id], kept)
    }
}

/// Marks all of a person's notices as read.
pub fn read_all(tx: &mut Tx, person: PersonId) -> Result<(), Fault> {
    tx.run(sql!("update notice set read_at = $2 where person = $1 and read_at is null"), &[&person, &tx.now]).map(drop)
}

/// Counts what was told before a moment as read, and everything told so far as sent: for those who make a past of their own.
pub fn settle_before(tx: &mut Tx, moment: Instant) -> Result<(), Fault> {
    tx.run(sql!("update notice set read_at = told_at where told_at < $1 and read_at is null"), &[&moment])?;
    tx.run(sql!("delete from job where kind = $1"), &[&SEND]).map(drop)
}

fn kept(row: &crate::db::Row) -> Result<Kept, Fault> {
    let blanks: String = row.get(3)?;
    Ok(Kept {
        id: row.get(0)?,
        person: row.get(1)?,
        text: row.get(2)?,
        blanks: serde_json::from_str(&blanks).map_err(|error| Fault::broken("reading a notice", error))?,
        href: row.get(4)?,
        told_at: row.get(5)?,
        read_at: row.get(6)?,
    })
}
