//! The sign-in log, newest first: for finding out what happened, never for counting who comes how often.

use crate::ADMINISTRATOR;
use crate::store::signs::{self, SignFilter, SignLine};
use ground::db::Read;
use ground::identity::Outcome;
use ground::stop::Stop;
use logic::form::{Field, choice, day, line};
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const SIGNS: ListEntry = ListEntry {
    name: "sign.list",
    path: "/sign-ins",
    who: ADMINISTRATOR,
    columns: &[
        Column::text("at"),
        Column::text("login"),
        Column::text("person"),
        Column::text("outcome"),
        Column::text("origin"),
    ],
    filters: &[LOGIN, OUTCOME, FROM, TO],
    read: read_signs,
    page: None,
};

const LOGIN: Field = line().named("login", false);
const OUTCOME: Field = choice("outcome", Outcome::CODES).named("outcome", false);
const FROM: Field = day().named("from", false);
const TO: Field = day().named("to", false);

fn read_signs(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let filter = SignFilter {
        login: ctx.asked("login").map(str::to_lowercase),
        outcome: ctx.asked("outcome").and_then(|code| code.parse().ok()),
        from: ctx.asked("from").and_then(|day| day.parse().ok()),
        to: ctx.asked("to").and_then(|day| day.parse().ok()),
    };
    let rows = signs::list(read, &filter, window.offset(), window.limit)?.into_iter().map(row).collect();
    Ok(Rows { rows, total: signs::count(read, &filter)?, choices: Vec::new() })
}

fn row(line: SignLine) -> Row {
    let cells = vec![
        Cell::Moment(line.at),
        line.login.zip(line.account).map_or(Cell::Empty, |(login, id)| Cell::Link(login, format!("/accounts/{id}"))),
        Cell::maybe(line.person),
        Cell::Code("outcome", line.outcome.to_string(), tone_of(line.outcome)),
        Cell::Text(line.origin),
    ];
    Row::of(cells)
}

pub(crate) fn tone_of(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::In | Outcome::InByPhone | Outcome::Out => Tone::Plain,
        Outcome::Wrong | Outcome::WrongCode | Outcome::Locked | Outcome::Closed | Outcome::Unknown => Tone::Warn,
    }
}
