//! The chapter of experts and villages in the annual report.

use crate::facts::{
    DAYS, EXPERTS_AGREED, EXPERTS_OUT, HOUSEHOLDS, NEEDS_AGREED, ONLINE, ONSITE, PEOPLE, RETURNS, TECHNIQUES, VILLAGES,
    VISITS,
};
use ground::db::Read;
use ground::settings;
use ground::stop::Stop;
use logic::fold::{Indicator, Query};
use logic::place::{Level, PlaceCode};
use logic::time::Day;
use web::Ctx;
use web::figures::{Passage, Piece};

pub(crate) fn write(read: &Read, ctx: &Ctx, year: i16) -> Result<Vec<Passage>, Stop> {
    let (from, to) = Day::year_span(year);
    let of = |indicator: &Indicator| indicator.query(None, from, to);
    let row = |indicator: &&Indicator| {
        let name = ctx.word("indicator", indicator.key);
        vec![
            Piece::Words(name.clone()),
            Piece::Figure(of(indicator), name),
            Piece::Words(ctx.t(indicator.unit).into_owned()),
        ]
    };
    let all = [
        &EXPERTS_AGREED,
        &NEEDS_AGREED,
        &EXPERTS_OUT,
        &VILLAGES,
        &VISITS,
        &RETURNS,
        &DAYS,
        &TECHNIQUES,
        &HOUSEHOLDS,
        &PEOPLE,
        &ONSITE,
        &ONLINE,
    ];
    let mut passages = vec![
        Passage::Heading(1, ctx.t("report.field").into_owned()),
        Passage::Paragraph(summary(ctx, &of)),
        Passage::Table {
            caption: ctx.t("report.field_table").into_owned(),
            columns: ["figure", "actual", "unit_of"].map(|key| ctx.word("column", key)).to_vec(),
            rows: all.iter().map(row).collect(),
        },
    ];
    passages.extend(by_county(read, ctx, &of)?);
    Ok(passages)
}

fn summary(ctx: &Ctx, of: &dyn Fn(&Indicator) -> Query) -> Vec<Piece> {
    let words = |key: &str| Piece::Words(ctx.t(key).into_owned());
    let figure = |indicator: &Indicator| Piece::Figure(of(indicator), ctx.word("indicator", indicator.key));
    vec![
        words("report.field_1"),
        figure(&EXPERTS_OUT),
        words("report.field_2"),
        figure(&VILLAGES),
        words("report.field_3"),
        figure(&VISITS),
        words("report.field_4"),
        figure(&TECHNIQUES),
        words("report.field_5"),
        figure(&PEOPLE),
        words("report.field_6"),
    ]
}

/// Villages, visits and techniques, county by county.
fn by_county(read: &Read, ctx: &Ctx, of: &dyn Fn(&Indicator) -> Query) -> Result<Option<Passage>, Stop> {
    let own: Option<PlaceCode> = read.setting(settings::REGION)?.and_then(|code| code.parse().ok());
    let Some(own) = own else { return Ok(None) };
    let counties = read.list_places(own, Level::County)?;
    let shown = [&EXPERTS_OUT, &VILLAGES, &VISITS, &TECHNIQUES, &PEOPLE];
    let row = |county: &ground::directory::Place| {
        let figures = shown.iter().map(|indicator| {
            let mut query = of(indicator);
            query.filter.region = Some(county.code);
            Piece::Figure(query, format!("{} {}", county.name, ctx.word("indicator", indicator.key)))
        });
        std::iter::once(Piece::Words(county.name.clone())).chain(figures).collect()
    };
    let columns = std::iter::once(ctx.word("column", "county"))
        .chain(shown.iter().map(|indicator| ctx.word("indicator", indicator.key)))
        .collect();
    Ok(Some(Passage::Table {
        caption: ctx.t("report.by_county").into_owned(),
        columns,
        rows: counties.iter().map(row).collect(),
    }))
}
