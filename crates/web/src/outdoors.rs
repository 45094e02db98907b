//! Jobs that lead outside the database: sending notices, moving files to the store.

use crate::house::House;
use crate::text::{Lang, fill};
use ground::db::Fault;
use ground::jobs::Outside;
use ground::sender::Message;
use ground::stop::Stop;
use logic::id::Id;
use std::sync::Arc;

/// The work of a kind of job; nothing if it is none of these.
pub(crate) fn outside(house: Arc<House>, kind: &str, payload: String) -> Option<Outside> {
    match kind {
        ground::notices::SEND => Some(Box::pin(async move { send_notice(&house, &payload).await })),
        "code.send" => Some(Box::pin(async move { send_code(&house, &payload).await })),
        ground::files::MOVE => {
            Some(Box::pin(async move { ground::files::move_to_store(&house.db, &house.store, &payload).await }))
        }
        _ => None,
    }
}

/// Sends a notice to the person's mail address, or else their telephone, if the house's sender reaches it.
async fn send_notice(house: &House, payload: &str) -> Result<(), Fault> {
    let id: Id = payload.parse().map_err(|_| Fault::broken("sending a notice", payload))?;
    let found = house.db.read(move |read| {
        let Some(notice) = read.find_notice(id)? else { return Ok(None) };
        let person = read.find_standing_person(notice.person)?;
        Ok(person.map(|person| (notice, person)))
    });
    let Some((notice, person)) = found.await.map_err(as_fault)? else { return Ok(()) };
    let to = person.email.or(person.phone.map(|phone| phone.0)).filter(|to| house.sender.reaches(to));
    let Some(to) = to else { return Ok(()) };
    let words = |suffix: &str| {
        let key = format!("notice.{}{suffix}", notice.text);
        let text = house.texts.get(Lang::Zh, &key);
        fill(&text, notice.blanks.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    };
    let text = format!("{}\n{}{}\n", words(""), house.config.public_url, notice.href);
    house.sender.send(Message { to, subject: words("_subject"), text }).await
}

/// Sends a one-time code to a telephone. The payload, `number code`, is gone with the job.
async fn send_code(house: &House, payload: &str) -> Result<(), Fault> {
    let (phone, code) = payload.split_once(' ').ok_or_else(|| Fault::broken("sending a code", "no code"))?;
    let text = fill(&house.texts.get(Lang::Zh, "notice.code"), [("code", code)]);
    let subject = house.texts.get(Lang::Zh, "notice.code_subject").into_owned();
    house.sender.send(Message { to: phone.into(), subject, text }).await
}

fn as_fault(stop: Stop) -> Fault {
    match stop {
        Stop::Fault(fault) => fault,
        other => Fault::broken("sending a notice", format!("{other:?}")),
    }
}
