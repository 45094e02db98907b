//! Daily work: reminders the day before a shift, word of qualifications about to end, and what need not be kept forgotten.

use crate::store::{qualifications, reconciliations, shifts, signups, volunteers};
use ground::db::Tx;
use ground::notices;
use ground::stop::Stop;
use logic::act::Notice;

/// Reminders.
pub(crate) const REMIND: &str = "shift.remind";
/// Forgetting.
pub(crate) const FORGET: &str = "volunteer.forget";

/// Word of a qualification's end comes so many days before.
const ENDING: i32 = 30;
/// Another platform's list is kept so many days.
const LISTS: i64 = 90;

pub(crate) fn remind(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    let tomorrow = tx.now.day().plus(1);
    for (shift, person) in signups::list_coming(tx, tomorrow.start(), tomorrow.plus(1).start())? {
        let shift = shifts::get(tx, shift)?;
        notices::tell(tx, &Notice { person, text: "shift_tomorrow", blanks: shift.blanks(), href: shift.href() })?;
    }
    for (person, _) in qualifications::list_ending(tx, tx.now.day().plus(ENDING))? {
        let own = volunteers::find_of(tx, person)?.map(|own| own.href()).unwrap_or_else(|| "/shifts".into());
        let blanks = vec![("until", tx.now.day().plus(ENDING).to_string())];
        notices::tell(tx, &Notice { person, text: "qualification_ends", blanks, href: own })?;
    }
    Ok(())
}

pub(crate) fn forget(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    volunteers::forget(tx)?;
    Ok(reconciliations::forget(tx, tx.now.plus_seconds(-LISTS * 86_400))?)
}
