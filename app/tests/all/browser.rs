//! The journeys of the README in a real Chromium: what only a browser can tell.
//!
//! With `TENFOLD_SCREENSHOTS=<folder>`, each page on the way is saved there as a picture, to be looked at.

mod desk;
mod driver;
mod registration;
mod studio;

use driver::Browser;
use ground::clock::Clock;
use ground::db::Db;
use ground::db::scratch::Scratch;
use ground::directory::Place;
use ground::files::Store;
use ground::identity::{Account, hash_password};
use ground::sender::{Message, Sender};
use ground::stop::Stop;
use logic::act::Role;
use logic::time::Instant;
use serde_json::json;
use std::cell::Cell;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tenfold::slices::SLICES;
use web::House;
use web::kit::{Reader, first_day};

const PASSWORD: &str = "Teng.Yun-2604";
const SPEECH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/outline/samples/work-speech.txt");
const TASK: &str = "百名专家进百村,千项技术惠万民";
const VILLAGE: &str = "990101001001";

#[tokio::test(flavor = "multi_thread")]
async fn a_year_begins_in_the_browser() {
    let Some(browser) = Browser::open() else { return };
    let stage = Stage::of(browser, "year").await;
    stage.browser.width(1280);
    stage.the_house_is_set_up();
    stage.all_pages_fit_a_small_phone();
    stage.an_officer_signs_in().await;
    stage.a_speech_becomes_the_plan();
    stage.its_words_become_targets();
    stage.an_expert_logs_a_visit_on_a_small_phone().await;
    stage.the_figure_opens();
    stage.pages_are_read_in_english_and_in_the_dark();
    stage.all_pages_fit_a_small_phone();
}

/// A house that listens, and a browser before it.
struct Stage {
    house: Arc<House>,
    at: SocketAddr,
    sent: Arc<Mutex<Vec<Message>>>,
    browser: Browser,
    /// What its pictures are called.
    story: &'static str,
    pictures: Cell<u32>,
    _work: tokio::task::JoinSet<()>,
    _scratch: Scratch,
}

impl Stage {
    async fn of(browser: Browser, story: &'static str) -> Self {
        let scratch = Scratch::sqlite();
        let clock = Clock::default();
        clock.set(Instant(first_day().start().0 + 10 * 3_600_000_000));
        let db = Db::open(scratch.address(), clock, &web::migrations(SLICES)).await.unwrap();
        let store = Store::open(&scratch.folder().join("files").display().to_string()).unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let house = House::new(SLICES, db, store, Sender::Box(sent.clone()), web::Config::default()).unwrap();
        let listening = web::listen(&house, (Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let at = listening.at;
        let mut work = tokio::task::JoinSet::new();
        work.spawn(async { listening.serve(std::future::pending()).await.unwrap() });
        let (end, ended) = tokio::sync::watch::channel(false);
        let background = tenfold::background::run(house.clone(), ended);
        work.spawn(async move {
            background.await;
            drop(end);
        });
        Self { house, at, sent, browser, story, pictures: Cell::new(0), _work: work, _scratch: scratch }
    }

    fn go(&self, path: &str) {
        self.browser.ask("window.isLeft = true");
        self.browser.go(&format!("http://{}{path}", self.at));
    }

    /// Clicks what leads elsewhere. The page is marked as left: the next one may look just like it.
    fn leave_by(&self, path: &str) {
        self.browser.ask("window.isLeft = true");
        self.browser.click(path);
    }

    /// Presses a button, or follows a link, by its words.
    fn press(&self, words: &str) {
        self.leave_by(&format!("//main//button[normalize-space()='{words}']"));
    }

    fn follow(&self, words: &str) {
        self.leave_by(&format!("//main//a[normalize-space()='{words}']"));
    }

    /// The page of this title is there, and is as every page is to be.
    fn on(&self, title: &str) {
        self.until(&format!(
            "document.readyState == 'complete' && document.getAnimations().length == 0 && document.querySelector('h1')?.textContent == '{title}'"
        ));
        self.keep_picture();
        self.is_sound(title);
    }

    /// Waits for what a click leads to.
    fn until(&self, expression: &str) {
        let comes_true = |_| {
            let is_true = self.browser.ask(&format!("!window.isLeft && ({expression})")) == true;
            std::thread::sleep(Duration::from_millis(if is_true { 0 } else { 100 }));
            is_true
        };
        let shown = || self.browser.ask("document.querySelector('main')?.innerText");
        assert!((0..100).any(comes_true), "never {expression}, but {} {}", self.browser.url(), shown());
    }

    /// One heading, a language, no word without a text, nothing beside the screen, no complaint; the first step by
    /// keyboard leads past the menu.
    fn is_sound(&self, title: &str) {
        let lang = self.browser.ask("document.documentElement.lang");
        assert!(["zh-CN", "en"].iter().any(|known| lang == *known), "{title}: the language is {lang}");
        self.browser.tab();
        let told = self.browser.ask(
            "({ heads: document.querySelectorAll('h1').length,
                untold: document.documentElement.innerText.match(/⟦.*?⟧/g) ?? [],
                beside: Math.max(0, document.documentElement.scrollWidth - innerWidth),
                first: document.activeElement.className || document.activeElement.outerHTML.slice(0, 200) })",
        );
        assert_eq!(told, json!({ "heads": 1, "untold": [], "beside": 0, "first": "skip" }), "{title}");
        assert_eq!(self.browser.complaints(), [] as [String; 0], "{title}");
    }

