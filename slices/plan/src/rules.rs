//! The year's plan: what is planned, who leads it, how far it is, and what proves it.

mod acts;
pub(crate) mod adopt;
mod plan;
mod stage;
mod task;
mod version;

pub(crate) use acts::*;
pub(crate) use plan::{Line, LineId, Plan, PlanId};
pub(crate) use stage::Stage;
pub(crate) use task::{Carried, OWNER, Target, TargetId, Task, TaskId, Unit};
pub(crate) use version::{Difference, Version, compare};

logic::id!(
    /// A document a plan comes from.
    DocumentId
);

logic::id!(
    /// A piece of evidence.
    EvidenceId
);

#[cfg(test)]
mod tests;
