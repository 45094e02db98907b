//! The desk of a shift: what acts that compete for its places read before they decide, and how it is stored.

use crate::rules::{
    Applicant, Entry, Fits, Hall, Held, Rest, Shift, ShiftId, Signup, SignupId, SignupState, Volunteer,
};
use crate::store::{qualifications, rest, shifts, signups, volunteers};
use ground::db::{Fault, Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::{Change, Noun};
use logic::refusal::Refusal;
use web::{Ctx, Done};

/// The most people of a line that are looked at when a place becomes free.
const LINE: i64 = 200;

/// The shift of the address.
pub(crate) fn shift(read: &Read, ctx: &Ctx) -> Result<Shift, Stop> {
    shifts::get(read, ctx.at::<ShiftId>("id")?)
}

/// The shift and the signup of the address.
pub(crate) fn entry(read: &Read, ctx: &Ctx) -> Result<Entry, Stop> {
    let shift = shift(read, ctx)?;
    let signup = signups::get_at(read, shift.id, ctx.at::<SignupId>("signup")?)?;
    Ok(Entry { shift, signup })
}

/// Whether the viewer runs the shift.
pub(crate) fn runs(ctx: &Ctx, noun: &impl Noun) -> bool {
    ctx.viewer.is_allowed(crate::rules::RUNS, noun)
}

/// What counts of a volunteer for a shift; the shift itself, and one given up for it, left out.
pub(crate) fn applicant(
    read: &Read,
    volunteer: &Volunteer,
    (shift, accompanied): (&Shift, bool),
    given_up: Option<ShiftId>,
) -> Result<Applicant, Stop> {
    let seen = qualifications::list(read, volunteer.id)?.into_iter().filter(|one| one.seen.is_some());
    let held = seen.map(|one| Held { kind: one.kind, from: one.valid_from, to: one.valid_to }).collect();
    let mut taken = match volunteer.person {
        Some(person) => signups::list_taken(read, person, shift.id, shift.plan.starts_at)?,
        None => Vec::new(),
    };
    if let Some(given_up) = given_up {
        let span = shifts::get(read, given_up)?.span();
        if let Some(at) = taken.iter().position(|one| *one == span) {
            taken.remove(at);
        }
    }
    Ok(Applicant {
        standing: volunteer.state.clone(),
        born: volunteer.card.born,
        has_guardian: volunteer.card.guardian.as_ref().is_some_and(|guardian| guardian.agreed_at.is_some()),
        accompanied,
        skills: volunteer.card.skills.clone(),
        languages: volunteer.card.languages.clone(),
        held,
        taken,
    })
}

/// Those waiting, and whether they still fit: read only where a place may become free.
pub(crate) fn line(read: &Read, shift: &Shift, rest: Rest) -> Result<Vec<Fits>, Stop> {
    let mut line = Vec::new();
    for signup in signups::list_line(read, shift.id, LINE)? {
        let volunteer = volunteers::get(read, signup.volunteer)?;
        let fits = applicant(read, &volunteer, (shift, signup.accompanied), None)?.fits(shift, rest);
        line.push(Fits { signup, fits });
    }
    Ok(line)
}

/// The signup of a volunteer at a shift: the one there was, or a new one.
pub(crate) fn signup_for(tx: &Tx, shift: &Shift, volunteer: &Volunteer) -> Result<Signup, Stop> {
    let person = volunteer.person.or_missing()?;
    if let Some(known) = signups::find(tx, shift.id, person)? {
        return Ok(known);
    }
    Ok(Signup {
        id: tx.new_id(),
        shift: shift.id,
        volunteer: volunteer.id,
        person,
        name: volunteer.name.clone(),
        phone: volunteer.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default(),
        state: SignupState::Withdrawn,
        turn: 0,
        accompanied: false,
        came: None,
        went: None,
        since: tx.now,
    })
}

/// A refusal whose codes are said in the reader's words.
pub(crate) fn in_words(ctx: &Ctx, mut refusal: Refusal) -> Refusal {
    for (name, value) in &mut refusal.blanks {
        if matches!(*name, "skill" | "language" | "proof") {
            *value = ctx.word(name, &*value);
        }
    }
    refusal
}

/// The rule on rest.
pub(crate) fn rest_of(read: &Read) -> Result<Rest, Fault> {
    rest::get(read)
}

/// Stores a change of a shift and leads back to it; gives the signup that changed first.
pub(crate) fn commit(tx: &mut Tx, change: Change<Hall>) -> Result<Done, Stop> {
    let hall = tx.commit(change, signups::save_hall)?;
    let done = Done::at(hall.shift.href());
    Ok(match hall.changed.first() {
        Some(signup) => done.id(signup.id).say(said(signup.state)),
        None => done.id(hall.shift.id),
    })
}

/// What to say of the state somebody came to.
fn said(state: SignupState) -> &'static str {
    match state {
        SignupState::Waiting => "signup.now_waiting",
        SignupState::Invited => "signup.now_invited",
        SignupState::Served { .. } => "signup.now_served",
        SignupState::Withdrawn => "signup.now_withdrawn",
        _ => "signup.now_taken",
    }
}
