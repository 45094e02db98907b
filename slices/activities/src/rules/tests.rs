//! Every state × every step, and the rhythms of series.

use super::activity::add;
use super::*;
use logic::act::{Grant, Role, UnitPath, Viewer};
use logic::code::Audience;
use logic::id::{AccountId, Id, UnitId};
use logic::time::Day;

fn id<T: From<Id>>(number: u8) -> T {
    Id::from([number; 16]).into()
}

fn day(month: i8, day: i8) -> Day {
    Day::new(2026, month, day).unwrap()
}

fn viewer(account: u8) -> Viewer {
    let account: AccountId = id(account);
    let grants = vec![Grant { role: Role::Officer, unit: UnitPath("/1/".into()) }];
    Viewer { account: Some(account), grants, ..Viewer::visitor(day(6, 1).at(12, 0)) }
}

fn activity(state: State, starts: Day) -> Activity {
    Activity {
        id: id(1),
        unit: HostUnit { id: id::<UnitId>(2), name: "清溪县科协".into(), path: UnitPath("/1/2/".into()) },
        keeper: None,
        series: None,
        copied_from: None,
        plan: Plan {
            title: "讲座".into(),
            class: Class::Lecture,
            field: Area::Popular,
            programme: None,
            mode: Mode::Online,
            place: None,
            venue: String::new(),
            link: String::new(),
            audiences: vec![Audience::Public],
            capacity: None,
            about: String::new(),
            starts_at: starts.at(9, 0),
            ends_at: starts.at(11, 0),
        },
        state,
        since: day(5, 1),
        moved: None,
    }
}

fn states() -> Vec<State> {
    vec![
        State::Drafted,
        State::Filed { by: Some(id(8)) },
        State::Returned { reason: "改".into() },
        State::Approved,
        State::Announced,
        State::Held,
        State::Concluded { summary: "好".into() },
        State::Cancelled { reason: "雨".into() },
    ]
}

/// The state after the step, or the code of its refusal.
fn after(step: &str, state: State, starts: Day) -> Result<&'static str, &'static str> {
    let viewer = viewer(9);
    let activity = activity(state, starts);
    let above = Above(UnitPath("/1/".into()));
    let changed = match step {
        "file" => activity.clone().file(viewer.may(&activity).unwrap()),
        "return" => activity.clone().give_back(viewer.may(&above).unwrap(), "改".into()),
        "approve" => activity.clone().approve(viewer.may(&above).unwrap()),
        "announce" => activity.clone().announce(viewer.may(&activity).unwrap()),
        "cancel" => activity.clone().cancel(viewer.may(&activity).unwrap(), "雨".into()),
        "hold" => activity.clone().hold(viewer.may(&activity).unwrap(), &[], &[]),
        "conclude" => activity.clone().conclude(viewer.may(&activity).unwrap(), "好".into()),
        "move" => {
            let later = activity.plan.starts_at.plus_seconds(3_600);
            let plan = Plan { starts_at: later, ends_at: later.plus_seconds(3_600), ..activity.plan.clone() };
            activity.clone().shift(viewer.may(&activity).unwrap(), plan, "雨".into())
        }
        other => panic!("no such step: {other}"),
    };
    changed.map(|change| change.state.state.code()).map_err(|refusal| refusal.code)
}

#[test]
fn every_state_and_every_step() {
    let wrong = Err("activity.wrong_step");
    #[rustfmt::skip]
    let table = [
        // step        drafted          filed            returned         approved          announced         held             concluded  cancelled
        ("file",      [Ok("filed"),     wrong,           Ok("filed"),     wrong,            wrong,            wrong,           wrong, wrong]),
        ("return",    [wrong,           Ok("returned"),  wrong,           wrong,            wrong,            wrong,           wrong, wrong]),
        ("approve",   [wrong,           Ok("approved"),  wrong,           wrong,            wrong,            wrong,           wrong, wrong]),
        ("announce",  [wrong,           wrong,           wrong,           Ok("announced"),  wrong,            wrong,           wrong, wrong]),
        ("move",      [wrong,           wrong,           wrong,           Ok("approved"),   Ok("announced"),  wrong,           wrong, wrong]),
        ("cancel",    [Ok("cancelled"), Ok("cancelled"), Ok("cancelled"), Ok("cancelled"),  Ok("cancelled"),  wrong,           wrong, wrong]),
        ("conclude",  [wrong,           wrong,           wrong,           wrong,            wrong,            Ok("concluded"), wrong, wrong]),
    ];
    for (step, expected) in table {
        for (state, expected) in states().into_iter().zip(expected) {
            assert_eq!(after(step, state.clone(), day(7, 1)), expected, "{step} from {state:?}");
        }
    }
}

#[test]
fn it_is_held_once_it_has_begun() {
    let wrong = Err("activity.wrong_step");
    let expected = [wrong, wrong, wrong, Ok("held"), Ok("held"), wrong, wrong, wrong];
    for (state, expected) in states().into_iter().zip(expected) {
        assert_eq!(after("hold", state.clone(), day(5, 1)), expected, "{state:?}");
    }
    assert_eq!(after("hold", State::Announced, day(6, 2)), Err("activity.not_yet"));
    assert_eq!(after("announce", State::Approved, day(5, 1)), Err("activity.ended"));
    assert_eq!(after("approve", State::Filed { by: Some(id(9)) }, day(7, 1)), Err("activity.own_filing"));
}

#[test]
fn what_a_plan_must_be() {
    let sound = activity(State::Drafted, day(7, 1)).plan;
    let refused = |plan: Plan| plan.check().err().map(|refusal| refusal.code);
    assert_eq!(refused(sound.clone()), None);
    assert_eq!(refused(Plan { ends_at: sound.starts_at, ..sound.clone() }), Some("activity.ends_first"));
    assert_eq!(refused(Plan { ends_at: day(7, 1).plus(500).start(), ..sound.clone() }), Some("activity.too_long"));
    assert_eq!(refused(Plan { mode: Mode::Both, ..sound.clone() }), Some("activity.no_place"));
    assert_eq!(refused(Plan { audiences: Vec::new(), ..sound }), Some("activity.no_audience"));
}

#[test]
fn who_files_plans_and_approves() {
    let below = Viewer { grants: vec![Grant { role: Role::Officer, unit: UnitPath("/1/2/".into()) }], ..viewer(7) };
    let plan = activity(State::Drafted, day(7, 1));
    assert!(below.may::<FileActivity>(&plan).is_ok());
    assert!(below.may::<ApproveActivity>(&Above(UnitPath("/1/".into()))).is_err());
    let under = Under(plan.unit.clone());
    assert!(add(below.may(&under).unwrap(), plan).is_ok());
}

#[test]
fn rhythms() {
    let monthly = Rhythm { every: Every::Month, step: 1, until: day(8, 31) };
    assert_eq!(
        monthly.days_after(day(3, 31)),
        [day(5, 31), day(7, 31), day(8, 31)],
        "months without a 31st are passed over"
    );
    let fortnightly = Rhythm { every: Every::Week, step: 2, until: day(4, 2) };
    assert_eq!(fortnightly.days_after(day(3, 5)), [day(3, 19), day(4, 2)]);
    let endless = Rhythm { every: Every::Day, step: 1, until: Day::MAX };
    assert_eq!(
        endless.days_after(day(3, 5)).len(),
        MOST_AT_ONCE + 1,
        "one more than may be planned in one go, so that it shows"
    );
}
