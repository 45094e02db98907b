//! The keeper of folds: brings cached figures up to the ledger's end, so that a page adds only the last few facts.

use super::figure::Folder;
use crate::db::{Db, Fault, Read, Tx};
use crate::sql;
use crate::stop::Stop;
use logic::fact::Position;
use logic::fold::{Cell, Member, Part, Query, Tally};

/// Brings the cached fold of a query up to date: folds beside the writers, then stores in one short transaction.
pub async fn keep(db: &Db, query: Query) -> Result<(), Stop> {
    let asked = query.clone();
    let (base, upto, tally) = db.read_at_length(move |read| Ok(fold_on(read, &asked)?)).await?;
    if base == Some(upto) {
        return Ok(());
    }
    db.write(move |tx| Ok(store(tx, &query, base, upto, &tally)?)).await
}

/// What there is to add to the cached fold: from which position, up to which, and the sums in between.
fn fold_on(read: &Read, query: &Query) -> Result<(Option<Position>, Position, Tally), Fault> {
    let upto = read.last_fact()?.0;
    let cached = read.find_fold(query)?.map(|fold| fold.position);
    let base = match cached {
        Some(base) if !read.merges_between(query, base, upto)? => Some(base),
        _ => None,
    };
    let tally = Folder::at(read, query, upto)?.fold(base.unwrap_or(0), upto)?;
    Ok((base, upto, tally))
}

/// Adds the sums to the cached fold, or puts them in its place; does nothing if someone else was faster.
fn store(tx: &mut Tx, query: &Query, base: Option<Position>, upto: Position, tally: &Tally) -> Result<(), Fault> {
    let cached = tx.find_fold(query)?;
    let fold = match (&cached, base) {
        (Some(fold), Some(base)) if fold.position == base => fold.id,
        (Some(fold), None) if fold.position < upto => {
            tx.run(sql!("delete from fold_cell where fold = $1"), &[&fold.id])?;
            tx.run(sql!("delete from fold_member where fold = $1"), &[&fold.id])?;
            fold.id
        }
        (None, None) => insert(tx, query)?,
        _ => return Ok(()),
    };
    let opened = add_members(tx, fold, tally)?;
    add_cells(tx, fold, tally, &opened)?;
    tx.run(sql!("update fold set position = $2 where id = $1"), &[&fold, &upto])?;
    Ok(())
}

fn insert(tx: &Tx, query: &Query) -> Result<i64, Fault> {
    let next = tx.number(sql!("select coalesce(max(id), 0) + 1 from fold"), &[])?;
    tx.run(sql!("insert into fold (id, key, position) values ($1, $2, 0)"), &[&next, &query.to_string()])?;
    Ok(next)
}

/// Adds to each member's count of standing facts; tells by how many members each part grew.
fn add_members(tx: &Tx, fold: i64, tally: &Tally) -> Result<Vec<(Part, i64)>, Fault> {
    let add = sql!(
        "insert into fold_member (fold, part, member, facts) values ($1, $2, $3, $4)
        on conflict (fold, part, member) do update set facts = fold_member.facts + excluded.facts"
    );
    let known = sql!("select facts from fold_member where fold = $1 and part = $2 and member = $3");
    let mut grown = Vec::new();
    for ((part, member), facts) in tally.members.sorted() {
        let (name, bytes) = (part.to_string(), member_bytes(member));
        let before = tx.number(known, &[&fold, &name, &bytes])?;
        tx.run(add, &[&fold, &name, &bytes, &facts])?;
        grown.push((part, i64::from(before + facts > 0) - i64::from(before > 0)));
    }
    Ok(grown)
}

fn add_cells(tx: &Tx, fold: i64, tally: &Tally, grown: &[(Part, i64)]) -> Result<(), Fault> {
    let add = sql!(
        "insert into fold_cell (fold, part, facts, total, members) values ($1, $2, $3, $4, $5)
        on conflict (fold, part) do update set facts = fold_cell.facts + excluded.facts,
            total = fold_cell.total + excluded.total, members = fold_cell.members + excluded.members"
    );
    for (part, Cell { facts, sum, .. }) in &tally.cells {
        let members: i64 = grown.iter().filter(|(grown, _)| grown == part).map(|(_, by)| by).sum();
        tx.run(add, &[&fold, &part.to_string(), facts, sum, &members])?;
    }
    Ok(())
}

fn member_bytes(member: Member) -> Vec<u8> {
    member.to_be_bytes().to_vec()
}
