//! 场次: a part of an activity with a time of its own.

use super::activity::{Activity, State};
use crate::facts;
use logic::act::{Change, May, Role::*, Who::*};
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// A session.
    SessionId
);

/// 场次
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// Where, if elsewhere than the activity.
    pub venue: String,
}

logic::act!(AddSession: Activity, "activity.add_session", [Role(Officer), Role(Secretary), Is(super::activity::KEEPER)]);
logic::act!(RemoveSession: Activity, "activity.remove_session", [Role(Officer), Role(Secretary), Is(super::activity::KEEPER)]);

/// An activity has at most so many sessions.
const MOST: usize = 200;

impl Activity {
    fn may_change_sessions(&self) -> bool {
        self.is_open() || self.state == State::Announced
    }

    /// A session more, within the activity's time.
    pub(crate) fn add_session(
        self,
        may: May<AddSession>,
        session: &Session,
        known: &[Session],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.over").unless(self.may_change_sessions())?;
        Refusal::new("activity.ends_first").unless(session.starts_at < session.ends_at)?;
        let is_within = self.plan.starts_at <= session.starts_at && session.ends_at <= self.plan.ends_at;
        Refusal::new("activity.session_outside").unless(is_within)?;
        Refusal::new("activity.too_many_sessions").with("most", MOST).unless(known.len() < MOST)?;
        let is_twin = |other: &Session| other.title == session.title && other.starts_at == session.starts_at;
        Refusal::new("activity.session_known").unless(!known.iter().any(is_twin))?;
        let fact = self.fact(&facts::SESSION_ADDED, may.by().at.day()).object(Some(session.id));
        Ok(Change::new(may, self, fact))
    }

    /// A session less; not one that people have registered for.
    pub(crate) fn remove_session(
        self,
        may: May<RemoveSession>,
        session: &Session,
        is_chosen: bool,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.over").unless(self.may_change_sessions())?;
        Refusal::new("activity.session_chosen").unless(!is_chosen)?;
        let fact = self.fact(&facts::SESSION_REMOVED, may.by().at.day()).object(Some(session.id));
        Ok(Change::new(may, self, fact))
    }
}
