//! How far a task is: 分解 → 认领 → 在办 → 督办 → 办结 → 核验 → 归档.

use logic::id::PersonId;
use logic::time::Day;

/// A task's stage, with who brought it there and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// 分解: handed to a lead unit.
    Divided,
    /// 认领: the lead unit has taken it on.
    Claimed {
        /// Who took it on.
        by: Option<PersonId>,
        /// When.
        on: Day,
    },
    /// 在办: work is reported.
    Underway {
        /// Since when.
        on: Day,
    },
    /// 督办: a leader has asked after it and waits for an answer.
    Urged {
        /// Who asked.
        by: Option<PersonId>,
        /// When.
        on: Day,
        /// What was asked.
        note: String,
    },
    /// 办结: done, as the lead unit says, with evidence.
    Finished {
        /// Who says so.
        by: Option<PersonId>,
        /// When.
        on: Day,
    },
    /// 核验: someone else has looked at the evidence.
    Verified {
        /// Who looked.
        by: Option<PersonId>,
        /// When.
        on: Day,
    },
    /// 归档
    Archived {
        /// When.
        on: Day,
    },
}

impl Stage {
    /// All codes, in the order of a life.
    pub const CODES: &'static [&'static str] =
        &["divided", "claimed", "underway", "urged", "finished", "verified", "archived"];

    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Divided => "divided",
            Self::Claimed { .. } => "claimed",
            Self::Underway { .. } => "underway",
            Self::Urged { .. } => "urged",
            Self::Finished { .. } => "finished",
            Self::Verified { .. } => "verified",
            Self::Archived { .. } => "archived",
        }
    }

    /// Whether work is still owed.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Divided | Self::Claimed { .. } | Self::Underway { .. } | Self::Urged { .. })
    }

    /// The day it came to this stage.
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Divided => None,
            Self::Claimed { on, .. }
            | Self::Underway { on }
            | Self::Urged { on, .. }
            | Self::Finished { on, .. }
            | Self::Verified { on, .. }
            | Self::Archived { on } => Some(*on),
        }
    }

    /// Who brought it to this stage.
    pub fn by(&self) -> Option<PersonId> {
        match self {
            Self::Claimed { by, .. }
            | Self::Urged { by, .. }
            | Self::Finished { by, .. }
            | Self::Verified { by, .. } => *by,
            Self::Divided | Self::Underway { .. } | Self::Archived { .. } => None,
        }
    }

    /// What was said with it.
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Urged { note, .. } => Some(note),
            _ => None,
        }
    }
}
