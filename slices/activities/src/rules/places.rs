//! 名额: quotas that overlap. A party takes as many places as it has persons from every quota it falls under, or none at all.

use super::session::SessionId;
use logic::code::Audience;
use logic::refusal::Refusal;

logic::id!(
    /// A quota.
    QuotaId
);

/// Whom a quota counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// 总名额
    Total,
    /// 场次名额
    Session(SessionId),
    /// 对象名额
    Group(Audience),
    /// 身份名额: a role of the activity's own list.
    Role(String),
    /// 选项名额: an option of a question, as `q3.2`.
    Answer(String),
}

impl Scope {
    /// The stored kind and what it is of.
    pub(crate) fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Total => ("total", String::new()),
            Self::Session(id) => ("session", id.to_string()),
            Self::Group(audience) => ("group", audience.code().into()),
            Self::Role(role) => ("role", role.clone()),
            Self::Answer(option) => ("answer", option.clone()),
        }
    }

    /// From its stored parts.
    pub(crate) fn from_parts(kind: &str, of: &str) -> Option<Self> {
        match kind {
            "total" => Some(Self::Total),
            "session" => of.parse().ok().map(Self::Session),
            "group" => of.parse().ok().map(Self::Group),
            "role" => Some(Self::Role(of.into())),
            "answer" => Some(Self::Answer(of.into())),
            _ => None,
        }
    }
}

/// A quota: so many places, so many of them taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its id.
    pub id: QuotaId,
    /// Whom it counts.
    pub scope: Scope,
    /// How many places.
    pub places: i64,
    /// How many of them are taken.
    pub taken: i64,
}

impl Quota {
    /// Places left.
    pub(crate) fn free(&self) -> i64 {
        self.places - self.taken
    }
}

/// A party: those who come together, and what quotas ask of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// How many persons.
    pub size: i64,
    /// The session they come to.
    pub session: Option<SessionId>,
    /// The group they belong to.
    pub audience: Option<Audience>,
    /// The role they come in.
    pub role: Option<String>,
    /// The options they chose, as `q3.2`.
    pub chosen: Vec<String>,
}

impl Party {
    /// Whether the party takes places of this scope.
    pub(crate) fn falls_under(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Total => true,
            Scope::Session(id) => self.session == Some(*id),
            Scope::Group(audience) => self.audience == Some(*audience),
            Scope::Role(role) => self.role.as_ref() == Some(role),
            Scope::Answer(option) => self.chosen.contains(option),
        }
    }
}

/// All quotas of an activity. What falls under none of them is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(pub Vec<Quota>);

impl Places {
    /// The quotas a party falls under.
    pub(crate) fn of<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a Quota> {
        self.0.iter().filter(|quota| party.falls_under(&quota.scope))
    }

    /// Whether the whole party finds places in every quota it falls under.
    pub(crate) fn fits(&self, party: &Party) -> bool {
        is_unguarded() || self.of(party).all(|quota| party.size <= quota.free())
    }

    /// The fewest places left among the quotas a party falls under; nothing if none limits it.
    pub(crate) fn left(&self, party: &Party) -> Option<i64> {
        self.of(party).map(Quota::free).min()
    }

    /// The party takes its places, whole or not at all.
    pub(crate) fn take(&mut self, party: &Party) -> Result<(), Refusal> {
        let left = self.left(party).unwrap_or(i64::MAX).max(0);
        Refusal::new("registration.no_places").with("left", left).unless(self.fits(party))?;
        self.each(party, |quota| quota.taken += party.size);
        Ok(())
    }

    /// The party gives its places back.
    pub(crate) fn free(&mut self, party: &Party) {
        self.each(party, |quota| quota.taken -= party.size);
    }

    fn each(&mut self, party: &Party, change: impl FnMut(&mut Quota)) {
        self.0.iter_mut().filter(|quota| party.falls_under(&quota.scope)).for_each(change);
    }

    /// The largest party that could still come in at all: what the total has left.
    pub(crate) fn largest(&self) -> i64 {
        let totals = self.0.iter().filter(|quota| quota.scope == Scope::Total);
        totals.map(Quota::free).min().unwrap_or(i64::MAX)
    }

    /// The total, if it is limited: places and how many are taken.
    pub(crate) fn total(&self) -> Option<&Quota> {
        self.0.iter().find(|quota| quota.scope == Scope::Total)
    }

    /// Who of those waiting, in their order, gets places now: everyone that fits wholly when the turn comes. They are taken.
    pub(crate) fn serve<T>(&mut self, line: impl IntoIterator<Item = (T, Party)>) -> Vec<T> {
        line.into_iter().filter(|(_, party)| self.take(party).is_ok()).map(|(one, _)| one).collect()
    }
}

/// A quota has other places from now on; never fewer than are taken.
pub(crate) fn resize(quota: Quota, places: i64) -> Result<Quota, Refusal> {
    Refusal::new("registration.below_taken").with("taken", quota.taken).unless(places >= quota.taken)?;
    Ok(Quota { places, ..quota })
}

/// For showing that the tests notice: built with the feature `unguarded`, every party fits.
const fn is_unguarded() -> bool {
    cfg!(feature = "unguarded")
}

#[cfg(all(test, not(feature = "unguarded")))]
#[path = "places_tests.rs"]
mod tests;
