//! Every state × every act: what it leads to, what it does to the places, and who is refused.

use super::super::activity::{HostUnit, Plan, State as ActivityState};
use super::super::codes::{Area, Class, Mode};
use super::super::entry::Draw;
use super::super::places::{Quota, Scope};
use super::*;
use logic::act::{Grant, House, Role, UnitPath, Viewer};
use logic::code::Audience;
use logic::form::sheet::Sheet;

const NOON: Instant = Instant(1_000_000_000_000_000);
const SIZE: i64 = 3;

fn id(number: u8) -> Id {
    Id::from([number; 16])
}

fn activity() -> Activity {
    let plan = Plan {
        title: "科普讲座".into(),
        class: Class::Lecture,
        field: Area::Popular,
        programme: None,
        mode: Mode::Onsite,
        place: None,
        venue: "报告厅".into(),
        link: String::new(),
        audiences: vec![Audience::Public],
        capacity: None,
        about: String::new(),
        starts_at: NOON.plus_seconds(86_400),
        ends_at: NOON.plus_seconds(90_000),
    };
    let unit = HostUnit { id: id(1).into(), name: "科协".into(), path: UnitPath("1/".into()) };
    Activity {
        id: id(2).into(),
        unit,
        keeper: None,
        series: None,
        copied_from: None,
        plan,
        state: ActivityState::Announced,
        since: NOON.day(),
        moved: None,
    }
}

fn entry(way: Way) -> Entry {
    Entry {
        way,
        opens_at: NOON.plus_seconds(-3_600),
        closes_at: NOON.plus_seconds(3_600),
        cut_off: NOON.plus_seconds(7_200),
        largest: 5,
        offer_minutes: 30,
        asks_session: false,
        asks_group: false,
        roles: Vec::new(),
        seed_rule: "某日某奖".into(),
        sheet: Sheet::default(),
        draw: None,
        numbers: 0,
    }
}

fn places(free: i64, state: &State) -> Places {
    let taken = 10 + if state.holds_places() { SIZE } else { 0 };
    Places(vec![Quota { id: id(3).into(), scope: Scope::Total, places: taken + free, taken }])
}

fn party(size: i64) -> Party {
    Party { size, session: None, audience: None, role: None, chosen: Vec::new() }
}

fn registration(state: State) -> Registration {
    Registration {
        id: id(4).into(),
        activity: id(2).into(),
        receipt: id(5).into(),
        number: 0,
        turn: 0,
        person: Some(id(6).into()),
        name: "张三".into(),
        phone: None,
        party: party(SIZE),
        companions: String::new(),
        answers: Answers::default(),
        state,
        since: NOON,
        roster: None,
    }
}

fn states() -> Vec<State> {
    let until = NOON.plus_seconds(600);
    vec![
        State::Pending { until },
        State::Requested,
        State::Entered,
        State::Waiting,
        State::Offered { until },
        State::Confirmed,
        State::Cancelled,
        State::Refused { reason: "名额".into() },
        State::Lapsed,
    ]
}

fn officer(now: Instant) -> Viewer {
    let grants = vec![Grant { role: Role::Officer, unit: UnitPath("1/".into()) }];
    Viewer { grants, ..Viewer::visitor(now) }
}

