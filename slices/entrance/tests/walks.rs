//! Walks through the entrance: setting up, signing in both ways, being locked out, tokens, and what strangers see.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

use axum::http::StatusCode;
use entrance::SLICE;
use ground::db::scratch::Scratch;
use logic::act::Role;
use std::sync::Arc;
use web::kit::{Walk, on_each_engine};
use web::{House, Slice};

static SLICES: &[&Slice] = &[&SLICE];

const PASSWORD: &str = "Teng.Yun-2604";

/// An account as an administrator would have made it, with a known password.
async fn set_password(walk: &Walk, login: &'static str) {
    let hash = ground::identity::hash_password(PASSWORD);
    walk.write(move |tx| {
        let account = tx.find_account_named(login)?.unwrap();
        let password = hash.clone();
        Ok(tx.save_account(&ground::identity::Account { password, ..account })?)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_house_is_set_up_once_by_who_knows_the_word() {
    let scratch = Arc::new(Scratch::sqlite());
    let clock = ground::clock::Clock::default();
    let db = ground::db::Db::open(scratch.address(), clock, &web::migrations(SLICES)).await.unwrap();
    let store = ground::files::Store::open("files").unwrap();
    let house = House::new(SLICES, db, store, ground::sender::Sender::None, web::Config::default()).unwrap();
    let word = house.config.set_up_word.clone();
    let reader = web::kit::Reader::of(&house);
    assert_eq!(reader.get("/").await.location, "/set-up");
    let fields = |word: &str, password: &'static str| {
        [
            ("word", word.to_owned()),
            ("association", "云川市科协".into()),
            ("person_name", "总管".into()),
            ("login", "Zong".into()),
            ("new_password", password.into()),
        ]
    };
    let send = async |fields: [(&str, String); 5]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reader.post("/set-up", &fields).await
    };
    let weak = send(fields(&word, "12345678")).await;
    assert_eq!(
        (weak.status, weak.problems()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["请至少使用大写字母、小写字母、数字、其他字符中的三种。".into()])
    );
    assert!(
        weak.html().contains("value=\"云川市科协\"") && !weak.html().contains("12345678"),
        "what was typed is kept, but no password"
    );
    assert_eq!(send(fields("guess", PASSWORD)).await.problems(), ["启动口令不对。"]);
    assert_eq!(send(fields(&word, PASSWORD)).await.location, "/admin");
    assert_eq!(reader.get("/set-up").await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(fields(&word, PASSWORD)).await.status, StatusCode::NOT_FOUND);
    reader.post("/sign-out", &[]).await.done();
    let back = reader.post("/sign-in", &[("login", "zong"), ("password", PASSWORD)]).await;
    assert_eq!(back.location, "/work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_locks_after_five_tries_and_opens_after_a_quarter_of_an_hour() {
    on_each_engine(SLICES, |walk| async move {
        walk.staff("lin", Role::Officer, "云川市科协").await;
        set_password(&walk, "lin").await;
        let reader = walk.visitor();
        let sign_in = async |login: &str, password: &str| {
            reader.post("/sign-in", &[("login", login), ("password", password), ("next", "//evil.example")]).await
        };
        for _ in 0..5 {
            assert_eq!(sign_in("lin", "Wrong.Pass-1").await.problems(), ["登录名或密码不对。"]);
        }
        assert_eq!(sign_in("nobody", "Wrong.Pass-1").await.problems(), ["登录名或密码不对。"]);
        assert_eq!(sign_in("lin", PASSWORD).await.problems(), ["密码错得太多，账号已锁定，15 分钟后再试。"]);
        walk.clock.advance(15 * 60);
        let open = sign_in("lin", PASSWORD).await;
        assert_eq!(
            (open.status, open.location.as_str()),
            (StatusCode::SEE_OTHER, "/work"),
            "and never to another site"
        );
        assert_eq!(reader.get("/me").await.ok().words().lines().nth(3), Some("lin"));
        let tries = walk
            .read(|read| {
                let account = read.find_account_named("lin")?.unwrap();
                Ok(read
                    .list_signs(account.id, 10)?
                    .into_iter()
                    .map(|(_, outcome, _)| outcome.code())
                    .collect::<Vec<_>>())
            })
            .await;
        assert_eq!(tries, ["in", "locked", "wrong", "wrong", "wrong", "wrong", "wrong"]);
        reader.post("/sign-out", &[]).await.done();
        walk.write(|tx| {
            let account = tx.find_account_named("lin")?.unwrap();
            Ok(tx.save_account(&ground::identity::Account { closed_at: Some(tx.now), ..account })?)
        })
        .await;
        assert_eq!(
            sign_in("lin", PASSWORD).await.problems(),
            ["登录名或密码不对。"],
            "a closed account is not told apart"
        );
        let last = walk
            .read(|read| {
                let account = read.find_account_named("lin")?.unwrap();
                Ok(read
                    .list_signs(account.id, 2)?
                    .into_iter()
                    .map(|(_, outcome, _)| outcome.code())
                    .collect::<Vec<_>>())
            })
            .await;
        assert_eq!(last, ["closed", "out"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_is_left_alone() {
    on_each_engine(SLICES, |walk| async move {
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        for _ in 0..3 {
            walk.clock.advance(20 * 60);
            lin.get("/me").await.ok();
        }
        walk.clock.advance(31 * 60);
        let gone = lin.get("/me").await;
        assert_eq!((gone.status, gone.link("登录").as_str()), (StatusCode::NOT_FOUND, "/sign-in?next=%2Fme"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_telephone_signs_in_with_a_code() {
    on_each_engine(SLICES, |walk| async move {
        walk.person("田大娘", Some("13900000001")).await;
        let reader = walk.visitor();
        let asked = reader.post("/sign-in/phone", &[("phone", "139 0000 0001")]).await;
        let awaited = reader.get(&asked.location).await.ok();
        assert!(!asked.location.contains("139"), "addresses are kept in many places: {}", asked.location);
        assert!(awaited.html().contains(r#"value="13900000001""#));
        walk.work().await;
        let sent = walk.sent();
        assert_eq!((sent.len(), sent[0].to.as_str()), (1, "13900000001"));
        let code: String = sent[0].text.chars().filter(char::is_ascii_digit).take(6).collect();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let enter = async |code: &str| reader.post("/sign-in/code", &[("phone", "13900000001"), ("code", code)]).await;
        assert_eq!(enter(wrong).await.problems(), ["验证码不对，或已过期。"]);
        assert_eq!(enter(&code).await.location, "/work");
        reader.get("/me").await.ok();
        let again = walk.visitor().post("/sign-in/code", &[("phone", "13900000001"), ("code", &code)]).await;
        assert_eq!(again.problems(), ["验证码不对，或已过期。"], "a code is good once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_telephone_is_not_told_apart_and_floods_are_stopped() {
    on_each_engine(SLICES, |walk| async move {
        let reader = walk.visitor();
        let ask = async || reader.post("/sign-in/phone", &[("phone", "13900000009")]).await;
        for _ in 0..3 {
            let awaited = reader.get(&ask().await.location).await.ok();
            assert!(awaited.html().contains(r#"value="13900000009""#));
        }
        assert_eq!(ask().await.status, StatusCode::TOO_MANY_REQUESTS);
        walk.work().await;
        assert_eq!(walk.sent(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_share_a_telephone_give_their_name() {
    on_each_engine(SLICES, |walk| async move {
        walk.person("田大娘", Some("13900000001")).await;
        walk.person("田大伯", Some("13900000001")).await;
        let reader = walk.visitor();
        reader.post("/sign-in/phone", &[("phone", "13900000001")]).await.done();
        walk.work().await;
        let code: String = walk.sent()[0].text.chars().filter(char::is_ascii_digit).take(6).collect();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let guess = reader.post("/sign-in/code", &[("phone", "13900000001"), ("code", wrong)]).await;
        assert_eq!(guess.problems(), ["验证码不对，或已过期。"], "only the code's holder learns that it is shared");
        let nameless = reader.post("/sign-in/code", &[("phone", "13900000001"), ("code", &code)]).await;
        assert_eq!(nameless.problems(), ["这个号码有几个人在用，请填写姓名。"]);
        reader
            .post("/sign-in/code", &[("phone", "13900000001"), ("code", &code), ("person_name", "田大伯")])
            .await
            .done();
        assert!(reader.get("/me").await.ok().says("田大伯"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions() {
    on_each_engine(SLICES, |walk| async move {
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        set_password(&walk, "lin").await;
        let other = walk.visitor();
        other.post("/sign-in", &[("login", "lin"), ("password", PASSWORD)]).await.done();
        let change = async |old: &str, new: &str, again: &str| {
            lin.post("/password", &[("password", old), ("new_password", new), ("new_password_again", again)]).await
        };
        assert_eq!(change("x", "Shan.Chuan-77", "Shan.Chuan-77").await.problems(), ["现在的密码不对。"]);
        assert_eq!(change(PASSWORD, "Shan.Chuan-77", "Shan.Chuan-78").await.problems(), ["两次输入的新密码不一样。"]);
        assert_eq!(change(PASSWORD, "Lin.lin-12345", "Lin.lin-12345").await.problems(), ["密码不能含有登录名。"]);
        change(PASSWORD, "Shan.Chuan-77", "Shan.Chuan-77").await.done();
        lin.get("/me").await.ok();
        assert_eq!(other.get("/me").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_password_must_be_changed_before_anything_else() {
    on_each_engine(SLICES, |walk| async move {
        walk.staff("lin", Role::Officer, "云川市科协").await;
        set_password(&walk, "lin").await;
        walk.clock.advance(91 * 24 * 3600);
        let reader = walk.visitor();
        reader.post("/sign-in", &[("login", "lin"), ("password", PASSWORD)]).await.done();
        assert_eq!(reader.get("/me").await.location, "/password");
        assert_eq!(reader.post("/notices/read", &[]).await.location, "/password", "acts wait, too");
        let fields =
            [("password", PASSWORD), ("new_password", "Shan.Chuan-77"), ("new_password_again", "Shan.Chuan-77")];
        reader.post("/password", &fields).await.done();
        reader.get("/me").await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_from_elsewhere_are_refused() {
    on_each_engine(SLICES, |walk| async move {
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        for (header, value) in
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "1")]
        {
            let request = axum::http::Request::post("/sign-out")
                .header("content-type", "application/x-www-form-urlencoded")
                .header(header, value);
            let refused = lin.send(request, axum::body::Body::empty()).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{header}");
        }
        lin.get("/me").await.ok();
        let request = axum::http::Request::post("/sign-out")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "http://127.0.0.1");
        lin.send(request, axum::body::Body::empty()).await.done();
        assert_eq!(lin.get("/me").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_acts_within_its_scopes_until_it_is_revoked() {
    on_each_engine(SLICES, |walk| async move {
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        let unknown = lin.post("/tokens", &[("token_name", "x"), ("scopes", "read everything"), ("days", "30")]).await;
        assert_eq!(unknown.problems(), ["有不认识的范围。"]);
        let made = lin.post("/tokens", &[("token_name", "报表"), ("scopes", "me.edit"), ("days", "30")]).await.ok();
        let secret = made.html().split("<code class=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let call = async |path: &str, json: serde_json::Value, key: &str| {
            lin.api(path, &secret, Some(json), &[("idempotency-key", key)]).await
        };
        let wrong = call("/api/me", serde_json::json!({ "phone": "12", "email": "lin@example.cn" }), "").await;
        assert_eq!(wrong.json()["error"]["fields"]["phone"]["code"], "not_a_phone");
        let unknown = call("/api/me", serde_json::json!({ "fax": "1" }), "").await;
        assert_eq!(
            (unknown.status, unknown.json()["error"]["code"].as_str()),
            (StatusCode::CONFLICT, Some("unknown_field"))
        );
        assert_eq!(
            call("/api/notices/read", serde_json::json!({}), "").await.status,
            StatusCode::NOT_FOUND,
            "out of scope"
        );
        assert_eq!(
            lin.api("/api/me", "tf_wrong", Some(serde_json::json!({})), &[]).await.status,
            StatusCode::UNAUTHORIZED
        );
        let dry = lin.api("/api/me?dry_run=1", &secret, Some(serde_json::json!({ "phone": "13900000002" })), &[]).await;
        assert_eq!((dry.status, dry.json()["dry_run"].as_bool()), (StatusCode::OK, Some(true)));
        for _ in 0..3 {
            assert_eq!(
                call("/api/me", serde_json::json!({ "phone": "13900000003" }), "once").await.status,
                StatusCode::OK
            );
        }
        let facts = walk.read(|read| Ok(read.last_fact()?.0)).await;
        assert_eq!(facts, 1, "the trial left nothing, and the same key acted once");
        let id =
            lin.get("/tokens").await.html().split("/tokens/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        lin.post(&format!("/tokens/{id}/revoke"), &[]).await.done();
        assert_eq!(call("/api/me", serde_json::json!({}), "").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_pressed_twice_acts_once() {
    on_each_engine(SLICES, |walk| async move {
        let lin = walk.staff("lin", Role::Officer, "云川市科协").await;
        for _ in 0..2 {
            lin.post("/me", &[("phone", "13900000003"), ("_key", "k1")]).await.done();
        }
        assert_eq!(walk.read(|read| Ok(read.last_fact()?.0)).await, 1);
        lin.post("/me", &[("phone", "13900000004"), ("_key", "k2")]).await.done();
        assert_eq!(walk.read(|read| Ok(read.last_fact()?.0)).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_answers_programs_and_guards_its_readers() {
    on_each_engine(SLICES, |walk| async move {
        let reader = walk.visitor();
        assert_eq!(reader.get("/healthz").await.ok().html(), "ok");
        assert!(reader.get("/metrics").await.ok().html().contains("tenfold_facts 0"));
        let description = reader.get("/api/openapi.json").await.ok().json();
        assert_eq!(description["paths"]["/api/me"]["post"]["operationId"], "me.edit");
        assert_eq!(reader.get("/nowhere").await.status, StatusCode::NOT_FOUND);
        assert_eq!(reader.get("/look?lang=en&back=//evil.example").await.location, "/");
        assert!(reader.get("/sign-in").await.ok().says("Sign-in name"));
        let long = "x".repeat(4_100_000);
        assert_eq!(reader.post("/sign-in", &[("login", &long)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    })
    .await;
}
