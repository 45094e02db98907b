//! Every account in every state against every act; terms, jobs, calendar lines and verifications beside them.

use super::*;
use ground::identity::{Account, HeldRole};
use ground::jobs::Queued;
use ground::ledger::{Misfit, Verified};
use logic::act::{Act, Change, Grant, May, Role, UnitPath, Viewer};
use logic::fact::{Draft, Fact, NO_HASH};
use logic::id::{AccountId, Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-03-05")
}

fn now() -> Instant {
    today().start().plus_seconds(10 * 3600)
}

fn id(number: u8) -> Id {
    Id::from([number; 16])
}

fn viewer() -> Viewer {
    let grants = vec![Grant { role: Role::Administrator, unit: UnitPath("0001/".into()) }];
    Viewer { account: Some(AccountId(id(9))), grants, ..Viewer::visitor(now()) }
}

fn may<A: Act<Noun = House>>() -> May<A> {
    viewer().may::<A>(&House).unwrap()
}

fn account(number: u8) -> Account {
    Account {
        id: AccountId(id(number)),
        person: PersonId(id(100 + number)),
        login: "lin".into(),
        password: "old".into(),
        password_at: Instant(0),
        must_change: false,
        failures: 3,
        locked_until: None,
        closed_at: None,
    }
}

fn locked(number: u8) -> Account {
    Account { locked_until: Some(now().plus_seconds(60)), ..account(number) }
}

fn closed(number: u8) -> Account {
    Account { closed_at: Some(Instant(0)), ..account(number) }
}

fn code<T>(result: Result<T, Refusal>) -> &'static str {
    result.err().map_or("ok", |refusal| refusal.code)
}

fn drafts<N>(change: Change<N>) -> (N, Vec<Draft>) {
    let (state, _, drafts, ..) = change.into_parts();
    (state, drafts)
}

fn administrators(numbers: &[u8]) -> Administrators {
    Administrators(numbers.iter().map(|number| AccountId(id(*number))).collect())
}

#[test]
fn states_against_acts() {
    let table = |make: fn(u8) -> Account| {
        [
            code(close(make(1), may(), &administrators(&[9]))),
            code(reopen(make(1), may(), &[], false)),
            code(reset_password(make(1), may(), "new".into())),
            code(unlock(make(1), may())),
            code(grant(may(), &make(1), &[], new_role("2026-01-01", None))),
        ]
    };
    assert_eq!(table(account), ["ok", "account.is_open", "ok", "account.not_locked", "ok"]);
    assert_eq!(table(locked), ["ok", "account.is_open", "ok", "ok", "ok"]);
    let no = "account.closed";
    assert_eq!(table(closed), [no, "ok", no, no, no]);
    let states = [account(1), locked(1), closed(1)].map(|account| State::of(&account, now()));
    assert_eq!(states, [State::Open, State::Locked, State::Closed]);
    assert_eq!(State::of(&locked(1), now().plus_seconds(60)), State::Open, "a lock ends by itself");
}

#[test]
fn what_a_change_leaves() {
    let (reset, facts) = drafts(reset_password(locked(1), may(), "new".into()).unwrap());
    let expected = Account { password: "new".into(), password_at: now(), must_change: true, failures: 0, ..account(1) };
    assert_eq!(reset, expected, "a lock falls away with the password");
    assert_eq!(
        (facts[0].kind.name, facts[0].says.noun, facts[0].says.person),
        ("password.reset", id(1), Some(PersonId(id(101))))
    );
    let (reopened, _) = drafts(reopen(closed(1), may(), &[closed(2)], false).unwrap());
    assert_eq!(reopened, Account { must_change: true, failures: 0, ..account(1) });
    let (gone, _) = drafts(close(account(1), may(), &administrators(&[9])).unwrap());
    assert_eq!(gone, Account { closed_at: Some(now()), ..account(1) });
}

#[test]
fn one_person_has_one_account() {
    assert_eq!(code(open(may(), account(1), &[])), "ok");
    for other in [account(2), closed(2)] {
        assert_eq!(code(open(may(), account(1), &[other])), "account.person_has_one");
    }
    assert_eq!(code(reopen(closed(1), may(), &[account(2)], false)), "account.person_has_one");
    assert_eq!(code(reopen(closed(1), may(), &[], true)), "account.person_erased");
    assert_eq!(code(reset_password(account(9), may(), "new".into())), "password.own");
}

