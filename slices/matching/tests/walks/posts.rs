//! Both sides answer; someone stands in, is left over, is kept, or ends early.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use logic::id::PersonId;
use logic::place::PlaceCode;
use web::kit::on_each_engine;

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
