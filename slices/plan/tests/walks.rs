//! Walks through the year's plan: from the speech as it was saved to archived tasks, and all that may go wrong on the way.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

use axum::http::StatusCode;
use ground::directory::UnitKind;
use logic::act::Role;
use plan::SLICE;
use web::Slice;
use web::kit::{Reader, Seen, Walk, on_each_engine};

static SLICES: &[&Slice] = &[&SLICE];

const SPEECH: &[u8] = include_bytes!("../../../crates/outline/samples/work-speech.txt");

struct People {
    lin: Reader,
    leader: Reader,
    office: String,
}

async fn people(walk: &Walk) -> People {
    let office = walk.unit("科普部", UnitKind::Department, "云川市科协").await.to_string();
    walk.unit("农学会", UnitKind::Society, "云川市科协").await;
    People {
        lin: walk.staff("林干事", Role::Officer, "云川市科协").await,
        leader: walk.staff("周主席", Role::Leader, "云川市科协").await,
        office,
    }
}

async fn open_plan(lin: &Reader) {
    lin.post("/plans", &[("year", "2026")]).await.done();
}

async fn add_line(lin: &Reader, name: &str) -> String {
    lin.post("/plans/2026/lines", &[("line_name", name)]).await.done();
    let html = lin.get("/plans/2026").await.ok().html();
    html.rsplit("href=\"/lines/").next().unwrap().split('"').next().unwrap().to_owned()
}

async fn add_task(lin: &Reader, line: &str, name: &str, lead: &str, due: &str) -> String {
    lin.post("/plans/2026/tasks", &[("line", line), ("task_name", name), ("lead", lead), ("due", due)]).await.done()
}

