//! A rush: 64 clients at once, two for each of 32 volunteers, sign up, withdraw and are entered by officers, for shifts of which
//! many overlap, so that one person's two hands meet at two shifts of the same hours; on PostgreSQL
//! two programs serve. All the while a watcher reads single moments: never one too many, nobody waits for a free place, nobody
//! has two shifts at once.
//!
//! That it notices is shown with the guard removed:
//! `cargo test -p volunteers --test rush --features unguarded`.

mod hall;

use hall::{Hall, SLICES};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use web::kit::{Reader, Seen, Walk, on_each_engine};

const CLIENTS: usize = 64;
const ACTS: usize = 16;

/// Small numbers by seed (Knuth's multiplicative generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

struct Rush {
    hall: Hall,
    shifts: Vec<String>,
    answers: Mutex<BTreeMap<u16, usize>>,
    is_over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn places_are_exact_and_nobody_is_at_two_shifts_at_once() {
    on_each_engine(SLICES, |walk| async move {
        let mut houses = vec![walk.house.clone()];
        if walk.house.db.engine_name() != "sqlite" {
            houses.push(walk.beside().await);
        }
        let hall = Hall::of(&walk).await;
        let mut shifts = Vec::new();
        for (from, to) in [("09:00", "11:00"), ("10:00", "12:00"), ("11:00", "13:00"), ("09:30", "12:30")] {
            let (from, to) = (format!("2026-03-08T{from}"), format!("2026-03-08T{to}"));
            shifts.push(hall.shift(&[("starts_at", &from), ("ends_at", &to), ("needed", "6")]).await);
        }
        let rush = Arc::new(Rush { hall, shifts, answers: Mutex::default(), is_over: AtomicBool::new(false) });
        let mut people = Vec::new();
        for number in 0..CLIENTS / 2 {
            let phone = format!("136{number:08}");
            people.push((rush.hall.volunteer(&format!("志愿者{number}"), &phone).await, phone));
        }
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            let (own, phone) = &people[number / 2];
            let house = &houses[number % houses.len()];
            let (own, officer) = (walk.double(own, house), walk.double(&rush.hall.officer, house));
            let (rush, phone) = (rush.clone(), phone.clone());
            clients.push(on_its_own_thread(move || rush.client(number, own, officer, phone)));
        }
        let watcher = (rush.clone(), walk.clone());
        let watching = on_its_own_thread(move || watcher.0.watch(watcher.1));
        for one in clients {
            one.await.expect("a client");
        }
        rush.is_over.store(true, Ordering::Relaxed);
        watching.await.expect("a watcher");
        let answers = rush.answers.lock().unwrap().clone();
        assert!(!answers.keys().any(|status| *status >= 500), "failures: {answers:?}");
        assert!(answers.get(&303).is_some_and(|done| *done > CLIENTS), "too little was done: {answers:?}");
        println!("{}: {answers:?}", walk.house.db.engine_name());
    })
    .await;
}

impl Rush {
    /// Of its own thread: on PostgreSQL a write blocks it.
    async fn client(self: Arc<Self>, number: usize, own: Reader, officer: Reader, phone: String) {
        let mut dice = Dice(number as u64 + 1);
        for _ in 0..ACTS {
            let shift = self.shifts[dice.below(self.shifts.len() as u64) as usize].clone();
            let seen = match dice.below(10) {
                0..=4 => own.post(&format!("{shift}/signups"), &[]).await,
                5 => {
                    let name = format!("志愿者{}", number / 2);
                    officer.post(&format!("{shift}/enter"), &[("person_name", &name), ("phone", &phone)]).await
                }
                _ => match self.signup(&shift, &own).await {
                    Some(signup) => own.post(&format!("{shift}/signups/{signup}/withdraw"), &[]).await,
                    None => continue,
                },
            };
            self.note(&seen);
        }
    }

    fn note(&self, seen: &Seen) {
        let mut answers = self.answers.lock().expect("the count of answers");
        *answers.entry(seen.status.as_u16()).or_default() += 1;
    }

    async fn signup(&self, shift: &str, reader: &Reader) -> Option<String> {
        let (shift, person) = (shift.rsplit('/').next()?.to_owned(), reader.person?);
        let find = ground::sql!("select id from signup where shift = $1 and person = $2");
        self.hall.walk.read(move |read| Ok(read.find(find, &[&shift, &person], |row| row.get::<String>(0))?)).await
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
    }
}

/// What breaks one of the slice's invariants, at one moment.
async fn broken(walk: &Walk) -> Vec<String> {
    walk.read(|read| {
        let all = SLICES[0].invariants.iter().map(|invariant| (invariant.broken)(read));
        Ok(all.collect::<Result<Vec<_>, _>>()?.concat())
    })
    .await
}

fn on_its_own_thread<F, Fut>(work: F) -> tokio::task::JoinHandle<()>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()>,
{
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()))
}
