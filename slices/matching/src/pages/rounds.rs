//! The rounds, and opening one.

use super::{check_programme, check_staff};
use crate::rules::{OpenRound, Round, RoundState, Rules};
use crate::store::rounds;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Problems;
use logic::id::{Id, UnitId};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What a round is for.
    pub(crate) struct Form {
        round_name: String = line().min(2).max(60),
        year: i64 = count().min(1950).max(2150),
        programme: Option<Id> = pick(),
        unit: Option<UnitId> = pick(),
    }
}

#[derive(Template)]
#[template(path = "rounds.html")]
struct Rounds<'a> {
    ctx: &'a Ctx,
    rounds: Vec<Round>,
    open: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let open = ctx.viewer.is_able::<OpenRound>(&House).then(|| {
        let form = ctx.act_form("round.open").choose("programme", ctx.offered(read, "programme")?);
        Ok::<_, Stop>(form.choose("unit", web::choices::units(read)?).value("year", ctx.viewer.today().year()).html())
    });
    Page::html(ctx.t("round.list"), &Rounds { ctx, rounds: rounds::list(read)?, open: open.transpose()? })
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<OpenRound>(&House)?;
    check_programme(tx, ctx, form.programme)?;
    let unit = match form.unit {
        Some(unit) => tx.find_unit(unit)?.ok_or_else(|| Problems::one("unit", "not_a_choice"))?,
        None => tx.find_root_unit()?.or_missing()?,
    };
    let round = Round {
        id: tx.new_id(),
        programme: form.programme,
        year: form.year as i16,
        name: form.round_name,
        unit: unit.id,
        path: unit.path,
        rules: Rules::default(),
        state: RoundState::Draft,
        version: 0,
    };
    let round = tx.commit(round.open(may), rounds::insert)?;
    Ok(Done::at(format!("/rounds/{}", round.id)).id(round.id))
}
