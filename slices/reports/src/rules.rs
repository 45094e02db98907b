//! Reports are written once, as questions; what they say is computed from the ledger as of one position, and never typed.

mod content;
mod report;

pub(crate) use content::{Content, FigureLine, Said, say};
pub(crate) use report::{DropFigure, FreezeReport, KeepFigure, Kept, KeptId, RULES, Report, ReportId};

#[cfg(test)]
mod tests;
