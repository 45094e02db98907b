//! Rules as tables: who fits which shift, what hours come of coming and going, every state against every act, two lists.

use super::hours::credited;
use super::presence::Step;
use super::reconciliation::{Line, compare, lines_of, sheet_of, tail};
use super::signup::Side;
use super::volunteer::age_on;
use super::*;
use crate::facts;
use logic::act::{Grant, Role, UnitPath, Viewer};
use logic::code::Reason;
use logic::id::{Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use paper::Sheet;

fn day() -> Day {
    Day::new(2026, 3, 10).unwrap()
}

fn at(hour: u8, minute: u8) -> Instant {
    day().at(hour, minute)
}

fn person(number: u8) -> PersonId {
    PersonId(Id::from([number; 16]))
}

fn unit() -> HostUnit {
    HostUnit { id: UnitId(Id::from([8; 16])), name: "普及部".into(), path: UnitPath("0001/".into()) }
}

fn officer(now: Instant) -> Viewer {
    let grants = vec![Grant { role: Role::Officer, unit: UnitPath("0001/".into()) }];
    Viewer { grants, person: Some(person(9)), ..Viewer::visitor(now) }
}

fn own(now: Instant) -> Viewer {
    Viewer { person: Some(person(1)), ..Viewer::visitor(now) }
}

/// From nine to twelve, for two, of whom this many are found.
fn shift(taken: i64) -> Shift {
    Shift {
        id: ShiftId(Id::from([7; 16])),
        unit: unit(),
        keeper: Some(person(5)),
        plan: Plan {
            activity: None,
            duty: Duty::Volunteer,
            role: "讲解".into(),
            about: String::new(),
            place: None,
            venue: "科技馆".into(),
            starts_at: at(9, 0),
            ends_at: at(12, 0),
            needed: 2,
            skills: Vec::new(),
            languages: Vec::new(),
            qualifications: Vec::new(),
            least_age: 14,
            way: Way::Open,
            cut_off: at(9, 0).plus_seconds(-86_400),
            tolerance: 10,
        },
        taken,
        turns: 0,
        code: "123456".into(),
        state: ShiftState::Open,
        occasion: None,
    }
}

fn applicant() -> Applicant {
    Applicant {
        standing: Standing::Active,
        born: Day::new(2000, 1, 1),
        has_guardian: false,
        accompanied: false,
        skills: vec![Skill::Guide],
        languages: vec![Language::Mandarin],
        held: Vec::new(),
        taken: Vec::new(),
    }
}

fn signup(state: SignupState) -> Signup {
    Signup {
        id: SignupId(Id::from([3; 16])),
        shift: ShiftId(Id::from([7; 16])),
        volunteer: VolunteerId(Id::from([2; 16])),
        person: person(1),
        name: "张三".into(),
        phone: "13800000001".into(),
        state,
        turn: 1,
        accompanied: false,
        came: None,
        went: None,
        since: at(0, 0),
    }
}

fn entry(state: SignupState) -> Entry {
    Entry { shift: shift(1), signup: signup(state) }
}

fn code<T>(result: Result<T, Refusal>) -> &'static str {
    result.err().map_or("", |refusal| refusal.code)
}

