//! The list of needs.

use super::{STAFF, check_staff, discipline_names, months_text};
use crate::rules::StateNeed;
use crate::rules::UploadBatch;
use crate::store::{posts, villages};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const NEEDS: ListEntry = ListEntry {
    name: "need.list",
    path: "/needs",
    who: STAFF,
    columns: &[
        Column::text("need"),
        Column::text("village"),
        Column::text("disciplines"),
        Column::number("experts_wanted"),
        Column::text("months"),
        Column::text("state"),
    ],
    filters: &[],
    read: read_needs,
    page: Some(get),
};

fn read_needs(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let row = |need: crate::rules::Need| {
        let village = villages::find(read, need.village)?.map(|village| village.name);
        let (code, tone) = if posts::has_live(read, need.id)? { ("met", Tone::Good) } else { ("open", Tone::Warn) };
        let cells = vec![
            Cell::Text(need.title.clone()),
            Cell::maybe(village),
            Cell::Text(discipline_names(read, ctx, &need.disciplines)?),
            Cell::Number(need.disciplines.len() as i64),
            Cell::Text(months_text(ctx, need.months)),
            Cell::Code("need", code.into(), tone),
        ];
        Ok::<_, Stop>(Row::to(format!("/needs/{}", need.id), cells))
    };
    let rows =
        villages::list_needs(read, window.offset(), window.limit)?.into_iter().map(row).collect::<Result<_, _>>()?;
    Ok(Rows { rows, total: villages::count_needs(read)?, choices: Vec::new() })
}

#[derive(Template)]
#[template(path = "needs.html")]
struct Needs<'a> {
    ctx: &'a Ctx,
    may_add: bool,
    may_import: bool,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let may_add = ctx.viewer.is_able::<StateNeed>(&House);
    let may_import = ctx.viewer.is_able::<UploadBatch>(&House);
    Page::html(ctx.t("need.list"), &Needs { ctx, may_add, may_import, table: NEEDS.html(read, ctx)? })
}
