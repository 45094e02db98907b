//! A round as an officer runs it in the browser: rules, a match that is stopped and made again, a pair and what it would
//! cost, the difference, gaps, publishing, a stand-in. Each page is looked at wide and narrow, in both languages.

use super::{Browser, PASSWORD, Stage};
use ground::directory::Place;
use ground::stop::Stop;
use serde_json::json;
use web::kit::Reader;

/// Villages of the district, and experts: enough for a match to take its time where nothing is optimised.
const VILLAGES: usize = 2000;
const EXPERTS: usize = 2200;
const DISCIPLINES: [&str; 4] = ["农艺学", "园艺学", "植物保护学", "兽医学"];

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_runs_a_round_in_the_browser() {
    let Some(browser) = Browser::open_impatient() else { return };
    let stage = Stage::of(browser, "round").await;
    stage.browser.width(1280);
    stage.the_house_is_set_up();
    stage.officer("lin", "林干事").await;
    stage.a_district_is_known().await;
    stage.sign_out();
    stage.sign_in();
    let round = stage.a_round_is_opened();
    stage.a_weight_is_changed();
    stage.a_match_is_stopped_and_made_again();
    stage.a_rule_makes_the_draft_anew();
    let pair = stage.a_pair_is_looked_into_and_fixed();
    for view in ["", "/gap", "/balance", "/letters"] {
        stage.is_calm_everywhere(&format!("{round}{view}"));
    }
    stage.is_calm_everywhere(&pair);
    stage.it_is_published_and_somebody_declines();
}

impl Stage {
    async fn a_district_is_known(&self) {
        let work = |tx: &mut ground::db::Tx| -> Result<(), Stop> {
            let place = |code: i64, name: String, at: usize| Place {
                code: logic::place::PlaceCode(code),
                name,
                lon: Some(115_000_000 + (at * 7919 % 1000) as i32 * 1500),
                lat: Some(36_000_000 + (at * 104_729 % 1000) as i32 * 1200),
            };
            let mut places = vec![place(990_100_000_000, "云川市".into(), 500)];
            places.extend([place(990_101_000_000, "东山区".into(), 100), place(990_102_000_000, "西岭县".into(), 900)]);
            for town in 0..VILLAGES / 20 {
                places.push(place(code(town * 20) / 1000 * 1000, format!("第{town}镇"), town * 20));
            }
            places.extend((0..VILLAGES).map(|at| place(code(at), format!("第{at}村"), at)));
            tx.save_places(&places)?;
            Ok(tx.save_setting(ground::settings::REGION, "9901")?)
        };
        self.house.db.write(work).await.unwrap();
        let lin = Reader::of(&self.house);
        lin.post("/sign-in", &[("login", "lin"), ("password", PASSWORD)]).await.done();
        let mut needs = String::from("村,学科,需求\n");
        for at in 0..VILLAGES {
            needs.push_str(&format!("{},{},产业帮扶\n", code(at), DISCIPLINES[at * 31 % 4]));
        }
        let mut experts = String::from("姓名,电话,职称级别,学科,可任村数,居住地\n");
        for at in 0..EXPERTS {
            let home = code(at * 383 % VILLAGES);
            // Too few of the last discipline: some places stay empty.
            let discipline = if at % 4 == 3 && at > 1200 { DISCIPLINES[0] } else { DISCIPLINES[at % 4] };
            experts.push_str(&format!("专家{at},139{at:08},副高级,{discipline},1,{home}\n"));
        }
        for (kind, sheet) in [("needs", needs), ("experts", experts)] {
            let file = ("sheet", "表.csv", sheet.as_bytes());
            let batch = lin.upload("/imports", &[("batch_kind", kind)], file).await.done();
            lin.post(&format!("/imports/{batch}/import"), &[]).await.done();
        }
    }

    /// Its address.
    fn a_round_is_opened(&self) -> String {
        self.go("/rounds");
        self.on("匹配轮次");
        self.browser.type_into("round_name", "春季一轮");
        self.browser.type_into("year", "2026");
        self.press("开始");
        self.on("春季一轮");
        self.browser.ask("location.pathname").as_str().unwrap().to_owned()
    }

    fn choose(&self, name: &str, word: &str) {
        self.browser.click(&format!("//main//select[@name='{name}']/option[normalize-space()='{word}']"));
    }

    fn a_weight_is_changed(&self) {
        self.choose("weight_distance", "最重要");
        self.press("保存规则");
        self.on("春季一轮");
        self.says("路程：最重要");
    }

    fn says(&self, words: &str) {
        self.until(&format!("document.querySelector('main').innerText.includes('{words}')"));
    }

    fn a_match_is_stopped_and_made_again(&self) {
        // Seen and stopped by the page itself: the driver would wait for the page that comes of the press.
        self.browser.ask("window.isLeft = true");
        self.browser.ask(STOP);
        self.says("任何安排至多再多");
        let told = self.browser.ask("sessionStorage.told").as_str().unwrap().to_owned();
        assert!(told.starts_with("正在") && told.ends_with("……"), "what the bar said: {told}");
        self.on("春季一轮");
        self.press("重新配对");
        self.says("已证明是最优");
        self.on("春季一轮");
    }

