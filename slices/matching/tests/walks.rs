//! Walks through a round: sheets come in, a draft is looked at, both sides answer, visits are logged and confirmed, mistakes put right.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

use axum::http::StatusCode;
use ground::directory::{Place, UnitKind};
use logic::act::Role;
use logic::fold::Query;
use logic::id::PersonId;
use logic::place::PlaceCode;
use matching::SLICE;
use paper::{Sheet, to_xlsx};
use web::Slice;
use web::kit::{Reader, Walk, on_each_engine};

static SLICES: &[&Slice] = &[&SLICE];

const BIG: &str = "990101001001";
const SMALL: &str = "990101001002";
const FAR: &str = "990102001001";

/// Three villages in two counties of one city, an office and its officer.
async fn city(walk: &Walk) -> Reader {
    let place = |code: &str, name: &str, lon: i32| Place {
        code: code.parse().unwrap(),
        name: name.into(),
        lon: Some(lon),
        lat: Some(40_000_000),
    };
    let places = vec![
        place("9901", "云川市", 120_000_000),
        place("990101", "东山区", 120_000_000),
        place("990101001", "石桥镇", 120_000_000),
        place(BIG, "大河村", 120_010_000),
        place(SMALL, "小河村", 120_020_000),
        place("990102", "西岭县", 121_000_000),
        place("990102001", "柳树乡", 121_000_000),
        place(FAR, "柳树村", 121_010_000),
    ];
    walk.write(move |tx| {
        tx.save_places(&places)?;
        Ok(tx.save_setting(ground::settings::REGION, "9901")?)
    })
    .await;
    walk.unit("普及部", UnitKind::Department, "云川市科协").await;
    walk.staff("林干事", Role::Officer, "云川市科协").await
}

fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    to_xlsx(&[Sheet {
        name: "表".into(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
    }])
}

const NEEDS: &[&[&str]] = &[
    &["村", "联络员", "联络员电话", "学科", "需求", "说明", "月份", "薄弱村"],
    &["大河村", "田大伯", "13900000001", "农艺学", "水稻育秧", "", "3-5", ""],
    &["小河村", "李大姐", "13900000002", "植物保护学", "果树病虫害", "", "", "是"],
    &["柳树村", "", "", "兽医学", "奶牛防疫", "", "", ""],
];

const EXPERTS: &[&[&str]] = &[
    &["姓名", "电话", "单位", "职称", "职称级别", "学科", "第二学科", "可任村数", "居住地", "月份"],
    &["陈研究员", "13800000001", "", "研究员", "正高级", "农艺学", "", "1", "东山区", ""],
    &["郑农艺师", "13800000002", "", "高级农艺师", "副高级", "植物保护学", "农艺学", "2", "西岭县", ""],
    &["孙工程师", "13800000003", "", "工程师", "中级", "计算机科学技术", "", "1", "", ""],
];

async fn import(lin: &Reader, kind: &str, rows: &[&[&str]]) -> String {
    let id = lin.upload("/imports", &[("batch_kind", kind)], ("sheet", "表.xlsx", &xlsx(rows))).await.done();
    lin.post(&format!("/imports/{id}/import"), &[]).await.done();
    id
}

/// A round that is published: its id, and the posts by village name.
async fn published(walk: &Walk, lin: &Reader) -> String {
    import(lin, "needs", NEEDS).await;
    import(lin, "experts", EXPERTS).await;
    let round = lin.post("/rounds", &[("round_name", "2026年第一轮"), ("year", "2026")]).await.done();
    lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
    lin.post(&format!("/rounds/{round}/publish"), &[("until", "2026-03-20")]).await.done();
    walk.work().await;
    round
}

async fn post_of(lin: &Reader, village: &str) -> String {
    let page = lin.get("/posts").await.ok();
    page.link(village).rsplit('/').next().unwrap().to_owned()
}

async fn by_phone(walk: &Walk, name: &str, phone: &str) -> Reader {
    let person = walk.person(name, Some(phone)).await;
    walk.by_phone(person).await
}

/// A post in 大河村 that is agreed, with its expert signed in.
async fn agreed(walk: &Walk, lin: &Reader) -> (String, Reader, Reader) {
    published(walk, lin).await;
    let post = post_of(lin, "大河村").await;
    let chen = by_phone(walk, "陈研究员", "13800000001").await;
    let tian = by_phone(walk, "田大伯", "13900000001").await;
    chen.post(&format!("/posts/{post}/accept"), &[]).await.done();
    tian.post(&format!("/posts/{post}/accept"), &[]).await.done();
    lin.post(&format!("/posts/{post}/agree"), &[("on", "2026-03-05")]).await.done();
    (post, chen, tian)
}

async fn expert_id(lin: &Reader, name: &str) -> String {
    lin.get("/experts").await.ok().link(name).rsplit('/').next().unwrap().to_owned()
}

