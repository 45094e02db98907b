//! The facts of activities, and the figures read from them. A fact's class is the activity's (or, for money, its source).

use logic::fact::FactKind;
use logic::fold::{Indicator, Measure};

const ACTIVITY: Option<&str> = Some("/activities/{}");
const SERIES: Option<&str> = Some("/activities/series/{}");
const ENTRY: Option<&str> = Some("/activities/entries/{}");

macro_rules! kinds {
    ($($name:ident = $kind:literal, $href:ident;)+) => {
        $(pub(crate) static $name: FactKind = FactKind::new($kind, 1, $href);)+
        pub(crate) static ALL: &[&FactKind] = &[$(&$name),+];
    };
}

kinds! {
    SERIES_BEGUN = "activity_series.begun", SERIES;
    SERIES_CLOSED = "activity_series.closed", SERIES;
    ADDED = "activity.added", ACTIVITY;
    EDITED = "activity.edited", ACTIVITY;
    FILED = "activity.filed", ACTIVITY;
    RETURNED = "activity.returned", ACTIVITY;
    APPROVED = "activity.approved", ACTIVITY;
    ANNOUNCED = "activity.announced", ACTIVITY;
    MOVED = "activity.moved", ACTIVITY;
    CANCELLED = "activity.cancelled", ACTIVITY;
    HELD = "activity.held", ACTIVITY;
    SERVED = "activity.served", ACTIVITY;
    JOINED = "activity.joined", ACTIVITY;
    CONCLUDED = "activity.concluded", ACTIVITY;
    PARTY_ADDED = "activity.party_added", ACTIVITY;
    PARTY_REMOVED = "activity.party_removed", ACTIVITY;
    SESSION_ADDED = "activity.session_added", ACTIVITY;
    SESSION_REMOVED = "activity.session_removed", ACTIVITY;
    COST_PLANNED = "activity.cost_planned", ACTIVITY;
    COST_SETTLED = "activity.cost_settled", ACTIVITY;
    COST_REMOVED = "activity.cost_removed", ACTIVITY;
    ENTRY_SET_UP = "activity.entry_set_up", ACTIVITY;
    PLACES_SET = "activity.places_set", ACTIVITY;
    PLACES_DROPPED = "activity.places_dropped", ACTIVITY;
    QUESTION_ADDED = "activity.question_added", ACTIVITY;
    QUESTION_DROPPED = "activity.question_dropped", ACTIVITY;
    INVITED = "activity.invited", ACTIVITY;
    DRAWN = "activity.drawn", ACTIVITY;
    ROSTER_IMPORTED = "activity.roster_imported", ACTIVITY;
    ROSTER_UNDONE = "activity.roster_undone", ACTIVITY;
    MADE = "registration.made", ENTRY;
    REQUESTED = "registration.requested", ENTRY;
    ENTERED = "registration.entered", ENTRY;
    WAITED = "registration.waited", ENTRY;
    OFFERED = "registration.offered", ENTRY;
    CONFIRMED = "registration.confirmed", ENTRY;
    DECLINED = "registration.declined", ENTRY;
    LAPSED = "registration.lapsed", ENTRY;
    REFUSED = "registration.refused", ENTRY;
    CHANGED = "registration.changed", ENTRY;
    TRANSFERRED = "registration.transferred", ENTRY;
    WITHDRAWN = "registration.cancelled", ENTRY;
}

const fn figure(
    key: &'static str,
    measure: Measure,
    kind: &'static FactKind,
    unit: &'static str,
    words: &'static [&'static str],
) -> Indicator {
    Indicator { key, measure, kind, audience: None, channel: None, class: None, unit, words, is_public: true }
}

/// 举办活动: each counted once, whoever else co-hosts.
pub(crate) static ACTIVITIES: Indicator =
    figure("activities.held", Measure::Facts, &HELD, "unit.activity", &["活动", "场", "次"]);
/// 活动场次
pub(crate) static SESSIONS: Indicator = figure("activities.sessions", Measure::Sum, &HELD, "unit.session", &["场次"]);
/// 举办单位
pub(crate) static HOSTS: Indicator = figure("activities.hosts", Measure::Units, &HELD, "unit.unit", &[]);
/// 活动覆盖的地方
pub(crate) static PLACES: Indicator = figure("activities.places", Measure::Places, &HELD, "unit.place", &[]);
/// 活动支出, in fen
pub(crate) static SPENT: Indicator =
    Indicator { is_public: false, ..figure("activities.spent", Measure::Sum, &COST_SETTLED, "unit.fen", &[]) };

/// 报名人次: persons of all parties that registered, whatever became of them.
pub(crate) static REGISTERED: Indicator = figure("activities.registered", Measure::Sum, &MADE, "unit.person_time", &[]);
/// 报名人数: who registered, each person once.
pub(crate) static REGISTRANTS: Indicator =
    figure("activities.registrants", Measure::Persons, &MADE, "unit.person", &[]);

pub(crate) static INDICATORS: &[&Indicator] =
    &[&ACTIVITIES, &SESSIONS, &HOSTS, &PLACES, &SPENT, &REGISTERED, &REGISTRANTS];
