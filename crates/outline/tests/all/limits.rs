//! Any input ends in bounded time and memory.

use std::time::{Duration, Instant};

use outline::NoticeKind;

use super::shared::notices;

/// Things that, over and over, lead a careless reader to look back or ahead too far.
const HOSTILE: [&str; 36] = [
    "（",
    "）",
    "(",
    "“",
    "”",
    "\"",
    "「",
    "《",
    "一、",
    "。一、",
    "1、\n",
    "1、\n\n",
    "\n\n1、",
    "1个",
    "1-",
    "1.",
    "每",
    "年",
    "上半年",
    "。",
    "；责任单位：《》",
    "；责任单位：甲、",
    "责任单位：",
    " ",
    "\t",
    "\n",
    "\r\n",
    "7",
    "十百千万",
    "，一是",
    "“a”、",
    "举办",
    "。一是。二是",
    "（（甲部负责））",
    "培训农民5人。",
    "2025年1月1日\n",
];

/// In a debug build the slowest of them takes a second; work that grows with the square takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn no_repetition_takes_more_than_linear_time() {
    for part in HOSTILE {
        let text = part.repeat(150_000 / part.len());
        let start = Instant::now();
        outline::outline(&text);
        assert!(start.elapsed() < PATIENCE, "{part:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_long_line_before_repeated_page_numbers_is_not_read_again_for_each() {
    let line = "甲".repeat(100_000);
    for (mark, rest) in [("- 3 -", "乙"), ("2025年1月1日", ""), ("资源描述", ""), ("第1页", "乙")] {
        let text = format!("{line}\n{}", format!("{mark}\n{rest}\n").repeat(6_000));
        let start = Instant::now();
        outline::outline(&text);
        assert!(start.elapsed() < PATIENCE, "{mark} took {:?}", start.elapsed());
    }
}

#[test]
fn a_hundred_thousand_headings_are_read_and_more_are_left_as_text() {
    let outline = outline::outline(&"1、甲\n".repeat(100_010));
    assert_eq!(outline.clauses.len(), 99_999);
    assert_eq!(notices(&outline, NoticeKind::Limit), ["文件太大，后面的一部分只保留为文字，没有继续分条"]);
    let last = outline.clauses.last().map(|clause| clause.text.matches("1、甲").count());
    assert_eq!(last, Some(11));
}

#[test]
fn a_hundred_thousand_details_are_read_and_more_are_left_as_text() {
    let outline = outline::outline(&"5人，".repeat(100_010));
    assert_eq!(outline.clauses[0].figures.len(), 100_000);
    assert_eq!(notices(&outline, NoticeKind::Limit).len(), 1);
}

#[test]
fn levels_are_as_many_as_there_are_styles() {
    let labels = ["第一编", "第一章", "第一节", "第一条", "一、", "（一）", "1.", "1.1 ", "1.1.1 ", "（1）", "①"];
    let text: String = labels.map(|label| format!("{label}甲\n")).concat();
    let deepest = outline::outline(&format!("附件1\n{text}").repeat(3)).clauses.iter().map(|clause| clause.level).max();
    assert_eq!(deepest, Some(12));
}