/// The rows of the document's table, as a browser would send them back.
fn rows(page: &Seen) -> Vec<(String, String)> {
    let html = page.html();
    let mut fields = Vec::new();
    for row in html.split("name=\"clause\"").skip(1) {
        let value = |name: &str| {
            row.split(&format!("name=\"{name}\" value=\""))
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .unwrap_or_default()
                .to_owned()
        };
        let clause = row.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let choice = row
            .split(" selected>")
            .next()
            .and_then(|before| before.rsplit("value=\"").next())
            .and_then(|rest| rest.split('"').next());
        fields.push(("clause".to_owned(), clause.to_owned()));
        fields.push(("choice".to_owned(), choice.unwrap_or_default().to_owned()));
        fields.extend(["title", "lead", "due"].map(|name| (name.to_owned(), value(name))));
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speech_as_it_was_saved_becomes_the_plan() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, .. } = people(&walk).await;
        open_plan(&lin).await;
        let id = lin.upload("/plans/2026/documents", &[], ("document", "讲话.txt", SPEECH)).await.done();
        let page = lin.get(&format!("/documents/{id}")).await.ok();
        assert!(page.says("原文中断") && page.says("已去除页码"), "{}", page.words());
        let mut fields = rows(&page);
        let lines = fields.iter().filter(|(name, value)| name == "choice" && value == "line").count();
        assert_eq!(lines, 9);
        let original = lin.get(&format!("/documents/{id}/file")).await.ok();
        assert_eq!(
            (original.bytes.as_slice(), original.file.as_str()),
            (SPEECH, "attachment; filename*=UTF-8''%E8%AE%B2%E8%AF%9D.txt")
        );
        fields.push(("announced_lines".into(), "10".into()));
        lin.post(&format!("/documents/{id}/adopt"), &borrowed(&fields)).await.done();
        let plan = lin.get("/plans/2026").await.ok();
        assert!(plan.says("九、") && plan.says("文件提出 10 条主线，能读到的只有 9 条。"), "{}", plan.words());
        let again = lin.get(&format!("/documents/{id}")).await.ok();
        assert_eq!(rows(&again).len(), 0, "what was taken is not offered again");
        let tasks = lin.get("/tasks").await.ok();
        assert!(tasks.words().lines().any(|line| line == "筛选"), "{}", tasks.words());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_row_is_told_and_everything_typed_is_kept() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, .. } = people(&walk).await;
        open_plan(&lin).await;
        let text = "2026年工作要点\n一、上品牌。\n一是办好工程。多做实事；二是办好学校。多办班。\n二、上活动。";
        let id = lin.upload("/plans/2026/documents", &[], ("document", "要点.txt", text.as_bytes())).await.done();
        let mut fields = rows(&lin.get(&format!("/documents/{id}")).await.ok());
        let lead = fields.iter_mut().filter(|(name, _)| name == "lead").nth(1).unwrap();
        lead.1 = "没有这个单位".into();
        let title = fields.iter_mut().filter(|(name, _)| name == "title").nth(2).unwrap();
        title.1 = "改过的名称".into();
        let wrong = lin.post(&format!("/documents/{id}/adopt"), &borrowed(&fields)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.problems(), ["通讯录里没有这个单位。请从列表中选，或先添加单位。"]);
        assert!(wrong.html().contains("改过的名称") && wrong.html().contains("没有这个单位"));
        assert!(lin.get("/plans/2026").await.ok().says("还没有内容。"), "nothing was stored");
        let lead = fields.iter_mut().filter(|(name, _)| name == "lead").nth(1).unwrap();
        lead.1 = "农学会".into();
        lin.post(&format!("/documents/{id}/adopt"), &borrowed(&fields)).await.done();
        let rows: Vec<_> =
            lin.get("/tasks").await.ok().rows().into_iter().map(|row| (row[0].clone(), row[3].clone())).collect();
        assert_eq!(rows[0].1, "农学会");
        assert_eq!(rows[1], ("改过的名称".to_owned(), "云川市科协".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_that_cannot_be_read_are_told_why() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, .. } = people(&walk).await;
        open_plan(&lin).await;
        let upload = async |name: &str, bytes: &[u8]| {
            lin.upload("/plans/2026/documents", &[], ("document", name, bytes)).await.problems()
        };
        assert_eq!(upload("空.txt", b"").await, ["请填写。"]);
        assert_eq!(upload("空白.txt", b"  \n ").await, ["文件里没有文字。"]);
        assert_eq!(upload("坏.docx", b"PK\x03\x04nonsense").await, ["文件已损坏。请用文字处理软件另存一次再上传。"]);
        assert_eq!(upload("图.txt", &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]).await.len(), 1);
        assert_eq!(walk.read(|read| Ok(read.history_of(logic::id::Id::from([0; 16]))?.len())).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_goes_its_way_from_hand_to_archive() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, leader, office } = people(&walk).await;
        let wang = walk.staff("王干事", Role::Officer, "科普部").await;
        let other = walk.staff("外人", Role::Officer, "农学会").await;
        open_plan(&lin).await;
        let line = add_line(&lin, "上品牌").await;
        let task = add_task(&lin, &line, "办好百千万工程", &office, "2026-03-31").await;
        let path = |verb: &str| format!("/tasks/{task}/{verb}");
        assert_eq!(other.post(&path("claim"), &[]).await.status, StatusCode::NOT_FOUND);
        assert!(wang.get("/work").await.ok().says("办好百千万工程"));
        wang.post(&path("claim"), &[]).await.done();
        assert_eq!(wang.post(&path("claim"), &[]).await.problems(), ["任务现在的阶段不能这样办。"]);
        leader.post(&path("urge"), &[("urge", "进展如何？")]).await.done();
        assert_eq!(walk.told(&wang).await, ["任务“办好百千万工程”被督办，请报告进展。"]);
        wang.post(&path("report"), &[("report", "已联系 30 位专家。")]).await.done();
        assert_eq!(walk.told(&leader).await, ["任务“办好百千万工程”的督办有了答复。"]);
        assert_eq!(wang.post(&path("finish"), &[]).await.problems(), ["没有佐证，不能办结。请先添加事实或文件。"]);
        assert_eq!(wang.post(&path("evidence"), &[]).await.problems(), ["请填写事实编号，或者选一个文件。"]);
        assert_eq!(wang.post(&path("evidence"), &[("fact", "99999")]).await.problems(), ["没有这个编号的事实。"]);
        wang.post(&path("evidence"), &[("fact", "1")]).await.done();
        let file = wang
            .upload(&path("evidence"), &[("evidence_name", "签到册")], ("file", "册.pdf", b"%PDF-1.4 x"))
            .await
            .done();
        assert_eq!(file, task);
        wang.post(&path("finish"), &[]).await.done();
        assert_eq!(
            wang.post(&path("verify"), &[]).await.status,
            StatusCode::NOT_FOUND,
            "the lead unit does not verify"
        );
        lin.post(&path("return"), &[("lacking", "缺照片")]).await.done();
        wang.post(&path("finish"), &[]).await.done();
        lin.post(&path("verify"), &[]).await.done();
        lin.post(&path("archive"), &[]).await.done();
        let page = lin.get(&format!("/tasks/{task}")).await.ok();
        assert!(page.says("缺照片") && page.says("签到册"));
        let proof = page.link("签到册");
        assert_eq!(wang.get(&proof).await.ok().bytes, b"%PDF-1.4 x");
        walk.work().await;
        assert_eq!(wang.get(&proof).await.ok().bytes, b"%PDF-1.4 x", "from the store as from the database");
        let counts = walk
            .read(|read| {
                let count = |kind: &str| {
                    Ok::<_, ground::stop::Stop>(
                        read.figure(&format!("measure=nouns&kind=task.{kind}").parse().unwrap())?.value(),
                    )
                };
                Ok([count("divided")?, count("finished")?, count("met_due")?, count("verified")?])
            })
            .await;
        assert_eq!(counts, [1, 1, 1, 1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_is_signed_and_every_later_change_is_listed() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, leader, office } = people(&walk).await;
        open_plan(&lin).await;
        let visitor = walk.visitor();
        assert_eq!(leader.post("/plans/2026/approve", &[]).await.problems(), ["计划里还没有任务，不能审定。"]);
        let line = add_line(&lin, "上品牌").await;
        let task = add_task(&lin, &line, "办好百千万工程", &office, "2026-10-31").await;
        add_task(&lin, &line, "办好学校", &office, "").await;
        assert_eq!(
            lin.post("/plans/2026/approve", &[]).await.status,
            StatusCode::NOT_FOUND,
            "an officer does not sign"
        );
        assert_eq!(visitor.get("/plans/2026").await.status, StatusCode::NOT_FOUND);
        leader.post("/plans/2026/approve", &[]).await.done();
        assert!(visitor.get("/plans/2026").await.ok().says("周主席 于 2026-03-05 10:00 签署"));
        assert_eq!(visitor.get(&format!("/tasks/{task}")).await.status, StatusCode::NOT_FOUND);
        assert!(lin.get("/plans/2026/changes").await.ok().says("审定后没有变动。"));
        lin.post(
            &format!("/tasks/{task}/assign"),
            &[("lead", &office), ("due", "2026-11-30"), ("owner_name", "王工"), ("owner_phone", "13900000001")],
        )
        .await
        .done();
        lin.post(&format!("/tasks/{task}/targets"), &[("indicator", "plan.tasks"), ("target_number", "5")])
            .await
            .done();
        let rows = lin.get("/plans/2026/changes").await.ok().rows();
        let expected =
            [["办好百千万工程", "时限", "2026-10-31", "2026-11-30"], ["办好百千万工程", "指标 分解任务", "", "5"]];
        assert_eq!(rows, expected);
        leader.post("/plans/2026/approve", &[]).await.done();
        assert!(lin.get("/plans/2026/changes").await.ok().says("审定后没有变动。"));
        let owner = walk.person("王工", Some("13900000001")).await;
        assert!(
            walk.by_phone(owner).await.get(&format!("/tasks/{task}")).await.ok().says("2026-11-30"),
            "its owner sees it without any role"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_open_into_their_facts_and_numbers_in_the_text_are_proposed() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, office, .. } = people(&walk).await;
        open_plan(&lin).await;
        let line = add_line(&lin, "上品牌").await;
        let task = add_task(&lin, &line, "办好工程", &office, "").await;
        let set = async |indicator: &str, number: &str| {
            lin.post(&format!("/tasks/{task}/targets"), &[("indicator", indicator), ("target_number", number)]).await
        };
        assert_eq!(set("no.such", "5").await.problems(), ["请从列出的选项中选择。"]);
        assert_eq!(set("plan.tasks", "0").await.problems(), ["请填 1 到 100000000 之间的数。"]);
        set("plan.tasks", "4").await.done();
        set("plan.tasks", "5").await.done();
        let rows = lin.get(&format!("/tasks/{task}")).await.ok().rows();
        assert_eq!(rows[0][..4], ["分解任务", "1", "目标 5 项", "20.0%"]);
        let html = lin.get(&format!("/tasks/{task}")).await.html();
        let target = html.split("name=\"target\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        lin.post(&format!("/tasks/{task}/targets/remove"), &[("target", &target)]).await.done();
        assert!(lin.get(&format!("/tasks/{task}")).await.ok().says("还没有指标。"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_merged_dropped_and_carried_over() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, office, .. } = people(&walk).await;
        open_plan(&lin).await;
        let line = add_line(&lin, "上品牌").await;
        let first = add_task(&lin, &line, "办好工程", &office, "2026-06-30").await;
        let second = add_task(&lin, &line, "办好工程之二", &office, "").await;
        let third = add_task(&lin, &line, "不办了", &office, "").await;
        lin.post(&format!("/tasks/{second}/merge"), &[("into", &first)]).await.done();
        lin.post(&format!("/tasks/{third}/drop"), &[]).await.done();
        assert_eq!(lin.get(&format!("/tasks/{second}")).await.status, StatusCode::NOT_FOUND);
        let count = async || {
            walk.read(|read| Ok(read.figure(&"measure=nouns&kind=task.divided".parse().unwrap())?.value())).await
        };
        assert_eq!(count().await, 1);
        assert_eq!(lin.post("/plans/2026/carry", &[("year", "2027")]).await.problems(), ["那一年的计划还没有建立。"]);
        lin.post("/plans", &[("year", "2027")]).await.done();
        lin.post("/plans/2026/carry", &[("year", "2027")]).await.done();
        assert_eq!(
            lin.post("/plans/2026/carry", &[("year", "2027")]).await.problems(),
            ["没有未完成、且还没结转的任务。"]
        );
        let rows = lin.get("/tasks?year=2027").await.ok().rows();
        assert_eq!(rows, [["办好工程", "上品牌", "分解", "科普部", "2027-01-01"]]);
        let next = walk
            .read(|read| Ok(read.figure(&"measure=nouns&kind=task.divided&from=2027-01-01".parse().unwrap())?.value()))
            .await;
        assert_eq!(next, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_go_out_once_a_working_day() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, office, .. } = people(&walk).await;
        let wang = walk.staff("王干事", Role::Officer, "科普部").await;
        open_plan(&lin).await;
        let line = add_line(&lin, "上品牌").await;
        add_task(&lin, &line, "五天后到期", &office, "2026-03-12").await;
        add_task(&lin, &line, "今天到期", &office, "2026-03-05").await;
        add_task(&lin, &line, "还早", &office, "2026-06-30").await;
        for _ in 0..3 {
            walk.work().await;
        }
        let due = ["任务“今天到期”今天到期。", "任务“五天后到期”五个工作日后（2026-03-12）到期。"];
        assert_eq!(walk.told(&wang).await, due);
        walk.clock.advance(2 * 24 * 3600);
        walk.work().await;
        assert_eq!(walk.told(&wang).await, due, "nothing on a Saturday");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_table_comes_as_document_and_sheet() {
    on_each_engine(SLICES, |walk| async move {
        let People { lin, office, .. } = people(&walk).await;
        open_plan(&lin).await;
        let line = add_line(&lin, "上品牌").await;
        let task = add_task(&lin, &line, "办好工程", &office, "2026-06-30").await;
        lin.post(&format!("/tasks/{task}/targets"), &[("indicator", "plan.tasks"), ("target_number", "5")])
            .await
            .done();
        let sheet = paper::read_sheet(&lin.get("/plans/2026/table.xlsx").await.ok().bytes).unwrap();
        assert_eq!(
            sheet.rows[0],
            ["序号", "工作主线", "任务", "内容与措施", "牵头单位", "配合单位", "责任人", "完成时限", "指标"]
        );
        assert_eq!(sheet.rows[1], ["1", "上品牌", "办好工程", "", "科普部", "", "", "2026-06-30", "分解任务 5"]);
        let first = lin.get("/plans/2026/table.docx").await.ok();
        assert!(first.bytes.starts_with(b"PK"));
        assert_eq!(first.bytes, lin.get("/plans/2026/table.docx").await.ok().bytes);
        assert_eq!(walk.visitor().get("/plans/2026/table.docx").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
