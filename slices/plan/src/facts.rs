//! The facts of plans and tasks, and the figures read from them.

use logic::fact::FactKind;
use logic::fold::{Indicator, Measure};

const PLAN: Option<&str> = None;
const TASK: Option<&str> = Some("/tasks/{}");

macro_rules! kinds {
    ($($name:ident = $kind:literal, $href:ident;)+) => {
        $(pub(crate) static $name: FactKind = FactKind::new($kind, 1, $href);)+
        pub(crate) static ALL: &[&FactKind] = &[$(&$name),+];
    };
}

kinds! {
    PLAN_OPENED = "plan.opened", PLAN;
    PLAN_EDITED = "plan.edited", PLAN;
    PLAN_APPROVED = "plan.approved", PLAN;
    PLAN_CARRIED = "plan.carried", PLAN;
    DOCUMENT_UPLOADED = "document.uploaded", PLAN;
    DOCUMENT_ADOPTED = "document.adopted", PLAN;
    LINE_ADDED = "line.added", PLAN;
    LINE_EDITED = "line.edited", PLAN;
    TASK_DIVIDED = "task.divided", TASK;
    TASK_EDITED = "task.edited", TASK;
    TASK_ASSIGNED = "task.assigned", TASK;
    TASK_MERGED = "task.merged", TASK;
    TASK_DROPPED = "task.dropped", TASK;
    TASK_CLAIMED = "task.claimed", TASK;
    TASK_REPORTED = "task.reported", TASK;
    TASK_URGED = "task.urged", TASK;
    TASK_EVIDENCED = "task.evidenced", TASK;
    EVIDENCE_REMOVED = "evidence.removed", TASK;
    TASK_FINISHED = "task.finished", TASK;
    TASK_MET_DUE = "task.met_due", TASK;
    TASK_VERIFIED = "task.verified", TASK;
    TASK_RETURNED = "task.returned", TASK;
    TASK_ARCHIVED = "task.archived", TASK;
    TARGET_SET = "target.set", TASK;
    TARGET_REMOVED = "target.removed", TASK;
}

const fn tasks(key: &'static str, kind: &'static FactKind) -> Indicator {
    Indicator {
        key,
        measure: Measure::Nouns,
        kind,
        audience: None,
        channel: None,
        class: None,
        unit: "unit.task",
        words: &[],
        is_public: true,
    }
}

/// 任务数
pub(crate) static TASKS: Indicator = tasks("plan.tasks", &TASK_DIVIDED);
/// 办结任务数
pub(crate) static FINISHED: Indicator = tasks("plan.tasks_finished", &TASK_FINISHED);
/// 按期办结任务数
pub(crate) static ON_TIME: Indicator = tasks("plan.tasks_on_time", &TASK_MET_DUE);
/// 有佐证的任务数
pub(crate) static EVIDENCED: Indicator = tasks("plan.tasks_evidenced", &TASK_EVIDENCED);

pub(crate) static INDICATORS: &[&Indicator] = &[&TASKS, &FINISHED, &ON_TIME, &EVIDENCED];
