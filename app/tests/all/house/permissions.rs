//! The permission matrix is a file that people review: `docs/permissions.txt` says who may do what.

use logic::act::Who;
use std::fmt::Write;
use tenfold::slices::SLICES;

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn who(allowed: &[Who]) -> String {
    let names = allowed.iter().map(|who| match who {
        Who::Role(role) => role.to_string(),
        Who::RoleAnywhere(role) => format!("{role} anywhere"),
        Who::Is(relation) => format!("the {}", relation.0),
        Who::SignedIn => "whoever is signed in".into(),
        Who::Anyone => "anyone".into(),
        Who::Program => "the program".into(),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn matrix() -> String {
    let mut text = String::from(
        "# Who may do what. Made from the manifests; a test compares. After a change that is meant:\n# TENFOLD_WRITE=1 cargo test -p tenfold --test all permissions\n",
    );
    for slice in SLICES {
        let _ = writeln!(text, "\n[{}]", slice.name);
        let acts = slice.acts.iter().map(|act| (act.name, format!("POST {}", act.path), who(act.who)));
        let lists = slice.lists.iter().map(|list| (list.name, format!("GET {}", list.path), who(list.who)));
        for (name, path, who) in acts.chain(lists) {
            let _ = writeln!(text, "{name:<24} {path:<36} {who}");
        }
    }
    text
}

#[test]
fn the_permission_matrix_is_the_reviewed_one() {
    let file = root().join("docs/permissions.txt");
    let now = matrix();
    if std::env::var_os("TENFOLD_WRITE").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap();
    let changed: Vec<_> = now.lines().filter(|line| !reviewed.lines().any(|known| known == *line)).collect();
    assert!(reviewed == now, "docs/permissions.txt does not say what is: {changed:#?}");
}

#[test]
fn every_act_names_someone_and_no_two_share_a_name_or_an_address() {
    let acts: Vec<_> = SLICES.iter().flat_map(|slice| slice.acts).collect();
    for (at, act) in acts.iter().enumerate() {
        assert!(!act.who.is_empty(), "{} is for nobody", act.name);
        assert!(
            act.name.split_once('.').is_some_and(|(noun, verb)| !noun.is_empty() && !verb.is_empty()),
            "{}",
            act.name
        );
        for other in &acts[at + 1..] {
            assert_ne!(act.name, other.name);
            assert_ne!(act.path, other.path, "{} and {}", act.name, other.name);
        }
    }
}

#[test]
fn every_act_is_walked_by_a_test_of_its_slice_or_of_the_house() {
    let slices = root().join("slices");
    let read = |folder: std::path::PathBuf| {
        sources(&folder).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<String>()
    };
    let own = |name: &str| read(slices.join(name).join("tests"));
    let house = read(root().join("app/tests/all"));
    let mut unwalked = Vec::new();
    for slice in SLICES {
        let told = own(slice.name) + &house;
        unwalked.extend(
            slice.acts.iter().filter(|act| !is_walked(&told, act.path)).map(|act| format!("{} {}", act.name, act.path)),
        );
    }
    assert!(unwalked.is_empty(), "acts that no story tells: {unwalked:#?}");
}

/// Whether a story asks for this address: its last fixed part stands in a text of the story, alone or as part of an address.
fn is_walked(told: &str, path: &str) -> bool {
    let verb = path.split('/').rfind(|part| !part.is_empty() && !part.starts_with('{'));
    let addresses = told.split('"').filter_map(|text| text.split(['?', ' ', '&']).next());
    addresses.flat_map(|address| address.split('/')).any(|part| Some(part) == verb)
}

pub(super) fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
