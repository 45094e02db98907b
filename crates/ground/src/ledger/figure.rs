//! Figures: from the cached fold and the few facts after it, or folded anew.

use super::PERSON_MERGED;
use crate::db::{Fault, Read, Row};
use crate::sql;
use logic::fact::Position;
use logic::fold::{Aliases, Cell, Entry, Measure, Member, Members, Part, Query, Tally};
use logic::id::Id;
use std::collections::BTreeMap;

/// A figure with its parts, as of a position of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What was asked.
    pub query: Query,
    /// As of which fact.
    pub position: Position,
    /// The whole and its parts.
    pub cells: BTreeMap<Part, Cell>,
    /// How many facts its cached fold lags behind the position; without one, all of them.
    pub behind: i64,
}

impl Figure {
    /// The figure.
    pub fn value(&self) -> i64 {
        self.part(Part::Total)
    }

    /// The figure of a part.
    pub fn part(&self, part: Part) -> i64 {
        self.cells.get(&part).map_or(0, |cell| cell.value(self.query.measure))
    }

    /// How many standing facts are behind it.
    pub fn facts(&self) -> i64 {
        self.cells.get(&Part::Total).map_or(0, |cell| cell.facts)
    }
}

impl Read<'_> {
    /// A figure as it stands now.
    pub fn figure(&self, query: &Query) -> Result<Figure, Fault> {
        self.figure_at(query, self.last_fact()?.0)
    }

    /// Whether a figure is the same now as when it was read: no fact of its kind, and for persons no merging, came since.
    pub fn still_stands(&self, figure: &Figure) -> Result<bool, Fault> {
        let (then, now) = (figure.position, self.last_fact()?.0);
        if then >= now {
            return Ok(then == now);
        }
        let since = sql!("select 1 from fact where kind = $1 and position > $2 and position <= $3 limit 1");
        let has_moved = self.find(since, &[&figure.query.filter.kind, &then, &now], |_| Ok(()))?.is_some();
        Ok(!has_moved && !self.merges_between(&figure.query, then, now)?)
    }

    /// A figure as it stood when the ledger ended at this position.
    pub fn figure_at(&self, query: &Query, position: Position) -> Result<Figure, Fault> {
        let fold = self.find_fold(query)?;
        let behind = position - fold.as_ref().map_or(0, |fold| fold.position.min(position));
        let cells = match fold {
            Some(fold) if fold.position == position => self.fold_cells(fold.id)?,
            Some(fold) if fold.position < position && !self.merges_between(query, fold.position, position)? => {
                self.caught_up(query, &fold, position)?
            }
            _ => Folder::at(self, query, position)?.fold(0, position)?.cells,
        };
        let cells = cells.into_iter().filter(|(_, cell)| *cell != Cell::default()).collect();
        Ok(Figure { query: query.clone(), position, cells, behind })
    }

    /// The cached cells, with the facts after them added.
    fn caught_up(&self, query: &Query, fold: &CachedFold, position: Position) -> Result<BTreeMap<Part, Cell>, Fault> {
        let folder = Folder::at(self, query, position)?;
        let entries = folder.entries(fold.position, position)?;
        let mut tally = Tally { measure: query.measure, cells: self.fold_cells(fold.id)?, members: Members::default() };
        for entry in &entries {
            self.load_members(fold, entry, &mut tally)?;
            tally.add(entry);
        }
        Ok(tally.cells)
    }

    /// Fetches how many facts stand for the entry's member in each part, unless that is known already.
    fn load_members(&self, fold: &CachedFold, entry: &Entry, tally: &mut Tally) -> Result<(), Fault> {
        let Some(member) = entry.member.filter(|_| tally.measure.is_distinct()) else { return Ok(()) };
        for part in entry.parts().into_iter().flatten() {
            if !tally.members.knows(part, member) {
                let standing = sql!("select facts from fold_member where fold = $1 and part = $2 and member = $3");
                let params: crate::db::Params = &[&fold.id, &part.to_string(), &member.to_be_bytes().to_vec()];
                tally.members.add(part, member, self.number(standing, params)?);
            }
        }
        Ok(())
    }

    pub(super) fn find_fold(&self, query: &Query) -> Result<Option<CachedFold>, Fault> {
        let find = sql!("select id, position from fold where key = $1");
        self.find(find, &[&query.to_string()], |row| Ok(CachedFold { id: row.get(0)?, position: row.get(1)? }))
    }

    pub(super) fn fold_cells(&self, fold: i64) -> Result<BTreeMap<Part, Cell>, Fault> {
        let cells =
            self.list(sql!("select part, facts, total, members from fold_cell where fold = $1"), &[&fold], |row| {
                let cell = Cell { facts: row.get(1)?, sum: row.get(2)?, members: row.get(3)? };
                Ok((part_of(row)?, cell))
            })?;
        Ok(cells.into_iter().collect())
    }

    /// Whether persons were merged or parted in between: then what is cached tells apart who no longer is.
    pub(super) fn merges_between(&self, query: &Query, after: Position, upto: Position) -> Result<bool, Fault> {
        if query.measure != Measure::Persons && query.filter.person.is_none() {
            return Ok(false);
        }
        let merges = sql!("select 1 from fact where kind = $1 and position > $2 and position <= $3 limit 1");
        Ok(self.find(merges, &[&PERSON_MERGED.name, &after, &upto], |_| Ok(()))?.is_some())
    }

    fn aliases(&self, upto: Position) -> Result<Aliases, Fault> {
        let merged = sql!(
            "select person, object from fact where kind = $1 and position <= $2 and sign = 1
                and not exists (select 1 from fact back where back.corrects = fact.position and back.sign = -1 and back.position <= $2)"
        );
        let pairs = self.list(merged, &[&PERSON_MERGED.name, &upto], |row| {
            Ok((Member::from(row.get::<Id>(0)?), Member::from(row.get::<Id>(1)?)))
        })?;
        Ok(Aliases::new(pairs))
    }
}

