//! Who may name whom: the order of the floors, kept by reading the sources and the crates' own lists.

use super::permissions::sources;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The crates of ours that a crate's list of dependencies names.
fn ours(manifest: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(manifest).unwrap();
    let needed = text.split("[dev-dependencies]").next().unwrap_or_default();
    needed
        .lines()
        .filter(|line| line.contains("path = \""))
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect()
}

#[test]
fn each_crate_names_only_the_floors_below() {
    let crates = [
        ("crates/logic", vec![]),
        ("crates/fit", vec![]),
        ("crates/outline", vec![]),
        ("crates/paper", vec![]),
        ("crates/ground", vec!["logic"]),
        ("crates/web", vec!["ground", "logic", "paper"]),
    ];
    for (name, allowed) in crates {
        assert_eq!(ours(&root().join(name).join("Cargo.toml")), allowed, "{name}");
    }
    let slices: Vec<_> =
        std::fs::read_dir(root().join("slices")).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(slices.len() >= 6, "{slices:?}");
    for slice in slices {
        for needed in ours(&slice.join("Cargo.toml")) {
            let allowed = ["fit", "ground", "logic", "outline", "paper", "web"];
            assert!(allowed.contains(&needed.as_str()), "{} names {needed}", slice.display());
        }
    }
}

/// Sources of slices, each with its path below the slice.
fn slice_sources() -> Vec<(String, String)> {
    let slices = root().join("slices");
    let read = |file: PathBuf| {
        (file.strip_prefix(&slices).unwrap().display().to_string(), std::fs::read_to_string(file).unwrap())
    };
    sources(&slices).into_iter().map(read).filter(|(path, _)| path.contains("/src/")).collect()
}

#[test]
fn rules_are_pure_and_statements_stand_in_stores() {
    for (path, text) in slice_sources() {
        let is_rule = path.contains("/src/rules");
        let is_store = path.contains("/src/store");
        assert!(is_store || !text.contains("sql!("), "{path}: a statement outside the store");
        if is_rule && !path.ends_with("tests.rs") {
            for forbidden in ["async fn", "std::fs", "ground::db", "ground::clock", "SystemTime", "getrandom"] {
                assert!(!text.contains(forbidden), "{path}: rules do not know {forbidden}");
            }
        }
        assert!(!is_store || !text.contains("web::"), "{path}: a store knows no pages");
    }
}

#[test]
fn ground_writes_no_markup_and_web_no_statements() {
    let read = |folder: &str| {
        sources(&root().join(folder))
            .into_iter()
            .map(|file| (file.display().to_string(), std::fs::read_to_string(file).unwrap()))
    };
    for (path, text) in read("crates/ground/src") {
        assert!(!text.contains("</"), "{path}: markup");
    }
    for (path, text) in read("crates/web/src") {
        assert!(!text.contains("sql!("), "{path}: a statement");
    }
}

#[test]
fn every_file_opens_with_a_sentence_and_stays_small() {
    for folder in ["crates", "slices", "app/src"] {
        for file in sources(&root().join(folder)) {
            let path = file.display().to_string();
            if ["/fuzz/", "/tests/", "/tests.rs", "/examples/", "/benches/"].iter().any(|aside| path.contains(aside)) {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//!"), "{path} opens without a sentence");
            assert!(text.lines().count() <= 500, "{path} has {} lines", text.lines().count());
        }
    }
}

#[test]
fn no_room_is_named_after_nothing() {
    for folder in ["crates", "slices", "app/src"] {
        for file in sources(&root().join(folder)) {
            let path = file.display().to_string();
            for empty in ["common", "utils", "util", "helpers", "services", "managers", "misc"] {
                assert!(!path.contains(&format!("/{empty}.rs")) && !path.contains(&format!("/{empty}/")), "{path}");
            }
        }
    }
}

/// 登录次数、连续签到、积分、排名、转发数、强制安装: what the house does not have, in no table and in no word.
#[test]
fn what_the_house_leaves_out_is_absent() {
    let mut texts: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(root().join("slices")).unwrap().flatten() {
        for name in ["text/zh.toml", "text/en.toml"] {
            texts.push((
                format!("{}/{name}", entry.path().display()),
                std::fs::read_to_string(entry.path().join(name)).unwrap_or_default(),
            ));
        }
        for file in std::fs::read_dir(entry.path().join("migrations")).into_iter().flatten().flatten() {
            texts.push((file.path().display().to_string(), std::fs::read_to_string(file.path()).unwrap_or_default()));
        }
    }
    for (path, text) in texts {
        for absent in [
            "积分",
            "排行",
            "排名",
            "登录次数",
            "连续签到",
            "转发数",
            "打卡奖",
            "leaderboard",
            "login_count",
            "share_count",
            "points ",
        ] {
            assert!(!text.contains(absent), "{path}: {absent}");
        }
    }
}
