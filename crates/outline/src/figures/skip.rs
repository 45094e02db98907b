//! Tells quantities from numbers that count nothing: articles, ordinals, slogans, idioms.

use super::unit::Kind;
use super::{Reading, ends_phrase};
use crate::marks::{before, last_chars};
use crate::numeral::{Form, is_chinese_numeral};

/// Whether the number with its unit is a quantity. `is_slogan` tells that it stands close behind one such as `百名`.
pub(super) fn is_quantity(text: &str, reading: &Reading<'_>, is_slogan: bool) -> bool {
    let rest = &text[reading.range.end..];
    let is_plain = !is_rank(text, reading)
        && !is_idiom(text, reading)
        && !is_structure(reading, rest)
        && !is_reference(text, reading);
    let is_one =
        text[reading.range.start..].starts_with('一') && reading.values.0.digits == 1 && reading.values.1.is_none();
    is_plain
        && match reading.form {
            Form::Arabic => true,
            Form::Chinese if is_one => counts_one(text, reading),
            Form::Chinese => reading.unit.kind != Kind::Thing && !is_vague(text, reading, "数几"),
            Form::Round => counts_round(text, reading, is_slogan),
            Form::Digits => false,
        }
}

/// 一 is an article as a rule: it counts with a measured unit, after 每 or 至少, or behind its noun at the end of a phrase.
fn counts_one(text: &str, reading: &Reading<'_>) -> bool {
    const NOT_A_NOUN: &str = "这那每某同任另唯之上新有第统哪万单";
    const DEMANDS: [&str; 8] = ["至少", "不少于", "不低于", "各", "人均", "户均", "每月", "每年"];
    let start = reading.range.start;
    let before_it = before(text, start);
    let is_behind_noun = before_it.is_some_and(|c| !crate::marks::is_boundary(c) && !NOT_A_NOUN.contains(c));
    let is_demanded = DEMANDS.iter().any(|word| text[..start].ends_with(word));
    reading.unit.kind == Kind::Physical
        || is_demanded
        || (reading.unit.kind == Kind::Measure && is_behind_noun && ends_phrase(&text[reading.range.end..]))
}

/// `百名` counts; `数百名`, `百家争鸣`, `万元` alone do not; `百村` only beside one that does.
fn counts_round(text: &str, reading: &Reading<'_>, is_slogan: bool) -> bool {
    const COUNTED: [&str; 12] = ["名", "项", "个", "场", "场次", "次", "件", "篇", "人", "户", "亩", "人次"];
    let is_name = ["计划", "工程", "行动"].iter().any(|word| text[reading.range.end..].starts_with(word));
    !is_vague(text, reading, "数几上成好逾")
        && !is_name
        && match reading.unit.kind {
            Kind::Thing => is_slogan,
            _ => COUNTED.contains(&reading.unit.name),
        }
}

/// `数百名`, `几十个`: the word before the number makes it vague.
fn is_vague(text: &str, reading: &Reading<'_>, words: &str) -> bool {
    before(text, reading.range.start).is_some_and(|c| words.contains(c))
}

/// `前10名`, `五届四次全委会`, `第三批`.
fn is_rank(text: &str, reading: &Reading<'_>) -> bool {
    const MEETINGS: [&str; 7] = ["全委会", "全会", "党代会", "代表大会", "代表会议", "常委会", "中全会"];
    let start = reading.range.start;
    let rest = &text[reading.range.end..];
    let is_top =
        text[..start].ends_with('前') && !"目以此日年之当会赛".contains(last_chars(text, start - '前'.len_utf8(), 1));
    let is_session = reading.unit.name == "次"
        && !text[start..].starts_with('两')
        && (text[..start].ends_with('届') || MEETINGS.iter().any(|word| rest.starts_with(word)));
    (is_top && matches!(reading.unit.name, "名" | "位")) || is_session
}

/// `三位一体`, `五个一工程`, `千家万户`.
fn is_idiom(text: &str, reading: &Reading<'_>) -> bool {
    let next = text[reading.range.end..].chars().next();
    let is_chinese = matches!(reading.form, Form::Chinese | Form::Round);
    let goes_on_counting = next.is_some_and(|c| c == '一' || (reading.form == Form::Round && is_chinese_numeral(c)));
    let is_echo = reading.form == Form::Round && text[..reading.range.start].ends_with("千家");
    (is_chinese && goes_on_counting) || is_echo
}

/// `这四种能力`: counts what was said before.
fn is_reference(text: &str, reading: &Reading<'_>) -> bool {
    ["这", "那", "上述", "以上", "前述"].iter().any(|word| text[..reading.range.start].ends_with(word))
}

/// What orders a text, names a doctrine or a span of time is no target: `三个方面`, `两个维护`, `5个工作日`.
fn is_structure(reading: &Reading<'_>, rest: &str) -> bool {
    const TIMES: [&str; 7] = ["工作日", "月", "星期", "季度", "年头", "学期", "小时"];
    const PARTS: [&str; 7] = ["方面", "环节", "层面", "阶段", "步骤", "领域", "层次"];
    const DOCTRINES: [&str; 7] = ["维护", "确立", "意识", "自信", "全面", "代表", "文明"];
    // These also begin the name of something that is counted: 三个重点村.
    const POINTS: [&str; 16] = [
        "重点", "关键", "服务", "问题", "要求", "结合", "转变", "坚持", "到位", "更加", "统筹", "面向", "率先", "必须",
        "原则", "特点",
    ];
    let follows = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let is_few = reading.values.0.digits <= 20;
    let is_point = POINTS.iter().any(|word| rest.strip_prefix(word).is_some_and(ends_phrase));
    let is_duration = matches!(reading.unit.name, "天" | "小时") && follows(&["内", "之内", "以内"]);
    let counts_points = is_few && (follows(&PARTS) || follows(&DOCTRINES) || is_point);
    is_duration || (reading.unit.name == "个" && (follows(&TIMES) || counts_points))
}