#[test]
fn shifts_clash_days_are_not_too_long_and_nights_are_rested() {
    let span = |from: (i32, u8, u8), to: (i32, u8, u8)| Span {
        from: day().plus(from.0).at(from.1, from.2),
        to: day().plus(to.0).at(to.1, to.2),
    };
    let cases: &[(&[Span], &str)] = &[
        (&[], ""),
        (&[span((0, 11, 59), (0, 13, 0))], "signup.clash"),
        (&[span((0, 8, 0), (0, 9, 1))], "signup.clash"),
        (&[span((0, 10, 0), (0, 11, 0))], "signup.clash"),
        (&[span((0, 8, 0), (0, 13, 0))], "signup.clash"),
        (&[span((0, 12, 0), (0, 13, 0)), span((0, 8, 0), (0, 9, 0))], ""),
        (&[span((0, 13, 0), (0, 18, 0))], ""),
        (&[span((0, 13, 0), (0, 18, 1))], "signup.long_day"),
        (&[span((-1, 20, 0), (0, 1, 0))], ""),
        (&[span((-1, 20, 0), (0, 1, 1))], "signup.no_rest"),
        (&[span((1, 0, 0), (1, 2, 0))], ""),
        // What begins late and ends after midnight is of the day it begins.
        (&[span((-1, 22, 0), (0, 0, 59))], ""),
    ];
    for (taken, expected) in cases {
        let applicant = Applicant { taken: taken.to_vec(), ..applicant() };
        assert_eq!(code(applicant.fits(&shift(0), Rest::default())), *expected, "{taken:?}");
    }
    let late = Shift { plan: Plan { starts_at: at(18, 0), ends_at: at(20, 0), ..shift(0).plan }, ..shift(0) };
    let next = Applicant { taken: vec![span((1, 3, 59), (1, 5, 0))], ..applicant() };
    assert_eq!(code(next.fits(&late, Rest::default())), "signup.no_rest");
    assert_eq!(code(next.fits(&late, Rest { between: 7, a_day: 8 })), "");
}

#[test]
fn standing_age_skills_and_qualifications_on_the_day() {
    let asks = |change: fn(&mut Plan)| {
        let mut shift = shift(0);
        change(&mut shift.plan);
        shift
    };
    let held =
        |from: i32, to: i32| Held { kind: Proof::FirstAid, from: Some(day().plus(from)), to: Some(day().plus(to)) };
    let first_aid = asks(|plan| plan.qualifications = vec![Proof::FirstAid]);
    let born = |year, month, date| Day::new(year, month, date);
    let plain = applicant;
    let cases = [
        (shift(0), plain(), ""),
        (shift(0), Applicant { standing: Standing::Paused, ..plain() }, "signup.paused"),
        (shift(0), Applicant { born: None, ..plain() }, ""),
        (asks(|plan| plan.least_age = 60), Applicant { born: None, ..plain() }, "signup.age_unknown"),
        (asks(|plan| plan.least_age = 60), plain(), "signup.too_young"),
        (shift(0), Applicant { born: born(2012, 3, 11), has_guardian: true, ..plain() }, "signup.too_young"),
        (shift(0), Applicant { born: born(2012, 3, 10), has_guardian: true, ..plain() }, ""),
        (shift(0), Applicant { born: born(2012, 3, 10), ..plain() }, "signup.no_guardian"),
        (
            asks(|plan| plan.least_age = 8),
            Applicant { born: born(2014, 1, 1), has_guardian: true, ..plain() },
            "signup.alone",
        ),
        (
            asks(|plan| plan.least_age = 8),
            Applicant { born: born(2014, 1, 1), has_guardian: true, accompanied: true, ..plain() },
            "",
        ),
        (asks(|plan| plan.skills = vec![Skill::Guide]), plain(), ""),
        (asks(|plan| plan.skills = vec![Skill::Guide, Skill::Camera]), plain(), "signup.lacks_skill"),
        (asks(|plan| plan.languages = vec![Language::Sign]), plain(), "signup.lacks_language"),
        (first_aid.clone(), plain(), "signup.lacks_qualification"),
        (first_aid.clone(), Applicant { held: vec![held(-30, 0)], ..plain() }, ""),
        (first_aid.clone(), Applicant { held: vec![held(-30, -1)], ..plain() }, "signup.lacks_qualification"),
        (first_aid, Applicant { held: vec![held(1, 30)], ..plain() }, "signup.lacks_qualification"),
    ];
    for (shift, applicant, expected) in cases {
        assert_eq!(code(applicant.fits(&shift, Rest::default())), expected, "{applicant:?}");
    }
    assert_eq!(
        [age_on(Day::new(2008, 3, 11).unwrap(), day()), age_on(Day::new(2008, 3, 10).unwrap(), day())],
        [17, 18]
    );
}

