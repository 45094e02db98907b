//! A round's rules, its draft, and what it shows to whom.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use logic::act::Role;
use web::kit::{Reader, on_each_engine};

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
            why.rows().iter().map(|row| (row[0].clone(), row[3].clone())).collect::<Vec<_>>()[..2],
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
        let rules = with(&[("weight_outcome", "nothing"), ("weight_wishes", "nothing"), ("max_km", "30")]);
        lin.post(&format!("/rounds/{round}/rules"), &rules).await.done();
        lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
        let page = lin.get(&format!("/rounds/{round}")).await.ok();
        assert_eq!(page.rows().len(), 1);
        assert!(page.says("小河村 · 果树病虫害 这个学科的专家都安排到了更合适的村，名额用完了。"), "{}", page.words());
        let wrong = lin
            .post(&format!("/rounds/{round}/rules"), &[("weight_discipline", "5000"), ("weight_distance", "x")])
            .await;
        assert_eq!((wrong.status, wrong.problems().len()), (StatusCode::UNPROCESSABLE_ENTITY, 9));
        assert!(
            page.says("学科：最重要；路程：重要；延续：一般；月份要合；每镇、每位专家一份意向书；不超过 30 公里"),
            "{}",
            page.words()
        );
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

/// The rules a round begins with, but for some.
fn with(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let usual = [
        ("weight_discipline", "most"),
        ("weight_distance", "much"),
        ("weight_continuity", "middle"),
        ("weight_outcome", "little"),
        ("weight_wishes", "middle"),
        ("fairness", "total"),
        ("weight_spread", "nothing"),
        ("max_posts", "0"),
        ("max_km", "0"),
        ("months_meet", "1"),
        ("one_letter", "1"),
    ];
    let kept = usual.into_iter().filter(|rule| other.iter().all(|other| other.0 != rule.0));
    kept.chain(other.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_changes_makes_the_draft_anew_and_tells_the_difference() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", NEEDS).await;
        import(&lin, "experts", EXPERTS).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        lin.post(&path("/rules"), &with(&[])).await.done();
        assert!(!lin.get(&path("")).await.ok().says("上一步改动"), "before the first draft rules are only kept");
        lin.post(&path("/solve"), &[]).await.done();
        lin.post(&path("/rules"), &with(&[("max_km", "30")])).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("规则改了，草案已按新规则重新配对。"), "{}", page.words());
        assert!(page.says("原规则：没有这一条") && page.says("新规则：不超过 30 公里"), "{}", page.words());
        assert!(
            page.says("按新规则算，原草案值 -4402 分，新草案值 -4402 分；原草案有 1 对不合现在的规则，按空缺算；总分不变；少配 1 位；共 1 处变动"),
            "{}",
            page.words()
        );
        assert_eq!(page.rows()[0], ["小河村 · 果树病虫害", "郑农艺师", "空缺"]);
        assert!(page.says("看草案") && page.says("已证明是最优"), "no second press is asked for: {}", page.words());
        // The way back is one press: what its button sends are the rules before.
        let html = page.html();
        assert!(html.contains("恢复原规则") && html.contains("name=\"max_km\" value=\"0\""));
        lin.post(&path("/rules"), &with(&[])).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(
            page.says("原草案值 -4402 分，新草案值 -1168 分；总分多 3234 分；多配 1 位；共 1 处变动"),
            "{}",
            page.words()
        );
        // Weights: nobody moves, and what stands counts otherwise.
        lin.post(&path("/rules"), &with(&[("weight_distance", "nothing")])).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("总分不变；没有别处变动") && page.says("原规则：路程：重要"), "{}", page.words());
        lin.post(&path("/publish"), &[("until", "2026-03-20")]).await.done();
        assert_eq!(lin.post(&path("/rules"), &with(&[])).await.problems(), ["本轮现在不能这样办。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fairness_is_a_rule_and_has_a_price() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        import(&lin, "needs", &[NEEDS[0], NEEDS[1], &["柳树村", "", "", "农艺学", "玉米密植", "", "", ""]]).await;
        // One is near to both and the other to neither: the best sum leaves the far village with a poor pair.
        let wang = ["王研究员", "13800000004", "", "研究员", "正高级", "植物保护学", "", "1", "东山区", ""];
        import(&lin, "experts", &[EXPERTS[0], EXPERTS[1], &wang]).await;
        let round = lin.post("/rounds", &[("round_name", "第一轮"), ("year", "2026")]).await.done();
        let path = |verb: &str| format!("/rounds/{round}{verb}");
        lin.post(&path("/solve"), &[]).await.done();
        let plain = lin.get(&path("")).await.ok();
        assert!(!plain.says("均衡的代价"), "{}", plain.words());
        let refused = lin.post(&path("/rules"), &with(&[("fairness", "worst"), ("apart", "1")])).await;
        assert_eq!(refused.problems().len(), 1);
        assert!(
            refused.problems()[0].starts_with("不能与“同一小组的专家来自不同单位”同用"),
            "{:?}",
            refused.problems()
        );
        lin.post(&path("/rules"), &with(&[("fairness", "worst"), ("weight_spread", "most")])).await.done();
        let page = lin.get(&path("")).await.ok();
        assert!(page.says("均衡的代价") && page.says("已证明再高就要少配人。"), "{}", page.words());
        assert!(page.says("按现在的规则（含均衡）和人工决定，已证明没有更好的安排。"), "{}", page.words());
        assert!(page.says("新规则：先保最低的一对；工作量均摊：最重要"), "{}", page.words());
        let figures: Vec<_> =
            page.rows().into_iter().filter(|row| row.len() == 3 && row[0] == "一人最多村数").collect();
        assert_eq!(figures, [["一人最多村数", "1", "1"]]);
        assert!(lin.get(&path("/balance")).await.ok().says("均衡的代价"));
        let why = lin.get(&page.link("548")).await.ok();
        assert!(why.says("均衡规则已算在内"), "{}", why.words());
        lin.post(&path("/rules"), &with(&[])).await.done();
        assert!(!lin.get(&path("")).await.ok().says("均衡的代价"));
    })
    .await;
}
