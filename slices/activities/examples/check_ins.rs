//! Check-ins over HTTP while registrations go on, from a process of its own: phones at the door send one entry each and ask what
//! became of it, as the desk's script does, at a fixed rate; officers enter registrations meanwhile as fast as they are answered.
//! The time of a check-in counts from when it was due, not from when a phone was free for it.
//!
//! `cargo run --release -p activities --example check_ins -- [CHECK_INS] [A_MINUTE] [PHONES] [sqlite|postgresql] [OFFICERS]`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops where it breaks")]
#![expect(clippy::disallowed_methods, reason = "phones and officers are tasks of their own")]

#[path = "../tests/ground_of_registration/mod.rs"]
mod ground_of_registration;
mod line;

use ground::db::Db;
use ground::db::scratch::{self, Scratch};
use ground::directory::NewPerson;
use ground::files::Store;
use ground::sender::Sender;
use ground_of_registration::{Hall, SLICES, minutes};
use line::Line;
use logic::form::Phone;
use logic::id::Id;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use web::kit::Walk;
use web::{Config, House};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "serve") {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(serve(&words[1], words[2].parse().unwrap()));
    } else {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(drive(&words));
    }
}

/// The server: one activity on its day, so many who are confirmed, and an officer who runs it.
async fn serve(engine: &str, count: usize) {
    let ground = match engine {
        "postgresql" => Scratch::postgresql(&scratch::test_server()).await.unwrap(),
        _ => Scratch::sqlite(),
    };
    let ground = Arc::new(ground);
    let walk = Arc::new(Walk::new(SLICES, ground.clone()).await);
    let hall = Hall::on_site(&walk, &[]).await;
    let id = hall.id;
    walk.write(move |tx| (0..count).try_for_each(|number| confirm(tx, id, number))).await;
    walk.later(minutes(3 * 24 * 60 - 60)).await;
    let db = Db::open(ground.address(), walk.clock.clone(), &web::migrations(SLICES)).await.unwrap();
    let store = Store::open(&ground.folder().join("files").display().to_string()).unwrap();
    let house = House::new(SLICES, db, store, Sender::Console, Config::default()).unwrap();
    let listening = web::listen(&house, "127.0.0.1:0".parse().unwrap()).await.unwrap();
    println!("at {} {} {}", listening.at, hall.at(""), hall.officer.session().unwrap());
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        // Whoever drives closes our input when all is done.
        let _ = std::io::stdin().lines().next();
        let _ = end.send(());
    });
    listening.serve(async move { drop(ended.await) }).await.unwrap();
    let attended = ground::sql!("select count(*) from fact where kind = 'activity.attended'");
    let attended = walk.read(move |read| Ok(read.number(attended, &[])?)).await;
    println!("stored {attended} check-ins");
    if engine == "postgresql" {
        scratch::drop_postgresql(&scratch::test_server(), &ground).await.unwrap();
    }
}

fn confirm(tx: &mut ground::db::Tx, activity: Id, number: usize) -> Result<(), ground::stop::Stop> {
    let phone = Phone(format!("137{number:08}"));
    let person =
        tx.record_person(&NewPerson { name: format!("张{number}"), phone: Some(phone), ..NewPerson::default() })?;
    let (id, receipt): (Id, Id) = (tx.new_id(), tx.new_id());
    let insert = ground::sql!(
        "insert into registration (id, activity, receipt, number, turn, person, name, size, companions, answers, state, since)
        values ($1, $2, $3, $4, $4, $5, '', 1, '', '', 'confirmed', $6)"
    );
    // Numbers far above those that officers give meanwhile.
    let number = 1_000_000 + number as i64;
    tx.run(insert, &[&id, &activity, &receipt, &number, &person, &tx.now])?;
    Ok(())
}

struct Door {
    at: String,
    activity: String,
    session: String,
    guests: Vec<String>,
    now: i64,
    next: AtomicUsize,
    every: Duration,
    began: Instant,
    took: Mutex<Vec<Duration>>,
    is_over: AtomicBool,
    registered: AtomicUsize,
}

