//! Walks with phones that were alone: what they keep, what they send afterwards, what cannot be done and who settles it.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

mod ground_of_registration;

use axum::http::StatusCode;
use ground_of_registration::{Hall, SLICES, minutes};
use logic::id::Id;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use web::kit::{Reader, Seen, Walk, on_each_engine};

/// The walk's clock in milliseconds, as a phone that is right has it.
async fn millis(walk: &Walk) -> i64 {
    walk.read(|read| Ok(read.now.0 / 1_000)).await
}

/// Twenty minutes before the beginning.
async fn on_the_day(walk: &Walk) {
    walk.later(minutes(3 * 24 * 60 - 80)).await;
}

/// An id as a phone makes it.
fn id(number: u8) -> String {
    Id::from([number; 16]).to_string()
}

fn entry(number: u8, registration: &str, at: i64) -> Value {
    json!({ "id": id(number), "registration": registration, "session": "", "persons": 1, "name": "", "phone": "", "at": at })
}

async fn send(reader: &Reader, hall: &Hall, entries: &[Value], phone_now: i64) -> Seen {
    let (entries, phone_now) = (Value::from(entries).to_string(), phone_now.to_string());
    reader.post(&hall.at("/desk/sync"), &[("entries", &entries), ("phone_now", &phone_now)]).await
}

/// What became of them, as the phone is told.
async fn outcomes(reader: &Reader, sent: &Seen) -> (Vec<String>, Value) {
    let told = reader.get(&sent.location).await.ok().json();
    let of = |entry: &Value| entry["outcome"].as_str().unwrap().to_owned();
    (told["entries"].as_array().unwrap().iter().map(of).collect(), told)
}

async fn attended(walk: &Walk) -> i64 {
    let sum = ground::sql!(
        "select cast(coalesce(sum(sign * quantity), 0) as bigint) from fact where kind = 'activity.attended'"
    );
    walk.read(move |read| Ok(read.number(sum, &[])?)).await
}

async fn roll(hall: &Hall) -> Value {
    hall.officer.get(&hall.at("/desk/roll")).await.ok().json()
}

