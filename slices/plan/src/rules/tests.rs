//! Every stage against every step, what each step leaves behind, and how a document becomes a plan.

use super::adopt::{BadChoice, Choice, Chosen, Offered, Step, adopt, due_day, offer};
use super::*;
use logic::act::{Act, Change, Grant, May, Noun, Role::Officer, UnitPath, Viewer};
use logic::fact::Draft;
use logic::id::{Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

fn id(number: u8) -> Id {
    Id::from([number; 16])
}

fn unit(number: u8) -> Unit {
    Unit { id: UnitId(id(number)), name: format!("单位{number}"), path: UnitPath(format!("0001/000{number}/")) }
}

fn plan() -> Plan {
    Plan {
        id: PlanId(id(1)),
        year: 2026,
        title: "计划".into(),
        unit: UnitId(id(2)),
        path: UnitPath("0001/".into()),
        announced_lines: None,
        versions: 0,
    }
}

fn task(stage: Stage) -> Task {
    Task {
        id: TaskId(id(3)),
        plan: plan().id,
        line: LineId(id(4)),
        number: 1,
        name: "任务".into(),
        text: "原文。".into(),
        source: None,
        programme: None,
        lead: unit(5),
        owner: Some(PersonId(id(6))),
        due: Some(TODAY),
        stage,
        carried_from: None,
    }
}

const TODAY: Day = Day(20_517);

fn viewer(person: u8) -> Viewer {
    let grants =
        [Officer, logic::act::Role::Leader].map(|role| Grant { role, unit: UnitPath("0001/".into()) }).to_vec();
    Viewer { person: Some(PersonId(id(person))), grants, ..Viewer::visitor(TODAY.start()) }
}

fn of_task<A: Act<Noun = Task>>() -> May<A> {
    viewer(9).may::<A>(&task(Stage::Divided)).unwrap()
}

fn of_plan<A: Act<Noun = Plan>>() -> May<A> {
    viewer(9).may::<A>(&plan()).unwrap()
}

fn stages() -> [Stage; 7] {
    let (by, on) = (Some(PersonId(id(8))), Day(20_000));
    [
        Stage::Divided,
        Stage::Claimed { by, on },
        Stage::Underway { on },
        Stage::Urged { by, on, note: "?".into() },
        Stage::Finished { by, on },
        Stage::Verified { by, on },
        Stage::Archived { on },
    ]
}

/// Where each stage leads; a dot where the step is refused.
fn table(step: impl Fn(Task) -> Result<Change<Task>, Refusal>) -> String {
    let leads = stages().map(|stage| step(task(stage)).map_or(".", |change| change.state.stage.code()));
    leads.join(" ")
}

#[test]
fn every_stage_against_every_step() {
    let urge = |task: Task| task.urge(of_plan(), "?".into());
    assert_eq!(table(|task| task.claim(of_task())), "claimed . . . . . .");
    assert_eq!(table(|task| task.report(of_task())), ". underway underway underway . . .");
    assert_eq!(table(urge), "urged urged urged . . . .");
    assert_eq!(table(|task| task.finish(of_task(), 1)), ". finished finished finished . . .");
    assert_eq!(table(|task| task.verify(of_plan())), ". . . . verified . .");
    assert_eq!(table(|task| task.send_back(of_plan())), ". . . . underway . .");
    assert_eq!(table(|task| task.archive(of_plan())), ". . . . . archived .");
    assert_eq!(table(|task| task.discard(of_plan())), "divided . . . . . .");
    assert_eq!(table(|task| task.assign(of_plan(), unit(5), None, None)), "divided claimed underway urged . . .");
    assert_eq!(table(|task| task.assign(of_plan(), unit(7), None, None)), "divided divided divided divided . . .");
    assert_eq!(table(|task| task.evidence(of_task(), EvidenceId(id(1)), None)), ". claimed underway urged . . .");
}

fn kinds<N>(change: Change<N>) -> (Vec<&'static str>, Vec<&'static str>) {
    let (_, _, facts, voids, ..) = change.into_parts();
    (facts.iter().map(|fact: &Draft| fact.kind.name).collect(), voids.iter().map(|void| void.kind.name).collect())
}

#[test]
fn finishing_needs_evidence_and_tells_whether_it_was_in_time() {
    let underway = || task(Stage::Underway { on: Day(1) });
    assert_eq!(underway().finish(of_task(), 0).err().map(|refusal| refusal.code), Some("task.no_evidence"));
    assert_eq!(kinds(underway().finish(of_task(), 2).unwrap()), (vec!["task.finished", "task.met_due"], vec![]));
    let late = Task { due: Some(TODAY.plus(-1)), ..underway() };
    assert!(late.is_late(TODAY));
    assert_eq!(kinds(late.finish(of_task(), 1).unwrap()), (vec!["task.finished"], vec![]));
}

#[test]
fn what_is_sent_back_was_not_finished() {
    let finished = task(Stage::Finished { by: None, on: TODAY });
    assert_eq!(
        kinds(finished.send_back(of_plan()).unwrap()),
        (vec!["task.returned"], vec!["task.finished", "task.met_due"])
    );
}

#[test]
fn nobody_verifies_their_own_work() {
    let finished = |by| task(Stage::Finished { by: Some(PersonId(id(by))), on: TODAY });
    assert_eq!(finished(9).verify(of_plan()).err().map(|refusal| refusal.code), Some("task.own_work"));
    assert!(finished(8).verify(of_plan()).is_ok());
}

#[test]
fn an_owner_may_work_on_a_task_of_any_unit() {
    let stranger = Viewer { grants: Vec::new(), ..viewer(7) };
    let owner = Viewer { grants: Vec::new(), ..viewer(6) };
    let merged = Viewer { also: vec![PersonId(id(6))], ..stranger.clone() };
    let able = |viewer: &Viewer| viewer.is_able::<ReportTask>(&task(Stage::Divided));
    assert_eq!([able(&stranger), able(&owner), able(&merged)], [false, true, true]);
    assert_eq!(task(Stage::Divided).unit(), Some(&unit(5).path));
}

#[test]
fn moving_a_task_to_another_line_moves_what_is_counted_there() {
    let edited = |changed: Task| kinds(task(Stage::Divided).edit(of_plan(), &plan(), changed).unwrap());
    let renamed = Task { name: "新名".into(), ..task(Stage::Divided) };
    assert_eq!(edited(renamed), (vec!["task.edited"], vec![]));
    let moved = Task { line: LineId(id(40)), ..task(Stage::Divided) };
    assert_eq!(edited(moved), (vec!["task.edited", "task.divided"], vec!["task.divided"]));
}

#[test]
fn merging_keeps_both_texts_and_counts_one_task() {
    let into = Task { id: TaskId(id(30)), text: "前文。".into(), ..task(Stage::Divided) };
    let merged = task(Stage::Divided).merge(of_plan(), &into).unwrap();
    assert_eq!((merged.state.id, merged.state.text.as_str()), (into.id, "前文。\n原文。"));
    assert_eq!(kinds(merged), (vec!["task.merged"], vec!["task.divided"]));
    assert_eq!(
        task(Stage::Divided).merge(of_plan(), &task(Stage::Divided)).err().map(|refusal| refusal.code),
        Some("task.same")
    );
}

#[test]
fn a_plan_counts_for_its_year_whenever_it_is_made() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(plan().effective(day("2025-12-20")), day("2026-01-01"));
    assert_eq!(plan().effective(day("2026-06-01")), day("2026-06-01"));
    assert_eq!(plan().effective(day("2027-01-05")), day("2026-12-31"));
}

