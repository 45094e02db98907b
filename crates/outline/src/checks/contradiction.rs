//! The same quantity with two values in one document, such as 培训农民5000人 and 培训农民6000人.

use std::collections::HashMap;

use super::notice;
use crate::figures::Found;
use crate::marks::{is_boundary, is_stop, trim};
use crate::model::{Amount, Figure, Notice, NoticeKind};
use crate::numeral::is_numeral;

/// The quantities seen so far, by what they count.
#[derive(Default)]
pub(crate) struct Quantities {
    seen: HashMap<(String, String), Known>,
    found: Vec<Notice>,
}

/// The first figure of a quantity.
struct Known {
    value: Amount,
    text: String,
    is_contradicted: bool,
}

/// More quantities are not compared: it bounds the memory.
const MAX_SEEN: usize = 100_000;

/// What is counted, in characters: shorter phrases may mean many things, longer ones never come twice.
const PHRASE: std::ops::RangeInclusive<usize> = 4..=20;

/// How far around a figure its sentence is read, in bytes.
const WINDOW: usize = 300;

impl Quantities {
    pub(crate) fn observe(&mut self, text: &str, found: &[Found]) {
        for figure in found.iter().filter(|figure| !figure.is_range) {
            if self.seen.len() >= MAX_SEEN {
                return;
            }
            let Some(phrase) = phrase_before(text, figure.range.start) else { continue };
            if is_of_another_time(sentence_around(text, figure.range.start)) {
                continue;
            }
            self.compare(phrase, &figure.figure);
        }
    }

    /// Each quantity is told once, however often it changes.
    fn compare(&mut self, phrase: &str, figure: &Figure) {
        let known = self.seen.entry((phrase.to_owned(), figure.unit.clone())).or_insert_with(|| Known {
            value: figure.value,
            text: figure.text.clone(),
            is_contradicted: false,
        });
        if known.value != figure.value && !known.is_contradicted {
            known.is_contradicted = true;
            let text = format!("“{phrase}”有两个数：{}、{}，请核对", known.text, figure.text);
            self.found.push(notice(NoticeKind::Contradiction, text));
        }
    }

    pub(super) fn contradictions(&self) -> Vec<Notice> {
        self.found.clone()
    }
}

/// What stands before the number in its phrase, if it names one thing only.
fn phrase_before(text: &str, at: usize) -> Option<&str> {
    let start = text[..at]
        .rfind(|c| is_boundary(c) || is_numeral(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let phrase = without_modifiers(trim(&text[start..at]));
    let is_telling = PHRASE.contains(&phrase.chars().count()) && !is_generic(phrase) && !is_share(phrase);
    is_telling.then_some(phrase)
}

fn without_modifiers(phrase: &str) -> &str {
    const AFTER: [&str; 14] =
        ["不少于", "不低于", "至少", "达到", "达", "共", "约", "近", "超过", "突破", "总数", "完成", "累计", "以"];
    const BEFORE: [&str; 8] = ["全年", "年内", "今年", "力争", "确保", "计划", "并", "共"];
    let phrase = AFTER.iter().fold(phrase, |phrase, word| phrase.strip_suffix(word).unwrap_or(phrase));
    BEFORE.iter().fold(phrase, |phrase, word| phrase.strip_prefix(word).unwrap_or(phrase))
}

/// Activities of the same kind are held by many: two numbers of them contradict nothing.
fn is_generic(phrase: &str) -> bool {
    #[rustfmt::skip]
    const KINDS: &[&str] = &[
        "活动", "讲座", "培训", "培训班", "会议", "座谈会", "调研", "报告", "宣传", "服务", "竞赛", "展览", "资金",
        "材料",
    ];
    KINDS.iter().any(|kind| phrase.ends_with(kind))
}

fn is_share(phrase: &str) -> bool {
    ["每", "各", "平均", "人均", "其中", "分别", "新增", "增加"].iter().any(|word| phrase.contains(word))
}

/// The sentence tells of another period, or of what was done.
fn is_of_another_time(sentence: &str) -> bool {
    const TIMES: [&str; 11] = ["去年", "上年", "明年", "以来", "已", "年度", "季度", "上半年", "下半年", "月", "每"];
    TIMES.iter().any(|word| sentence.contains(word)) || sentence.contains("年，") || has_year(sentence)
}

fn has_year(sentence: &str) -> bool {
    sentence.match_indices('年').any(|(at, _)| sentence[..at].ends_with(is_numeral))
}

/// The sentence, or as much of it as may tell a time.
fn sentence_around(text: &str, at: usize) -> &str {
    let is_end = |c| is_stop(c) || c == '\n';
    let before = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let after = text.floor_char_boundary(at + WINDOW);
    let start = text[before..at].rfind(is_end).map_or(before, |len| before + len);
    let end = text[at..after].find(is_end).map_or(after, |len| at + len);
    &text[start..end]
}
