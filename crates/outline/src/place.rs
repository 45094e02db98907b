//! Gives each clause its place in the outline: id, parent and level.

use crate::model::{Clause, ClauseId};
use crate::structure::Structure;

/// A clause without its place.
pub(crate) struct Draft {
    pub(crate) at: usize,
    pub(crate) section: usize,
    /// A task without number inside the section, not the section itself.
    pub(crate) is_task: bool,
    pub(crate) clause: Clause,
}

/// The clauses in document order.
pub(crate) struct Placed {
    pub(crate) clauses: Vec<Clause>,
    /// For each section the clause it became.
    pub(crate) clause_of: Vec<Option<u32>>,
}

/// Places drafts that come in document order, each after its parent.
pub(crate) fn place(drafts: Vec<Draft>, structure: &Structure) -> Placed {
    let mut placed =
        Placed { clauses: Vec::with_capacity(drafts.len()), clause_of: vec![None; structure.sections.len()] };
    // How many clauses stand at the top so far, then how many inside each clause.
    let mut inner = vec![0_u32; drafts.len() + 1];
    for draft in drafts {
        let section = &structure.sections[draft.section];
        let outer = if draft.is_task { Some(draft.section) } else { section.parent };
        let parent = outer.and_then(|outer| placed.clause_of[outer]).map(|parent| parent as usize);
        let is_preamble = section.style.is_none() && !draft.is_task;
        let clause = if is_preamble {
            Clause { id: ClauseId("0".to_owned()), ..draft.clause }
        } else {
            let count = &mut inner[parent.map_or(0, |parent| parent + 1)];
            *count += 1;
            under(parent.map(|parent| &placed.clauses[parent]), *count, draft.clause)
        };
        if !draft.is_task {
            placed.clause_of[draft.section] = Some(placed.clauses.len() as u32);
        }
        placed.clauses.push(clause);
    }
    placed
}

/// The clause as the `count`th inside `parent`, or at the top.
fn under(parent: Option<&Clause>, count: u32, clause: Clause) -> Clause {
    match parent {
        None => Clause { id: ClauseId(count.to_string()), level: 1, ..clause },
        Some(parent) => Clause {
            id: ClauseId(format!("{}.{count}", parent.id)),
            parent: Some(parent.id.clone()),
            level: parent.level + 1,
            ..clause
        },
    }
}
