//! Reminders: five working days before a task is due, on the day itself, and every fifth working day it is late.

use crate::rules::Task;
use crate::store::tasks;
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::{Notice, Role};
use logic::calendar::Calendar;
use logic::id::PersonId;
use logic::time::Day;

/// The daily work.
pub(crate) const KIND: &str = "plan.remind";

/// Working days ahead of the due date.
const AHEAD: i32 = 5;

pub(crate) fn run(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    let (today, calendar) = (tx.now.day(), tx.calendar()?);
    if !calendar.is_worked(today) {
        return Ok(());
    }
    for task in tasks::list_due(tx, calendar.plus(today, AHEAD))? {
        let Some(text) = task.due.and_then(|due| reminder(&calendar, due, today)) else { continue };
        for person in receivers(tx, &task, today)? {
            let blanks =
                vec![("task", task.name.clone()), ("due", task.due.map(|due| due.to_string()).unwrap_or_default())];
            ground::notices::tell(tx, &Notice { person, text, blanks, href: format!("/tasks/{}", task.id) })?;
        }
    }
    Ok(())
}

/// What is to be said of a task due on that day, if anything today.
fn reminder(calendar: &Calendar, due: Day, today: Day) -> Option<&'static str> {
    match calendar.between(today, due) {
        AHEAD if due > today => Some("task_due_soon"),
        0 if due == today => Some("task_due_today"),
        late if due < today && late % AHEAD == 0 => Some("task_late"),
        _ => None,
    }
}

/// The owner; without one, the officers of the lead unit.
fn receivers(tx: &Tx, task: &Task, today: Day) -> Result<Vec<PersonId>, Stop> {
    match task.owner {
        Some(owner) => Ok(vec![owner]),
        None => Ok(tx.people_with_role(Role::Officer, task.lead.id, today)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_come_on_working_days_only() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let calendar = Calendar::official();
        let on = |today| reminder(&calendar, day("2026-03-20"), day(today));
        assert_eq!(on("2026-03-13"), Some("task_due_soon"));
        assert_eq!(on("2026-03-12"), None);
        assert_eq!(on("2026-03-16"), None);
        assert_eq!(on("2026-03-20"), Some("task_due_today"));
        assert_eq!(on("2026-03-23"), None);
        assert_eq!(on("2026-03-27"), Some("task_late"));
        assert_eq!(
            reminder(&calendar, day("2026-02-24"), day("2026-02-10")),
            Some("task_due_soon"),
            "the spring festival does not count"
        );
    }
}
