//! A newcomer registers on a telephone's screen of 360 pixels, in Chinese; the next one stands in line and moves up.

use super::{Browser, PASSWORD, Stage};
use ground::directory::UnitKind;
use ground::stop::Stop;
use logic::id::Id;
use web::kit::{Reader, first_day};

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_registers_on_a_small_phone() {
    let Some(browser) = Browser::open() else { return };
    let stage = Stage::of(browser, "registration").await;
    stage.browser.width(1280);
    stage.the_house_is_set_up();
    stage.sign_out();
    let page = stage.an_activity_is_open_for_one().await;
    stage.browser.width(360);

    stage.go(&format!("{page}/register"));
    stage.on("报名：科普讲座");
    stage.browser.type_into("person_name", "张三");
    stage.browser.type_into("phone", "13800000001");
    stage.browser.click("//main//label[normalize-space()='步行']");
    stage.press("报名");
    stage.on("验证手机");
    assert!(stage.tells("138****0001") && stage.tells("步行"));
    stage.browser.type_into("code", "000000");
    stage.press("确认报名");
    stage.until("document.querySelector('main .problem') != null");
    assert_eq!(stage.browser.complaints().len(), 1, "the wrong code's answer, 422, and nothing else");
    stage.browser.type_into("code", &stage.code().await);
    stage.press("确认报名");
    stage.on("报名号 1");
    assert!(stage.tells("已确认"));
    let first = stage.browser.url();

    stage.go(&format!("{page}/register"));
    stage.on("报名：科普讲座");
    stage.browser.type_into("person_name", "李四");
    stage.browser.type_into("phone", "13800000002");
    stage.browser.click("//main//label[normalize-space()='乘车']");
    stage.press("报名");
    stage.on("验证手机");
    stage.browser.type_into("code", &stage.code().await);
    stage.press("确认报名");
    stage.on("报名号 2");
    assert!(stage.tells("您排在候补第 1 位"));
    let second = stage.browser.url();

    stage.browser.go(&first);
    stage.on("报名号 1");
    stage.press("取消报名");
    stage.until("document.querySelector('main').innerText.includes('已取消')");
    stage.browser.go(&second);
    stage.on("报名号 2");
    stage.press("接受名额");
    stage.until("document.querySelector('main').innerText.includes('已确认')");
    stage.on("报名号 2");
}

impl Stage {
    fn tells(&self, words: &str) -> bool {
        self.browser.ask(&format!("document.querySelector('main').innerText.includes('{words}')")) == true
    }

    /// What officers did before, without a browser: an announced activity with one place and a question.
    async fn an_activity_is_open_for_one(&self) -> String {
        self.officer("lin", "林干事").await;
        let work = |tx: &mut ground::db::Tx| -> Result<Id, Stop> {
            let unit = tx.find_root_unit()?.unwrap();
            assert_eq!(unit.kind, UnitKind::Association);
            let id: Id = tx.new_id();
            let starts = first_day().plus(3).at(9, 0);
            let insert = ground::sql!(
                "insert into activity (id, unit, title, class, field, channel, venue, link, audiences, about, starts_at, ends_at, state, since)
                values ($1, $2, '科普讲座', 'lecture', 'popular', 'online', '', '', 'public', '', $3, $4, 'announced', $5)"
            );
            tx.run(insert, &[&id, &unit.id, &starts, &starts.plus_seconds(7_200), &first_day()])?;
            Ok(id)
        };
        let id = self.house.db.write(work).await.unwrap();
        let page = format!("/activities/{id}");
        let lin = Reader::of(&self.house);
        lin.post("/sign-in", &[("login", "lin"), ("password", PASSWORD)]).await.done();
        let settings = [
            ("way", "first_come"),
            ("opens_at", "2026-03-05T09:00"),
            ("closes_at", "2026-03-08T08:00"),
            ("places", "1"),
            ("largest", "1"),
            ("offer_minutes", "60"),
        ];
        lin.post(&format!("{page}/entry"), &settings).await.done();
        let question = [("label", "怎样前来"), ("ask", "one"), ("is_required", "1"), ("options", "步行\n乘车")];
        lin.post(&format!("{page}/entry/questions"), &question).await.done();
        page
    }
}