/// What an act leads to from a state: the new state's code and the places taken, or the refusal's code.
type Outcome = Result<(&'static str, i64), &'static str>;
type Step = fn(Registration, &mut Hall, Instant) -> Result<Change<Registration>, Refusal>;

fn outcome(state: State, free: i64, entry: &Entry, now: Instant, step: Step) -> Outcome {
    let activity = activity();
    let mut places = places(free, &state);
    let mut hall = Hall { activity: &activity, entry, places: &mut places };
    let change = step(registration(state), &mut hall, now).map_err(|refusal| refusal.code)?;
    Ok((change.state.state.code(), places.0[0].taken))
}

fn arrive(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may::<ProveRegistration>(&one)?;
    one.arrive(may, hall, Side::Guest, (id(6).into(), 7))
}

fn approve(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    one.approve(officer(now).may(hall.activity)?, hall)
}

fn refuse(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    one.refuse(officer(now).may(hall.activity)?, hall, "名额已满".into())
}

fn draw(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    one.drawn(officer(now).may::<ApproveRegistration>(hall.activity)?, hall, 2)
}

fn serve(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::program(now).may(&one)?;
    hall.places.take(&one.party)?;
    one.serve(may, hall)
}

fn accept(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may(&one)?;
    one.accept(may, hall)
}

fn decline(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may(&one)?;
    one.decline(may, hall)
}

fn lapse(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::program(now).may(&one)?;
    one.lapse(may, hall)
}

fn cancel(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may::<CancelRegistration>(&one)?;
    one.cancel(may, hall, Side::Guest)
}

fn grow(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may(&one)?;
    one.change(may, hall, Side::Guest, (party(SIZE + 1), String::new(), Answers::default()))
}

fn transfer(one: Registration, hall: &mut Hall, now: Instant) -> Result<Change<Registration>, Refusal> {
    let may = Viewer::visitor(now).may(&one)?;
    one.transfer(may, hall, Side::Guest, (id(8).into(), id(9).into()))
}

/// The step that does not follow.
const NO: Outcome = Err("registration.wrong_step");
/// Refused for want of places.
const FULL: Outcome = Err("registration.no_places");

#[test]
fn every_state_and_every_act() {
    // From pending, requested, entered, waiting, offered, confirmed, cancelled, refused, lapsed; 10 places are taken by others.
    type Line = (&'static str, Step, i64, [Outcome; 9]);
    let gone = |from: &'static str| Ok((from, 10));
    let kept = |from: &'static str, taken: i64| Ok((from, taken));
    let table: [Line; 14] = [
        ("arrive", arrive, 3, [kept("confirmed", 13), NO, NO, NO, NO, NO, NO, NO, NO]),
        ("arrive, full", arrive, 2, [kept("waiting", 10), NO, NO, NO, NO, NO, NO, NO, NO]),
        ("approve", approve, 3, [NO, kept("confirmed", 13), NO, NO, NO, NO, NO, NO, NO]),
        ("approve, full", approve, 2, [NO, kept("waiting", 10), NO, NO, NO, NO, NO, NO, NO]),
        ("refuse", refuse, 0, [NO, gone("refused"), gone("refused"), gone("refused"), NO, NO, NO, NO, NO]),
        ("draw", draw, 3, [NO, NO, kept("confirmed", 13), NO, NO, NO, NO, NO, NO]),
        ("draw, full", draw, 2, [NO, NO, kept("waiting", 10), NO, NO, NO, NO, NO, NO]),
        ("serve", serve, 3, [NO, NO, NO, kept("offered", 13), NO, NO, NO, NO, NO]),
        ("serve, full", serve, 2, [FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL]),
        ("accept", accept, 0, [NO, NO, NO, NO, kept("confirmed", 13), NO, NO, NO, NO]),
        ("decline", decline, 0, [NO, NO, NO, NO, gone("cancelled"), NO, NO, NO, NO]),
        (
            "cancel",
            cancel,
            0,
            [
                NO,
                gone("cancelled"),
                gone("cancelled"),
                gone("cancelled"),
                gone("cancelled"),
                gone("cancelled"),
                NO,
                NO,
                NO,
            ],
        ),
        (
            "one more comes along",
            grow,
            1,
            [
                NO,
                kept("requested", 10),
                kept("entered", 10),
                kept("waiting", 10),
                kept("offered", 14),
                kept("confirmed", 14),
                NO,
                NO,
                NO,
            ],
        ),
        ("transfer", transfer, 0, [NO, NO, NO, NO, NO, kept("confirmed", 13), NO, NO, NO]),
    ];
    for (name, step, free, expected) in table {
        for (state, expected) in states().into_iter().zip(expected) {
            let from = state.code();
            assert_eq!(outcome(state, free, &entry(Way::FirstCome), NOON, step), expected, "{name} from {from}");
        }
    }
}

#[test]
fn time_decides() {
    let first = entry(Way::FirstCome);
    let late = |seconds: i64| NOON.plus_seconds(seconds);
    let [pending, ..] = &states()[..] else { unreachable!() };
    let offered = || State::Offered { until: late(600) };
    let from = |state: State, now: Instant, step: Step| outcome(state, 5, &first, now, step);
    assert_eq!(from(pending.clone(), late(600), arrive), Err("registration.lapsed"));
    let open = State::Pending { until: late(9_000) };
    assert_eq!(from(open.clone(), late(-3_601), arrive), Err("registration.not_yet"));
    assert_eq!(from(open.clone(), late(3_600), arrive), Err("registration.closed"));
    assert_eq!(from(open, late(3_599), arrive), Ok(("confirmed", 13)));
    assert_eq!(from(offered(), late(600), accept), Err("registration.offer_over"));
    assert_eq!(from(offered(), late(599), accept), Ok(("confirmed", 13)));
    assert_eq!(from(offered(), late(599), lapse), NO);
    assert_eq!(from(offered(), late(600), lapse), Ok(("lapsed", 10)));
    for step in [cancel as Step, grow, transfer] {
        assert_eq!(from(State::Confirmed, late(7_200), step), Err("registration.cut_off"));
        assert!(from(State::Confirmed, late(7_199), step).is_ok());
    }
}

#[test]
fn the_way_in_decides_what_arriving_means() {
    let pending = || states().remove(0);
    let on = |entry: Entry| outcome(pending(), 3, &entry, NOON, arrive);
    assert_eq!(on(entry(Way::Lottery)), Ok(("entered", 10)));
    let drawn = Entry { draw: Some(Draw { seed: "1".into(), at: NOON }), ..entry(Way::Lottery) };
    assert_eq!(on(drawn), Ok(("confirmed", 13)), "after the draw, as they come");
    assert_eq!(on(entry(Way::Approval)), Ok(("requested", 10)));
    assert_eq!(on(entry(Way::Invitation)), Ok(("confirmed", 13)));
    let at_once = Entry { offer_minutes: 0, ..entry(Way::FirstCome) };
    assert_eq!(outcome(State::Waiting, 3, &at_once, NOON, serve), Ok(("confirmed", 13)));
}

#[test]
fn a_change_that_finds_no_room_is_refused_and_a_party_has_its_limits() {
    let first = entry(Way::FirstCome);
    assert_eq!(outcome(State::Confirmed, 0, &first, NOON, grow), FULL);
    let code = |size, companions: &str, side| check_party(&party(size), companions, &first, side).map_err(|no| no.code);
    assert_eq!(code(5, "甲\n乙\n丙\n丁", Side::Guest), Ok(()));
    assert_eq!(code(6, "", Side::Guest), Err("registration.party_large"));
    assert_eq!(code(6, "", Side::Host), Ok(()));
    assert_eq!(code(0, "", Side::Host), Err("registration.party_large"));
    assert_eq!(code(2, "甲\n乙", Side::Guest), Err("registration.companions_many"));
}

#[test]
fn facts_name_the_party_by_numbers_and_ids() {
    let activity = activity();
    let (entry, mut places) = (entry(Way::FirstCome), places(3, &State::Waiting));
    let mut hall = Hall { activity: &activity, entry: &entry, places: &mut places };
    let change = arrive(registration(states().remove(0)), &mut hall, NOON).unwrap();
    let (_, by, facts, ..) = change.into_parts();
    assert_eq!((by.person, by.behalf), (None, Some(id(6).into())));
    let told: Vec<_> = facts.iter().map(|fact| (fact.kind.name, fact.says.quantity, fact.says.class)).collect();
    assert_eq!(told, [("registration.confirmed", 3, Some("lecture")), ("registration.made", 3, Some("lecture"))]);
    assert!(facts.iter().all(|fact| fact.says.person == Some(id(6).into()) && fact.says.more.is_empty()));
}

#[test]
fn only_those_who_run_the_activity_decide() {
    let visitor = Viewer::visitor(NOON);
    assert!(visitor.may::<ApproveRegistration>(&activity()).is_err());
    assert!(visitor.may::<EnterForOther>(&activity()).is_err());
    assert!(officer(NOON).may::<EnterForOther>(&activity()).is_ok());
    assert!(visitor.may::<ServeLine>(&registration(State::Waiting)).is_err());
    assert!(!officer(NOON).is_allowed(ServeLine::WHO, &House));
}
