//! What may be done to records of people and units, and what may not.

use crate::facts;
use ground::directory::{Person, Unit};
use ground::ledger::PERSON_MERGED;
use logic::act::{Change, House, May, Noun, Role::*, UnitPath, Who::*};
use logic::code::Reason;
use logic::fact::Draft;
use logic::refusal::Refusal;
use logic::time::Day;

/// A unit with what a permission needs to know of it.
pub struct OfUnit(pub Unit);

impl Noun for OfUnit {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0.path)
    }
}

logic::act!(RecordPerson: House, "person.record", [RoleAnywhere(Officer), RoleAnywhere(Administrator), RoleAnywhere(Secretary)]);
logic::act!(EditPerson: House, "person.edit", [RoleAnywhere(Officer), RoleAnywhere(Administrator)]);
logic::act!(MergePeople: House, "person.merge", [RoleAnywhere(Officer), RoleAnywhere(Administrator)]);
logic::act!(PartPeople: House, "person.part", [RoleAnywhere(Officer), RoleAnywhere(Administrator)]);
logic::act!(ErasePerson: House, "person.erase", [RoleAnywhere(Administrator)]);
logic::act!(AddUnit: OfUnit, "unit.add", [Role(Administrator), Role(Officer)]);
logic::act!(EditUnit: OfUnit, "unit.edit", [Role(Administrator), Role(Officer)]);
logic::act!(MoveUnit: OfUnit, "unit.move", [Role(Administrator)]);
logic::act!(CloseUnit: OfUnit, "unit.close", [Role(Administrator)]);

/// A record was made.
pub(crate) fn record(may: May<RecordPerson>, person: Person) -> Change<Person> {
    let fact = Draft::new(&facts::PERSON_RECORDED, person.id, may.by().at.day()).person(person.id);
    Change::new(may, person, fact)
}

/// A record is changed; an erased or merged one is not.
pub(crate) fn edit(person: Person, may: May<EditPerson>, changed: Person) -> Result<Change<Person>, Refusal> {
    check_standing(&person)?;
    let fact = Draft::new(&facts::PERSON_EDITED, person.id, may.by().at.day()).person(person.id);
    Ok(Change::new(may, changed, fact))
}

/// One record is merged into another: from now on they count as one person.
pub(crate) fn merge(mut from: Person, into: &Person, may: May<MergePeople>) -> Result<Change<Person>, Refusal> {
    check_standing(&from)?;
    check_standing(into)?;
    Refusal::new("person.same").unless(from.id != into.id)?;
    from.merged_into = Some(into.id);
    let fact = Draft::new(&PERSON_MERGED, from.id, may.by().at.day()).person(from.id).object(Some(into.id));
    Ok(Change::new(may, from, fact))
}

/// A merge is undone: the merge's fact is taken back.
pub(crate) fn part(mut person: Person, may: May<PartPeople>) -> Result<Change<Person>, Refusal> {
    let into = person.merged_into.take().ok_or(Refusal::new("person.not_merged"))?;
    let fact = Draft::new(&facts::PERSON_PARTED, person.id, may.by().at.day()).person(person.id).object(Some(into));
    let id = person.id;
    Ok(Change::new(may, person, fact).correcting(id, &[&PERSON_MERGED], Reason::MergeUndone))
}

/// Everything personal is erased; the id stays, so that figures stand (个人信息保护法 第四十七条).
pub(crate) fn erase(person: Person, may: May<ErasePerson>) -> Result<Change<Person>, Refusal> {
    Refusal::new("person.erased").unless(person.erased_at.is_none())?;
    let fact = Draft::new(&facts::PERSON_ERASED, person.id, may.by().at.day()).person(person.id);
    let at = may.by().at;
    let erased = Person {
        name: None,
        phone: None,
        email: None,
        credential: None,
        born: None,
        title: None,
        erased_at: Some(at),
        ..person
    };
    Ok(Change::new(may, erased, fact))
}

fn check_standing(person: &Person) -> Result<(), Refusal> {
    Refusal::new("person.erased").unless(person.erased_at.is_none())?;
    Refusal::new("person.merged").unless(person.merged_into.is_none())
}

/// A unit is added below another.
pub(crate) fn add(may: May<AddUnit>, unit: Unit) -> Change<Unit> {
    let fact = Draft::new(&facts::UNIT_ADDED, unit.id, may.by().at.day()).unit(unit.id);
    Change::new(may, unit, fact)
}

/// A unit's name, kind, code or place is changed.
pub(crate) fn edit_unit(may: May<EditUnit>, unit: Unit) -> Change<Unit> {
    let fact = Draft::new(&facts::UNIT_EDITED, unit.id, may.by().at.day()).unit(unit.id);
    Change::new(may, unit, fact)
}

/// A unit is moved under another, not under itself or what lies below it.
pub(crate) fn move_under(unit: Unit, parent: &Unit, may: May<MoveUnit>) -> Result<Change<Unit>, Refusal> {
    Refusal::new("unit.root").unless(unit.parent.is_some())?;
    Refusal::new("unit.below_itself").unless(!unit.path.covers(&parent.path))?;
    let fact = Draft::new(&facts::UNIT_MOVED, unit.id, may.by().at.day()).unit(unit.id).object(Some(parent.id));
    Ok(Change::new(may, unit, fact))
}

/// A unit ends; one that has others below it does not.
pub(crate) fn close(mut unit: Unit, may: May<CloseUnit>, on: Day, has_below: bool) -> Result<Change<Unit>, Refusal> {
    Refusal::new("unit.root").unless(unit.parent.is_some())?;
    Refusal::new("unit.closed").unless(unit.closed_on.is_none())?;
    Refusal::new("unit.has_below").unless(!has_below)?;
    let fact = Draft::new(&facts::UNIT_CLOSED, unit.id, on).unit(unit.id);
    unit.closed_on = Some(on);
    Ok(Change::new(may, unit, fact))
}

#[cfg(test)]
mod tests;
