//! The year's plan: the speech is uploaded and adopted, tasks get owners, dates and targets, the leader signs.

use super::names;
use super::people::Ground;
use super::stage::{City, Scene, at, button, day};
use ground::stop::{OrMissing, Stop};
use logic::act::Role;
use logic::fold::Query;
use logic::form::{Raw, Upload};
use logic::id::Id;
use std::sync::Arc;

/// The association's own speech, of a city and a year that never were.
const SPEECH: &str = include_str!("../../../crates/outline/samples/work-speech.txt");

const FILE: &str = "在科协年度工作会议上的讲话.txt";

/// What the officer made of a clause, and how far the task came by December.
pub(super) struct Row {
    clause: &'static str,
    choice: &'static str,
    pub(super) title: &'static str,
    /// The lead unit; the association where it is empty.
    pub(super) lead: &'static str,
    support: &'static [&'static str],
    due: &'static str,
    pub(super) fate: Fate,
}

/// How far a task comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// 归档, finished in that month.
    Archived(i8),
    /// 核验
    Verified(i8),
    /// Finished, sent back once, finished again and verified.
    Returned(i8),
    /// 办结, not verified yet.
    Finished(i8),
    /// 在办
    Underway,
    /// 督办, and no answer.
    Urged,
    /// 认领
    Claimed,
    /// Nobody has taken it on.
    Divided,
}

const fn line(clause: &'static str, title: &'static str) -> Row {
    Row { clause, choice: "line", title, lead: "", support: &[], due: "", fate: Fate::Divided }
}

const fn task(clause: &'static str, title: &'static str, lead: &'static str, due: &'static str, fate: Fate) -> Row {
    Row { clause, choice: "task", title, lead, support: &[], due, fate }
}

const fn helped(row: Row, support: &'static [&'static str]) -> Row {
    Row { support, ..row }
}

const fn merge(clause: &'static str) -> Row {
    Row { clause, choice: "merge", title: "", lead: "", support: &[], due: "", fate: Fate::Divided }
}

/// The clause that the programme comes from.
const PROGRAMME_CLAUSE: &str = "4#2";

