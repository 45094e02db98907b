//! The year's plan (年度计划): from a work document to lines, tasks, owners, targets and proven ends.

mod facts;
mod pages;
mod rules;
mod store;

use ground::db::Migration;
use ground::jobs::{Daily, Handler};
use logic::act::Who::{Anyone, SignedIn};
use logic::form::Button;
use pages::{
    adopt, approve, carry, changes, chapter, document, evidence, lines, panels, plan, plans, remind, steps, table,
    targets, task, task_forms, tasks, work,
};
use rules::{
    AddEvidence, AddLine, AddTask, AdoptDocument, ApprovePlan, ArchiveTask, AssignTask, CarryOver, ClaimTask, DropTask,
    EditLine, EditPlan, EditTask, FinishTask, MergeTask, OpenPlan, RemoveEvidence, RemoveTarget, ReportTask,
    ReturnTask, SetTarget, UploadDocument, UrgeTask, VerifyTask,
};
use web::{ActEntry, Chapter, Group, Invariant, MenuEntry, PageEntry, Panel, Slice};

/// What plans plug into.
pub static SLICE: Slice = Slice {
    name: "plan",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[Migration::new("plan-0001", include_str!("../migrations/0001_plan.sql"))],
    pages: &[
        PageEntry::new("/work", work::get),
        PageEntry::new("/plans", plans::get),
        PageEntry::new("/plans/{year}", plan::get),
        PageEntry::new("/plans/{year}/changes", changes::get),
        PageEntry::new("/plans/{year}/table.docx", table::docx),
        PageEntry::new("/plans/{year}/table.xlsx", table::xlsx),
        PageEntry::new("/plans/{year}/tasks/new", task_forms::get_new),
        PageEntry::new("/documents/{id}", document::get),
        PageEntry::new("/documents/{id}/file", document::file),
        PageEntry::new("/lines/{id}", lines::get),
        PageEntry::new("/tasks/{id}", task::get),
        PageEntry::new("/tasks/{id}/change", task_forms::get_change),
        PageEntry::new("/evidence/{id}", evidence::get),
    ],
    lists: &[tasks::TASKS],
    acts: &[
        ActEntry::new::<OpenPlan, plans::Form>("/plans", plans::post, plans::get),
        ActEntry::new::<EditPlan, plan::Form>("/plans/{year}", plan::edit, plan::get),
        ActEntry::new::<ApprovePlan, Button>("/plans/{year}/approve", approve::post, plan::get),
        ActEntry::new::<CarryOver, carry::Form>("/plans/{year}/carry", carry::post, plan::get),
        ActEntry::new::<UploadDocument, document::Form>("/plans/{year}/documents", document::upload, plan::get)
            .prepared(document::prepare),
        ActEntry::new::<AdoptDocument, adopt::Form>("/documents/{id}/adopt", adopt::post, document::get),
        ActEntry::new::<AddLine, lines::Form>("/plans/{year}/lines", lines::add, plan::get),
        ActEntry::new::<EditLine, lines::Form>("/lines/{id}", lines::edit, lines::get),
        ActEntry::new::<AddTask, task_forms::Form>("/plans/{year}/tasks", task_forms::add, task_forms::get_new),
        ActEntry::new::<EditTask, task_forms::Form>("/tasks/{id}/edit", task_forms::edit, task_forms::get_change),
        ActEntry::new::<AssignTask, task_forms::AssignForm>(
            "/tasks/{id}/assign",
            task_forms::assign,
            task_forms::get_change,
        ),
        ActEntry::new::<MergeTask, task_forms::MergeForm>(
            "/tasks/{id}/merge",
            task_forms::merge,
            task_forms::get_change,
        ),
        ActEntry::new::<DropTask, Button>("/tasks/{id}/drop", task_forms::discard, task_forms::get_change),
        ActEntry::new::<SetTarget, targets::Form>("/tasks/{id}/targets", targets::set, task::get),
        ActEntry::new::<RemoveTarget, targets::RemoveForm>("/tasks/{id}/targets/remove", targets::remove, task::get),
        ActEntry::new::<ClaimTask, Button>("/tasks/{id}/claim", steps::claim, task::get),
        ActEntry::new::<ReportTask, steps::ReportForm>("/tasks/{id}/report", steps::report, task::get),
        ActEntry::new::<UrgeTask, steps::UrgeForm>("/tasks/{id}/urge", steps::urge, task::get),
        ActEntry::new::<AddEvidence, evidence::Form>("/tasks/{id}/evidence", evidence::add, task::get),
        ActEntry::new::<RemoveEvidence, evidence::RemoveForm>(
            "/tasks/{id}/evidence/remove",
            evidence::remove,
            task::get,
        ),
        ActEntry::new::<FinishTask, Button>("/tasks/{id}/finish", steps::finish, task::get),
        ActEntry::new::<VerifyTask, Button>("/tasks/{id}/verify", steps::verify, task::get),
        ActEntry::new::<ReturnTask, steps::ReturnForm>("/tasks/{id}/return", steps::send_back, task::get),
        ActEntry::new::<ArchiveTask, Button>("/tasks/{id}/archive", steps::archive, task::get),
    ],
    facts: facts::ALL,
    indicators: facts::INDICATORS,
    jobs: &[Handler { kind: remind::KIND, work: remind::run }],
    dailies: &[Daily { kind: remind::KIND, at: (8, 30) }],
    panels: &[
        Panel { on: "programme", order: 10, show: panels::programme },
        Panel { on: "dashboard", order: 10, show: panels::dashboard },
        Panel { on: "person", order: 20, show: panels::person },
        Panel { on: "unit", order: 20, show: panels::unit },
    ],
    menu: &[
        MenuEntry { group: Group::Work, order: 1, text: "work.title", href: "/work", who: &[SignedIn] },
        MenuEntry { group: Group::Year, order: 10, text: "plan.list", href: "/plans", who: &[Anyone] },
        MenuEntry { group: Group::Year, order: 11, text: "task.list", href: "/tasks", who: tasks::STAFF },
    ],
    invariants: &[
        Invariant { name: "every task comes under a line of its own plan", broken: panels::tasks_without_line },
        Invariant { name: "every finished task has evidence", broken: panels::finished_without_evidence },
        Invariant {
            name: "every approved version is what the ledger says was signed",
            broken: approve::changed_versions,
        },
    ],
    chapters: &[Chapter { order: 10, write: chapter::write }],
    ..Slice::EMPTY
};
