//! Rule table: who is in charge, in all the forms that documents use.

use super::shared::{only_clause, owners};

/// Each text with what is left of it and its owners, `name:role`, `+` where the list goes on.
fn check(table: &[(&str, &str, &[&str])]) {
    for (text, rest, expected) in table {
        let clause = only_clause(text);
        assert_eq!(
            (clause.text.as_str(), owners(&clause)),
            (*rest, expected.iter().map(ToString::to_string).collect()),
            "{text}"
        );
    }
}

#[test]
fn brackets_with_a_closing_word() {
    check(&[
        ("办好活动。（科普部负责）", "办好活动。", &["科普部:responsible"]),
        ("办好活动。（科普部、学会部负责）", "办好活动。", &["科普部:responsible", "学会部:responsible"]),
        ("办好活动（科普部负责）。", "办好活动。", &["科普部:responsible"]),
        (
            "办好活动。(科普部牵头,学会部、办公室配合)",
            "办好活动。",
            &["科普部:lead", "学会部:support", "办公室:support"],
        ),
        ("办好活动。（由办公室牵头负责，各部室参与）", "办好活动。", &["办公室:lead", "各部室:support+"]),
        ("办好活动。（科普部会同学会部负责）", "办好活动。", &["科普部:lead", "学会部:support"]),
        (
            "办好活动。（市科协、市教育局等按职责分工负责）",
            "办好活动。",
            &["市科协:responsible", "市教育局:responsible+"],
        ),
        ("办好活动。（科普部负责，6月底前完成）", "办好活动。", &["科普部:responsible"]),
    ]);
}

#[test]
fn brackets_with_keys() {
    check(&[
        (
            "办好活动。（牵头部门：科普部；配合部门：学会部、组宣部）",
            "办好活动。",
            &["科普部:lead", "学会部:support", "组宣部:support"],
        ),
        ("办好活动。（牵头单位：市科协）", "办好活动。", &["市科协:lead"]),
        ("办好活动。（责任单位：市科协、市教育局）", "办好活动。", &["市科协:responsible", "市教育局:responsible"]),
        ("办好活动。（责任单位:市科协；完成时限:6月底前）", "办好活动。", &["市科协:responsible"]),
        ("办好活动。（责任人：张三）", "办好活动。", &["张三:responsible"]),
        (
            "办好活动。（科普部（牵头）、学会部（配合）、办公室负责）",
            "办好活动。",
            &["科普部:lead", "学会部:support", "办公室:responsible"],
        ),
    ]);
}

#[test]
fn lines_without_brackets() {
    check(&[
        ("办好活动。\n责任单位：市科协、市教育局", "办好活动。", &["市科协:responsible", "市教育局:responsible"]),
        ("办好活动。\n牵头单位：科普部　配合单位：学会部等", "办好活动。", &["科普部:lead", "学会部:support+"]),
        ("办好活动。责任单位：科普部。完成时限：6月底前。", "办好活动。完成时限：6月底前。", &["科普部:responsible"]),
    ]);
}

#[test]
fn names_are_cut_where_they_end() {
    check(&[
        (
            "办好活动。（市人力资源和社会保障局、市住房和城乡建设局负责）",
            "办好活动。",
            &["市人力资源和社会保障局:responsible", "市住房和城乡建设局:responsible"],
        ),
        ("办好活动。（科普部和学会部负责）", "办好活动。", &["科普部:responsible", "学会部:responsible"]),
        ("办好活动。（科普部和各县区科协负责）", "办好活动。", &["科普部:responsible", "各县区科协:responsible+"]),
        (
            "办好活动。（责任单位：市科协、各县（市、区）科协）",
            "办好活动。",
            &["市科协:responsible", "各县（市、区）科协:responsible+"],
        ),
        (
            "办好活动。（责任单位：市科协 市教育局 市卫生健康委）",
            "办好活动。",
            &["市科协:responsible", "市教育局:responsible", "市卫生健康委:responsible"],
        ),
        (
            "办好活动。（市科协、市教育局等有关部门负责）",
            "办好活动。",
            &["市科协:responsible", "市教育局:responsible+"],
        ),
    ]);
}

