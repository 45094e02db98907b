//! Every state of an activity and of a registration × coming in; days, sessions, channels; names and numbers apart.

use super::super::activity::{HostUnit, Plan};
use super::super::codes::{Area, Class, Mode};
use super::super::head_counts::{CountHeads, Counting, HeadCount, TakeBackCount};
use super::super::places::Party;
use super::*;
use logic::act::{Grant, Role, UnitPath, Viewer};
use logic::form::sheet::Answers;

fn id<T: From<Id>>(number: u8) -> T {
    Id::from([number; 16]).into()
}

fn day(day: i8) -> Day {
    Day::new(2026, 3, day).unwrap()
}

/// An officer at nine on the eighth of March.
fn officer() -> Viewer {
    let grants = vec![Grant { role: Role::Officer, unit: UnitPath("1/".into()) }];
    Viewer { account: Some(id(9)), grants, ..Viewer::visitor(day(8).at(9, 0)) }
}

/// From the eighth to the ninth.
fn activity(state: ActivityState, mode: Mode) -> Activity {
    Activity {
        id: id(2),
        unit: HostUnit { id: id(1), name: "科协".into(), path: UnitPath("1/".into()) },
        keeper: None,
        series: None,
        copied_from: None,
        plan: Plan {
            title: "科普日".into(),
            class: Class::Fair,
            field: Area::Popular,
            programme: None,
            mode,
            place: None,
            venue: String::new(),
            link: String::new(),
            audiences: vec![Audience::Youth],
            capacity: None,
            about: String::new(),
            starts_at: day(8).at(8, 0),
            ends_at: day(9).at(17, 0),
        },
        state,
        since: day(1),
        moved: None,
    }
}

fn session(number: u8, on: i8) -> Session {
    let (starts_at, ends_at) = (day(on).at(8, 0), day(on).at(12, 0));
    Session { id: id(number), title: format!("第{number}场"), starts_at, ends_at, venue: String::new() }
}

fn registration(state: Standing) -> Registration {
    Registration {
        id: id(4),
        activity: id(2),
        receipt: id(5),
        number: 1,
        turn: 1,
        person: Some(id(6)),
        name: String::new(),
        phone: None,
        party: Party { size: 3, session: None, audience: None, role: None, chosen: Vec::new() },
        companions: String::new(),
        answers: Answers::default(),
        state,
        since: day(1).start(),
        roster: None,
    }
}

fn arrival(at: Instant) -> Arrival {
    Arrival { id: id(7), pass: id(8), at, persons: None, audience: None, means: Means::Scan }
}

fn door<'a>(activity: &'a Activity, sessions: &'a [Session], session: Option<&'a Session>) -> Door<'a> {
    Door { activity, sessions, session, channel: Channel::Onsite, is_counted: false }
}

fn come_in(door: &Door, guest: &Registration, arrival: Arrival) -> Result<Attendance, &'static str> {
    let may = officer().may::<CheckIn>(door.activity).unwrap();
    door.check_in(may, guest, None, arrival).map(|change| change.state).map_err(|refusal| refusal.code)
}

const NINE: Instant = Instant(1_772_931_600_000_000);

#[test]
fn only_a_confirmed_party_comes_in() {
    assert_eq!(NINE, day(8).at(9, 0));
    let activity = activity(ActivityState::Announced, Mode::Onsite);
    let until = NINE;
    let table = [
        (Standing::Pending { until }, Err("attendance.not_confirmed")),
        (Standing::Requested, Err("attendance.not_confirmed")),
        (Standing::Entered, Err("attendance.not_confirmed")),
        (Standing::Waiting, Err("attendance.not_confirmed")),
        (Standing::Offered { until }, Err("attendance.not_confirmed")),
        (Standing::Confirmed, Ok(3)),
        (Standing::Cancelled, Err("attendance.cancelled")),
        (Standing::Refused { reason: String::new() }, Err("attendance.not_confirmed")),
        (Standing::Lapsed, Err("attendance.not_confirmed")),
    ];
    assert_eq!(table.len(), Standing::CODES.len());
    for (state, expected) in table {
        let code = state.code();
        let came = come_in(&door(&activity, &[], None), &registration(state), arrival(NINE));
        assert_eq!(came.map(|one| one.persons), expected, "{code}");
    }
}

