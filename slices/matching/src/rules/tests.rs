//! Every state against every step; scores and reasons; rows of a sheet; what a visit says.

use super::import::{Lookup, ReadRow, Says, SheetKind, read};
use super::*;
use ground::directory::Discipline;
use logic::act::{Act, Change, Grant, House, May, Noun, Role, UnitPath, Viewer};
use logic::code::{Audience, Channel, Reason};
use logic::form::Phone;
use logic::id::{Id, PersonId, UnitId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;
use paper::Sheet;
use proptest::prelude::*;

const TODAY: Day = Day(20_517);

pub(super) fn id(number: u8) -> Id {
    Id::from([number; 16])
}

pub(super) fn officer() -> Viewer {
    let grants = [Role::Officer, Role::Leader, Role::Statistician]
        .map(|role| Grant { role, unit: UnitPath("0001/".into()) })
        .to_vec();
    Viewer { person: Some(PersonId(id(99))), grants, ..Viewer::visitor(TODAY.start()) }
}

pub(super) fn may<A: Act>(noun: &A::Noun) -> May<A>
where
    A::Noun: Noun,
{
    officer().may::<A>(noun).unwrap()
}

pub(super) fn code<T>(result: Result<T, Refusal>) -> &'static str {
    result.err().map_or("ok", |refusal| refusal.code)
}

pub(super) fn village(number: i64) -> PlaceCode {
    PlaceCode(990_101_001_000 + number)
}

fn post(state: PostState) -> Post {
    Post {
        id: PostId(id(1)),
        round: RoundId(id(2)),
        path: UnitPath("0001/".into()),
        need: NeedId(id(3)),
        slot: 0,
        village: village(1),
        contact: Some(PersonId(id(4))),
        expert: ExpertId(id(5)),
        person: PersonId(id(6)),
        programme: Some(id(7)),
        state,
        replaces: None,
    }
}

fn invited(expert: bool, village: bool) -> PostState {
    let said = |yes: bool| yes.then_some(TODAY);
    PostState::Invited { on: TODAY, until: TODAY.plus(14), expert: said(expert), village: said(village) }
}

fn post_states() -> [PostState; 9] {
    let (on, words) = (TODAY, String::new());
    [
        invited(false, false),
        invited(true, true),
        PostState::Declined { on, side: Side::Expert, words: words.clone() },
        PostState::Agreed { on },
        PostState::Serving { on },
        PostState::Reviewed { on, mark: 4, words: words.clone() },
        PostState::Graded { on, mark: 4, grade: Grade::Good },
        PostState::Renewed { on, grade: Grade::Good },
        PostState::Ended { on, words },
    ]
}

/// Where each state leads; a dot where the step is refused.
fn table(step: impl Fn(Post) -> Result<Change<Post>, Refusal>) -> String {
    post_states().map(|state| step(post(state)).map_or(".", |change| change.state.state.code())).join(" ")
}

#[test]
fn every_state_of_a_post_against_every_step() {
    let noun = post(invited(false, false));
    assert_eq!(table(|post| post.accept(may(&noun), Side::Expert)), "invited . . . . . . . .");
    assert_eq!(table(|post| post.decline(may(&noun), Side::Village, "忙".into())), "declined declined . . . . . . .");
    assert_eq!(table(|post| post.agree(may(&noun), TODAY)), ". agreed . . . . . . .");
    assert_eq!(table(|post| post.review(may(&noun), 5, "好".into())), ". . . . reviewed . . . .");
    assert_eq!(table(|post| post.grade(may(&noun), Grade::Good)), ". . . . . graded . . .");
    assert_eq!(table(|post| post.renew(may(&noun))), ". . . . . . renewed . .");
    assert_eq!(table(|post| post.end(may(&noun), "调离".into())), ". . . ended ended ended ended . .");
    let served: Vec<_> = post_states().map(|state| post(state).served(TODAY).is_some()).to_vec();
    assert_eq!(served.iter().position(|served| *served), Some(3), "only the first visit begins the service");
    assert_eq!(served.iter().filter(|served| **served).count(), 1);
}

