//! The units in which work is counted.

use crate::marks::longest_prefix;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    pub(super) name: &'a str,
    pub(super) len: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A measure word: whatever stands before it is counted.
    Measure,
    /// Area, length, weight, money, share: even 一 is measured with it.
    Physical,
    /// A thing counted without a measure word, as in `120村`.
    Thing,
}

#[rustfmt::skip]
const PHYSICAL: &[&str] = &[
    "亩", "公顷", "平方米", "平米", "平方公里", "公里", "千米", "米", "吨", "公斤", "千克", "斤", "元", "美元",
    "欧元", "%", "％", "个百分点", "倍", "千瓦", "千瓦时", "立方米", "公升", "升",
];

const MEASURES: [&str; 72] = [
    "人次", "人", "名", "位", "户", "户次", "家", "家次", "个", "项", "项次", "场", "场次", "次", "期", "篇", "部",
    "件", "所", "座", "处", "块", "份", "册", "套", "台", "台套", "辆", "本", "条", "支", "队", "组", "批", "批次",
    "幅", "张", "只", "头", "株", "棵", "类", "种", "门", "节", "堂", "轮", "枚", "班次", "起", "宗", "笔", "桩", "对",
    "箱", "盒", "瓶", "袋", "集", "版", "字", "学时", "课时", "小时", "天", "学分", "车次", "例", "则", "间", "床",
    "卷",
];

const THINGS: [&str; 12] = ["村", "乡", "镇", "乡镇", "街道", "县", "区", "校", "民", "农户", "社区", "企业"];

/// The longest unit that `text` begins with.
pub(super) fn unit_at(text: &str) -> Option<Unit<'_>> {
    let kinds: [(Kind, &[&str]); 3] = [(Kind::Physical, PHYSICAL), (Kind::Measure, &MEASURES), (Kind::Thing, &THINGS)];
    let candidates = kinds.into_iter().filter_map(|(kind, words)| {
        let len = longest_prefix(text, words)?.len();
        Some(Unit { name: &text[..len], len, kind })
    });
    candidates.max_by_key(|unit| unit.len)
}
