//! Drill-down: exactly the facts, or exactly the members, that a figure counts.

use super::figure::{Figure, Folder};
use super::store::{is_of_person, region_range};
use crate::db::{Fault, Read};
use crate::sql;
use logic::fact::Position;
use logic::fold::{Member, Part, Query};
use logic::id::Id;
use logic::place::PlaceCode;
use logic::time::{Day, Instant};

/// What is behind a figure: one page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The facts, newest first.
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub total: i64,
}

/// A fact behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the ledger.
    pub position: Position,
    /// The day it happened.
    pub happened: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The noun it is about.
    pub noun: Id,
    /// The person it is about.
    pub person: Option<Id>,
    /// The person's name, if there is one and it is not erased.
    pub person_name: Option<String>,
    /// Where.
    pub place: Option<PlaceCode>,
    /// The place's name.
    pub place_name: Option<String>,
    /// The unit's name.
    pub unit_name: Option<String>,
    /// The code of the group served.
    pub audience: Option<String>,
    /// The code of the channel.
    pub channel: Option<String>,
    /// How many.
    pub quantity: i64,
    /// The fact it stands in for, if it is a correction.
    pub corrects: Option<Position>,
}

/// A fact that moved a figure between two positions: added to it or taken back from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Where it stands in the ledger.
    pub position: Position,
    /// +1 or −1.
    pub sign: i32,
    /// The fact it takes back or stands in for.
    pub corrects: Option<Position>,
    /// The code of the reason it was taken back for.
    pub reason: Option<String>,
    /// The day it happened.
    pub happened: Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The place's name.
    pub place_name: Option<String>,
    /// How many.
    pub quantity: i64,
}

/// A member that a distinct figure counts, and how many facts stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// A place's code or the bits of an id.
    pub member: Member,
    /// Standing facts.
    pub facts: i64,
}