#[test]
fn an_agreement_needs_both_sides_and_a_renewal_no_poor_grade() {
    let noun = post(invited(false, false));
    let agree = |expert, village| code(post(invited(expert, village)).agree(may(&noun), TODAY));
    assert_eq!([agree(false, true), agree(true, false), agree(true, true)], ["post.not_both", "post.not_both", "ok"]);
    assert_eq!(code(post(invited(true, true)).agree(may(&noun), TODAY.plus(1))), "post.agreed_later");
    let poor = PostState::Graded { on: TODAY, mark: 1, grade: Grade::Poor };
    assert_eq!(code(post(poor).renew(may(&noun))), "post.poor");
    assert_eq!(code(post(invited(true, false)).accept(may(&noun), Side::Expert)), "post.answered");
}

#[test]
fn each_side_answers_for_itself_and_strangers_for_nobody() {
    let able = |person: u8| {
        let viewer = Viewer { person: Some(PersonId(id(person))), grants: Vec::new(), ..officer() };
        viewer.is_able::<AcceptPost>(&post(invited(false, false)))
    };
    assert_eq!([able(6), able(4), able(8)], [true, true, false]);
}

fn technique(state: TechniqueState) -> Technique {
    let text = String::new;
    Technique {
        id: TechniqueId(id(1)),
        name: "技术".into(),
        discipline: "210.30".into(),
        crop: text(),
        safety: text(),
        source: text(),
        trial: None,
        state,
    }
}

#[test]
fn every_state_of_a_technique_against_every_step() {
    let on = TODAY;
    let states = || {
        [
            TechniqueState::Proposed,
            TechniqueState::Proven { on },
            TechniqueState::Listed { on },
            TechniqueState::Spread { on },
            TechniqueState::Withdrawn { on, reason: "r".into() },
        ]
    };
    let table = |step: &dyn Fn(Technique) -> Result<Change<Technique>, Refusal>| {
        states().map(|state| step(technique(state)).map_or(".", |change| change.state.state.code())).join(" ")
    };
    let trial = || Trial { place: village(1), season: "2025年春".into() };
    assert_eq!(table(&|technique| technique.prove(may(&House), trial())), "proven . . . .");
    assert_eq!(table(&|technique| technique.list(may(&House))), ". listed . . .");
    assert_eq!(table(&|technique| technique.spread(may(&House))), ". . spread . .");
    assert_eq!(
        table(&|technique| technique.withdraw(may(&House), "过时".into())),
        "withdrawn withdrawn withdrawn withdrawn ."
    );
    assert_eq!(states().map(|state| state.may_be_taught()), [false, false, true, true, false]);
}

fn visit() -> Visit {
    Visit {
        id: VisitId(id(1)),
        post: None,
        programme: Some(id(7)),
        expert: ExpertId(id(5)),
        person: PersonId(id(6)),
        village: village(1),
        on: TODAY,
        days: 2,
        onsite: 23,
        online: 5,
        audience: Audience::Farmers,
        is_return: true,
        note: String::new(),
        techniques: vec![TechniqueId(id(20)), TechniqueId(id(21))],
        people: vec![PersonId(id(30)), PersonId(id(31))],
        void_on: None,
    }
}

pub(super) fn expert(number: u8) -> Expert {
    Expert {
        id: ExpertId(id(number)),
        person: PersonId(id(6)),
        name: Some("专家".into()),
        discipline: "210.30".into(),
        second: None,
        level: TitleLevel::Senior,
        unit: Some(UnitId(id(50))),
        home: Some(village(1)),
        max_posts: 1,
        months: None,
        paused_on: None,
        batch: None,
    }
}