#[test]
fn people_come_to_what_takes_place() {
    let reason = String::new;
    let table = [
        (ActivityState::Drafted, false),
        (ActivityState::Filed { by: None }, false),
        (ActivityState::Returned { reason: reason() }, false),
        (ActivityState::Approved, true),
        (ActivityState::Announced, true),
        (ActivityState::Held, true),
        (ActivityState::Concluded { summary: reason() }, true),
        (ActivityState::Cancelled { reason: reason() }, false),
    ];
    assert_eq!(table.len(), ActivityState::CODES.len());
    for (state, is_open) in table {
        let code = state.code();
        let activity = activity(state, Mode::Onsite);
        let came = come_in(&door(&activity, &[], None), &registration(Standing::Confirmed), arrival(NINE));
        assert_eq!(came.map(drop), if is_open { Ok(()) } else { Err("attendance.not_taking_place") }, "{code}");
    }
}

#[test]
fn the_day_the_session_the_channel_and_the_size_are_looked_at() {
    let announced = activity(ActivityState::Announced, Mode::Onsite);
    let (first, second) = (session(11, 8), session(12, 9));
    let both = [first.clone(), second.clone()];
    let guest = registration(Standing::Confirmed);
    let plain = door(&announced, &[], None);
    assert_eq!(come_in(&plain, &guest, arrival(day(7).at(9, 0))).unwrap_err(), "attendance.wrong_day");
    assert_eq!(come_in(&plain, &guest, arrival(day(9).at(9, 0))).unwrap_err(), "attendance.in_future");
    assert_eq!(come_in(&plain, &guest, arrival(NINE.plus_seconds(121))).unwrap_err(), "attendance.in_future");
    assert!(come_in(&plain, &guest, arrival(NINE.plus_seconds(119))).is_ok(), "clocks differ a little");
    assert_eq!(come_in(&door(&announced, &both, None), &guest, arrival(NINE)).unwrap_err(), "attendance.no_session");
    let at_first = door(&announced, &both, Some(&first));
    assert_eq!(come_in(&at_first, &guest, arrival(NINE)).unwrap().session, Some(first.id));
    let at_second = door(&announced, &both, Some(&second));
    assert_eq!(come_in(&at_second, &guest, arrival(NINE)).unwrap_err(), "attendance.wrong_day");
    let mut chosen = registration(Standing::Confirmed);
    chosen.party.session = Some(second.id);
    assert_eq!(come_in(&at_first, &chosen, arrival(NINE)).unwrap_err(), "attendance.other_session");
    let elsewhere = Registration { activity: id(3), ..registration(Standing::Confirmed) };
    assert_eq!(come_in(&plain, &elsewhere, arrival(NINE)).unwrap_err(), "attendance.other_activity");
    for (persons, is_fine) in [(0, false), (1, true), (3, true), (4, false)] {
        let came = come_in(&plain, &guest, Arrival { persons: Some(persons), ..arrival(NINE) });
        assert_eq!(came.is_ok(), is_fine, "{persons} of 3");
    }
    let online = Door { channel: Channel::Online, ..door(&announced, &[], None) };
    assert_eq!(come_in(&online, &guest, arrival(NINE)).unwrap_err(), "attendance.not_this_channel");
    let counted = Door { is_counted: true, ..door(&announced, &[], None) };
    assert_eq!(come_in(&counted, &guest, arrival(NINE)).unwrap_err(), "attendance.counted");
}

#[test]
fn one_comes_in_once_and_leaves_once() {
    let announced = activity(ActivityState::Announced, Mode::Onsite);
    let plain = door(&announced, &[], None);
    let came = come_in(&plain, &registration(Standing::Confirmed), arrival(NINE)).unwrap();
    let may = || officer().may::<CheckIn>(&announced).unwrap();
    let again = plain.check_in(may(), &registration(Standing::Confirmed), Some(&came), arrival(NINE)).unwrap_err();
    assert_eq!(again.code, "attendance.already_in");
    assert_eq!(again.blanks[0].1, "2026-03-08 09:00", "told when");
    let may = || officer().may::<CheckOut>(&announced).unwrap();
    let out = |one: &Attendance, at| one.clone().check_out(may(), &announced, at).map(|change| change.state);
    assert_eq!(out(&came, NINE.plus_seconds(-60)).unwrap_err().code, "attendance.left_before");
    assert_eq!(out(&came, NINE.plus_seconds(600)).unwrap_err().code, "attendance.in_future");
    let left = out(&came, NINE).unwrap();
    assert_eq!(out(&left, NINE).unwrap_err().code, "attendance.left");
    let may = officer().may::<TakeBackAttendance>(&announced).unwrap();
    let void = left.take_back(may, &announced, Reason::Duplicate).unwrap().state;
    assert_eq!(out(&void, NINE).unwrap_err().code, "attendance.void");
    let may = officer().may::<CorrectAttendance>(&announced).unwrap();
    assert_eq!(void.correct(may, &announced, (2, None), Reason::Mistyped).unwrap_err().code, "attendance.void");
}

