//! What was confirmed is there after the program was killed in the middle of its work, as often as one likes.

use crate::wire::{Answered, Served, ask, program};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const KILLS: usize = 20;
const WRITERS: usize = 4;

#[test]
fn nothing_confirmed_is_lost_when_the_program_is_killed() {
    let folder = Folder::new();
    let served = Served::start(&folder.0);
    let cookie = set_up(&served);
    let association = first_unit(&served.at, &cookie);
    served.kill();
    let confirmed = Mutex::new(Vec::new());
    for round in 0..KILLS {
        let served = Served::start(&folder.0);
        assert_there(&served.at, &cookie, &confirmed.lock().unwrap());
        write_until_killed(served, &cookie, &association, round, &confirmed);
    }
    let confirmed = confirmed.into_inner().unwrap();
    assert!(confirmed.len() > KILLS * WRITERS, "only {} writes were confirmed in all", confirmed.len());
    let served = Served::start(&folder.0);
    assert_there(&served.at, &cookie, &confirmed);
    served.kill();
    let verified = program(&folder.0, &["verify"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

/// Each writer adds unit after unit; a moment later the program is gone.
fn write_until_killed(served: Served, cookie: &str, association: &str, round: usize, confirmed: &Mutex<Vec<String>>) {
    let at = served.at.clone();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (at, is_over) = (&at, &is_over);
            scope.spawn(move || {
                for number in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    let name = format!("小组-{round}-{writer}-{number}");
                    let form = [("unit_name", name.as_str()), ("parent", association), ("unit_kind", "department")];
                    match ask(at, "POST", "/units", cookie, &form) {
                        Some(Answered { status: 303, .. }) => confirmed.lock().unwrap().push(name),
                        Some(other) => assert!(other.status >= 500, "{} {}", other.status, other.body),
                        None => return,
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_millis(60 + 13 * round as u64));
        served.kill();
        is_over.store(true, Ordering::Relaxed);
    });
}

/// Every confirmed unit stands there once.
#[track_caller]
fn assert_there(at: &str, cookie: &str, confirmed: &[String]) {
    let answer = ask(at, "GET", "/units/table.csv", cookie, &[]).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in answer.body.split([',', '\r', '\n', '"']) {
        *counts.entry(word).or_default() += 1;
    }
    let wrong: Vec<_> = confirmed.iter().filter(|name| counts.get(name.as_str()) != Some(&1)).collect();
    assert!(wrong.is_empty(), "{} of {} confirmed units are not there once: {wrong:?}", wrong.len(), confirmed.len());
}

fn set_up(served: &Served) -> String {
    let form = [
        ("word", served.word.as_deref().unwrap()),
        ("association", "云川市科协"),
        ("person_name", "总管"),
        ("login", "zongguan"),
        ("new_password", "shi-shang-2026-Kexie"),
    ];
    let answer = ask(&served.at, "POST", "/set-up", "", &form).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.heads["set-cookie"].split(';').next().unwrap().to_owned()
}

fn first_unit(at: &str, cookie: &str) -> String {
    let page = ask(at, "GET", "/units", cookie, &[]).unwrap();
    let choices = page.body.split("name=\"parent\"").nth(1).unwrap();
    choices.split("value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 26).unwrap().to_owned()
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("tenfold-kill-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all::<&Path>(&self.0);
    }
}
