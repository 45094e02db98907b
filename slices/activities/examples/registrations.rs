//! Complete registrations over HTTP, from a process of its own: the page, the form, the code that came, the place.
//! Prints how many a second, and what the serving process needs of the processor for each, everything it does counted in.
//!
//! `cargo run --release -p activities --example registrations -- [REGISTRATIONS] [CLIENTS] [sqlite|postgresql] [PLACES]`
//!
//! `… -- kill [SECONDS] [CLIENTS]` ends the server with SIGKILL in the middle of a rush and then looks into its SQLite file:
//! whatever was answered as registered must be there, and every invariant must hold. (The death of a process, not of the power.)

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops where it breaks")]
#![expect(clippy::disallowed_methods, reason = "clients and the reader of codes are tasks of their own")]

#[path = "../tests/ground_of_registration/mod.rs"]
mod ground_of_registration;

use ground::db::Db;
use ground::db::scratch::{self, Scratch};
use ground::files::Store;
use ground::sender::Sender;
use ground_of_registration::{Hall, SLICES};
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use web::kit::Walk;
use web::{Config, House};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime =
        |threads| tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
    match words.first().map(String::as_str) {
        Some("serve") => runtime(2).block_on(serve(&words[1], &words[2])),
        Some("kill") => runtime(1).block_on(kill(&words[1..])),
        _ => runtime(1).block_on(drive(&words)),
    }
}

/// The server: one activity, registration open; codes go to its standard output, as on a house that is tried out.
async fn serve(engine: &str, places: &str) {
    let ground = match engine {
        "postgresql" => Scratch::postgresql(&scratch::test_server()).await.unwrap(),
        _ => Scratch::sqlite(),
    };
    let ground = Arc::new(ground);
    let walk = Arc::new(Walk::new(SLICES, ground.clone()).await);
    let hall = Hall::open(&walk, &[("places", places)]).await;
    let db = Db::open(ground.address(), walk.clock.clone(), &web::migrations(SLICES)).await.unwrap();
    let store = Store::open(&ground.folder().join("files").display().to_string()).unwrap();
    let config = Config { is_behind_proxy: true, ..Config::default() };
    let house = House::new(SLICES, db, store, Sender::Console, config).unwrap();
    let listening = web::listen(&house, "127.0.0.1:0".parse().unwrap()).await.unwrap();
    println!("at {} {} {}", listening.at, hall.at("/register"), ground.folder().display());
    let working = house.clone();
    tokio::spawn(async move {
        loop {
            if working.run_jobs().await == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    });
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        // Whoever drives closes our input when all is done.
        let _ = std::io::stdin().lines().next();
        let _ = end.send(());
    });
    listening.serve(async move { drop(ended.await) }).await.unwrap();
    let confirmed = ground::sql!("select count(*) from registration where state = 'confirmed'");
    let confirmed = walk.read(move |read| Ok(read.number(confirmed, &[])?)).await;
    println!("stored {confirmed} {}", hall.free().await);
    walk.check().await;
    if engine == "postgresql" {
        scratch::drop_postgresql(&scratch::test_server(), &ground).await.unwrap();
    }
}

/// Codes as they arrive, by telephone; and who waits for one.
#[derive(Default)]
struct Codes(Mutex<HashMap<String, Arrival>>);

enum Arrival {
    Here(String),
    Awaited(oneshot::Sender<String>),
}

impl Codes {
    fn put(&self, phone: String, code: String) {
        let mut codes = self.0.lock().unwrap();
        match codes.remove(&phone) {
            Some(Arrival::Awaited(waiting)) => drop(waiting.send(code)),
            _ => drop(codes.insert(phone, Arrival::Here(code))),
        }
    }

    async fn get(&self, phone: &str) -> String {
        let hear = {
            let mut codes = self.0.lock().unwrap();
            if let Some(Arrival::Here(code)) = codes.remove(phone) {
                return code;
            }
            let (say, hear) = oneshot::channel();
            codes.insert(phone.into(), Arrival::Awaited(say));
            hear
        };
        hear.await.unwrap()
    }
}

