//! The desk at a door on a small phone: people come in while the network is cut, and what was kept is sent when it is back.

use super::{Browser, Stage};
use ground::directory::NewPerson;
use logic::form::Phone;
use logic::id::Id;
use logic::time::Instant;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use web::kit::first_day;

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_without_a_network() {
    let Some(browser) = Browser::open() else { return };
    let mut stage = Stage::of(browser, "desk").await;
    let mut network = Network::to(stage.at).await;
    stage.at = network.at;
    stage.browser.width(360);
    stage.the_house_is_set_up();
    stage.officer("lin", "林干事").await;
    let activity = stage.an_activity_is_registered_for().await;
    stage.sign_out();
    stage.house.db.clock().set(first_day().plus(3).at(8, 40));
    stage.sign_in();

    let desk = format!("/activities/{activity}/desk");
    stage.go(&desk);
    stage.on("签到台");
    stage.the_phone_is_ready(&activity);

    network.cut();
    stage.go(&desk);
    stage.until("document.querySelector('h1')?.textContent == '签到台'");
    stage.until("document.querySelector('.desk-state').textContent.startsWith('离线')");
    stage.comes_in("张三");
    stage.desk_says("张三 已签到");
    stage.comes_in("李四");
    stage.desk_says("李四 已签到");
    stage.comes_in("张三");
    stage.until("document.querySelector('.desk-found').textContent.includes('张三 已于 2026-03-08 08:4')");
    stage.looks_up("王五");
    stage.until("document.querySelector('.desk-found').textContent.includes('王五 的报名没有确认')");
    stage.looks_up("没有这个人");
    stage.desk_says("名单里没有找到");
    stage.looks_up(&format!("http://localhost/activities/{}/registrations/{}", Id::from([7; 16]), Id::from([8; 16])));
    stage.desk_says("这是别的活动的凭证");
    stage.until("document.querySelector('.desk-state').textContent.includes('2 条待上传')");
    // Loaded again without a network, the phone still knows.
    stage.go(&desk);
    stage.until("document.querySelector('.desk-state')?.textContent.includes('2 条待上传')");
    stage.everything_on_the_desk_has_a_name();
    stage.keep_picture();

    // Meanwhile one of them has cancelled. The network is back: one is in, the other is told.
    let cancel = ground::sql!("update registration set state = 'cancelled' where number = 2");
    stage.house.db.write(move |tx| Ok(tx.run(cancel, &[])?)).await.unwrap();
    stage.browser.complaints();
    network.mend().await;
    stage.browser.ask("dispatchEvent(new Event('online'))");
    stage.until("document.querySelector('.desk-told').textContent.includes('没有记上：李四，其间报名已取消')");
    stage.until("document.querySelector('.desk-state').textContent == '已联网'");
    // This phone's clock is months away from the house's: the times were set right, and that is said.
    stage.until("document.querySelector('#desk [role=alert]').textContent.includes('签到时间已校正')");
    stage.keep_picture();
    let attended = ground::sql!("select count(*) from attendance where state = 'in' and at >= $1 and at < $2");
    let (from, to) = (first_day().plus(3).at(8, 40), first_day().plus(3).at(9, 0));
    let attended = stage.house.db.read(move |read| Ok(read.number(attended, &[&from, &to])?)).await.unwrap();
    assert_eq!(attended, 1, "exactly once, at the moment it happened");

    stage.follow("离线签到的冲突");
    stage.on("离线签到的冲突");
    stage.until("document.querySelector('main').innerText.includes('李四')");
    stage.go(&desk);
    stage.on("签到台");
    stage.the_phone_is_ready(&activity);
    for _ in 0..2 {
        stage.browser.click("//section[@id='desk']/button[last()]");
    }
    stage.desk_says("本机名单已清除。");
    let kept = stage.browser.ask("Object.keys(localStorage).filter((key) => key.startsWith('desk:'))");
    assert_eq!(kept, json!([]), "nothing stays on the phone");
}

impl Stage {
    /// The roll is on the phone, and the worker has what it needs.
    fn the_phone_is_ready(&self, activity: &str) {
        self.until(&format!("localStorage.getItem('desk:{activity}:roll') !== null"));
        self.browser.ask("navigator.serviceWorker.ready.then((worker) => { window.isKept = !!worker.active; }) && 1");
        self.until("window.isKept");
    }

