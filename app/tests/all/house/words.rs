//! The same words in both languages, and none that nobody says.

use tenfold::slices::SLICES;
use web::{Lang, Texts};

fn texts() -> Texts {
    let mut texts = Texts::default();
    for slice in SLICES {
        for text in std::iter::once(slice.text).chain(slice.more_text.iter().copied()) {
            texts.add(text).unwrap();
        }
    }
    texts
}

#[test]
fn both_languages_have_the_same_keys_and_no_key_means_two_things() {
    let texts = texts();
    let keys = |lang| texts.keys(lang).map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
    assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "only in Chinese");
    assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
    assert_eq!(texts.doubles(), Vec::<String>::new(), "said twice, differently");
}

#[test]
fn both_languages_leave_the_same_blanks() {
    let texts = texts();
    let blanks = |text: &str| {
        let mut found: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        found.sort();
        found.dedup();
        found
    };
    for key in texts.keys(Lang::Zh) {
        let (zh, en) = (texts.find(Lang::Zh, key).unwrap(), texts.find(Lang::En, key).unwrap());
        assert_eq!(blanks(zh), blanks(en), "{key}: {zh} / {en}");
    }
}

#[test]
fn every_act_fact_figure_and_list_has_its_name() {
    let texts = texts();
    let is_named = |key: String| [Lang::Zh, Lang::En].iter().all(|lang| texts.find(*lang, &key).is_some());
    let mut nameless = Vec::new();
    for slice in SLICES {
        let facts = slice.facts.iter().map(|fact| format!("fact.{}", fact.name));
        let figures =
            slice.indicators.iter().flat_map(|figure| [format!("indicator.{}", figure.key), figure.unit.to_owned()]);
        let lists = slice.lists.iter().map(|list| list.name.to_owned());
        let menu = slice.menu.iter().map(|entry| entry.text.to_owned());
        nameless.extend(facts.chain(figures).chain(lists).chain(menu).filter(|key| !is_named(key.clone())));
    }
    assert!(nameless.is_empty(), "{nameless:#?}");
}