impl Read<'_> {
    /// The standing facts behind a figure as of a position, newest first.
    pub fn facts_behind(&self, query: &Query, position: Position, offset: i64, limit: i64) -> Result<Behind, Fault> {
        let total = self.figure_at(query, position)?.facts();
        Ok(Behind { lines: self.lines(query, 0, position, offset, limit)?, total })
    }

    /// The standing facts of a filter between two positions, newest first.
    pub fn lines(
        &self,
        query: &Query,
        after: Position,
        position: Position,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<Line>, Fault> {
        let standing = sql!(concat!(
            "select f.position, f.happened, f.recorded_at, f.noun, f.person, person.name, f.place, place.name, unit.name, f.audience, f.channel,
                f.quantity, f.corrects
            from fact f
            left join person on person.id = f.person left join place on place.code = f.place left join unit on unit.id = f.unit
            where f.kind = $1 and f.position > $2 and f.position <= $3 and f.happened between $4 and $5
                and (cast($6 as text) is null or f.programme = $6) and (cast($7 as text) is null or f.object = $7)
                and (cast($8 as text) is null or f.unit = $8) and ",
            is_of_person!("f.person"),
            " and (cast($10 as text) is null or f.audience = $10) and (cast($11 as text) is null or f.channel = $11)
                and (cast($12 as bigint) is null or f.place between $12 and $13) and (cast($16 as text) is null or f.class = $16)
                and f.sign = 1
                and not exists (select 1 from fact back where back.corrects = f.position and back.sign = -1 and back.position <= $3)
            order by f.position desc limit $14 offset $15"
        ));
        let (filter, (low, high)) = (&query.filter, region_range(&query.filter));
        let params: crate::db::Params = &[
            &filter.kind,
            &after,
            &position,
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
            &limit,
            &offset,
            &filter.class,
        ];
        self.list(standing, params, |row| {
            Ok(Line {
                position: row.get(0)?,
                happened: row.get(1)?,
                recorded_at: row.get(2)?,
                noun: row.get(3)?,
                person: row.get(4)?,
                person_name: row.get(5)?,
                place: row.get(6)?,
                place_name: row.get(7)?,
                unit_name: row.get(8)?,
                audience: row.get(9)?,
                channel: row.get(10)?,
                quantity: row.get(11)?,
                corrects: row.get(12)?,
            })
        })
    }

    /// Every fact of a filter between two positions, additions and reversals alike, in order: why a figure changed.
    pub fn movements(
        &self,
        query: &Query,
        after: Position,
        upto: Position,
        limit: i64,
    ) -> Result<Vec<Movement>, Fault> {
        let moved = sql!(concat!(
            "select f.position, f.sign, f.corrects, f.reason, f.happened, f.recorded_at, place.name, f.quantity
            from fact f left join place on place.code = f.place
            where f.kind = $1 and f.position > $2 and f.position <= $3 and f.happened between $4 and $5
                and (cast($6 as text) is null or f.programme = $6) and (cast($7 as text) is null or f.object = $7)
                and (cast($8 as text) is null or f.unit = $8) and ",
            is_of_person!("f.person"),
            " and (cast($10 as text) is null or f.audience = $10) and (cast($11 as text) is null or f.channel = $11)
                and (cast($12 as bigint) is null or f.place between $12 and $13) and (cast($15 as text) is null or f.class = $15)
            order by f.position limit $14"
        ));
        let (filter, (low, high)) = (&query.filter, region_range(&query.filter));
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
            &limit,
            &filter.class,
        ];
        self.list(moved, params, |row| {
            Ok(Movement {
                position: row.get(0)?,
                sign: row.get(1)?,
                corrects: row.get(2)?,
                reason: row.get(3)?,
                happened: row.get(4)?,
                recorded_at: row.get(5)?,
                place_name: row.get(6)?,
                quantity: row.get(7)?,
            })
        })
    }

    /// The latest facts of a kind or of all kinds, as of a position, newest first.
    pub fn latest_facts(&self, kind: Option<&str>, offset: i64, limit: i64) -> Result<Vec<logic::fact::Fact>, Fault> {
        super::store::latest(self, kind, offset, limit)
    }

    /// How many facts of a kind or of all kinds there are.
    pub fn count_facts(&self, kind: Option<&str>) -> Result<i64, Fault> {
        match kind {
            Some(kind) => self.number(sql!("select count(*) from fact where kind = $1"), &[&kind]),
            None => Ok(self.last_fact()?.0),
        }
    }

    /// The fact that takes this one back.
    pub fn find_reversal(&self, position: Position) -> Result<Option<Position>, Fault> {
        self.find(sql!("select position from fact where corrects = $1 and sign = -1"), &[&position], |row| row.get(0))
    }

    /// The last fact that was recorded before a moment.
    pub fn position_at(&self, moment: Instant) -> Result<Position, Fault> {
        self.number(sql!("select coalesce(max(position), 0) from fact where recorded_at < $1"), &[&moment])
    }

    /// The members a figure counts: from the cached fold if it is up to the figure's position, from the facts if not.
    pub fn members_of(&self, figure: &Figure) -> Result<Vec<Member>, Fault> {
        match self.find_fold(&figure.query)?.filter(|fold| fold.position == figure.position) {
            Some(fold) => {
                let cached =
                    sql!("select member from fold_member where fold = $1 and part = 't' and facts > 0 order by member");
                self.list(cached, &[&fold.id], |row| {
                    let bytes: Vec<u8> = row.get(0)?;
                    let member = <[u8; 16]>::try_from(bytes)
                        .map_err(|_| Fault::broken("reading a fold", "a member of the wrong length"))?;
                    Ok(Member::from_be_bytes(member))
                })
            }
            None => {
                Ok(self.members_behind(&figure.query, figure.position)?.into_iter().map(|line| line.member).collect())
            }
        }
    }

    /// The members a distinct figure counts as of a position: as many as the figure says.
    pub fn members_behind(&self, query: &Query, position: Position) -> Result<Vec<MemberLine>, Fault> {
        let tally = Folder::at(self, query, position)?.fold(0, position)?;
        let counted =
            tally.members.sorted().into_iter().filter(|((part, _), facts)| *part == Part::Total && *facts > 0);
        Ok(counted.map(|((_, member), facts)| MemberLine { member, facts }).collect())
    }
}
