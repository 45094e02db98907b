//! Activities (活动): planned, approved, announced, registered for, attended and concluded; each entered once.

mod attendance_facts;
mod attending;
mod facts;
mod pages;
mod planning;
mod registering;
mod reporting;
mod rules;
mod store;

use ground::db::Migration;
use ground::jobs::{Daily, Handler};
use logic::act::Who::Anyone;
use logic::fact::FactKind;
use logic::fold::Indicator;
use pages::{attendance, attendance_panels, forms_panel, list, panels, registration_panels, registrations};
use web::{ActEntry, Group, Invariant, MenuEntry, Offer, PageEntry, Panel, Slice, joined};

/// What activities plug into.
pub static SLICE: Slice = Slice {
    name: "activities",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    more_text: &[
        (include_str!("../text/registration.zh.toml"), include_str!("../text/registration.en.toml")),
        (include_str!("../text/attendance.zh.toml"), include_str!("../text/attendance.en.toml")),
        (include_str!("../text/forms.zh.toml"), include_str!("../text/forms.en.toml")),
    ],
    migrations: &[
        Migration::new("activities-0001", include_str!("../migrations/0001_activities.sql")),
        Migration::new("activities-0002", include_str!("../migrations/0002_registrations.sql")),
        Migration::new("activities-0003", include_str!("../migrations/0003_attendance.sql")),
    ],
    pages: joined!(PageEntry: planning::PAGES, registering::PAGES, attending::PAGES, reporting::PAGES),
    lists: &[list::ACTIVITIES, registrations::REGISTRATIONS, attendance::LIST],
    acts: joined!(ActEntry: planning::ACTS, registering::ACTS, attending::ACTS),
    facts: joined!(&FactKind: facts::ALL, attendance_facts::KINDS),
    indicators: joined!(&Indicator: facts::INDICATORS, attendance_facts::INDICATORS),
    jobs: joined!(Handler: registering::JOBS, attending::JOBS),
    dailies: joined!(Daily: registering::DAILIES, attending::DAILIES),
    panels: &[
        Panel { on: "activity", order: 20, show: registration_panels::activity },
        Panel { on: "activity", order: 25, show: attendance_panels::activity },
        Panel { on: "activity", order: 60, show: forms_panel::activity },
        Panel { on: "registration", order: 10, show: attendance_panels::registration },
        Panel { on: "home", order: 6, show: attendance_panels::mine },
        Panel { on: "home", order: 5, show: registration_panels::mine },
        Panel { on: "home", order: 20, show: panels::on_home },
        Panel { on: "programme", order: 20, show: panels::on_programme },
        Panel { on: "work", order: 30, show: panels::on_work },
    ],
    offers: &[Offer { noun: "activity", choices: list::choices }],
    menu: &[
        MenuEntry { group: Group::Year, order: 30, text: "activity.list", href: "/activities", who: &[Anyone] },
        reporting::MENU,
    ],
    invariants: joined!(Invariant: registering::INVARIANTS, attending::INVARIANTS),
    chapters: reporting::CHAPTERS,
    ..Slice::EMPTY
};
