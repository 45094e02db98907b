//! Every record in every state, against every act.

use super::*;
use logic::act::{Grant, Viewer};
use logic::id::{Id, PersonId, UnitId};
use logic::time::Instant;

fn administrator() -> Viewer {
    let grants = vec![Grant { role: Administrator, unit: UnitPath("0001/".into()) }];
    Viewer { grants, ..Viewer::visitor(Instant(0)) }
}

fn may<A: logic::act::Act<Noun = House>>() -> May<A> {
    administrator().may::<A>(&House).unwrap()
}

fn person(number: u8) -> Person {
    Person {
        id: PersonId(Id::from([number; 16])),
        name: Some("某人".into()),
        phone: None,
        email: None,
        credential: None,
        born: None,
        unit: None,
        title: None,
        recorded_at: Instant(0),
        merged_into: None,
        erased_at: None,
    }
}

fn merged() -> Person {
    Person { merged_into: Some(person(9).id), ..person(1) }
}

fn erased() -> Person {
    Person { erased_at: Some(Instant(0)), name: None, ..person(1) }
}

fn code<T>(result: Result<T, Refusal>) -> &'static str {
    result.err().map_or("ok", |refusal| refusal.code)
}

#[test]
fn states_against_acts() {
    let table = |make: fn() -> Person| {
        [
            code(edit(make(), may(), make())),
            code(merge(make(), &person(2), may())),
            code(merge(person(2), &make(), may())),
            code(part(make(), may())),
            code(erase(make(), may())),
        ]
    };
    assert_eq!(table(|| person(1)), ["ok", "ok", "ok", "person.not_merged", "ok"]);
    assert_eq!(table(merged), ["person.merged", "person.merged", "person.merged", "ok", "ok"]);
    assert_eq!(
        table(erased),
        ["person.erased", "person.erased", "person.erased", "person.not_merged", "person.erased"]
    );
    assert_eq!(code(merge(person(1), &person(1), may())), "person.same");
}

#[test]
fn what_is_erased_is_all_that_is_personal() {
    let full = Person {
        email: Some("a@b.cn".into()),
        credential: Some("1".into()),
        born: Some(1970),
        title: Some("研究员".into()),
        ..person(1)
    };
    let erased = erase(full, may()).unwrap().state;
    assert_eq!(
        (erased.name, erased.phone, erased.email, erased.credential, erased.born, erased.title),
        (None, None, None, None, None, None)
    );
}

fn unit(path: &str, parent: Option<u8>) -> Unit {
    Unit {
        id: UnitId(Id::from([path.len() as u8; 16])),
        parent: parent.map(|number| UnitId(Id::from([number; 16]))),
        path: UnitPath(path.into()),
        name: "某会".into(),
        kind: ground::directory::UnitKind::Society,
        credit_code: None,
        place: None,
        closed_on: None,
    }
}

#[test]
fn units_move_and_close_within_reason() {
    let may_move = || administrator().may::<MoveUnit>(&OfUnit(unit("0001/0002/", Some(1)))).unwrap();
    let may_close = || administrator().may::<CloseUnit>(&OfUnit(unit("0001/0002/", Some(1)))).unwrap();
    let moved = |path, parent, to| code(move_under(unit(path, parent), &unit(to, Some(1)), may_move()));
    assert_eq!(moved("0001/0002/", Some(1), "0001/0003/"), "ok");
    assert_eq!(moved("0001/", None, "0001/0003/"), "unit.root");
    assert_eq!(moved("0001/0002/", Some(1), "0001/0002/0001/"), "unit.below_itself");
    let closed = Unit { closed_on: Some(Day(0)), ..unit("0001/0002/", Some(1)) };
    assert_eq!(code(close(unit("0001/0002/", Some(1)), may_close(), Day(0), false)), "ok");
    assert_eq!(code(close(unit("0001/0002/", Some(1)), may_close(), Day(0), true)), "unit.has_below");
    assert_eq!(code(close(closed, may_close(), Day(0), false)), "unit.closed");
    assert_eq!(code(close(unit("0001/", None), may_close(), Day(0), false)), "unit.root");
}
