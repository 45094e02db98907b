//! Coming and going: reported by the volunteer on the spot, or noted from the keeper's list; hours taken back.

use super::desk;
use crate::rules::PresenceStep as Step;
use crate::rules::{ArriveAtShift, CheckIn, CheckOut, ConfirmPresence, Entry, LeaveShift, TakeBackHours};
use askama::Template;
use fast_qr::convert::{Builder, Shape, svg::SvgBuilder};
use fast_qr::qr::{QRBuilder, QRCode};
use ground::db::Fault;
use ground::db::{Read, Tx};
use ground::identity::{Limit, limit};
use ground::stop::Stop;
use logic::act::Act;
use logic::code::Reason;
use logic::refusal::Refusal;
use logic::time::Instant;
use web::{Answer, Ctx, Done, Page};

/// Codes somebody may try at one shift.
const TRIES: Limit = Limit { name: "shift_code", count: 6, seconds: 3600 };

logic::form! {
    /// The code shown on the spot; without it the keeper confirms.
    pub(crate) struct CodeForm {
        shift_code: Option<String> = line().max(6),
    }
}

logic::form! {
    /// When; now, if nothing is said.
    pub(crate) struct AtForm {
        at: Option<Instant> = moment(),
    }
}

logic::form! {
    /// Why the hours were wrong.
    pub(crate) struct BackForm {
        correction: Reason = choice("reason", Reason::CODES),
    }
}

/// What was typed is the code, was none, or is wrong: then the try is counted.
fn has_code(tx: &mut Tx, ctx: &Ctx, entry: &Entry) -> Result<Option<bool>, Stop> {
    let form: CodeForm = ctx.form()?;
    let Some(typed) = form.shift_code else { return Ok(Some(false)) };
    limit(tx, TRIES, &entry.signup.id.to_string())?;
    Ok((typed == entry.shift.code).then_some(true))
}

fn report<A: Act<Noun = Entry>>(tx: &mut Tx, ctx: &Ctx, step: Step) -> Result<Done, Stop> {
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<A>(&entry)?;
    match has_code(tx, ctx, &entry)? {
        Some(has_code) => desk::commit(tx, entry.report(may, step, has_code)?),
        None => Ok(Done::refused(Refusal::new("service.wrong_code"))),
    }
}

pub(crate) fn arrive(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    report::<ArriveAtShift>(tx, ctx, Step::Came)
}

pub(crate) fn leave(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    report::<LeaveShift>(tx, ctx, Step::Went)
}

fn note<A: Act<Noun = Entry>>(tx: &mut Tx, ctx: &Ctx, step: Step) -> Result<Done, Stop> {
    let form: AtForm = ctx.form()?;
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<A>(&entry)?;
    let at = form.at.unwrap_or(ctx.viewer.now);
    desk::commit(tx, entry.note(may, step, at)?)
}

pub(crate) fn check_in(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    note::<CheckIn>(tx, ctx, Step::Came)
}

pub(crate) fn check_out(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    note::<CheckOut>(tx, ctx, Step::Went)
}

pub(crate) fn confirm(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<ConfirmPresence>(&entry)?;
    desk::commit(tx, entry.confirm(may)?)
}

pub(crate) fn take_back(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: BackForm = ctx.form()?;
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<TakeBackHours>(&entry)?;
    desk::commit(tx, entry.take_back(may, form.correction)?)
}

#[derive(Template)]
#[template(
    source = "<div class=\"toolbar\"><p class=\"actions\"><a href=\"{{ href }}\">{{ back }}</a></p></div><div class=\"poster\"><p class=\"when\">{{ when }}</p><p class=\"where\">{{ lead }}</p><div class=\"stat\"><div class=\"n\">{{ code }}</div></div><div class=\"qr\" role=\"img\" aria-label=\"{{ address }}\">{{ qr|safe }}</div><p class=\"address\">{{ address }}</p></div>",
    ext = "html"
)]
struct CodePage {
    href: String,
    back: String,
    when: String,
    lead: String,
    code: String,
    address: String,
    qr: String,
}

/// The code to be shown on the spot, on paper or on a screen; only to those who run the shift.
pub(crate) fn get_code(read: &Read, ctx: &Ctx) -> Answer {
    let shift = desk::shift(read, ctx)?;
    if !desk::runs(ctx, &shift) {
        return Err(Stop::Missing);
    }
    let address = format!("{}{}", ctx.house.config.public_url, shift.href());
    let page = CodePage {
        href: shift.href(),
        back: ctx.t("shift.back").into_owned(),
        when: format!("{} – {}", shift.plan.starts_at, shift.plan.ends_at),
        lead: ctx.t("shift.code_lead").into_owned(),
        code: shift.code.clone(),
        qr: qr(&address, 320)?,
        address,
    };
    Ok(Page::html(&shift.plan.role, &page)?.bare())
}

/// A QR code as SVG, so many pixels wide.
pub(crate) fn qr(text: &str, side: u16) -> Result<String, Fault> {
    let code: QRCode = QRBuilder::new(text).build().map_err(|error| Fault::broken("making a QR code", error))?;
    let svg = SvgBuilder::default().shape(Shape::Square).margin(2).to_str(&code);
    Ok(svg.replacen("<svg ", &format!("<svg width=\"{side}\" height=\"{side}\" "), 1))
}
