//! Giving an account a role on a unit and everything below it, for a term.

use super::account::{find, page_of};
use crate::rules::{self, GrantRole, NewRole, Term};
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::{House, Role};
use logic::form::Problems;
use logic::id::UnitId;
use logic::time::Day;
use web::{Ctx, Done};

logic::form! {
    /// Which role, where, from when and until when.
    pub(crate) struct Form {
        role: Role = choice("role", Role::CODES),
        unit: UnitId = pick(),
        from: Day = day(),
        until: Option<Day> = day(),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let Form { role, unit, from, until } = ctx.form()?;
    let may = ctx.viewer.may::<GrantRole>(&House)?;
    let account = find(tx, ctx)?;
    let term = Term::new(from, until, ctx.viewer.today())?;
    let unit = tx.find_unit(unit)?.filter(|unit| unit.closed_on.is_none());
    let unit = unit.ok_or_else(|| Problems::one("unit", "not_a_choice"))?.id;
    let held = tx.list_roles(account.id)?;
    let new = NewRole { id: tx.new_id(), account: account.id, person: account.person, role, unit, term };
    let new = tx.commit(rules::grant(may, &account, &held, new)?, |tx, new| {
        tx.insert_role(new.id, new.account, new.role, new.unit, new.term.from, new.term.until)
    })?;
    Ok(Done::at(page_of(&account)).id(new.id))
}