fn row<'a>(roll: &'a Value, name: &str) -> &'a str {
    let rows = roll["rows"].as_array().unwrap();
    rows.iter().find(|row| row["name"] == name).unwrap()["id"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_keeps_what_the_door_asks_for_and_no_more() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "9")]).await;
        let receipt = hall.register("张三", "13812345678", &[]).await;
        let seen = hall.officer.get(&hall.at("/desk/roll")).await.ok();
        let text = seen.html();
        assert!(!text.contains(&receipt) && !text.contains("13812345678"), "neither receipt nor telephone: {text}");
        let roll = seen.json();
        let line = &roll["rows"][0];
        let hash: String = Sha256::digest(receipt.as_bytes())[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((&line["h"], &line["tail"], &line["state"]), (&json!(hash), &json!("5678"), &json!("confirmed")));
        // Through the day after the activity, which is on the eighth.
        assert_eq!(roll["until"], json!(web::kit::first_day().plus(5).start().0 / 1_000));
        for path in ["/desk/roll", "/desk/outcomes"] {
            assert_eq!(walk.visitor().get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // The page that a phone keeps names nobody, and alone may use the camera; the worker works below this activity only.
        let desk = hall.officer.get(&hall.at("/desk")).await.ok();
        assert!(!desk.says("张三"));
        assert!(walk.visitor().get(&hall.at("/worker.js")).await.ok().html().contains("registration.scope"));
        assert!(walk.visitor().get("/activities/desk.js").await.ok().html().contains("use strict"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_phone_kept_is_done_once() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "9")]).await;
        hall.register("张三", "13800000001", &[]).await;
        hall.register("李四", "13800000002", &[]).await;
        on_the_day(&walk).await;
        let roll = roll(&hall).await;
        let now = millis(&walk).await;
        let walk_in =
            json!({ "id": id(3), "persons": 2, "name": "周八", "phone": "138 0000 0003", "at": now - 60_000 });
        let all = [entry(1, row(&roll, "张三"), now - 300_000), entry(2, row(&roll, "李四"), now), walk_in];
        assert_eq!(send(&walk.visitor(), &hall, &all, now).await.status, StatusCode::NOT_FOUND);
        let (told, _) = outcomes(&hall.officer, &send(&hall.officer, &hall, &all, now).await).await;
        assert_eq!(told, ["in", "in", "in"]);
        assert_eq!(attended(&walk).await, 4);
        // The answer was lost on the way: sent again, and again with one more, nothing is done twice.
        for _ in 0..2 {
            let (told, _) = outcomes(&hall.officer, &send(&hall.officer, &hall, &all, now).await).await;
            assert_eq!(told, ["in", "in", "in"]);
        }
        assert_eq!(attended(&walk).await, 4);
        assert!(
            hall.officer.get(&hall.at("/attendance?q=张三")).await.ok().says("2026-03-08 08:35"),
            "when it happened"
        );
        // What is none of ours is refused whole.
        let bad = [json!({ "id": "1", "at": now })];
        assert_eq!(send(&hall.officer, &hall, &bad, now).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let many: Vec<_> = (0..51).map(|number| entry(number, "", now)).collect();
        assert_eq!(send(&hall.officer, &hall, &many, now).await.problems(), ["一次上传太多。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_two_hours_off_is_set_right_and_said() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "9")]).await;
        for (at, name) in ["张三", "李四"].iter().enumerate() {
            hall.register(name, &format!("1380000000{at}"), &[]).await;
        }
        on_the_day(&walk).await;
        let roll = roll(&hall).await;
        let now = millis(&walk).await;
        let off = 2 * 3_600_000;
        // Two hours fast: what happened ten minutes ago says it happens in a while.
        let fast = [entry(1, row(&roll, "张三"), now + off - 600_000)];
        let (told, all) = outcomes(&hall.officer, &send(&hall.officer, &hall, &fast, now + off).await).await;
        assert_eq!((told, &all["ahead"]), (vec!["in".to_owned()], &json!(7_200)));
        let slow = [entry(2, row(&roll, "李四"), now - off - 600_000)];
        let (told, all) = outcomes(&hall.officer, &send(&hall.officer, &hall, &slow, now - off).await).await;
        assert_eq!((told, &all["ahead"]), (vec!["in".to_owned()], &json!(-7_200)));
        for name in ["张三", "李四"] {
            let list = hall.officer.get(&hall.at(&format!("/attendance?q={name}"))).await.ok();
            assert!(list.says("2026-03-08 08:30"), "{name}: {}", list.words());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conflicts_are_listed_and_settled() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "9")]).await;
        let receipts = [
            hall.register("张三", "13800000001", &[]).await,
            hall.register("李四", "13800000002", &[]).await,
            hall.register("王五", "13800000003", &[]).await,
        ];
        on_the_day(&walk).await;
        let officer = &hall.officer;
        let roll = roll(&hall).await;
        let now = millis(&walk).await;
        let day = 24 * 3_600_000;
        // Meanwhile one has come in at another phone, one has cancelled, and one was written down on the day before.
        officer.post(&hall.at("/desk"), &[("code", &receipts[0])]).await.done();
        officer.post(&hall.at(&format!("/registrations/{}/cancel", receipts[1])), &[]).await.done();
        let other = Hall::on_site(&walk, &[("places", "9")]).await;
        other
            .officer
            .post(&other.at("/registrations"), &[("person_name", "钱七"), ("phone", "13800000007")])
            .await
            .done();
        let elsewhere = crate::roll(&other).await;
        let all = [
            entry(1, row(&roll, "张三"), now),
            entry(2, row(&roll, "李四"), now),
            entry(3, row(&roll, "王五"), now - day),
            entry(4, row(&elsewhere, "钱七"), now),
            entry(5, &id(200), now),
            json!({ "id": id(6), "persons": 1, "name": "周八", "phone": "", "at": now }),
        ];
        let (told, said) = outcomes(officer, &send(officer, &hall, &all, now).await).await;
        let expected = ["already_in", "cancelled", "wrong_day", "other_activity", "unknown", "half_named"];
        assert_eq!(told, expected.map(|code| format!("attendance.{code}")));
        assert_eq!(said["entries"][1]["words"], "其间报名已取消");
        assert_eq!(attended(&walk).await, 1);

        let page = hall.at("/desk/conflicts");
        let seen = officer.get(&page).await.ok();
        assert!(
            seen.says("其间报名已取消") && seen.says("周八") && seen.says("按校正后的时间，不是这一场的日子"),
            "{}",
            seen.words()
        );
        assert!(officer.get(&hall.at("/attendance")).await.ok().says("有 6 条离线签到待处理"));
        assert_eq!(walk.visitor().get(&page).await.status, StatusCode::NOT_FOUND);
        let at = |number: u8| format!("{page}/{}", id(number));
        // Settled by one who looks: on the right day, let in all the same, or left.
        assert_eq!(
            officer.post(&at(3), &[]).await.problems(),
            ["2026-03-07 不是这一场的日子（2026-03-08 至 2026-03-08）。"]
        );
        officer.post(&at(3), &[("day", "2026-03-08")]).await.done();
        officer.post(&at(2), &[]).await.done();
        assert_eq!(officer.post(&at(2), &[]).await.status, StatusCode::NOT_FOUND, "settled is settled");
        assert_eq!(officer.post(&at(1), &[]).await.status, StatusCode::CONFLICT, "twice stays twice");
        assert_eq!(walk.visitor().post(&format!("{}/dismiss", at(1)), &[]).await.status, StatusCode::NOT_FOUND);
        for number in [1, 4, 5, 6] {
            officer.post(&format!("{}/dismiss", at(number)), &[]).await.done();
        }
        assert!(officer.get(&page).await.ok().says("没有冲突。"));
        assert_eq!(attended(&walk).await, 3);
        let kept = ground::sql!("select count(*) from desk_entry where name is not null or phone is not null");
        assert_eq!(walk.read(move |read| Ok(read.number(kept, &[])?)).await, 0, "who was left is forgotten");
        // Sent once more by a phone that had no answer: it is told what it was told.
        let (told, _) = outcomes(officer, &send(officer, &hall, &all[..1], now).await).await;
        assert_eq!(told, ["attendance.already_in"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_party_at_many_phones_at_once_is_in_once() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "9")]).await;
        let receipt = hall.register("张三", "13800000001", &[]).await;
        on_the_day(&walk).await;
        let roll = roll(&hall).await;
        let now = millis(&walk).await;
        // Two programs over one database; at each, phones that send and phones that press.
        let beside = walk.double(&hall.officer, &walk.beside().await);
        let (desk, code, guest) = (hall.at("/desk"), [("code", receipt.as_str())], row(&roll, "张三"));
        let phones = (0..12).map(|number| {
            let reader = if number % 2 == 0 { &hall.officer } else { &beside };
            let (hall, desk, code) = (&hall, &desk, &code);
            async move {
                match number % 3 {
                    0 => drop(reader.post(desk, code).await),
                    _ => drop(send(reader, hall, &[entry(number, guest, now)], now).await.done()),
                }
            }
        });
        futures(phones).await;
        assert_eq!(attended(&walk).await, 1);
    })
    .await;
}

/// All at once, on this task.
async fn futures(all: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}