async fn drive(words: &[String]) {
    let word = |at: usize, usual: &str| words.get(at).cloned().unwrap_or_else(|| usual.into());
    let (count, rate): (usize, u32) = (word(0, "3000").parse().unwrap(), word(1, "1500").parse().unwrap());
    let (phones, officers): (usize, usize) = (word(2, "8").parse().unwrap(), word(4, "8").parse().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["serve", &word(3, "sqlite"), &count.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
    let hello = lines.find(|line| line.starts_with("at ")).unwrap();
    let [_, at, activity, session] = hello.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let roll = Line::to(at, session).await.ask("GET", &format!("{activity}/desk/roll"), "", "").await;
    let roll: serde_json::Value = serde_json::from_slice(&roll.body).unwrap();
    let guests = roll["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let door = Arc::new(Door {
        at: at.into(),
        activity: activity.into(),
        session: session.into(),
        guests,
        now: roll["now"].as_i64().unwrap(),
        next: AtomicUsize::new(0),
        every: Duration::from_secs(60) / rate,
        began: Instant::now() + Duration::from_millis(500),
        took: Mutex::default(),
        is_over: AtomicBool::new(false),
        registered: AtomicUsize::new(0),
    });
    let officers: Vec<_> = (0..officers).map(|number| tokio::spawn(door.clone().officer(number))).collect();
    let phones: Vec<_> = (0..phones).map(|_| tokio::spawn(door.clone().phone())).collect();
    for phone in phones {
        phone.await.unwrap();
    }
    let seconds = door.began.elapsed().as_secs_f64();
    door.is_over.store(true, Ordering::Relaxed);
    for officer in officers {
        officer.await.unwrap();
    }
    let mut took = std::mem::take(&mut *door.took.lock().unwrap());
    took.sort_unstable();
    let at = |part: usize| took[(took.len() * part / 1_000).min(took.len() - 1)].as_secs_f64() * 1_000.0;
    println!("{} check-ins in {seconds:.1} s: {:.0} a minute", took.len(), took.len() as f64 * 60.0 / seconds);
    println!("from when each was due: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", at(500), at(990), at(1_000));
    println!(
        "registrations entered meanwhile: {:.0} a second",
        door.registered.load(Ordering::Relaxed) as f64 / seconds
    );
    drop(child.stdin.take());
    println!("{}", lines.find(|line| line.starts_with("stored ")).unwrap());
    child.wait().unwrap();
}

impl Door {
    async fn phone(self: Arc<Self>) {
        let mut line = Line::to(&self.at, &self.session).await;
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(guest) = self.guests.get(number) else { return };
            let due = self.began + self.every * number as u32;
            tokio::time::sleep_until(due.into()).await;
            let at = self.now + self.began.elapsed().as_millis() as i64;
            let id = Id::from((number as u128 + 1).to_be_bytes());
            let entries = format!(
                "%5B%7B%22id%22%3A%22{id}%22%2C%22registration%22%3A%22{guest}%22%2C%22persons%22%3A1%2C%22at%22%3A{at}%7D%5D"
            );
            let form = format!("entries={entries}&phone_now={at}");
            let sent = line.ask("POST", &format!("{}/desk/sync", self.activity), "", &form).await;
            assert_eq!(sent.status, 303, "sent");
            let told = line.ask("GET", &sent.location, "", "").await;
            assert!(told.body_contains(b"\"outcome\":\"in\""), "{}", String::from_utf8_lossy(&told.body));
            self.took.lock().unwrap().push(due.elapsed());
        }
    }

    async fn officer(self: Arc<Self>, officer: usize) {
        let mut line = Line::to(&self.at, &self.session).await;
        for number in 0.. {
            if self.is_over.load(Ordering::Relaxed) {
                return;
            }
            let form = format!("person_name=%E6%9D%8E{number}&phone=15{officer}{number:08}");
            let done = line.ask("POST", &format!("{}/registrations", self.activity), "", &form).await;
            assert_eq!(done.status, 303, "entered");
            self.registered.fetch_add(1, Ordering::Relaxed);
        }
    }
}