#[test]
fn hours_are_what_lies_within_the_shift_and_its_tolerance() {
    let bounds = shift(0).span();
    let minutes = |from: Instant, to: Instant, tolerance| credited(bounds, tolerance, Span { from, to });
    assert_eq!(minutes(at(9, 0), at(12, 0), 0), 180);
    assert_eq!(minutes(at(8, 0), at(13, 0), 0), 180);
    assert_eq!(minutes(at(8, 0), at(13, 0), 10), 200);
    assert_eq!(minutes(at(8, 55), at(12, 5), 10), 190);
    assert_eq!(minutes(at(9, 30), at(11, 0), 10), 90);
    assert_eq!(minutes(at(12, 30), at(13, 0), 10), 0);
    assert_eq!(minutes(at(9, 0), Instant(at(9, 1).0 - 1), 0), 0, "a minute begun is none");
    assert_eq!([0, 5, 6, 59, 60, 95, 600].map(hours_text), ["0.0", "0.0", "0.1", "0.9", "1.0", "1.5", "10.0"]);
}

#[test]
fn every_state_of_a_signup_against_every_act() {
    use SignupState::*;
    let before = at(9, 0).plus_seconds(-2 * 86_400);
    let (now, rest) = (at(9, 5), Rest::default());
    let sign_up = |state| {
        let may = own(before).may::<MakeSignup>(&shift(1)).unwrap();
        code(shift(1).sign_up(may, (signup(state), &applicant()), (rest, Side::Own)))
    };
    let withdraw = |state| {
        let may = own(before).may::<WithdrawSignup>(&entry(state)).unwrap();
        code(entry(state).withdraw(may, Side::Own, Vec::new()))
    };
    let come = |state| {
        let may = officer(now).may::<CheckIn>(&entry(state)).unwrap();
        code(entry(state).note(may, Step::Came, now))
    };
    let back = |state| {
        let may = officer(now).may::<TakeBackHours>(&entry(state)).unwrap();
        code(entry(state).take_back(may, Reason::Mistyped))
    };
    let table = [
        (Invited, ["", "", "service.no_place", "service.not_served"]),
        (Waiting, ["signup.known", "", "service.no_place", "service.not_served"]),
        (Taken, ["signup.known", "", "", "service.not_served"]),
        (Served { minutes: 60 }, ["signup.known", "signup.not_live", "service.no_place", ""]),
        (Absent, ["", "signup.not_live", "", "service.not_served"]),
        (Withdrawn, ["", "signup.not_live", "service.no_place", "service.not_served"]),
        (Swapped, ["", "signup.not_live", "service.no_place", "service.not_served"]),
        (PassedOver, ["", "signup.not_live", "service.no_place", "service.not_served"]),
        (Cancelled, ["", "signup.not_live", "service.no_place", "service.not_served"]),
    ];
    for (state, expected) in table {
        assert_eq!([sign_up(state), withdraw(state), come(state), back(state)], expected, "{state:?}");
    }
}