    fn keep_picture(&self) {
        let Some(folder) = std::env::var_os("TENFOLD_SCREENSHOTS") else { return };
        self.pictures.set(self.pictures.get() + 1);
        let path = std::path::Path::new(&folder).join(format!("{}-{:02}.png", self.story, self.pictures.get()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(path, from_base64(&self.browser.picture())).unwrap();
    }
}

/// The journey.
impl Stage {
    fn the_house_is_set_up(&self) {
        self.go("/");
        self.on("开始使用");
        let word = &self.house.config.set_up_word;
        let fields =
            [("association", "云川市科协"), ("person_name", "总管"), ("login", "zong"), ("new_password", PASSWORD)];
        for (name, text) in [("word", word.as_str())].into_iter().chain(fields) {
            self.browser.type_into(name, text);
        }
        self.press("建立");
        self.on("系统概况");
    }

    async fn an_officer_signs_in(&self) {
        self.officer("lin", "林干事").await;
        self.sign_out();
        self.sign_in();
    }

    fn sign_out(&self) {
        self.go("/me");
        self.on("我的");
        self.press("退出登录");
        self.on("云川市科协");
    }

    fn sign_in(&self) {
        self.go("/sign-in");
        self.on("登录");
        self.browser.type_into("login", "lin");
        self.browser.type_into("password", PASSWORD);
        self.press("登录");
        self.on("我的工作");
    }

    /// An account as the administrator makes it, whose owner has set a password.
    async fn officer(&self, login: &'static str, name: &'static str) {
        let hash = hash_password(PASSWORD);
        let work = move |tx: &mut ground::db::Tx| -> Result<(), Stop> {
            let person = tx.record_person(&ground::directory::NewPerson { name: name.into(), ..Default::default() })?;
            let (id, unit) = (tx.new_id(), tx.find_root_unit()?.unwrap());
            tx.insert_account(&Account {
                id,
                person,
                login: login.into(),
                password: hash.clone(),
                password_at: tx.now,
                must_change: false,
                failures: 0,
                locked_until: None,
                closed_at: None,
            })?;
            let grant = tx.new_id();
            Ok(tx.insert_role(grant, id, Role::Officer, unit.id, tx.now.day(), None)?)
        };
        self.house.db.write(work).await.unwrap();
    }

    fn a_speech_becomes_the_plan(&self) {
        self.go("/plans");
        self.on("年度计划");
        self.browser.type_into("year", "2026");
        self.press("新建");
        self.on("2026 年度工作计划");
        let speech = std::fs::canonicalize(SPEECH).unwrap();
        self.browser.type_into("document", speech.to_str().unwrap());
        self.press("上传");
        self.on("守正创新 实干争先奋力开创新时期科协工作新局面在青梧市科协三届五次全委会暨2009年工作会议上的讲话");
        let lines = self.browser.ask("document.querySelectorAll('li.clause.level-1').length");
        assert_eq!(lines, 9);
        self.press("列入计划");
        self.on("2026 年度工作计划");
        let heads = self.browser.ask(
            "[...document.querySelectorAll('main h2')].map(head => head.firstChild.textContent.trim()).slice(0, 9)",
        );
        let names = [
            "一、抓定位",
            "二、抓质量",
            "三、抓能力",
            "四、抓品牌",
            "五、抓水平",
            "六、抓活动",
            "七、抓规模",
            "八、抓措施",
            "九、抓状态",
        ];
        assert_eq!(heads, json!(names));
    }

    /// Each proposed number is one press away.
    fn its_words_become_targets(&self) {
        self.follow(TASK);
        self.on(TASK);
        for _ in 0..4 {
            self.leave_by("//main//form[.//input[@name='target_number' and @type='hidden']]//button");
            self.on(TASK);
        }
        let targets =
            self.browser.ask("[...document.querySelectorAll('main tbody tr')].map(row => row.cells[2].textContent)");
        assert_eq!(targets, json!(["目标 100 名", "目标 100 个村", "目标 1,000 项", "目标 10,000 人"]));
    }

    async fn an_expert_logs_a_visit_on_a_small_phone(&self) {
        self.a_village_and_its_expert_are_known().await;
        self.browser.width(360);
        self.sign_out();
        self.go("/sign-in/phone");
        self.on("用手机号登录");
        self.browser.type_into("phone", "13800000001");
        self.press("发送验证码");
        self.until("document.querySelector('main [name=code]') != null");
        self.on("用手机号登录");
        self.browser.type_into("code", &self.code().await);
        self.press("登录");
        self.on("我的工作");
        self.follow("登记进村");
        self.on("登记进村");
        self.browser.click("//main//select[@name='village']//option[contains(., '大河村')]");
        self.browser.type_into("onsite", "20");
        self.browser.type_into("roster", "张三 13600000001\n李四 13600000002");
        self.press("登记");
        self.on("2026-03-05 大河村");
        self.sign_out();
    }

    /// What the officer typed in on another day, without a browser.
    async fn a_village_and_its_expert_are_known(&self) {
        let work = |tx: &mut ground::db::Tx| -> Result<(), Stop> {
            let names = [("9901", "云川市"), ("990101", "东山区"), ("990101001", "石桥镇"), (VILLAGE, "大河村")];
            let place = |(code, name): (&str, &str)| Place {
                code: code.parse().unwrap(),
                name: name.into(),
                lon: None,
                lat: None,
            };
            tx.save_places(&names.map(place))?;
            Ok(tx.save_setting(ground::settings::REGION, "9901")?)
        };
        self.house.db.write(work).await.unwrap();
        let lin = Reader::of(&self.house);
        lin.post("/sign-in", &[("login", "lin"), ("password", PASSWORD)]).await.done();
        lin.post("/villages", &[("village", VILLAGE)]).await.done();
        let expert = [
            ("person_name", "陈研究员"),
            ("phone", "13800000001"),
            ("discipline", "210.30"),
            ("level", "senior"),
            ("max_posts", "1"),
        ];
        lin.post("/experts", &expert).await.done();
    }

    /// The code that was sent.
    async fn code(&self) -> String {
        for _ in 0..100 {
            if let Some(message) = self.sent.lock().unwrap().pop() {
                return message.text.chars().filter(char::is_ascii_digit).take(6).collect();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no code was sent");
    }

    /// The villages visited, one click from the plan.
    fn the_figure_opens(&self) {
        self.browser.width(1280);
        self.sign_in();
        self.go("/plans/2026");
        self.on("2026 年度工作计划");
        let figures = "[...document.querySelectorAll('main td a.figure')].map(figure => figure.textContent)";
        assert_eq!(self.browser.ask(figures), json!(["1", "1", "0", "2"]));
        self.leave_by("//main//tr[th='服务村']//a[@class='figure']");
        self.on("服务村（2026 年）");
        let rows =
            self.browser.ask("[...document.querySelectorAll('#facts tbody tr')].map(row => row.cells[2].textContent)");
        assert_eq!(rows, json!(["大河村"]));
    }

    fn pages_are_read_in_english_and_in_the_dark(&self) {
        self.leave_by("//footer//a[.='English']");
        self.on("villages visited (2026)");
        self.leave_by("//footer//a[.='Dark']");
        self.on("villages visited (2026)");
        let look = "[document.documentElement.lang, document.documentElement.dataset.theme]";
        assert_eq!(self.browser.ask(look), json!(["en", "dark"]));
        self.leave_by("//footer//a[.='中文']");
        self.on("服务村（2026 年）");
    }

    /// Everything in the reader's menu.
    fn all_pages_fit_a_small_phone(&self) {
        let links =
            self.browser.ask("[...document.querySelectorAll('#menu a')].map(link => link.getAttribute('href'))");
        self.browser.width(360);
        for link in links.as_array().unwrap() {
            self.go(link.as_str().unwrap());
            let title = self.browser.ask("document.querySelector('h1').textContent");
            self.on(title.as_str().unwrap());
        }
        self.browser.width(1280);
    }
}

/// Letters of six bits each as bytes.
fn from_base64(letters: &str) -> Vec<u8> {
    let six = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = letters.trim_end_matches('=').bytes().map(six).collect();
    let bits = letters.iter().flat_map(|six| (0..6).rev().map(move |at| six >> at & 1)).collect::<Vec<_>>();
    bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
}
