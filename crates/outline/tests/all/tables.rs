//! Task tables: rows become clauses, columns become owners and deadlines.

use super::shared::{owners, shape};

const TABLE: &str = "市科协2025年任务分解表\n一、科普工作\n序号\t工作任务\t责 任 单 位\t配合单位\t完成时限\n1\t培训农民5000人\t科普部\t市农业农村局、各县区科协\t6月底前\n2\t建设科普馆。选址要便民。\t科普部、办公室\t\t持续推进\n3\t举办展览\t\t\t待定\n二、学会工作\n没有表格。";

#[test]
fn rows_are_clauses_under_their_heading() {
    assert_eq!(
        shape(TABLE),
        [
            "1 一、|科普工作|",
            "1.1 1|培训农民5000人|",
            "1.2 2|建设科普馆|选址要便民。",
            "1.3 3|举办展览|",
            "2 二、|学会工作|没有表格。",
        ]
    );
}

#[test]
fn columns_tell_owners_and_deadlines() {
    let outline = outline::outline(TABLE);
    let rows: Vec<_> = outline.clauses[1..4].iter().map(|row| (owners(row), row.deadlines[0].by.clone())).collect();
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        rows,
        [
            (names(&["科普部:responsible", "市农业农村局:support", "各县区科协:support+"]), Some("2025-06".to_owned())),
            (names(&["科普部:responsible", "办公室:responsible"]), Some("ongoing".to_owned())),
            (names(&[]), None),
        ]
    );
    assert_eq!(outline.clauses[1].figures[0].text, "5000人");
}

#[test]
fn a_sentence_ends_the_table() {
    let text = format!("{TABLE}\n甲\t乙\t丙\t丁\t戊");
    assert_eq!(shape(&text).last().map(String::as_str), Some("2 二、|学会工作|没有表格。/甲\t乙\t丙\t丁\t戊"));
}

#[test]
fn a_cell_that_is_no_list_of_units_is_not_lost() {
    let text = "任务\t责任单位\n办展览\t由“科普部”和学会部商定：见附件";
    assert_eq!(shape(text), ["1 |办展览|由“科普部”和学会部商定：见附件"]);
}

#[test]
fn other_tables_stay_text() {
    assert_eq!(shape("姓名\t单位\n张三\t某学会。"), ["0 ||姓名\t单位/张三\t某学会。"]);
}
