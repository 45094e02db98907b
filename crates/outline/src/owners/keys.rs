//! The words that tell what a unit does: before a colon or above a column, and behind its name.

use crate::char_set::CharSet;
use crate::model::Role;

/// Words before a colon that tell what the units after it do.
#[rustfmt::skip]
pub(super) const KEYS: [(Role, &[&str]); 3] = [
    (Role::Lead, &[
        "牵头单位", "牵头部门", "牵头科室", "牵头处室", "牵头部室", "牵头责任单位", "牵头领导", "牵头人", "牵头", "主办单位",
        "主办部门", "主要责任单位",
    ]),
    (Role::Support, &[
        "配合单位", "配合部门", "配合科室", "配合责任单位", "配合", "协办单位", "协办部门", "协同单位", "协助单位", "协作单位",
        "参与单位", "参与部门", "参加单位", "支持单位",
    ]),
    (Role::Responsible, &[
        "责任单位", "责任部门", "责任科室", "责任处室", "责任部室", "责任领导", "责任人", "负责单位", "负责部门", "负责人",
        "承办单位", "承办部门", "落实单位",
    ]),
];

/// The characters the keys begin with.
pub(super) static KEY_STARTS: CharSet = CharSet::of(&['牵', '主', '配', '协', '参', '支', '责', '负', '承', '落']);

/// Words before a colon that tell when, not who.
#[rustfmt::skip]
pub(super) const TIME_KEYS: &[&str] = &[
    "完成时限", "完成时间", "完成期限", "时间节点", "时间安排", "时间要求", "进度要求", "时限", "时间",
];

/// What stands behind the names.
#[rustfmt::skip]
pub(super) const ENDINGS: [(Role, &[&str]); 3] = [
    (Role::Lead, &["牵头负责", "牵头", "主办"]),
    (Role::Support, &["积极配合", "配合", "协办", "协助", "参与", "参加"]),
    (Role::Responsible, &[
        "按职责分工负责", "根据职责分工负责", "按照职责分工负责", "按分工负责", "分工负责", "分别负责", "共同负责", "具体负责",
        "负责落实", "负责", "承办",
    ]),
];

/// The role of the units below a column's name.
pub(crate) fn role_of_column(name: &str) -> Option<Role> {
    KEYS.iter().find(|(_, words)| words.contains(&name)).map(|(role, _)| *role)
}

pub(crate) fn is_time_column(name: &str) -> bool {
    TIME_KEYS.contains(&name)
}
