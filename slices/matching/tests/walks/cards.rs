//! Cards and needs are kept by hand.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use web::kit::on_each_engine;

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