/// A server of its own, and what drives it.
fn start(engine: &str, places: &str) -> (Child, std::thread::JoinHandle<String>, Arc<Told>, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["serve", engine, places])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let hello = lines.find(|line| line.starts_with("at ")).unwrap();
    let mut parts = hello.split(' ').skip(1).map(str::to_owned);
    let (at, path, folder) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let codes = Arc::new(Codes::default());
    let keeping = codes.clone();
    let reading = std::thread::spawn(move || read_codes(lines, &keeping));
    let told = Told { at, path, codes, next: AtomicUsize::new(0), took: Mutex::default(), receipts: Mutex::default() };
    (child, reading, Arc::new(told), folder)
}

/// Ends the server in the middle and counts what is missing of what it had answered.
async fn kill(words: &[String]) {
    let word = |at: usize, usual: &str| words.get(at).cloned().unwrap_or_else(|| usual.into());
    let (mut child, _reading, told, folder) = start("sqlite", "2000");
    let clients: usize = word(1, "64").parse().unwrap();
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(told.clone().client(usize::MAX))).collect();
    tokio::time::sleep(Duration::from_secs_f64(word(0, "3").parse().unwrap())).await;
    child.kill().unwrap();
    child.wait().unwrap();
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    let answered = std::mem::take(&mut *told.receipts.lock().unwrap());
    let file = std::path::PathBuf::from(&folder).join("tenfold.sqlite");
    let address = ground::db::Address::File(file);
    let db = Db::open(&address, ground::clock::Clock::default(), &web::migrations(SLICES)).await.unwrap();
    let there = ground::sql!("select receipt from registration where number > 0");
    let stored: std::collections::HashSet<String> =
        db.read(|read| Ok(read.list(there, &[], |row| row.get(0))?.into_iter().collect())).await.unwrap();
    let missing = answered.iter().filter(|receipt| !stored.contains(*receipt)).count();
    println!("answered {}, stored {}, answered and missing {missing}", answered.len(), stored.len());
    let broken = |read: &ground::db::Read| {
        let all = SLICES[0].invariants.iter().map(|invariant| (invariant.broken)(read));
        Ok(all.collect::<Result<Vec<_>, _>>()?.concat())
    };
    let broken = db.read(broken).await.unwrap();
    let verified = db.read(|read| Ok(ground::ledger::verify(read, |_| ())?)).await;
    println!("invariants broken: {broken:?}; the ledger fits: {}", verified.is_ok());
    assert!(missing == 0 && broken.is_empty() && verified.is_ok());
    std::fs::remove_dir_all(folder).unwrap();
}

async fn drive(words: &[String]) {
    let word = |at: usize, usual: &str| words.get(at).cloned().unwrap_or_else(|| usual.into());
    let (count, clients): (usize, usize) = (word(0, "20000").parse().unwrap(), word(1, "64").parse().unwrap());
    let (mut child, reading, told, _) = start(&word(2, "sqlite"), &word(3, "1000000"));
    // A thousand to warm up; then the measure.
    told.run(1_000, clients).await;
    let (cpu, began) = (cpu_millis(&child), Instant::now());
    told.run(count, clients).await;
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_millis(&child) - cpu);
    let mut took = told.took.lock().unwrap().split_off(1_000);
    assert_eq!(took.len(), count, "the server was gone before all had registered");
    took.sort_unstable();
    let at = |part: usize| took[took.len() * part / 1_000].as_secs_f64() * 1_000.0;
    println!("{count} registrations by {clients} clients in {seconds:.2} s: {:.0} a second", count as f64 / seconds);
    println!("processor time of the server: {:.3} ms a registration", cpu / count as f64);
    println!("from the page to the place: p50 {:.1} ms, p99 {:.1} ms (the code's way included)", at(500), at(990));
    drop(child.stdin.take());
    child.wait().unwrap();
    println!("{}", reading.join().unwrap());
}

