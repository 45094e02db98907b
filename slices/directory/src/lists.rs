//! The directory's lists.

use crate::STAFF;
use ground::db::Read;
use ground::directory::PersonFilter;
use ground::stop::Stop;
use logic::form::{Field, line, pick};
use web::{Cell, Choice, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const PEOPLE: ListEntry = ListEntry {
    name: "person.list",
    path: crate::pages::people::PATH,
    who: STAFF,
    columns: &[Column::text("name"), Column::text("phone"), Column::text("unit"), Column::text("title")],
    filters: &[PERSON_TEXT, UNIT],
    read: read_people,
    page: Some(crate::pages::people::get),
};

const PERSON_TEXT: Field = line().named("text", false);
const UNIT: Field = pick().named("unit", false);

fn read_people(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let units = read.list_units()?;
    let filter = PersonFilter {
        text: ctx.asked("text").map(Into::into),
        unit: ctx.asked("unit").and_then(|unit| unit.parse().ok()),
    };
    let people = read.list_people(&filter, window.offset(), window.limit)?;
    let rows = people.into_iter().map(|person| {
        let unit = person.unit.and_then(|unit| units.iter().find(|known| known.id == unit));
        let cells = vec![
            Cell::maybe(person.name),
            Cell::maybe(person.phone.map(|phone| phone.0)),
            Cell::maybe(unit.map(|unit| unit.name.clone())),
            Cell::maybe(person.title),
        ];
        Row::to(format!("/people/{}", person.id), cells)
    });
    let choices = units.iter().map(|unit| Choice::new(unit.id, unit.name.clone())).collect();
    Ok(Rows { rows: rows.collect(), total: read.count_people(&filter)?, choices: vec![("unit", choices)] })
}

pub(crate) const UNITS: ListEntry = ListEntry {
    name: "unit.list",
    path: "/units/table",
    who: STAFF,
    columns: &[Column::text("name"), Column::text("unit_kind"), Column::text("parent"), Column::text("credit_code")],
    filters: &[],
    read: read_units,
    page: None,
};

fn read_units(read: &Read, _ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let units = read.list_units()?;
    let name_of = |id| units.iter().find(|unit| Some(unit.id) == id).map(|unit| unit.name.clone());
    let rows = units.iter().skip(window.offset() as usize).take(window.limit as usize).map(|unit| {
        let kind = Cell::Code("unit_kind", unit.kind.to_string(), Tone::Plain);
        let cells = vec![
            Cell::Text(unit.name.clone()),
            kind,
            Cell::maybe(name_of(unit.parent)),
            Cell::maybe(unit.credit_code.clone()),
        ];
        Row::to(format!("/units/{}", unit.id), cells)
    });
    Ok(Rows { rows: rows.collect(), total: units.len() as i64, choices: Vec::new() })
}

pub(crate) const DISCIPLINES: ListEntry = ListEntry {
    name: "discipline.list",
    path: "/disciplines",
    who: STAFF,
    columns: &[Column::text("code"), Column::text("name"), Column::text("english")],
    filters: &[],
    read: read_disciplines,
    page: None,
};

fn read_disciplines(read: &Read, _ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let all = read.list_disciplines()?;
    let total = all.len() as i64;
    let some = all.into_iter().skip(window.offset() as usize).take(window.limit as usize);
    let rows = some.map(|discipline| {
        Row::of(vec![Cell::Text(discipline.code), Cell::Text(discipline.name), Cell::Text(discipline.english)])
    });
    Ok(Rows { rows: rows.collect(), total, choices: Vec::new() })
}