/// A fact's kind, its channel and its quantity.
type Said = (&'static str, Option<Channel>, i64);

fn said<N>(change: Change<N>) -> (Vec<Said>, usize) {
    let (_, _, facts, voids, ..) = change.into_parts();
    (facts.iter().map(|fact| (fact.kind.name, fact.says.channel, fact.says.quantity)).collect(), voids.len())
}

#[test]
fn a_visit_says_each_thing_once_and_keeps_channels_apart() {
    let (facts, voids) = said(visit().log(may(&expert(5)), false).unwrap());
    let expected = [
        ("visit.logged", None, 2),
        ("visit.returned", None, 1),
        ("visit.attended", Some(Channel::Onsite), 23),
        ("visit.attended", Some(Channel::Online), 5),
        ("visit.benefited", None, 1),
        ("visit.benefited", None, 1),
        ("technique.taught", None, 1),
        ("technique.taught", None, 1),
    ];
    assert_eq!((facts.as_slice(), voids), (expected.as_slice(), 0));
    let quiet = Visit { onsite: 2, online: 0, is_return: false, techniques: vec![], people: vec![], ..visit() };
    assert_eq!(said(quiet.log(may(&expert(5)), false).unwrap()).0.len(), 2);
}

#[test]
fn a_correction_takes_everything_back_and_says_it_anew() {
    let right = Visit { onsite: 32, ..visit() };
    let (facts, voids) = said(visit().correct(may(&visit()), right, Reason::Mistyped).unwrap());
    assert_eq!((facts.len(), facts[2], voids), (8, ("visit.attended", Some(Channel::Onsite), 32), 5));
    let (facts, voids) = said(visit().void(may(&visit()), Reason::DidNotHappen).unwrap());
    assert_eq!((facts, voids), (vec![("visit.voided", None, 1)], 5));
    let void = Visit { void_on: Some(TODAY), ..visit() };
    assert_eq!(code(void.clone().void(may(&visit()), Reason::Duplicate)), "visit.void");
    assert_eq!(code(void.correct(may(&visit()), visit(), Reason::Mistyped)), "visit.void");
}

#[test]
fn visits_that_cannot_be_are_refused() {
    let log = |visit: Visit, is_known| code(visit.log(may(&expert(5)), is_known));
    assert_eq!(log(Visit { on: TODAY.plus(1), ..visit() }, false), "visit.in_future");
    assert_eq!(log(Visit { on: TODAY.plus(-401), ..visit() }, false), "visit.too_old");
    assert_eq!(log(Visit { onsite: 1, online: 0, ..visit() }, false), "visit.roster_larger");
    assert_eq!(log(visit(), true), "visit.known");
    assert_eq!(log(Visit { on: TODAY.plus(-400), ..visit() }, false), "ok");
}

#[test]
fn a_technique_counts_once_the_farmer_says_so_and_only_once() {
    let application = |state| Application {
        id: ApplicationId(id(1)),
        technique: TechniqueId(id(2)),
        village: village(1),
        person: PersonId(id(6)),
        visit: None,
        programme: None,
        state,
    };
    let on = TODAY;
    let states =
        || [ApplicationState::Reported { on }, ApplicationState::Confirmed { on }, ApplicationState::Denied { on }];
    let noun = application(ApplicationState::Reported { on });
    let confirm = states().map(|state| code(application(state).confirm(may(&noun))));
    let deny = states().map(|state| code(application(state).deny(may(&noun))));
    assert_eq!(confirm, ["ok", "application.answered", "application.answered"]);
    assert_eq!(deny, confirm);
    assert_eq!(
        said(application(ApplicationState::Reported { on }).confirm(may(&noun)).unwrap()).0,
        [("technique.applied", None, 1)]
    );
}

pub(super) fn need(disciplines: &[&str]) -> Need {
    Need {
        id: NeedId(id(3)),
        village: village(1),
        programme: None,
        disciplines: disciplines.iter().map(|code| (*code).to_owned()).collect(),
        title: "需求".into(),
        text: String::new(),
        months: Some(Months { from: 3, to: 5 }),
        withdrawn_on: None,
        batch: None,
    }
}

struct Known;

impl Lookup for Known {
    fn village(&self, text: &str) -> Result<PlaceCode, &'static str> {
        match text {
            "大河村" => Ok(village(1)),
            "小河村" => Ok(village(2)),
            "" => Err("required"),
            _ => Err("place_unknown"),
        }
    }

    fn place(&self, text: &str) -> Result<PlaceCode, &'static str> {
        self.village(text)
    }

    fn discipline(&self, text: &str) -> Option<Discipline> {
        let code = match text {
            "农艺学" | "210.30" => "210.30",
            "植物保护学" => "210.60",
            _ => return None,
        };
        Some(Discipline { code: code.into(), name: text.into(), english: String::new() })
    }

    fn has_need(&self, village_code: PlaceCode, title: &str) -> bool {
        (village_code, title) == (village(2), "老需求")
    }

    fn has_expert(&self, name: &str, _phone: &Phone) -> bool {
        name == "老专家"
    }
}

