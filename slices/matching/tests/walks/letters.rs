//! Letters of intent of both sides.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use web::kit::{Reader, on_each_engine};

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
