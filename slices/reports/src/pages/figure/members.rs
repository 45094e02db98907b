//! What a distinct figure counts, one by one.

use super::super::{is_staff, noun_href};
use ground::db::Read;
use ground::ledger::MemberLine;
use ground::stop::Stop;
use logic::fact::Position;
use logic::fold::{Measure, Query};
use logic::id::{Id, PersonId, UnitId};
use logic::place::{Level, PlaceCode};
use web::Ctx;
use web::figures::href;

/// Members that are shown.
const SHOWN: usize = 500;

/// A member: its name, its page, and how many facts speak of it.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) page: Option<String>,
    pub(super) facts: i64,
    pub(super) href: String,
}

/// As many as the figure says, those with the most facts first. They are for staff alone.
pub(super) fn list(read: &Read, ctx: &Ctx, query: &Query, position: Position) -> Result<(Vec<Member>, usize), Stop> {
    let is_shown = query.measure.is_distinct() && is_staff(ctx);
    if !is_shown {
        return Ok((Vec::new(), 0));
    }
    let mut all = read.members_behind(query, position)?;
    all.sort_by_key(|line| std::cmp::Reverse(line.facts));
    let total = all.len();
    let shown = all.iter().take(SHOWN).map(|line| member(read, ctx, query, line));
    Ok((shown.collect::<Result<_, _>>()?, total))
}

fn member(read: &Read, ctx: &Ctx, query: &Query, line: &MemberLine) -> Result<Member, Stop> {
    let mut own = query.clone();
    own.measure = Measure::Facts;
    let id = Id::from(line.member.to_be_bytes());
    let (name, page) = match query.measure {
        Measure::Places => {
            let code = PlaceCode(line.member as i64);
            own.filter.region = Some(code);
            (place_name(read, code)?, None)
        }
        Measure::Persons => {
            own.filter.person = Some(id);
            let name = read.find_standing_person(PersonId(id))?.and_then(|person| person.name);
            (name.unwrap_or_else(|| ctx.t("figure.erased").into_owned()), Some(format!("/people/{id}")))
        }
        Measure::Units => {
            own.filter.unit = Some(id);
            (read.find_unit(UnitId(id))?.map(|unit| unit.name).unwrap_or_default(), Some(format!("/units/{id}")))
        }
        Measure::Objects => {
            own.filter.object = Some(id);
            (named(read, id)?, None)
        }
        _ => (named(read, id)?, noun_href(ctx, &query.filter.kind, id)),
    };
    Ok(Member { name, page: page.filter(|_| is_staff(ctx)), facts: line.facts, href: href(&own) })
}

fn place_name(read: &Read, code: PlaceCode) -> Result<String, Stop> {
    if code.level() == Level::Village {
        Ok(read.place_path(code)?)
    } else {
        Ok(read.find_place(code)?.map(|place| place.name).unwrap_or_default())
    }
}

/// The name under which the index knows a noun.
fn named(read: &Read, id: Id) -> Result<String, Stop> {
    Ok(read.find_indexed_title(id)?.unwrap_or_else(|| id.to_string()))
}