fn sheet(rows: &[&[&str]]) -> Sheet {
    Sheet {
        name: String::new(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
    }
}

fn problems(rows: &[ReadRow]) -> Vec<(usize, Vec<(&str, &str)>)> {
    rows.iter()
        .map(|row| {
            (row.number, row.problems.iter().map(|(column, problem)| (column.as_str(), problem.as_str())).collect())
        })
        .collect()
}

#[test]
fn good_rows_are_read_and_each_bad_cell_is_named() {
    let rows = [
        ["村名", "联系人", "电话", "专业", "需求", "月份"].as_slice(),
        &["大河村", "田大伯", "139 0000 0001", "农艺学、植物保护学", "水稻病虫害", "3—5月"],
        &["", "", "", "", "", ""],
        &["上河村", "", "12", "炼金术", "短", "13"],
        &["小河村", "", "", "210.30", "老需求", ""],
        &["大河村", "", "", "210.30", "水稻病虫害", ""],
    ];
    let read = read(SheetKind::Needs, &sheet(&rows), &Known).unwrap();
    let Some(Says::Need(first)) = &read[0].says else { panic!("{read:?}") };
    assert_eq!(
        (first.disciplines.as_slice(), first.months, first.phone.as_deref()),
        (["210.30".to_owned(), "210.60".into()].as_slice(), Some((3, 5)), Some("13900000001"))
    );
    let expected = vec![
        (2, vec![]),
        (
            4,
            vec![
                ("村", "place_unknown"),
                ("联络员电话", "not_a_phone"),
                ("学科", "discipline_unknown"),
                ("需求", "too_short"),
                ("月份", "months_unreadable"),
            ],
        ),
        (5, vec![("需求", "need_known")]),
        (6, vec![("村", "row_double")]),
    ];
    assert_eq!(problems(&read), expected);
}

#[test]
fn experts_are_read_with_the_columns_in_any_order() {
    let rows = [
        ["手机", "姓名", "级别", "专业", "村数", "居住地", "备注"].as_slice(),
        &["13900000001", "陈研究员", "正高", "农艺学", "2", "大河村", "x"],
        &["13900000002", "老专家", "副高级", "农艺学", "", "", ""],
        &["13900000003", "某人", "教授", "农艺学", "9", "天上", ""],
    ];
    let read = read(SheetKind::Experts, &sheet(&rows), &Known).unwrap();
    let Some(Says::Expert(first)) = &read[0].says else { panic!("{read:?}") };
    assert_eq!((first.level.as_str(), first.max_posts, first.home.as_deref()), ("senior", 2, Some("990101001001")));
    assert_eq!(problems(&read)[1].1, [("姓名", "expert_known")]);
    assert_eq!(
        problems(&read)[2].1,
        [("职称级别", "level_unknown"), ("可任村数", "out_of_range"), ("居住地", "place_unknown")]
    );
}

#[test]
fn missing_columns_are_told_before_any_row() {
    assert_eq!(read(SheetKind::Needs, &sheet(&[&["村", "标题"]]), &Known), Err(vec!["学科"]));
    assert_eq!(read(SheetKind::Experts, &sheet(&[]), &Known), Err(vec!["姓名", "电话", "职称级别", "学科"]));
}

proptest! {
    #[test]
    fn any_sheet_is_read_or_refused(rows in proptest::collection::vec(proptest::collection::vec(".{0,8}", 0..8), 0..6), known: bool) {
        let mut rows = rows;
        if known {
            rows.insert(0, ["村", "学科", "需求", "联络员", "电话", "月份"].map(String::from).to_vec());
        }
        let sheet = Sheet { name: String::new(), rows };
        if let Ok(read) = read(SheetKind::Needs, &sheet, &Known) {
            prop_assert!(read.iter().all(|row| row.says.is_some() == row.problems.is_empty()));
        }
    }
}
