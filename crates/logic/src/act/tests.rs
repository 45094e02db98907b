//! Who may: every way of being allowed, each beside the case that differs in one thing and is refused.

use super::{Role::*, Who::*, *};
use crate::fact::{Draft, FactKind};
use crate::id::{AccountId, Id};
use crate::time::Instant;

static GREETED: FactKind = FactKind::new("greeting.said", 1, None);

pub struct Letter {
    unit: UnitPath,
    author: PersonId,
}

impl Noun for Letter {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == AUTHOR && person == self.author
    }
}

const AUTHOR: Relation = Relation("author");

act!(SignLetter: Letter, "letter.sign", [Role(Leader)]);
act!(EditLetter: Letter, "letter.edit", [Is(AUTHOR)]);
act!(ReadLetter: Letter, "letter.read", [SignedIn]);
act!(FindLetter: House, "letter.find", [RoleAnywhere(Officer)]);
act!(OpenHouse: House, "house.open", [Role(Leader)]);
act!(SendWord: House, "word.send", [Program]);
act!(LookIn: House, "house.look", [Anyone]);

fn person(number: u8) -> PersonId {
    PersonId(Id::from([number; 16]))
}

fn path(text: &str) -> UnitPath {
    UnitPath(text.into())
}

fn letter() -> Letter {
    Letter { unit: path("1/4/"), author: person(1) }
}

fn holder(role: super::Role, unit: &str) -> Viewer {
    let grants = vec![Grant { role, unit: path(unit) }];
    Viewer { account: Some(AccountId(Id::from([9; 16]))), grants, ..Viewer::visitor(Instant(0)) }
}

fn known(number: u8) -> Viewer {
    Viewer { person: Some(person(number)), ..Viewer::visitor(Instant(0)) }
}

#[test]
fn a_role_reaches_down_the_tree_and_nowhere_else() {
    let leader = |unit| holder(Leader, unit).is_able::<SignLetter>(&letter());
    assert!(leader("1/"));
    assert!(leader("1/4/"));
    assert!(!leader("1/4/2/"));
    assert!(!leader("1/5/"));
    assert!(!holder(Officer, "1/").is_able::<SignLetter>(&letter()));
}

#[test]
fn what_belongs_to_the_house_asks_for_the_root_unless_anywhere_will_do() {
    assert!(holder(Leader, "1/").is_able::<OpenHouse>(&House));
    assert!(!holder(Leader, "1/4/").is_able::<OpenHouse>(&House));
    assert!(holder(Officer, "1/4/").is_able::<FindLetter>(&House));
}

#[test]
fn a_relation_is_the_persons_own() {
    assert!(known(1).is_able::<EditLetter>(&letter()));
    assert!(!known(2).is_able::<EditLetter>(&letter()));
    assert!(!Viewer::visitor(Instant(0)).is_able::<EditLetter>(&letter()));
}

#[test]
fn signed_in_anyone_and_the_program() {
    let visitor = Viewer::visitor(Instant(0));
    let program = Viewer::program(Instant(0));
    assert!(known(2).is_able::<ReadLetter>(&letter()) && !visitor.is_able::<ReadLetter>(&letter()));
    assert!(program.is_able::<SendWord>(&House) && !holder(Administrator, "1/").is_able::<SendWord>(&House));
    assert!(visitor.is_able::<LookIn>(&House));
}

#[test]
fn a_change_carries_who_did_it_for_whom_and_its_fact() {
    let may = known(1).may::<EditLetter>(&letter()).unwrap().on_behalf_of(Some(person(3)));
    let change = Change::new(may, letter(), Draft::new(&GREETED, Id::from([7; 16]), crate::time::Day(0)));
    let (_, by, facts, ..) = change.into_parts();
    assert_eq!((by.person, by.behalf, by.at), (Some(person(1)), Some(person(3)), Instant(0)));
    assert_eq!(facts.len(), 1);
    assert_eq!(known(2).may::<EditLetter>(&letter()).err(), Some(NOT_ALLOWED));
}