#[test]
fn who_is_one_too_many_waits_and_moves_up_when_a_place_is_free_before_the_cut_off() {
    let before = at(9, 0).plus_seconds(-2 * 86_400);
    let take = |taken| {
        let may = own(before).may::<MakeSignup>(&shift(taken)).unwrap();
        let change =
            shift(taken).sign_up(may, (signup(SignupState::Withdrawn), &applicant()), (Rest::default(), Side::Own));
        let hall = change.unwrap().state;
        (hall.shift.taken, hall.shift.turns, hall.changed[0].state)
    };
    assert_eq!(
        [take(0), take(1), take(2)],
        [(1, 0, SignupState::Taken), (2, 0, SignupState::Taken), (2, 1, SignupState::Waiting)]
    );

    let waiting = |fits: Result<(), Refusal>| Fits { signup: signup(SignupState::Waiting), fits };
    let go = |now, side, line| {
        let full = Entry { shift: shift(2), signup: signup(SignupState::Taken) };
        let viewer = if side == Side::Own { own(now) } else { officer(now) };
        let may = viewer.may::<WithdrawSignup>(&full).unwrap();
        full.withdraw(may, side, line).map(|change| {
            let states: Vec<_> = change.state.changed.iter().map(|one| one.state).collect();
            (change.state.shift.taken, states)
        })
    };
    let clash = || Err(Refusal::new("signup.clash"));
    let (gone, taken, passed) = (SignupState::Withdrawn, SignupState::Taken, SignupState::PassedOver);
    assert_eq!(go(before, Side::Own, vec![waiting(Ok(()))]).unwrap(), (2, vec![gone, taken]));
    assert_eq!(go(before, Side::Own, vec![waiting(clash()), waiting(Ok(()))]).unwrap(), (2, vec![gone, passed, taken]));
    assert_eq!(go(before, Side::Own, vec![waiting(Ok(())), waiting(Ok(()))]).unwrap(), (2, vec![gone, taken]));
    let late = shift(0).plan.cut_off;
    assert_eq!(code(go(late, Side::Own, Vec::new())), "signup.cut_off");
    assert_eq!(
        go(late, Side::Host, vec![waiting(Ok(()))]).unwrap(),
        (1, vec![gone]),
        "nobody is bound without being asked"
    );
}

#[test]
fn hours_stand_once_both_are_sure_and_nobody_keeps_their_own() {
    let now = at(12, 0);
    let mut told = entry(SignupState::Taken);
    told.signup.came = Some((at(9, 0), How::Told));
    let leave =
        |entry: Entry, has_code| entry.report(own(now).may::<LeaveShift>(&entry_of()).unwrap(), Step::Went, has_code);
    fn entry_of() -> Entry {
        entry(SignupState::Taken)
    }
    let kinds = |change: logic::act::Change<Hall>| {
        let (hall, _, facts, ..) = change.into_parts();
        let said: Vec<_> = facts.iter().map(|fact| (fact.kind.name, fact.says.quantity)).collect();
        (hall.changed[0].state, said)
    };
    assert_eq!(kinds(leave(told.clone(), true).unwrap()), (SignupState::Taken, vec![("signup.went", 1)]));
    let mut both = told.clone();
    both.signup.went = Some((at(12, 0), How::Told));
    let may = officer(now).may::<ConfirmPresence>(&both).unwrap();
    let expected =
        (SignupState::Served { minutes: 180 }, vec![("signup.presence_confirmed", 1), ("shift.served", 180)]);
    assert_eq!(kinds(both.clone().confirm(may).unwrap()), expected);
    let mut sure = told;
    sure.signup.came = Some((at(9, 0), How::Code));
    assert_eq!(
        kinds(leave(sure, true).unwrap()),
        (SignupState::Served { minutes: 180 }, vec![("signup.went", 1), ("shift.served", 180)])
    );

    let keeper = Viewer { person: Some(person(1)), ..officer(now) };
    assert_eq!(code(both.clone().confirm(keeper.may::<ConfirmPresence>(&both).unwrap())), "service.own");
    let note =
        |viewer: &Viewer| code(entry(SignupState::Taken).note(viewer.may::<CheckIn>(&both).unwrap(), Step::Came, now));
    assert_eq!([note(&keeper), note(&officer(now))], ["service.own", ""]);
    assert_eq!(facts::SERVED.name, "shift.served");
}

