//! Who may do what to plans and tasks. Acts on a task that its lead unit does are asked of the task;
//! acts that the planning unit does are asked of the plan.

use super::{OWNER, Plan, Task};
use logic::act::{House, Role::*, Who::*};

logic::act!(OpenPlan: House, "plan.open", [Role(Officer)]);
logic::act!(EditPlan: Plan, "plan.edit", [Role(Officer)]);
logic::act!(ApprovePlan: Plan, "plan.approve", [Role(Leader)]);
logic::act!(CarryOver: Plan, "plan.carry_over", [Role(Officer)]);
logic::act!(UploadDocument: Plan, "document.upload", [Role(Officer)]);
logic::act!(AdoptDocument: Plan, "document.adopt", [Role(Officer)]);
logic::act!(AddLine: Plan, "line.add", [Role(Officer)]);
logic::act!(EditLine: Plan, "line.edit", [Role(Officer)]);
logic::act!(AddTask: Plan, "task.add", [Role(Officer)]);
logic::act!(EditTask: Plan, "task.edit", [Role(Officer)]);
logic::act!(AssignTask: Plan, "task.assign", [Role(Officer)]);
logic::act!(MergeTask: Plan, "task.merge", [Role(Officer)]);
logic::act!(DropTask: Plan, "task.drop", [Role(Officer)]);
logic::act!(SetTarget: Plan, "target.set", [Role(Officer)]);
logic::act!(RemoveTarget: Plan, "target.remove", [Role(Officer)]);
logic::act!(ClaimTask: Task, "task.claim", [Role(Officer), Role(Secretary), Is(OWNER)]);
logic::act!(ReportTask: Task, "task.report", [Role(Officer), Role(Secretary), Is(OWNER)]);
logic::act!(AddEvidence: Task, "evidence.add", [Role(Officer), Role(Secretary), Is(OWNER)]);
logic::act!(RemoveEvidence: Task, "evidence.remove", [Role(Officer), Role(Secretary), Is(OWNER)]);
logic::act!(FinishTask: Task, "task.finish", [Role(Officer), Role(Secretary), Is(OWNER)]);
logic::act!(UrgeTask: Plan, "task.urge", [Role(Leader), Role(Officer)]);
logic::act!(VerifyTask: Plan, "task.verify", [Role(Leader), Role(Officer), Role(Statistician)]);
logic::act!(ReturnTask: Plan, "task.return", [Role(Leader), Role(Officer), Role(Statistician)]);
logic::act!(ArchiveTask: Plan, "task.archive", [Role(Officer)]);
