//! The ledger's statements.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::fact::{Fact, Position, Stamp};
use logic::fold::Filter;
use logic::id::Id;

/// The condition that a fact is about the person asked for, or about a record merged into theirs by then.
macro_rules! is_of_person {
    ($column:literal) => {
        concat!(
            "(cast($9 as text) is null or ",
            $column,
            " in (with recursive own (id) as (select cast($9 as text) union
                select m.person from fact m join own on m.object = own.id
                where m.kind = 'person.merged' and m.sign = 1 and m.position <= $3
                    and not exists (select 1 from fact b where b.corrects = m.position and b.sign = -1 and b.position <= $3))
            select id from own))"
        )
    };
}
pub(super) use is_of_person;

/// All columns of a fact, in the order `fact_of` reads them.
macro_rules! select_fact {
    ($rest:literal) => {
        sql!(concat!(
            "select position, kind, version, sign, corrects, reason, account, by_person, behalf, recorded_at, noun, happened, ",
            "programme, person, place, unit, object, audience, channel, quantity, body, hash, class from fact ",
            $rest
        ))
    };
}

pub(super) fn insert(tx: &Tx, facts: &[Fact]) -> Result<(), Fault> {
    let insert = sql!(
        "insert into fact (position, kind, version, sign, corrects, reason, account, by_person, behalf, recorded_at, noun, happened,
            programme, person, place, unit, object, audience, channel, quantity, body, hash, class)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"
    );
    let rows: Vec<_> = facts.iter().map(values).collect();
    tx.run_many(insert, &rows)
}

fn values(fact: &Fact) -> Vec<&dyn logic::stored::ToStored> {
    vec![
        &fact.position,
        &fact.kind,
        &fact.version,
        &fact.sign,
        &fact.corrects,
        &fact.reason,
        &fact.stamp.account,
        &fact.stamp.by,
        &fact.stamp.behalf,
        &fact.stamp.at,
        &fact.noun,
        &fact.happened,
        &fact.programme,
        &fact.person,
        &fact.place,
        &fact.unit,
        &fact.object,
        &fact.audience,
        &fact.channel,
        &fact.quantity,
        &fact.body,
        &fact.hash,
        &fact.class,
    ]
}

fn fact_of(row: &Row) -> Result<Fact, Fault> {
    Ok(Fact {
        position: row.get(0)?,
        kind: row.get(1)?,
        version: row.get(2)?,
        sign: row.get(3)?,
        corrects: row.get(4)?,
        reason: row.get(5)?,
        stamp: Stamp { account: row.get(6)?, by: row.get(7)?, behalf: row.get(8)?, at: row.get(9)? },
        noun: row.get(10)?,
        happened: row.get(11)?,
        programme: row.get(12)?,
        person: row.get(13)?,
        place: row.get(14)?,
        unit: row.get(15)?,
        object: row.get(16)?,
        audience: row.get(17)?,
        channel: row.get(18)?,
        quantity: row.get(19)?,
        body: row.get(20)?,
        hash: row.get(21)?,
        class: row.get(22)?,
    })
}

impl Read<'_> {
    /// A fact by its position.
    pub fn find_fact(&self, position: Position) -> Result<Option<Fact>, Fault> {
        self.find(select_fact!("where position = $1"), &[&position], fact_of)
    }

    /// The facts of a noun and a kind that have not been taken back.
    pub fn standing_facts(&self, noun: Id, kind: &str) -> Result<Vec<Fact>, Fault> {
        let standing = select_fact!(
            "where noun = $1 and kind = $2 and sign = 1
                and not exists (select 1 from fact back where back.corrects = fact.position and back.sign = -1)
            order by position"
        );
        self.list(standing, &[&noun, &kind], fact_of)
    }

    /// Everything ever said of a noun, oldest first: its history.
    pub fn history_of(&self, noun: Id) -> Result<Vec<Fact>, Fault> {
        self.list(select_fact!("where noun = $1 order by position"), &[&noun], fact_of)
    }

    /// Every fact after a position, in order.
    pub(super) fn each_fact(&self, mut visit: impl FnMut(Fact) -> Result<(), Fault>) -> Result<(), Fault> {
        self.each(select_fact!("order by position"), &[], |row| visit(fact_of(row)?))
    }

    /// The facts a filter lets through, after one position and up to another, signs included.
    pub(super) fn each_match(
        &self,
        filter: &Filter,
        after: Position,
        upto: Position,
        visit: impl FnMut(&Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let matching = sql!(concat!(
            "select sign, happened, place, audience, channel, quantity, person, unit, object, noun, class from fact
            where kind = $1 and position > $2 and position <= $3 and happened between $4 and $5
                and (cast($6 as text) is null or programme = $6) and (cast($7 as text) is null or object = $7)
                and (cast($8 as text) is null or unit = $8) and ",
            is_of_person!("person"),
            " and (cast($10 as text) is null or audience = $10) and (cast($11 as text) is null or channel = $11)
                and (cast($12 as bigint) is null or place between $12 and $13) and (cast($14 as text) is null or class = $14)"
        ));
        let (low, high) = region_range(filter);
        let params: crate::db::Params = &[
            &filter.kind,
            &after,
            &upto,
            &filter.from,
            &filter.to,
            &filter.programme,
            &filter.object,
            &filter.unit,
            &filter.person,
            &filter.audience,
            &filter.channel,
            &low,
            &high,
            &filter.class,
        ];
        self.each(matching, params, visit)
    }
}

/// The latest facts of a kind or of all.
pub(super) fn latest(read: &Read, kind: Option<&str>, offset: i64, limit: i64) -> Result<Vec<Fact>, Fault> {
    match kind {
        Some(kind) => read.list(
            select_fact!("where kind = $1 order by position desc limit $2 offset $3"),
            &[&kind, &limit, &offset],
            fact_of,
        ),
        None => read.list(select_fact!("order by position desc limit $1 offset $2"), &[&limit, &offset], fact_of),
    }
}

/// The codes of the filter's region; nothing twice if it has none.
pub(super) fn region_range(filter: &Filter) -> (Option<i64>, Option<i64>) {
    match filter.region.map(|region| region.range()) {
        Some(range) => (Some(*range.start()), Some(*range.end())),
        None => (None, None),
    }
}
