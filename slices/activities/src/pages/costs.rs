//! What an activity is planned to cost and what was spent. People write yuan; fen are kept.

use super::{done, find_in};
use crate::rules::{Activity, Cost, CostId, CostItem, CostSource, PlanCost, RemoveCost, SettleCost, State};
use crate::store::costs;
use askama::Template;
use ground::db::{Fault, Tx};
use ground::stop::Stop;
use web::{Ctx, Done};

logic::form! {
    /// A line of the budget.
    pub(crate) struct PlanForm {
        item: CostItem = choice("cost_item", CostItem::CODES),
        source: CostSource = choice("cost_source", CostSource::CODES),
        yuan: i64 = count().max(10_000_000),
        note: Option<String> = line().max(200),
    }
}

logic::form! {
    /// What was spent.
    pub(crate) struct SettleForm {
        yuan: i64 = count().max(10_000_000),
    }
}

#[derive(Template)]
#[template(path = "costs.html")]
struct Costs<'a> {
    ctx: &'a Ctx,
    lines: Vec<Line>,
    planned: i64,
    spent: Option<i64>,
    add: Option<String>,
}

struct Line {
    item: String,
    source: String,
    note: String,
    planned: i64,
    spent: Option<i64>,
    forms: Vec<String>,
}

/// The section on the activity's page; nothing where there is neither a line nor a form.
pub(crate) fn section(ctx: &Ctx, activity: &Activity, costs: Vec<Cost>) -> Result<String, Stop> {
    let is_over = matches!(activity.state, State::Concluded { .. } | State::Cancelled { .. });
    let add = (!is_over && ctx.viewer.is_able::<PlanCost>(activity))
        .then(|| ctx.act_form("activity.plan_cost").at("id", activity.id).html());
    if costs.is_empty() && add.is_none() {
        return Ok(String::new());
    }
    let planned = costs.iter().map(|cost| cost.planned).sum::<i64>() / 100;
    let spent = costs.iter().filter_map(|cost| cost.spent).reduce(|one, other| one + other).map(|fen| fen / 100);
    let lines = costs.into_iter().map(|cost| line(ctx, activity, cost)).collect();
    let section = Costs { ctx, lines, planned, spent, add };
    Ok(section.render().map_err(|error| Fault::broken("rendering costs", error))?)
}

fn line(ctx: &Ctx, activity: &Activity, cost: Cost) -> Line {
    let form = |act: &'static str| ctx.act_form(act).at("id", activity.id).at("cost", cost.id);
    let is_over = matches!(activity.state, State::Held | State::Concluded { .. } | State::Cancelled { .. });
    let is_open = cost.spent.is_none();
    let settle = (is_open && is_over && ctx.viewer.is_able::<SettleCost>(activity))
        .then(|| form("activity.settle_cost").value("yuan", cost.planned / 100).in_a_row().html());
    let remove =
        (is_open && ctx.viewer.is_able::<RemoveCost>(activity)).then(|| form("activity.remove_cost").quiet().html());
    Line {
        item: ctx.word("cost_item", cost.item),
        source: ctx.word("cost_source", cost.source),
        note: cost.note.clone(),
        planned: cost.planned / 100,
        spent: cost.spent.map(|fen| fen / 100),
        forms: settle.into_iter().chain(remove).collect(),
    }
}

pub(crate) fn plan(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: PlanForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<PlanCost>(&activity)?;
    let cost = Cost {
        id: tx.new_id(),
        item: form.item,
        source: form.source,
        planned: form.yuan * 100,
        spent: None,
        note: form.note.unwrap_or_default(),
    };
    let change = activity.plan_cost(may, &cost)?;
    Ok(done(&tx.commit(change, |tx, activity| costs::insert(tx, activity.id, &cost))?))
}

pub(crate) fn settle(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: SettleForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<SettleCost>(&activity)?;
    let cost = costs::get(tx, activity.id, ctx.at::<CostId>("cost")?)?;
    let spent = form.yuan * 100;
    let change = activity.settle_cost(may, &cost, spent)?;
    Ok(done(&tx.commit(change, |tx, _| costs::settle(tx, cost.id, spent))?))
}

pub(crate) fn remove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<RemoveCost>(&activity)?;
    let cost = costs::get(tx, activity.id, ctx.at::<CostId>("cost")?)?;
    let change = activity.remove_cost(may, &cost)?;
    Ok(done(&tx.commit(change, |tx, _| costs::delete(tx, cost.id))?))
}