#[test]
fn the_last_administrator_stays() {
    let close_with = |administering: &[u8]| code(close(account(9), may(), &administrators(administering)));
    assert_eq!(close_with(&[9]), "account.last_administrator");
    assert_eq!(close_with(&[8, 9]), "ok");
    assert_eq!(close_with(&[]), "ok");
    let take = |held: &[HeldRole], administering: &[u8]| {
        code(revoke(may(), &account(9), held, held[0].clone(), &administrators(administering)))
    };
    let over_house = || held(1, Role::Administrator, "0001/", "2026-01-01", None);
    assert_eq!(take(&[over_house()], &[9]), "account.last_administrator");
    assert_eq!(take(&[over_house()], &[8, 9]), "ok");
    let twice = [over_house(), held(2, Role::Administrator, "0001/", "2026-01-01", Some("2026-03-05"))];
    assert_eq!(take(&twice, &[9]), "ok", "another grant of the same stays");
    let later = [over_house(), held(2, Role::Administrator, "0001/", "2026-03-06", None)];
    assert_eq!(take(&later, &[9]), "account.last_administrator", "one that has not begun is none");
    for other in [
        held(1, Role::Leader, "0001/", "2026-01-01", None),
        held(1, Role::Administrator, "0001/0002/", "2026-01-01", None),
    ] {
        assert_eq!(take(&[other, over_house()], &[9]), "ok", "this one does not administer the house");
    }
}

fn held(number: u8, role: Role, path: &str, from: &str, until: Option<&str>) -> HeldRole {
    HeldRole {
        id: id(number),
        role,
        unit: UnitId(id(50)),
        unit_name: String::new(),
        unit_path: UnitPath(path.into()),
        from: day(from),
        until: until.map(day),
    }
}

fn new_role(from: &str, until: Option<&str>) -> NewRole {
    let term = Term { from: day(from), until: until.map(day) };
    NewRole {
        id: id(60),
        account: AccountId(id(1)),
        person: PersonId(id(101)),
        role: Role::Officer,
        unit: UnitId(id(50)),
        term,
    }
}

#[test]
fn a_role_is_not_held_twice_at_a_time() {
    let give = |held: HeldRole, new: NewRole| code(grant(may(), &account(1), &[held], new));
    let spring = || held(1, Role::Officer, "0001/", "2026-02-01", Some("2026-04-30"));
    let open_ended = || held(1, Role::Officer, "0001/", "2026-02-01", None);
    let cases = [
        (spring(), new_role("2026-05-01", None), "ok"),
        (spring(), new_role("2026-04-30", None), "role.held"),
        (spring(), new_role("2026-01-01", Some("2026-01-31")), "ok"),
        (spring(), new_role("2026-01-01", Some("2026-02-01")), "role.held"),
        (spring(), new_role("2026-01-01", None), "role.held"),
        (open_ended(), new_role("2027-01-01", None), "role.held"),
        (held(1, Role::Leader, "0001/", "2026-02-01", None), new_role("2026-03-01", None), "ok"),
        (HeldRole { unit: UnitId(id(51)), ..open_ended() }, new_role("2026-03-01", None), "ok"),
    ];
    for (held, new, expected) in cases {
        let shown = format!("{held:?} {new:?}");
        assert_eq!(give(held, new), expected, "{shown}");
    }
    let (_, facts) = drafts(grant(may(), &account(1), &[], new_role("2026-03-01", Some("2026-12-31"))).unwrap());
    let body = logic::fact::body_of(&facts[0].says.more);
    assert_eq!(
        body,
        format!("{{\"from\":{},\"role\":\"officer\",\"until\":{}}}", day("2026-03-01").0, day("2026-12-31").0)
    );
}

#[test]
fn terms_and_how_they_stand() {
    let term = |from: &str, until: Option<&str>| Term { from: day(from), until: until.map(day) };
    let cases = [
        (term("2026-03-06", None), Standing::Coming),
        (term("2026-03-05", None), Standing::InForce),
        (term("2026-01-01", Some("2026-04-05")), Standing::InForce),
        (term("2026-01-01", Some("2026-04-04")), Standing::Ending),
        (term("2026-01-01", Some("2026-03-05")), Standing::Ending),
        (term("2026-01-01", Some("2026-03-04")), Standing::Over),
    ];
    for (term, expected) in cases {
        assert_eq!(standing(term, today()), expected, "{term:?}");
    }
    let problem = |from: &str, until: &str| {
        Term::new(day(from), Some(day(until)), today()).err().map(|problems| problems.0[0].1.code)
    };
    assert_eq!(problem("2026-03-10", "2026-03-09"), Some("ends_before_it_begins"));
    assert_eq!(problem("2026-01-01", "2026-03-04"), Some("is_over"));
    assert_eq!(problem("2026-01-01", "2026-03-05"), None);
}

