//! A certificate: issued over what stands, printed with a QR code, revoked with a reason.

use super::record::{Record, chosen, minutes_of, records};
use crate::rules::{
    Certificate, Holder, IssueCertificate, Paper, RevokeCertificate, Shows, hours_text, issue as issued, number_of,
};
use crate::store::certificates;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::form::Problems;
use logic::id::PersonId;
use logic::time::Day;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What it tells of, and what whoever has the number may see.
    pub(crate) struct Form {
        paper: Paper = choice("paper", Paper::CODES),
        first_day: Day = day(),
        last_day: Day = day(),
        show_name: bool = flag(),
        show_lines: bool = flag(),
        records: Vec<i64> = pick(),
        person: Option<PersonId> = hidden(),
    }
}

logic::form! {
    /// Why it is good no more.
    pub(crate) struct RevokeForm {
        reason: String = line().min(2).max(200),
    }
}

pub(crate) fn issue(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let person = form.person.or(ctx.viewer.person).or_missing()?;
    let person = tx.find_standing_person(person)?.or_missing()?.id;
    let may = ctx.viewer.may::<IssueCertificate>(&Holder(person))?;
    let certificate = Certificate {
        id: tx.new_id(),
        number: number_of(ground::clock::random()),
        person,
        kind: form.paper,
        from: form.first_day,
        to: form.last_day,
        position: tx.last_fact()?.0,
        shows: Shows { name: form.show_name, lines: form.show_lines },
        chosen: form.records,
        issued_at: ctx.viewer.now,
        revoked: None,
    };
    let found = told(tx, ctx, &certificate, certificate.position)?;
    let is_known = certificate.chosen.iter().all(|position| found.iter().any(|record| record.position == *position));
    if !is_known {
        return Err(Problems::one("records", "not_a_choice").into());
    }
    let certificate = tx.commit(issued(may, certificate, found.len())?, certificates::save)?;
    Ok(Done::at(certificate.href()).id(certificate.id))
}

/// The records it tells of, as they stood at a position.
pub(crate) fn told(read: &Read, ctx: &Ctx, certificate: &Certificate, position: i64) -> Result<Vec<Record>, Stop> {
    let Certificate { person, kind, from, to, .. } = certificate;
    Ok(chosen(certificate, records(read, ctx, (*person, *kind), (*from, *to), position)?))
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage<'a> {
    ctx: &'a Ctx,
    certificate: &'a Certificate,
    association: String,
    name: String,
    hours: String,
    records: Vec<Record>,
    address: String,
    qr: String,
    revoke: Option<String>,
}

/// The page to print: for the holder and for those who issue.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let certificate = certificates::get(read, ctx.at("id")?)?;
    if !ctx.viewer.is_able::<IssueCertificate>(&Holder(certificate.person)) && !is_own(ctx, &certificate) {
        return Err(Stop::Missing);
    }
    let address = format!("{}{}", ctx.house.config.public_url, certificate.verify_href());
    let records = told(read, ctx, &certificate, certificate.position)?;
    let may_revoke = certificate.revoked.is_none() && ctx.viewer.is_able::<RevokeCertificate>(&certificate);
    let person = read.find_standing_person(certificate.person)?;
    let page = CertificatePage {
        ctx,
        association: read.association(ctx.lang() == web::Lang::En)?.unwrap_or_default(),
        name: person.and_then(|person| person.name).unwrap_or_default(),
        hours: hours_text(minutes_of(&records)),
        records,
        qr: super::presence::qr(&address, 160)?,
        address,
        revoke: may_revoke.then(|| ctx.act_form("certificate.revoke").at("id", certificate.id).grave().html()),
        certificate: &certificate,
    };
    Ok(Page::html(ctx.word("paper", certificate.kind), &page)?.bare())
}

fn is_own(ctx: &Ctx, certificate: &Certificate) -> bool {
    ctx.viewer.people().any(|person| person == certificate.person)
}

pub(crate) fn revoke(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RevokeForm = ctx.form()?;
    let certificate = certificates::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<RevokeCertificate>(&certificate)?;
    let certificate = tx.commit(certificate.revoke(may, form.reason)?, certificates::save)?;
    Ok(Done::at(certificate.href()).id(certificate.id))
}
