//! Places: from provinces down to villages, a level a page.

use super::check_staff;
use askama::Template;
use ground::db::Read;
use ground::directory::Place;
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::place::{Level, PlaceCode};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "places.html")]
struct Places<'a> {
    ctx: &'a Ctx,
    counts: Vec<(String, i64)>,
    below: Vec<Place>,
    panels: Vec<String>,
}

/// The association's own area first; without one, all provinces.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let own: Option<PlaceCode> = read.setting(settings::REGION)?.and_then(|code| code.parse().ok());
    let below = match own {
        Some(own) => read.list_places(own, next_level(own.level()).unwrap_or(Level::Village))?,
        None => read.list_places(PlaceCode(0), Level::Province)?,
    };
    let below = if own.is_none() && below.is_empty() { provinces(read)? } else { below };
    let names = Level::ALL.iter().map(|level| ctx.word("level", format!("{level:?}").to_lowercase()));
    let counts = names.zip(read.count_places()?).collect();
    Page::html(ctx.t("place.list"), &Places { ctx, counts, below, panels: Vec::new() })
}

fn provinces(read: &Read) -> Result<Vec<Place>, Stop> {
    let mut all = Vec::new();
    for code in 10..100 {
        all.extend(read.find_place(PlaceCode(code * Level::Province.span()))?);
    }
    Ok(all)
}

pub(crate) fn get_place(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let code: PlaceCode = ctx.at("code")?;
    let place = read.find_place(code)?.or_missing()?;
    let mut below = Vec::new();
    let mut level = next_level(code.level());
    // Some cities have towns directly below them (东莞): then the next level down is shown.
    while let Some(next) = level.filter(|_| below.is_empty()) {
        below = read.list_places(code, next)?;
        level = next_level(next);
    }
    let panels = ctx.panels(read, "place", Some(logic::id::Id::from(i128::from(code.0).to_be_bytes())))?;
    let mut page = Page::html(&place.name, &Places { ctx, counts: Vec::new(), below, panels })?
        .below(ctx.t("place.list"), "/places");
    for above in ancestors(read, code)? {
        page = page.below(above.name, format!("/places/{}", above.code));
    }
    Ok(page)
}

fn ancestors(read: &Read, code: PlaceCode) -> Result<Vec<Place>, Stop> {
    let mut found = Vec::new();
    let mut at = code.parent();
    while let Some(above) = at {
        found.extend(read.find_place(above)?);
        at = above.parent();
    }
    found.reverse();
    Ok(found)
}

fn next_level(level: Level) -> Option<Level> {
    Level::ALL.into_iter().find(|next| *next > level)
}
