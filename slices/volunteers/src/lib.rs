//! Volunteers and staff (志愿者与工作人员): cards and qualifications, shifts, hours by coming and going, certificates.

mod facts;
mod pages;
mod rules;
mod serving;
mod store;
mod volunteering;

use ground::db::Migration;
use ground::jobs::{Daily, Handler};
use logic::act::Who::Anyone;
use pages::{STAFF, cards, hours, panels, remind, shifts};
use web::{ActEntry, Group, Invariant, MenuEntry, PageEntry, Panel, Slice, joined};

/// What volunteers plug into.
pub static SLICE: Slice = Slice {
    name: "volunteers",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[Migration::new("volunteers-0001", include_str!("../migrations/0001_volunteers.sql"))],
    pages: joined!(PageEntry: volunteering::PAGES, serving::PAGES),
    lists: &[cards::LIST, hours::LIST, shifts::LIST],
    acts: joined!(ActEntry: volunteering::ACTS, serving::ACTS),
    facts: facts::ALL,
    deeds: &[&facts::SERVED],
    indicators: facts::INDICATORS,
    jobs: &[
        Handler { kind: remind::REMIND, work: remind::remind },
        Handler { kind: remind::FORGET, work: remind::forget },
    ],
    dailies: &[Daily { kind: remind::REMIND, at: (17, 0) }, Daily { kind: remind::FORGET, at: (3, 40) }],
    panels: &[
        Panel { on: "activity", order: 30, show: panels::activity },
        Panel { on: "home", order: 6, show: panels::mine },
        Panel { on: "home", order: 25, show: panels::home },
        Panel { on: "work", order: 35, show: panels::work },
    ],
    menu: &[
        MenuEntry { group: Group::Year, order: 32, text: "shift.list", href: "/shifts", who: &[Anyone] },
        MenuEntry { group: Group::Year, order: 34, text: "volunteer.list", href: "/volunteers", who: STAFF },
    ],
    invariants: &[
        Invariant {
            name: "places taken are those that people have, and never more than needed",
            broken: shifts::miscounted,
        },
        Invariant { name: "nobody waits for a shift that has room", broken: shifts::idle },
        Invariant { name: "nobody has two shifts at once", broken: shifts::clashes },
        Invariant { name: "hours are those the ledger says", broken: shifts::unsaid },
    ],
    ..Slice::EMPTY
};
