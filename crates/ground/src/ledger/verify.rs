//! Verification: the whole chain and every cached figure, recomputed; the first thing that does not fit is named.

use super::figure::{Folder, part_of};
use crate::db::{Fault, Read};
use crate::sql;
use logic::fact::{Fact, Hash, NO_HASH, Position};
use logic::fold::{Cell, Member, Part, Query};
use std::collections::BTreeMap;
use std::fmt;

/// What was recomputed and fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Facts in the chain.
    pub facts: i64,
    /// The hash of the last one.
    pub hash: Hash,
    /// Cached figures.
    pub folds: i64,
}

/// The first thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A position is missing or comes twice.
    Hole {
        /// What should have come.
        expected: Position,
        /// What came.
        found: Position,
    },
    /// A fact's fields are not those its hash was made of.
    Hash(Position),
    /// A reversal does not repeat the fact it names.
    Reversal(Position),
    /// A cached figure is not what its facts come to.
    Fold {
        /// The figure's question.
        key: String,
        /// The part of it.
        part: String,
        /// What is cached.
        cached: String,
        /// What the facts come to.
        recomputed: String,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hole { expected, found } => write!(out, "fact {expected} is missing: {found} stands in its place"),
            Self::Hash(position) => write!(out, "fact {position} is not what it was when its hash was made"),
            Self::Reversal(position) => {
                write!(out, "fact {position} takes back something other than the fact it names")
            }
            Self::Fold { key, part, cached, recomputed } => {
                write!(out, "figure {key}, part {part}: cached {cached}, but its facts come to {recomputed}")
            }
        }
    }
}

/// Recomputes the chain and every cached figure.
pub fn verify(read: &Read, mut progress: impl FnMut(i64)) -> Result<Result<Verified, Misfit>, Fault> {
    let (facts, hash) = match verify_chain(read, &mut progress)? {
        Ok(end) => end,
        Err(misfit) => return Ok(Err(misfit)),
    };
    let folds: Vec<(i64, String, Position)> =
        read.list(sql!("select id, key, position from fold order by id"), &[], |row| row.read())?;
    for (id, key, position) in &folds {
        if let Err(misfit) = verify_fold(read, *id, key, *position)? {
            return Ok(Err(misfit));
        }
    }
    Ok(Ok(Verified { facts, hash, folds: folds.len() as i64 }))
}

/// Ends the walk over the ledger early; the misfit itself is kept beside it.
const STOP: &str = "misfit";

fn verify_chain(read: &Read, progress: &mut impl FnMut(i64)) -> Result<Result<(Position, Hash), Misfit>, Fault> {
    let mut last = (0, NO_HASH);
    let mut misfit = None;
    let mut reversals = Vec::new();
    let walked = read.each_fact(|fact| {
        misfit = follows(&fact, last);
        if misfit.is_some() {
            return Err(Fault::broken(STOP, ""));
        }
        last = (fact.position, fact.hash);
        progress(fact.position);
        reversals.extend((fact.sign < 0).then_some(fact));
        Ok(())
    });
    match (misfit, walked) {
        (Some(misfit), _) => return Ok(Err(misfit)),
        (None, walked) => walked?,
    }
    for reversal in &reversals {
        let taken_back = reversal.corrects.map(|position| read.find_fact(position)).transpose()?.flatten();
        if !repeats(reversal, taken_back) {
            return Ok(Err(Misfit::Reversal(reversal.position)));
        }
    }
    Ok(Ok(last))
}

fn follows(fact: &Fact, last: (Position, Hash)) -> Option<Misfit> {
    match () {
        () if fact.position != last.0 + 1 => Some(Misfit::Hole { expected: last.0 + 1, found: fact.position }),
        () if fact.seal(&last.1) != fact.hash => Some(Misfit::Hash(fact.position)),
        () => None,
    }
}

/// Whether the reversal says what the fact said that it takes back.
fn repeats(reversal: &Fact, original: Option<Fact>) -> bool {
    original.is_some_and(|original| {
        let repeated = Fact {
            position: original.position,
            sign: 1,
            corrects: original.corrects,
            reason: None,
            stamp: original.stamp,
            hash: original.hash,
            ..reversal.clone()
        };
        original.position < reversal.position && repeated == original
    })
}

fn verify_fold(read: &Read, id: i64, key: &str, position: Position) -> Result<Result<(), Misfit>, Fault> {
    let misfit = |part: &str, cached: String, recomputed: String| Misfit::Fold {
        key: key.into(),
        part: part.into(),
        cached,
        recomputed,
    };
    let Ok(query) = key.parse::<Query>() else { return Ok(Err(misfit("", key.into(), "no question".into()))) };
    let tally = Folder::at(read, &query, position)?.fold(0, position)?;
    if let Some((part, cached, recomputed)) = first_difference(&read.fold_cells(id)?, &tally.cells) {
        return Ok(Err(misfit(&part.to_string(), show(cached), show(recomputed))));
    }
    if let Some(((part, member), cached, recomputed)) =
        first_difference(&fold_members(read, id)?, &tally.members.sorted().into_iter().collect())
    {
        return Ok(Err(misfit(&format!("{part} member {member:x}"), cached.to_string(), recomputed.to_string())));
    }
    Ok(Ok(()))
}

fn show(cell: Cell) -> String {
    format!("{} facts, sum {}, {} members", cell.facts, cell.sum, cell.members)
}

fn first_difference<K: Ord + Copy, V: Default + PartialEq + Copy>(
    a: &BTreeMap<K, V>,
    b: &BTreeMap<K, V>,
) -> Option<(K, V, V)> {
    let value = |map: &BTreeMap<K, V>, key: &K| map.get(key).copied().unwrap_or_default();
    a.keys().chain(b.keys()).find(|key| value(a, key) != value(b, key)).map(|key| (*key, value(a, key), value(b, key)))
}

fn fold_members(read: &Read, fold: i64) -> Result<BTreeMap<(Part, Member), i64>, Fault> {
    let members = read.list(sql!("select part, member, facts from fold_member where fold = $1"), &[&fold], |row| {
        let bytes: Vec<u8> = row.get(1)?;
        let member =
            <[u8; 16]>::try_from(bytes).map_err(|_| Fault::broken("reading a fold", "a member of the wrong length"))?;
        Ok(((part_of(row)?, Member::from_be_bytes(member)), row.get(2)?))
    })?;
    Ok(members.into_iter().collect())
}
