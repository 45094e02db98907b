//! Wide forms in one reading: what each object adds to the figures of a kind, by unit, class and channel.

use crate::db::{Fault, Read};
use logic::code::Channel;
use logic::fold::Filter;
use logic::id::Id;
use std::collections::BTreeMap;

/// The standing facts of a kind that share object, unit, class and channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectSum {
    /// The thing the facts are about.
    pub object: Option<Id>,
    /// Whose they are.
    pub unit: Option<Id>,
    /// 类别
    pub class: Option<String>,
    /// 渠道
    pub channel: Option<Channel>,
    /// How many stand.
    pub facts: i64,
    /// The sum of their quantities.
    pub sum: i64,
}

impl Read<'_> {
    /// What stands now of a filter's facts, object by object. A sum over some of them is the figure whose question is
    /// narrowed to the same unit, class or channel: a form of many cells reads the ledger once instead of once a cell.
    pub fn sums_by_object(&self, filter: &Filter) -> Result<Vec<ObjectSum>, Fault> {
        let mut sums = BTreeMap::new();
        self.each_match(filter, 0, self.last_fact()?.0, |row| {
            let (sign, quantity): (i64, i64) = (row.get(0)?, row.get(5)?);
            let key: (Option<Id>, Option<Id>, Option<String>, Option<Channel>) =
                (row.get(8)?, row.get(7)?, row.get(10)?, row.get(4)?);
            let (facts, sum) = sums.entry(key).or_insert((0, 0));
            *facts += sign;
            *sum += sign * quantity;
            Ok(())
        })?;
        let standing = sums.into_iter().filter(|(_, (facts, _))| *facts > 0);
        Ok(standing
            .map(|((object, unit, class, channel), (facts, sum))| ObjectSum {
                object,
                unit,
                class,
                channel,
                facts,
                sum,
            })
            .collect())
    }
}
