//! The facts of volunteering, and the figures read from them. A fact's class tells volunteers, lecturers and staff apart;
//! its object is the activity. Persons, hours and shifts are different figures.

use logic::fact::FactKind;
use logic::fold::{Indicator, Measure};

const VOLUNTEER: Option<&str> = Some("/volunteers/{}");
const SHIFT: Option<&str> = Some("/shifts/{}");
const SIGNUP: Option<&str> = Some("/shifts/signups/{}");
const CERTIFICATE: Option<&str> = Some("/certificates/{}");
const RECONCILIATION: Option<&str> = Some("/volunteers/reconciliations/{}");
const SETTINGS: Option<&str> = None;

macro_rules! kinds {
    ($($name:ident = $kind:literal, $href:ident;)+) => {
        $(pub(crate) static $name: FactKind = FactKind::new($kind, 1, $href);)+
        pub(crate) static ALL: &[&FactKind] = &[$(&$name),+];
    };
}

kinds! {
    JOINED = "volunteer.joined", VOLUNTEER;
    EDITED = "volunteer.edited", VOLUNTEER;
    PAUSED = "volunteer.paused", VOLUNTEER;
    RESUMED = "volunteer.resumed", VOLUNTEER;
    LEFT = "volunteer.left", VOLUNTEER;
    QUALIFIED = "volunteer.qualified", VOLUNTEER;
    QUALIFICATION_SEEN = "volunteer.qualification_seen", VOLUNTEER;
    QUALIFICATION_DROPPED = "volunteer.qualification_dropped", VOLUNTEER;
    REST_SET = "volunteering.rest_set", SETTINGS;
    OPENED = "shift.opened", SHIFT;
    SHIFT_EDITED = "shift.edited", SHIFT;
    CANCELLED = "shift.cancelled", SHIFT;
    CLOSED = "shift.closed", SHIFT;
    INVITED = "signup.invited", SIGNUP;
    MADE = "signup.made", SIGNUP;
    WAITED = "signup.waited", SIGNUP;
    CONFIRMED = "signup.confirmed", SIGNUP;
    PASSED_OVER = "signup.passed_over", SIGNUP;
    WITHDRAWN = "signup.withdrawn", SIGNUP;
    SWAP_OFFERED = "signup.swap_offered", SIGNUP;
    SWAP_DROPPED = "signup.swap_dropped", SIGNUP;
    SWAPPED = "signup.swapped", SIGNUP;
    CAME = "signup.came", SIGNUP;
    WENT = "signup.went", SIGNUP;
    PRESENCE_CONFIRMED = "signup.presence_confirmed", SIGNUP;
    SERVED = "shift.served", SIGNUP;
    TAKEN_BACK = "signup.hours_taken_back", SIGNUP;
    ISSUED = "certificate.issued", CERTIFICATE;
    REVOKED = "certificate.revoked", CERTIFICATE;
    RECONCILED = "reconciliation.read", RECONCILIATION;
    RECONCILIATION_DROPPED = "reconciliation.dropped", SETTINGS;
}

const fn figure(
    key: &'static str,
    measure: Measure,
    (kind, class): (&'static FactKind, &'static str),
    unit: &'static str,
    words: &'static [&'static str],
) -> Indicator {
    Indicator { key, measure, kind, audience: None, channel: None, class: Some(class), unit, words, is_public: true }
}

/// 志愿者人数: who served, each person once.
pub(crate) static VOLUNTEERS: Indicator =
    figure("volunteers.people", Measure::Persons, (&SERVED, "volunteer"), "unit.person", &["志愿者"]);
/// 志愿服务时长, in minutes.
pub(crate) static MINUTES: Indicator =
    figure("volunteers.minutes", Measure::Sum, (&SERVED, "volunteer"), "unit.minute", &[]);
/// 志愿服务人次
pub(crate) static SERVICES: Indicator =
    figure("volunteers.services", Measure::Facts, (&SERVED, "volunteer"), "unit.person_time", &[]);
/// 志愿服务班次
pub(crate) static SHIFTS: Indicator =
    figure("volunteers.shifts", Measure::Facts, (&CLOSED, "volunteer"), "unit.shift", &["班次"]);
/// 参加科普服务的专家、讲师
pub(crate) static LECTURERS: Indicator =
    figure("volunteers.lecturers", Measure::Persons, (&SERVED, "lecturer"), "unit.person", &[]);
/// Their time, in minutes.
pub(crate) static LECTURER_MINUTES: Indicator =
    figure("volunteers.lecturer_minutes", Measure::Sum, (&SERVED, "lecturer"), "unit.minute", &[]);

pub(crate) static INDICATORS: &[&Indicator] =
    &[&VOLUNTEERS, &MINUTES, &SERVICES, &SHIFTS, &LECTURERS, &LECTURER_MINUTES];
