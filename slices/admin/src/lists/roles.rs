//! The list of roles: who is trusted with what, where, and until when.

use crate::ADMINISTRATOR;
use crate::rules::{Standing, standing};
use crate::store::roles::{self, RoleFilter, RoleLine};
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Role;
use logic::form::{Field, choice, pick};
use logic::time::Day;
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const ROLES: ListEntry = ListEntry {
    name: "role.list",
    path: "/roles",
    who: ADMINISTRATOR,
    columns: &[
        Column::text("login"),
        Column::text("person").sorted(),
        Column::text("role"),
        Column::text("unit").sorted(),
        Column::day("from"),
        Column::day("until").sorted(),
        Column::text("standing"),
    ],
    filters: &[ROLE, UNIT, STANDING],
    read: read_roles,
    page: None,
};

const ROLE: Field = choice("role", Role::CODES).named("role", false);
const UNIT: Field = pick().named("unit", false);
const STANDING: Field = choice("standing", Standing::CODES).named("standing", false);

fn read_roles(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let filter = RoleFilter {
        role: ctx.asked("role").and_then(|code| code.parse().ok()),
        unit: ctx.asked("unit").and_then(|unit| unit.parse().ok()),
        standing: ctx.asked("standing").and_then(|code| code.parse().ok()),
    };
    let today = ctx.viewer.today();
    let lines = roles::list(read, &filter, &window.order(), (window.offset(), window.limit))?;
    let rows = lines.into_iter().map(|line| row(line, today)).collect();
    Ok(Rows { rows, total: roles::count(read, &filter)?, choices: vec![("unit", web::choices::units(read)?)] })
}

fn row(line: RoleLine, today: Day) -> Row {
    let standing = standing(line.term, today);
    let cells = vec![
        Cell::Text(line.login),
        Cell::maybe(line.person),
        Cell::Code("role", line.role.to_string(), Tone::Plain),
        Cell::Text(line.unit),
        Cell::Day(line.term.from),
        Cell::maybe_day(line.term.until),
        Cell::Code("standing", standing.to_string(), tone_of(standing)),
    ];
    Row::to(format!("/accounts/{}", line.account), cells)
}

pub(crate) fn tone_of(standing: Standing) -> Tone {
    match standing {
        Standing::Coming => Tone::Active,
        Standing::InForce => Tone::Good,
        Standing::Ending => Tone::Warn,
        Standing::Over => Tone::Plain,
    }
}
