//! Page numbers in the middle of sentences, site furniture, and what stands around a document.

use outline::NoticeKind;

use super::shared::{notices, shape};

/// Running text without line breaks: two headings and their sentences, long enough for several pages.
fn running_text() -> String {
    let sentence = "科普工作要面向群众，把讲座办到社区、学校和集市上去，让更多的人听得懂、学得会、用得上。";
    format!(
        "前言。一、抓科普，办实事。{}二、抓学术，促交流。{}",
        sentence.repeat(12),
        sentence.replace("科普", "学术").repeat(12)
    )
}

/// Puts a page number before every page, as a document-sharing site does.
fn paged(text: &str, page: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let pages: Vec<String> = chars
        .chunks(page)
        .enumerate()
        .map(|(at, page)| format!("{}、{}", at + 1, page.iter().collect::<String>()))
        .collect();
    pages.join("\n\n")
}

#[test]
fn page_numbers_are_taken_out_and_sentences_mended() {
    let text = running_text();
    for page in [97, 150, 203, 300] {
        let outline = outline::outline(&paged(&text, page));
        assert_eq!(outline.clauses, outline::outline(&text).clauses, "pages of {page}");
        let pages = text.chars().count().div_ceil(page);
        let expected = format!("去掉了夹在句子中间的{pages}个页码，并把断开的句子接上");
        assert_eq!(notices(&outline, NoticeKind::PageNumbersRemoved), [expected]);
    }
}

#[test]
fn pages_may_end_behind_a_full_stop_or_inside_a_number() {
    let sentence = "培训农民5000人，建设画廊30个，服务群众12000人次，发放资料8万份，工作要扎实。";
    let text = sentence.repeat(40);
    let length = sentence.chars().count();
    // Every third page ends exactly behind a full stop, others inside 5000 or 12000.
    let page = length * 3 + 4;
    assert_eq!(shape(&paged(&text, page)), shape(&text));
    let page = length * 4;
    let shifted = format!("要点。{text}");
    assert_eq!(shape(&paged(&shifted, page)), shape(&shifted));
}

#[test]
fn a_true_list_is_not_eaten() {
    let lists = [
        "1、开展科普讲座\n2、组织知识竞赛\n3、建设科普画廊\n4、举办技术培训".to_owned(),
        (1..=6)
            .map(|n| format!("{n}、{}\n\n", "组织专家深入农村开展技术服务，帮助农户解决难题。".repeat(n % 3 + 3)))
            .collect(),
        (1..=6)
            .map(|n| format!("{n}、{}（科普部负责）\n\n", "组织专家深入农村开展技术服务，帮助农户解决难题".repeat(4)))
            .collect(),
        (1..=5).map(|n| format!("{n}、{}\n", "开展活动，".repeat(5 + n * 9))).collect(),
    ];
    for (list, count) in lists.iter().zip([4, 6, 6, 5]) {
        let outline = outline::outline(list);
        assert_eq!(outline.clauses.len(), count, "{list}");
        assert_eq!(notices(&outline, NoticeKind::PageNumbersRemoved), Vec::<String>::new());
    }
}

#[test]
fn a_list_inside_paged_text_stays() {
    let list: String = (1..=4).map(|n| format!("{n}、{}\n", "组织专家下乡，解决难题。".repeat(n + 6))).collect();
    let text = format!("{}\n一、重点任务\n{list}二、工作要求\n{}", running_text(), running_text());
    assert_eq!(shape(&paged(&text, 180)), shape(&text));
}

#[test]
fn windows_line_ends_change_nothing() {
    let text = paged(&running_text(), 120);
    assert_eq!(shape(&text.replace('\n', "\r\n")), shape(&text));
}

#[test]
fn printed_page_numbers_are_passed_over() {
    let text = "一、抓科普。把讲座办到社区、学校和集市上去，让更多的人听\n— 3 —\n得懂、学得会。\n第4页 共9页\n二、抓学术。\n- 5 -\n三、抓宣传。";
    assert_eq!(
        shape(text),
        [
            "1 一、|抓科普|把讲座办到社区、学校和集市上去，让更多的人听得懂、学得会。",
            "2 二、||抓学术。",
            "3 三、||抓宣传。",
        ]
    );
}

#[test]
fn site_lines_are_passed_over() {
    let text = "某讲话\n上传人:某人 文档编号:123\n返回 下载 举报\n某讲话_第1页\n第1页 / 共9页\n点击查看更多>>\n资源描述\n《某讲话》由会员分享，可在线阅读。\n一、抓科普。\n二、抓学术。\n展开阅读全文\n相关资源\n另一篇讲话\n当前位置：首页\n某网 版权所有\n京ICP备0号";
    let outline = outline::outline(text);
    assert_eq!(outline.title, "某讲话");
    assert_eq!(shape(text), ["1 一、||抓科普。", "2 二、||抓学术。"]);
    assert_eq!(notices(&outline, NoticeKind::FurnitureRemoved), ["去掉了不属于正文的14行文字（网站说明、页码等）"]);
    assert_eq!(notices(&outline, NoticeKind::Unsure), ["网站提示后面还有内容，本文可能不全"]);
}

#[test]
fn text_about_such_things_stays() {
    let text = "一、加强版权所有者的保护。\n二、下载资料要登记，第3页要签字。\n三、当前位置决定未来。\n举报受理\n电脑版面设计\n办理ICP备案\n下载";
    let expected = "3 三、|当前位置决定未来|举报受理/电脑版面设计/办理ICP备案";
    assert_eq!((shape(text).len(), shape(text)[2].as_str()), (3, expected));
    let text = text.trim_end_matches("\n下载");
    assert_eq!(notices(&outline::outline(text), NoticeKind::FurnitureRemoved), Vec::<String>::new());
}
