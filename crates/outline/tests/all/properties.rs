//! What holds for any input: no panic, nothing invented, bounded output, JSON round trip, page numbers without effect.

use outline::{Clause, Outline};
use proptest::prelude::*;

/// Pieces of documents that mean something to the reader, to be thrown together in any order.
const TOKENS: [&str; 96] = [
    "一、",
    "二、",
    "三、",
    "十、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2、",
    "3．",
    "（1）",
    "2）",
    "①",
    "②",
    "第一条",
    "第二章 ",
    "第三，",
    "一是",
    "二是",
    "三要",
    "一要",
    "二要",
    "首先，",
    "其次，",
    "最后，",
    "其一，",
    "1.1 ",
    "1.2.1 ",
    "附件1",
    "附件：",
    "一",
    "二",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "两",
    "5",
    "12",
    "2025",
    "1,200",
    "1.5",
    "年",
    "月",
    "日",
    "6月底前",
    "每季度",
    "年底前",
    "全年",
    "长期坚持",
    "上半年",
    "名",
    "个",
    "项",
    "万元",
    "%",
    "人次",
    "—",
    "至",
    "多",
    "余",
    "以上",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "《",
    "》",
    "工程",
    "活动",
    "举办",
    "实施",
    "学校",
    "科普部",
    "市教育局",
    "负责",
    "牵头",
    "配合",
    "责任单位：",
    "等",
    "和",
    "、",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "\n\n",
    "\t",
    " ",
    "科普工作要面向群众",
    "同志们：",
];

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&TOKENS[..]), 0..120).prop_map(|tokens| tokens.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![document(), ".{0,200}", "[一二三十百千万0-9、。，（）“”\n年月日第条是要个名]{0,200}"]
}

/// The characters of `part` stand in `whole` in the same order.
fn is_made_of(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().filter(|&c| c != '\n').all(|c| rest.any(|other| other == c))
}

fn words(clause: &Clause) -> Vec<&String> {
    let owners = clause.owners.iter().map(|owner| &owner.name);
    let deadlines = clause.deadlines.iter().map(|deadline| &deadline.text);
    let figures = clause.figures.iter().flat_map(|figure| [&figure.text, &figure.unit]);
    let own = [&clause.label, &clause.heading, &clause.text];
    own.into_iter().chain(owners).chain(deadlines).chain(figures).chain(&clause.programmes).collect()
}

/// Each id once, parents before their children, levels by depth.
fn is_well_formed(outline: &Outline) -> bool {
    let mut seen = std::collections::HashMap::new();
    outline.clauses.iter().all(|clause| {
        let level = match &clause.parent {
            Some(parent) => seen.get(&parent.0).map(|level: &u8| level + 1),
            None => Some(u8::from(clause.id.0 != "0")),
        };
        level == Some(clause.level) && seen.insert(clause.id.0.clone(), clause.level).is_none()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_well_formed_outline_made_of_it(text in any_text()) {
        let outline = outline::outline(&text);
        prop_assert!(is_well_formed(&outline), "{outline:#?}");
        prop_assert!(is_made_of(&outline.title, &text));
        for word in outline.clauses.iter().flat_map(words) {
            prop_assert!(is_made_of(word, &text), "{word} is not in the text");
        }
    }

    #[test]
    fn the_outline_is_not_much_larger_than_the_text(text in any_text()) {
        let json = serde_json::to_string(&outline::outline(&text)).unwrap();
        prop_assert!(json.len() <= 64 * text.len() + 2_000, "{} bytes from {}", json.len(), text.len());
    }

    #[test]
    fn json_round_trip(text in any_text()) {
        let outline = outline::outline(&text);
        let json = serde_json::to_string(&outline).unwrap();
        prop_assert_eq!(serde_json::from_str::<Outline>(&json).unwrap(), outline);
    }

    #[test]
    fn any_bytes_give_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "[a-z]{0,3}\\.(txt|docx|doc|pdf)") {
        if let Ok(text) = outline::read(&bytes, &name) {
            outline::outline(&text);
        }
    }

    #[test]
    fn any_archive_gives_text_or_an_error(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        bytes.splice(0..0, *b"PK\x03\x04");
        prop_assert!(outline::read(&bytes, "a.docx").is_err());
    }

    #[test]
    fn page_numbers_at_any_places_change_nothing((text, page, shifts) in paged_document()) {
        let plain = outline::outline(&text);
        let noisy = outline::outline(&insert_page_numbers(&text, page, &shifts));
        prop_assert_eq!(noisy.title, plain.title);
        prop_assert_eq!(noisy.clauses, plain.clauses);
    }
}

/// A document of running text with headings and lists, a page length, and by how much each page differs from it.
fn paged_document() -> impl Strategy<Value = (String, usize, Vec<i8>)> {
    let section = prop::collection::vec(prop::sample::select(&SENTENCES[..]), 6..16);
    let sections = prop::collection::vec((section, any::<bool>(), 0..4_usize), 3..8);
    let shifts = prop::collection::vec(-3..=3_i8, 64);
    (sections, 70..400_usize, shifts).prop_map(|(sections, page, shifts)| {
        let text = written(&sections);
        // Of two or three pages all may happen to end behind a full stop: then no one could tell them from a list.
        let page = page.min(text.chars().count() / 7).max(70);
        (text, page, shifts)
    })
}

const SENTENCES: [&str; 8] = [
    "科普工作要面向群众，把讲座办到社区、学校和集市上去。",
    "全年培训农村实用人才5000名，建设科普画廊120个，服务群众12000人次。",
    "要坚持围绕中心，服务大局，找准工作的结合点和着力点。",
    "6月底前完成评审，每季度通报一次进度，年底前全面验收。",
    "一是要突出重点，务求实效；二是要加强学习，提升素质；三要重心下移，深入基层。",
    "开展“百名专家进百村,千项技术惠万民”的“百千万”工程，让更多的农民从中受益。",
    "没有高水平的交流，就没有高水平的成果。",
    "各县（市、区）科协要结合实际，拿出具体的办法，一件一件抓落实。（科普部、学会部负责）",
];

/// Sections with a heading, sentences that run on or stand on lines of their own, and a list.
fn written(sections: &[(Vec<&str>, bool, usize)]) -> String {
    let numbers = ["一", "二", "三", "四", "五", "六", "七"];
    let mut text = String::from("市科协2025年工作要点\n为做好今年的工作，特制定本要点。");
    for ((sentences, runs_on, items), number) in sections.iter().zip(numbers) {
        let joint = if *runs_on { "" } else { "\n" };
        text += &format!("{joint}{number}、抓好第{number}方面工作，务求取得实效。{joint}{}", sentences.join(joint));
        for item in 1..=*items {
            text += &format!("\n{item}、{}", SENTENCES[(item * 3) % SENTENCES.len()]);
        }
    }
    text
}

fn insert_page_numbers(text: &str, page: usize, shifts: &[i8]) -> String {
    let body = text.find('\n').map_or(0, |end| end + 1);
    let chars: Vec<char> = text[body..].chars().collect();
    let mut out = format!("{}\n1、", &text[..body]);
    let mut from = 0;
    for (number, shift) in (2..).zip(shifts.iter().cycle()) {
        let to = (from + page).saturating_add_signed(isize::from(*shift)).min(chars.len());
        out.extend(&chars[from..to]);
        if to == chars.len() {
            return out;
        }
        out += &format!("\n\n{number}、");
        from = to;
    }
    out
}
