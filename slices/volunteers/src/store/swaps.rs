//! Statements on offers to swap.

use crate::rules::{SignupId, Swap};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::Id;

pub(crate) fn get(read: &Read, receipt: Id) -> Result<Swap, Stop> {
    let get =
        sql!("select id, receipt, signup, shift, person, wanted, state, since from shift_swap where receipt = $1");
    read.find(get, &[&receipt], swap)?.or_missing()
}

/// The offer for a place that stands.
pub(crate) fn find_open(read: &Read, signup: SignupId) -> Result<Option<Swap>, Fault> {
    let find = sql!(
        "select id, receipt, signup, shift, person, wanted, state, since from shift_swap where signup = $1 and state = 'open' limit 1"
    );
    read.find(find, &[&signup], swap)
}

pub(crate) fn save(tx: &mut Tx, one: &Swap) -> Result<(), Fault> {
    let save = sql!(
        "insert into shift_swap (id, receipt, signup, shift, person, wanted, state, since) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do update set state = excluded.state, since = excluded.since"
    );
    let Swap { id, receipt, signup, shift, person, wanted, state, since } = one;
    tx.run(save, &[id, receipt, signup, shift, person, wanted, state, since]).map(drop)
}

fn swap(row: &Row) -> Result<Swap, Fault> {
    Ok(Swap {
        id: row.get(0)?,
        receipt: row.get(1)?,
        signup: row.get(2)?,
        shift: row.get(3)?,
        person: row.get(4)?,
        wanted: row.get(5)?,
        state: row.get(6)?,
        since: row.get(7)?,
    })
}