async fn figures(walk: &Walk) -> [i64; 6] {
    let ask = |query: &str| query.parse::<Query>().unwrap();
    let queries = [
        ask("measure=facts&kind=visit.logged"),
        ask("measure=places&kind=visit.logged"),
        ask("measure=persons&kind=visit.logged"),
        ask("measure=sum&kind=visit.attended&channel=onsite"),
        ask("measure=persons&kind=visit.benefited"),
        ask("measure=objects&kind=technique.applied"),
    ];
    walk.read(move |read| {
        let values: Vec<i64> = queries
            .iter()
            .map(|query| Ok::<_, ground::stop::Stop>(read.figure(query)?.value()))
            .collect::<Result<_, _>>()?;
        Ok(values.try_into().unwrap())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_come_in_row_by_row_and_go_out_again() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let rows = [
            NEEDS[0],
            NEEDS[1],
            &["无名村", "", "", "农艺学", "某需求", "", "", ""],
            &["石桥镇 小河村", "", "", "炼丹", "某需求", "", "十三", ""],
        ];
        let id = lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "需求.xlsx", &xlsx(&rows))).await.done();
        let page = lin.get(&format!("/imports/{id}")).await.ok();
        let told: Vec<_> = page.rows().iter().take(2).map(|row| (row[0].clone(), row[1].clone())).collect();
        let expected = [
            ("3", "村：没有这个地方。"),
            ("4", "学科：没有这个学科。请用 GB/T 13745 的名称或代码。\n月份：月份请写成 3-10。"),
        ];
        assert_eq!(told, expected.map(|(row, problem)| (row.to_owned(), problem.to_owned())));
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 0, "nothing is stored before someone has looked");
        let bad = paper::read_sheet(&lin.get(&format!("/imports/{id}/bad.xlsx")).await.ok().bytes).unwrap();
        assert_eq!(bad.rows[1].last().map(String::as_str), Some("村：没有这个地方。"));
        lin.post(&format!("/imports/{id}/import"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows(), [["水稻育秧", "大河村", "农艺学", "1", "3—5月", "待匹配"]]);
        assert_eq!(lin.post(&format!("/imports/{id}/import"), &[]).await.problems(), ["这批已经处理过。"]);
        let again =
            lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "需求.xlsx", &xlsx(&rows[..2]))).await.done();
        assert!(lin.get(&format!("/imports/{again}")).await.ok().says("需求：这个村已经提过这项需求。"));
        lin.post(&format!("/imports/{id}/undo"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 0);
        let stated =
            walk.read(|read| Ok(read.figure(&"measure=nouns&kind=need.stated".parse().unwrap())?.value())).await;
        assert_eq!(stated, 0);
        let experts = import(&lin, "experts", EXPERTS).await;
        assert_eq!(lin.get("/experts").await.ok().rows().len(), 3);
        lin.post(&format!("/imports/{experts}/undo"), &[]).await.done();
        assert_eq!(lin.get("/experts").await.ok().rows().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_sheets_are_told_as_a_whole() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let upload = async |bytes: &[u8]| {
            lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "表.xlsx", bytes)).await.problems()
        };
        assert_eq!(upload(b"not a sheet\0").await, ["这个文件不是能读的表格。请用 XLSX、XLS、ODS 或 CSV。"]);
        assert_eq!(upload(&xlsx(&[&["村", "需求"]])).await, ["表头里没有这些列：学科。请用模板。"]);
        assert_eq!(upload(&xlsx(&[NEEDS[0]])).await, ["表格是空的。"]);
        let csv = "村,学科,需求\n大河村,农艺学,水稻育秧\n";
        let (gb, ..) = (csv.as_bytes(), ());
        let id = lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "表.csv", gb)).await.done();
        lin.post(&format!("/imports/{id}/import"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 1);
        let stranger = by_phone(&walk, "外人", "13700000000").await;
        assert_eq!(stranger.get("/imports").await.status, StatusCode::NOT_FOUND);
        let template = paper::read_sheet(&lin.get("/imports/template/needs").await.ok().bytes).unwrap();
        assert_eq!(template.rows[0], NEEDS[0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_drafted_looked_at_changed_and_published() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let leader = walk.staff("周主席", Role::Leader, "普及部").await;
        let round = lin.post("/rounds", &[("round_name", "2026年第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        assert_eq!(lin.post(&path("/publish"), &[("until", "2026-03-20")]).await.problems(), ["本轮现在不能这样办。"]);
        lin.post(&path("/solve"), &[]).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(
            page.says("总分 -1168，已证明是最优：按现在的规则和人工决定，没有别的安排能超过它。"),
            "{}",
            page.words()
        );
        let pairs = |rows: Vec<Vec<String>>| {
            rows.into_iter()
                .filter(|row| row.len() == 6)
                .map(|row| (row[0].clone(), row[2].clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(pairs(page.rows()), [("大河村".into(), "陈研究员".into()), ("小河村".into(), "郑农艺师".into())]);
        assert!(
            page.says("柳树村 · 奶牛防疫 专家库里没有这个学科的专家。")
                && page.says("孙工程师 本轮没有村提出这个学科的需求。"),
            "{}",
            page.words()
        );
        assert!(
            !leader.get(&path("")).await.ok().says("陈研究员"),
            "a draft is hidden from those who do not run the round"
        );
        let why = lin.get(&page.link("798")).await.ok();
        assert!(why.says("这位专家没有别的村在争。换成次优人选，总分少 416 分。"), "{}", why.words());
        assert_eq!(
            why.rows().iter().map(|row| (row[0].clone(), row[1].clone())).collect::<Vec<_>>()[..2],
            [("陈研究员 选中".to_owned(), "798".to_owned()), ("郑农艺师".into(), "382".into())]
        );
        let fields = page.html();
        let value = |name: &str| {
            fields.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let pair = [("need", value("need")), ("slot", value("slot")), ("expert", value("expert"))];
        let pair: Vec<_> = pair.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lin.post(&path("/forbid"), &pair).await.done();
        let page = lin.get(&path("")).await.ok();
        assert_eq!(pairs(page.rows()), [("大河村".into(), "郑农艺师".into()), ("小河村".into(), "郑农艺师".into())]);
        assert!(
            page.says("排除 陈研究员 到大河村（水稻育秧）。") && page.says("总分少 416 分；共 1 处变动"),
            "what it cost is said: {}",
            page.words()
        );
        assert_eq!(page.rows()[0], ["大河村 · 水稻育秧", "陈研究员", "郑农艺师"], "and what moved");
        assert!(page.says("人工决定 1"), "{}", page.words());
        lin.post(&path("/pin"), &pair).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("陈研究员 已固定") && page.says("总分多 416 分；共 1 处变动"), "{}", page.words());
        let fixed = lin.get(&page.link("798")).await.ok();
        assert!(fixed.says("这一对是人工固定的。取消固定后，可以看到其他人选和代价。"), "{}", fixed.words());
        lin.post(&path("/free"), &pair).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("总分不变；没有别处变动"), "{}", page.words());
        let elsewhere = [pair[0], ("slot", "1"), pair[2]];
        assert_eq!(
            lin.post(&path("/pin"), &elsewhere).await.problems(),
            ["这项需求或这位专家已不在本轮范围内，请重新配对。"],
            "the need has one place"
        );
        assert_eq!(
            lin.post(&path("/publish"), &[("until", "2026-03-05")]).await.problems(),
            ["答复期限要在今天以后。"]
        );
        lin.post(&path("/publish"), &[("until", "2026-03-20")]).await.done();
        let chen = by_phone(&walk, "陈研究员", "13800000001").await;
        assert_eq!(walk.told(&chen).await, ["请您看一看大河村的派驻邀请，2026-03-20 前答复。"]);
        assert!(leader.get(&path("")).await.ok().says("陈研究员"), "what is published is seen by all staff");
        assert_eq!(lin.post(&path("/solve"), &[]).await.problems(), ["本轮现在不能这样办。"]);
        lin.post(&path("/close"), &[]).await.done();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_decide_who_is_asked() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let rules = [
            ("weight_discipline", "most"),
            ("weight_distance", "much"),
            ("weight_continuity", "middle"),
            ("weight_outcome", "nothing"),
            ("weight_wishes", "nothing"),
            ("max_posts", "0"),
            ("max_km", "30"),
            ("months_meet", "1"),
        ];
        lin.post(&format!("/rounds/{round}/rules"), &rules).await.done();
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        let page = lin.get(&format!("/rounds/{round}")).await.ok();
        assert_eq!(page.rows().len(), 1);
        assert!(page.says("小河村 · 果树病虫害 这个学科的专家都安排到了更合适的村，名额用完了。"), "{}", page.words());
        let wrong = lin
            .post(&format!("/rounds/{round}/rules"), &[("weight_discipline", "5000"), ("weight_distance", "x")])
            .await;
        assert_eq!((wrong.status, wrong.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 7));
        assert!(page.says("学科：最重要；路程：重要；延续：一般；月份要合；不超过 30 公里"), "{}", page.words());
    })
    .await;
}

async fn hand(reader: &Reader, letters: &str, [expert, village, side]: [&str; 3]) -> web::kit::Seen {
    reader.post(letters, &[("expert", expert), ("village", village), ("side", side)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_of_both_sides_count_and_each_writes_its_own() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let letters = format!("/rounds/{round}/letters");
        let (chen, zheng) = (expert_id(&lin, "陈研究员").await, expert_id(&lin, "郑农艺师").await);
        let reader = by_phone(&walk, "郑农艺师", "13800000002").await;
        let tian = by_phone(&walk, "田大伯", "13900000001").await;
        let stranger = by_phone(&walk, "外人", "13700000000").await;
        assert_eq!(stranger.get(&letters).await.status, StatusCode::NOT_FOUND);
        assert!(reader.get(&letters).await.ok().says("我想去的村"));
        let own = tian.get(&letters).await.ok();
        assert!(own.says("大河村想请的专家") && own.html().contains("陈研究员"), "{}", own.words());
        assert!(!own.html().contains("孙工程师"), "only those who could help with what the village needs");
        hand(&reader, &letters, [&zheng, BIG, "expert"]).await.done();
        let own = reader.get(&letters).await.ok().html();
        let letter =
            own.split("/letters/").find_map(|rest| rest.strip_suffix(rest.split_once("/withdraw")?.1)).unwrap();
        let letter = letter.trim_end_matches("/withdraw").to_owned();
        assert_eq!(
            hand(&reader, &letters, [&zheng, SMALL, "expert"]).await.problems(),
            ["每位专家只收一份意向书；要换村，请先撤回原来那份。"]
        );
        assert_eq!(
            hand(&reader, &letters, [&chen, BIG, "expert"]).await.status,
            StatusCode::NOT_FOUND,
            "not for others"
        );
        hand(&tian, &letters, [&zheng, BIG, "village"]).await.done();
        assert_eq!(
            hand(&lin, &letters, [&zheng, SMALL, "village"]).await.problems(),
            ["每个乡镇只收一份意向书，本镇已有一份；要更换，请先撤回原来那份。"]
        );
        assert_eq!(tian.get(&format!("/letters/{letter}")).await.status, StatusCode::NOT_FOUND);
        assert!(lin.get(&letters).await.ok().says("共 2 份"));
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        let page = lin.get(&format!("/rounds/{round}")).await.ok();
        assert!(page.says("意向书 2"));
        let why = page.link("798");
        assert!(lin.get(&why).await.ok().says("意愿 200"), "both sides wish it");
        reader.post(&format!("/letters/{letter}/withdraw"), &[]).await.done();
        assert_eq!(reader.post(&format!("/letters/{letter}/withdraw"), &[]).await.problems(), ["这份意向书已经撤回。"]);
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        assert!(lin.get(&why).await.ok().says("意愿 100"), "a letter taken back counts no more");
        lin.post(&format!("/rounds/{round}/publish"), &[("until", "2026-03-20")]).await.done();
        assert_eq!(hand(&lin, &letters, [&chen, SMALL, "expert"]).await.problems(), ["草案已公布，不再收意向书。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gaps_and_balance_are_shown_to_those_who_run_the_round() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let leader = walk.staff("周主席", Role::Leader, "普及部").await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        assert!(lin.get(&path("/balance")).await.ok().says("还没有草案。"));
        lin.post(&path("/solve"), &[]).await.done();
        let gap = lin.get(&path("/gap")).await.ok();
        assert!(
            gap.says("共有 1 个空缺。缺得最多的是兽医学：需求 1 位，缺 1 位；专家能接的名额共 0 个。"),
            "{}",
            gap.words()
        );
        assert_eq!(gap.rows()[0], ["兽医学", "1", "0", "1", "0", "0", "1"]);
        let county = lin.get(&gap.link("西岭县")).await.ok();
        assert!(
            county.says("柳树村 · 奶牛防疫 专家库里没有这个学科的专家。") && !county.says("大河村"),
            "{}",
            county.words()
        );
        let balance = lin.get(&path("/balance")).await.ok();
        assert!(balance.says("每一对满分 1300 分。"), "{}", balance.words());
        let empty = lin.get(&lin.get(&path("")).await.ok().link("柳树村 · 奶牛防疫")).await.ok();
        assert!(empty.says("专家库里没有这个学科的专家。") && empty.says("学科不符 3"), "{}", empty.words());
        for page in ["/gap", "/balance", "/letters", "/progress"] {
            let hidden = leader.get(&path(page)).await.status;
            assert_eq!(hidden, StatusCode::NOT_FOUND, "{page} is hidden while the draft is");
        }
        assert_eq!(lin.get(&path("/progress")).await.json()["done"], serde_json::Value::Null, "nothing runs");
        lin.post(&path("/halt"), &[]).await.done();
        assert_eq!(leader.post(&path("/halt"), &[]).await.status, StatusCode::NOT_FOUND);
        lin.post(&path("/publish"), &[("until", "2026-03-20")]).await.done();
        assert!(leader.get(&path("/gap")).await.ok().says("兽医学"), "what is published is seen by all staff");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_change_one_draft_and_the_draft_stays_whole() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let ma = walk.staff("马干事", Role::Officer, "云川市科协").await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        lin.post(&path("/solve"), &[]).await.done();
        let page = lin.get(&path("")).await.ok();
        let html = page.html();
        let values = |name: &str| -> Vec<String> {
            let key = format!("name=\"{name}\" value=\"");
            html.split(&key).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        // Each pair's buttons name it twice: to fix it and to rule it out.
        let (needs, experts) = (values("need"), values("expert"));
        let first = [("need", needs[0].as_str()), ("slot", "0"), ("expert", experts[0].as_str())];
        let second = [("need", needs[2].as_str()), ("slot", "0"), ("expert", experts[2].as_str())];
        assert_ne!(first[0], second[0]);
        let send = |reader: Reader, path: String, pair: &[(&'static str, &str); 3]| {
            let pair = pair.map(|(name, value)| (name, value.to_owned()));
            // Each on a thread of its own, as requests are.
            let runtime = tokio::runtime::Handle::current();
            tokio::task::spawn_blocking(move || {
                let pair = pair.each_ref().map(|(name, value)| (*name, value.as_str()));
                runtime.block_on(reader.post(&path, &pair)).done();
                reader
            })
        };
        let (one, two) = (send(lin, path("/pin"), &first), send(ma, path("/forbid"), &second));
        let (lin, _) = (one.await.unwrap(), two.await.unwrap());
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("人工决定 2"), "{}", page.words());
        let pairs: Vec<_> = page.rows().into_iter().filter(|row| row.len() == 6).collect();
        assert_eq!(pairs.len(), 1, "the second pair is ruled out and nobody else can go: {}", page.words());
        // A need that is stated meanwhile joins the next draft.
        lin.post("/needs", &[("village", BIG), ("need_title", "果园巡诊"), ("discipline", "210.60")]).await.done();
        lin.post(&path("/free"), &second).await.done();
        assert!(lin.get(&path("")).await.ok().says("总分"));
        lin.post(&path("/solve"), &[]).await.done();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_answer_and_the_next_best_stands_in() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        published(&walk, &lin).await;
        let post = post_of(&lin, "大河村").await;
        let path = |verb: &str| format!("/posts/{post}/{verb}");
        let (chen, tian) =
            (by_phone(&walk, "陈研究员", "13800000001").await, by_phone(&walk, "田大伯", "13900000001").await);
        let stranger = by_phone(&walk, "外人", "13700000000").await;
        assert_eq!(stranger.get(&format!("/posts/{post}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.post(&path("accept"), &[]).await.status, StatusCode::NOT_FOUND);
        let empty = stranger.post(&path("decline"), &[]).await;
        assert_eq!((empty.status, empty.problems()), (StatusCode::NOT_FOUND, vec![]), "not even what it would ask");
        assert!(
            chen.get(&format!("/posts/{post}"))
                .await
                .ok()
                .says("专家未答复（2026-03-20 前）；村未答复（2026-03-20 前）")
        );
        tian.post(&path("accept"), &[]).await.done();
        assert_eq!(
            lin.post(&path("agree"), &[("on", "2026-03-05")]).await.problems(),
            ["要双方都同意，才能登记协议。"]
        );
        assert_eq!(lin.post(&path("accept"), &[]).await.problems(), ["请填写。"], "an officer says for whom");
        chen.post(&path("decline"), &[("why", "要带学生实习。")]).await.done();
        let page = lin.get(&format!("/posts/{post}")).await.ok();
        assert!(page.says("专家：要带学生实习。"));
        let zheng = expert_id(&lin, "郑农艺师").await;
        let stand_in = lin.post(&path("replace"), &[("expert", &zheng), ("until", "2026-03-25")]).await.done();
        assert_eq!(
            lin.post(&path("replace"), &[("expert", &zheng), ("until", "2026-03-25")]).await.problems(),
            ["已经有人补位。"]
        );
        let next = format!("/posts/{stand_in}");
        lin.post(&format!("{next}/accept"), &[("side", "expert")]).await.done();
        lin.post(&format!("{next}/accept"), &[("side", "village")]).await.done();
        lin.post(&format!("{next}/agree"), &[("on", "2026-03-05")]).await.done();
        let behalf: Vec<_> = walk
            .read(move |read| Ok(read.history_of(stand_in.parse().unwrap())?))
            .await
            .into_iter()
            .map(|fact| (fact.kind, fact.stamp.behalf.is_some()))
            .collect();
        let expected =
            [("post.invited", false), ("post.accepted", true), ("post.accepted", true), ("post.agreed", false)];
        assert_eq!(behalf, expected.map(|(kind, behalf)| (kind.to_owned(), behalf)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_left_over_are_told_why_in_plain_words() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let mut needs = NEEDS.to_vec();
        let willow: &[&str] = &["柳树村", "柳支书", "13900000003", "兽医学", "奶牛防疫", "", "", ""];
        needs[3] = willow;
        import(&lin, "needs", &needs).await;
        import(&lin, "experts", EXPERTS).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        let liu = walk.person("柳支书", Some("13900000003")).await;
        let sun = walk.person("孙工程师", Some("13800000003")).await;
        let panel = async |person: PersonId| walk.by_phone(person).await;
        let shown = walk.house.slices[0].panels.iter().find(|panel| panel.on == "work").is_some();
        assert!(shown);
        let before = panel(sun).await.get(&format!("/experts/{}", expert_id(&lin, "孙工程师").await)).await.ok();
        assert!(!before.says("本轮没有村提出这个学科的需求。"), "not before it is published");
        lin.post(&format!("/rounds/{round}/publish"), &[("until", "2026-03-20")]).await.done();
        let after = panel(sun).await.get(&format!("/experts/{}", expert_id(&lin, "孙工程师").await)).await.ok();
        assert!(after.says("第一轮：本轮没有村提出这个学科的需求。"));
        assert!(panel(liu).await.get(&format!("/villages/{FAR}")).await.ok().says("奶牛防疫"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_visits_to_one_village_are_ten_visits_and_one_village() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let (post, chen, _) = agreed(&walk, &lin).await;
        let expert = expert_id(&lin, "陈研究员").await;
        for day in 1..=10 {
            walk.later(24 * 3600).await;
            let on = format!("2026-03-{:02}", 5 + day);
            let fields = [
                ("expert", expert.as_str()),
                ("village", BIG),
                ("on", &on),
                ("days", "1"),
                ("onsite", "20"),
                ("audience", "farmers"),
            ];
            chen.post("/visits", &fields).await.done();
        }
        assert_eq!(figures(&walk).await, [10, 1, 1, 200, 0, 0]);
        walk.work().await;
        assert_eq!(figures(&walk).await, [10, 1, 1, 200, 0, 0]);
        assert!(lin.get(&format!("/posts/{post}")).await.ok().says("服务"));
        assert_eq!(
            lin.get("/posts?state=serving").await.ok().rows(),
            [["大河村", "陈研究员", "服务", "10", "2026-03-15"]]
        );
        assert_eq!(lin.get("/visits").await.ok().rows().len(), 10);
        assert_eq!(lin.get("/visits?county=990102").await.ok().rows().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_logged_by_the_expert_or_on_behalf_and_mistakes_are_named() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let (_, chen, tian) = agreed(&walk, &lin).await;
        let expert = expert_id(&lin, "陈研究员").await;
        let base = [("expert", expert.as_str()), ("village", BIG), ("days", "1"), ("audience", "farmers")];
        let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
        assert_eq!(
            tian.post("/visits", &with(&[("on", "2026-03-05"), ("onsite", "5")])).await.status,
            StatusCode::NOT_FOUND
        );
        let wrong = chen.post("/visits", &with(&[("on", "明天"), ("onsite", "-1"), ("roster", "张三 12")])).await;
        assert_eq!(wrong.problems(), ["请填写日期，如 2026-03-05。", "请填 0 到 10000 之间的数。"]);
        assert!(wrong.html().contains("张三 12"), "what was typed is kept");
        assert_eq!(
            chen.post("/visits", &with(&[("on", "2026-03-06"), ("onsite", "5")])).await.problems(),
            ["日期不能在今天以后。"]
        );
        assert_eq!(
            chen.post("/visits", &with(&[("on", "2026-03-05"), ("onsite", "1"), ("roster", "张三 12")]))
                .await
                .problems(),
            ["名单第 1 行读不懂，请写成：姓名 电话。"]
        );
        let roster = "roster";
        let logged = chen
            .post(
                "/visits",
                &with(&[
                    ("on", "2026-03-05"),
                    ("onsite", "9"),
                    (roster, "张三 13600000001\n李四 13600000002\n张三 13600000001\n王五"),
                    ("behalf_name", "不该有"),
                ]),
            )
            .await
            .done();
        assert_eq!(
            chen.post("/visits", &with(&[("on", "2026-03-05"), ("onsite", "9")])).await.problems(),
            ["这位专家这天在这个村已经登记过。多去几天请填天数，写错了请更正原来那条。"]
        );
        let behalf = lin
            .post(
                "/visits",
                &with(&[
                    ("on", "2026-03-04"),
                    ("onsite", "7"),
                    (roster, "王五"),
                    ("behalf_name", "田大伯"),
                    ("behalf_phone", "13900000001"),
                ]),
            )
            .await
            .done();
        assert!(lin.get(&format!("/visits/{behalf}")).await.ok().says("林干事，代为登记：田大伯"));
        let of_name = ground::directory::PersonFilter { text: Some("王五".into()), unit: None };
        let known = walk.read(|read| Ok(read.count_people(&of_name)?)).await;
        assert_eq!(known, 1, "one name in one village is one person");
        assert!(!lin.get(&format!("/visits/{logged}")).await.ok().says("不该有"), "an expert logs for nobody else");
        assert_eq!(figures(&walk).await, [2, 1, 1, 16, 3, 0]);
        assert!(
            chen.get(&format!("/visits/new?expert={expert}"))
                .await
                .ok()
                .html()
                .contains("<option value=\"990101001001\" selected=\"\">大河村</option>")
        );
        assert_eq!(tian.get("/visits/new").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_changes_the_figures_and_keeps_the_past() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let (_, chen, _) = agreed(&walk, &lin).await;
        let expert = expert_id(&lin, "陈研究员").await;
        let log = [
            ("expert", expert.as_str()),
            ("village", BIG),
            ("on", "2026-03-05"),
            ("days", "1"),
            ("onsite", "99"),
            ("audience", "farmers"),
        ];
        let visit = chen.post("/visits", &log).await.done();
        walk.work().await;
        let then = walk.read(|read| Ok(read.last_fact()?.0)).await;
        let right = [
            ("reason", "mistyped"),
            ("village", BIG),
            ("on", "2026-03-05"),
            ("days", "1"),
            ("onsite", "9"),
            ("audience", "farmers"),
        ];
        lin.post(&format!("/visits/{visit}/correct"), &right).await.done();
        assert_eq!(figures(&walk).await, [1, 1, 1, 9, 0, 0]);
        let before = walk
            .read(move |read| Ok(read.figure_at(&"measure=sum&kind=visit.attended".parse().unwrap(), then)?.value()))
            .await;
        assert_eq!(before, 99, "as it stood then");
        assert!(lin.get(&format!("/visits/{visit}")).await.ok().says("已冲销：录入错误"));
        let post = post_of(&lin, "大河村").await;
        let is_served = async || lin.get(&format!("/posts/{post}")).await.ok().html().contains("/review");
        assert!(is_served().await);
        lin.post(&format!("/visits/{visit}/void"), &[("reason", "did_not_happen")]).await.done();
        assert!(!is_served().await, "nobody has been there after all");
        assert_eq!(figures(&walk).await, [0, 0, 0, 0, 0, 0]);
        assert_eq!(lin.post(&format!("/visits/{visit}/correct"), &right).await.problems(), ["这条记录已作废。"]);
        assert_eq!(lin.get("/visits").await.ok().rows().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_technique_counts_once_its_farmer_says_so() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let (_, chen, _) = agreed(&walk, &lin).await;
        let technique = lin.post("/techniques", &[("technique_name", "旱育秧"), ("discipline", "210.30")]).await.done();
        let path = |verb: &str| format!("/techniques/{technique}/{verb}");
        let expert = expert_id(&lin, "陈研究员").await;
        let log = [
            ("expert", expert.as_str()),
            ("village", BIG),
            ("on", "2026-03-05"),
            ("days", "1"),
            ("onsite", "9"),
            ("techniques", &technique),
        ];
        assert_eq!(chen.post("/visits", &log).await.problems(), ["只能教技术库里的技术。"]);
        assert_eq!(
            lin.post(&path("list"), &[]).await.problems(),
            ["技术现在不能走这一步：先提出，再本地验证，再入库，再推广。"]
        );
        assert_eq!(walk.visitor().get(&format!("/techniques/{technique}")).await.status, StatusCode::NOT_FOUND);
        lin.post(&path("prove"), &[("trial_place", BIG), ("trial_season", "2025年春")]).await.done();
        lin.post(&path("list"), &[]).await.done();
        walk.visitor().get(&format!("/techniques/{technique}")).await.ok();
        let visit = chen.post("/visits", &[&log[..], &[("is_return", "1")]].concat()).await.done();
        let report = [("technique", technique.as_str()), ("farmer_name", "张三"), ("farmer_phone", "13600000001")];
        chen.post(&format!("/visits/{visit}/applications"), &report).await.done();
        assert_eq!(
            chen.post(&format!("/visits/{visit}/applications"), &report).await.problems(),
            ["这户用这项技术已经登记过。"]
        );
        assert_eq!(figures(&walk).await[5], 0, "not before the farmer says so");
        let zhang = by_phone(&walk, "张三", "13600000001").await;
        assert_eq!(walk.told(&zhang).await, ["您家在用“旱育秧”吗？请确认。"]);
        let application = lin
            .get(&format!("/visits/{visit}"))
            .await
            .ok()
            .links()
            .into_iter()
            .find(|href| href.starts_with("/applications/"))
            .unwrap();
        assert_eq!(
            chen.post(&format!("{application}/confirm"), &[]).await.status,
            StatusCode::NOT_FOUND,
            "the expert does not confirm for the farmer"
        );
        zhang.post(&format!("{application}/confirm"), &[]).await.done();
        assert_eq!(zhang.post(&format!("{application}/deny"), &[]).await.problems(), ["农户已经答复过。"]);
        assert_eq!(figures(&walk).await[5], 1);
        assert!(lin.get(&format!("/techniques/{technique}")).await.ok().says("确认在用的农户\n1"));
        lin.post(&path("spread"), &[]).await.done();
        lin.post(&path("withdraw"), &[("why", "有了更好的。")]).await.done();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_ends_well_and_is_kept_in_the_next_round() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let (post, chen, tian) = agreed(&walk, &lin).await;
        let expert = expert_id(&lin, "陈研究员").await;
        chen.post(
            "/visits",
            &[("expert", &expert), ("village", BIG), ("on", "2026-03-05"), ("days", "1"), ("onsite", "9")],
        )
        .await
        .done();
        assert_eq!(
            chen.post(&format!("/posts/{post}/review"), &[("mark", "5")]).await.status,
            StatusCode::NOT_FOUND,
            "nobody reviews themselves"
        );
        tian.post(&format!("/posts/{post}/review"), &[("mark", "5"), ("words", "讲得明白。")]).await.done();
        lin.post(&format!("/posts/{post}/grade"), &[("grade", "excellent")]).await.done();
        lin.post(&format!("/posts/{post}/renew"), &[]).await.done();
        let round = lin.post("/rounds", &[("round_name", "下一年"), ("year", "2027")]).await.done();
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        let row =
            lin.get(&format!("/rounds/{round}")).await.ok().rows().into_iter().find(|row| row[0] == "大河村").unwrap();
        assert_eq!(row[2..5], ["陈研究员", "1098", "学科 500 · 路程 298（1 公里） · 延续 200 · 考核 100"]);
        let place = walk.read(|read| Ok(read.find_place(PlaceCode(990_101_001_001))?)).await;
        assert_eq!(place.map(|place| place.name).as_deref(), Some("大河村"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_and_needs_are_kept_by_hand_too() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let need = [("village", SMALL), ("need_title", "果树修剪"), ("discipline", "210.40"), ("from_month", "2")];
        assert_eq!(lin.post("/needs", &need).await.problems(), ["这个村还没有村情卡。"]);
        let card = [
            ("village", SMALL),
            ("households", "320"),
            ("crops", "苹果"),
            ("is_weak", "1"),
            ("contact_name", "李大姐"),
            ("contact_phone", "13900000002"),
        ];
        lin.post("/villages", &card).await.done();
        assert_eq!(lin.post("/villages", &[("village", "990101")]).await.problems(), ["没有这个地方。"]);
        assert_eq!(lin.post("/needs", &need).await.problems(), ["起止月份要都填，或都不填。"]);
        let need = [&need[..], &[("to_month", "3"), ("second_discipline", "210.60")]].concat();
        let id = lin.post("/needs", &need).await.done();
        assert_eq!(lin.post("/needs", &need).await.problems(), ["这个村已经提过这项需求。"]);
        lin.post(
            &format!("/needs/{id}"),
            &[("village", SMALL), ("need_title", "果树修剪与嫁接"), ("discipline", "210.40")],
        )
        .await
        .done();
        assert_eq!(
            lin.get("/needs").await.ok().rows(),
            [["果树修剪与嫁接", "小河村", "园艺学", "1", "全年", "待匹配"]]
        );
        let li = by_phone(&walk, "李大姐", "13900000002").await;
        assert!(li.get(&format!("/villages/{SMALL}")).await.ok().says("果树修剪与嫁接"));
        assert_eq!(li.get("/villages").await.status, StatusCode::NOT_FOUND);
        lin.post(&format!("/needs/{id}/withdraw"), &[]).await.done();
        let expert = lin
            .post(
                "/experts",
                &[
                    ("person_name", "陈研究员"),
                    ("phone", "13800000001"),
                    ("discipline", "210.30"),
                    ("level", "senior"),
                    ("max_posts", "2"),
                ],
            )
            .await
            .done();
        let chen = by_phone(&walk, "陈研究员", "13800000001").await;
        chen.post(
            &format!("/experts/{expert}"),
            &[
                ("discipline", "210.30"),
                ("level", "senior"),
                ("max_posts", "1"),
                ("from_month", "4"),
                ("to_month", "10"),
            ],
        )
        .await
        .done();
        chen.post(&format!("/experts/{expert}/pause"), &[]).await.done();
        assert_eq!(
            lin.get("/experts").await.ok().rows(),
            [["陈研究员", "农艺学", "正高级", "", "1", "4—10月", "暂停"]]
        );
        chen.post(&format!("/experts/{expert}/resume"), &[]).await.done();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_may_end_early_and_reminders_come_before_the_day() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        published(&walk, &lin).await;
        let li = by_phone(&walk, "李大姐", "13900000002").await;
        walk.later(13 * 24 * 3600).await;
        walk.work().await;
        assert_eq!(
            walk.told(&li).await,
            ["请您看一看小河村的派驻邀请，2026-03-20 前答复。", "小河村的派驻邀请 2026-03-20 到期，请答复。"]
        );
        let post = post_of(&lin, "小河村").await;
        lin.post(&format!("/posts/{post}/accept"), &[("side", "expert")]).await.done();
        li.post(&format!("/posts/{post}/accept"), &[]).await.done();
        lin.post(&format!("/posts/{post}/agree"), &[("on", "2026-03-18")]).await.done();
        lin.post(&format!("/posts/{post}/end"), &[("why", "专家调离。")]).await.done();
        assert!(lin.get(&format!("/posts/{post}")).await.ok().says("结束 专家调离。"));
    })
    .await;
}