fn read_codes(lines: impl Iterator<Item = String>, codes: &Codes) -> String {
    let mut to = String::new();
    for line in lines {
        match line.strip_prefix("── ") {
            Some(head) => to = head.split(' ').next().unwrap_or_default().to_owned(),
            None if line.starts_with("stored ") => return line,
            None if line.contains("验证码") => {
                codes.put(std::mem::take(&mut to), line.chars().filter(char::is_ascii_digit).collect());
            }
            None => {}
        }
    }
    String::new()
}

/// Processor time of a process so far: utime and stime of /proc, in hundredths of a second.
fn cpu_millis(child: &Child) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks * 10.0
}

struct Told {
    at: String,
    path: String,
    codes: Arc<Codes>,
    next: AtomicUsize,
    took: Mutex<Vec<Duration>>,
    receipts: Mutex<Vec<String>>,
}

impl Told {
    async fn run(self: &Arc<Self>, count: usize, clients: usize) {
        let last = self.next.load(Ordering::Relaxed) + count;
        let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(self.clone().client(last))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        self.next.store(last, Ordering::Relaxed);
    }

    async fn client(self: Arc<Self>, last: usize) {
        let mut line = Line { stream: TcpStream::connect(&self.at).await.unwrap(), buffer: Vec::new() };
        line.stream.set_nodelay(true).unwrap();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= last {
                return;
            }
            let began = Instant::now();
            let Some(receipt) = self.register(&mut line, number).await else { return };
            self.receipts.lock().unwrap().push(receipt);
            self.took.lock().unwrap().push(began.elapsed());
        }
    }

    /// Gives the receipt; nothing if the server is gone.
    async fn register(&self, line: &mut Line, number: usize) -> Option<String> {
        let (from, phone) =
            (format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255), format!("136{number:08}"));
        let page = line.ask("GET", &self.path, &from, "").await?;
        assert!(page.status == 200 && page.body_contains(b"name=\"phone\""), "the page: {}", page.status);
        let form = format!("person_name=%E5%BC%A0%E4%B8%89{number}&phone={phone}");
        let sent = line.ask("POST", &self.path, &from, &form).await?;
        assert_eq!(sent.status, 303, "the form");
        let code = self.codes.get(&phone).await;
        let done = line.ask("POST", &sent.location, &from, &format!("code={code}")).await?;
        assert!(done.status == 303 && done.location.contains("/registrations/"), "the code: {}", done.status);
        done.location.rsplit('/').next().map(str::to_owned)
    }
}

/// A connection that is kept: HTTP/1.1 by hand, so that the driver takes as little of the machine as it can.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

struct Answer {
    status: u16,
    location: String,
    body: Vec<u8>,
}

impl Answer {
    fn body_contains(&self, words: &[u8]) -> bool {
        self.body.windows(words.len()).any(|window| window == words)
    }
}

impl Line {
    async fn ask(&mut self, method: &str, path: &str, from: &str, form: &str) -> Option<Answer> {
        let more = match method {
            "POST" => format!(
                "sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                form.len()
            ),
            _ => String::new(),
        };
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-forwarded-for: {from}\r\n{more}\r\n{form}");
        self.stream.write_all(request.as_bytes()).await.ok()?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.stream.read_buf(&mut self.buffer).await.ok().filter(|read| *read > 0)?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let header = |name: &str| {
            let line =
                head.lines().find(|line| line.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)));
            line.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
        };
        let length: usize = header("content-length").parse().unwrap();
        while self.buffer.len() < head_end + length {
            self.stream.read_buf(&mut self.buffer).await.ok().filter(|read| *read > 0)?;
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Some(Answer { status, location: header("location"), body: self.buffer[head_end..].to_vec() })
    }
}
