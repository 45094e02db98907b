//! Step 5: the report.

use super::seen::{aims, all_between, between, open};
use super::visits::visit;
use super::{RIVER, WILLOW, Year};
use paper::read_sheet;
use web::kit::Seen;

impl Year<'_> {
    pub async fn the_report_is_frozen_and_says_what_a_correction_changed(&self, mistyped: &str, willow: &str) {
        let first = self.leader.post("/reports", &[("year", "2026")]).await.done();
        let papers = self.papers(&first).await;
        assert!(self.papers(&first).await == papers, "byte for byte");
        self.report_says(&first, "387").await;
        self.correct(mistyped, "20").await;
        let changes = self.lin.get(&format!("/reports/{first}/changes")).await.ok();
        assert_eq!(all_between(&changes, "<section class=\"card\"><h2>", "</section>").len(), 1, "{}", changes.words());
        let told = between(&without_positions(&changes), "个数字没有变\n", "no more");
        assert_eq!(told, CHANGES);
        let moved = self.lin.get(&changes.link("207")).await.ok();
        assert!(moved.says("387 → 207"), "{}", moved.words());
        let second = self.leader.post("/reports", &[("year", "2026")]).await.done();
        self.report_says(&second, "207").await;
        let papers = [papers, self.papers(&second).await];
        self.later_facts_do_not_touch([&first, &second], papers, willow).await;
    }

    /// The same visit, with the number put right.
    async fn correct(&self, id: &str, onsite: &str) {
        let page = self.lin.get(&format!("/visits/{id}")).await.ok();
        let technique = page.links().into_iter().find_map(|href| Some(href.strip_prefix("/techniques/")?.to_owned()));
        let [_, visit @ ..] = visit("", RIVER, "2026-03-08", onsite);
        let why = [("reason", "mistyped"), ("techniques", technique.as_deref().unwrap())];
        let fields = [visit.as_slice(), &why].concat();
        self.lin.post(&format!("/visits/{id}/correct"), &fields).await.done();
    }

    /// The document, the sheet and what is printed.
    async fn papers(&self, report: &str) -> [Vec<u8>; 3] {
        let paper = async |name: &str| self.lin.get(&format!("/reports/{report}/{name}")).await.ok();
        let print = between(&paper("print").await.html(), "<h2>一、", "</main>");
        [paper("report.docx").await.bytes, paper("report.xlsx").await.bytes, print.into_bytes()]
    }

    /// The whole chapter, figure by figure and county by county; on paper as on the page.
    async fn report_says(&self, report: &str, onsite: &str) {
        let print = self.lin.get(&format!("/reports/{report}/print")).await.ok();
        assert!(print.says("全年有2名专家走进2个村，进村11次；经农户确认在用的技术1项，受益群众5人（按名单去重）。"));
        let rows: Vec<_> = print.rows().into_iter().skip_while(|row| row[0] != "签约专家").collect();
        let rows: Vec<_> = rows.iter().map(|row| row.join(" ")).collect();
        let expected: Vec<_> = CHAPTER.iter().map(|row| row.replace("387", onsite)).collect();
        assert_eq!(rows, expected);
        let page = self.lin.get(&format!("/reports/{report}?check=1")).await.ok();
        assert!(page.says("与冻结时逐字节相同"), "{}", page.words());
        let [docx, xlsx, _] = self.papers(report).await;
        assert!(docx.starts_with(b"PK"));
        let sheet = read_sheet(&xlsx).unwrap();
        let in_sheet: Vec<_> = sheet.rows[1..].iter().map(|row| row[1..4].join(" ")).collect();
        let on_page: Vec<_> = page.rows().iter().map(|row| row.join(" ").replace(',', "")).collect();
        assert_eq!(in_sheet, on_page);
    }

    async fn later_facts_do_not_touch(&self, reports: [&str; 2], papers: [[Vec<u8>; 3]; 2], willow: &str) {
        self.walk.later(24 * 3600).await;
        let wu = self.expert_of(willow).await;
        self.lin.post("/visits", &visit(&wu, WILLOW, "2026-03-16", "9")).await.done();
        self.walk.work().await;
        for (report, frozen) in reports.iter().zip(papers) {
            let again = self.papers(report).await;
            assert!(again == frozen, "report {report} does not come out as it was frozen");
        }
        let plan = self.lin.get("/plans/2026").await.ok();
        assert_eq!(open(&self.lin, &aims(&plan)[0].1).await.facts.len(), 12, "the plan goes on");
    }
}

const CHAPTER: [&str; 14] = [
    "签约专家 2 名",
    "签约需求 2 项",
    "下村专家 2 名",
    "服务村 2 个村",
    "进村次数 11 次",
    "回访次数 1 次",
    "服务天数 11 天",
    "在用技术 1 项",
    "用上技术的农户 1 人",
    "受益人数 5 人",
    "线下人次 387 人次",
    "线上人次 0 人次",
    "东山区 1 1 10 1 4",
    "西岭县 1 1 1 0 1",
];

const CHANGES: &str = "线下人次
387 → 207
− # 2026-03-08 大河村 · 200 录入错误 冲销了 #
＋ # 2026-03-08 大河村 · 20 更正了 #";

/// The words of a page, without the numbers of facts.
fn without_positions(page: &Seen) -> String {
    let words = page.words();
    let parts = words.split('#').enumerate();
    let bare = |(at, part): (usize, &str)| match at {
        0 => part.to_owned(),
        _ => format!("#{}", part.trim_start_matches(|letter: char| letter.is_ascii_digit())),
    };
    parts.map(bare).collect()
}
