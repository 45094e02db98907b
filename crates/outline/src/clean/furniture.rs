//! Lines that belong to a web site or to the printed page, not to the document.

use crate::marks::{is_blank, is_full_stop, is_short, longest_prefix, trim};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Furniture<'a> {
    /// A button, a link, a count, a licence.
    Site,
    /// A site line that repeats the document's title.
    SiteTitle(&'a str),
    /// Everything before this line is the site's page about the document.
    EndOfSiteHead,
    /// Everything after this line is the site's, and the text may go on elsewhere.
    EndOfExcerpt,
    /// The number of a printed page.
    PageNumber,
}

/// Longer lines are text, whatever words they have.
const MAX_CHARS: usize = 120;

/// Reads one line; `None` for the document's own text.
pub(super) fn recognise(line: &str) -> Option<Furniture<'_>> {
    if !is_short(line, MAX_CHARS) {
        return None;
    }
    site_title(line)
        .map(Furniture::SiteTitle)
        .or_else(|| is_page_number(line).then_some(Furniture::PageNumber))
        .or_else(|| turning_point(line))
        .or_else(|| is_site_line(line).then_some(Furniture::Site))
}

fn turning_point(line: &str) -> Option<Furniture<'static>> {
    match line.trim_end_matches([':', '：', '>', '.', '…']) {
        "资源描述" | "文档描述" | "文档介绍" | "内容描述" => Some(Furniture::EndOfSiteHead),
        "展开阅读全文" | "阅读全文" | "点击阅读全文" | "剩余页未读" | "下载后可阅读全文" => {
            Some(Furniture::EndOfExcerpt)
        }
        _ => None,
    }
}

/// `《某某讲话》由会员分享,可在线阅读…` and `某某讲话_第1页`.
fn site_title(line: &str) -> Option<&str> {
    let shared =
        line.strip_prefix('《').and_then(|rest| rest.split_once('》')).filter(|(_, rest)| rest.starts_with("由会员"));
    shared.map(|(title, _)| title).or_else(|| {
        let (title, page) = line.rsplit_once('_')?;
        is_counted_page(page).then_some(title)
    })
}

/// Words that open a site's line, alone or before a colon, a space or a bar.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "上传人", "上传时间", "文档编号", "点击查看更多", "相关资源", "相关搜索", "当前位置", "版权所有", "经营许可证",
    "电脑版", "手机版", "下载文档", "资源标签", "文档格式",
];

fn is_site_line(line: &str) -> bool {
    let opening = longest_prefix(line, OPENINGS).map(|word| &line[word.len()..]);
    let is_opened = opening.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', ' ', '|', '>', '©']));
    let is_licence = ["ICP备", "公网安备"].iter().any(|word| {
        let number = line.split_once(word).map(|(_, rest)| rest.trim_start());
        number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let is_shared = ["由会员分享", "可在线阅读", "文库版权所有"].iter().any(|word| line.contains(word));
    ((is_opened || is_licence) && !line.ends_with(is_full_stop)) || is_shared || is_menu(line)
}

/// A row of buttons.
fn is_menu(line: &str) -> bool {
    #[rustfmt::skip]
    const BUTTONS: &[&str] = &[
        "返回", "下载", "相关", "举报", "收藏", "分享", "首页", "打印", "关闭", "上一页", "下一页", "上一篇",
        "下一篇", "目录", "全屏", "登录",
    ];
    let mut words = line.split(is_blank).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| BUTTONS.contains(&word)) && line != "目录"
}

/// `第3页`, `第3页 / 共9页`, `- 3 -`, `— 3 —`, `3 / 9`, `Page 3 of 9`.
pub(super) fn is_page_number(line: &str) -> bool {
    is_counted_page(line) || is_framed_number(line) || is_fraction(line) || is_english_page(line)
}

fn is_counted_page(line: &str) -> bool {
    let Some(rest) = after_page(line, "第") else { return false };
    let rest = rest.trim_matches(|c| is_blank(c) || matches!(c, '/' | '／' | ',' | '，'));
    rest.is_empty() || after_page(rest, "共").is_some_and(str::is_empty)
}

/// What follows `第3页` or `共9页`.
fn after_page<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let number = trim(text.strip_prefix(word)?);
    let rest = number.trim_start_matches(is_digit);
    trim(rest).strip_prefix('页').filter(|_| rest.len() < number.len())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_framed_number(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '─');
    let inner = trim(line.trim_matches(is_dash));
    line.starts_with(is_dash) && line.ends_with(is_dash) && is_small_number(inner)
}

fn is_fraction(line: &str) -> bool {
    line.split_once('/').is_some_and(|(page, pages)| is_small_number(trim(page)) && is_small_number(trim(pages)))
}

fn is_english_page(line: &str) -> bool {
    let rest = line.strip_prefix("Page ").or_else(|| line.strip_prefix("page "));
    rest.is_some_and(|rest| rest.split(" of ").all(is_small_number))
}

fn is_small_number(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.chars().all(is_digit)
}
