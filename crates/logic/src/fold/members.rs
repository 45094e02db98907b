//! Who or what a distinct figure tells apart, with the facts that stand for each, part by part.

use super::tally::{Member, Part};
use std::collections::HashMap;

/// Standing facts by member and part. A member falls into few parts: one look-up finds it, a short walk its part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members(HashMap<Member, Vec<(Part, i64)>>);

impl Members {
    /// Adds to the facts of a member in a part; how many there were before.
    pub fn add(&mut self, part: Part, member: Member, facts: i64) -> i64 {
        let parts = self.0.entry(member).or_default();
        match parts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, standing)) => {
                *standing += facts;
                *standing - facts
            }
            None => {
                parts.push((part, facts));
                0
            }
        }
    }

    /// Whether anything is known of a member in a part.
    pub fn knows(&self, part: Part, member: Member) -> bool {
        self.0.get(&member).is_some_and(|parts| parts.iter().any(|(known, _)| *known == part))
    }

    /// All of it, in order of part and member.
    pub fn sorted(&self) -> Vec<((Part, Member), i64)> {
        let each = |(member, parts): (&Member, &Vec<(Part, i64)>)| {
            let member = *member;
            parts.iter().map(move |(part, facts)| ((*part, member), *facts)).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = self.0.iter().flat_map(each).collect();
        all.sort_unstable();
        all
    }
}
