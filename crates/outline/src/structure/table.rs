//! Task tables: a row of column names, then one task a row, with tabs between the cells.

use crate::marks::{is_blank, is_short, trim};
use crate::model::Role;
use crate::owners::{is_time_column, role_of_column};

/// What a column of a task table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Serial,
    Task,
    Owners(Role),
    Time,
    Other,
}

/// Tables are no wider.
const MAX_COLUMNS: usize = 20;

const SERIALS: [&str; 3] = ["序号", "编号", "项次"];

#[rustfmt::skip]
const TASKS: &[&str] = &[
    "任务", "工作任务", "重点任务", "主要任务", "工作内容", "主要内容", "任务内容", "重点工作", "工作事项", "事项", "工作项目", "项目",
    "具体任务", "具体举措", "工作举措", "工作措施", "目标任务", "工作目标", "内容",
];

/// The columns, if `line` names them: a task and its owners or its time at least.
pub(super) fn header(line: &str) -> Option<Vec<Column>> {
    let columns: Vec<Column> = line.split('\t').take(MAX_COLUMNS + 1).map(column).collect();
    let has_task = columns.contains(&Column::Task);
    let has_more = columns.iter().any(|column| matches!(column, Column::Owners(_) | Column::Time));
    (has_task && has_more && columns.len() <= MAX_COLUMNS).then_some(columns)
}

/// Names are often spread out: `责 任 单 位`.
fn column(cell: &str) -> Column {
    if !is_short(cell, 20) {
        return Column::Other;
    }
    let name: String = cell.chars().filter(|&c| !is_blank(c)).collect();
    let name = name.as_str();
    match role_of_column(name) {
        Some(role) => Column::Owners(role),
        None if SERIALS.contains(&name) => Column::Serial,
        None if TASKS.contains(&name) => Column::Task,
        None if is_time_column(name) => Column::Time,
        None => Column::Other,
    }
}

/// The cells of `line`, if it is a row of a table with so many columns.
pub(crate) fn cells(line: &str, columns: usize) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.split('\t').take(columns + 1).map(trim).collect();
    (cells.len() == columns).then_some(cells)
}
