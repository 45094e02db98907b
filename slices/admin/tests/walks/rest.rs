//! The overview, jobs that were given up, settings.

use crate::{SLICES, administrator};
use axum::http::StatusCode;
use ground::directory::Place;
use ground::jobs::enqueue;
use logic::act::{Job, Role};
use web::kit::{Walk, on_each_engine};

/// A job that nobody can do, tried until it is given up.
async fn dead_job(walk: &Walk, kind: &'static str, payload: &'static str) {
    walk.write(move |tx| Ok(enqueue(tx, &Job { kind, payload: payload.into(), due: tx.now })?)).await;
    give_up(walk).await;
}

async fn give_up(walk: &Walk) {
    for _ in 0..9 {
        walk.work().await;
        walk.later(2 * 3600).await;
    }
}

async fn dead(walk: &Walk) -> Vec<String> {
    walk.read(|read| Ok(read.list_dead_jobs()?.iter().map(|job| job.id.to_string()).collect())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_job_is_tried_again_and_discarded_with_a_reason() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        assert!(admin.get("/jobs").await.ok().says("这里还没有内容。"));
        dead_job(&walk, "no.such", "secret-payload").await;
        assert!(admin.get("/admin").await.ok().says("1 项后台任务多次没有办成，等您决定"));
        let row = &admin.get("/jobs").await.ok().rows()[0];
        assert_eq!((row[0].as_str(), row[2].as_str()), ("no.such", "8"));
        assert!(row[3].contains("nobody does jobs of this kind"), "{row:?}");
        let page = format!("/jobs/{}", dead(&walk).await[0]);
        assert!(
            !admin.get(&page).await.ok().html().contains("secret-payload"),
            "what the program does not know it does not show"
        );
        admin.post(&format!("{page}/revive"), &[]).await.done();
        assert_eq!(dead(&walk).await.len(), 0);
        assert_eq!(admin.get(&page).await.status, StatusCode::NOT_FOUND, "it is not dead any more");
        give_up(&walk).await;
        assert_eq!(dead(&walk).await.len(), 1);
        let no_reason = admin.post(&format!("{page}/discard"), &[]).await;
        assert_eq!(
            (no_reason.status, no_reason.problems()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["请填写。".to_owned()])
        );
        admin.post(&format!("{page}/discard"), &[("reason", "outdated")]).await.done();
        assert_eq!(dead(&walk).await.len(), 0);
        let kinds = walk
            .read(|read| Ok(read.latest_facts(None, 0, 9)?.into_iter().map(|fact| fact.kind).collect::<Vec<_>>()))
            .await;
        assert_eq!(kinds, ["job.discarded", "job.revived"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn word_to_people_is_never_shown_and_an_old_code_not_sent() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        dead_job(&walk, "code.send", "13900000001-482913").await;
        dead_job(&walk, "file.move", "no-such-hash").await;
        let pages = dead(&walk).await.into_iter().map(|id| format!("/jobs/{id}")).collect::<Vec<_>>();
        let (file, code) = (&pages[0], &pages[1]);
        assert!(admin.get(file).await.ok().html().contains("no-such-hash"));
        let shown = admin.get(code).await.ok();
        assert!(shown.says("这是发给个人的消息，内容不显示。") && !shown.html().contains("482913"));
        for path in ["/jobs", "/jobs.csv", "/admin"] {
            assert!(!admin.get(path).await.ok().html().contains("482913"), "{path}");
        }
        assert_eq!(
            admin.post(&format!("{code}/revive"), &[]).await.problems(),
            ["验证码早已过期，再发没有用，请丢弃。"]
        );
        for page in &pages {
            admin.post(&format!("{page}/discard"), &[("reason", "mistaken")]).await.done();
        }
        let bodies = walk
            .read(|read| Ok(read.latest_facts(None, 0, 9)?.into_iter().map(|fact| fact.body).collect::<Vec<_>>()))
            .await;
        assert_eq!(
            bodies,
            ["{\"kind\":\"code.send\",\"reason\":\"mistaken\"}", "{\"kind\":\"file.move\",\"reason\":\"mistaken\"}"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_association_is_named_placed_and_reached() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        assert!(admin.get("/admin").await.ok().says("还没有填写本地区划"));
        let code = "9901".parse().unwrap();
        walk.write(move |tx| Ok(tx.save_places(&[Place { code, name: "云川市".into(), lon: None, lat: None }])?)).await;
        let save = async |name: &str, region: &str| {
            let fields = [
                ("association", name),
                ("association_en", "Yunchuan Association"),
                ("region", region),
                ("contact", "电话 010-1234567"),
            ];
            admin.post("/settings", &fields).await
        };
        let wrong = save("科", "9902").await;
        assert_eq!(wrong.problems(), ["至少 2 个字。"]);
        assert!(wrong.html().contains("value=\"9902\""));
        assert_eq!(save("云川市科学技术协会", "9902").await.problems(), ["没有这个区划。请先导入区划，或核对代码。"]);
        assert_eq!(save("云川市科学技术协会", "x").await.problems(), ["请填写区划代码。"]);
        save("云川市科学技术协会", "9901").await.done();
        let page = admin.get("/settings").await.ok();
        assert!(page.html().contains("· 云川市科学技术协会</title>") && page.says("本地： 云川市"), "{}", page.words());
        assert!(!admin.get("/admin").await.ok().says("还没有填写本地区划"));
        let root = walk.read(|read| Ok(read.find_root_unit()?.unwrap().name)).await;
        assert_eq!(root, "云川市科学技术协会", "the unit at the root bears the same name");
        let english = admin.get("/settings?lang=en").await;
        assert!(english.html().contains("· Yunchuan Association</title>"));
        admin.post("/settings", &[("association", "云川市科协")]).await.done();
        let left = walk
            .read(|read| Ok((read.setting("association_en")?, read.setting("region")?, read.setting("contact")?)))
            .await;
        assert_eq!(left, (None, None, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_counts_from_then_on() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let day = |text: &str| text.parse::<logic::time::Day>().unwrap();
        let save = async |days: &str| admin.post("/settings/calendar", &[("days", days)]).await;
        let wrong = save("2027-02-05 至 2027-02-11 休\n2027-02-30 休").await;
        assert_eq!(wrong.problems(), ["第 2 行读不懂。请写成：2027-02-05 至 2027-02-11 休。"]);
        assert!(wrong.html().contains("2027-02-30 休"), "what was typed is kept");
        assert_eq!(save("2027-02-05 休\n2027-02-05 班").await.problems(), ["第 2 行与上面的矛盾：同一天又休又班。"]);
        save("2027-02-05 至 2027-02-11 休\n2027-02-14 班").await.done();
        let calendar = walk.read(|read| Ok(read.calendar()?)).await;
        assert_eq!(calendar.plus(day("2027-02-04"), 2), day("2027-02-14"));
        let page = admin.get("/settings").await.ok();
        assert!(page.html().contains("2027-02-05 至 2027-02-11 休\n2027-02-14 班"));
        assert_eq!(page.rows()[2], ["2027", "已有", "5", "1"]);
        assert!(admin.get("/settings?lang=en").await.ok().html().contains("2027-02-05 至 2027-02-11 free"));
        walk.later(290 * 24 * 3600).await;
        let admin = walk.staff("年底的管理员", Role::Administrator, "云川市科协").await;
        let save = async |days: &str| admin.post("/settings/calendar", &[("days", days)]).await;
        assert!(!admin.get("/admin").await.ok().says("年的放假和调休安排还没有录入"));
        save("").await.done();
        assert!(admin.get("/admin").await.ok().says("2027 年的放假和调休安排还没有录入"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_in_order_is_calm() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let code = "9901".parse().unwrap();
        walk.write(move |tx| Ok(tx.save_places(&[Place { code, name: "云川市".into(), lon: None, lat: None }])?)).await;
        admin.post("/settings", &[("association", "云川市科协"), ("region", "9901")]).await.done();
        admin.post("/ledger/verify", &[]).await.done();
        let page = admin.get("/admin").await.ok();
        assert!(page.says("目前没有需要处理的事。") && page.says("全部相符"), "{}", page.words());
        let cards: Vec<_> = page.words().lines().take(11).map(str::to_owned).collect();
        assert_eq!(cards[4..], ["2", "在用账号", "2", "人员", "1", "单位", "2"].map(String::from));
        let engine = if walk.house.db.engine_name() == "sqlite" { "SQLite（内置）" } else { "PostgreSQL" };
        assert!(page.says(engine) && page.says(env!("CARGO_PKG_VERSION")));
        for path in
            ["/admin", "/accounts", "/accounts/new", "/roles", "/sign-ins", "/jobs", "/settings", "/ledger", "/api"]
        {
            for path in [path.to_owned(), format!("{path}?lang=en")] {
                let seen = admin.get(&path).await.ok();
                assert!(!seen.html().contains('⟦'), "{path}: a text is missing");
            }
        }
    })
    .await;
}
