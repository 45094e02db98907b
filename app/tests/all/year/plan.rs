//! Steps 1 and 2: the document becomes the plan, and its own words become targets.

use super::seen::{Offered, all_between, between, chosen, fields, offered, proposed};
use super::speech::Speech;
use super::{TASK, Year};
use web::kit::Seen;

/// Step 1: the document.
impl Year<'_> {
    pub async fn a_speech_becomes_the_plan(&self, speech: &Speech, text: &[u8]) {
        let lin = &self.lin;
        lin.post("/plans", &[("year", "2026")]).await.done();
        let id = lin.upload("/plans/2026/documents", &[], ("document", "讲话.txt", text)).await.done();
        assert_eq!(lin.get(&format!("/documents/{id}/file")).await.ok().bytes, text, "byte for byte");
        let page = lin.get(&format!("/documents/{id}")).await.ok();
        assert_eq!(all_between(&page, "<h1>", "</h1>"), [speech.title]);
        assert_eq!(all_between(&page, "<p class=\"note\">", "</p>"), speech.notices);
        is_read_as(&page, speech);
        self.adopt(&id, &page).await;
        self.two_tasks_become_one().await;
        self.a_task_is_edited_and_put_under_its_programme().await;
        let plan = lin.get("/plans/2026").await.ok();
        let names = speech.lines.map(|(heading, _)| heading.split(',').next().unwrap());
        let heads: Vec<_> = all_between(&plan, "<h2>", "</h2>").into_iter().take(9).collect();
        assert_eq!(heads, names.map(|name| format!("{name} 改名")));
        assert_eq!(
            all_between(&plan, "<p class=\"note\">", "</p>"),
            ["文件提出 10 条主线，能读到的只有 9 条。其余原文没有，留空，不补写。"]
        );
        assert_eq!(all_between(&plan, "<div class=\"n\">", "</div>"), ["29", "0", "0"]);
        self.leader.post("/plans/2026/approve", &[]).await.done();
        let public = self.walk.visitor().get("/plans/2026").await.ok();
        assert!(public.says("已审定，第 1 版 周主席 于 2026-03-05 10:00 签署"), "{}", public.words());
    }

    /// Accepted as proposed, but for the one task whose two names are merged, edited and assigned, and the clause that breaks off.
    async fn adopt(&self, document: &str, page: &Seen) {
        let mut rows = offered(page);
        for row in &mut rows {
            match row.clause.as_str() {
                "4#2" => (row.title, row.lead, row.due) = (TASK.into(), "科普部".into(), "2026-10-31".into()),
                "4#3" => row.choice = "merge".into(),
                "9.3" => row.choice = "leave".into(),
                _ => {}
            }
        }
        let fields = [fields(&rows), vec![("announced_lines", "10")]].concat();
        self.lin.post(&format!("/documents/{document}/adopt"), &fields).await.done();
        assert_eq!(offered(&self.lin.get(&format!("/documents/{document}")).await.ok()), [], "offered once");
    }

    /// The second line's last two tasks, by hand; then who is in charge.
    async fn two_tasks_become_one(&self) {
        let lin = &self.lin;
        let plan = lin.get("/plans/2026").await.ok();
        let tasks: Vec<_> = plan.links().into_iter().filter(|href| href.starts_with("/tasks/")).collect();
        let (kept, gone) = (&tasks[4], &tasks[5]);
        lin.post(&format!("{gone}/merge"), &[("into", kept.trim_start_matches("/tasks/"))]).await.done();
        let owner =
            [("lead", self.office.as_str()), ("support", &self.society), ("owner_name", "王工"), ("due", "2026-06-30")];
        lin.post(&format!("{kept}/assign"), &owner).await.done();
        let task = lin.get(kept).await.ok();
        let facts = all_between(&task, "<dd>", "</dd>");
        assert_eq!(facts[2..6], ["科普部", "农学会", "王工", "2026-06-30"]);
    }

    /// Its words are cut down to the sentence that names it.
    async fn a_task_is_edited_and_put_under_its_programme(&self) {
        let lin = &self.lin;
        let programme = [("programme_name", "百千万工程"), ("goal", TASK), ("unit", self.office.as_str())];
        let programme = lin.post("/programmes", &programme).await.done();
        for step in ["launch", "run"] {
            lin.post(&format!("/programmes/{programme}/{step}"), &[]).await.done();
        }
        let task = lin.get("/plans/2026").await.ok().link(TASK);
        let line = chosen(&lin.get(&format!("{task}/change")).await.ok(), "line");
        let text = all_between(&lin.get(&task).await.ok(), "<p class=\"quote\">", "</p>").concat();
        let sentence = format!("{}“百千万”工程", between(&text, "。", "“百千万”"));
        let words = [("line", line.as_str()), ("task_name", TASK), ("task_text", &sentence), ("programme", &programme)];
        lin.post(&format!("{task}/edit"), &words).await.done();
        let page = lin.get(&task).await.ok();
        assert_eq!(all_between(&page, "<p class=\"quote\">", "</p>"), [sentence]);
        let facts = all_between(&page, "<dd>", "</dd>");
        assert_eq!(facts[2..], ["科普部", "2026-10-31", "百千万工程", "看原文件"]);
    }
}

