//! Walks through attendance: at the desk, on paper, in heads, without a network; and everything that goes wrong on the way.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

mod ground_of_registration;

use axum::http::StatusCode;
use ground_of_registration::{Hall, SLICES, minutes};
use logic::act::Role;
use logic::id::Id;
use web::kit::{Walk, on_each_engine};

/// Walks begin on a Thursday at ten; the hall's activity is three days later, from nine to eleven.
async fn on_the_day(walk: &Walk) {
    walk.later(minutes(3 * 24 * 60 - 30)).await;
}

/// Some people who are confirmed, each with a telephone of its own; their receipts.
async fn crowd(hall: &Hall, names: &[&str]) -> Vec<String> {
    let mut receipts = Vec::new();
    for (at, name) in names.iter().enumerate() {
        receipts.push(hall.register(name, &format!("1380000{:04}", at + 1), &[]).await);
    }
    receipts
}

async fn figure(walk: &Walk, measure: &str, channel: &str) -> i64 {
    let (kind, measure) = measure.split_once(' ').unwrap();
    let sql = match measure {
        "sum" => ground::sql!("select cast(coalesce(sum(sign * quantity), 0) as bigint) from fact where kind = $1 and (channel = $2 or $2 = '')"),
        _ => ground::sql!("select count(distinct person) from fact f where kind = $1 and (channel = $2 or $2 = '') and person is not null and
            (select sum(sign) from fact g where g.kind = f.kind and g.person = f.person) > 0"),
    };
    let (kind, channel) = (kind.to_owned(), channel.to_owned());
    walk.read(move |read| Ok(read.number(sql, &[&kind, &channel])?)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_by_receipt_number_name_and_digits_once_each() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "20"), ("largest", "4")]).await;
        let receipts = crowd(&hall, &["张三", "李四", "王五"]).await;
        let family = hall.register("赵六", "13900000009", &[("size", "4")]).await;
        let gone = hall.register("钱七", "13900000008", &[]).await;
        walk.visitor().post(&hall.at(&format!("/registrations/{gone}/cancel")), &[]).await.done();
        let desk = hall.at("/desk");
        let officer = &hall.officer;

        // Not yet, and not for everybody.
        let early = officer.post(&desk, &[("code", &receipts[0])]).await;
        assert_eq!(early.problems(), ["2026-03-05 不是这一场的日子（2026-03-08 至 2026-03-08）。"]);
        assert_eq!(walk.visitor().get(&desk).await.status, StatusCode::NOT_FOUND);
        assert_eq!(walk.visitor().post(&desk, &[("code", &receipts[0])]).await.status, StatusCode::NOT_FOUND);
        let other_unit = walk.staff("外人", Role::Officer, "外单位").await;
        for path in [
            "/desk",
            "/attendance",
            "/sheet",
            "/sheet/enter",
            "/counts",
            "/desk/roll",
            "/desk/conflicts",
            "/attendance/import",
        ] {
            assert_eq!(other_unit.get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(walk.visitor().get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        on_the_day(&walk).await;

        // By the receipt, by the address in the code, by the number, by what the search finds.
        officer.post(&desk, &[("code", &receipts[0])]).await.done();
        let again = officer.post(&desk, &[("code", &receipts[0])]).await;
        assert_eq!(again.problems(), ["已于 2026-03-08 09:30 签到，1 人。"]);
        let scanned = format!("http://tenfold.example{}", hall.at(&format!("/registrations/{}", receipts[1])));
        officer.post(&desk, &[("code", &scanned)]).await.done();
        officer.post(&desk, &[("code", "3")]).await.done();
        assert_eq!(officer.post(&desk, &[("code", "99")]).await.problems(), ["名单里没有找到这个凭证或报名号。"]);
        let found = officer.get(&hall.at("/desk?q=0009")).await.ok();
        assert!(found.says("赵六") && found.says("4 人"), "{}", found.words());
        assert!(officer.get(&hall.at("/desk?q=钱")).await.ok().says("已取消"));
        assert!(officer.get(&hall.at("/desk?q=没有")).await.ok().says("名单里没有找到。"));
        assert!(officer.get(&hall.at("/desk?q=张")).await.ok().says("2026-03-08 09:30 已签到"));

        // Whole or in part, never more; not who has cancelled.
        let five = officer.post(&desk, &[("code", &family), ("persons", "5")]).await;
        assert_eq!(five.problems(), ["报名 4 人，多来的请现场登记。"]);
        officer.post(&desk, &[("code", &family), ("persons", "3")]).await.done();
        assert_eq!(officer.post(&desk, &[("code", &gone)]).await.problems(), ["这份报名已取消。"]);
        assert_eq!(figure(&walk, "activity.attended sum", "onsite").await, 6);
        assert_eq!(figure(&walk, "activity.attended persons", "").await, 4);

        // A receipt of another activity: named to whom may see it.
        let other = Hall::on_site(&walk, &[("places", "5")]).await;
        let elsewhere = walk.write({
            let id = other.id;
            move |tx| {
                tx.run(ground::sql!("update activity set title = '另一场讲座' where id = $1"), &[&id])?;
                Ok(())
            }
        });
        elsewhere.await;
        let stranger =
            other.officer.post(&other.at("/registrations"), &[("person_name", "周八"), ("phone", "13900000007")]).await;
        let stranger = stranger.location.rsplit('/').next().unwrap().to_owned();
        let told = officer.post(&desk, &[("code", &stranger)]).await;
        assert_eq!(told.problems(), ["这是“另一场讲座”的凭证，不是本活动的。"]);
        let id = other.id;
        let hide = ground::sql!(
            "update activity set field = 'internal', unit = (select id from unit where name = '外单位') where id = $1"
        );
        walk.write(move |tx| Ok(tx.run(hide, &[&id]).map(drop)?)).await;
        assert_eq!(officer.post(&desk, &[("code", &stranger)]).await.problems(), ["这是别的活动的凭证。"]);

        // Seen by those who run it, told to nobody else.
        let rows = officer.get(&hall.at("/attendance")).await.ok().rows();
        assert_eq!(rows.len(), 4, "{rows:?}");
        let csv = officer.get(&hall.at("/attendance.csv?q=赵六")).await.ok().html();
        assert!(csv.contains("赵六") && csv.lines().count() == 2, "{csv}");
        let public = walk.visitor().get(&hall.at("")).await.ok();
        assert!(!public.says("张三") && !public.says("签到"), "{}", public.words());
        assert!(officer.get(&hall.at("")).await.ok().says("线下登记人次：6"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_down_wrongly_is_put_right_and_the_figures_follow() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "20"), ("largest", "4")]).await;
        let family = hall.register("赵六", "13900000009", &[("size", "4")]).await;
        on_the_day(&walk).await;
        let (officer, desk) = (&hall.officer, hall.at("/desk"));

        // Walk-ins: a name and a telephone make a person, neither makes nobody, one alone is half.
        let walk_in = hall.at("/desk/walk-in");
        let half = officer.post(&walk_in, &[("person_name", "周八")]).await;
        assert_eq!(half.problems(), ["姓名和电话要一起填；不记名的都不填。"]);
        let zhou = [("person_name", "周八"), ("phone", "13900000001"), ("group", "youth")];
        officer.post(&walk_in, &zhou).await.done();
        assert_eq!(officer.post(&walk_in, &zhou).await.problems(), ["已于 2026-03-08 09:30 签到，1 人。"]);
        officer.post(&walk_in, &[("persons", "5")]).await.done();
        assert_eq!(figure(&walk, "activity.attended persons", "").await, 1, "five nobodies are no persons");

        // Who had registered comes in by the registration, whatever they say at the door.
        officer.post(&walk_in, &[("person_name", "赵六"), ("phone", "13900000009"), ("persons", "4")]).await.done();
        assert!(officer.post(&desk, &[("code", &family)]).await.problems()[0].contains("已于"));
        assert_eq!(figure(&walk, "activity.attended sum", "").await, 10);

        let list = officer.get(&hall.at("/attendance?q=赵六")).await.ok();
        let one =
            list.links().into_iter().find(|link| link.contains("/attendance/0")).expect("a link to the attendance");
        let act = |verb: &str| format!("{one}/{verb}");
        let page = officer.get(&one).await.ok();
        assert!(page.says("赵六") && page.says("现场登记"), "{}", page.words());
        let wrong =
            officer.post(&act("correct"), &[("persons", "4"), ("group", "public"), ("reason", "mistyped")]).await;
        assert_eq!(wrong.problems(), ["没有要更正的。"]);
        officer.post(&act("correct"), &[("persons", "3"), ("group", "public"), ("reason", "mistyped")]).await.done();
        assert_eq!(figure(&walk, "activity.attended sum", "").await, 9);
        let before = officer.post(&act("out"), &[("left_at", "2026-03-08T08:00")]).await;
        assert_eq!(before.problems(), ["签退不能早于签到（2026-03-08 09:30）。"]);
        walk.later(minutes(30)).await;
        officer.post(&act("out"), &[]).await.done();
        assert_eq!(officer.post(&act("out"), &[]).await.problems(), ["已于 2026-03-08 10:00 签退。"]);
        officer.post(&act("take-back"), &[("reason", "duplicate")]).await.done();
        assert_eq!(officer.post(&act("take-back"), &[("reason", "duplicate")]).await.problems(), ["已经撤销。"]);
        assert_eq!(figure(&walk, "activity.attended sum", "").await, 6);
        assert!(officer.get(&one).await.ok().says("已撤销"));

        // Taken back, they may come in again.
        officer.post(&desk, &[("code", &family)]).await.done();
        assert_eq!(figure(&walk, "activity.attended sum", "").await, 10);

        // A fact leads those who run it to its attendance, and nobody else.
        let id = one.rsplit('/').next().unwrap();
        let by_fact = format!("/activities/attendances/{id}");
        assert_eq!(officer.get(&by_fact).await.location, one);
        assert_eq!(walk.visitor().get(&by_fact).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_numbers_never_mix() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "20")]).await;
        let receipts = crowd(&hall, &["张三"]).await;
        on_the_day(&walk).await;
        let (officer, counts) = (&hall.officer, hall.at("/counts"));
        let heads = |heads: &'static str, way: &'static str| {
            [("heads", heads), ("way", way), ("channel", "onsite"), ("day", "2026-03-08"), ("note", "三个入口")]
        };
        assert_eq!(officer.post(&counts, &[]).await.problems().len(), 4);
        let platform = officer.post(&counts, &heads("300", "platform")).await;
        assert_eq!(platform.problems(), ["线上人数用平台统计，线下人数用其他办法。"]);
        let online = [("heads", "9"), ("way", "platform"), ("channel", "online"), ("day", "2026-03-08")];
        assert_eq!(officer.post(&counts, &online).await.problems(), ["活动没有这个渠道。"]);
        officer.post(&counts, &heads("300", "clicker")).await.done();
        officer.post(&counts, &heads("120", "area")).await.done();
        let page = officer.get(&counts).await.ok();
        assert!(page.says("线下清点人次（不记名）") && page.says("计数器 · 三个入口"), "{}", page.words());
        assert_eq!(figure(&walk, "activity.counted sum", "onsite").await, 420);

        // Counted: nobody comes in by name, until the counts are taken back.
        let named = officer.post(&hall.at("/desk"), &[("code", &receipts[0])]).await;
        assert!(named.problems()[0].starts_with("这里已清点人数"));
        let html = page.html();
        let takes = html.match_indices("/counts/").filter_map(|(at, _)| {
            let path = html[at..].split('"').next()?;
            path.ends_with("/take-back").then(|| hall.at(path))
        });
        for path in takes.collect::<Vec<_>>() {
            officer.post(&path, &[("reason", "mistyped")]).await.done();
            assert_eq!(officer.post(&path, &[("reason", "mistyped")]).await.problems(), ["已经撤销。"]);
        }
        assert_eq!(figure(&walk, "activity.counted sum", "onsite").await, 0);
        officer.post(&hall.at("/desk"), &[("code", &receipts[0])]).await.done();
        let counted = officer.post(&counts, &heads("300", "clicker")).await;
        assert_eq!(counted.problems(), ["这里已逐人登记，不能再清点人数。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_and_lists_are_entered_afterwards() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "20")]).await;
        crowd(&hall, &["张三", "李四", "王五"]).await;
        on_the_day(&walk).await;
        let officer = &hall.officer;
        let sheet = officer.get(&hall.at("/sheet")).await.ok();
        assert!(sheet.says("☐ 张三") && sheet.says("0003") && !sheet.says("13800000003"), "{}", sheet.words());

        let html = officer.get(&hall.at("/sheet/enter")).await.ok().html();
        let ids: Vec<_> =
            html.split("name=\"came\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(ids.len(), 3);
        let none = officer.post(&hall.at("/sheet"), &[("day", "2026-03-08")]).await;
        assert_eq!(none.problems(), ["没有勾选，也没有填写。"]);
        let rows = [
            ("day", "2026-03-08"),
            ("came", ids[0]),
            ("came", ids[2]),
            ("names", "周八"),
            ("phones", "13900000001"),
            ("names", "吴老伯"),
            ("phones", ""),
            ("names", ""),
            ("phones", ""),
        ];
        officer.post(&hall.at("/sheet"), &rows).await.done();
        assert_eq!(figure(&walk, "activity.attended sum", "onsite").await, 4);
        let again = [("day", "2026-03-08"), ("came", ids[0])];
        assert_eq!(
            officer.post(&hall.at("/sheet"), &again).await.problems(),
            ["没有勾选，也没有填写。"],
            "ticked twice"
        );
        assert!(!officer.get(&hall.at("/attendance")).await.ok().says("吴老伯"), "without a telephone no name is kept");

        // A list: who is in already is passed over, a bad row is named and leaves nothing behind.
        let import = hall.at("/attendance/import");
        let fields = [("day", "2026-03-08"), ("channel", "onsite")];
        let bad = "姓名,手机号\n李四,\n郑九,12\n";
        let told = officer.upload(&import, &fields, ("sheet", "list.csv", bad.as_bytes())).await;
        assert_eq!(told.problems(), ["第 3 行：请填写电话号码，7 到 15 位数字。"]);
        assert_eq!(figure(&walk, "activity.attended sum", "onsite").await, 4, "nothing of it stays");
        let nobody = "姓名,手机号\n无名氏,\n";
        let told = officer.upload(&import, &fields, ("sheet", "list.csv", nobody.as_bytes())).await;
        assert!(told.problems()[0].starts_with("第 2 行：没有电话"), "{:?}", told.problems());
        let no_head = officer.upload(&import, &fields, ("sheet", "list.csv", "在线人数\n300\n".as_bytes())).await;
        assert_eq!(no_head.problems(), ["表头里没有这些列：姓名。请用模板。"]);
        let list = "直播名单\n姓名,手机号\n张三,13800000001\n李四,\n郑九,13900000002\n";
        officer.upload(&import, &fields, ("sheet", "list.csv", list.as_bytes())).await.done();
        assert_eq!(figure(&walk, "activity.attended sum", "onsite").await, 6);
        officer.upload(&import, &fields, ("sheet", "list.csv", list.as_bytes())).await.done();
        assert_eq!(figure(&walk, "activity.attended sum", "onsite").await, 6, "the same list again");
        let online = [("day", "2026-03-08"), ("channel", "online")];
        let told = officer.upload(&import, &online, ("sheet", "list.csv", list.as_bytes())).await;
        assert_eq!(told.problems(), ["活动没有这个渠道。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_afterwards_is_for_those_who_came() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::on_site(&walk, &[("places", "20")]).await;
        let receipts = crowd(&hall, &["张三", "李四"]).await;
        let visitor = walk.visitor();
        let page = |receipt: &str| hall.at(&format!("/came/{receipt}"));
        let registration = visitor.get(&hall.at(&format!("/registrations/{}", receipts[0]))).await.ok();
        assert!(registration.says("到场时出示") && registration.html().contains("<svg"), "the code to be scanned");
        on_the_day(&walk).await;
        hall.officer.post(&hall.at("/desk"), &[("code", &receipts[0])]).await.done();
        hall.officer.post(&hall.at("/desk/walk-in"), &[("persons", "1")]).await.done();

        // Nothing of it for one who stayed away, nor before it is over.
        assert_eq!(visitor.get(&page(&receipts[1])).await.status, StatusCode::NOT_FOUND);
        let certify = |receipt: &str| format!("{}/certificate", page(receipt));
        assert_eq!(visitor.post(&certify(&receipts[1]), &[]).await.status, StatusCode::NOT_FOUND);
        let early = visitor.post(&certify(&receipts[0]), &[]).await;
        assert_eq!(early.problems(), ["活动结束（2026-03-08 11:00）后才能领取。"]);
        assert!(visitor.get(&hall.at(&format!("/registrations/{}", receipts[0]))).await.ok().says("我参加过的"));
        walk.later(minutes(180)).await;
        let came = visitor.get(&page(&receipts[0])).await.ok();
        assert!(came.says("2026-03-08 09:30") && came.says("您觉得怎么样"), "{}", came.words());

        // The certificate: issued once, with the name on the paper only.
        let paper = visitor.post(&certify(&receipts[0]), &[]).await.location;
        visitor.post(&certify(&receipts[0]), &[]).await.done();
        let paper = visitor.get(&paper).await.ok();
        assert!(paper.says("张三") && paper.says("参加了普及部主办的“科普讲座”"), "{}", paper.words());
        let html = paper.html();
        let at = html.find("/activities/certificates/").unwrap();
        let check = html[at..at + "/activities/certificates/".len() + 26].to_owned();
        let seen = visitor.get(&check).await.ok();
        assert!(seen.says("这份证明有效") && seen.says("2026-03-08") && !seen.says("张三"), "{}", seen.words());
        assert!(visitor.get(&format!("{check}?name=张三")).await.ok().says("姓名相符。"));
        assert!(visitor.get(&format!("{check}?name=李四")).await.ok().says("姓名不符。"));
        assert_eq!(visitor.get(&format!("/activities/certificates/{}", hall.id)).await.status, StatusCode::NOT_FOUND);

        // Feedback: by who came, once, while it is fresh; read without a name by those who run it.
        let feedback = format!("{}/feedback", page(&receipts[0]));
        assert_eq!(visitor.post(&feedback, &[("overall", "6"), ("content", "5")]).await.problems().len(), 2);
        let marks = [("overall", "5"), ("content", "4"), ("manner", "3"), ("again", "1"), ("said", "座位再多些")];
        assert_eq!(
            visitor.post(&format!("{}/feedback", page(&receipts[1])), &marks).await.status,
            StatusCode::NOT_FOUND
        );
        visitor.post(&feedback, &marks).await.done();
        assert_eq!(visitor.post(&feedback, &marks).await.problems(), ["已经反馈过了。"]);
        let results = hall.officer.get(&hall.at("/feedback")).await.ok();
        assert!(
            results.says("1 份反馈 · 1 人愿意再来") && results.says("座位再多些") && results.says("5.0"),
            "{}",
            results.words()
        );
        assert!(!results.says("张三"));
        for path in ["/feedback", "/certificates"] {
            assert_eq!(visitor.get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
        }

        // Revoked by those who run it; or void because the attendance is.
        let id = check.rsplit('/').next().unwrap();
        let revoke = hall.at(&format!("/certificates/{id}/revoke"));
        assert_eq!(visitor.post(&revoke, &[("reason", "冒名")]).await.status, StatusCode::NOT_FOUND);
        hall.officer.post(&revoke, &[("reason", "冒名")]).await.done();
        assert_eq!(hall.officer.post(&revoke, &[("reason", "冒名")]).await.problems(), ["已经撤销。"]);
        let seen = visitor.get(&check).await.ok();
        assert!(seen.says("这份证明已于 2026-03-08 撤销：冒名"), "{}", seen.words());
        assert_eq!(visitor.get(&certify(&receipts[0])).await.status, StatusCode::NOT_FOUND);
        visitor.post(&certify(&receipts[0]), &[]).await.done();
        let html = visitor.get(&certify(&receipts[0])).await.ok().html();
        let at = html.find("/activities/certificates/").unwrap();
        let check = html[at..at + "/activities/certificates/".len() + 26].to_owned();
        let list = hall.officer.get(&hall.at("/attendance?q=张三")).await.ok();
        let one = list.links().into_iter().find(|link| link.contains("/attendance/0")).unwrap();
        hall.officer.post(&format!("{one}/take-back"), &[("reason", "wrong_subject")]).await.done();
        assert!(visitor.get(&check).await.ok().says("参加的登记已撤销，这份证明无效。"));

        // Somebody who walked in has a pass of their own; feedback is taken for a month.
        let zhou = [("person_name", "周八"), ("phone", "13900000001")];
        hall.officer.post(&hall.at("/desk/walk-in"), &zhou).await.done();
        let pass = ground::sql!("select pass from attendance where person is not null and registration is null");
        let pass: Id = walk.read(move |read| Ok(read.find(pass, &[], |row| row.get(0))?)).await.unwrap();
        assert!(visitor.get(&page(&pass.to_string())).await.ok().says("领取参加证明"));
        walk.later(minutes(40 * 24 * 60)).await;
        let late = visitor.post(&format!("{}/feedback", page(&pass.to_string())), &marks).await;
        assert_eq!(late.problems(), ["反馈已于 2026-04-07 截止。"]);
        assert_eq!(
            visitor.get(&page(&receipts[0])).await.status,
            StatusCode::NOT_FOUND,
            "taken back: nothing is there"
        );
    })
    .await;
}
