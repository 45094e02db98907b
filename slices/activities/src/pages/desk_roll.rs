//! What a phone at the door keeps for working alone: of one activity, only what the door asks for, and not longer than needed.
//! Receipts are sent as hashes and telephones as their last digits: what is on the phone lets nobody change a registration.

use super::attendance::run_by;
use crate::rules::Activity;
use crate::store::{attendance_rolls as rolls, sessions};
use ground::db::{Fault, Read};
use logic::time::Instant;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use web::{Answer, Ctx, Page};

/// The words the script says.
const TEXTS: &[&str] = &[
    "online",
    "offline",
    "kept",
    "waiting",
    "find",
    "scan",
    "stop_scan",
    "no_camera",
    "check_in",
    "in",
    "already",
    "cancelled",
    "not_confirmed",
    "other_session",
    "other_activity",
    "unknown",
    "wrong_day",
    "conflict",
    "clock",
    "erase",
    "erase_sure",
    "erased",
    "erase_waits",
    "walk_in",
    "name",
    "phone",
    "persons",
    "half_named",
    "sign_in",
    "roll_of",
    "refused",
    "full",
    "several",
    "fast",
    "slow",
];

/// As an attribute of the page.
pub(crate) fn texts(ctx: &Ctx) -> Result<String, Fault> {
    let word = |key: &&str| ((*key).to_owned(), Value::String(ctx.word("desk", key)));
    let texts: serde_json::Map<String, Value> = TEXTS.iter().map(word).collect();
    serde_json::to_string(&texts).map_err(|error| Fault::broken("texts of the desk", error))
}

/// Until when a phone may keep the roll: through the day after the activity.
fn kept_until(activity: &Activity) -> Instant {
    activity.plan.ends_at.day().plus(2).start()
}

/// Milliseconds, as scripts count time.
pub(crate) fn millis(at: Instant) -> i64 {
    at.0 / 1_000
}

/// The first half of the receipt's SHA-256, in hexadecimal: as the script makes it of what it scans.
fn hash(receipt: &str) -> String {
    Sha256::digest(receipt.as_bytes())[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let day = |at: Instant| at.day().to_string();
    let sessions: Vec<_> = sessions::list(read, activity.id)?
        .iter()
        .map(|one| {
            let words = super::registration_form::session_words(one);
            json!({ "id": one.id.to_string(), "words": words, "from": day(one.starts_at), "to": day(one.ends_at.plus_seconds(-1)) })
        })
        .collect();
    let mut came = std::collections::HashMap::<_, Vec<Value>>::new();
    for (party, session, on, at) in rolls::list_came(read, activity.id)? {
        let session = session.map(|id| id.to_string()).unwrap_or_default();
        came.entry(party).or_default().push(json!({ "s": session, "d": on.to_string(), "at": millis(at) }));
    }
    let rows: Vec<_> = rolls::list_for_phone(read, activity.id)?
        .into_iter()
        .map(|line| {
            json!({
                "id": line.id.to_string(),
                "h": hash(&line.receipt.to_string()),
                "n": line.number,
                "name": line.name,
                "tail": line.tail(),
                "size": line.size,
                "s": line.session.map(|id| id.to_string()).unwrap_or_default(),
                "state": line.state,
                "came": came.remove(&line.id).unwrap_or_default(),
            })
        })
        .collect();
    let plan = &activity.plan;
    let roll = json!({
        "activity": activity.id.to_string(),
        "title": plan.title,
        "from": day(plan.starts_at),
        "to": day(plan.ends_at.plus_seconds(-1)),
        "sessions": sessions,
        "rows": rows,
        "now": millis(ctx.viewer.now),
        "until": millis(kept_until(&activity)),
    });
    Ok(data(&roll))
}

/// JSON for our own script.
pub(crate) fn data(value: &Value) -> Page {
    Page::inline("data.json", "application/json", value.to_string().into_bytes())
}

/// The script of the desk.
pub(crate) fn script(_read: &Read, _ctx: &Ctx) -> Answer {
    Ok(Page::inline("desk.js", "text/javascript; charset=utf-8", include_bytes!("desk.js").to_vec()))
}

/// What keeps the desk of one activity working without a network. It stands below the activity's address, and works there only.
pub(crate) fn worker(_read: &Read, _ctx: &Ctx) -> Answer {
    Ok(Page::inline("worker.js", "text/javascript; charset=utf-8", include_bytes!("worker.js").to_vec()))
}
