//! Programmes without quotation marks: 举办, 创办, 实施 … directly before a name that ends in 年会, 学校, 沙龙 ….

use super::MAX_NAME;
use crate::char_set::CharSet;
use crate::marks::{first_chars, is_boundary, longest_prefix, trim};
use crate::numeral::numeral_at;

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "创办", "创建", "举办", "承办", "开展", "实施", "启动", "组织好", "办好", "组织", "开办", "打造", "举行", "筹备",
    "筹办",
];

/// The last word of a programme's name.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "年会", "学校", "中心", "沙龙", "工程", "计划", "纲要", "大赛", "竞赛", "论坛", "讲坛", "讲堂", "大讲堂",
    "大篷车", "行动", "科普日", "科普月", "科普周", "科技周", "科技节", "活动周", "宣传周", "活动日", "活动月",
    "博览会", "夏令营", "训练营", "嘉年华", "擂台赛",
];

/// Names that any body could use for anything.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "专项行动", "工作计划", "年度计划", "知识竞赛", "技能大赛", "系列竞赛", "重点工程", "统一行动",
    "联合行动", "行动计划", "培训中心", "实施计划", "各项计划",
];

/// A phrase with one of these describes rather than names.
#[rustfmt::skip]
const DESCRIBING: &[&str] = &[
    "各类", "各种", "多种", "多层次", "多形式", "有关", "相关", "系列", "各级", "各项", "一批", "形式", "作为", "成为",
    "参加", "参与", "推动", "促进", "加强", "进行", "做好", "完成", "通过", "围绕",
];

/// The characters the verbs begin with.
pub(super) static STARTS: CharSet = CharSet::of(&['创', '举', '承', '开', '实', '启', '组', '办', '打', '筹']);

/// The name after the verb that `text` begins with.
pub(super) fn at(text: &str) -> Option<&str> {
    let verb = longest_prefix(text, VERBS)?;
    let phrase = first_chars(&text[verb.len()..], MAX_NAME);
    let phrase = without_count(phrase.strip_prefix(['了', '好']).unwrap_or(phrase));
    // 组织开展…: the second verb stands nearer to the name.
    if longest_prefix(phrase, VERBS).is_some() {
        return None;
    }
    let phrase = &phrase[..phrase.find(ends_name).unwrap_or(phrase.len())];
    let name = trim(without_place(up_to_kind(phrase)?));
    let is_name =
        name.chars().count() >= 4 && !GENERIC.contains(&name) && !DESCRIBING.iter().any(|word| name.contains(word));
    is_name.then_some(name)
}

/// `3期科技工作者沙龙`: how many is no part of the name.
fn without_count(phrase: &str) -> &str {
    let rest = numeral_at(phrase).map_or(phrase, |numeral| &phrase[numeral.len..]);
    let measure = rest.chars().next().filter(|&c| rest.len() < phrase.len() && "期场次届个项".contains(c));
    // 首届 and 第三届 belong to a name; 三届 counts.
    measure.map_or(phrase, |c| &rest[c.len_utf8()..])
}

fn ends_name(c: char) -> bool {
    is_boundary(c) || matches!(c, '等' | '的' | '和' | '与' | '及' | '或' | '《' | '》')
}

/// The phrase up to the last word that names a kind of programme.
fn up_to_kind(phrase: &str) -> Option<&str> {
    let mut ends = phrase.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.rfind(|&end| KINDS.iter().any(|kind| phrase[..end].ends_with(kind)))?;
    Some(&phrase[..end])
}

/// `全市`, `*市` and the like before a name tell where, not what.
fn without_place(name: &str) -> &str {
    let plain = name.trim_start_matches(['*', '×', '＊']);
    let plain =
        if plain.len() < name.len() { plain.strip_prefix(['省', '市', '县', '区']).unwrap_or(plain) } else { name };
    longest_prefix(plain, &["全省", "全市", "全县", "全区", "我省", "我市", "我县", "我区", "本市"])
        .map_or(plain, |place| &plain[place.len()..])
}
