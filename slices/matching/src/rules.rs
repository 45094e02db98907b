//! Experts and villages: who needs what, who can help, who goes where, and what comes of it.

mod acts;
mod application;
mod asked;
pub(crate) mod desk;
pub(crate) mod draft;
mod expert;
pub(crate) mod fairness;
pub(crate) mod import;
mod letter;
pub(crate) mod material;
pub(crate) mod nearby;
mod need;
mod post;
mod proof;
mod round;
pub(crate) mod score;
mod technique;
mod terms;
mod visit;

pub(crate) use acts::*;
pub(crate) use application::{Application, ApplicationId, ApplicationState};
pub(crate) use expert::{Expert, ExpertId, TitleLevel};
pub(crate) use fairness::Fairness;
pub(crate) use letter::{Before, Letter, LetterId};
pub(crate) use need::{Months, Need, NeedId, TEAM, Village, place_id};
pub(crate) use post::{Grade, Post, PostId, PostState, Side};
pub(crate) use round::{Round, RoundId, RoundState, Rules, Weight};
pub(crate) use technique::{Technique, TechniqueId, TechniqueState, Trial};
pub(crate) use visit::{Visit, VisitId};

logic::id!(
    /// An import of a spreadsheet.
    BatchId
);

#[cfg(test)]
mod desk_tests;
#[cfg(test)]
mod fairness_tests;
#[cfg(test)]
mod tests;
