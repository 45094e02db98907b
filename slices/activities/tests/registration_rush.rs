//! A rush: 64 people at once register, cancel, change, accept and decline, while officers register others, import sheets and
//! move the capacity, offers lapse, and (on PostgreSQL) two programs serve over one database. All the while a watcher reads
//! single moments of the data: never more is taken than there is, and nobody waits for whom there is room.
//!
//! That the test notices is shown with a guard removed:
//! `cargo test -p activities --test registration_rush --features unguarded` (every party fits: the database's own check answers
//! 500, and the test fails) and `--features unserved` (the line never moves: places lie idle, and the test fails).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a story stops where it breaks, and tells what it saw")]

mod ground_of_registration;

use ground_of_registration::{Hall, SLICES};
use paper::{Sheet, to_xlsx};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use web::House;
use web::kit::{Reader, Seen, Walk, on_each_engine};

const CLIENTS: usize = 64;
/// Runs of each size; on PostgreSQL, where a run takes a quarter of a minute, all of them only where all suites are asked for.
const RUNS: u64 = 5;

/// Small numbers by seed (Knuth's multiplicative generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// What all clients of a run share.
struct Rush {
    hall: Hall,
    /// The programs that serve.
    houses: Vec<Arc<House>>,
    places: u64,
    seed: u64,
    answers: Mutex<BTreeMap<u16, usize>>,
    numbers: AtomicUsize,
    is_over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_places_are_never_more_and_none_lies_idle() {
    rush(20, 24).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_places_are_never_more_and_none_lies_idle() {
    rush(1_000, 32).await;
}

async fn rush(places: u64, acts: usize) {
    on_each_engine(SLICES, |walk| async move {
        let mut houses = vec![walk.house.clone()];
        if walk.house.db.engine_name() != "sqlite" {
            houses.push(walk.beside().await);
        }
        let is_quick = houses.len() == 1 || std::env::var_os("TENFOLD_ALL_SUITES").is_some();
        for run in 0..if is_quick { RUNS } else { 1 } {
            let settings = [("places", places.to_string()), ("largest", "5".into()), ("offer_minutes", "2".into())];
            let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let hall = Hall::open(&walk, &settings).await;
            let rush = Arc::new(Rush {
                hall,
                houses: houses.clone(),
                places,
                seed: places * 100 + run,
                answers: Mutex::default(),
                numbers: AtomicUsize::new(run as usize * 1_000_000),
                is_over: AtomicBool::new(false),
            });
            rush.run(&walk, acts).await;
        }
    })
    .await;
}

impl Rush {
    async fn run(self: &Arc<Self>, walk: &Arc<Walk>, acts: usize) {
        let officers = self.houses.iter().map(|house| walk.double(&self.hall.officer, house)).collect::<Vec<_>>();
        let officers = Arc::new(officers);
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            let person = walk.person(&format!("来客{number}"), Some(&format!("136{:08}", number))).await;
            let house = &self.houses[number % self.houses.len()];
            let reader = walk.double(&walk.by_phone(person).await, house);
            let (rush, officers) = (self.clone(), officers.clone());
            clients.push(on_its_own_thread(move || rush.client(number, reader, officers, acts)));
        }
        let (watcher, keeper) = ((self.clone(), walk.clone()), (self.clone(), walk.clone()));
        let watching =
            [on_its_own_thread(move || watcher.0.watch(watcher.1)), on_its_own_thread(move || keeper.0.keep(keeper.1))];
        for one in clients {
            one.await.expect("a client");
        }
        self.is_over.store(true, Ordering::Relaxed);
        for one in watching {
            one.await.expect("a watcher");
        }
        let answers = self.answers.lock().unwrap().clone();
        assert!(!answers.keys().any(|status| *status >= 500), "failures: {answers:?}");
        assert!(answers.get(&303).is_some_and(|done| *done > CLIENTS), "too little was done: {answers:?}");
        assert_eq!(broken(walk).await, Vec::<String>::new());
        let engine = walk.house.db.engine_name();
        println!("{engine}, {} programs, {} places, seed {}: {answers:?}", self.houses.len(), self.places, self.seed);
    }

    /// Somebody with a session, with a few registrations of others by code and by officer.
    async fn client(self: Arc<Self>, number: usize, own: Reader, officers: Arc<Vec<Reader>>, acts: usize) {
        let mut dice = Dice(self.seed * 1_000 + number as u64);
        let mut receipts: Vec<String> = Vec::new();
        for _ in 0..acts {
            let officer = &officers[dice.below(officers.len() as u64) as usize];
            let size = (1 + dice.below(5)).to_string();
            let seen = match dice.below(20) {
                0..=4 => self.note(own.post(&self.hall.at("/join"), &[("size", &size)]).await),
                5..=8 => self.newcomer(&own, &size).await,
                9..=11 => {
                    self.note(officer.post(&self.hall.at("/registrations"), &as_fields(&self.caller(&size))).await)
                }
                12..=14 => self.at_one(&own, &receipts, &mut dice, "cancel", &[]).await,
                15 => self.at_one(&own, &receipts, &mut dice, "accept", &[]).await,
                16 => self.at_one(&own, &receipts, &mut dice, "decline", &[]).await,
                17 => self.at_one(&own, &receipts, &mut dice, "change", &[("size", &size)]).await,
                18 => self.capacity(officer, &mut dice).await,
                _ => self.sheet(officer).await,
            };
            if let Some(receipt) = seen.filter(|path| path.contains("/registrations/") && !path.ends_with("new")) {
                receipts.push(receipt);
            }
        }
        // The ebb: nobody comes any more who would fill what lies idle; only the line can.
        for receipt in receipts.iter().step_by(2) {
            self.note(own.post(&format!("{receipt}/cancel"), &[]).await);
        }
    }

    /// Keeps count of the answer; gives where it leads.
    fn note(&self, seen: Seen) -> Option<String> {
        *self.answers.lock().unwrap().entry(seen.status.as_u16()).or_default() += 1;
        (seen.status == 303).then_some(seen.location)
    }

    fn caller(&self, size: &str) -> [(&'static str, String); 3] {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        [("person_name", format!("来电{number}")), ("phone", format!("137{number:08}")), ("size", size.into())]
    }

    /// From the form to the code, which stands in the job that will send it.
    async fn newcomer(&self, own: &Reader, size: &str) -> Option<String> {
        let caller = self.caller(size);
        let visitor = own.signed_out();
        let sent = self.note(visitor.post(&self.hall.at("/register"), &as_fields(&caller)).await)?;
        let phone = caller[1].1.clone();
        let code = ground::sql!("select payload from job where kind = 'code.send' and payload like $1");
        let like = format!("{phone} %");
        let house = &self.houses[0];
        let payload = house.db.read(|read| Ok(read.find(code, &[&like], |row| row.get::<String>(0))?)).await;
        let payload = payload.expect("a read").expect("a code on its way");
        let (_, code) = payload.split_once(' ').unwrap();
        self.note(visitor.post(&sent, &[("code", code)]).await)
    }

    async fn at_one(
        &self,
        own: &Reader,
        receipts: &[String],
        dice: &mut Dice,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Option<String> {
        let receipt = receipts.get(dice.below(receipts.len().max(1) as u64) as usize)?;
        self.note(own.post(&format!("{receipt}/{verb}"), fields).await);
        None
    }

    /// Between half as many places and a half more; below what is taken it is refused.
    async fn capacity(&self, officer: &Reader, dice: &mut Dice) -> Option<String> {
        let places = (self.places / 2 + dice.below(self.places)).to_string();
        self.note(officer.post(&self.hall.at("/entry/places"), &[("scope", "total:"), ("places", &places)]).await);
        None
    }

    async fn sheet(&self, officer: &Reader) -> Option<String> {
        let mut rows = vec![["姓名", "电话", "人数"].map(str::to_owned).to_vec()];
        for size in ["1", "2", "4"] {
            rows.push(self.caller(size).map(|(_, value)| value).to_vec());
        }
        let bytes = to_xlsx(&[Sheet { name: "名单".into(), rows }]);
        let import = self.hall.at("/registrations/import");
        self.note(officer.upload(&import, &[], ("sheet", "名单.xlsx", &bytes)).await);
        None
    }

    /// Looks at one moment after another.
    async fn watch(self: Arc<Self>, walk: Arc<Walk>) {
        let mut moments = 0;
        while !self.is_over.load(Ordering::Relaxed) {
            assert_eq!(broken(&walk).await, Vec::<String>::new(), "at moment {moments}");
            moments += 1;
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(moments > 0, "not a look");
        println!("{moments} moments looked at");
    }

    /// Time passes, and offers lapse: the job that looks for them, run as the program runs it. Codes stay where they are.
    async fn keep(self: Arc<Self>, walk: Arc<Walk>) {
        while !self.is_over.load(Ordering::Relaxed) {
            walk.clock.advance(5);
            let due = ground::sql!(
                "select payload from job where kind = 'registration.lapse_offers' and due_at <= $1 order by due_at limit 1"
            );
            let now = walk.clock.now();
            let payload = walk.read(move |read| Ok(read.find(due, &[&now], |row| row.get::<String>(0))?)).await;
            if let Some(payload) = payload {
                let handler =
                    SLICES[0].jobs.iter().find(|handler| handler.kind == "registration.lapse_offers").unwrap();
                let done = walk
                    .house
                    .db
                    .write(move |tx| {
                        (handler.work)(tx, &payload)?;
                        let drop = ground::sql!(
                            "delete from job where kind = 'registration.lapse_offers' and payload = $1 and due_at <= $2"
                        );
                        tx.run(drop, &[&payload, &now])?;
                        Ok(())
                    })
                    .await;
                done.expect("offers lapse");
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

fn as_fields<'a>(pairs: &'a [(&'static str, String); 3]) -> [(&'static str, &'a str); 3] {
    [0, 1, 2].map(|at| (pairs[at].0, pairs[at].1.as_str()))
}

/// What breaks one of the slice's invariants, at one moment.
async fn broken(walk: &Walk) -> Vec<String> {
    walk.read(|read| {
        let all = SLICES[0].invariants.iter().map(|invariant| (invariant.broken)(read));
        Ok(all.collect::<Result<Vec<_>, _>>()?.concat())
    })
    .await
}

/// On PostgreSQL a write blocks its thread: each client has one of its own.
fn on_its_own_thread<F, Fut>(work: F) -> tokio::task::JoinHandle<()>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()>,
{
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()))
}
