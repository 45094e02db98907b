//! The founding document itself, where it lies beside the repository; only short facts about it stand here.

use std::path::PathBuf;

use outline::{NoticeKind, Outline};

use super::shared::{amount, notices};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/inputs/conference-speech-2007.txt")
}

/// The outline of the speech; `None`, said aloud, where the file is not there.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn speech() -> Option<Outline> {
    let path = path();
    match std::fs::read(&path) {
        Ok(bytes) => Some(outline::outline(&outline::read(&bytes, "conference-speech-2007.txt").expect("plain text"))),
        Err(error) => {
            println!("SKIPPED: the founding speech is not at {}: {error}", path.display());
            None
        }
    }
}

#[test]
fn it_has_its_own_title() {
    let Some(outline) = speech() else { return };
    assert_eq!(
        outline.title,
        "抢抓机遇 乘势而上全面打造新形势下科协新形象在市科协五届四次全委会暨2007年工作会议上的讲话"
    );
}

#[test]
fn it_has_nine_lines_with_their_headings() {
    let Some(outline) = speech() else { return };
    let top: Vec<_> = outline.clauses.iter().filter(|clause| clause.level == 1).collect();
    let headings: Vec<_> = top.iter().map(|clause| format!("{}{}", clause.label, clause.heading)).collect();
    assert_eq!(
        headings,
        [
            "一、上档次,围绕中心,发挥作用,提高科协工作地位",
            "二、上质量,扎实工作,有效服务,提高工作水平",
            "三、上能力,增强服务意识,提高服务水平",
            "四、上品牌,突出特色,打造精品,提高科协知名度",
            "五、上水平,瞄准前沿,鼓励创新,提高学术活动质量",
            "六、上活动,扩大社会影响,提高公众参与度",
            "七、上规模,抓大活动,造大声势,提高科协社会影响力",
            "八、上措施,创新手段,搭建平台,提高科协工作实效性",
            "九、上状态,斗志昂扬,激情澎湃,提高科协工作效率",
        ]
    );
}

#[test]
fn its_measures_are_labelled_as_they_stand() {
    let Some(outline) = speech() else { return };
    let measures = |line: usize| -> Vec<&str> {
        let parent = line.to_string();
        let inside = outline.clauses.iter().filter(|clause| clause.parent.as_ref().is_some_and(|id| id.0 == parent));
        inside.map(|clause| clause.label.as_str()).collect()
    };
    let three_are = ["一是", "二是", "三是"];
    assert_eq!((measures(1), measures(2)), (three_are.to_vec(), three_are.to_vec()));
    assert_eq!(measures(3), ["一要", "二要", "三要", "四要"]);
    assert_eq!(measures(4), Vec::<&str>::new());
    assert_eq!(measures(5), ["一是", "二是", "三要"]);
    assert_eq!(measures(6), ["一要", "二要", "三要", "四要"]);
    assert_eq!(measures(7), ["一要", "二要", "三要"]);
    assert_eq!((measures(8), measures(9)), (three_are.to_vec(), three_are.to_vec()));
    assert_eq!(outline.clauses.len(), 1 + 9 + 3 + 3 + 4 + 3 + 4 + 3 + 3 + 3);
}

#[test]
fn run_in_headings_are_parted_from_their_text() {
    let Some(outline) = speech() else { return };
    let heading = |id: &str| {
        let clause = outline.clauses.iter().find(|clause| clause.id.0 == id).unwrap();
        (clause.heading.clone(), clause.text.chars().take(4).collect::<String>())
    };
    let pair = |heading: &str, text: &str| (heading.to_owned(), text.to_owned());
    assert_eq!(heading("6.1"), pair("组织多形式的科普活动", "围绕科学"));
    assert_eq!(heading("3.3"), pair("提高攻坚克难能力", "我们的工"));
    assert_eq!(heading("8.1"), pair("在科普工作中上措施", "在社区组"));
    assert_eq!(heading("1.1"), pair("", "要推动全"));
}