fn job(kind: &str) -> Queued {
    Queued {
        id: id(7),
        kind: kind.into(),
        payload: String::new(),
        due_at: now(),
        attempts: 8,
        failed_at: Some(now()),
        error: None,
    }
}

#[test]
fn jobs_are_tried_again_or_discarded() {
    assert_eq!(code(revive(job("notice.send"), may(), None)), "ok");
    assert_eq!(code(revive(job("code.send"), may(), None)), "job.code_expired");
    let (_, facts) = drafts(discard(job("file.move"), may(), Some("file.move"), DiscardReason::Handled));
    assert_eq!(facts[0].kind.name, "job.discarded");
    assert_eq!(logic::fact::body_of(&facts[0].says.more), "{\"kind\":\"file.move\",\"reason\":\"handled\"}");
    let hidden = ["code.send", "notice.send", "file.move", "plan.remind"].map(is_read_by_people);
    assert_eq!(hidden, [true, true, false, false]);
}

#[test]
fn calendar_lines_are_read_and_shown_again() {
    let text = "2027-02-05 至 2027-02-07 休\n\n 2027/2/14  班\n2027-01-01 free\n2027-01-03..2027-01-03 worked";
    let days = exceptions(text).unwrap();
    let kept =
        "2027-01-01 free\n2027-01-03 worked\n2027-02-05 free\n2027-02-06 free\n2027-02-07 free\n2027-02-14 worked\n";
    assert_eq!(lines_of(&days), kept);
    assert_eq!(logic::calendar::parse(kept), Ok(days.clone()));
    let shown = lines_shown(&days, ("休", "班"));
    assert_eq!(shown, "2027-01-01 休\n2027-01-03 班\n2027-02-05 至 2027-02-07 休\n2027-02-14 班\n");
    assert_eq!(exceptions(&shown), Ok(days));
    assert_eq!(exceptions(""), Ok(Vec::new()));
}

#[test]
fn bad_calendar_lines_are_named() {
    let problem =
        |text: &str| exceptions(text).err().map(|problems| (problems.0[0].1.code, problems.0[0].1.blanks[0].1.clone()));
    let unread = |line: &str| Some(("calendar_line", line.to_owned()));
    assert_eq!(problem("2027-02-05 休\n2027-02-32 休"), unread("2"));
    for line in
        ["2027-02-05", "休", "2027-02-05 假", "2027-02-07 至 2027-02-05 休", "2027-01-01 至 2027-12-31 休", "明天 休"]
    {
        assert_eq!(problem(line), unread("1"), "{line}");
    }
    assert_eq!(problem("2027-02-05 至 2027-02-07 休\n2027-02-06 班"), Some(("calendar_twice", "2".into())));
    assert_eq!(problem("2027-02-05 休\n2027-02-05 休"), None, "the same twice is no contradiction");
}

#[test]
fn a_verification_is_told_by_its_fact() {
    let tell = |found: &Result<Verified, Misfit>| {
        let (_, by, facts, ..) = verified(may(), UnitId(id(1)), found).into_parts();
        Checked::from(&Fact::append(&facts[0], by.into(), None, (0, NO_HASH)))
    };
    let fits = tell(&Ok(Verified { facts: 25_000, hash: NO_HASH, folds: 12 }));
    assert_eq!(fits, Checked { at: now(), by: None, facts: 25_000, figures: 12, misfit: None });
    let fold =
        Misfit::Fold { key: String::new(), part: String::new(), cached: String::new(), recomputed: String::new() };
    let cases = [
        (Misfit::Hole { expected: 3, found: 4 }, "hole", Some(3)),
        (Misfit::Hash(5), "hash", Some(5)),
        (Misfit::Reversal(6), "reversal", Some(6)),
        (fold, "fold", None),
    ];
    for (misfit, code, position) in cases {
        let (what, at) = tell(&Err(misfit)).misfit.unwrap();
        assert_eq!((what.code(), at), (code, position));
    }
}
