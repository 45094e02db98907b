//! What others see of the room: the API in words, filtered to what they may use, and of the rest nothing.

use crate::{SLICES, administrator, page_of};
use axum::http::StatusCode;
use logic::act::Role;
use web::kit::on_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn the_api_page_lists_what_the_reader_may_use() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let page = admin.get("/api").await.ok();
        assert!(page.says("授予角色 role.grant"), "{}", page.words());
        assert!(page.says("POST /api/accounts/{id}/roles") && page.says("GET /api/accounts"));
        assert!(page.links().contains(&"/api/openapi.json".to_owned()));
        let fields = page.rows();
        assert!(
            fields.contains(&vec!["until".into(), "到哪天（含当天）".into(), "日期 2026-03-05".into(), String::new()]),
            "{fields:?}"
        );
        assert!(
            fields.contains(&vec!["unit".into(), "在哪个单位（含下级）".into(), "编号".into(), "是".into()]),
            "{fields:?}"
        );
        let officer = walk.staff("lin", Role::Officer, "云川市科协").await;
        let less = officer.get("/api").await.ok();
        assert!(!less.says("role.grant") && !less.says("/api/accounts"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_room_is_not_there_for_others() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        walk.unit("东山区科协", ground::directory::UnitKind::District, "云川市科协").await;
        let officer = walk.staff("lin", Role::Officer, "云川市科协").await;
        let local = walk.staff("区管理员", Role::Administrator, "东山区科协").await;
        let farmer = walk.by_phone(walk.person("田大娘", Some("13900000009")).await).await;
        let account = page_of(&walk, "lin").await;
        let pages = [
            "/admin",
            "/accounts",
            "/accounts.csv",
            "/accounts/new",
            &account,
            "/roles",
            "/sign-ins",
            "/jobs",
            "/settings",
            "/ledger",
        ];
        let acts = ["/close", "/reopen", "/unlock", "/password/reset", "/roles"].map(|act| format!("{account}{act}"));
        let acts =
            acts.iter().map(String::as_str).chain(["/accounts", "/settings", "/settings/calendar", "/ledger/verify"]);
        let acts: Vec<_> = acts.collect();
        let unit = walk.read(|read| Ok(read.find_root_unit()?.unwrap().id)).await.to_string();
        let fields = [
            ("login", "evil"),
            ("person_name", "某人"),
            ("association", "某会"),
            ("role", "leader"),
            ("unit", &unit),
            ("from", "2026-03-05"),
        ];
        for reader in [&walk.visitor(), &officer, &local, &farmer] {
            for page in pages {
                assert_eq!(reader.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
            }
            for act in &acts {
                assert_eq!(reader.post(act, &fields).await.status, StatusCode::NOT_FOUND, "{act}");
            }
        }
        assert_eq!(farmer.get("/api").await.status, StatusCode::NOT_FOUND);
        local.get("/api").await.ok();
        assert!(!officer.get("/api").await.ok().links().contains(&"/accounts".to_owned()), "nor in the menu");
        assert!(admin.get("/api").await.ok().links().contains(&"/accounts".to_owned()));
        assert_eq!(walk.read(|read| Ok(read.last_fact()?.0)).await, 0, "nothing was done");
    })
    .await;
}
