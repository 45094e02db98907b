//! Statements on certificates.

use crate::rules::{Certificate, CertificateId, Shows};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::time::Instant;

macro_rules! select_certificate {
    ($rest:literal) => {
        sql!(concat!(
            "select id, number, person, kind, first_day, last_day, position, shows, facts, issued_at, revoked_at, reason
            from service_certificate ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: CertificateId) -> Result<Certificate, Stop> {
    read.find(select_certificate!("where id = $1"), &[&id], certificate)?.or_missing()
}

pub(crate) fn find_numbered(read: &Read, number: &str) -> Result<Option<Certificate>, Fault> {
    read.find(select_certificate!("where number = $1"), &[&number], certificate)
}

/// Newest first.
pub(crate) fn list_of(read: &Read, person: PersonId) -> Result<Vec<Certificate>, Fault> {
    read.list(select_certificate!("where person = $1 order by issued_at desc, id limit 50"), &[&person], certificate)
}

pub(crate) fn save(tx: &mut Tx, one: &Certificate) -> Result<(), Fault> {
    let save = sql!(
        "insert into service_certificate (id, number, person, kind, first_day, last_day, position, shows, facts, issued_at, revoked_at, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update set revoked_at = excluded.revoked_at, reason = excluded.reason"
    );
    let Certificate { id, number, person, kind, from, to, position, shows, chosen, issued_at, revoked } = one;
    let words = [("name", shows.name), ("lines", shows.lines)];
    let shown = words.iter().filter(|(_, is_shown)| *is_shown).map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
    let facts = chosen.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
    let (revoked_at, reason) = (revoked.as_ref().map(|(at, _)| *at), revoked.as_ref().map(|(_, why)| why.clone()));
    let params: ground::db::Params =
        &[id, number, person, kind, from, to, position, &shown, &facts, issued_at, &revoked_at, &reason];
    tx.run(save, params).map(drop)
}

fn certificate(row: &Row) -> Result<Certificate, Fault> {
    let (shown, facts): (String, String) = (row.get(7)?, row.get(8)?);
    let has = |word: &str| shown.split(' ').any(|shown| shown == word);
    let position = |text: &str| text.parse().map_err(|_| Fault::broken("reading a certificate", text));
    Ok(Certificate {
        id: row.get(0)?,
        number: row.get(1)?,
        person: row.get(2)?,
        kind: row.get(3)?,
        from: row.get(4)?,
        to: row.get(5)?,
        position: row.get(6)?,
        shows: Shows { name: has("name"), lines: has("lines") },
        chosen: facts.split_whitespace().map(position).collect::<Result<_, _>>()?,
        issued_at: row.get(9)?,
        revoked: row.get::<Option<Instant>>(10)?.zip(row.get::<Option<String>>(11)?),
    })
}
