//! Changing the days off and the weekends worked in exchange, beyond what ships with the program.

use super::root;
use crate::rules::{self, EditCalendar, exceptions, lines_of};
use ground::db::Tx;
use ground::settings::CALENDAR;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

logic::form! {
    /// The days, one or a span of them a line.
    pub(crate) struct Form {
        days: Option<String> = text().max(20_000),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<EditCalendar>(&House)?;
    let days = exceptions(&form.days.unwrap_or_default())?;
    let change = rules::edit_calendar(may, &root(tx)?, days);
    tx.commit(change, |tx, days| {
        let lines = Some(lines_of(days)).filter(|lines| !lines.is_empty());
        tx.save_or_forget_setting(CALENDAR, lines.as_deref())
    })?;
    Ok(Done::at(super::settings::PATH))
}
