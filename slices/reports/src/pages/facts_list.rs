//! The ledger itself, newest first.

use crate::STAFF;
use ground::db::Read;
use ground::stop::Stop;
use logic::form::{Field, pick};
use web::{Cell, Choice, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const FACTS: ListEntry = ListEntry {
    name: "fact_list.title",
    path: "/facts",
    who: STAFF,
    columns: &[
        Column::text("fact_number"),
        Column::text("fact_kind"),
        Column::day("on"),
        Column::number("quantity"),
        Column::text("taken_back"),
        Column::text("recorded"),
    ],
    filters: &[KIND],
    read,
    page: None,
};

const KIND: Field = pick().named("kind", false);

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let kind = ctx.asked("kind");
    let row = |fact: logic::fact::Fact| {
        let sign =
            if fact.sign < 0 { Cell::Code("reason", fact.reason.unwrap_or_default(), Tone::Bad) } else { Cell::Empty };
        let cells = vec![
            Cell::Text(format!("#{}", fact.position)),
            Cell::Text(ctx.word("fact", &fact.kind)),
            Cell::Day(fact.happened),
            Cell::Number(fact.quantity),
            sign,
            Cell::Moment(fact.stamp.at),
        ];
        Row::to(format!("/facts/{}", fact.position), cells)
    };
    let rows = read.latest_facts(kind, window.offset(), window.limit)?.into_iter().map(row).collect();
    let kinds = ctx.house.facts().map(|kind| Choice::new(kind.name, ctx.word("fact", kind.name))).collect();
    Ok(Rows { rows, total: read.count_facts(kind)?, choices: vec![("kind", kinds)] })
}
