//! Walks through hours and certificates: coming and going in three ways, taking back, closing; the record one owns, its
//! verification and revocation; the list of another platform.

mod hall;

use axum::http::StatusCode;
use hall::{Hall, SLICES, hours};
use logic::act::Role;
use paper::{Sheet, read_sheet, to_xlsx};
use std::sync::Arc;
use web::kit::{Reader, Walk, on_each_engine};

/// To half past eight on the morning of the shift.
async fn morning(walk: &Walk) {
    walk.later(hours(70) + 1_800).await;
}

/// The address below somebody's signup.
async fn at(hall: &Hall, shift: &str, reader: &Reader, verb: &str) -> String {
    format!("{shift}/signups/{}/{verb}", hall.signup(shift, reader).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_come_of_coming_and_going_and_are_taken_back_with_a_reason() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let shift = hall.shift(&[("needed", "5"), ("keeper_name", "林干事")]).await;
        let mut people = Vec::new();
        for (name, phone) in
            [("张三", "13800000001"), ("李四", "13800000002"), ("王五", "13800000003"), ("赵六", "13800000004")]
        {
            let person = hall.volunteer(name, phone).await;
            person.post(&format!("{shift}/signups"), &[]).await.done();
            people.push(person);
        }
        let [zhang, li, wang, zhao] = &people[..] else { panic!("four people") };
        let arrive = at(&hall, &shift, zhang, "arrive").await;
        assert_eq!(zhang.post(&arrive, &[]).await.problems(), ["还没到签到时间。"]);
        assert_eq!(hall.officer.post(&format!("{shift}/close"), &[]).await.problems(), ["班次还没有结束。"]);
        morning(&walk).await;
        let code = hall.code(&shift).await;
        assert!(hall.officer.get(&format!("{shift}/code")).await.ok().says(&code));
        assert_eq!(zhang.get(&format!("{shift}/code")).await.status, StatusCode::NOT_FOUND);

        // By the code of the spot: half past eight counts from ten to nine.
        assert_eq!(zhang.post(&arrive, &[("shift_code", "000000")]).await.problems(), ["签到码不对。"]);
        zhang.post(&arrive, &[("shift_code", &code)]).await.done();
        assert_eq!(zhang.post(&arrive, &[("shift_code", &code)]).await.problems(), ["已经签到。"]);
        // By one's own word: it waits for the keeper's.
        let li_arrive = at(&hall, &shift, li, "arrive").await;
        assert_eq!(zhang.post(&li_arrive, &[]).await.status, StatusCode::NOT_FOUND);
        li.post(&li_arrive, &[]).await.done();
        assert!(hall.officer.get(&shift).await.ok().says("确认本人所报"));
        // By the keeper's list: never oneself, never ahead, never going before coming.
        let (wang_in, wang_out) = (at(&hall, &shift, wang, "in").await, at(&hall, &shift, wang, "out").await);
        assert_eq!(hall.officer.post(&wang_out, &[]).await.problems(), ["还没有签到。"]);
        assert_eq!(wang.post(&wang_in, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            hall.officer.post(&wang_in, &[("at", "2026-03-08T09:30")]).await.problems(),
            ["时间不能在现在以后。"]
        );

        walk.later(hours(3) + 1_800).await;
        zhang.post(&at(&hall, &shift, zhang, "gone").await, &[("shift_code", &code)]).await.done();
        assert!(zhang.get(&shift).await.ok().says("已记 3.1 小时"), "{}", zhang.get(&shift).await.words());
        li.post(&at(&hall, &shift, li, "gone").await, &[]).await.done();
        let people_query = "measure=persons&kind=shift.served&class=volunteer";
        assert_eq!(hall.figure(people_query).await, 1, "what nobody confirmed is no hour");
        assert_eq!(
            hall.officer.post(&format!("{shift}/close"), &[]).await.problems(),
            ["还有 1 人的签到签退没有办完。"]
        );
        hall.officer.post(&at(&hall, &shift, li, "confirm").await, &[]).await.done();
        assert_eq!(
            hall.officer.post(&at(&hall, &shift, zhao, "confirm").await, &[]).await.problems(),
            ["没有待确认的签到签退。"]
        );
        hall.officer.post(&wang_in, &[("at", "2026-03-08T10:00")]).await.done();
        assert_eq!(
            hall.officer.post(&wang_out, &[("at", "2026-03-08T09:59")]).await.problems(),
            ["签退要在签到之后。"]
        );
        hall.officer.post(&wang_out, &[("at", "2026-03-08T11:15")]).await.done();

        // Persons, times and minutes are different figures.
        let sum = "measure=sum&kind=shift.served&class=volunteer";
        assert_eq!([hall.figure(people_query).await, hall.figure(sum).await], [3, 190 + 190 + 75]);

        // The keeper's hand slipped: taken back with the reason, noted anew; the ledger keeps both.
        let back = at(&hall, &shift, wang, "back").await;
        assert_eq!(wang.post(&back, &[("correction", "mistyped")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(hall.officer.post(&back, &[]).await.problems(), ["请填写。"]);
        hall.officer.post(&back, &[("correction", "mistyped")]).await.done();
        assert_eq!([hall.figure(people_query).await, hall.figure(sum).await], [2, 380]);
        assert_eq!(hall.officer.post(&back, &[("correction", "mistyped")]).await.problems(), ["没有已记的时长。"]);
        hall.officer.post(&wang_in, &[("at", "2026-03-08T10:00")]).await.done();
        hall.officer.post(&wang_out, &[("at", "2026-03-08T11:45")]).await.done();
        assert_eq!(hall.figure(sum).await, 380 + 105);
        hall.officer.post(&format!("{shift}/close"), &[]).await.done();
        assert!(zhao.get(&shift).await.ok().says("未到"));
        assert_eq!(hall.figure("measure=facts&kind=shift.closed&class=volunteer").await, 1);

        // The proof opens for who served and for who runs it, for nobody else.
        let proof = format!("/shifts/signups/{}", hall.signup(&shift, wang).await);
        let page = wang.get(&proof).await.ok();
        assert!(page.says("收回：服务一个班次") && page.says("1.7"), "{}", page.words());
        assert!(hall.officer.get(&proof).await.ok().says("王五"));
        assert_eq!(zhang.get(&proof).await.status, StatusCode::NOT_FOUND);
        assert_eq!(walk.visitor().get(&proof).await.status, StatusCode::NOT_FOUND);

        // An officer who volunteers does not keep their own.
        let own = hall.shift(&[("starts_at", "2026-03-10T09:00"), ("ends_at", "2026-03-10T12:00")]).await;
        hall.officer.post("/volunteers/join", &[("consent", "1")]).await.done();
        hall.officer.post(&format!("{own}/signups"), &[]).await.done();
        walk.later(hours(48)).await;
        let own_in = at(&hall, &own, &hall.officer, "in").await;
        assert_eq!(hall.officer.post(&own_in, &[]).await.problems(), ["不能登记自己的签到签退，请同事办理。"]);
        hall.colleague.post(&own_in, &[]).await.done();
    })
    .await;
}

/// Somebody who served a shift of so many hours.
async fn served(walk: &Arc<Walk>, hall: &Hall) -> (Reader, String) {
    let shift = hall.shift(&[("duty", "lecturer"), ("shift_role", "科普讲座")]).await;
    let other = hall.shift(&[("starts_at", "2026-03-08T13:00"), ("ends_at", "2026-03-08T15:00")]).await;
    let zhang = hall.volunteer("张三", "13800000001").await;
    for shift in [&shift, &other] {
        zhang.post(&format!("{shift}/signups"), &[]).await.done();
    }
    walk.later(hours(80)).await;
    for (shift, from, to) in
        [(&shift, "2026-03-08T09:00", "2026-03-08T12:00"), (&other, "2026-03-08T13:00", "2026-03-08T15:00")]
    {
        hall.officer.post(&at(hall, shift, &zhang, "in").await, &[("at", from)]).await.done();
        hall.officer.post(&at(hall, shift, &zhang, "out").await, &[("at", to)]).await.done();
    }
    (zhang, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_its_owners_and_a_certificate_shows_what_they_agreed_to() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let nobody = hall.volunteer("李四", "13800000002").await;
        let (zhang, other) = served(&walk, &hall).await;
        assert_eq!(walk.visitor().get("/record").await.status, StatusCode::NOT_FOUND);
        let record = zhang.get("/record").await.ok();
        let rows = record.rows();
        assert_eq!(rows.len(), 2);
        assert!(record.says("5.0") && record.says("科普讲座") && record.says("讲解"), "{}", record.words());
        let proofs: Vec<_> = record.links().into_iter().filter(|href| href.starts_with("/shifts/signups/")).collect();
        for proof in &proofs {
            zhang.get(proof).await.ok();
        }
        assert_eq!(proofs.len(), 2);
        let person = zhang.person.unwrap().to_string();
        assert_eq!(nobody.get(&format!("/record?person={person}")).await.status, StatusCode::NOT_FOUND);
        hall.officer.get(&format!("/record?person={person}")).await.ok();

        // Of service, the volunteer's hours alone; with nothing to tell there is no certificate.
        let days = [("first_day", "2026-01-01"), ("last_day", "2026-03-31")];
        let issue = |fields: &[(&'static str, &'static str)]| [&days[..], fields].concat();
        assert_eq!(
            nobody.post("/certificates", &issue(&[("paper", "service")])).await.problems(),
            ["这段时间没有可证明的记录。"]
        );
        let backwards = [("first_day", "2026-03-31"), ("last_day", "2026-01-01"), ("paper", "service")];
        assert_eq!(zhang.post("/certificates", &backwards).await.problems(), ["结束日期不能早于开始日期。"]);
        let id = zhang.post("/certificates", &issue(&[("paper", "service")])).await.done();
        let page = zhang.get(&format!("/certificates/{id}")).await.ok();
        assert!(page.says("共 1 项记录，服务时长 2.0 小时") && page.html().contains("<svg"), "{}", page.words());
        assert_eq!(nobody.get(&format!("/certificates/{id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(walk.visitor().get(&format!("/certificates/{id}")).await.status, StatusCode::NOT_FOUND);
        let verify = page.link("核验证明");
        let public = walk.visitor().get(&verify).await.ok();
        assert!(public.says("证明属实") && public.says("张*") && public.says("2.0"), "{}", public.words());
        assert!(!public.says("张三") && !public.says("讲解"), "only what was agreed to");

        // The whole record, with the name and each line; a choice of one line; a choice of what is not theirs.
        let all = zhang
            .post("/certificates", &issue(&[("paper", "outreach"), ("show_name", "1"), ("show_lines", "1")]))
            .await
            .done();
        let all = zhang.get(&format!("/certificates/{all}")).await.ok().link("核验证明");
        let public = walk.visitor().get(&all).await.ok();
        assert!(public.says("张三") && public.says("科普讲座") && public.says("5.0"), "{}", public.words());
        let position = record
            .html()
            .split("科普讲座</th>")
            .nth(1)
            .unwrap()
            .split('#')
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned();
        let fields = [("paper", "outreach"), ("records", position.as_str()), ("show_lines", "1")];
        let one = zhang.post("/certificates", &[&days[..], &fields].concat()).await.done();
        let one = zhang.get(&format!("/certificates/{one}")).await.ok();
        assert!(one.says("共 1 项记录，服务时长 3.0 小时"), "{}", one.words());
        let wrong = zhang.post("/certificates", &issue(&[("paper", "outreach"), ("records", "1")])).await;
        assert_eq!(wrong.problems(), ["请从列出的选项中选择。"]);

        // What is corrected later does not change what was certified; whoever verifies is told.
        hall.officer.post(&at(&hall, &other, &zhang, "back").await, &[("correction", "mistyped")]).await.done();
        let public = walk.visitor().get(&verify).await.ok();
        assert!(
            public.says("2.0") && public.says("出具之后有 1 项记录被更正收回；现在仍成立的时长是 0.0 小时"),
            "{}",
            public.words()
        );
        let later = zhang.post("/certificates", &issue(&[("paper", "service")])).await;
        assert_eq!(later.problems(), ["这段时间没有可证明的记录。"]);

        // Revoked with a reason by those who answer for the house; the page says why.
        let revoke = format!("/certificates/{id}/revoke");
        assert_eq!(nobody.post(&revoke, &[("reason", "时长有误")]).await.status, StatusCode::NOT_FOUND);
        let chief = walk.staff("总干事", Role::Officer, "云川市科协").await;
        chief.post(&revoke, &[("reason", "时长有误")]).await.done();
        assert_eq!(chief.post(&revoke, &[("reason", "时长有误")]).await.problems(), ["已经撤销。"]);
        let public = walk.visitor().get(&verify).await.ok();
        assert!(public.says("证明已撤销") && public.says("时长有误") && !public.says("证明属实"), "{}", public.words());
        let number = verify.rsplit('/').next().unwrap().to_lowercase().replace('-', " ");
        let asked = walk.visitor().get(&format!("/verify?number={}", web::figures::encode(&number))).await;
        assert_eq!(asked.location, verify, "as it is typed");
        assert!(walk.visitor().get("/verify?number=ABCD").await.ok().says("没有这个编号的证明"));
        assert!(walk.visitor().get("/verify/ABCD-ABCD-ABCD").await.ok().says("没有这个编号的证明"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_platforms_list_is_laid_beside_ours_and_changes_nothing() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        served(&walk, &hall).await;
        let days = "from=2026-03-01&to=2026-03-31";
        let list = hall.officer.get(&format!("/volunteers/hours?{days}")).await.ok().rows();
        assert_eq!(list, [["张三", "0001", "讲解", "2026-03-08", "2.0"]]);
        let xlsx = hall.officer.get(&format!("/volunteers/hours/export.xlsx?{days}")).await.ok().bytes;
        let sheet = read_sheet(&xlsx).unwrap();
        assert_eq!(sheet.rows[0], ["姓名", "手机号后四位", "活动名称", "服务日期", "服务时长（小时）"]);
        assert_eq!(sheet.rows[1], ["张三", "0001", "讲解", "2026-03-08", "2.0"]);
        let stranger = walk.staff("外人", Role::Officer, "外单位").await;
        assert_eq!(stranger.get(&format!("/volunteers/hours?{days}")).await.ok().rows().len(), 0);
        assert_eq!(walk.visitor().get("/volunteers/hours/export.xlsx").await.status, StatusCode::NOT_FOUND);

        let upload = async |rows: Vec<Vec<&str>>| {
            let rows = rows.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
            let bytes = to_xlsx(&[Sheet { name: "平台".into(), rows }]);
            let fields = [("first_day", "2026-03-01"), ("last_day", "2026-03-31")];
            hall.officer.upload("/volunteers/hours/import", &fields, ("sheet", "平台.xlsx", &bytes)).await
        };
        let head = || vec!["志愿者姓名", "手机号", "项目名称", "服务日期", "服务时长"];
        assert_eq!(upload(vec![vec!["姓名"], vec!["张三"]]).await.problems().len(), 1);
        let unreadable = upload(vec![head(), vec!["张三", "13800000001", "讲解", "三月八日", "2"]]).await.problems();
        assert_eq!(unreadable, ["这些行读不懂：第 2 行。请核对姓名、日期和时长。"]);
        let rows = vec![
            head(),
            vec!["张三", "13800000001", "讲解", "2026-03-08", "3"],
            vec!["周八", "13800000008", "讲解", "2026-03-08", "1.5"],
            vec!["周八", "13800000008", "讲解", "2026-04-08", "1.5"],
        ];
        let id = upload(rows).await.done();
        let path = format!("/volunteers/reconciliations/{id}");
        let page = hall.officer.get(&path).await.ok();
        let expected = [
            ["平台有、本系统没有", "周八", "0008", "讲解", "2026-03-08", "—", "1.5"],
            ["时长不同", "张三", "0001", "讲解", "2026-03-08", "2.0", "3.0"],
        ];
        assert_eq!(page.rows(), expected);
        assert!(page.says("有 1 行的日期不在这段时间内"), "{}", page.words());
        let differences = hall.officer.get(&format!("{path}/differences.xlsx")).await.ok().bytes;
        assert_eq!(read_sheet(&differences).unwrap().rows.len(), 3);
        assert_eq!(hall.figure("measure=sum&kind=shift.served&class=volunteer").await, 120, "nothing is overwritten");
        let leader = walk.staff("周主席", Role::Leader, "普及部").await;
        assert_eq!(leader.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(leader.post(&format!("{path}/drop"), &[]).await.status, StatusCode::NOT_FOUND);
        hall.officer.post(&format!("{path}/drop"), &[]).await.done();
        assert_eq!(hall.officer.get(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_leaves_figures_and_a_certificate_without_a_name() {
    on_each_engine(SLICES, |walk| async move {
        let hall = Hall::of(&walk).await;
        let (zhang, _) = served(&walk, &hall).await;
        let card = hall.card(&zhang).await;
        zhang.post(&card, &[("skills", "guide"), ("about", "会讲解"), ("born_on", "1990-01-01")]).await.done();
        let fields =
            [("first_day", "2026-01-01"), ("last_day", "2026-03-31"), ("paper", "service"), ("show_name", "1")];
        let id = zhang.post("/certificates", &fields).await.done();
        let verify = zhang.get(&format!("/certificates/{id}")).await.ok().link("核验证明");
        assert!(walk.visitor().get(&verify).await.ok().says("张三"));
        let person = zhang.person.unwrap();
        walk.write(move |tx| {
            let person = tx.find_person(person)?.unwrap();
            let erased = ground::directory::Person { name: None, phone: None, erased_at: Some(tx.now), ..person };
            tx.save_person(&erased)?;
            let forget = SLICES[0].jobs.iter().find(|job| job.kind == "volunteer.forget").unwrap();
            (forget.work)(tx, "")
        })
        .await;
        let page = hall.officer.get(&card).await.ok();
        assert!(page.says("已退出") && !page.says("会讲解") && !page.says("1990"), "{}", page.words());
        let public = walk.visitor().get(&verify).await.ok();
        assert!(public.says("（已注销）") && public.says("2.0") && !public.says("张"), "{}", public.words());
        assert_eq!(hall.figure("measure=persons&kind=shift.served&class=volunteer").await, 1);
        let list = hall.officer.get("/volunteers/hours?from=2026-03-01&to=2026-03-31").await.ok().rows();
        assert_eq!(list, [["（已注销）", "", "讲解", "2026-03-08", "2.0"]]);
        let sent = hall.officer.get("/volunteers/hours/export.xlsx?from=2026-03-01&to=2026-03-31").await.ok().bytes;
        assert_eq!(read_sheet(&sent).unwrap().rows.len(), 1, "no name, no line to send");
    })
    .await;
}
