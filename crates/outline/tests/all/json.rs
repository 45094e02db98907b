//! The shape of the JSON, which other programs rely on.

use serde_json::json;

#[test]
fn the_shape_is_fixed() {
    let text = "2025年工作要点\n一、培训农民\n全年培训5000人，人均1.5元，6月底前完成。（科普部、市教育局等负责）\n二、办好“科普日”活动";
    assert_eq!(
        serde_json::to_value(outline::outline(text)).unwrap(),
        json!({
            "title": "2025年工作要点",
            "notices": [],
            "clauses": [
                {
                    "id": "1", "parent": null, "level": 1, "label": "一、", "heading": "培训农民",
                    "text": "全年培训5000人，人均1.5元，6月底前完成。",
                    "owners": [
                        {"name": "科普部", "role": "responsible", "open_ended": false},
                        {"name": "市教育局", "role": "responsible", "open_ended": true},
                    ],
                    "deadlines": [{"text": "全年", "by": "2025"}, {"text": "6月底前", "by": "2025-06"}],
                    "figures": [
                        {"text": "5000人", "value": 5000, "unit": "人"},
                        {"text": "1.5元", "value": 1.5, "unit": "元"},
                    ],
                    "programmes": [],
                },
                {
                    "id": "2", "parent": null, "level": 1, "label": "二、", "heading": "办好“科普日”活动", "text": "",
                    "owners": [], "deadlines": [], "figures": [], "programmes": ["科普日"],
                },
            ],
        })
    );
}

#[test]
fn notices_have_a_kind_for_programs() {
    let outline = outline::outline("一、甲\n二、乙\n四、丁");
    assert_eq!(
        serde_json::to_value(&outline.notices).unwrap(),
        json!([{"kind": "numbering", "text": "“四、丁”前面缺第3项"}])
    );
}
