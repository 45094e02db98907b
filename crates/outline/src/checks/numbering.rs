//! Gaps, repeats and restarts in the numbering, and numbers that could not be placed.

use super::{first_words, name_of, notice};
use crate::assemble::Assembly;
use crate::model::{Notice, NoticeKind};
use crate::structure::{Remark, Structure};

pub(super) fn check(text: &str, structure: &Structure, assembly: &Assembly) -> Vec<Notice> {
    structure
        .remarks
        .iter()
        .filter_map(|remark| match *remark {
            Remark::OutOfOrder { section, last } => {
                let clause = &assembly.placed.clauses[assembly.placed.clause_of[section]? as usize];
                let number = structure.sections[section].number;
                Some(notice(NoticeKind::Numbering, format!("{}{}", name_of(clause), what_is_wrong(number, last))))
            }
            Remark::NotALabel { at } => {
                let words = first_words(&text[at..]);
                Some(notice(NoticeKind::Unsure, format!("“{words}……”看似编号，但与前后编号不连续，按正文处理")))
            }
        })
        .collect()
}

fn what_is_wrong(number: u16, last: u16) -> String {
    match (number, last) {
        (_, 0) => format!("是这一组的第一个编号，却从{number}开始"),
        (1, _) => format!("重新从头编号（前一个编号是{last}）"),
        _ if number == last => "与前一个编号重复".to_owned(),
        _ if number < last => format!("编号倒退（前一个编号是{last}）"),
        _ if number == last + 2 => format!("前面缺第{}项", last + 1),
        _ => format!("前面缺第{}至{}项", last + 1, number - 1),
    }
}
