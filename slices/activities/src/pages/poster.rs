//! A poster to print: the activity, and a QR code that leads to its page.

use super::find;
use crate::rules::Activity;
use askama::Template;
use fast_qr::convert::{Builder, Shape, svg::SvgBuilder};
use fast_qr::qr::{QRBuilder, QRCode};
use ground::db::{Fault, Read};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "poster.html")]
struct Poster<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    place: String,
    parties: Vec<String>,
    qr: String,
    address: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = find(read, ctx)?;
    let place = activity.plan.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
    let address = format!("{}{}", ctx.house.config.public_url, activity.href());
    let parties = crate::store::parties::list(read, activity.id)?.into_iter().map(|party| party.name).collect();
    let page = Poster { ctx, qr: qr(&address)?, activity: &activity, place, parties, address };
    Ok(Page::html(&activity.plan.title, &page)?.bare())
}

/// A QR code as SVG.
pub(crate) fn qr(text: &str) -> Result<String, Fault> {
    let code: QRCode = QRBuilder::new(text).build().map_err(|error| Fault::broken("making a QR code", error))?;
    Ok(SvgBuilder::default().shape(Shape::Square).margin(2).to_str(&code))
}
