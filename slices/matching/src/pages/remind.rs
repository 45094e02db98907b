//! Reminders: both sides of an invitation that is due in two working days and not answered.

use crate::rules::PostState;
use crate::store::{posts, villages};
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::Notice;

/// The daily work.
pub(crate) const KIND: &str = "matching.remind";

/// Working days ahead.
const AHEAD: i32 = 2;

pub(crate) fn run(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    let (today, calendar) = (tx.now.day(), tx.calendar()?);
    if !calendar.is_worked(today) {
        return Ok(());
    }
    for post in posts::list_unanswered(tx, calendar.plus(today, AHEAD))? {
        let PostState::Invited { until, expert, village, .. } = post.state else { continue };
        if until < today || calendar.between(today, until) != AHEAD {
            continue;
        }
        let name = villages::get(tx, post.village)?.name;
        let asked = [(expert, Some(post.person)), (village, post.contact)];
        for person in asked.into_iter().filter(|(said, _)| said.is_none()).filter_map(|(_, person)| person) {
            let blanks = vec![("village", name.clone()), ("until", until.to_string())];
            ground::notices::tell(
                tx,
                &Notice { person, text: "post_due", blanks, href: format!("/posts/{}", post.id) },
            )?;
        }
    }
    Ok(())
}
