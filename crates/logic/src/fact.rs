//! Facts: who did what, where, for whom, how much. Ids, numbers and codes, never personal text.
//!
//! Taking a fact back works as in bookkeeping (红字冲销): a *reversal* repeats it with sign −1, and what is right
//! stands as a new fact. So every figure is a plain sum over signs, and the past is never touched.

mod seal;

pub use seal::{Hash, NO_HASH};

use crate::code::{Audience, Channel, Reason};
use crate::id::{Id, PersonId, UnitId};
use crate::place::PlaceCode;
use crate::time::{Day, Instant};
use std::collections::BTreeMap;

/// A fact's place in the ledger: 1, 2, 3 … without holes.
pub type Position = i64;

/// A kind of fact: `visit.logged`, its version, and the page of the noun it is about.
#[derive(Debug, PartialEq, Eq)]
pub struct FactKind {
    /// `noun.verbed`.
    pub name: &'static str,
    /// Counts up when the meaning of a dimension changes.
    pub version: i32,
    /// The noun's page, with `{}` for its id.
    pub href: Option<&'static str>,
}

impl FactKind {
    /// A kind of fact.
    pub const fn new(name: &'static str, version: i32, href: Option<&'static str>) -> Self {
        Self { name, version, href }
    }
}

/// What a fact says, by dimension. Every dimension may be filtered by; `None` means it has no meaning here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimensions {
    /// The noun the act changed.
    pub noun: Id,
    /// The day it happened (not the day it was written down).
    pub happened: Day,
    /// 项目: the programme or brand it counts for.
    pub programme: Option<Id>,
    /// The person it is about: the expert who went, the farmer who was helped.
    pub person: Option<PersonId>,
    /// Where.
    pub place: Option<PlaceCode>,
    /// The unit it is about.
    pub unit: Option<UnitId>,
    /// The other thing it is about: a technique, a line of the plan.
    pub object: Option<Id>,
    /// 对象
    pub audience: Option<Audience>,
    /// 渠道
    pub channel: Option<Channel>,
    /// 类别: which of the kind's classes it belongs to, as a code of the slice that writes it.
    pub class: Option<&'static str>,
    /// How many, in the kind's unit.
    pub quantity: i64,
    /// Anything else, by name.
    pub more: BTreeMap<&'static str, More>,
}

/// A further value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum More {
    /// A number.
    Number(i64),
    /// A code of a closed list.
    Code(&'static str),
    /// An id.
    Id(Id),
}

/// A fact as an act leaves it: not yet stamped, chained and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its kind.
    pub kind: &'static FactKind,
    /// What it says.
    pub says: Dimensions,
}

impl Draft {
    /// That this happened to the noun on that day, once.
    pub fn new(kind: &'static FactKind, noun: impl Into<Id>, happened: Day) -> Self {
        let says = Dimensions {
            noun: noun.into(),
            happened,
            programme: None,
            person: None,
            place: None,
            unit: None,
            object: None,
            audience: None,
            channel: None,
            class: None,
            quantity: 1,
            more: BTreeMap::new(),
        };
        Self { kind, says }
    }

    /// Counts for the programme.
    pub fn programme(mut self, id: Option<impl Into<Id>>) -> Self {
        self.says.programme = id.map(Into::into);
        self
    }

    /// Is about the person.
    pub fn person(mut self, id: impl Into<Option<PersonId>>) -> Self {
        self.says.person = id.into();
        self
    }

    /// Happened there.
    pub fn place(mut self, code: impl Into<Option<PlaceCode>>) -> Self {
        self.says.place = code.into();
        self
    }

    /// Is about the unit.
    pub fn unit(mut self, id: impl Into<Option<UnitId>>) -> Self {
        self.says.unit = id.into();
        self
    }

    /// Is about this thing, too.
    pub fn object(mut self, id: Option<impl Into<Id>>) -> Self {
        self.says.object = id.map(Into::into);
        self
    }

    /// Served this group.
    pub fn audience(mut self, audience: Audience) -> Self {
        self.says.audience = Some(audience);
        self
    }

    /// Took place on site or online.
    pub fn channel(mut self, channel: Channel) -> Self {
        self.says.channel = Some(channel);
        self
    }

