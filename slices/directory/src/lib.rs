//! The directory's pages: people, units, places and disciplines; one person once; search over everything.

mod facts;
mod lists;
mod pages;
mod rules;

use logic::act::{Role::*, Who};
use pages::{duplicates, people, person, person_new, places, search, unit, units};
use rules::{AddUnit, CloseUnit, EditPerson, EditUnit, ErasePerson, MergePeople, MoveUnit, PartPeople, RecordPerson};
use web::{ActEntry, Group, MenuEntry, PageEntry, Slice};

/// Who reads the directory.
pub(crate) const STAFF: &[Who] = &[
    Who::RoleAnywhere(Officer),
    Who::RoleAnywhere(Leader),
    Who::RoleAnywhere(Statistician),
    Who::RoleAnywhere(Administrator),
    Who::RoleAnywhere(Secretary),
];

/// What the directory plugs into.
pub static SLICE: Slice = Slice {
    name: "directory",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    pages: &[
        PageEntry::new("/people/new", person_new::get),
        PageEntry::new("/people/duplicates", duplicates::get),
        PageEntry::new("/people/{id}", person::get),
        PageEntry::new("/units", units::get),
        PageEntry::new("/units/{id}", unit::get),
        PageEntry::new("/places", places::get),
        PageEntry::new("/places/{code}", places::get_place),
        PageEntry::new("/search", search::get),
    ],
    lists: &[lists::PEOPLE, lists::UNITS, lists::DISCIPLINES],
    acts: &[
        ActEntry::new::<RecordPerson, person_new::Form>("/people", person_new::post, person_new::get),
        ActEntry::new::<EditPerson, person_new::Form>("/people/{id}", person::edit, person::get),
        ActEntry::new::<MergePeople, duplicates::Form>("/people/{id}/merge", duplicates::merge, person::get),
        ActEntry::new::<PartPeople, logic::form::Button>("/people/{id}/part", person::part, person::get),
        ActEntry::new::<ErasePerson, person::EraseForm>("/people/{id}/erase", person::erase, person::get),
        ActEntry::new::<AddUnit, units::Form>("/units", units::add, units::get),
        ActEntry::new::<EditUnit, unit::Form>("/units/{id}", unit::edit, unit::get),
        ActEntry::new::<MoveUnit, unit::MoveForm>("/units/{id}/move", unit::move_under, unit::get),
        ActEntry::new::<CloseUnit, unit::CloseForm>("/units/{id}/close", unit::close, unit::get),
    ],
    facts: &[
        &facts::PERSON_RECORDED,
        &facts::PERSON_EDITED,
        &facts::PERSON_PARTED,
        &facts::PERSON_ERASED,
        &ground::ledger::PERSON_MERGED,
        &facts::UNIT_ADDED,
        &facts::UNIT_EDITED,
        &facts::UNIT_MOVED,
        &facts::UNIT_CLOSED,
    ],
    menu: &[
        MenuEntry { group: Group::Directory, order: 1, text: "person.list", href: people::PATH, who: STAFF },
        MenuEntry { group: Group::Directory, order: 2, text: "unit.list", href: "/units", who: STAFF },
        MenuEntry { group: Group::Directory, order: 3, text: "place.list", href: "/places", who: STAFF },
        MenuEntry { group: Group::Directory, order: 4, text: "discipline.list", href: "/disciplines", who: STAFF },
    ],
    ..Slice::EMPTY
};
