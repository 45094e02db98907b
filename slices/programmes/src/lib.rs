//! Programmes (品牌): what an association is known for, with its goal, its partners, its figures and a public page.

mod facts;
mod pages;
mod rules;
mod store;

use ground::db::Migration;
use logic::act::Who::Anyone;
use pages::{home, list, new, programme, steps};
use rules::{
    AddPartner, AddProgramme, ConcludeProgramme, EditProgramme, LaunchProgramme, RemovePartner, RunProgramme,
    SpreadProgramme,
};
use web::{ActEntry, Group, MenuEntry, Offer, PageEntry, Panel, Slice};

/// What programmes plug into.
pub static SLICE: Slice = Slice {
    name: "programmes",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[Migration::new("programmes-0001", include_str!("../migrations/0001_programmes.sql"))],
    pages: &[PageEntry::new("/programmes/new", new::get), PageEntry::new("/programmes/{id}", programme::get)],
    lists: &[list::PROGRAMMES],
    acts: &[
        ActEntry::new::<AddProgramme, new::Form>("/programmes", new::post, new::get),
        ActEntry::new::<EditProgramme, new::Form>("/programmes/{id}", programme::edit, programme::get),
        ActEntry::new::<LaunchProgramme, logic::form::Button>("/programmes/{id}/launch", steps::launch, programme::get),
        ActEntry::new::<RunProgramme, logic::form::Button>("/programmes/{id}/run", steps::run, programme::get),
        ActEntry::new::<ConcludeProgramme, steps::ConcludeForm>(
            "/programmes/{id}/conclude",
            steps::conclude,
            programme::get,
        ),
        ActEntry::new::<SpreadProgramme, steps::SpreadForm>("/programmes/{id}/spread", steps::spread, programme::get),
        ActEntry::new::<AddPartner, steps::PartnerForm>(
            "/programmes/{id}/partners",
            steps::add_partner,
            programme::get,
        ),
        ActEntry::new::<RemovePartner, steps::PartnerForm>(
            "/programmes/{id}/partners/remove",
            steps::remove_partner,
            programme::get,
        ),
    ],
    facts: facts::ALL,
    panels: &[Panel { on: "home", order: 10, show: home::show }],
    offers: &[Offer { noun: "programme", choices: list::choices }],
    menu: &[MenuEntry { group: Group::Year, order: 20, text: "programme.list", href: "/programmes", who: &[Anyone] }],
    ..Slice::EMPTY
};