#[test]
fn a_correction_takes_back_what_was_said_and_says_it_anew() {
    let announced = activity(ActivityState::Announced, Mode::Onsite);
    let came = come_in(&door(&announced, &[], None), &registration(Standing::Confirmed), arrival(NINE)).unwrap();
    assert_eq!(came.audience, Some(Audience::Youth), "where one group is served, everyone belongs to it");
    let may = || officer().may::<CorrectAttendance>(&announced).unwrap();
    let same = came.clone().correct(may(), &announced, (3, Some(Audience::Youth)), Reason::Mistyped);
    assert_eq!(same.unwrap_err().code, "attendance.nothing_changed");
    let change = came.correct(may(), &announced, (2, Some(Audience::Youth)), Reason::Mistyped).unwrap();
    let (right, _, facts, voids, _, _) = change.into_parts();
    assert_eq!((right.persons, voids.len(), voids[0].kind.name), (2, 1, "activity.attended"));
    assert_eq!((facts[0].kind.name, facts[0].says.quantity), ("activity.attended", 2));
}

#[test]
fn heads_are_counted_where_nobody_is_named() {
    let announced = activity(ActivityState::Held, Mode::Both);
    let count = |on, channel, way, is_named| {
        let one = HeadCount {
            id: id(20),
            activity: announced.id,
            session: None,
            on,
            channel,
            audience: None,
            heads: 800,
            way,
            note: String::new(),
            at: NINE,
            void: None,
        };
        let may = officer().may::<CountHeads>(&announced).unwrap();
        let door = Door { channel, ..door(&announced, &[], None) };
        one.write(may, &door, is_named).map(|change| change.state).map_err(|refusal| refusal.code)
    };
    let counted = count(day(8), Channel::Onsite, Counting::Area, false).unwrap();
    assert!(count(day(8), Channel::Online, Counting::Platform, false).is_ok());
    let refused = [
        (day(8), Channel::Onsite, Counting::Area, true, "attendance.named"),
        (day(8), Channel::Onsite, Counting::Platform, false, "attendance.counting_unfit"),
        (day(8), Channel::Online, Counting::Clicker, false, "attendance.counting_unfit"),
        (day(9), Channel::Onsite, Counting::Clicker, false, "attendance.in_future"),
        (day(7), Channel::Onsite, Counting::Clicker, false, "attendance.wrong_day"),
    ];
    for (on, channel, way, is_named, code) in refused {
        assert_eq!(count(on, channel, way, is_named).unwrap_err(), code);
    }
    let may = || officer().may::<TakeBackCount>(&announced).unwrap();
    let void = counted.take_back(may(), &announced, Reason::Mistyped).unwrap().state;
    assert_eq!(void.take_back(may(), &announced, Reason::Mistyped).unwrap_err().code, "attendance.void");
}

#[test]
fn others_may_not() {
    let announced = activity(ActivityState::Announced, Mode::Onsite);
    let beside = vec![Grant { role: Role::Officer, unit: UnitPath("2/".into()) }];
    let leader = vec![Grant { role: Role::Leader, unit: UnitPath("1/".into()) }];
    for grants in [beside, leader, Vec::new()] {
        let viewer = Viewer { grants, ..officer() };
        assert!(!viewer.is_able::<CheckIn>(&announced) && !viewer.is_able::<CountHeads>(&announced));
    }
    let kept = Activity { keeper: Some(id(6)), ..announced };
    let keeper = Viewer { person: Some(id(6)), ..Viewer::visitor(NINE) };
    assert!(keeper.is_able::<CheckIn>(&kept) && keeper.is_able::<SyncDesk>(&kept));
}
