//! Accounts: opened, given a password, locked, closed and opened again.

use crate::{SLICES, administrator, history, page_of, secret, stored};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use ground::identity::{SessionKey, is_password};
use logic::act::Role;
use web::kit::{Seen, Walk, on_each_engine};

/// Signs someone in as the entrance would, and opens a page.
async fn look(walk: &Walk, login: &'static str, path: &str) -> Seen {
    let account = stored(walk, login).await;
    let key = SessionKey::random();
    let request = Request::get(path).header("cookie", format!("session={}", key.reveal()));
    walk.write(move |tx| Ok(tx.open_session(&key, Some(account.id), account.person)?)).await;
    walk.visitor().send(request, Body::empty()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_opened_for_someone_of_the_directory() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let lin = walk.person("林干事", Some("13900000001")).await;
        let found = admin.get("/accounts/new?text=林").await.ok();
        let chosen = found.link("林干事");
        assert_eq!(chosen, format!("/accounts/new?person={lin}"));
        assert!(admin.get(&chosen).await.ok().says("账号属于： 林干事 13900000001"));
        assert!(admin.get("/accounts/new?text=王").await.ok().says("通讯录里没有找到。"));
        let person = lin.to_string();
        let open = async |login: &str| admin.post("/accounts", &[("person", &person), ("login", login)]).await;
        let refused = open("Lin Gan").await;
        assert_eq!(
            (refused.status, refused.problems()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["登录名不能有空格。".into()])
        );
        assert!(
            refused.html().contains("value=\"Lin Gan\"") && refused.says("账号属于： 林干事"),
            "what was typed is kept"
        );
        assert_eq!(open("管理员").await.problems(), ["这个登录名已有人用。"]);
        assert_eq!(open("ab").await.problems(), ["至少 3 个字。"]);
        let password = secret(&open("Lin.Gan").await.ok());
        let account = stored(&walk, "lin.gan").await;
        assert!(is_password(&password, Some(&account.password)) && account.must_change);
        assert_eq!(history(&walk, account.id).await, ["account.opened"]);
        assert_eq!(open("lin2").await.problems(), ["这个人已有账号：lin.gan。一个人只有一个账号。"]);
        let found = admin.get("/accounts/new?text=林").await.ok();
        assert_eq!(found.link("lin.gan"), page_of(&walk, "lin.gan").await);
        assert_eq!(look(&walk, "lin.gan", "/api").await.location, "/password", "the password comes first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_in_the_directory_is_recorded_with_the_account() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let open = async |name: &str, login: &str| {
            admin.post("/accounts", &[("person_name", name), ("phone", "139 0000 0002"), ("login", login)]).await
        };
        assert_eq!(open("", "wang").await.problems(), ["请填写。"]);
        open("王秘书", "wang").await.ok();
        let person = stored(&walk, "wang").await.person;
        assert_eq!(walk.person("王秘书", Some("13900000002")).await, person);
        assert_eq!(open("王秘书", "wang2").await.problems(), ["这个人已有账号：wang。一个人只有一个账号。"]);
        let strange = admin.post("/accounts", &[("person", "nonsense"), ("login", "x-y-z")]).await;
        assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unknown = admin.post("/accounts", &[("person", &"0".repeat(26)), ("login", "x-y-z")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_and_every_session_ends() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        lin.get("/api").await.ok();
        let page = page_of(&walk, "lin").await;
        walk.write(|tx| {
            let account = tx.find_account_named("lin")?.unwrap();
            Ok((0..5).try_fold(account, |account, _| {
                let account = account.failed(tx.now);
                tx.save_account(&account).map(|()| account)
            })?)
        })
        .await;
        assert!(admin.get("/admin").await.ok().says("1 个账号因密码输错被锁定"));
        assert_eq!(admin.get("/accounts?state=locked").await.ok().rows(), [["lin", "lin", "", "干部", "锁定"]]);
        let shown = admin.post(&format!("{page}/password/reset"), &[]).await.ok();
        assert!(is_password(&secret(&shown), Some(&stored(&walk, "lin").await.password)));
        assert_eq!(lin.get("/api").await.status, StatusCode::NOT_FOUND, "the old session is over");
        assert!(!admin.get("/admin").await.ok().says("锁定"), "a lock falls away with the password");
        let own = page_of(&walk, "管理员").await;
        let refused = admin.post(&format!("{own}/password/reset"), &[]).await;
        assert_eq!(refused.problems(), ["自己的密码请在“我的”里修改。"]);
        let not_locked = admin.post(&format!("{page}/unlock"), &[]).await;
        assert_eq!(
            (not_locked.status, not_locked.problems()),
            (StatusCode::CONFLICT, vec!["这个账号没有锁定。".into()])
        );
        assert_eq!(history(&walk, stored(&walk, "lin").await.id).await, ["password.reset"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_taken_off_before_its_time() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        walk.staff("lin", Role::Officer, "云川市科协").await;
        walk.write(|tx| {
            let account = tx.find_account_named("lin")?.unwrap();
            Ok(tx
                .save_account(&ground::identity::Account { locked_until: Some(tx.now.plus_seconds(900)), ..account })?)
        })
        .await;
        let page = page_of(&walk, "lin").await;
        assert!(admin.get(&page).await.ok().says("自动解锁"));
        admin.post(&format!("{page}/unlock"), &[]).await.done();
        assert_eq!(stored(&walk, "lin").await.locked_until, None);
        assert!(admin.get(&page).await.ok().says("状态\n正常"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_out_at_once_and_comes_back_with_a_new_password() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        let page = page_of(&walk, "lin").await;
        admin.post(&format!("{page}/close"), &[]).await.done();
        assert_eq!(lin.get("/api").await.status, StatusCode::NOT_FOUND);
        assert_eq!(admin.get("/accounts?state=closed").await.ok().rows().len(), 1);
        assert_eq!(admin.post(&format!("{page}/close"), &[]).await.problems(), ["这个账号已停用。"]);
        assert_eq!(admin.post(&format!("{page}/password/reset"), &[]).await.problems(), ["这个账号已停用。"]);
        admin.post(&format!("{page}/reopen"), &[]).await.done();
        assert!(stored(&walk, "lin").await.must_change);
        assert_eq!(lin.get("/api").await.status, StatusCode::NOT_FOUND, "the old session stays over");
        assert_eq!(admin.post(&format!("{page}/reopen"), &[]).await.problems(), ["这个账号没有停用。"]);
        let id = stored(&walk, "lin").await.id;
        assert_eq!(history(&walk, id).await, ["account.closed", "account.reopened"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_signs_in_no_more() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        walk.write(|tx| {
            let account = tx.find_account_named("lin")?.unwrap();
            let person = tx.find_person(account.person)?.unwrap();
            Ok(tx.save_person(&ground::directory::Person { name: None, erased_at: Some(tx.now), ..person })?)
        })
        .await;
        assert_eq!(lin.get("/api").await.status, StatusCode::NOT_FOUND);
        let page = page_of(&walk, "lin").await;
        assert_eq!(
            admin.post(&format!("{page}/reopen"), &[]).await.problems(),
            ["这个人的个人信息已经删除，账号不能恢复。"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_can_neither_leave_nor_step_down() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        let (first, own) = (page_of(&walk, "总管").await, page_of(&walk, "管理员").await);
        admin.post(&format!("{first}/close"), &[]).await.done();
        let last = "这是最后一位管理员。请先让另一个人任管理员。";
        let stay = admin.post(&format!("{own}/close"), &[]).await;
        assert_eq!((stay.status, stay.problems()), (StatusCode::CONFLICT, vec![last.to_owned()]));
        let account = stored(&walk, "管理员").await.id;
        let grant = walk.read(move |read| Ok(read.list_roles(account)?[0].id)).await;
        let revoke = format!("{own}/roles/{grant}/revoke");
        assert_eq!(admin.post(&revoke, &[]).await.problems(), [last]);
        admin.post(&format!("{first}/reopen"), &[]).await.done();
        let left = admin.post(&format!("{own}/close"), &[]).await;
        assert_eq!((left.status, left.location.as_str()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(admin.get("/admin").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_sorted_filtered_paged_and_exported() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        for login in ["lin", "wang", "zhao"] {
            walk.staff(login, Role::Officer, "云川市科协").await;
        }
        let logins = async |path: &str| {
            let rows = admin.get(path).await.ok().rows();
            rows.into_iter().map(|row| row[0].clone()).collect::<Vec<_>>()
        };
        assert_eq!(logins("/accounts").await, ["lin", "wang", "zhao", "总管", "管理员"]);
        assert_eq!(logins("/accounts?sort=-login").await, ["管理员", "总管", "zhao", "wang", "lin"]);
        assert_eq!(logins("/accounts?sort=person&role=officer").await, ["lin", "wang", "zhao"]);
        assert_eq!(logins("/accounts?who=WA").await, ["wang"]);
        assert_eq!(logins("/accounts?state=open&role=administrator").await, ["总管", "管理员"]);
        let csv = admin.get("/accounts.csv?who=lin").await.ok();
        assert_eq!(csv.html(), "\u{feff}登录名,人员,单位,角色,状态\nlin,lin,,干部,正常\n");
        assert!(admin.get("/accounts?who=nobody").await.ok().says("没有符合条件的内容。"));
    })
    .await;
}