#[test]
fn a_card_of_the_young_needs_a_guardian() {
    let card = |born: Option<Day>, guardian: Option<Guardian>| Card {
        born,
        skills: Vec::new(),
        languages: Vec::new(),
        about: String::new(),
        guardian,
        consented_at: at(9, 0),
    };
    let guardian =
        |agreed_at| Some(Guardian { name: "张大".into(), phone: Some(logic::form::Phone("138".into())), agreed_at });
    let minor = Day::new(2009, 1, 1);
    assert_eq!(code(card(None, None).check(day())), "");
    assert_eq!(code(card(minor, None).check(day())), "volunteer.no_guardian");
    assert_eq!(code(card(minor, guardian(None)).check(day())), "volunteer.no_guardian");
    assert_eq!(code(card(minor, guardian(Some(at(9, 0)))).check(day())), "");
    assert_eq!(code(card(Day::new(2019, 1, 1), guardian(Some(at(9, 0)))).check(day())), "volunteer.too_young");
    assert_eq!(code(card(Some(day().plus(1)), None).check(day())), "volunteer.born_ahead");
}

fn line(name: &str, activity: &str, day: i32, minutes: i64) -> Line {
    Line { name: name.into(), tail: "0001".into(), activity: activity.into(), day, minutes }
}

#[test]
fn two_lists_differ_in_three_ways_and_what_is_called_otherwise_is_the_same() {
    let ours = [
        line("张三", "科普日", 100, 180),
        line("李四", "科普日", 100, 60),
        line("李四", "科普日", 100, 60),
        line("王五", "讲座", 101, 95),
        line("赵六", "讲座", 101, 120),
        line("孙七", "展览", 102, 60),
        line("孙七", "义诊", 102, 60),
    ];
    let theirs = [
        line("张三", "科普日", 100, 180),
        line("李四", "科普日", 100, 120),
        line("王五", "科普讲座（二）", 101, 90),
        line("赵六", "讲座", 101, 180),
        line("周八", "讲座", 101, 60),
        line("孙七", "别的", 102, 60),
    ];
    let (agreed, differences) = compare(&ours, &theirs);
    assert_eq!(agreed, 3);
    let shown: Vec<_> =
        differences.iter().map(|one| (one.line.name.as_str(), one.code(), one.ours, one.theirs)).collect();
    let expected = [
        ("周八", "only_there", None, Some(60)),
        ("赵六", "hours", Some(120), Some(180)),
        ("孙七", "only_here", Some(60), None),
        ("孙七", "only_here", Some(60), None),
        ("孙七", "only_there", None, Some(60)),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn the_sheet_we_send_is_the_sheet_we_read() {
    let lines = [line("张三", "科普日", 20_000, 180), line("李四", "讲座", 20_001, 90)];
    assert_eq!(lines_of(&sheet_of("时长".into(), &lines)), Ok((lines.to_vec(), Vec::new())));
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let theirs = Sheet {
        name: "平台".into(),
        rows: vec![
            vec!["某平台导出".into()],
            row(["项目名称", "志愿者姓名", "手机号码", "服务日期", "服务时长"]),
            row(["科普日", "张三", "138 0000 0001", "2024-10-04 09:00", "1.55小时"]),
            row(["科普日", "", "", "x", "1"]),
        ],
    };
    let (read, bad) = lines_of(&theirs).unwrap();
    assert_eq!((read, bad), (vec![line("张三", "科普日", 20_000, 93)], vec![4]));
    assert_eq!(
        lines_of(&Sheet { name: String::new(), rows: vec![row(["姓名", "a", "b", "c", "d"])] }).unwrap_err().len(),
        4
    );
    assert_eq!(["13800000001", "2101 8119 9001 01x", "12"].map(tail), ["0001", "101X", "12"]);
}

#[test]
fn numbers_of_certificates_are_three_groups() {
    assert_eq!(number_of([255; 16]), "ZZZZ-ZZZZ-ZZZZ");
    assert_ne!(number_of([1; 16]), number_of([2; 16]));
}
