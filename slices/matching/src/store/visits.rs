//! Visits, what was taught on them, and who was there.

use crate::rules::{ExpertId, PostId, TechniqueId, Visit, VisitId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::place::PlaceCode;
use logic::time::Day;

macro_rules! select_visit {
    ($rest:literal) => {
        sql!(concat!(
            "select v.id, v.post, v.programme, v.expert, e.person, v.village, v.happened, v.days, v.onsite, v.online, v.audience, v.is_return, ",
            "v.note, v.void_on from visit v join expert e on e.id = v.expert ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: VisitId) -> Result<Visit, Stop> {
    let mut visit = read.find(select_visit!("where v.id = $1"), &[&id], visit)?.or_missing()?;
    visit.techniques =
        read.list(sql!("select technique from visit_technique where visit = $1 order by technique"), &[&id], |row| {
            row.get(0)
        })?;
    visit.people =
        read.list(sql!("select person from visit_person where visit = $1 order by person"), &[&id], |row| row.get(0))?;
    Ok(visit)
}

/// A line of a list of visits.
pub(crate) struct VisitLine {
    pub(crate) id: VisitId,
    pub(crate) on: Day,
    pub(crate) village: String,
    pub(crate) expert: Option<String>,
    pub(crate) days: i64,
    pub(crate) onsite: i64,
    pub(crate) online: i64,
    pub(crate) is_return: bool,
}

/// Which visits a list shows.
#[derive(Default)]
pub(crate) struct VisitFilter {
    pub(crate) expert: Option<ExpertId>,
    pub(crate) low: Option<i64>,
    pub(crate) high: Option<i64>,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// Visits that stand, the latest first.
pub(crate) fn list(read: &Read, filter: &VisitFilter, offset: i64, limit: i64) -> Result<Vec<VisitLine>, Fault> {
    let list = sql!(
        "select v.id, v.happened, pl.name, pe.name, v.days, v.onsite, v.online, v.is_return
        from visit v join place pl on pl.code = v.village join expert e on e.id = v.expert join person pe on pe.id = e.person
        where v.void_on is null and (cast($1 as text) is null or v.expert = $1) and (cast($2 as bigint) is null or v.village between $2 and $3)
            and v.happened between $4 and $5
        order by v.happened desc, v.id desc limit $6 offset $7"
    );
    let VisitFilter { expert, low, high, from, to } = filter;
    let (from, to) = (from.unwrap_or(Day::MIN), to.unwrap_or(Day::MAX));
    read.list(list, &[expert, low, high, &from, &to, &limit, &offset], |row| {
        Ok(VisitLine {
            id: row.get(0)?,
            on: row.get(1)?,
            village: row.get(2)?,
            expert: row.get(3)?,
            days: row.get(4)?,
            onsite: row.get(5)?,
            online: row.get(6)?,
            is_return: row.get::<i64>(7)? != 0,
        })
    })
}

pub(crate) fn count(read: &Read, filter: &VisitFilter) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from visit where void_on is null and (cast($1 as text) is null or expert = $1)
            and (cast($2 as bigint) is null or village between $2 and $3) and happened between $4 and $5"
    );
    let VisitFilter { expert, low, high, from, to } = filter;
    read.number(count, &[expert, low, high, &from.unwrap_or(Day::MIN), &to.unwrap_or(Day::MAX)])
}

/// Whether the expert was written down in this village on this day.
pub(crate) fn find_same(read: &Read, expert: ExpertId, village: PlaceCode, on: Day) -> Result<Option<VisitId>, Fault> {
    let same =
        sql!("select id from visit where expert = $1 and village = $2 and happened = $3 and void_on is null limit 1");
    read.find(same, &[&expert, &village, &on], |row| row.get(0))
}

/// How many visits were made under a post, and the last one's day.
pub(crate) fn count_of_post(read: &Read, post: PostId) -> Result<(i64, Option<Day>), Fault> {
    let found = read.find(
        sql!("select count(*), max(happened) from visit where post = $1 and void_on is null"),
        &[&post],
        |row| row.read(),
    )?;
    Ok(found.unwrap_or((0, None)))
}

pub(crate) fn insert(
    tx: &mut Tx,
    visit: &Visit,
    logged_by: Option<PersonId>,
    behalf: Option<PersonId>,
) -> Result<(), Fault> {
    let insert = sql!(
        "insert into visit (id, post, programme, expert, village, happened, days, onsite, online, audience, is_return, note, logged_by, behalf)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let Visit { id, post, programme, expert, village, on, days, onsite, online, audience, note, .. } = visit;
    let is_return = i64::from(visit.is_return);
    tx.run(
        insert,
        &[
            id, post, programme, expert, village, on, days, onsite, online, audience, &is_return, note, &logged_by,
            &behalf,
        ],
    )?;
    write_lists(tx, visit)
}

pub(crate) fn save(tx: &mut Tx, visit: &Visit) -> Result<(), Fault> {
    let update = sql!(
        "update visit set post = $2, programme = $3, village = $4, happened = $5, days = $6, onsite = $7, online = $8, audience = $9,
            is_return = $10, note = $11, void_on = $12 where id = $1"
    );
    let Visit { id, post, programme, village, on, days, onsite, online, audience, note, void_on, .. } = visit;
    tx.run(
        update,
        &[id, post, programme, village, on, days, onsite, online, audience, &i64::from(visit.is_return), note, void_on],
    )?;
    tx.run(sql!("delete from visit_technique where visit = $1"), &[id])?;
    tx.run(sql!("delete from visit_person where visit = $1"), &[id])?;
    write_lists(tx, visit)
}

fn write_lists(tx: &mut Tx, visit: &Visit) -> Result<(), Fault> {
    for technique in &visit.techniques {
        tx.run(sql!("insert into visit_technique (visit, technique) values ($1, $2) on conflict (visit, technique) do nothing"), &[&visit.id, technique])?;
    }
    for person in &visit.people {
        tx.run(
            sql!("insert into visit_person (visit, person) values ($1, $2) on conflict (visit, person) do nothing"),
            &[&visit.id, person],
        )?;
    }
    Ok(())
}

/// Who wrote a visit down, and for whom.
pub(crate) fn find_writer(read: &Read, id: VisitId) -> Result<(Option<String>, Option<String>), Fault> {
    let writer = sql!(
        "select a.name, b.name from visit v left join person a on a.id = v.logged_by left join person b on b.id = v.behalf where v.id = $1"
    );
    Ok(read.find(writer, &[&id], |row| row.read())?.unwrap_or((None, None)))
}

/// Techniques taught, and people on the roster.
pub(crate) type Names = (Vec<(TechniqueId, String)>, Vec<String>);

/// The names of techniques taught and of people on the roster.
pub(crate) fn list_names(read: &Read, id: VisitId) -> Result<Names, Fault> {
    let techniques = sql!(
        "select t.id, t.name from visit_technique v join technique t on t.id = v.technique where v.visit = $1 order by t.id"
    );
    let people = sql!(
        "select p.name, p.phone from visit_person v join person p on p.id = v.person where v.visit = $1 order by p.id"
    );
    let line = |name: Option<String>, phone: Option<String>| {
        format!("{} {}", name.unwrap_or_default(), phone.unwrap_or_default()).trim().to_owned()
    };
    let people: Vec<(Option<String>, Option<String>)> = read.list(people, &[&id], |row| row.read())?;
    Ok((
        read.list(techniques, &[&id], |row| row.read())?,
        people.into_iter().map(|(name, phone)| line(name, phone)).collect(),
    ))
}

/// Who of this name has been on a roster in this village before.
pub(crate) fn find_attendee(read: &Read, village: PlaceCode, name: &str) -> Result<Option<PersonId>, Fault> {
    let find = sql!(
        "select p.id from visit v join visit_person vp on vp.visit = v.id join person p on p.id = vp.person
        where v.village = $1 and p.name = $2 and p.merged_into is null and p.erased_at is null order by p.id limit 1"
    );
    read.find(find, &[&village, &name], |row| row.get(0))
}

/// Visits that stand although the ledger has no standing fact of them, or the other way round: there must be none.
pub(crate) fn list_unsaid(read: &Read) -> Result<Vec<VisitId>, Fault> {
    let unsaid = sql!(
        "select v.id from visit v where (v.void_on is null) <> exists (
            select 1 from fact f where f.noun = v.id and f.kind = 'visit.logged' and f.sign = 1
                and not exists (select 1 from fact b where b.corrects = f.position and b.sign = -1))"
    );
    read.list(unsaid, &[], |row| row.get(0))
}

fn visit(row: &Row) -> Result<Visit, Fault> {
    Ok(Visit {
        id: row.get(0)?,
        post: row.get(1)?,
        programme: row.get(2)?,
        expert: row.get(3)?,
        person: row.get(4)?,
        village: row.get(5)?,
        on: row.get(6)?,
        days: row.get(7)?,
        onsite: row.get(8)?,
        online: row.get(9)?,
        audience: row.get(10)?,
        is_return: row.get::<i64>(11)? != 0,
        note: row.get(12)?,
        techniques: Vec::new(),
        people: Vec::new(),
        void_on: row.get(13)?,
    })
}
