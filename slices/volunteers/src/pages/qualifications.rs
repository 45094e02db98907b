//! Qualifications on a card: told, seen by an officer, taken off.

use crate::rules::{AddQualification, CheckQualification, DropQualification, Proof, Qualification, Volunteer};
use crate::store::{qualifications, volunteers};
use ground::db::Tx;
use ground::stop::Stop;
use logic::time::Day;
use web::{Ctx, Done, Tone};

logic::form! {
    /// What the paper says.
    pub(crate) struct Form {
        proof: Proof = choice("proof", Proof::CODES),
        number: String = line().min(1).max(60),
        issuer: String = line().min(2).max(80),
        valid_from: Option<Day> = day(),
        valid_to: Option<Day> = day(),
    }
}

/// A qualification as a card shows it.
pub(crate) struct Shown {
    pub name: String,
    pub number: String,
    pub issuer: String,
    pub time: String,
    pub state: String,
    pub tone: &'static str,
    pub buttons: Vec<String>,
}

pub(crate) fn shown(ctx: &Ctx, volunteer: &Volunteer, all: Vec<Qualification>) -> Vec<Shown> {
    all.into_iter().map(|one| show(ctx, volunteer, one)).collect()
}

fn show(ctx: &Ctx, volunteer: &Volunteer, one: Qualification) -> Shown {
    let today = ctx.viewer.today();
    let (code, tone) = match (one.seen, one.valid_to) {
        (_, Some(to)) if to < today => ("over", Tone::Bad),
        (Some(_), Some(to)) if to < today.plus(30) => ("ending", Tone::Warn),
        (Some(_), _) => ("seen", Tone::Good),
        (None, _) => ("told", Tone::Plain),
    };
    let form = |act| ctx.act_form(act).at("id", volunteer.id).at("qualification", one.id);
    let is_own = ctx.viewer.people().any(|person| volunteer.person == Some(person));
    let mut buttons = Vec::new();
    if one.seen.is_none() && !is_own && ctx.viewer.is_able::<CheckQualification>(volunteer) {
        buttons.push(form("qualification.check").in_a_row().html());
    }
    if ctx.viewer.is_able::<DropQualification>(volunteer) {
        buttons.push(form("qualification.drop").quiet().html());
    }
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let time = match (one.valid_from, one.valid_to) {
        (None, None) => String::new(),
        (from, to) => format!("{} – {}", day(from), day(to)),
    };
    Shown {
        name: ctx.word("proof", one.kind),
        number: one.number,
        issuer: one.issuer,
        time,
        state: ctx.word("qualification_state", code),
        tone: tone.class(),
        buttons,
    }
}

pub(crate) fn add_form(ctx: &Ctx, volunteer: &Volunteer) -> Option<String> {
    let may = ctx.viewer.is_able::<AddQualification>(volunteer) && volunteer.state != crate::rules::Standing::Left;
    may.then(|| ctx.act_form("qualification.add").at("id", volunteer.id).html())
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<AddQualification>(&volunteer)?;
    let Form { proof, number, issuer, valid_from, valid_to } = form;
    let one = Qualification {
        id: tx.new_id(),
        volunteer: volunteer.id,
        kind: proof,
        number,
        issuer,
        valid_from,
        valid_to,
        seen: None,
    };
    let one = tx.commit(one.add(may, &volunteer)?, qualifications::save)?;
    Ok(Done::at(volunteer.href()).id(one.id))
}

pub(crate) fn check(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<CheckQualification>(&volunteer)?;
    let one = qualifications::get(tx, volunteer.id, ctx.at("qualification")?)?;
    tx.commit(one.check(may, &volunteer)?, qualifications::save)?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}

pub(crate) fn drop(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DropQualification>(&volunteer)?;
    let one = qualifications::get(tx, volunteer.id, ctx.at("qualification")?)?;
    tx.commit(one.drop(may, &volunteer), |tx, one| qualifications::delete(tx, one.id))?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}
