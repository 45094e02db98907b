//! Walks through registration: from the form to the place, and everything that goes wrong on the way.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

mod ground_of_registration;

use axum::http::StatusCode;
use ground_of_registration::{Hall, SLICES, code_of, minutes};
use logic::act::Role;
use web::kit::on_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_registers_by_telephone_and_the_line_moves_on() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("places", "2"), ("offer_minutes", "30")]).await;
        let visitor = walk.visitor();
        let seen = visitor.get(&hall.at("/register")).await.ok();
        assert!(seen.says("先到先得") && seen.says("总名额 · 剩余，共 2 个名额"), "{}", seen.words());
        assert_eq!(visitor.post(&hall.at("/register"), &[]).await.problems(), ["请填写。", "请填写。"]);

        // The form alone takes no place, and a wrong code makes no registration.
        let sent = visitor.post(&hall.at("/register"), &[("person_name", "张三"), ("phone", "13800000001")]).await;
        let receipt = sent.done();
        let prove = hall.at(&format!("/register/{receipt}"));
        assert!(visitor.get(&prove).await.ok().says("138****0001"));
        assert_eq!(hall.free().await, 2);
        assert_eq!(visitor.post(&prove, &[("code", "000000")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = code_of(&walk, "13800000001").await;
        assert_eq!(visitor.post(&prove, &[("code", &code)]).await.done(), receipt);
        let page = hall.at(&format!("/registrations/{receipt}"));
        assert!(visitor.get(&page).await.ok().says("已确认"));
        assert_eq!(hall.free().await, 1);
        assert_eq!(visitor.post(&prove, &[("code", &code)]).await.location, page, "pressed twice, registered once");

        // The same person again is shown what they registered.
        let again = hall.register("张三", "13800000001", &[]).await;
        assert_eq!(again, receipt);
        hall.register("李四", "13800000002", &[]).await;
        let wang = hall.register("王五", "13800000003", &[]).await;
        let zhao = hall.register("赵六", "13800000004", &[]).await;
        let waits = |receipt: &str| hall.at(&format!("/registrations/{receipt}"));
        assert!(visitor.get(&waits(&wang)).await.ok().says("您排在候补第 1 位"));
        assert!(visitor.get(&waits(&zhao)).await.ok().says("您排在候补第 2 位"));

        // A place becomes free: the first in line is offered it, and told.
        visitor.post(&format!("{page}/cancel"), &[]).await.done();
        walk.work().await;
        let told: Vec<_> = walk.sent().into_iter().filter(|message| message.to == "13800000003").collect();
        assert_eq!(told.len(), 1, "one message: {told:?}");
        assert!(told[0].text.contains(&waits(&wang)), "it leads to the receipt");
        let offered = visitor.get(&waits(&wang)).await.ok();
        assert!(offered.says("待接受") && offered.says("2026-03-05 10:30"), "{}", offered.words());
        assert_eq!(visitor.post(&format!("{}/accept", waits(&zhao)), &[]).await.status, StatusCode::CONFLICT);

        // Nobody answers: the offer lapses by the job, and the next one is asked.
        walk.later(minutes(31)).await;
        assert_eq!(
            visitor.post(&format!("{}/accept", waits(&wang)), &[]).await.problems(),
            ["现在不能这样做，请看报名处在哪一步。"]
        );
        walk.work().await;
        assert!(visitor.get(&waits(&wang)).await.ok().says("已过期"));
        visitor.post(&format!("{}/accept", waits(&zhao)), &[]).await.done();
        assert!(visitor.get(&waits(&zhao)).await.ok().says("已确认"));
        assert_eq!(hall.free().await, 0);
        assert_eq!(
            visitor.get(&hall.at("/registrations")).await.status,
            StatusCode::NOT_FOUND,
            "the public names nobody"
        );
        let rows = hall.officer.get(&hall.at("/registrations")).await.ok().rows();
        let states: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[7].as_str())).collect();
        let expected =
            [("1", "张三", "已取消"), ("2", "李四", "已确认"), ("3", "王五", "已过期"), ("4", "赵六", "已确认")];
        assert_eq!(states, expected);
        let only = hall.officer.get(&hall.at("/registrations?state=confirmed&q=赵")).await.ok().rows();
        assert_eq!(only.len(), 1);
        let csv = hall.officer.get(&hall.at("/registrations.csv")).await.ok().html();
        assert!(csv.contains("赵六") && csv.lines().count() == 5, "{csv}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn families_come_whole_and_change_give_away_or_cancel_until_the_cut_off() {
    on_each_engine(SLICES, |walk| async move {
        let settings = [("places", "5"), ("largest", "4"), ("offer_minutes", "0"), ("cut_off", "2026-03-06T12:00")];
        let hall = Hall::open(&walk, &settings).await;
        let visitor = walk.visitor();
        let family = hall.register("张三", "13800000001", &[("size", "4"), ("companions", "张小\n张大")]).await;
        let couple = hall.register("李四", "13800000002", &[("size", "2")]).await;
        let single = hall.register("王五", "13800000003", &[]).await;
        let page = |receipt: &str| hall.at(&format!("/registrations/{receipt}"));
        assert!(visitor.get(&page(&couple)).await.ok().says("候补第 1 位"));
        assert!(visitor.get(&page(&single)).await.ok().says("已确认"), "whoever fits passes whoever does not");

        // Too many for the settings, more names than persons, and no room to grow.
        let change = |receipt: &str| format!("{}/change", page(receipt));
        assert_eq!(visitor.post(&change(&family), &[("size", "5")]).await.problems(), ["每份报名 1 至 4 人。"]);
        let names = [("size", "2"), ("companions", "甲\n乙")];
        assert_eq!(visitor.post(&change(&family), &names).await.problems(), ["同行人姓名比人数还多。人数要包括本人。"]);
        assert_eq!(visitor.post(&change(&single), &[("size", "2")]).await.problems(), ["名额不够，还剩 1 个。"]);

        // The family comes with two less: the couple's turn has come, confirmed at once.
        visitor.post(&change(&family), &[("size", "2")]).await.done();
        assert!(visitor.get(&page(&couple)).await.ok().says("已确认"));
        walk.work().await;
        let told = walk.sent();
        assert!(told.iter().any(|message| message.to == "13800000002" && message.text.contains("已确认")), "{told:?}");

        // Given away: the old receipt is good no more, and who comes instead is told the new one.
        let transfer = format!("{}/transfer", page(&single));
        let to_known = [("person_name", "李四"), ("phone", "13800000002")];
        assert_eq!(visitor.post(&transfer, &to_known).await.problems(), ["对方已经报过名。"]);
        visitor.post(&transfer, &[("person_name", "赵六"), ("phone", "13800000004")]).await.done();
        assert_eq!(visitor.get(&page(&single)).await.status, StatusCode::NOT_FOUND);
        walk.work().await;
        let told =
            walk.sent().into_iter().find(|message| message.to == "13800000004").expect("word to the new one").text;
        let new = told.lines().last().unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(visitor.get(&page(&new)).await.ok().says("赵六"));

        // After the cut-off only those who run it may.
        walk.later(minutes(27 * 60)).await;
        let late = visitor.post(&format!("{}/cancel", page(&new)), &[]).await;
        assert_eq!(late.problems(), ["已过自行更改、取消的时间（2026-03-06 12:00）。如有需要请联系承办单位。"]);
        hall.officer.post(&format!("{}/cancel", page(&new)), &[]).await.done();
        assert_eq!(hall.free().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quotas_overlap_and_capacity_is_never_set_below_what_is_taken() {
    on_each_engine(SLICES, |walk| async move {
        let settings =
            [("places", "10"), ("largest", "3"), ("asks_group", "1"), ("roles", "听众\n讲者"), ("offer_minutes", "0")];
        let hall = Hall::open(&walk, &settings).await;
        let visitor = walk.visitor();
        let set = |scope: &'static str, places: &'static str| {
            let (officer, path) = (&hall.officer, hall.at("/entry/places"));
            async move { officer.post(&path, &[("scope", scope), ("places", places)]).await }
        };
        set("role:讲者", "1").await.done();
        set("group:youth", "2").await.done();
        assert_eq!(set("role:评委", "1").await.problems(), ["请从列出的选项中选择。"]);
        let missing = visitor.post(&hall.at("/register"), &[("person_name", "张三"), ("phone", "13800000009")]).await;
        assert_eq!(missing.problems().len(), 2, "group and role are asked");
        let as_a = |role: &'static str, group: &'static str, size: &'static str| {
            [("party_role", role), ("group", group), ("size", size)]
        };
        let first = hall.register("张三", "13800000001", &as_a("讲者", "public", "1")).await;
        let second = hall.register("李四", "13800000002", &as_a("讲者", "youth", "1")).await;
        let third = hall.register("王五", "13800000003", &as_a("听众", "youth", "2")).await;
        let page = |receipt: &str| hall.at(&format!("/registrations/{receipt}"));
        assert!(visitor.get(&page(&second)).await.ok().says("候补第 1 位"), "one speaker only");
        assert!(visitor.get(&page(&third)).await.ok().says("已确认"));

        // A speaker's place becomes free, but the young have none left; then there are more for the young.
        visitor.post(&format!("{}/cancel", page(&first)), &[]).await.done();
        assert!(visitor.get(&page(&second)).await.ok().says("候补"));
        assert_eq!(set("group:youth", "1").await.problems(), ["名额不能少于已占用的 2 个。"]);
        set("group:youth", "3").await.done();
        assert!(visitor.get(&page(&second)).await.ok().says("已确认"));
        assert_eq!(set("total:", "2").await.problems(), ["名额不能少于已占用的 3 个。"]);
        set("total:", "3").await.done();
        let fourth = hall.register("赵六", "13800000004", &as_a("听众", "public", "1")).await;
        assert!(visitor.get(&page(&fourth)).await.ok().says("候补第 1 位"));

        // A limit that comes later counts those who are in already; one that is lifted lets people in.
        assert_eq!(set("group:elderly", "0").await.status, StatusCode::SEE_OTHER);
        let quota = hall.quota("总名额").await;
        hall.officer.post(&hall.at("/entry/places/drop"), &[("quota", &quota)]).await.done();
        assert!(visitor.get(&page(&fourth)).await.ok().says("已确认"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn approval_invitation_and_those_who_telephone() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("way", "approval"), ("places", "1"), ("offer_minutes", "0")]).await;
        let visitor = walk.visitor();
        let page = |receipt: &str| hall.at(&format!("/registrations/{receipt}"));
        let zhang = hall.register("张三", "13800000001", &[]).await;
        let li = hall.register("李四", "13800000002", &[]).await;
        assert!(visitor.get(&page(&zhang)).await.ok().says("待审核"));
        assert_eq!(visitor.post(&format!("{}/approve", page(&zhang)), &[]).await.status, StatusCode::NOT_FOUND);
        hall.officer.post(&format!("{}/approve", page(&zhang)), &[]).await.done();
        hall.officer.post(&format!("{}/refuse", page(&li)), &[("reason", "对象不符")]).await.done();
        assert!(visitor.get(&page(&li)).await.ok().says("原因：对象不符"));
        let path = hall.at("/registrations");
        let caller = [("person_name", "王五"), ("phone", "13800000003")];
        assert_eq!(visitor.post(&path, &caller).await.status, StatusCode::NOT_FOUND);
        let wang = hall.officer.post(&path, &caller).await;
        assert!(hall.officer.get(&wang.location).await.ok().says("候补第 1 位"), "no approval, but places count");
        let fixed = hall.set(&[("way", "first_come"), ("places", "1")]).await.problems();
        assert_eq!(fixed, ["已经有人报名，报名方式不能再改。"]);

        let other = Hall::open(&walk, &[("way", "invitation")]).await;
        let invite = other.at("/entry/invites");
        let wrong = other.officer.post(&invite, &[("phones", "138")]).await;
        assert_eq!(wrong.problems(), ["请填写电话号码，7 到 15 位数字。"]);
        other.officer.post(&invite, &[("phones", "13800000005 陈老师\n13800000006，林老师")]).await.done();
        let chen = other.register("陈七", "13800000005", &[]).await;
        assert!(visitor.get(&other.at(&format!("/registrations/{chen}"))).await.ok().says("已确认"));
        let sent = visitor.post(&other.at("/register"), &[("person_name", "路人"), ("phone", "13800000007")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "who is invited is not told to strangers");
        walk.work().await;
        assert!(!walk.sent().iter().any(|message| message.to == "13800000007"), "and no code is sent");
        let known = walk.person("路人", Some("13800000007")).await;
        let by_phone = walk.by_phone(known).await;
        assert_eq!(by_phone.post(&other.at("/join"), &[]).await.problems(), ["这个手机号不在邀请名单里。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lots_are_drawn_as_anyone_can_recompute() {
    on_each_engine(SLICES, |walk| async move {
        assert_eq!(
            Hall::try_open(&walk, &[("way", "lottery")]).await,
            ["抽签要事先写明种子怎样得到。"],
            "how the seed is found is told beforehand"
        );
        let settings = [
            ("way", "lottery"),
            ("places", "4"),
            ("largest", "3"),
            ("seed_rule", "三月五日彩票号码"),
            ("closes_at", "2026-03-05T12:00"),
        ];
        let hall = Hall::open(&walk, &settings).await;
        let visitor = walk.visitor();
        let mut receipts = Vec::new();
        for at in 1..=6 {
            let size = if at == 2 { "3" } else { "1" };
            let phone = format!("1380000001{at}");
            receipts.push(hall.register(&format!("报名{at}"), &phone, &[("size", size)]).await);
        }
        let page = |at: usize| hall.at(&format!("/registrations/{}", receipts[at - 1]));
        assert!(visitor.get(&page(3)).await.ok().says("待抽签"));
        visitor.post(&format!("{}/cancel", page(6)), &[]).await.done();
        let mut other = settings.to_vec();
        other[3].1 = "别的号码";
        assert_eq!(hall.set(&other).await.problems(), ["报名已经开始，种子的取得办法不能再改。"]);
        let draw = hall.at("/draw");
        let seed = [("seed", "051017222931")];
        assert_eq!(hall.officer.post(&draw, &seed).await.problems(), ["报名截止之后才能抽签。"]);
        walk.later(minutes(121)).await;
        assert_eq!(visitor.post(&draw, &seed).await.status, StatusCode::NOT_FOUND);
        hall.officer.post(&draw, &seed).await.done();
        assert_eq!(hall.officer.post(&draw, &[("seed", "1")]).await.problems(), ["已经抽过签。"]);

        // By sha256sum of "051017222931:1" … ":5" the order is what the page says.
        let seen = visitor.get(&draw).await.ok();
        assert!(seen.says("051017222931") && !seen.says("报名1"), "numbers, no names");
        let lots: Vec<(i64, String, i64, bool)> = seen
            .rows()
            .iter()
            .map(|row| (row[1].parse().unwrap(), row[2].clone(), row[3].parse().unwrap(), row[5] == "中签"))
            .collect();
        let mut again = lots.clone();
        again.sort_by(|a, b| a.1.cmp(&b.1));
        assert_eq!(lots, again, "in the order of the hashes");
        let mut numbers: Vec<_> = lots.iter().map(|lot| lot.0).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4, 5], "who had cancelled is not in it");
        let mut left = 4;
        for (number, hash, size, has_won) in &lots {
            assert_eq!(*hash, ground_of_registration::sha256(&format!("051017222931:{number}")));
            assert_eq!(*has_won, *size <= left, "whoever fits wholly, in this order");
            left -= if *has_won { *size } else { 0 };
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_asked_alike_on_every_way() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("places", "9"), ("offer_minutes", "0")]).await;
        let visitor = walk.visitor();
        let ask = |fields: &'static [(&'static str, &'static str)]| {
            let (officer, path) = (&hall.officer, hall.at("/entry/questions"));
            async move { officer.post(&path, fields).await }
        };
        ask(&[("label", "是否用餐"), ("ask", "one"), ("is_required", "1"), ("options", "不用餐\n用餐")]).await.done();
        let only_if = [("label", "忌口"), ("ask", "line"), ("is_required", "1"), ("only_if", "q1.2")];
        hall.officer.post(&hall.at("/entry/questions"), &only_if).await.done();
        ask(&[("label", "同意安全须知"), ("ask", "yes"), ("is_required", "1")]).await.done();
        ask(&[("label", "证明"), ("ask", "file")]).await.done();
        let bad = ask(&[("label", "只有一项"), ("ask", "one"), ("options", "一")]).await.problems();
        assert_eq!(bad, ["单选、多选要有 2 至 50 个选项，其他问题不要选项。"]);
        let drop = hall.officer.post(&hall.at("/entry/questions/drop"), &[("question", "q1")]).await;
        assert_eq!(drop.problems(), ["有问题以这个问题的回答为条件，或者所选条件不成立。"]);
        hall.officer.post(&hall.at("/entry/places"), &[("scope", "answer:q1.2"), ("places", "1")]).await.done();

        let form = visitor.get(&hall.at("/register")).await.ok();
        assert!(form.says("只有“是否用餐”答“用餐”时才需要填。"), "{}", form.words());
        let who = [("person_name", "张三"), ("phone", "13800000001")];
        let sent = visitor.post(&hall.at("/register"), &[&who[..], &[("q1", "2")]].concat()).await;
        assert_eq!(sent.problems(), ["请填写。", "需要您同意。"]);
        let answers = [("q1", "2"), ("q2", "花生"), ("q3", "1")];
        let file = ("q4", "证明.pdf", &b"%PDF"[..]);
        let sent = visitor.upload(&hall.at("/register"), &[&who[..], &answers].concat(), file).await.done();
        let zhang = hall.prove(&sent, "13800000001").await;
        let page = hall.at(&format!("/registrations/{zhang}"));
        let seen = visitor.get(&page).await.ok();
        assert!(seen.says("用餐") && seen.says("花生") && seen.says("证明.pdf"), "{}", seen.words());
        let file = format!("{page}/files/q4");
        assert_eq!(visitor.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(hall.officer.get(&page).await.ok().link("证明.pdf"), file);
        assert_eq!(hall.officer.get(&file).await.ok().bytes, b"%PDF");

        // The option's only place is taken; without the meal there is room.
        let li = hall.register("李四", "13800000002", &[("q1", "2"), ("q2", "无"), ("q3", "1")]).await;
        let li = hall.at(&format!("/registrations/{li}"));
        assert!(visitor.get(&li).await.ok().says("候补第 1 位"));
        visitor.post(&format!("{li}/change"), &[("q1", "1"), ("q2", "无"), ("q3", "1")]).await.done();
        assert!(visitor.get(&li).await.ok().says("已确认") && !visitor.get(&li).await.ok().says("无"));

        // The same through the API, and from a sheet in GB18030 with a title above its head.
        let api = hall.at("/register").replacen("/activities", "/api/activities", 1);
        let json = serde_json::json!({ "person_name": "王五", "phone": "13800000003", "q1": "9" });
        let answer = visitor.api(&api, "", Some(json), &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let problems = answer.json()["error"]["fields"].clone();
        assert_eq!((&problems["q1"]["code"], &problems["q3"]["code"]), (&"not_a_choice".into(), &"must_agree".into()));
        let json = serde_json::json!({ "person_name": "王五", "phone": "13800000003", "q1": "1", "q3": true, "q9x": 1 });
        assert_eq!(visitor.api(&api, "", Some(json), &[]).await.json()["error"]["code"], "unknown_field");

        let csv = "科普讲座报名表,,,\n姓名,电话,是否用餐,同意安全须知\n陈七,13800000007,不用餐,是\n林八,13800000008,吃,是\n,13800000009,不用餐,是\n张三,13800000001,不用餐,是\n";
        let bytes = ground_of_registration::gb18030(csv);
        let import = hall.at("/registrations/import");
        let roster = hall.officer.upload(&import, &[], ("sheet", "名单.csv", &bytes)).await;
        let told = hall.officer.get(&roster.location).await.ok().rows();
        let expected = [
            ["3", "已确认", "报名号 3"],
            ["4", "填写有误", "是否用餐：请从列出的选项中选择。"],
            ["5", "填写有误", "姓名：请填写。"],
            ["6", "早已报名", ""],
        ];
        assert_eq!(told, expected);
        let undo = format!("{}/undo", roster.location);
        hall.officer.post(&undo, &[]).await.done();
        assert_eq!(hall.officer.post(&undo, &[]).await.problems(), ["这份名单已经撤销。"]);
        let found = hall.officer.get(&hall.at("/registrations?q=陈七")).await.ok().rows();
        assert_eq!(found[0][7], "已取消");
        let answers = hall.officer.get(&hall.at("/registrations/answers.xlsx")).await.ok();
        let sheet = paper::read_sheet(&answers.bytes).unwrap();
        assert_eq!(sheet.rows[0].last().map(String::as_str), Some("证明"));
        assert_eq!(sheet.rows[1][9..], ["用餐", "花生", "✓", "证明.pdf"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_registers_once_however_often_the_button_is_pressed() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("places", "50"), ("offer_minutes", "0")]).await;
        let person = walk.person("张三", Some("13800000001")).await;
        let readers = futures_of(64, |_| walk.by_phone(person)).await;
        let path = hall.at("/join");
        let runtime = tokio::runtime::Handle::current();
        let clicks = readers.into_iter().map(|reader| {
            let (path, runtime) = (path.clone(), runtime.clone());
            tokio::task::spawn_blocking(move || runtime.block_on(async { reader.post(&path, &[]).await.done() }))
        });
        let clicks: Vec<_> = clicks.collect();
        let mut receipts = std::collections::BTreeSet::new();
        for click in clicks {
            receipts.insert(click.await.unwrap());
        }
        assert_eq!(receipts.len(), 1, "all are shown the same registration");
        assert_eq!(hall.free().await, 49);
        let home = walk.by_phone(person).await;
        let receipt = receipts.first().unwrap();
        assert!(home.get(&hall.at(&format!("/registrations/{receipt}"))).await.ok().says("已确认"));
        assert_eq!(walk.visitor().post(&path, &[]).await.status, StatusCode::NOT_FOUND, "for who has signed in");

        // A crowd behind one address: thirty acts a minute would shut a school out.
        let visitor = walk.visitor();
        let path = hall.at("/register");
        for at in 0..40 {
            let phone = format!("139000000{at:02}");
            let sent = visitor.post(&path, &[("person_name", "学生"), ("phone", &phone)]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "form {at}");
        }
        for _ in 0..2 {
            visitor.post(&path, &[("person_name", "学生"), ("phone", "13900000000")]).await;
        }
        let fourth = visitor.post(&path, &[("person_name", "学生"), ("phone", "13900000000")]).await;
        assert_eq!(fourth.status, StatusCode::TOO_MANY_REQUESTS, "no telephone is flooded with codes");
        assert_eq!(hall.free().await, 49, "forms alone hold no place");
    })
    .await;
}

async fn futures_of<T, F: Future<Output = T>>(count: usize, make: impl Fn(usize) -> F) -> Vec<T> {
    let mut made = Vec::new();
    for at in 0..count {
        made.push(make(at).await);
    }
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_are_refused_and_strangers_see_nothing() {
    on_each_engine(SLICES, |walk| async move {
        let problem = |settings: &'static [(&'static str, &'static str)]| Hall::try_open(&walk, settings);
        assert_eq!(problem(&[("closes_at", "2026-03-01T00:00")]).await, ["报名截止要晚于开始。"]);
        assert_eq!(problem(&[("closes_at", "2026-05-01T00:00")]).await, ["报名截止不能晚于活动结束。"]);
        assert_eq!(problem(&[("roles", "甲\n甲")]).await, ["身份重复了。"]);
        let hall = Hall::open(&walk, &[("opens_at", "2026-03-05T11:00"), ("places", "1")]).await;
        let visitor = walk.visitor();
        assert!(visitor.get(&hall.at("/register")).await.ok().says("报名还没有开始，2026-03-05 11:00 开放。"));
        let early = visitor.post(&hall.at("/register"), &[("person_name", "张三"), ("phone", "13800000001")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        let elsewhere = walk.staff("王干事", Role::Officer, "外单位").await;
        for path in
            ["/registrations", "/entry", "/registrations/new", "/registrations/import", "/registrations/answers.xlsx"]
        {
            assert_eq!(visitor.get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(elsewhere.get(&hall.at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(hall.officer.get(&hall.at(path)).await.status, StatusCode::OK, "{path}");
        }
        let secret = hall.at("/registrations/00000000000000000000000000");
        assert_eq!(visitor.get(&secret).await.status, StatusCode::NOT_FOUND);
        assert_eq!(visitor.get(&hall.at("/draw")).await.status, StatusCode::NOT_FOUND, "no lottery here");
        for (lang, reader) in [("zh", walk.visitor()), ("en", walk.visitor().in_english())] {
            assert!(!reader.get(&hall.at("/register")).await.ok().html().contains('⟦'), "{lang}");
        }
        for path in ["/registrations", "/entry", "/registrations/new", "/registrations/import"] {
            assert!(!hall.officer.get(&hall.at(path)).await.ok().html().contains('⟦'), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_registered_is_told_of_a_move_and_a_cancellation_and_words_are_forgotten() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("places", "9"), ("largest", "2"), ("offer_minutes", "0")]).await;
        let visitor = walk.visitor();
        let zhang = hall.register("张三", "13800000001", &[("size", "2"), ("companions", "张小")]).await;
        let page = hall.at(&format!("/registrations/{zhang}"));
        let left =
            visitor.post(&hall.at("/register"), &[("person_name", "李四"), ("phone", "13800000002")]).await.done();
        let pending = hall.at(&format!("/register/{left}"));

        // The first code does not come: another one is good, the first no more.
        let first = code_of(&walk, "13800000002").await;
        visitor.post(&format!("{pending}/code"), &[]).await.done();
        let second = code_of(&walk, "13800000002").await;
        if first != second {
            assert_eq!(visitor.post(&pending, &[("code", &first)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        walk.later(minutes(16)).await;
        assert_eq!(visitor.post(&pending, &[("code", &second)]).await.problems(), ["验证已经过期，请重新报名。"]);

        let moved = [("starts_at", "2026-03-09T14:00"), ("reason", "场地维修")];
        hall.officer.post(&hall.at("/move"), &moved).await.done();
        walk.work().await;
        let text = |words: &str| {
            let sent = walk.sent();
            let found: Vec<_> = sent.iter().filter(|message| message.text.contains(words)).collect();
            assert_eq!(found.len(), 1, "{sent:?}");
            assert_eq!(found[0].to, "13800000001");
            found[0].text.contains(&page)
        };
        assert!(text("改期至 2026-03-09 14:00：场地维修"));
        hall.officer.post(&hall.at("/cancel"), &[("reason", "台风")]).await.done();
        walk.work().await;
        assert!(text("已取消：台风"));
        let closed = visitor.post(&hall.at("/register"), &[("person_name", "王五"), ("phone", "13800000003")]).await;
        assert_eq!(closed.problems(), ["这个活动现在不接受报名。"]);

        // A day later the form that was never proven is gone; half a year later the companions' names are.
        walk.later(minutes(24 * 60)).await;
        walk.work().await;
        assert_eq!(visitor.get(&pending).await.status, StatusCode::NOT_FOUND);
        assert!(visitor.get(&page).await.ok().says("张小"));
        walk.later(minutes(190 * 24 * 60)).await;
        walk.work().await;
        let seen = visitor.get(&page).await.ok();
        assert!(seen.says("张三") && !seen.says("张小"), "{}", seen.words());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plans_capacity_and_the_places_are_one_number() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::open(&walk, &[("places", "2"), ("offer_minutes", "0")]).await;
        hall.register("张三", "13800000001", &[]).await;
        hall.register("李四", "13800000002", &[]).await;
        let third = hall.register("王五", "13800000003", &[]).await;
        let unit = walk.read(|read| Ok(read.find_unit_named("普及部")?)).await.unwrap().id.to_string();
        let plan = [
            ("title", "科普讲座"),
            ("class", "lecture"),
            ("field", "popular"),
            ("unit", unit.as_str()),
            ("starts_at", "2026-03-08T09:00"),
            ("ends_at", "2026-03-08T11:00"),
            ("mode", "online"),
            ("audiences", "public"),
        ];
        let edit = |capacity: &'static str| {
            let (officer, path, fields) = (&hall.officer, hall.at(""), [&plan[..], &[("capacity", capacity)]].concat());
            async move { officer.post(&path, &fields).await }
        };
        assert_eq!(edit("1").await.problems(), ["名额不能少于已占用的 2 个。"]);
        assert_eq!(hall.free().await, 0, "nothing of it was kept");
        edit("3").await.done();
        assert!(walk.visitor().get(&hall.at(&format!("/registrations/{third}"))).await.ok().says("已确认"));
    })
    .await;
}