    fn a_rule_makes_the_draft_anew(&self) {
        self.browser.click("//main//summary[normalize-space()='规则']");
        self.choose("weight_distance", "略计");
        self.press("保存规则并重新配对");
        self.says("规则改了，草案已按新规则重新配对。");
        self.says("原规则：路程：最重要");
        self.on("春季一轮");
        self.browser.click("//main//summary[normalize-space()='规则']");
        self.choose("fairness", "少配低分");
        self.press("保存规则并重新配对");
        self.says("均衡的代价");
        self.press("恢复原规则");
        self.until("!document.querySelector('main').innerText.includes('均衡的代价')");
        self.on("春季一轮");
    }

    /// The pair's address.
    fn a_pair_is_looked_into_and_fixed(&self) -> String {
        self.leave_by("(//section[@id='pairs']//tbody/tr)[3]/td[@class='number']/a");
        self.until("location.pathname.endsWith('/why')");
        let title = self.browser.ask("document.querySelector('h1').textContent").as_str().unwrap().to_owned();
        self.on(&title);
        let pair = self.browser.ask("location.pathname + location.search").as_str().unwrap().to_owned();
        let other = self.browser.ask("document.querySelector('main tbody tr:nth-child(2) th a').textContent");
        self.leave_by("(//main//tbody/tr)[2]//button[normalize-space()='固定']");
        self.on("春季一轮");
        self.says(&format!("固定 {} 到", other.as_str().unwrap()));
        let changed = self.browser.ask("document.querySelectorAll('#step tbody tr').length");
        assert!(changed.as_i64() > Some(0), "the difference is told, place by place");
        self.says("人工决定 1");
        pair
    }

    fn it_is_published_and_somebody_declines(&self) {
        self.go("/rounds");
        self.on("匹配轮次");
        self.follow("春季一轮");
        self.on("春季一轮");
        self.press("公布并邀请双方");
        self.until("document.querySelector('main .badge').textContent == '双选'");
        self.on("春季一轮");
        self.go("/posts");
        self.on("派驻");
        self.leave_by("//main//tbody/tr[1]//a");
        self.until("location.pathname.startsWith('/posts/')");
        let title = self.browser.ask("document.querySelector('h1').textContent").as_str().unwrap().to_owned();
        self.on(&title);
        let path = self.browser.ask("location.pathname").as_str().unwrap().to_owned();
        self.browser.click("//form[contains(@action, '/decline')]//option[@value='expert']");
        self.browser.click("//form[contains(@action, '/decline')]//textarea");
        self.browser.write("要带学生实习。");
        self.leave_by("//form[contains(@action, '/decline')]//button");
        self.until("document.querySelector('main form[action$=\"/replace\"]') != null");
        self.is_calm_everywhere(&path);
        let best =
            self.browser.ask("document.querySelector('main [name=expert] option:not([value=\"\"])').textContent");
        assert!(best.as_str().unwrap().contains("最合适"), "{best}");
        self.browser.click("(//main//select[@name='expert']/option[@value!=''])[1]");
        self.leave_by("//form[contains(@action, '/replace')]//button");
        self.until(&format!("location.pathname.startsWith('/posts/') && location.pathname != '{path}'"));
        self.says("专家未答复");
    }

    /// Wide and narrow, in both languages, light and dark: nothing beside the screen, and every control has a name of its own.
    fn is_calm_everywhere(&self, path: &str) {
        self.go(path);
        self.until("document.readyState == 'complete'");
        for (word, lang, theme) in [("English", "en", "Dark"), ("中文", "zh-CN", "浅色")] {
            self.leave_by(&format!("//footer//a[.='{word}']"));
            self.until(&format!("document.documentElement.lang == '{lang}'"));
            self.leave_by(&format!("//footer//a[.='{theme}']"));
            self.until("document.readyState == 'complete'");
            for width in [360, 1280] {
                self.browser.width(width);
                self.go(path);
                self.until("document.readyState == 'complete'");
                self.keep_picture();
                self.is_sound(&format!("{path} {lang} {width}"));
                assert_eq!(self.browser.ask(NAMES), json!([]), "{path} {lang} {width}");
            }
        }
    }
}

/// Presses the button, and the one that stops once the bar moves; what it said is kept for the page after.
const STOP: &str = "setTimeout(() => {
    document.querySelector('main form[action$=\"/solve\"] button').click();
    const box = document.querySelector('[data-progress]');
    const look = setInterval(() => {
        if (box.hidden || !box.querySelector('progress').hasAttribute('value')) return;
        sessionStorage.told = box.querySelector('[role=status]').textContent;
        clearInterval(look);
        box.querySelector('button').click();
    }, 20);
}, 0)";

/// The controls that have no name, and the buttons that share one though they do different things.
const NAMES: &str = "(() => {
    const name = (one) => (one.getAttribute('aria-label') || [...(one.labels ?? [])].map((label) => label.textContent).join(' ')
        || one.textContent || one.title || '').trim();
    const seen = (one) => one.type != 'hidden' && one.checkVisibility();
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, progress, [role=region]')].filter(seen);
    const unnamed = all.filter((one) => !name(one)).map((one) => one.outerHTML.slice(0, 200));
    const buttons = all.filter((one) => one.matches('main button')).map(name);
    return [...unnamed, ...buttons.filter((one, at) => buttons.indexOf(one) < at)];
})()";

/// The code of a village.
fn code(at: usize) -> i64 {
    let (county, town, village) = (1 + at / (VILLAGES / 2), 1 + at / 20, 1 + at % 20);
    ((990_100 + county as i64) * 1000 + town as i64) * 1000 + village as i64
}
