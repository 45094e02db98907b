//! A province's round over HTTP: how long a draft takes, a pair that is fixed, ruled out, asked about, and a rule that
//! changes.
//!
//! `cargo run --release -p matching --example province -- [NEEDS] [EXPERTS] [sqlite|postgresql]`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops where it breaks")]

use ground::db::scratch::{self, Scratch};
use ground::directory::{Place, UnitKind};
use logic::act::Role;
use matching::SLICE;
use paper::{Sheet, to_xlsx};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use web::Slice;
use web::kit::{Reader, Walk};

static SLICES: &[&Slice] = &[&SLICE];
const DISCIPLINES: [&str; 10] =
    ["210.30", "210.40", "210.60", "210.50", "230.20", "220.10", "416.10", "520.40", "550.10", "240.30"];

/// Small numbers by seed (Knuth's multiplicative generator): the same province each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let number = |word: Option<String>, usual: u64| word.map_or(usual, |word| word.parse().unwrap());
    let (needs, experts) = (number(words.next(), 20_000), number(words.next(), 30_000));
    let ground = match words.next().as_deref() {
        Some("postgresql") => Scratch::postgresql(&scratch::test_server()).await.unwrap(),
        _ => Scratch::sqlite(),
    };
    let walk = Walk::new(SLICES, Arc::new(ground)).await;
    walk.unit("普及部", UnitKind::Department, "云川市科协").await;
    let lin = walk.staff("林干事", Role::Officer, "云川市科协").await;
    let mut dice = Dice(1);
    let villages = lay(&walk, needs, &mut dice).await;
    let began = Instant::now();
    fill(&lin, &villages, experts, &mut dice).await;
    println!("laid in {:.1} s", began.elapsed().as_secs_f64());

    let round = lin.post("/rounds", &[("round_name", "全省一轮"), ("year", "2026")]).await.done();
    let path = |verb: &str| format!("/rounds/{round}{verb}");
    time("draft", lin.post(&path("/solve"), &[])).await.done();
    let page = time("round's page", lin.get(&path(""))).await.ok();
    println!("{}", page.words().lines().filter(|line| line.contains("总分")).collect::<String>());
    let html = page.html();
    let values = |name: &str| -> Vec<String> {
        let key = format!("name=\"{name}\" value=\"");
        html.split(&key).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (needs, slots, experts) = (values("need"), values("slot"), values("expert"));
    let mut times = Times::default();
    for at in (0..9).map(|at| at * 5) {
        let pair = [("need", needs[at].as_str()), ("slot", slots[at].as_str()), ("expert", experts[at].as_str())];
        let why = format!("/rounds/{round}/why?need={}&slot={}", needs[at], slots[at]);
        times.of("why, and who else", lin.get(&why)).await.ok();
        times.of("ruled out", lin.post(&path("/forbid"), &pair)).await.done();
        times.of("the difference", lin.get(&path(""))).await.ok();
        times.of("fixed", lin.post(&path("/pin"), &pair)).await.done();
        times.of("free again", lin.post(&path("/free"), &pair)).await.done();
    }
    times.tell();
    for view in ["/gap", "/balance", "/letters"] {
        time(view, lin.get(&path(view))).await.ok();
    }
    time("draft again", lin.post(&path("/solve"), &[])).await.done();
    for (name, fairness, spread, distance) in [
        ("a weight changed", "total", "nothing", "most"),
        ("few poor pairs", "few", "nothing", "most"),
        ("even workload", "total", "much", "most"),
        ("the worst pair first", "worst", "nothing", "most"),
    ] {
        let rules = [
            ("weight_discipline", "most"),
            ("weight_distance", distance),
            ("weight_continuity", "middle"),
            ("weight_outcome", "little"),
            ("weight_wishes", "middle"),
            ("fairness", fairness),
            ("weight_spread", spread),
            ("max_posts", "0"),
            ("max_km", "0"),
            ("months_meet", "1"),
        ];
        time(name, lin.post(&path("/rules"), &rules)).await.done();
        let page = time("the difference", lin.get(&path(""))).await.ok();
        println!(
            "{}",
            page.words().lines().filter(|line| line.contains('分') && line.contains('。')).collect::<String>()
        );
        let mut times = Times::default();
        for at in (0..5).map(|at| at * 9) {
            let pair = [("need", needs[at].as_str()), ("slot", slots[at].as_str()), ("expert", experts[at].as_str())];
            times.of("ruled out", lin.post(&path("/forbid"), &pair)).await.done();
            times.of("free again", lin.post(&path("/free"), &pair)).await.done();
        }
        times.tell();
    }
}

