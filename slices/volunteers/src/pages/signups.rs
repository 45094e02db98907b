//! Signing up, by oneself or by an officer's hand; invitations; withdrawing.

use super::desk::{self, in_words};
use crate::rules::{
    AcceptInvitation, EnterSignup, InviteVolunteer, MakeSignup, Side, Standing, Volunteer, VolunteerId, WithdrawSignup,
};
use crate::store::volunteers;
use ground::db::Tx;
use ground::directory::NewPerson;
use ground::stop::Stop;
use logic::form::{Phone, Problems};
use logic::refusal::Refusal;
use web::{Ctx, Done};

logic::form! {
    /// Whether the guardian comes along, of those under 14.
    pub(crate) struct Form {
        accompanied: bool = flag(),
    }
}

logic::form! {
    /// Who telephoned: by name and number, as on their card.
    pub(crate) struct EnterForm {
        person_name: String = line().min(2).max(40),
        phone: Phone = phone(),
        accompanied: bool = flag(),
    }
}

logic::form! {
    /// Who is asked.
    pub(crate) struct InviteForm {
        volunteer: VolunteerId = hidden(),
    }
}

pub(crate) fn make(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<MakeSignup>(&shift)?;
    let own = super::own(tx, ctx)?.filter(|own| own.state != Standing::Left).ok_or(Refusal::new("signup.no_card"))?;
    let applicant = desk::applicant(tx, &own, (&shift, form.accompanied), None)?;
    let signup = desk::signup_for(tx, &shift, &own)?;
    let change = shift.sign_up(may, (signup, &applicant), (desk::rest_of(tx)?, Side::Own));
    desk::commit(tx, change.map_err(|refusal| in_words(ctx, refusal))?)
}

/// The card of somebody by name and telephone.
fn carded(tx: &Tx, form: &EnterForm) -> Result<Volunteer, Stop> {
    let new = NewPerson { name: form.person_name.clone(), phone: Some(form.phone.clone()), ..NewPerson::default() };
    let person = tx.find_same_person(&new)?;
    let known = person.map(|person| volunteers::find_of(tx, person.id)).transpose()?.flatten();
    let known = known.filter(|known| known.state != Standing::Left);
    known.ok_or_else(|| Problems::one("phone", "no_such_volunteer").into())
}

pub(crate) fn enter(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: EnterForm = ctx.form()?;
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<EnterSignup>(&shift)?;
    let volunteer = carded(tx, &form)?;
    let applicant = desk::applicant(tx, &volunteer, (&shift, form.accompanied), None)?;
    let signup = desk::signup_for(tx, &shift, &volunteer)?;
    let change = shift.sign_up(may, (signup, &applicant), (desk::rest_of(tx)?, Side::Host));
    desk::commit(tx, change.map_err(|refusal| in_words(ctx, refusal))?)
}

pub(crate) fn invite(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: InviteForm = ctx.form()?;
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<InviteVolunteer>(&shift)?;
    let volunteer = volunteers::get(tx, form.volunteer)?;
    let applicant = desk::applicant(tx, &volunteer, (&shift, false), None)?;
    let signup = desk::signup_for(tx, &shift, &volunteer)?;
    let change = shift.invite(may, (signup, &applicant), desk::rest_of(tx)?);
    desk::commit(tx, change.map_err(|refusal| in_words(ctx, refusal))?)
}

pub(crate) fn accept(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<AcceptInvitation>(&entry)?;
    Refusal::new("signup.not_invited").unless(entry.signup.state == crate::rules::SignupState::Invited)?;
    let volunteer = volunteers::get(tx, entry.signup.volunteer)?;
    let applicant = desk::applicant(tx, &volunteer, (&entry.shift, form.accompanied), None)?;
    let change = entry.shift.sign_up(may, (entry.signup, &applicant), (desk::rest_of(tx)?, Side::Own));
    desk::commit(tx, change.map_err(|refusal| in_words(ctx, refusal))?)
}

pub(crate) fn withdraw(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<WithdrawSignup>(&entry)?;
    let is_own = ctx.viewer.people().any(|person| person == entry.signup.person);
    let side = if is_own { Side::Own } else { Side::Host };
    let line = desk::line(tx, &entry.shift, desk::rest_of(tx)?)?;
    // The one who goes is not in the line any more.
    let line = line.into_iter().filter(|fits| fits.signup.id != entry.signup.id).collect();
    desk::commit(tx, entry.withdraw(may, side, line)?)
}