#[test]
fn bare_names_count_behind_a_sentence() {
    check(&[
        ("办好活动。（科普部、学会部）", "办好活动。", &["科普部:responsible", "学会部:responsible"]),
        ("联系主管部门（市科协）办理。", "联系主管部门（市科协）办理。", &[]),
        ("办好活动。（见附表）", "办好活动。（见附表）", &[]),
    ]);
}

#[test]
fn other_brackets_stay() {
    check(&[
        ("对群众负责（认真负责的态度）。", "对群众负责（认真负责的态度）。", &[]),
        ("建设科普馆（不少于500平方米）。", "建设科普馆（不少于500平方米）。", &[]),
        ("各县（市、区）科协要重视。", "各县（市、区）科协要重视。", &[]),
    ]);
}

/// The owners of each clause of a document.
fn owners_of_all(text: &str) -> Vec<Vec<String>> {
    outline::outline(text).clauses.iter().map(owners).collect()
}

#[test]
fn the_first_leads_from_where_it_is_said() {
    let text = "一、办好活动。（甲部、乙部负责）\n二、办好展览。（丙部、丁部负责。列第一位的为牵头部门，下同）\n三、办好讲座。（戊部、己部）\n四、办好比赛。（庚部牵头，辛部配合）";
    assert_eq!(
        owners_of_all(text),
        [
            ["甲部:responsible", "乙部:responsible"],
            ["丙部:lead", "丁部:support"],
            ["戊部:lead", "己部:support"],
            ["庚部:lead", "辛部:support"],
        ]
    );
}

#[test]
fn the_rule_in_the_preamble_or_at_the_end_is_meant_for_all() {
    let before = "责任单位排在第一位的为牵头单位，以下同。\n一、办好活动。（责任单位：甲部、乙部）";
    assert_eq!(owners_of_all(before), [vec![], vec!["甲部:lead".to_owned(), "乙部:support".to_owned()]]);
    let after = "一、办好活动。（责任单位：甲部、乙部）\n二、办好展览。\n注：责任单位列首位的为牵头单位。";
    assert_eq!(owners_of_all(after), [vec!["甲部:lead".to_owned(), "乙部:support".to_owned()], vec![]]);
    let after_all = "一、办好活动。（责任单位：甲部、乙部）\n二、办好展览。（责任单位：丙部、丁部）\n注：责任单位列首位的为牵头单位。";
    let led = |lead: &str, support: &str| vec![format!("{lead}:lead"), format!("{support}:support")];
    assert_eq!(owners_of_all(after_all), [led("甲部", "乙部"), led("丙部", "丁部")]);
}

#[test]
fn a_note_behind_the_last_item_is_for_the_whole_paragraph() {
    let whole = "一、完善制度。一是修订章程；二是健全财务；三是改进会风。（办公室负责）";
    assert_eq!(owners_of_all(whole), [vec!["办公室:responsible".to_owned()], vec![], vec![], vec![]]);
    let own = "一、完善制度。一是修订章程。（甲部负责）二是健全财务。（乙部负责）";
    assert_eq!(owners_of_all(own), [vec![], vec!["甲部:responsible".to_owned()], vec!["乙部:responsible".to_owned()]]);
}

#[test]
fn paragraphs_with_owners_each_are_tasks_of_their_own() {
    let text = "一、科普工作\n办好活动。（甲部负责）\n办好展览。\n责任单位：乙部\n二、学会工作\n办好年会。（丙部负责）";
    let outline = outline::outline(text);
    let clauses: Vec<_> =
        outline.clauses.iter().map(|clause| (clause.id.0.as_str(), clause.text.as_str(), owners(clause))).collect();
    assert_eq!(
        clauses,
        [
            ("1", "", vec![]),
            ("1.1", "办好活动。", vec!["甲部:responsible".to_owned()]),
            ("1.2", "办好展览。", vec!["乙部:responsible".to_owned()]),
            ("2", "办好年会。", vec!["丙部:responsible".to_owned()]),
        ]
    );
}
