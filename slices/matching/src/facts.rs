//! The facts of villages, experts and their visits, and the figures read from them.

use logic::code::Channel;
use logic::fact::FactKind;
use logic::fold::{Indicator, Measure};

const VILLAGE: Option<&str> = None;
const NEED: Option<&str> = Some("/needs/{}");
const EXPERT: Option<&str> = Some("/experts/{}");
const TECHNIQUE: Option<&str> = Some("/techniques/{}");
const ROUND: Option<&str> = Some("/rounds/{}");
const POST: Option<&str> = Some("/posts/{}");
const VISIT: Option<&str> = Some("/visits/{}");
const LETTER: Option<&str> = Some("/letters/{}");
const APPLICATION: Option<&str> = Some("/applications/{}");
const IMPORT: Option<&str> = Some("/imports/{}");

macro_rules! kinds {
    ($($name:ident = $kind:literal, $href:ident;)+) => {
        $(pub(crate) static $name: FactKind = FactKind::new($kind, 1, $href);)+
        pub(crate) static ALL: &[&FactKind] = &[$(&$name),+];
    };
}

kinds! {
    VILLAGE_CARDED = "village.carded", VILLAGE;
    NEED_STATED = "need.stated", NEED;
    NEED_EDITED = "need.edited", NEED;
    NEED_WITHDRAWN = "need.withdrawn", NEED;
    EXPERT_LISTED = "expert.listed", EXPERT;
    EXPERT_EDITED = "expert.edited", EXPERT;
    EXPERT_PAUSED = "expert.paused", EXPERT;
    EXPERT_RESUMED = "expert.resumed", EXPERT;
    TECHNIQUE_PROPOSED = "technique.proposed", TECHNIQUE;
    TECHNIQUE_PROVEN = "technique.proven", TECHNIQUE;
    TECHNIQUE_LISTED = "technique.listed", TECHNIQUE;
    TECHNIQUE_SPREAD = "technique.spread", TECHNIQUE;
    TECHNIQUE_WITHDRAWN = "technique.withdrawn", TECHNIQUE;
    ROUND_OPENED = "round.opened", ROUND;
    ROUND_RULED = "round.ruled", ROUND;
    ROUND_SOLVED = "round.solved", ROUND;
    ROUND_PUBLISHED = "round.published", ROUND;
    ROUND_CLOSED = "round.closed", ROUND;
    LETTER_HANDED = "letter.handed", LETTER;
    LETTER_WITHDRAWN = "letter.withdrawn", LETTER;
    POST_INVITED = "post.invited", POST;
    POST_ACCEPTED = "post.accepted", POST;
    POST_DECLINED = "post.declined", POST;
    POST_AGREED = "post.agreed", POST;
    POST_SERVED = "post.served", POST;
    POST_REVIEWED = "post.reviewed", POST;
    POST_GRADED = "post.graded", POST;
    POST_RENEWED = "post.renewed", POST;
    POST_ENDED = "post.ended", POST;
    VISIT_LOGGED = "visit.logged", VISIT;
    VISIT_RETURNED = "visit.returned", VISIT;
    VISIT_ATTENDED = "visit.attended", VISIT;
    VISIT_BENEFITED = "visit.benefited", VISIT;
    VISIT_VOIDED = "visit.voided", VISIT;
    TECHNIQUE_TAUGHT = "technique.taught", VISIT;
    TECHNIQUE_REPORTED = "technique.reported", APPLICATION;
    TECHNIQUE_APPLIED = "technique.applied", APPLICATION;
    TECHNIQUE_DENIED = "technique.denied", APPLICATION;
    BATCH_IMPORTED = "batch.imported", IMPORT;
    BATCH_UNDONE = "batch.undone", IMPORT;
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

const fn attendances(key: &'static str, channel: Channel) -> Indicator {
    Indicator { channel: Some(channel), ..figure(key, Measure::Sum, &VISIT_ATTENDED, "unit.attendance", &[]) }
}

/// 下村专家: different experts who went.
pub(crate) static EXPERTS_OUT: Indicator =
    figure("matching.experts_out", Measure::Persons, &VISIT_LOGGED, "unit.expert", &["专家"]);
/// 服务村: different villages visited. Ten visits to one village are one.
pub(crate) static VILLAGES: Indicator =
    figure("matching.villages_visited", Measure::Places, &VISIT_LOGGED, "unit.village", &["村"]);
/// 应用技术: different techniques that a farmer confirms to use.
pub(crate) static TECHNIQUES: Indicator =
    figure("matching.techniques_in_use", Measure::Objects, &TECHNIQUE_APPLIED, "unit.technique", &["技术"]);
/// 受益人数: different persons named on rosters.
pub(crate) static PEOPLE: Indicator =
    figure("matching.people", Measure::Persons, &VISIT_BENEFITED, "unit.person", &["民", "群众"]);
/// 进村次数
pub(crate) static VISITS: Indicator = figure("matching.visits", Measure::Facts, &VISIT_LOGGED, "unit.visit", &[]);
/// 服务天数
pub(crate) static DAYS: Indicator = figure("matching.days", Measure::Sum, &VISIT_LOGGED, "unit.day", &[]);
/// 线下人次
pub(crate) static ONSITE: Indicator = attendances("matching.attendances_onsite", Channel::Onsite);
/// 线上人次
pub(crate) static ONLINE: Indicator = attendances("matching.attendances_online", Channel::Online);
/// 回访次数
pub(crate) static RETURNS: Indicator = figure("matching.returns", Measure::Facts, &VISIT_RETURNED, "unit.visit", &[]);
/// 用技术的农户: different persons who confirm a technique in use.
pub(crate) static HOUSEHOLDS: Indicator =
    figure("matching.adopters", Measure::Persons, &TECHNIQUE_APPLIED, "unit.person", &[]);
/// 签约需求: needs with an agreement.
pub(crate) static NEEDS_AGREED: Indicator =
    figure("matching.needs_agreed", Measure::Objects, &POST_AGREED, "unit.need", &[]);
/// 签约专家
pub(crate) static EXPERTS_AGREED: Indicator =
    figure("matching.experts_agreed", Measure::Persons, &POST_AGREED, "unit.expert", &[]);

pub(crate) static INDICATORS: &[&Indicator] = &[
    &EXPERTS_OUT,
    &VILLAGES,
    &TECHNIQUES,
    &PEOPLE,
    &VISITS,
    &DAYS,
    &ONSITE,
    &ONLINE,
    &RETURNS,
    &HOUSEHOLDS,
    &NEEDS_AGREED,
    &EXPERTS_AGREED,
];
