//! Statements on how people come into an activity: its settings, its quotas, its invitations.

use crate::rules::{ActivityId, Draw, Entry, Places, Quota, QuotaId, Scope};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use logic::form::Phone;
use logic::form::sheet::Sheet;
use logic::time::Instant;

/// How people come in; the numbers given stand by themselves, for [`find_with_numbers`].
pub(crate) fn find(read: &Read, activity: ActivityId) -> Result<Option<Entry>, Fault> {
    let find = sql!(
        "select way, opens_at, closes_at, cut_off, largest, offer_minutes, asks_session, asks_group, roles, seed_rule, sheet, seed,
            drawn_at
        from activity_entry where activity = $1"
    );
    read.find(find, &[&activity], entry)
}

/// The same with how many entry numbers have been given.
pub(crate) fn find_with_numbers(read: &Read, activity: ActivityId) -> Result<Option<Entry>, Fault> {
    let given = read.number(sql!("select given from activity_number where activity = $1"), &[&activity])?;
    Ok(find(read, activity)?.map(|entry| Entry { numbers: given, ..entry }))
}

fn entry(row: &Row) -> Result<Entry, Fault> {
    let (roles, sheet): (String, String) = (row.get(8)?, row.get(10)?);
    let draw = row.get::<Option<String>>(11)?.zip(row.get::<Option<Instant>>(12)?);
    Ok(Entry {
        way: row.get(0)?,
        opens_at: row.get(1)?,
        closes_at: row.get(2)?,
        cut_off: row.get(3)?,
        largest: row.get(4)?,
        offer_minutes: row.get(5)?,
        asks_session: row.get::<i64>(6)? != 0,
        asks_group: row.get::<i64>(7)? != 0,
        roles: roles.lines().map(Into::into).collect(),
        seed_rule: row.get(9)?,
        sheet: if sheet.is_empty() { Sheet::default() } else { from_json("a sheet of questions", &sheet)? },
        draw: draw.map(|(seed, at)| Draw { seed, at }),
        numbers: 0,
    })
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::broken(what, error))
}

pub(super) fn to_json(what: &'static str, value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::broken(what, error))
}

fn sheet_text(sheet: &Sheet) -> Result<String, Fault> {
    if sheet.questions.is_empty() { Ok(String::new()) } else { to_json("a sheet of questions", sheet) }
}

pub(crate) fn save(tx: &mut Tx, activity: ActivityId, entry: &Entry) -> Result<(), Fault> {
    let save = sql!(
        "insert into activity_entry (activity, way, opens_at, closes_at, cut_off, largest, offer_minutes, asks_session, asks_group, roles,
            seed_rule, sheet, seed, drawn_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (activity) do update set way = excluded.way, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
            cut_off = excluded.cut_off, largest = excluded.largest, offer_minutes = excluded.offer_minutes,
            asks_session = excluded.asks_session, asks_group = excluded.asks_group, roles = excluded.roles,
            seed_rule = excluded.seed_rule, sheet = excluded.sheet, seed = excluded.seed, drawn_at = excluded.drawn_at"
    );
    let seed = entry.draw.as_ref().map(|draw| &draw.seed);
    let drawn_at = entry.draw.as_ref().map(|draw| draw.at);
    let params: ground::db::Params = &[
        &activity,
        &entry.way,
        &entry.opens_at,
        &entry.closes_at,
        &entry.cut_off,
        &entry.largest,
        &entry.offer_minutes,
        &i64::from(entry.asks_session),
        &i64::from(entry.asks_group),
        &entry.roles.join("\n"),
        &entry.seed_rule,
        &sheet_text(&entry.sheet)?,
        &seed,
        &drawn_at,
    ];
    tx.run(save, params).map(drop)
}

/// The next entry number: 1, 2, 3 …
pub(crate) fn next_number(tx: &Tx, activity: ActivityId) -> Result<i64, Fault> {
    let next = sql!(
        "insert into activity_number (activity, given) values ($1, 1)
        on conflict (activity) do update set given = activity_number.given + 1 returning given"
    );
    tx.number(next, &[&activity])
}

