//! A verification of the ledger leaves its own fact: when, by whom, over how many facts, and what did not fit.

use super::VerifyLedger;
use crate::facts;
use ground::ledger::{Misfit, Verified};
use logic::act::{Change, May};
use logic::fact::{Draft, Fact, More};
use logic::id::UnitId;
use logic::time::Instant;

logic::codes!(
    /// What did not fit. Its text key is `misfit.<code>`.
    Misfits {
        /// A fact is missing.
        Hole = "hole",
        /// A fact was changed.
        Hash = "hash",
        /// A reversal does not repeat what it takes back.
        Reversal = "reversal",
        /// A cached figure is not what its facts come to.
        Fold = "fold",
    }
);

impl Misfits {
    /// What it is, and the fact it is at; nothing for a figure.
    fn of(misfit: &Misfit) -> (Self, Option<i64>) {
        match misfit {
            Misfit::Hole { expected, .. } => (Self::Hole, Some(*expected)),
            Misfit::Hash(position) => (Self::Hash, Some(*position)),
            Misfit::Reversal(position) => (Self::Reversal, Some(*position)),
            Misfit::Fold { .. } => (Self::Fold, None),
        }
    }
}

/// The result of a verification, kept as a fact.
pub(crate) fn verified(may: May<VerifyLedger>, root: UnitId, found: &Result<Verified, Misfit>) -> Change<()> {
    let draft = Draft::new(&facts::LEDGER_VERIFIED, root, may.by().at.day()).unit(root);
    let draft = match found {
        Ok(verified) => draft.quantity(verified.facts).more("figures", More::Number(verified.folds)),
        Err(misfit) => with_misfit(draft.quantity(0), misfit),
    };
    Change::new(may, (), draft)
}

fn with_misfit(draft: Draft, misfit: &Misfit) -> Draft {
    let (what, position) = Misfits::of(misfit);
    let draft = draft.more("misfit", More::Code(what.code()));
    match position {
        Some(position) => draft.more("position", More::Number(position)),
        None => draft,
    }
}

/// A verification as its fact tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked {
    /// When.
    pub(crate) at: Instant,
    /// Who asked for it.
    pub(crate) by: Option<logic::id::PersonId>,
    /// How many facts fit.
    pub(crate) facts: i64,
    /// How many cached figures fit.
    pub(crate) figures: i64,
    /// What did not fit, and at which fact.
    pub(crate) misfit: Option<(Misfits, Option<i64>)>,
}

impl From<&Fact> for Checked {
    fn from(fact: &Fact) -> Self {
        let body: serde_json::Value = serde_json::from_str(&fact.body).unwrap_or_default();
        let number = |name: &str| body.get(name).and_then(serde_json::Value::as_i64);
        let misfit = body.get("misfit").and_then(serde_json::Value::as_str).and_then(|code| code.parse().ok());
        Self {
            at: fact.stamp.at,
            by: fact.stamp.by.map(Into::into),
            facts: fact.quantity,
            figures: number("figures").unwrap_or(0),
            misfit: misfit.map(|misfit| (misfit, number("position"))),
        }
    }
}
