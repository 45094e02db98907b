//! Programmes on the start page, as cards.

use crate::rules::Programme;
use crate::store;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::id::Id;
use web::Ctx;

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    ctx: &'a Ctx,
    programmes: Vec<Programme>,
}

pub(crate) fn show(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let programmes = store::list(read, false)?;
    if programmes.is_empty() {
        return Ok(None);
    }
    let shown = Home { ctx, programmes }.render();
    Ok(Some(shown.map_err(|error| ground::db::Fault::broken("rendering a panel", error))?))
}