pub(crate) fn places(read: &Read, activity: ActivityId) -> Result<Places, Fault> {
    let list = sql!("select id, kind, of, places, taken from activity_quota where activity = $1 order by kind, of");
    let quotas = read.list(list, &[&activity], |row| {
        let (kind, of): (String, String) = (row.get(1)?, row.get(2)?);
        let scope = Scope::from_parts(&kind, &of).ok_or_else(|| Fault::broken("reading a quota", &kind))?;
        Ok(Quota { id: row.get(0)?, scope, places: row.get(3)?, taken: row.get(4)? })
    })?;
    Ok(Places(quotas))
}

pub(crate) fn insert_quota(tx: &mut Tx, activity: ActivityId, quota: &Quota) -> Result<(), Fault> {
    let insert =
        sql!("insert into activity_quota (id, activity, kind, of, places, taken) values ($1, $2, $3, $4, $5, $6)");
    let (kind, of) = quota.scope.parts();
    tx.run(insert, &[&quota.id, &activity, &kind, &of, &quota.places, &quota.taken]).map(drop)
}

pub(crate) fn save_quota(tx: &mut Tx, quota: &Quota) -> Result<(), Fault> {
    let save = sql!("update activity_quota set places = $2, taken = $3 where id = $1");
    tx.run(save, &[&quota.id, &quota.places, &quota.taken]).map(drop)
}

pub(crate) fn delete_quota(tx: &mut Tx, id: QuotaId) -> Result<(), Fault> {
    tx.run(sql!("delete from activity_quota where id = $1"), &[&id]).map(drop)
}

pub(crate) fn is_invited(read: &Read, activity: ActivityId, phone: &Phone) -> Result<bool, Fault> {
    let count = sql!("select count(*) from activity_invite where activity = $1 and phone = $2");
    Ok(read.number(count, &[&activity, phone])? > 0)
}

pub(crate) fn list_invites(read: &Read, activity: ActivityId) -> Result<Vec<(Phone, String)>, Fault> {
    let list = sql!("select phone, note from activity_invite where activity = $1 order by phone");
    read.list(list, &[&activity], |row| row.read())
}

pub(crate) fn invite(tx: &mut Tx, activity: ActivityId, phone: &Phone, note: &str) -> Result<(), Fault> {
    let invite = sql!(
        "insert into activity_invite (activity, phone, note) values ($1, $2, $3)
        on conflict (activity, phone) do update set note = excluded.note"
    );
    tx.run(invite, &[&activity, phone, &note]).map(drop)
}

/// Quotas whose taken places are not the sum of the parties that hold them.
pub(crate) fn list_miscounted(read: &Read) -> Result<Vec<String>, Fault> {
    let held = sql!(
        "select q.id, q.activity, q.kind, q.of, q.taken from activity_quota q where q.kind <> 'answer' and q.taken <> (
            select coalesce(sum(r.size), 0) from registration r where r.activity = q.activity and r.state in ('offered', 'confirmed')
                and (q.kind = 'total' or q.kind = 'session' and r.session = q.of or q.kind = 'group' and r.audience = q.of
                    or q.kind = 'role' and r.role = q.of))
        or q.taken > q.places order by q.id"
    );
    let told = |row: &Row| {
        let (id, activity, kind): (QuotaId, ActivityId, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{id} of {activity}: {kind} {} taken {}", row.get::<String>(3)?, row.get::<i64>(4)?))
    };
    read.list(held, &[], told)
}

/// Activities with quotas on options.
pub(crate) fn list_with_options(read: &Read) -> Result<Vec<ActivityId>, Fault> {
    let list = sql!("select distinct activity from activity_quota where kind = 'answer' order by activity");
    read.list(list, &[], |row| row.get(0))
}

/// Announced activities that are not over and for which somebody waits.
pub(crate) fn list_with_line(read: &Read) -> Result<Vec<ActivityId>, Fault> {
    let list = sql!(
        "select a.id from activity a where a.state = 'announced' and a.ends_at > $1
            and exists (select 1 from registration r where r.activity = a.id and r.state = 'waiting') order by a.id"
    );
    read.list(list, &[&read.now], |row| row.get(0))
}
