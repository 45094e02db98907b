//! Programmes in quotation marks: the word behind the closing mark, or the name's own end, tells them from slogans.

use super::{MAX_NAME, Names};
use crate::marks::{is_short, longest_prefix, longest_suffix, trim};

/// What follows the closing mark of a programme's name.
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "工程", "活动", "计划", "行动", "项目", "竞赛", "大赛", "比赛", "论坛", "讲坛", "讲堂", "大讲堂", "沙龙", "品牌",
    "专项", "课堂", "大篷车", "评选", "建设工作", "系列活动", "主题活动", "主题日", "宣传周", "服务队", "志愿服务",
    "直通车", "年会",
];

/// What follows the closing mark of a slogan, a plan of the state, a quotation.
#[rustfmt::skip]
const NOT_AFTER: &[&str] = &[
    "规划", "总要求", "要求", "的总要求", "的要求", "的原则", "原则", "方针", "的方针", "精神", "战略", "理念",
    "思想", "目标", "为内容", "为主题", "为主要内容", "重要思想", "布局", "的思路", "的理念", "的目标",
];

/// The last word of a programme's name inside the marks.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "工程", "活动", "计划", "行动", "竞赛", "大赛", "论坛", "讲坛", "讲堂", "沙龙", "学校", "科普日", "科普月",
    "科普周", "科技周", "科技节", "宣传周", "活动周", "活动日", "年会", "课堂", "大篷车",
];

/// Words of the state that are no programme of an association.
#[rustfmt::skip]
const OF_THE_STATE: &[&str] = &[
    "一带一路", "三个代表", "四个全面", "五位一体", "两个一百年", "三农", "放管服", "互联网+", "双碳", "双减",
    "两会", "十一五", "十二五", "十四五",
];

/// Remembers how far a missing closing mark was looked for, so that no stretch is searched twice.
#[derive(Default)]
pub(super) struct Quotes {
    unclosed_to: usize,
}

impl Quotes {
    /// Reads the quotation at `at`, if one opens there, and those joined to it; returns where they end.
    pub(super) fn read(&mut self, text: &str, at: usize, c: char, names: &mut Names) -> Option<usize> {
        let mut chain = Vec::new();
        let mut end = at;
        let mut next = closing_mark(c).filter(|_| at >= self.unclosed_to).map(|_| at);
        while let Some(open) = next {
            let Some(name_end) = self.close(text, open) else { break };
            chain.push(inside(text, open, name_end));
            end = name_end;
            next = joined(text, end);
        }
        if chain.is_empty() {
            return None;
        }
        let is_run = is_programme_after(&text[end..]);
        for name in chain {
            if is_name(name)
                && (is_run || is_programme_itself(name))
                && !NOT_AFTER.iter().any(|word| text[end..].starts_with(word))
            {
                names.push(name);
            }
        }
        Some(end)
    }

    /// Where the quotation that opens at `open` ends, with its mark.
    fn close(&mut self, text: &str, open: usize) -> Option<usize> {
        let c = text[open..].chars().next()?;
        let close = closing_mark(c)?;
        let from = open + c.len_utf8();
        let mut chars = text[from..].char_indices().take(4 * MAX_NAME);
        match chars.find(|&(_, c)| c == close || c == '\n') {
            Some((at, c)) if c == close => Some(from + at + c.len_utf8()),
            stop => {
                self.unclosed_to = stop.map_or(from + 4 * MAX_NAME, |(at, _)| from + at);
                None
            }
        }
    }
}

fn closing_mark(c: char) -> Option<char> {
    match c {
        '“' => Some('”'),
        '「' => Some('」'),
        '"' => Some('"'),
        _ => None,
    }
}

fn inside(text: &str, open: usize, end: usize) -> &str {
    let mut chars = text[open..end].chars();
    chars.next();
    chars.next_back();
    trim(chars.as_str())
}

/// The next quotation that shares the word behind: “科技宣传周”、“科普日”活动, “百名专家进百村”的“百千万”工程.
fn joined(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let joint = longest_prefix(rest, &["、", "和", "及", "与", "的"]).unwrap_or_default();
    let open = end + joint.len();
    text[open..].chars().next().and_then(closing_mark).map(|_| open)
}

fn is_programme_after(rest: &str) -> bool {
    longest_prefix(rest, AFTER).is_some()
}

fn is_programme_itself(name: &str) -> bool {
    longest_suffix(name, KINDS).is_some_and(|kind| kind.len() < name.len())
}

fn is_name(name: &str) -> bool {
    name.chars().nth(1).is_some() && is_short(name, MAX_NAME) && !OF_THE_STATE.contains(&name)
}
