//! Visits are logged, counted, put right; techniques count once a farmer says so.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use web::kit::on_each_engine;

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
