//! How fast figures are: `cargo run --release -p ground --example figure_speed -- 10000000 [postgresql://…]`.
//! Writes that many visits to a fresh database, then times a recomputation from the facts, the cached figure, and
//! verification. Prints one line of JSON a figure: wall seconds and, for SQLite, the CPU seconds of this process.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a measurement stops where it breaks")]

use ground::clock::Clock;
use ground::db::{Address, Db};
use ground::ledger;
use logic::act::{Change, House, Viewer, Who};
use logic::code::{Audience, Channel};
use logic::fact::{Draft, FactKind};
use logic::fold::Query;
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::time::Day;
use std::time::Instant;

static VISITED: FactKind = FactKind::new("bench.visited", 1, None);

logic::act!(Visit: House, "bench.visit", [Who::Program]);

/// Facts in one transaction.
const CHUNK: u64 = 20_000;

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let facts: u64 = asked.first().map_or(1_000_000, |facts| facts.parse().unwrap());
    let folder = std::env::temp_dir().join(format!("tenfold-figure-speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let address =
        asked.get(1).map_or_else(|| Address::File(folder.join("bench.db")), |address| address.parse().unwrap());
    let db = Db::open(&address, Clock::default(), &ground::MIGRATIONS.concat()).await.unwrap();
    println!("{{\"engine\":\"{}\",\"facts\":{facts}}}", db.engine_name());
    timed("write", facts, write(&db, facts)).await;
    for measure in ["facts", "sum", "places", "persons"] {
        let query: Query = format!("measure={measure}&kind=bench.visited").parse().unwrap();
        timed(&format!("recompute {measure}"), facts, async {
            drop(db.read(|read| Ok(read.figure(&query)?)).await.unwrap())
        })
        .await;
        timed(&format!("keep {measure}"), facts, async { ledger::keep(&db, query.clone()).await.unwrap() }).await;
        write(&db, 100).await;
        timed(&format!("cached {measure}, 100 facts behind"), 1, async {
            drop(db.read(|read| Ok(read.figure(&query)?)).await.unwrap())
        })
        .await;
    }
    timed("verify", facts, async {
        let verified = db.read_at_length(|read| Ok(ledger::verify(read, |_| ())?)).await.unwrap().unwrap();
        assert_eq!(verified.facts as u64, facts + 400);
    })
    .await;
    let _ = std::fs::remove_dir_all(&folder);
}

/// A province's year: 9,000 villages, 300,000 farmers, one group and channel in four differs.
fn fact(number: u64) -> Draft {
    let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let person = Id::from((u128::from(spread % 300_000) + 1).to_be_bytes());
    let village = 990_101_001_000 + (spread % 90 * 1_000_000 + spread % 100) as i64;
    Draft::new(&VISITED, Id::from((u128::from(number) + 1).to_be_bytes()), Day(20_000 + (spread % 365) as i32))
        .place(PlaceCode(village))
        .person(PersonId(person))
        .audience(if number.is_multiple_of(4) { Audience::Youth } else { Audience::Farmers })
        .channel(if number % 4 == 1 { Channel::Online } else { Channel::Onsite })
        .quantity((spread % 40) as i64 + 1)
}

async fn write(db: &Db, facts: u64) {
    for start in (0..facts).step_by(CHUNK as usize) {
        let end = (start + CHUNK).min(facts);
        db.write(move |tx| {
            let may = Viewer::program(tx.now).may::<Visit>(&House)?;
            let change = Change::new(may, (), fact(start)).and_all((start + 1..end).map(fact));
            tx.commit(change, |_, ()| Ok(()))
        })
        .await
        .unwrap();
    }
}

async fn timed(what: &str, facts: u64, work: impl Future<Output = ()>) {
    let (cpu, started) = (cpu_seconds(), Instant::now());
    work.await;
    let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    println!(
        "{{\"what\":\"{what}\",\"wall_s\":{wall:.4},\"cpu_s\":{cpu:.2},\"per_second\":{:.0}}}",
        facts as f64 / wall
    );
}

/// User and system time of this process so far, from the kernel's own count.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