#[test]
fn an_empty_plan_is_not_signed_and_nobody_signs_without_a_name() {
    let code = |change: Result<Change<Plan>, Refusal>| change.err().map(|refusal| refusal.code);
    assert_eq!(code(plan().approve(of_plan(), id(1), 0)), Some("plan.empty"));
    let nameless = Viewer { person: None, ..viewer(1) };
    assert_eq!(code(plan().approve(nameless.may(&plan()).unwrap(), id(1), 1)), Some("plan.no_signer"));
    assert_eq!(plan().approve(of_plan(), id(1), 1).unwrap().state.versions, 1);
    assert_eq!(viewer(1).now, Instant(TODAY.start().0));
}

fn task_of(programme: Option<Id>) -> Task {
    Task { programme, ..task(Stage::Divided) }
}

#[test]
fn what_changed_since_signing_is_listed() {
    let line = Line { id: LineId(id(4)), plan: plan().id, number: 1, name: "上档次".into(), goal: String::new() };
    let target = |number| Target { id: TargetId(id(1)), task: TaskId(id(3)), indicator: "a.b".into(), number };
    let version = |tasks: &[Task], targets: &[Target]| {
        Version::of(std::slice::from_ref(&line), tasks, targets, &[(TaskId(id(3)), "农学会".into())])
    };
    let other = Task { id: TaskId(id(33)), name: "另一项".into(), ..task(Stage::Divided) };
    let signed = version(&[task(Stage::Divided), other], &[target(100)]);
    assert_eq!(compare(&signed, &signed), []);
    let new = Task { id: TaskId(id(34)), name: "新任务".into(), ..task(Stage::Divided) };
    let changed = Task { due: None, lead: unit(7), stage: Stage::Underway { on: TODAY }, ..task(Stage::Divided) };
    let differences = compare(&signed, &version(&[changed, new], &[target(120)]));
    let older = Version(signed.0.replace(r#""programme":"","#, ""));
    assert_ne!(older, signed);
    assert_eq!(compare(&older, &version(&[task_of(Some(id(9)))], &[target(100)])).len(), 1, "only the missing task");
    let joined = compare(&signed, &version(&[task_of(Some(id(9)))], &[target(100)]));
    assert_eq!((joined[0].field.as_str(), joined[0].now.as_str()), ("programme", id(9).to_string().as_str()));
    let told: Vec<_> = differences
        .iter()
        .map(|found| (found.name.as_str(), found.field.as_str(), found.before.as_str(), found.now.as_str()))
        .collect();
    let due = TODAY.to_string();
    let expected = [
        ("任务", "lead", "单位5", "单位7"),
        ("任务", "due", due.as_str(), ""),
        ("任务", "target a.b", "100", "120"),
        ("另一项", "removed", "另一项", ""),
        ("新任务", "added", "", "新任务"),
    ];
    assert_eq!(told, expected);
}

const DOCUMENT: &str = "2026年工作要点\n一、上品牌,突出特色,提高知名度。今年要开展“百名专家进百村,千项技术惠万民”的“百千万”工程,创办农民科技学校活动。\n\
    二、上活动,提高参与度。要组织活动。一要组织科普活动。扩大覆盖面；二要组织学术活动。围绕经济建设。\n（一）建设站点。6月底前完成。（科普部负责）";

#[test]
fn lines_tasks_and_named_programmes_are_offered() {
    let offered = offer(&outline::outline(DOCUMENT));
    let told: Vec<_> =
        offered.iter().map(|clause| (clause.id.as_str(), clause.label.as_str(), clause.proposed.code())).collect();
    assert_eq!(told[0], ("1", "一、", "line"));
    assert!(told.iter().any(|(id, _, proposed)| id.starts_with("1#") && *proposed == "task"), "{told:?}");
    let programme = offered.iter().find(|clause| clause.title.contains("百千万")).unwrap();
    assert!(programme.text.contains("百名专家进百村"), "{programme:?}");
    let site = offered.iter().find(|clause| clause.title.contains("建设站点")).unwrap();
    assert_eq!(site.lead.as_deref(), Some("科普部"));
}

fn offered(id: &str) -> Offered {
    Offered {
        id: id.into(),
        level: 2,
        label: "一是".into(),
        title: format!("题{id}"),
        text: format!("文{id}。"),
        proposed: Choice::Task,
        lead: None,
        due: None,
        figures: vec![],
        programmes: vec![],
    }
}

fn chosen(id: &str, choice: Choice) -> Chosen {
    Chosen { clause: id.into(), choice, title: format!("题{id}"), lead: String::new(), due: None }
}

#[test]
fn choices_come_to_lines_tasks_and_merged_words() {
    let all = ["1", "2", "3", "4"].map(offered);
    let choices =
        [chosen("1", Choice::Line), chosen("2", Choice::Task), chosen("3", Choice::Merge), chosen("4", Choice::Leave)];
    let steps = adopt(&all, &choices, false).unwrap();
    let task = Step::Task {
        clause: "2".into(),
        name: "题2".into(),
        text: "一是题2。文2。\n一是题3。文3。".into(),
        lead: String::new(),
        due: None,
        merged: vec!["3".into()],
    };
    assert_eq!(
        steps,
        [
            Step::Line { clause: "1".into(), name: "题1".into(), goal: String::new() },
            task,
            Step::Left { clause: "4".into() }
        ]
    );
}

#[test]
fn programmes_of_one_sentence_bring_it_once() {
    let named =
        |name: &str| Offered { title: name.into(), text: "做好甲工程、乙工程。".into(), ..offered(name) };
    let choices = [("线", Choice::Line), ("甲工程", Choice::Task), ("乙工程", Choice::Merge)];
    let choices = choices.map(|(name, choice)| Chosen { title: name.into(), ..chosen(name, choice) });
    let steps = adopt(&["线", "甲工程", "乙工程"].map(named), &choices, false).unwrap();
    let Step::Task { text, merged, .. } = &steps[1] else { panic!("{steps:?}") };
    assert_eq!((text.matches("做好").count(), merged.as_slice()), (1, ["乙工程".to_owned()].as_slice()));
}

#[test]
fn a_row_that_cannot_be_is_named() {
    let all = ["1", "2"].map(offered);
    let refused = |choices: &[Chosen], has_line| adopt(&all, choices, has_line).err();
    let bad = |clause: &str, problem| Some(BadChoice { clause: clause.into(), problem });
    assert_eq!(refused(&[chosen("1", Choice::Task)], false), bad("1", "clause_without_line"));
    assert_eq!(refused(&[chosen("1", Choice::Task)], true), None);
    assert_eq!(
        refused(&[chosen("1", Choice::Line), chosen("2", Choice::Merge)], false),
        bad("2", "clause_without_task")
    );
    assert_eq!(refused(&[chosen("9", Choice::Line)], false), bad("9", "clause_unknown"));
    let unnamed = Chosen { title: String::new(), ..chosen("1", Choice::Line) };
    assert_eq!(refused(&[unnamed], false), bad("1", "clause_unnamed"));
}

#[test]
fn due_dates_are_days_months_or_years() {
    let day = |text: &str| text.parse::<Day>().ok();
    assert_eq!(due_day("2025-06-30"), day("2025-06-30"));
    assert_eq!(due_day("2025-06"), day("2025-06-30"));
    assert_eq!(due_day("2025"), day("2025-12-31"));
    for other in ["--06", "--06-30", "every quarter", "ongoing", ""] {
        assert_eq!(due_day(other), None, "{other}");
    }
}