pub(super) fn part_of(row: &Row) -> Result<Part, Fault> {
    let text: String = row.get(0)?;
    text.parse().map_err(|()| Fault::broken("reading a fold", format!("no such part: {text}")))
}

/// A fold in the cache.
pub(super) struct CachedFold {
    pub(super) id: i64,
    pub(super) position: Position,
}

/// Folds a query from the facts themselves.
pub struct Folder<'a> {
    read: &'a Read<'a>,
    query: &'a Query,
    aliases: Aliases,
}

impl<'a> Folder<'a> {
    /// Ready to fold as of a position.
    pub fn at(read: &'a Read<'a>, query: &'a Query, position: Position) -> Result<Self, Fault> {
        let aliases = if query.measure == Measure::Persons { read.aliases(position)? } else { Aliases::default() };
        Ok(Self { read, query, aliases })
    }

    /// The fold of all facts after one position and up to another.
    pub fn fold(&self, after: Position, upto: Position) -> Result<Tally, Fault> {
        let mut tally = Tally::new(self.query.measure);
        self.read.each_match(&self.query.filter, after, upto, |row| {
            tally.add(&self.entry(row)?);
            Ok(())
        })?;
        Ok(tally)
    }

    fn entries(&self, after: Position, upto: Position) -> Result<Vec<Entry>, Fault> {
        let mut entries = Vec::new();
        self.read.each_match(&self.query.filter, after, upto, |row| {
            entries.push(self.entry(row)?);
            Ok(())
        })?;
        Ok(entries)
    }

    fn entry(&self, row: &Row) -> Result<Entry, Fault> {
        let id = |column| Ok::<_, Fault>(row.get::<Option<Id>>(column)?.map(Member::from));
        let place: Option<logic::place::PlaceCode> = row.get(2)?;
        let member = match self.query.measure {
            Measure::Facts | Measure::Sum => None,
            Measure::Places => place.map(Member::from),
            Measure::Persons => id(6)?.map(|person| self.aliases.resolve(person)),
            Measure::Units => id(7)?,
            Measure::Objects => id(8)?,
            Measure::Nouns => id(9)?,
        };
        Ok(Entry {
            sign: row.get(0)?,
            happened: row.get(1)?,
            place,
            audience: row.get(3)?,
            channel: row.get(4)?,
            quantity: row.get(5)?,
            member,
        })
    }
}
