//! Walks through cards and shifts: joining, qualifications, signing up, waiting, swapping, and every refusal beside its success.

mod hall;

use axum::http::StatusCode;
use hall::{ACTIVITY, Hall, SLICES, hours};
use logic::act::Role;
use web::kit::{Walk, on_each_engine};

async fn code_of(walk: &Walk, phone: &str) -> String {
    walk.work().await;
    let sent = walk.sent();
    let message = sent.iter().rev().find(|message| message.to == phone && message.text.contains("验证码"));
    message.unwrap_or_else(|| panic!("no code to {phone}")).text.chars().filter(char::is_ascii_digit).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_joins_by_telephone_and_takes_a_shift() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let shift = hall.shift(&[("activity", ACTIVITY)]).await;
        let visitor = walk.visitor();
        let page = visitor.get(&shift).await.ok();
        assert!(page.says("成为志愿者") && page.says("已定 0 / 2"), "{}", page.words());
        let join = page.link("成为志愿者");
        visitor.get(&join).await.ok();

        let own = [("person_name", "张三"), ("phone", "13800000001"), ("skills", "guide"), ("languages", "mandarin")];
        assert_eq!(visitor.post("/volunteers/join", &own).await.problems(), ["请勾选同意。"]);
        let young = [&own[..], &[("consent", "1"), ("born_on", "2010-05-01")]].concat();
        let needs = visitor.post("/volunteers/join", &young).await.problems();
        assert_eq!(needs, ["未满 18 周岁，要填监护人姓名和电话，并由监护人同意。"]);
        let id = shift.rsplit('/').next().unwrap();
        let sent = visitor.post("/volunteers/join", &[&own[..], &[("consent", "1"), ("shift", id)]].concat()).await;
        let prove = sent.location.split('?').next().unwrap().to_owned();
        assert!(visitor.get(&sent.location).await.ok().says("138****0001"));
        assert_eq!(visitor.post(&prove, &[("code", "000000")]).await.problems(), ["验证码不对，或已过期。"]);
        let code = code_of(&walk, "13800000001").await;
        let proven = visitor.post(&prove, &[("code", &code), ("shift", id)]).await;
        assert_eq!(proven.location.split('?').next(), Some(shift.as_str()), "signed in, and back at the shift");

        visitor.post(&format!("{shift}/signups"), &[]).await.done();
        let page = visitor.get(&shift).await.ok();
        assert!(page.says("已排班") && page.says("已定 1 / 2"), "{}", page.words());
        assert_eq!(visitor.post(&format!("{shift}/signups"), &[]).await.problems(), ["已经在这个班次。"]);

        // Names and telephones are for those who run it.
        assert!(!page.says("13800000001"));
        assert!(hall.officer.get(&shift).await.ok().says("13800000001"));
        let stranger = walk.staff("外人", Role::Officer, "外单位").await;
        assert!(!stranger.get(&shift).await.ok().says("13800000001"));
        let card = visitor.get("/volunteers/join").await.location;
        assert!(visitor.get(&card).await.ok().says("张三"));
        assert_eq!(walk.visitor().get(&card).await.status, StatusCode::NOT_FOUND);
        assert_eq!(walk.visitor().get("/volunteers").await.status, StatusCode::NOT_FOUND);
        assert!(walk.visitor().get("/shifts").await.ok().says("讲解"));
        let csv = walk.visitor().get("/shifts.csv").await.ok().html();
        assert!(!csv.contains("张三"), "{csv}");

        // Nobody opens a shift for an activity that is not offered, that ends first, or for another unit.
        let unknown = hall.try_shift(&[("activity", "01j00000000000000000000009")]).await;
        assert_eq!(unknown.problems(), ["请从列出的选项中选择。"]);
        assert_eq!(hall.try_shift(&[("ends_at", "2026-03-08T09:00")]).await.problems(), ["结束时间要在开始时间之后。"]);
        assert_eq!(
            hall.try_shift(&[
                ("starts_at", "2026-03-05T09:00"),
                ("ends_at", "2026-03-05T12:00"),
                ("cut_off", "2026-03-05T09:00")
            ])
            .await
            .problems(),
            ["班次已经开始。"]
        );
        let other = walk.read(|read| Ok(read.find_unit_named("外单位")?.unwrap().id.to_string())).await;
        assert_eq!(hall.try_shift(&[("shift_unit", &other)]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_kept_paused_emptied_and_its_qualifications_seen_by_another() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let zhang = hall.volunteer_with("张三", "13800000001", &[("skills", "guide")]).await;
        let card = hall.card(&zhang).await;
        let again = [
            ("person_name", "张三"),
            ("phone", "13800000001"),
            ("volunteer_unit", hall.unit.as_str()),
            ("consent", "1"),
        ];
        assert_eq!(hall.officer.post("/volunteers", &again).await.problems(), ["这位已经是志愿者。"]);
        let aid = hall.shift(&[("proofs", "first_aid"), ("skills", "guide")]).await;
        let make = format!("{aid}/signups");
        let lacks = "这个班次要求当天有效、已核对的证书：急救员证。";
        assert_eq!(zhang.post(&make, &[]).await.problems(), [lacks]);

        // Told, it does not count; seen by an officer it does; one that ends before the day of the shift does not.
        let add = format!("{card}/qualifications");
        let paper = |to: &'static str| {
            [
                ("proof", "first_aid"),
                ("number", "J-1"),
                ("issuer", "市红十字会"),
                ("valid_from", "2025-01-01"),
                ("valid_to", to),
            ]
        };
        assert_eq!(zhang.post(&add, &paper("2024-12-31")).await.problems(), ["有效期不能早于生效日期。"]);
        let check = async |reader: &web::kit::Reader| {
            let html = reader.get(&card).await.ok().html();
            let path = html
                .split("action=\"")
                .skip(1)
                .find_map(|rest| rest.split('"').next().filter(|path| path.ends_with("/check")).map(str::to_owned));
            path.map(|path| (path.clone(), path.replace("/check", "/drop")))
        };
        zhang.post(&add, &paper("2026-03-07")).await.done();
        assert!(check(&zhang).await.is_none(), "nobody checks their own");
        let (seen, dropped) = check(&hall.officer).await.unwrap();
        hall.officer.post(&seen, &[]).await.done();
        assert_eq!(zhang.post(&make, &[]).await.problems(), [lacks], "valid today, not on the day");
        zhang.post(&dropped, &[]).await.done();
        zhang.post(&add, &paper("2026-03-08")).await.done();
        assert_eq!(zhang.post(&make, &[]).await.problems(), [lacks], "not seen yet");
        let (seen, _) = check(&hall.officer).await.unwrap();
        hall.officer.post(&seen, &[]).await.done();
        assert_eq!(hall.officer.post(&seen, &[]).await.problems(), ["已经核对过。"]);
        zhang.post(&make, &[]).await.done();

        // Paused one takes nothing more and keeps what one has; leaving asks that one gives it up first.
        zhang.post(&format!("{card}/pause"), &[]).await.done();
        let other = hall.shift(&[("starts_at", "2026-03-09T09:00"), ("ends_at", "2026-03-09T12:00")]).await;
        assert_eq!(zhang.post(&format!("{other}/signups"), &[]).await.problems(), ["现在不接受排班。"]);
        assert_eq!(zhang.post(&format!("{card}/pause"), &[]).await.problems(), ["现在不在册。"]);
        zhang.post(&format!("{card}/resume"), &[]).await.done();
        let edited = [("skills", "camera"), ("about", "会摄影")];
        zhang.post(&card, &edited).await.done();
        assert!(hall.officer.get("/volunteers?skill=camera").await.ok().says("张三"));
        assert_eq!(hall.officer.get("/volunteers?skill=guide").await.ok().rows().len(), 0);
        assert_eq!(hall.officer.get("/volunteers?proof=first_aid&language=").await.ok().rows().len(), 1);
        assert_eq!(
            zhang.post(&format!("{card}/leave"), &[]).await.problems(),
            ["还有 1 个班次没有处理。请先退出这些班次。"]
        );
        let signup = hall.signup(&aid, &zhang).await;
        zhang.post(&format!("{aid}/signups/{signup}/withdraw"), &[]).await.done();
        zhang.post(&format!("{card}/leave"), &[]).await.done();
        let page = zhang.get(&card).await.ok();
        assert!(page.says("已退出") && !page.says("会摄影") && !page.says("急救员证"), "{}", page.words());
        assert_eq!(zhang.post(&format!("{other}/signups"), &[]).await.problems(), ["请先成为志愿者。"]);
        let back = [("consent", "1"), ("skills", "guide")];
        assert_eq!(zhang.post("/volunteers/join", &back).await.done(), card.rsplit('/').next().unwrap());
        zhang.post(&format!("{other}/signups"), &[]).await.done();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clashes_long_days_and_short_nights_are_stopped_for_everyones_hand() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let zhang = hall.volunteer("张三", "13800000001").await;
        let first = hall.shift(&[]).await;
        zhang.post(&format!("{first}/signups"), &[]).await.done();
        let at = async |from: &str, to: &str| hall.shift(&[("starts_at", from), ("ends_at", to)]).await;
        let (clash, long) =
            (at("2026-03-08T11:00", "2026-03-08T13:00").await, at("2026-03-08T12:00", "2026-03-08T17:01").await);
        let (late, early) =
            (at("2026-03-08T12:00", "2026-03-08T17:00").await, at("2026-03-09T00:30", "2026-03-09T02:00").await);
        let make = async |shift: &str| zhang.post(&format!("{shift}/signups"), &[]).await;
        assert_eq!(make(&clash).await.problems(), ["和已排的班次时间冲突：2026-03-08 09:00 至 2026-03-08 12:00。"]);
        let by_hand = [("person_name", "张三"), ("phone", "13800000001")];
        let entered = hall.officer.post(&format!("{clash}/enter"), &by_hand).await;
        assert_eq!(entered.problems(), ["和已排的班次时间冲突：2026-03-08 09:00 至 2026-03-08 12:00。"]);
        assert_eq!(make(&long).await.problems(), ["一天的班次合计不能超过 8 小时。"]);
        make(&late).await.done();
        let tired = "离另一班（2026-03-08 12:00 至 2026-03-08 17:00）不到 8 小时，休息不够。";
        assert_eq!(make(&early).await.problems(), [tired]);

        // The rule is a setting, of those who answer for the whole house.
        let rest = [("rest_between", "7"), ("hours_a_day", "10")];
        assert_eq!(hall.officer.post("/volunteers/rest", &rest).await.status, StatusCode::NOT_FOUND);
        let chief = walk.staff("总干事", Role::Officer, "云川市科协").await;
        assert!(chief.get("/volunteers").await.ok().says("休息规则"));
        chief.post("/volunteers/rest", &rest).await.done();
        make(&early).await.done();

        // Who is free is told with the reasons of those who are not.
        let li = hall.volunteer("李四", "13800000002").await;
        let free = hall.officer.get(&format!("{clash}/free")).await.ok();
        let names: Vec<_> = free.rows().iter().map(|row| row[0].clone()).collect();
        assert_eq!(names, ["李四"]);
        assert!(free.says("时间冲突 1"), "{}", free.words());
        assert_eq!(zhang.get(&format!("{clash}/free")).await.status, StatusCode::NOT_FOUND);
        let week = hall.officer.get("/shifts/week?from=2026-03-08").await.ok();
        assert!(week.says("2026-03-08") && week.says("09:00–12:00"), "{}", week.words());
        assert_eq!(zhang.get("/shifts/week").await.status, StatusCode::NOT_FOUND);

        // Invited, nobody is bound: asked again is known, declined is gone, by invitation only means it.
        let card = hall.card(&li).await;
        let invite = [("volunteer", card.rsplit('/').next().unwrap())];
        let closed = hall
            .shift(&[("shift_way", "invitation"), ("starts_at", "2026-03-10T09:00"), ("ends_at", "2026-03-10T12:00")])
            .await;
        assert_eq!(zhang.post(&format!("{closed}/signups"), &[]).await.problems(), ["这个班次凭邀请参加。"]);
        hall.officer.post(&format!("{closed}/invite"), &invite).await.done();
        assert_eq!(hall.officer.post(&format!("{closed}/invite"), &invite).await.problems(), ["已经在这个班次。"]);
        let signup = hall.signup(&closed, &li).await;
        let accept = format!("{closed}/signups/{signup}/accept");
        assert_eq!(zhang.post(&accept, &[]).await.status, StatusCode::NOT_FOUND);
        li.post(&accept, &[]).await.done();
        assert_eq!(li.post(&accept, &[]).await.problems(), ["没有等待答复的邀请。"]);
        let told = walk.told(&li).await;
        assert_eq!(told[0], "请您参加班次“讲解”：2026-03-10 09:00，科技馆。请答复。");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_moves_up_until_the_cut_off_and_a_shift_is_changed_or_cancelled() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let shift = hall.shift(&[("needed", "1")]).await;
        let names =
            [("张三", "13800000001"), ("李四", "13800000002"), ("王五", "13800000003"), ("赵六", "13800000004")];
        let mut people = Vec::new();
        for (name, phone) in names {
            people.push(hall.volunteer(name, phone).await);
        }
        for person in &people {
            person.post(&format!("{shift}/signups"), &[]).await.done();
        }
        assert!(people[3].get(&shift).await.ok().says("您排在候补第 3 位"));
        // The second has another shift at that time by now: passed over, and told.
        let other = hall.shift(&[("starts_at", "2026-03-08T10:00"), ("ends_at", "2026-03-08T11:00")]).await;
        people[1].post(&format!("{other}/signups"), &[]).await.done();
        let first = hall.signup(&shift, &people[0]).await;
        let withdraw = format!("{shift}/signups/{first}/withdraw");
        assert_eq!(people[1].post(&withdraw, &[]).await.status, StatusCode::NOT_FOUND);
        people[0].post(&withdraw, &[]).await.done();
        assert!(people[1].get(&shift).await.ok().says("候补未成"));
        assert!(people[2].get(&shift).await.ok().says("已排班"));
        assert!(walk.told(&hall.officer).await.iter().any(|text| text.contains("有人退出了班次")));

        // One more is needed: who waits gets it. Never fewer than have it; where people agreed to come stays.
        let plan = |needed: &'static str, starts: &'static str| {
            let fields = [("shift_unit", hall.unit.clone()), ("needed", needed.into()), ("starts_at", starts.into())];
            let usual = [
                ("duty", "volunteer"),
                ("shift_role", "讲解"),
                ("ends_at", "2026-03-08T12:00"),
                ("venue", "科技馆"),
                ("shift_way", "open"),
            ];
            fields.into_iter().chain(usual.map(|(name, value)| (name, value.to_owned()))).collect::<Vec<_>>()
        };
        let edit = async |fields: Vec<(&'static str, String)>| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            hall.officer.post(&format!("{shift}/edit"), &fields).await
        };
        hall.officer.get(&format!("{shift}/edit")).await.ok();
        edit(plan("2", "2026-03-08T09:00")).await.done();
        assert!(people[3].get(&shift).await.ok().says("已排班"));
        assert_eq!(edit(plan("1", "2026-03-08T09:00")).await.problems(), ["已有 2 人排班，需要人数不能更少。"]);
        let moved = edit(plan("2", "2026-03-08T10:00")).await.problems();
        assert_eq!(moved, ["已有人排班，时间、地点、身份和活动不能再改。请取消后另开，或请他们换班。"]);

        // After the cut-off, only by those who run it.
        walk.later(hours(48)).await;
        let third = hall.signup(&shift, &people[2]).await;
        let late = people[2].post(&format!("{shift}/signups/{third}/withdraw"), &[]).await;
        assert_eq!(late.problems(), ["已过自行退出、换班的时间（2026-03-07 09:00）。如有需要请联系负责人。"]);
        hall.officer.post(&format!("{shift}/signups/{third}/withdraw"), &[]).await.done();
        assert!(walk.told(&people[2]).await.last().unwrap().contains("您已被移出班次"));

        // Reminded the day before; cancelled with the reason.
        walk.write(|tx| Ok(ground::jobs::schedule(tx, SLICES[0].dailies)?)).await;
        walk.later(hours(10)).await;
        walk.work().await;
        assert!(walk.told(&people[3]).await.last().unwrap().starts_with("提醒：明天有您的班次“讲解”"));
        assert_eq!(
            people[3].post(&format!("{shift}/cancel"), &[("reason", "下雨")]).await.status,
            StatusCode::NOT_FOUND
        );
        hall.officer.post(&format!("{shift}/cancel"), &[("reason", "下雨")]).await.done();
        assert_eq!(walk.told(&people[3]).await.last().unwrap(), "班次“讲解”（2026-03-08 09:00，科技馆）已取消：下雨");
        assert_eq!(people[0].post(&format!("{shift}/signups"), &[]).await.problems(), ["班次已结束或取消。"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_swap_with_both_agreeing_and_the_keeper_told() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let (zhang, li) = (hall.volunteer("张三", "13800000001").await, hall.volunteer("李四", "13800000002").await);
        let wang = hall.volunteer("王五", "13800000003").await;
        let morning = hall.shift(&[("shift_role", "上午讲解"), ("needed", "1")]).await;
        // At the same hours: each could not have both, but they can change places.
        let desk = hall.shift(&[("shift_role", "引导"), ("needed", "1")]).await;
        zhang.post(&format!("{morning}/signups"), &[]).await.done();
        li.post(&format!("{desk}/signups"), &[]).await.done();
        let signup = hall.signup(&morning, &zhang).await;
        let offer = format!("{morning}/signups/{signup}/swap");
        let wanted = desk.rsplit('/').next().unwrap();
        assert_eq!(li.post(&offer, &[("wanted", wanted)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            zhang.post(&offer, &[("wanted", morning.rsplit('/').next().unwrap())]).await.problems(),
            ["不能和同一个班次换。"]
        );
        let swap = zhang.post(&offer, &[("wanted", wanted)]).await.location;
        let swap = swap.split('?').next().unwrap().to_owned();
        assert!(walk.told(&li).await.last().unwrap().contains("想用班次“上午讲解”"));
        assert_eq!(zhang.post(&format!("{swap}/accept"), &[]).await.problems(), ["您不在对方想换的班次上。"]);
        assert_eq!(wang.post(&format!("{swap}/accept"), &[]).await.problems(), ["您不在对方想换的班次上。"]);
        assert!(li.get(&swap).await.ok().says("引导"));
        li.post(&format!("{swap}/accept"), &[]).await.done();
        assert!(zhang.get(&desk).await.ok().says("已排班") && li.get(&morning).await.ok().says("已排班"));
        assert!(zhang.get(&morning).await.ok().says("已换班"));
        assert_eq!(walk.told(&hall.officer).await.iter().filter(|text| text.contains("已换人")).count(), 2);
        assert_eq!(li.post(&format!("{swap}/accept"), &[]).await.problems(), ["换班申请已经失效。"]);

        // For nothing: whoever was given the address takes it over; one that was dropped is over.
        let signup = hall.signup(&desk, &zhang).await;
        let offer = format!("{desk}/signups/{signup}/swap");
        let path = async || zhang.post(&offer, &[]).await.location.split('?').next().unwrap().to_owned();
        let swap = path().await;
        assert_eq!(path().await, swap, "one offer a place");
        assert_eq!(
            li.post(&format!("{swap}/accept"), &[]).await.problems(),
            ["和已排的班次时间冲突：2026-03-08 09:00 至 2026-03-08 12:00。"]
        );
        assert_eq!(li.post(&format!("{swap}/drop"), &[]).await.status, StatusCode::NOT_FOUND);
        zhang.post(&format!("{swap}/drop"), &[]).await.done();
        assert_eq!(wang.post(&format!("{swap}/accept"), &[]).await.problems(), ["换班申请已经失效。"]);
        let swap = path().await;
        wang.post(&format!("{swap}/accept"), &[]).await.done();
        assert!(wang.get(&desk).await.ok().says("已排班") && zhang.get(&desk).await.ok().says("已换班"));
    })
    .await;
}