    fn looks_up(&self, text: &str) {
        let field = "//section[@id='desk']//input[@type='search']";
        self.browser.ask("(document.querySelector('#desk input[type=search]').value = '') + 1");
        self.browser.click(field);
        self.browser.write(text);
        self.browser.click("//section[@id='desk']/form[1]//button");
    }

    /// Looked up by name, and in by the button of that name; if it is still to be pressed.
    fn comes_in(&self, name: &str) {
        self.looks_up(name);
        self.until(&format!("document.querySelector('.desk-found').textContent.includes('{name}')"));
        let button = format!("//button[@aria-label='签到 {name}']");
        let is_there =
            self.browser.ask(&format!("document.querySelector(\"button[aria-label='签到 {name}']\") !== null"));
        if is_there == true {
            self.browser.click(&button);
        }
    }

    fn desk_says(&self, words: &str) {
        self.until(&format!("document.querySelector('#desk [role=alert]').textContent == '{words}'"));
    }

    fn everything_on_the_desk_has_a_name(&self) {
        let nameless = self.browser.ask(
            "[...document.querySelectorAll('#desk button, #desk input')].filter((one) => !one.getAttribute('aria-label')
                && !one.textContent.trim() && !one.labels?.length).map((one) => one.outerHTML)",
        );
        assert_eq!(nameless, json!([]));
        let told = self.browser.ask(
            "({ beside: Math.max(0, document.documentElement.scrollWidth - innerWidth),
                untold: document.documentElement.innerText.match(/⟦.*?⟧/g) ?? [] })",
        );
        assert_eq!(told, json!({ "beside": 0, "untold": [] }));
    }

    /// An announced activity, two who are confirmed and one who waits; its id.
    async fn an_activity_is_registered_for(&self) -> String {
        let made = self.house.db.write(|tx| {
            let (id, unit): (Id, _) = (tx.new_id(), tx.find_root_unit()?.unwrap());
            let (from, to): (Instant, Instant) = (first_day().plus(3).at(9, 0), first_day().plus(3).at(11, 0));
            let activity = ground::sql!(
                "insert into activity (id, unit, title, class, field, channel, venue, link, audiences, about, starts_at, ends_at, state, since)
                values ($1, $2, '科普讲座', 'lecture', 'popular', 'onsite', '报告厅', '', 'public', '', $3, $4, 'announced', $5)"
            );
            tx.run(activity, &[&id, &unit.id, &from, &to, &first_day()])?;
            for (number, (name, state)) in [("张三", "confirmed"), ("李四", "confirmed"), ("王五", "waiting")].iter().enumerate() {
                let phone = Phone(format!("1380000000{number}"));
                let new = NewPerson { name: (*name).into(), phone: Some(phone), ..NewPerson::default() };
                let person = tx.record_person(&new)?;
                let (one, receipt): (Id, Id) = (tx.new_id(), tx.new_id());
                let registration = ground::sql!(
                    "insert into registration (id, activity, receipt, number, turn, person, name, size, companions, answers, state, since)
                    values ($1, $2, $3, $4, $4, $5, '', 1, '', '', $6, $7)"
                );
                tx.run(registration, &[&one, &id, &receipt, &(number as i64 + 1), &person, state, &tx.now])?;
            }
            Ok(id.to_string())
        });
        made.await.unwrap()
    }
}

/// The way to the house, that can be cut: what passes is broken off, and who calls finds nobody.
struct Network {
    at: SocketAddr,
    to: SocketAddr,
    lines: Option<JoinSet<()>>,
}

impl Network {
    async fn to(to: SocketAddr) -> Self {
        let mut network = Self { at: (Ipv4Addr::LOCALHOST, 0).into(), to, lines: None };
        network.mend().await;
        network
    }

    fn cut(&mut self) {
        self.lines = None;
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(self.at).await.unwrap();
        let to = self.to;
        self.at = listener.local_addr().unwrap();
        let mut lines = JoinSet::new();
        lines.spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((mut from, _)) = listener.accept().await {
                lines.spawn(async move {
                    let mut onward = TcpStream::connect(to).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut from, &mut onward).await;
                });
            }
        });
        self.lines = Some(lines);
    }
}