const ROWS: &[Row] = &[
    line("1", "抓定位，服务大局，找准角度，促进科协地位提升"),
    task("1.1", "弘扬科学精神宣传活动", "调研宣传部", "2026-10-31", Fate::Archived(10)),
    helped(
        task("1.2", "组织专家进企业、下田间", "农村科普服务中心", "2026-11-30", Fate::Verified(11)),
        &["云川市农学会", "云川市机械工程学会"],
    ),
    task("1.3", "围绕产业升级、环境治理、民生改善开展决策咨询", "调研宣传部", "2026-12-31", Fate::Underway),
    line("2", "抓质量，严格标准，注重实效，促进工作水平提升"),
    task("2.1", "选准大事，集中力量办成", "办公室", "2026-12-31", Fate::Underway),
    task("2.2", "机关半年业务交流", "办公室", "2026-07-31", Fate::Archived(7)),
    task("2.3", "机关干部每季度走访联系点", "组织联络部", "2026-12-31", Fate::Finished(12)),
    line("3", "抓能力，练好内功，敢于担当，促进服务本领提升"),
    task("3.1", "每个科室一项创新任务", "办公室", "2026-12-31", Fate::Underway),
    helped(
        task("3.2", "联合教育、农业、卫生部门办科普", "科普部", "2026-09-30", Fate::Returned(9)),
        &["云川市教育局", "云川市农业农村局", "云川市卫生健康局"],
    ),
    task("3.3", "年轻干部到任务重的岗位锻炼", "组织联络部", "2026-10-31", Fate::Urged),
    task("3.4", "“走基层、听心声”调研", "调研宣传部", "2026-06-30", Fate::Archived(6)),
    line("4", "抓品牌，突出特色，精心培育，促进社会认知提升"),
    task("4#1", "实施全民科学素质行动计划纲要", "科普部", "2026-12-31", Fate::Underway),
    helped(
        task(
            PROGRAMME_CLAUSE,
            "“百千万”工程：百名专家进百村，千项技术惠万民",
            "农村科普服务中心",
            "2026-12-31",
            Fate::Underway,
        ),
        &["云川市农学会", "云川市园艺学会", "云川市植物保护学会", "云川市畜牧兽医学会"],
    ),
    merge("4#3"),
    helped(
        task("4#4", "开办农民科普学校，培训农村实用人才5000名", "农村科普服务中心", "2026-11-30", Fate::Finished(12)),
        &["晴川区科协", "云麓县科协", "青塘县科协"],
    ),
    task("4#5", "社区“五进一展演”", "科普部", "2026-10-31", Fate::Verified(10)),
    task("4#6", "建成科技工作者诉求服务中心", "组织联络部", "2026-09-30", Fate::Urged),
    line("5", "抓水平，瞄准前沿，鼓励争鸣，促进学术交流提升"),
    task("5.1", "首届青年学术年会", "学会学术部", "2026-09-30", Fate::Archived(9)),
    task("5.2", "择优资助小型、专题、跨学科研讨", "学会学术部", "2026-11-30", Fate::Verified(11)),
    task("5.3", "“海智桥”计划：联系海外专家20名", "学会学术部", "2026-12-31", Fate::Claimed),
    line("6", "抓活动，丰富载体，广泛动员，促进公众参与提升"),
    task("6.1", "面向公众的科普活动", "科普部", "2026-12-31", Fate::Underway),
    task("6.2", "学会报告会不少于120场", "学会学术部", "2026-12-31", Fate::Underway),
    task("6.3", "科技工作者沙龙每两个月一期", "组织联络部", "2026-12-31", Fate::Finished(12)),
    task("6.4", "机关读书会、技能比武", "办公室", "2026-11-30", Fate::Archived(11)),
    line("7", "抓规模，集中力量，形成声势，促进社会影响提升"),
    task("7.1", "办好“科技下乡月”“科普大集”", "科普部", "2026-05-31", Fate::Archived(5)),
    task("7.2", "推进部门、企业大联合", "办公室", "2026-12-31", Fate::Claimed),
    task("7.3", "做好报纸、广播、电视宣传", "调研宣传部", "2026-12-31", Fate::Underway),
    line("8", "抓措施，改进方法，搭建平台，促进工作实效提升"),
    task("8.1", "社区四进、乡镇“一廊、一室、一队”与“三建一评”", "科普部", "2026-11-30", Fate::Urged),
    task("8.2", "“369能力提升工程”，轮训学会秘书长", "学会学术部", "2026-08-31", Fate::Archived(8)),
    task("8.3", "重点联系科技人员制度", "组织联络部", "2026-12-31", Fate::Underway),
    line("9", "抓状态，振奋精神，雷厉风行，促进工作效率提升"),
    task("9.1", "“热爱科协事业”主题交流", "办公室", "2026-08-31", Fate::Verified(8)),
    task("9.2", "抓落实：办文、办事、来访有回音", "办公室", "2026-12-31", Fate::Underway),
    task("9.3", "困难台账与帮助办法", "计划财务部", "2026-10-31", Fate::Divided),
];

/// A task of the plan.
#[derive(Clone)]
pub(super) struct Task {
    pub(super) id: Id,
    pub(super) row: &'static Row,
}

impl Task {
    /// Whether the programme's work is done under it.
    pub(super) fn is_programme(&self) -> bool {
        self.row.clause == PROGRAMME_CLAUSE
    }
}

/// The speech becomes a plan without owners yet.
pub(super) async fn adopt(city: &City, ground: &Arc<Ground>) -> Result<Arc<Vec<Task>>, Stop> {
    let known = ground.clone();
    let document = city.write(at(day(1, 14), 9), move |scene| upload(scene, &known)).await?;
    let known = ground.clone();
    city.write(at(day(1, 14), 14), move |scene| {
        let mut form = Raw { pairs: vec![("announced_lines".into(), "10".into())], files: Vec::new() };
        form.pairs.extend(ROWS.iter().flat_map(cells));
        scene.on(known.officer()?, "document.adopt", document, form)
    })
    .await?;
    Ok(Arc::new(tasks(city).await?))
}

fn upload(scene: &mut Scene, ground: &Ground) -> Result<Id, Stop> {
    let officer = ground.officer()?;
    scene.make(officer, "plan.open", Raw::of([("year", "2026"), ("plan_title", "云川市科协2026年工作计划")]))?;
    scene.later(1200);
    // The sample speaks of another city and of 2009.
    let text = SPEECH.replace("2009", "2026").replace("十一五", "十五五").replace("青梧市", names::CITY);
    let document = Upload { name: FILE.into(), bytes: text.into_bytes() };
    let form = Raw { pairs: Vec::new(), files: vec![("document".into(), document)] };
    scene.act(officer, "document.upload", &[("year", "2026".into())], form)?.or_missing()
}

