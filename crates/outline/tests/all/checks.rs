//! What the reader is told: gaps, breaks, announcements that are not kept, contradictions.

use outline::NoticeKind;

use super::shared::notices;

/// Each text with the notices of one kind.
fn check(kind: NoticeKind, table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(notices(&outline::outline(text), kind), *expected, "{text}");
    }
}

#[test]
fn numbering() {
    check(
        NoticeKind::Numbering,
        &[
            ("一、甲\n二、乙\n三、丙", &[]),
            ("一、甲\n二、乙\n四、丁", &["“四、丁”前面缺第3项"]),
            ("一、甲\n四、丁\n五、戊", &["“四、丁”前面缺第2至3项"]),
            ("一、甲\n二、乙\n二、丙\n三、丁", &["“二、丙”与前一个编号重复"]),
            ("一、甲\n二、乙\n一、丙\n二、丁", &["“一、丙”重新从头编号（前一个编号是2）"]),
            ("三、丙\n四、丁", &["“三、丙”是这一组的第一个编号，却从3开始"]),
            ("一、甲\n1.子\n2.丑\n二、乙\n1.寅\n2.卯", &[]),
        ],
    );
}

#[test]
fn numbers_that_fit_nowhere_are_left_and_told() {
    let text = "一、甲\n二、乙\n十九、庚";
    check(NoticeKind::Unsure, &[(text, &["“十九、庚……”看似编号，但与前后编号不连续，按正文处理"])]);
    assert_eq!(outline::outline(text).clauses[1].text, "十九、庚");
}

#[test]
fn announced_points() {
    check(
        NoticeKind::AnnouncedCount,
        &[
            (
                "要做到“三抓三促进”。\n一、抓学习。甲。\n二、抓服务。乙。",
                &["文中说“三抓三促进”，应有3项，实际只找到2项"],
            ),
            ("要做到“两抓两促进”。\n一、抓学习。甲。\n二、抓服务。乙。", &[]),
            ("下面讲三个方面：\n一、甲。\n二、乙。", &["文中说“三个方面”，应有3项，实际只找到2项"]),
            ("一、甲。要做好两项工作。一是子；二是丑；三是寅。", &["文中说“两项工作”，应有2项，实际找到3项"]),
            ("一、甲。要抓好三项工作。一是子；二是丑；三是寅。", &[]),
            ("发扬“三牛”精神。\n一、甲。\n二、乙。", &[]),
        ],
    );
}

#[test]
fn texts_that_break_off() {
    let long = "科普工作要面向群众，把讲座办到社区、学校和集市上去，让更多的人听得懂、学得会、用得上，让科学的种子在每个人心里生根发芽，开花结果";
    check(
        NoticeKind::Truncated,
        &[
            ("一、甲。完整的句子。\n二、乙。没有说完\n展开阅读全文", &["文字在“二、乙”处中断，后面的内容不全"]),
            ("一、甲。完整的句子。\n二、乙。说完了。\n展开阅读全文", &[]),
            (&format!("一、甲。{long}。\n二、乙。{long}。\n三、丙。{long}"), &["文字在“三、丙”处中断，后面的内容不全"]),
            (&format!("一、甲。{long}。\n二、乙。{long}。"), &[]),
            ("一、甲\n二、乙\n三、丙", &[]),
        ],
    );
}

#[test]
fn contradictions() {
    check(
        NoticeKind::Contradiction,
        &[
            ("一、全年培训农民5000人。\n二、全年培训农民6000人。", &["“培训农民”有两个数：5000人、6000人，请核对"]),
            ("一、培训农民5000人。\n二、确保培训农民达到5000人。", &[]),
            ("一、培训农民5000人。\n二、2024年培训农民6000人。", &[]),
            ("一、培训农民5000人。\n二、去年培训农民6000人。", &[]),
            ("一、举办科普讲座10场。\n二、举办科普讲座5场。", &[]),
            ("一、培训农民5000人。\n二、培训农民60期。", &[]),
        ],
    );
}

#[test]
fn a_long_text_without_labels_is_told() {
    check(NoticeKind::Unsure, &[("只有一段话。", &["没有找到编号的标题，全文作为一段处理"])]);
}

#[test]
fn many_notices_of_one_kind_are_cut() {
    let text: String = (0..90).map(|_| "一、甲\n二、乙\n").collect();
    let told = notices(&outline::outline(&text), NoticeKind::Numbering);
    assert_eq!((told.len(), told.last().map(String::as_str)), (51, Some("同类情况还有39处，不再列出")));
}