/// Nine lines with their measures and the programmes they name, each proposed for what it is.
fn is_read_as(page: &Seen, speech: &Speech) {
    let rows = offered(page);
    let lines: Vec<_> = rows.split(|row| row.level == '1').skip(1).collect();
    let heads: Vec<_> = rows.iter().filter(|row| row.level == '1').collect();
    let labels = |line: &[Offered]| {
        line.iter().map(|row| row.label.clone()).filter(|label| !label.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let read: Vec<_> =
        heads.iter().zip(&lines).map(|(head, line)| (format!("{}{}", head.label, head.title), labels(line))).collect();
    assert_eq!(read, speech.lines.map(|(heading, measures)| (heading.to_owned(), measures.to_owned())));
    let brands: Vec<_> = lines[3].iter().map(|row| row.title.as_str()).collect();
    assert_eq!(brands, speech.brands);
    let choices: Vec<_> = rows.iter().map(|row| (row.level, row.choice.as_str())).collect();
    let expected: Vec<_> = rows.iter().map(|row| (row.level, if row.level == '1' { "line" } else { "task" })).collect();
    assert_eq!((choices, rows.len()), (expected, 41));
}

/// Step 2: targets.
impl Year<'_> {
    /// Its own words propose them; she presses each.
    pub async fn the_hundred_village_task_gets_four_targets(&self) -> String {
        let lin = &self.lin;
        let task = lin.get("/plans/2026").await.ok().link(TASK);
        let read = proposed(&lin.get(&task).await.ok());
        assert_eq!(read, TARGETS.map(|(figure, number)| (figure.to_owned(), number.to_owned())));
        for (figure, number) in &read {
            lin.post(&format!("{task}/targets"), &[("indicator", figure), ("target_number", number)]).await.done();
        }
        let changes = lin.get("/plans/2026/changes").await.ok().rows();
        let set = |number: &str, name: &str| [TASK.to_owned(), format!("指标 {name}"), String::new(), number.into()];
        let expected =
            [set("100", "下村专家"), set("10000", "受益人数"), set("1000", "在用技术"), set("100", "服务村")];
        assert_eq!(changes, expected);
        self.leader.post("/plans/2026/approve", &[]).await.done();
        task
    }
}

/// What the words 百名、百村、千项、万民 come to.
const TARGETS: [(&str, &str); 4] = [
    ("matching.experts_out", "100"),
    ("matching.villages_visited", "100"),
    ("matching.techniques_in_use", "1000"),
    ("matching.people", "10000"),
];