/// One row of the form, as a browser would send it.
fn cells(row: &Row) -> [(String, String); 5] {
    let cell = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    [
        cell("clause", row.clause),
        cell("choice", row.choice),
        cell("title", row.title),
        cell("lead", row.lead),
        cell("due", row.due),
    ]
}

/// The tasks in the order they were adopted: their facts say which they are.
async fn tasks(city: &City) -> Result<Vec<Task>, Stop> {
    let query: Query = "measure=nouns&kind=task.divided".parse().map_err(|_| Stop::Missing)?;
    let read = city.house.db.read(move |read| Ok(read.lines(&query, 0, read.last_fact()?.0, 0, 1000)?));
    let mut ids: Vec<_> = read.await?.into_iter().map(|line| (line.position, line.noun)).collect();
    ids.sort_unstable();
    let rows = ROWS.iter().filter(|row| row.choice == "task");
    Ok(ids.into_iter().zip(rows).map(|((_, id), row)| Task { id, row }).collect())
}

/// Owners and supporting units; the programme's task gets its four targets; the leader signs.
pub(super) async fn assign(
    city: &City,
    ground: &Arc<Ground>,
    tasks: &Arc<Vec<Task>>,
    programme: Id,
) -> Result<(), Stop> {
    let (known, all) = (ground.clone(), tasks.clone());
    city.write(at(day(1, 16), 9), move |scene| {
        for task in all.iter() {
            put_in_charge(scene, &known, task)?;
        }
        let own = all.iter().find(|task| task.is_programme()).or_missing()?;
        aim(scene, &known, own, programme)
    })
    .await?;
    let known = ground.clone();
    city.write(at(day(1, 20), 16), move |scene| {
        let leader = &known.staff_of(Role::Leader, names::ASSOCIATION)?.who;
        scene.act(leader, "plan.approve", &[("year", "2026".into())], button()).map(drop)
    })
    .await
}

fn put_in_charge(scene: &mut Scene, ground: &Ground, task: &Task) -> Result<(), Stop> {
    scene.later(120);
    let owner = ground.staff_of(Role::Officer, task.row.lead)?;
    let lead = ground.unit(task.row.lead)?;
    let support: Vec<_> = task.row.support.iter().map(|name| ground.unit(name)).collect::<Result<_, _>>()?;
    let mut fields = vec![
        ("lead", lead.as_str()),
        ("owner_name", &owner.name),
        ("owner_phone", &owner.phone),
        ("due", task.row.due),
    ];
    fields.extend(support.iter().map(|unit| ("support", unit.as_str())));
    scene.on(ground.officer()?, "task.assign", task.id, Raw::of(fields)).map(drop)
}

/// 百名专家、百村、千项技术、万民: read from the speech's own words.
fn aim(scene: &mut Scene, ground: &Ground, task: &Task, programme: Id) -> Result<(), Stop> {
    let officer = ground.officer()?.clone();
    let line = line_of(scene, task.id)?.to_string();
    let programme = programme.to_string();
    let text = "组织“百名专家进百村，千项技术惠万民”的“百千万”工程，让专家与农户结成对子。";
    let fields =
        [("line", line.as_str()), ("task_name", task.row.title), ("task_text", text), ("programme", &programme)];
    scene.on(&officer, "task.edit", task.id, Raw::of(fields))?;
    let targets = [
        ("matching.experts_out", "100"),
        ("matching.villages_visited", "100"),
        ("matching.techniques_in_use", "1000"),
        ("matching.people", "10000"),
    ];
    for (indicator, number) in targets {
        scene.later(60);
        scene.on(&officer, "target.set", task.id, Raw::of([("indicator", indicator), ("target_number", number)]))?;
    }
    Ok(())
}

/// The line a task came under when it was handed out.
fn line_of(scene: &Scene, task: Id) -> Result<Id, Stop> {
    scene.tx.standing_facts(task, "task.divided")?.first().and_then(|fact| fact.object).or_missing()
}