    /// Belongs to this class.
    pub fn class(mut self, class: &'static str) -> Self {
        self.says.class = Some(class);
        self
    }

    /// So many.
    pub fn quantity(mut self, quantity: i64) -> Self {
        self.says.quantity = quantity;
        self
    }

    /// A further value.
    pub fn more(mut self, name: &'static str, value: More) -> Self {
        self.says.more.insert(name, value);
        self
    }
}

/// Whether a fact adds or takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// +1
    Plus,
    /// −1: the reversal of an earlier fact.
    Minus(Reason),
}

/// Who wrote the fact down, for whom, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The account, if by one.
    pub account: Option<Id>,
    /// The person who acted.
    pub by: Option<Id>,
    /// The person it was done for.
    pub behalf: Option<Id>,
    /// When it was recorded.
    pub at: Instant,
}

impl From<crate::act::Actor> for Stamp {
    fn from(actor: crate::act::Actor) -> Self {
        Self {
            account: actor.account.map(Id::from),
            by: actor.person.map(Id::from),
            behalf: actor.behalf.map(Id::from),
            at: actor.at,
        }
    }
}

/// The further values as canonical JSON: names in order, no spaces, numbers and strings only.
pub fn body_of(more: &BTreeMap<&'static str, More>) -> String {
    let entries = more.iter().map(|(name, value)| match value {
        More::Number(number) => format!("\"{name}\":{number}"),
        More::Code(code) => format!("\"{name}\":\"{code}\""),
        More::Id(id) => format!("\"{name}\":\"{id}\""),
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

/// A fact as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where it stands.
    pub position: Position,
    /// The kind's name.
    pub kind: String,
    /// The kind's version when it was written.
    pub version: i32,
    /// +1 or −1.
    pub sign: i32,
    /// The fact it takes back or stands in for.
    pub corrects: Option<Position>,
    /// Why it was taken back: the code of a [`Reason`].
    pub reason: Option<String>,
    /// Who and when.
    pub stamp: Stamp,
    /// The noun.
    pub noun: Id,
    /// The day it happened.
    pub happened: Day,
    /// 项目
    pub programme: Option<Id>,
    /// The person it is about.
    pub person: Option<Id>,
    /// Where.
    pub place: Option<PlaceCode>,
    /// The unit it is about.
    pub unit: Option<Id>,
    /// The other thing it is about.
    pub object: Option<Id>,
    /// The code of an [`Audience`].
    pub audience: Option<String>,
    /// The code of a [`Channel`].
    pub channel: Option<String>,
    /// The code of its class.
    pub class: Option<String>,
    /// How many.
    pub quantity: i64,
    /// Canonical JSON of the further values.
    pub body: String,
    /// The chain's hash up to and including this fact.
    pub hash: Hash,
}

impl Fact {
    /// A draft, stamped and put at the end of the chain.
    pub fn append(draft: &Draft, stamp: Stamp, corrects: Option<Position>, last: (Position, Hash)) -> Self {
        let says = &draft.says;
        let fact = Self {
            position: last.0 + 1,
            kind: draft.kind.name.into(),
            version: draft.kind.version,
            sign: 1,
            corrects,
            reason: None,
            stamp,
            noun: says.noun,
            happened: says.happened,
            programme: says.programme,
            person: says.person.map(Id::from),
            place: says.place,
            unit: says.unit.map(Id::from),
            object: says.object,
            audience: says.audience.map(|audience| audience.code().into()),
            channel: says.channel.map(|channel| channel.code().into()),
            class: says.class.map(Into::into),
            quantity: says.quantity,
            body: body_of(&says.more),
            hash: NO_HASH,
        };
        fact.sealed(last.1)
    }

    /// The reversal of this fact, put at the end of the chain.
    pub fn reverse(&self, reason: Reason, stamp: Stamp, last: (Position, Hash)) -> Self {
        let reversal = Self {
            position: last.0 + 1,
            sign: -1,
            corrects: Some(self.position),
            reason: Some(reason.code().into()),
            stamp,
            ..self.clone()
        };
        reversal.sealed(last.1)
    }

    fn sealed(mut self, previous: Hash) -> Self {
        self.hash = self.seal(&previous);
        self
    }
}

#[cfg(test)]
mod tests;
