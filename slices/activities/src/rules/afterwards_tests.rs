//! Certificates and feedback: for whom, from when, until when; revoked once.

use super::super::activity::{HostUnit, Plan, State};
use super::super::attendance::Means;
use super::super::codes::{Area, Class, Mode};
use super::*;
use logic::act::{Grant, Role, UnitPath, Viewer};
use logic::code::{Audience, Channel, Reason};
use logic::id::Id;
use logic::time::Day;

fn id<T: From<Id>>(number: u8) -> T {
    Id::from([number; 16]).into()
}

fn day(day: i8) -> Day {
    Day::new(2026, 3, day).unwrap()
}

fn visitor(at: Instant) -> Viewer {
    Viewer::visitor(at)
}

/// On the eighth, from nine to eleven.
fn activity() -> Activity {
    Activity {
        id: id(2),
        unit: HostUnit { id: id(1), name: "科协".into(), path: UnitPath("1/".into()) },
        keeper: None,
        series: None,
        copied_from: None,
        plan: Plan {
            title: "讲座".into(),
            class: Class::Lecture,
            field: Area::Popular,
            programme: None,
            mode: Mode::Onsite,
            place: None,
            venue: String::new(),
            link: String::new(),
            audiences: vec![Audience::Public],
            capacity: None,
            about: String::new(),
            starts_at: day(8).at(9, 0),
            ends_at: day(8).at(11, 0),
        },
        state: State::Held,
        since: day(1),
        moved: None,
    }
}

fn came(person: Option<PersonId>, void: Option<Reason>) -> Attendance {
    Attendance {
        id: id(3),
        activity: id(2),
        session: None,
        on: day(8),
        registration: None,
        person,
        persons: 1,
        audience: None,
        channel: Channel::Onsite,
        means: Means::WalkIn,
        at: day(8).at(9, 0),
        left_at: None,
        pass: id(4),
        void,
    }
}

fn certify(at: Instant, came: &[Attendance]) -> Result<Certificate, &'static str> {
    let may = visitor(at).may::<IssueCertificate>(&activity()).unwrap();
    issue(may, &activity(), came, id(5)).map(|change| change.state).map_err(|refusal| refusal.code)
}

#[test]
fn a_certificate_is_for_who_was_there_and_is_known_once_it_is_over() {
    let over = day(8).at(11, 0);
    assert_eq!(certify(over, &[]), Err("attendance_certificate.nobody"));
    assert_eq!(certify(over, &[came(None, None)]), Err("attendance_certificate.nobody"));
    assert_eq!(certify(over, &[came(Some(id(6)), Some(Reason::DidNotHappen))]), Err("attendance_certificate.nobody"));
    let elsewhere = Attendance { activity: id(9), ..came(Some(id(6)), None) };
    assert_eq!(certify(over, &[elsewhere]), Err("attendance_certificate.nobody"));
    assert_eq!(certify(day(8).at(10, 59), &[came(Some(id(6)), None)]), Err("attendance_certificate.not_yet"));
    assert_eq!(certify(over, &[came(Some(id(6)), None)]).map(|one| one.person), Ok(id(6)));
}

#[test]
fn a_certificate_is_revoked_once_and_by_those_who_run_it() {
    let certificate = certify(day(9).start(), &[came(Some(id(6)), None)]).unwrap();
    assert!(!visitor(day(9).start()).is_able::<RevokeCertificate>(&activity()));
    let grants = vec![Grant { role: Role::Officer, unit: UnitPath("1/".into()) }];
    let officer = Viewer { account: Some(id(7)), grants, ..visitor(day(9).start()) };
    let may = || officer.may::<RevokeCertificate>(&activity()).unwrap();
    let revoked = certificate.revoke(may(), &activity(), "冒名".into()).unwrap().state;
    assert_eq!(
        revoked.clone().revoke(may(), &activity(), "冒名".into()).unwrap_err().code,
        "attendance_certificate.revoked"
    );
}

#[test]
fn feedback_is_for_an_attendance_that_stands_and_for_a_month() {
    let feedback = |attendance| Feedback {
        id: id(8),
        activity: id(2),
        attendance,
        overall: 5,
        content: 4,
        manner: 3,
        again: true,
        said: String::new(),
        at: day(9).start(),
    };
    let give = |at: Instant, came: &Attendance, attendance| {
        let may = visitor(at).may::<SendFeedback>(&activity()).unwrap();
        let given = give_feedback(may, &activity(), came, feedback(attendance));
        given.map(|change| change.into_parts().2.remove(0).says).map_err(|refusal| refusal.code)
    };
    let here = came(Some(id(6)), None);
    let said = give(day(9).start(), &here, here.id).unwrap();
    assert_eq!((said.person, said.quantity), (None, 5), "a mark, and nobody's name");
    assert_eq!(give(day(9).start(), &here, id(9)).unwrap_err(), "feedback.not_there");
    let void = came(Some(id(6)), Some(Reason::Duplicate));
    assert_eq!(give(day(9).start(), &void, void.id).unwrap_err(), "feedback.not_there");
    assert_eq!(give(day(8).at(11, 0).plus_seconds(30 * 86_400), &here, here.id).unwrap_err(), "feedback.over");
}
