//! Any text gives an outline that survives JSON and whose words stand in the text in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outline::Outline;

fuzz_target!(|text: &str| {
    let outline = outline::outline(text);
    let json = serde_json::to_string(&outline).expect("an outline is plain data");
    assert_eq!(serde_json::from_str::<Outline>(&json).expect("it reads back"), outline);
    assert!(is_made_of(&outline.title, text));
    for clause in &outline.clauses {
        assert!(is_made_of(&clause.text, text), "{}", clause.text);
        assert!(is_made_of(&clause.heading, text), "{}", clause.heading);
    }
    outline.to_text();
});

fn is_made_of(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().filter(|&c| c != '\n').all(|c| rest.any(|other| other == c))
}
