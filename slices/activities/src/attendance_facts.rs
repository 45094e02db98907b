//! The facts of attendance, and the figures read from them. Persons with a name and heads without one are different kinds and are
//! never added up; on site and online are told apart by the channel. The object is the session, the class the activity's.

use logic::code::Channel;
use logic::fact::FactKind;
use logic::fold::{Indicator, Measure};

const ATTENDANCE: Option<&str> = Some("/activities/attendances/{}");
const CERTIFICATE: Option<&str> = Some("/activities/certificates/{}");
const ACTIVITY: Option<&str> = Some("/activities/{}");

/// 参加: a party was there; the person is the one who is known of it, the quantity all its persons.
pub(crate) static ATTENDED: FactKind = FactKind::new("activity.attended", 1, ATTENDANCE);
/// 离场
pub(crate) static LEFT: FactKind = FactKind::new("activity.left", 1, ATTENDANCE);
/// An attendance was put right: how many facts of it stand is told by [`ATTENDED`].
pub(crate) static ATTENDANCE_CORRECTED: FactKind = FactKind::new("activity.attendance_corrected", 1, ATTENDANCE);
/// An attendance was taken back.
pub(crate) static ATTENDANCE_VOIDED: FactKind = FactKind::new("activity.attendance_voided", 1, ATTENDANCE);
/// 清点人数: heads without names.
pub(crate) static COUNTED: FactKind = FactKind::new("activity.counted", 1, ATTENDANCE);
/// A head count was taken back.
pub(crate) static COUNT_VOIDED: FactKind = FactKind::new("activity.count_voided", 1, ATTENDANCE);
/// A paper sheet was entered, or a list imported: so many rows.
pub(crate) static SHEET_ENTERED: FactKind = FactKind::new("activity.sheet_entered", 1, ACTIVITY);
/// What a phone had kept was sent: so many entries.
pub(crate) static DESK_SYNCED: FactKind = FactKind::new("activity.desk_synced", 1, ACTIVITY);
/// A conflict of the desk was settled.
pub(crate) static DESK_SETTLED: FactKind = FactKind::new("activity.desk_settled", 1, ACTIVITY);
/// 参加证明
pub(crate) static CERTIFIED: FactKind = FactKind::new("activity.certified", 1, CERTIFICATE);
/// A certificate is good no more.
pub(crate) static CERTIFICATE_REVOKED: FactKind = FactKind::new("activity.certificate_revoked", 1, CERTIFICATE);
/// 反馈; the quantity is how satisfied, 1 to 5. Nobody is named.
pub(crate) static FEEDBACK_GIVEN: FactKind = FactKind::new("activity.feedback_given", 1, ACTIVITY);

pub(crate) const KINDS: &[&FactKind] = &[
    &ATTENDED,
    &LEFT,
    &ATTENDANCE_CORRECTED,
    &ATTENDANCE_VOIDED,
    &COUNTED,
    &COUNT_VOIDED,
    &SHEET_ENTERED,
    &DESK_SYNCED,
    &DESK_SETTLED,
    &CERTIFIED,
    &CERTIFICATE_REVOKED,
    &FEEDBACK_GIVEN,
];

const fn figure(
    key: &'static str,
    measure: Measure,
    kind: &'static FactKind,
    channel: Option<Channel>,
    unit: &'static str,
) -> Indicator {
    Indicator { key, measure, kind, audience: None, channel, class: None, unit, words: &[], is_public: true }
}

/// 参加人数: everyone who came and is known, once.
static ATTENDEES: Indicator = figure("activities.attendees", Measure::Persons, &ATTENDED, None, "unit.person");
/// 线下参加人次: persons of all parties that came.
static ON_SITE: Indicator =
    figure("activities.attended_onsite", Measure::Sum, &ATTENDED, Some(Channel::Onsite), "unit.person_time");
/// 线上参加人次
static ONLINE: Indicator =
    figure("activities.attended_online", Measure::Sum, &ATTENDED, Some(Channel::Online), "unit.person_time");
/// 线下清点人次: without names.
static COUNTED_ON_SITE: Indicator =
    figure("activities.counted_onsite", Measure::Sum, &COUNTED, Some(Channel::Onsite), "unit.person_time");
/// 线上清点人次: without names.
static COUNTED_ONLINE: Indicator =
    figure("activities.counted_online", Measure::Sum, &COUNTED, Some(Channel::Online), "unit.person_time");

pub(crate) const INDICATORS: &[&Indicator] = &[&ATTENDEES, &ON_SITE, &ONLINE, &COUNTED_ON_SITE, &COUNTED_ONLINE];
