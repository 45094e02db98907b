//! Step 3, first half: needs and experts by spreadsheet, a round, both sides' answers.

use super::Year;
use super::seen::{all_between, options};
use logic::act::Role;
use paper::{Sheet, read_sheet, to_xlsx};
use web::kit::{Reader, Seen};

impl Year<'_> {
    pub async fn villages_and_experts_come_in_by_spreadsheet(&self) {
        let lin = &self.lin;
        let id = self.upload("needs", "需求.xlsx", &xlsx(NEEDS)).await;
        let page = lin.get(&format!("/imports/{id}")).await.ok();
        assert_eq!(all_between(&page, "<div class=\"n\">", "</div>"), ["3", "2"], "good rows and bad ones");
        let told: Vec<_> = page.rows().into_iter().map(|row| row.join("｜")).collect();
        assert_eq!(told, PREVIEW);
        assert_eq!(lin.get("/needs").await.ok().rows(), NOTHING, "nothing is stored before someone has looked");
        self.import(&id).await;
        assert_eq!(lin.get("/needs").await.ok().rows(), GOOD_NEEDS, "the good rows alone");
        lin.post(&format!("/imports/{id}/undo"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows(), NOTHING);
        self.import(&self.upload("needs", "需求.xlsx", &xlsx(NEEDS)).await).await;
        self.the_bad_rows_come_back_put_right(&id).await;
        let id = self.upload("experts", "专家.csv", EXPERTS.as_bytes()).await;
        let page = lin.get(&format!("/imports/{id}")).await.ok();
        let told = page.rows()[0][..2].join("｜");
        assert_eq!(
            told,
            "6｜电话：请填写电话号码，7 到 15 位数字。\n职称级别：请填：正高级、副高级、中级、助理级、员级。"
        );
        self.import(&id).await;
        let names: Vec<_> = lin.get("/experts").await.ok().rows().into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(names, ["陈研究员", "郑农艺师", "吴园艺师", "孙工程师"]);
    }

    async fn upload(&self, kind: &str, name: &str, sheet: &[u8]) -> String {
        self.lin.upload("/imports", &[("batch_kind", kind)], ("sheet", name, sheet)).await.done()
    }

    async fn import(&self, id: &str) {
        let page = self.lin.get("/programmes").await.ok().link("百千万工程");
        let programme = [("programme", page.trim_start_matches("/programmes/"))];
        self.lin.post(&format!("/imports/{id}/import"), &programme).await.done();
    }

    /// The bad rows are a sheet of their own, with what is wrong; put right, they come in.
    async fn the_bad_rows_come_back_put_right(&self, id: &str) {
        let mut bad = read_sheet(&self.lin.get(&format!("/imports/{id}/bad.xlsx")).await.ok().bytes).unwrap();
        let wrong: Vec<_> = bad.rows.iter().map(|row| row.last().unwrap().as_str()).collect();
        assert_eq!(
            wrong,
            [
                "问题",
                "村：没有这个地方。",
                "学科：没有这个学科。请用 GB/T 13745 的名称或代码。；月份：月份请写成 3-10。"
            ]
        );
        bad.rows.remove(1);
        (bad.rows[1][3], bad.rows[1][6]) = ("兽医学".into(), String::new());
        self.import(&self.upload("needs", "改正.xlsx", &to_xlsx(&[bad])).await).await;
        assert_eq!(self.lin.get("/needs").await.ok().rows().len(), 4);
    }

    /// The first expert asked declines and the next best stands in. The posts in 大河村 and 柳树村 are agreed.
    pub async fn a_round_is_solved_published_and_answered(&self) -> (String, String) {
        let lin = &self.lin;
        let round = lin.post("/rounds", &[("round_name", "2026年第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        lin.post(&path("/solve"), &[]).await.done();
        let draft = lin.get(&path("")).await.ok();
        assert_eq!(pairs(&draft), DRAFT);
        assert!(draft.says("已证明是最优：按现在的规则和人工决定，没有别的安排能超过它。"), "{}", draft.words());
        assert!(draft.says("柳树村 · 奶牛防疫 专家库里没有这个学科的专家。"), "{}", draft.words());
        assert!(draft.says("孙工程师 本轮没有村提出这个学科的需求。"), "{}", draft.words());
        let society = self.walk.staff("学会秘书", Role::Officer, "农学会").await;
        let seen_there = async || pairs(&society.get(&path("")).await.ok());
        assert_eq!(seen_there().await, [] as [[String; 3]; 0], "a draft is for those who run the round");
        lin.post(&path("/publish"), &[("until", "2026-03-20")]).await.done();
        assert_eq!(seen_there().await, DRAFT);
        let river = self.the_next_best_stands_in(&self.post_of("大河村").await).await;
        let willow = self.post_of("柳树村").await;
        for side in ["expert", "village"] {
            lin.post(&format!("{willow}/accept"), &[("side", side)]).await.done();
        }
        for post in [&river, &willow] {
            lin.post(&format!("{post}/agree"), &[("on", "2026-03-05")]).await.done();
        }
        (river, willow)
    }

    async fn post_of(&self, village: &str) -> String {
        self.lin.get("/posts").await.ok().link(village)
    }

    async fn the_next_best_stands_in(&self, post: &str) -> String {
        let chen = self.by_phone("13800000001").await;
        assert!(chen.get("/notices").await.ok().says("请您看一看大河村的派驻邀请，2026-03-20 前答复。"));
        chen.post(&format!("{post}/decline"), &[("why", "要带学生实习。")]).await.done();
        let page = self.lin.get(post).await.ok();
        assert!(page.says("谢绝 专家：要带学生实习。"), "{}", page.words());
        let [(zheng, words)] = options(&page, "expert").try_into().unwrap();
        assert_eq!(words, "郑农艺师 — 550 最合适 (学科 250 · 路程 300（0 公里）)");
        let stand_in =
            self.lin.post(&format!("{post}/replace"), &[("expert", &zheng), ("until", "2026-03-25")]).await.done();
        let stand_in = format!("/posts/{stand_in}");
        for phone in ["13800000002", "13900000001"] {
            self.by_phone(phone).await.post(&format!("{stand_in}/accept"), &[]).await.done();
        }
        stand_in
    }

    /// Signs in as one does in a village: the number, the code that comes, the code.
    pub async fn by_phone(&self, phone: &str) -> Reader {
        let reader = self.walk.visitor();
        self.walk.sent();
        reader.post("/sign-in/phone", &[("phone", phone)]).await.done();
        self.walk.work().await;
        let sent = self.walk.sent().into_iter().rfind(|message| message.to == phone).unwrap();
        let code: String = sent.text.chars().filter(char::is_ascii_digit).take(6).collect();
        reader.post("/sign-in/code", &[("phone", phone), ("code", &code)]).await.done();
        reader
    }
}

const NOTHING: [[&str; 0]; 0] = [];

const NEEDS: &[&[&str]] = &[
    &["村", "联络员", "联络员电话", "学科", "需求", "说明", "月份", "薄弱村"],
    &["大河村", "田大伯", "13900000001", "农艺学", "水稻育秧", "", "3-5", ""],
    &["小河村", "李大姐", "13900000002", "植物保护学", "果树病虫害", "", "", "是"],
    &["柳树村", "柳支书", "13900000003", "园艺学", "果树修剪", "", "", ""],
    &["无名村", "", "", "农艺学", "某需求", "", "", ""],
    &["柳树村", "柳支书", "13900000003", "炼丹", "奶牛防疫", "", "十三", ""],
];

const PREVIEW: [&str; 5] = [
    "5｜村：没有这个地方。｜无名村 · · · 农艺学 · 某需求 · · ·",
    "6｜学科：没有这个学科。请用 GB/T 13745 的名称或代码。\n月份：月份请写成 3-10。｜柳树村 · 柳支书 · 13900000003 · 炼丹 · 奶牛防疫 · · 十三 ·",
    "大河村｜田大伯｜13900000001｜农艺学｜水稻育秧｜｜3-5｜",
    "小河村｜李大姐｜13900000002｜植物保护学｜果树病虫害｜｜｜是",
    "柳树村｜柳支书｜13900000003｜园艺学｜果树修剪｜｜｜",
];

const GOOD_NEEDS: [[&str; 6]; 3] = [
    ["水稻育秧", "大河村", "农艺学", "1", "3—5月", "待匹配"],
    ["果树病虫害", "小河村", "植物保护学", "1", "全年", "待匹配"],
    ["果树修剪", "柳树村", "园艺学", "1", "全年", "待匹配"],
];

const EXPERTS: &str = "\
姓名,电话,单位,职称,职称级别,学科,第二学科,可任村数,居住地,月份
陈研究员,13800000001,,研究员,正高级,农艺学,,1,东山区,
郑农艺师,13800000002,农学会,高级农艺师,副高级,植物保护学,农艺学,3,东山区,
吴园艺师,13800000003,,园艺师,中级,园艺学,,1,西岭县,
孙工程师,13800000004,,工程师,中级,计算机科学技术,,1,,
钱大师,12,,大师,大师,农艺学,,1,,
";

const DRAFT: [[&str; 3]; 3] =
    [["大河村", "水稻育秧", "陈研究员"], ["小河村", "果树病虫害", "郑农艺师"], ["柳树村", "果树修剪", "吴园艺师"]];

fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    to_xlsx(&[Sheet { name: "表".into(), rows: rows.iter().map(cells).collect() }])
}

/// Village, need and expert of each pair of a round.
fn pairs(page: &Seen) -> Vec<[String; 3]> {
    page.rows().into_iter().map(|row| [row[0].clone(), row[1].clone(), row[2].clone()]).collect()
}