#[test]
fn every_torn_sentence_is_whole_again() {
    let Some(outline) = speech() else { return };
    let text: String = outline.clauses.iter().map(|clause| format!("{}{}\n", clause.heading, clause.text)).collect();
    let joints = [
        "对科协工作来说也是特殊",
        "着力自主创新",
        "切实转入科学",
        "都需要在实践",
        "对科协工作思路",
        "这样也利于",
        "提高服务水平",
        "活动以及创建",
        "下功夫。要定期",
        "群众性的工作",
        "创造机会",
        "“科技宣传周”、“科普日”",
        "组织协调、整合",
        "在社区建设",
    ];
    assert_eq!(joints.map(|joint| text.matches(joint).count().min(1)), [1; 14]);
    assert_eq!(outline.clauses.iter().filter(|clause| clause.heading.contains("上状态")).count(), 1);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits, "07200720072007246", "no page number is left, and no digit of the text is lost");
}

#[test]
fn the_programme_sentence_gives_figures_and_names() {
    let Some(outline) = speech() else { return };
    let fourth = outline.clauses.iter().find(|clause| clause.id.0 == "4").unwrap();
    let figures: Vec<_> = fourth
        .figures
        .iter()
        .map(|figure| format!("{}={} {}", figure.text, amount(figure.value), figure.unit))
        .collect();
    assert_eq!(figures, ["百名=100 名", "百村=100 村", "千项=1000 项", "万民=10000 民"]);
    assert_eq!(
        fourth.programmes,
        [
            "全民科学素质行动计划纲要",
            "百名专家进百村,千项技术惠万民",
            "百千万",
            "农民科技学校",
            "四进一竞赛",
            "科技人员诉求服务中心"
        ]
    );
}

#[test]
fn all_programmes_and_nothing_else_is_found() {
    let Some(outline) = speech() else { return };
    let found: Vec<_> = outline.clauses.iter().filter(|clause| !clause.programmes.is_empty()).collect();
    let found: Vec<_> = found
        .iter()
        .filter(|clause| clause.id.0 != "4")
        .map(|clause| (clause.id.0.as_str(), clause.programmes.join("|")))
        .collect();
    let expected = [
        ("5.1", "首届学术年会"),
        ("5.3", "海外智力"),
        ("6.3", "科技工作者沙龙"),
        ("7.1", "科技宣传周|科普日|百千万"),
        ("8.1", "家庭科普知识竞赛|一站、一栏、一员|四建一评选"),
        ("8.2", "246基础建设工程"),
        ("8.3", "科技工作者诉求服务中心"),
    ];
    assert_eq!(found, expected.map(|(id, names)| (id, names.to_owned())));
    assert_eq!(outline.clauses.iter().map(|clause| clause.figures.len()).sum::<usize>(), 4);
    assert_eq!(outline.clauses.iter().map(|clause| clause.owners.len()).sum::<usize>(), 0);
    let deadlines: Vec<_> =
        outline.clauses.iter().flat_map(|clause| &clause.deadlines).map(|due| due.by.as_deref()).collect();
    assert_eq!(deadlines, [Some("every year")]);
}

#[test]
fn the_reader_is_told_what_is_missing() {
    let Some(outline) = speech() else { return };
    assert_eq!(notices(&outline, NoticeKind::AnnouncedCount), ["文中说“十上十提高”，应有10项，实际只找到9项"]);
    assert_eq!(
        notices(&outline, NoticeKind::Truncated),
        ["文字在“九、上状态,斗志昂扬,激情澎湃,提高……”的“三是要正确认识逆境和挫折”处中断，后面的内容不全"]
    );
    assert_eq!(notices(&outline, NoticeKind::PageNumbersRemoved), ["去掉了夹在句子中间的16个页码，并把断开的句子接上"]);
    assert_eq!(outline.notices.len(), 4);
}
