//! The plans, year by year, and opening a new one.

use crate::rules::{OpenPlan, Plan};
use crate::store::plans;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Problems;
use logic::id::UnitId;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// The year, and the unit that plans it.
    pub(crate) struct Form {
        year: i64 = count().min(1950).max(2150),
        plan_title: Option<String> = line(),
        unit: Option<UnitId> = pick(),
    }
}

#[derive(Template)]
#[template(path = "plans.html")]
struct Plans<'a> {
    ctx: &'a Ctx,
    plans: Vec<Plan>,
    open: Option<String>,
}

/// The public sees plans once they are approved.
pub(crate) fn is_shown(ctx: &Ctx, plan: &Plan) -> bool {
    plan.versions > 0 || ctx.viewer.is_staff()
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let plans: Vec<_> = plans::list(read)?.into_iter().filter(|plan| is_shown(ctx, plan)).collect();
    let open = ctx.viewer.is_able::<OpenPlan>(&House).then(|| {
        let next = plans.iter().map(|plan| plan.year + 1).max().unwrap_or_else(|| ctx.viewer.today().year());
        Ok::<_, Stop>(ctx.act_form("plan.open").choose("unit", web::choices::units(read)?).value("year", next).html())
    });
    Page::html(ctx.t("plan.list"), &Plans { ctx, plans, open: open.transpose()? })
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<OpenPlan>(&House)?;
    let year = form.year as i16;
    if plans::find(tx, year)?.is_some() {
        return Err(Problems::one("year", "plan_known").into());
    }
    let unit = match form.unit {
        Some(unit) => tx.find_unit(unit)?.ok_or_else(|| Problems::one("unit", "not_a_choice"))?,
        None => tx.find_root_unit()?.or_missing()?,
    };
    let title = form.plan_title.unwrap_or_else(|| ctx.n("plan.title_of", year));
    let plan =
        Plan { id: tx.new_id(), year, title, unit: unit.id, path: unit.path, announced_lines: None, versions: 0 };
    let plan = tx.commit(Plan::open(may, plan), plans::insert)?;
    Ok(Done::at(format!("/plans/{year}")).id(plan.id))
}