async fn time<T>(name: &str, work: impl Future<Output = T>) -> T {
    let mut times = Times::default();
    let done = times.of(name, work).await;
    times.tell();
    done
}

/// What the same request took each time: on the clock, and of processors, which other work beside does not change.
#[derive(Default)]
struct Times(BTreeMap<String, Vec<(f64, f64)>>);

impl Times {
    async fn of<T>(&mut self, name: &str, work: impl Future<Output = T>) -> T {
        let (began, spent) = (Instant::now(), processor());
        let done = work.await;
        let took = (began.elapsed().as_secs_f64() * 1000.0, (processor() - spent).max(0.0));
        self.0.entry(name.to_owned()).or_default().push(took);
        done
    }

    /// The middle one of each.
    fn tell(&self) {
        for (name, took) in &self.0 {
            let middle = |of: fn(&(f64, f64)) -> f64| {
                let mut took: Vec<f64> = took.iter().map(of).collect();
                took.sort_by(f64::total_cmp);
                took[took.len() / 2]
            };
            println!("{name}: {:.1} ms, {:.1} ms of processors", middle(|took| took.0), middle(|took| took.1));
        }
    }
}

/// What the threads of this program have spent, in milliseconds, as Linux counts it.
fn processor() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    spent.filter_map(|text| text.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e6
}

/// Counties of ten towns of twenty villages each, some hundred kilometres around.
async fn lay(walk: &Walk, count: u64, dice: &mut Dice) -> Vec<String> {
    let mut places = vec![place(990_100_000_000, "某市", 115_000_000, 36_000_000)];
    let mut villages = Vec::new();
    for at in 0..count {
        let (county, town, village) = (at / 200 + 1, at / 20 % 10 + 1, at % 20 + 1);
        let (lon, lat) = (dice.below(6_000_000) as i32 + 112_000_000, dice.below(4_000_000) as i32 + 34_000_000);
        // A province has more counties than one city's codes hold: ninety a city.
        let county_code = (9901 + (county - 1) / 90) * 100 + (county - 1) % 90 + 1;
        let code = |part: u64| (county_code * 1000 + part) * 1000;
        if town == 1 && village == 1 {
            places.push(place((county_code * 1_000_000) as i64, &format!("第{county}县"), lon, lat));
        }
        if village == 1 {
            places.push(place(code(town) as i64, &format!("第{county}县{town}镇"), lon, lat));
        }
        let own = code(town) + village;
        places.push(place(own as i64, &format!("第{at}村"), lon, lat));
        villages.push(own.to_string());
    }
    walk.write(move |tx| {
        tx.save_places(&places)?;
        Ok(tx.save_setting(ground::settings::REGION, "99")?)
    })
    .await;
    villages
}

fn place(code: i64, name: &str, lon: i32, lat: i32) -> Place {
    Place { code: logic::place::PlaceCode(code), name: name.into(), lon: Some(lon), lat: Some(lat) }
}

/// Sheets of needs and experts, as an office would bring them.
async fn fill(lin: &Reader, villages: &[String], experts: u64, dice: &mut Dice) {
    let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let mut rows = Vec::new();
    for village in villages {
        let team = if dice.below(4) == 0 { 2 } else { 1 };
        let first = dice.below(10) as usize;
        let wanted: Vec<_> = (0..team).map(|at| DISCIPLINES[(first + at * 3) % 10]).collect();
        rows.push(text(&[village, &wanted.join("、"), "产业帮扶"]));
    }
    bring(lin, "needs", &["村", "学科", "需求"], &rows).await;
    let levels = ["正高级", "副高级", "中级"];
    let mut rows = Vec::new();
    for at in 0..experts {
        let home = &villages[dice.below(villages.len() as u64) as usize];
        let (name, phone) = (format!("专家{at}"), format!("139{at:08}"));
        let (level, most) = (levels[dice.below(3) as usize], (1 + dice.below(2)).to_string());
        rows.push(text(&[&name, &phone, level, DISCIPLINES[dice.below(10) as usize], &most, home]));
    }
    bring(lin, "experts", &["姓名", "电话", "职称级别", "学科", "可任村数", "居住地"], &rows).await;
}

async fn bring(lin: &Reader, kind: &str, head: &[&str], rows: &[Vec<String>]) {
    for part in rows.chunks(5_000) {
        let mut sheet = vec![head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()];
        sheet.extend_from_slice(part);
        let bytes = to_xlsx(&[Sheet { name: "表".into(), rows: sheet }]);
        let batch = lin.upload("/imports", &[("batch_kind", kind)], ("sheet", "表.xlsx", &bytes)).await.done();
        lin.post(&format!("/imports/{batch}/import"), &[]).await.done();
    }
}
