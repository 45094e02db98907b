//! 经费: what an activity is planned to cost and what was spent, in fen.

use super::activity::{Activity, State};
use super::codes::{CostItem, CostSource};
use crate::facts;
use logic::act::{Change, May, Role::*, Who::*};
use logic::refusal::Refusal;

logic::id!(
    /// A line of cost.
    CostId
);

/// 经费明细
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Its id.
    pub id: CostId,
    /// What for.
    pub item: CostItem,
    /// From which money.
    pub source: CostSource,
    /// 预算, in fen.
    pub planned: i64,
    /// 支出, in fen; nothing until it is settled.
    pub spent: Option<i64>,
    /// In words.
    pub note: String,
}

logic::act!(PlanCost: Activity, "activity.plan_cost", [Role(Officer), Role(Secretary), Is(super::activity::KEEPER)]);
logic::act!(SettleCost: Activity, "activity.settle_cost", [Role(Officer), Role(Secretary)]);
logic::act!(RemoveCost: Activity, "activity.remove_cost", [Role(Officer), Role(Secretary), Is(super::activity::KEEPER)]);

impl Activity {
    /// A line of the budget.
    pub(crate) fn plan_cost(self, may: May<PlanCost>, cost: &Cost) -> Result<Change<Self>, Refusal> {
        let is_over = matches!(self.state, State::Concluded { .. } | State::Cancelled { .. });
        Refusal::new("activity.over").unless(!is_over)?;
        let fact = self.fact(&facts::COST_PLANNED, may.by().at.day()).object(Some(cost.id)).quantity(cost.planned);
        Ok(Change::new(may, self, fact))
    }

    /// What was spent in the end. Settled once; the fact counts for the day the activity began.
    pub(crate) fn settle_cost(self, may: May<SettleCost>, cost: &Cost, spent: i64) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.cost_settled").unless(cost.spent.is_none())?;
        let is_over = matches!(self.state, State::Held | State::Concluded { .. } | State::Cancelled { .. });
        Refusal::new("activity.cost_early").unless(is_over)?;
        let fact = self
            .fact(&facts::COST_SETTLED, self.plan.day())
            .object(Some(cost.id))
            .class(cost.source.code())
            .quantity(spent);
        Ok(Change::new(may, self, fact))
    }

    /// A line that is not needed after all; not once it is settled.
    pub(crate) fn remove_cost(self, may: May<RemoveCost>, cost: &Cost) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.cost_settled").unless(cost.spent.is_none())?;
        let fact = self.fact(&facts::COST_REMOVED, may.by().at.day()).object(Some(cost.id)).quantity(cost.planned);
        Ok(Change::new(may, self, fact))
    }
}
