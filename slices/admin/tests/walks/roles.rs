//! Roles with their terms, and the log of who signed in.

use crate::{SLICES, administrator, history, page_of, stored};
use axum::http::StatusCode;
use ground::directory::UnitKind;
use ground::identity::{Outcome, SignedBy};
use ground::stop::OrMissing;
use logic::act::Role;
use web::kit::{Walk, on_each_engine};

async fn unit_named(walk: &Walk, name: &'static str) -> String {
    walk.read(|read| Ok(read.find_unit_named(name)?.or_missing()?.id)).await.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_granted_for_a_term_and_taken_back() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        walk.unit("科普部", UnitKind::Department, "云川市科协").await;
        let lin = walk.staff("lin", Role::Officer, "科普部").await;
        let (page, unit) = (page_of(&walk, "lin").await, unit_named(&walk, "云川市科协").await);
        let give = async |role: &str, unit: &str, from: &str, until: &str| {
            admin
                .post(&format!("{page}/roles"), &[("role", role), ("unit", unit), ("from", from), ("until", until)])
                .await
        };
        let wrong = give("king", "", "2026-13-01", "").await;
        assert_eq!(wrong.problems(), ["请从列出的选项中选择。", "请填写。", "请填写日期，如 2026-03-05。"]);
        assert_eq!(give("leader", &unit, "2026-03-05", "2026-03-04").await.problems(), ["不能早于开始的日期。"]);
        assert_eq!(give("leader", &unit, "2026-01-01", "2026-03-04").await.problems(), ["这个日期已经过去。"]);
        assert_eq!(give("leader", &"0".repeat(26), "2026-03-05", "").await.problems(), ["请从列出的选项中选择。"]);
        give("administrator", &unit, "2026-03-05", "2026-03-20").await.done();
        lin.get("/admin").await.ok();
        assert_eq!(
            give("administrator", &unit, "2026-03-20", "").await.problems(),
            ["这段时间里，这个账号在这个单位已有这个角色。"]
        );
        assert!(admin.get("/admin").await.ok().says("1 个任期在 30 天内到期"));
        let ending = admin.get("/roles?standing=ending").await.ok().rows();
        assert_eq!(ending, [["lin", "lin", "系统管理员", "云川市科协", "2026-03-05", "2026-03-20", "即将到期"]]);
        let shown = admin.get(&page).await.ok();
        assert!(shown.says("系统管理员 云川市科协 即将到期 2026-03-05 — 2026-03-20"), "{}", shown.words());
        let id = stored(&walk, "lin").await.id;
        let grant = walk.read(move |read| Ok(read.list_roles(id)?[1].id)).await;
        admin.post(&format!("{page}/roles/{grant}/revoke"), &[]).await.done();
        assert_eq!(lin.get("/admin").await.status, StatusCode::NOT_FOUND, "at once");
        assert_eq!(admin.post(&format!("{page}/roles/{grant}/revoke"), &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(history(&walk, id).await, ["role.granted", "role.revoked"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_begins_and_ends_by_itself() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        let (page, unit) = (page_of(&walk, "lin").await, unit_named(&walk, "云川市科协").await);
        let term =
            [("role", "administrator"), ("unit", unit.as_str()), ("from", "2026-03-06"), ("until", "2026-03-06")];
        admin.post(&format!("{page}/roles"), &term).await.done();
        let mut seen = Vec::new();
        for standing in ["coming", "ending", "over"] {
            let rows = admin.get(&format!("/roles?standing={standing}&role=administrator")).await.ok().rows();
            seen.push((lin.get("/admin").await.status, rows.len()));
            walk.later(24 * 3600).await;
        }
        let (no, yes) = (StatusCode::NOT_FOUND, StatusCode::OK);
        assert_eq!(seen, [(no, 1), (yes, 1), (no, 1)]);
        let by_end = admin.get("/roles?sort=until&role=administrator").await.ok().rows();
        assert_eq!(by_end[0][5], "2026-03-06");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_who_when_how_and_from_where_and_forgets_in_time() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        walk.staff("lin", Role::Officer, "云川市科协").await;
        let account = stored(&walk, "lin").await;
        let log = async |known: bool, outcome: Outcome| {
            let by = SignedBy { account: Some(account.id), person: Some(account.person) };
            let by = if known { by } else { SignedBy::default() };
            walk.write(move |tx| Ok(tx.log_sign(by, outcome, "10.0.0.7")?)).await;
        };
        log(true, Outcome::Wrong).await;
        log(true, Outcome::In).await;
        log(false, Outcome::Unknown).await;
        let tail = |rows: Vec<Vec<String>>| rows.into_iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>();
        let all = tail(admin.get("/sign-ins").await.ok().rows());
        assert_eq!(
            all,
            [
                ["", "", "没有这个账号", "10.0.0.7"],
                ["lin", "lin", "登录", "10.0.0.7"],
                ["lin", "lin", "密码错误", "10.0.0.7"]
            ]
        );
        assert_eq!(tail(admin.get("/sign-ins?login=LIN&outcome=wrong").await.ok().rows()).len(), 1);
        assert_eq!(admin.get("/sign-ins?from=2026-03-06").await.ok().rows().len(), 0);
        assert_eq!(admin.get("/sign-ins?from=2026-03-05&to=2026-03-05").await.ok().rows().len(), 3);
        let shown = admin.get(&page_of(&walk, "lin").await).await.ok().rows();
        assert_eq!(shown.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["登录", "密码错误"]);
        walk.later(190 * 24 * 3600).await;
        walk.work().await;
        let admin = walk.staff("后来的管理员", Role::Administrator, "云川市科协").await;
        assert_eq!(admin.get("/sign-ins").await.ok().rows().len(), 3, "half a year is kept");
        walk.later(11 * 24 * 3600).await;
        walk.work().await;
        assert_eq!(admin.get("/sign-ins").await.ok().rows().len(), 0);
    })
    .await;
}
