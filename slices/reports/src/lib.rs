//! Figures and reports: every figure opens into its facts; a report is frozen, comes out the same again, and says what changed since.

mod facts;
mod pages;
mod rules;
mod store;

use ground::db::Migration;
use logic::act::{Who, Who::Anyone};
use logic::form::Button;
use pages::{catalogue, changes, dashboard, fact, facts_list, figure, paper, report, reports};
use rules::{DropFigure, FreezeReport, KeepFigure};
use web::{ActEntry, Group, Invariant, MenuEntry, PageEntry, Slice};

/// Who sees small cells, facts and reports.
pub(crate) const STAFF: &[Who] = web::figures::OPENS_FACTS;

/// What figures and reports plug into.
pub static SLICE: Slice = Slice {
    name: "reports",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[Migration::new("reports-0001", include_str!("../migrations/0001_reports.sql"))],
    pages: &[
        PageEntry::new("/dashboard", dashboard::get),
        PageEntry::new("/figures", catalogue::get),
        PageEntry::new("/figures/open", figure::get),
        PageEntry::new("/facts/{position}", fact::get),
        PageEntry::new("/reports", reports::get),
        PageEntry::new("/reports/{id}", report::get),
        PageEntry::new("/reports/{id}/print", report::print),
        PageEntry::new("/reports/{id}/changes", changes::get),
        PageEntry::new("/reports/{id}/report.docx", paper::docx),
        PageEntry::new("/reports/{id}/report.xlsx", paper::xlsx),
    ],
    lists: &[facts_list::FACTS],
    acts: &[
        ActEntry::new::<KeepFigure, catalogue::Form>("/figures/keep", catalogue::keep, catalogue::get),
        ActEntry::new::<DropFigure, Button>("/figures/{id}/drop", catalogue::discard, catalogue::get),
        ActEntry::new::<FreezeReport, reports::Form>("/reports", reports::freeze, reports::get)
            .prepared(reports::prepare),
    ],
    facts: facts::ALL,
    menu: &[
        MenuEntry { group: Group::Figures, order: 1, text: "dashboard.title", href: "/dashboard", who: &[Anyone] },
        MenuEntry { group: Group::Figures, order: 2, text: "figure.list", href: "/figures", who: &[Anyone] },
        MenuEntry { group: Group::Figures, order: 3, text: "report.list", href: "/reports", who: STAFF },
        MenuEntry { group: Group::Figures, order: 4, text: "fact_list.title", href: "/facts", who: STAFF },
    ],
    invariants: &[Invariant {
        name: "every frozen report comes out byte for byte as it was frozen",
        broken: paper::changed_reports,
    }],
    ..Slice::EMPTY
};
