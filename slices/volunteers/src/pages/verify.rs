//! Verifying a certificate: by its number, for anyone; it shows what the holder agreed to show, as it was certified and as
//! it stands now.

use super::certificate::told;
use super::record::{Record, minutes_of};
use crate::rules::{Certificate, hours_text};
use crate::store::certificates;
use askama::Template;
use ground::db::Read;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(
    source = "<p>{{ ctx.t(\"verify.lead\") }}</p>{% if unknown %}<p class=\"note\" role=\"status\">{{ ctx.t(\"verify.unknown\") }}</p>{% endif %}<form method=\"get\" action=\"/verify\" class=\"form\"><div class=\"field\"><label for=\"number\">{{ ctx.t(\"certificate.number\") }}</label><input id=\"number\" name=\"number\" required maxlength=\"40\" value=\"{{ number }}\"></div><div class=\"buttons\"><button>{{ ctx.t(\"verify.submit\") }}</button></div></form>",
    ext = "html"
)]
struct AskPage<'a> {
    ctx: &'a Ctx,
    unknown: bool,
    number: String,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage<'a> {
    ctx: &'a Ctx,
    certificate: &'a Certificate,
    name: String,
    count: usize,
    hours: String,
    lines: Vec<Record>,
    gone: usize,
    hours_now: String,
}

/// As it was typed: spaces, lines and small letters do not matter.
fn tidy(number: &str) -> String {
    let letters: Vec<char> =
        number.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let number = ctx.asked("number").map(tidy).unwrap_or_default();
    if certificates::find_numbered(read, &number)?.is_some() {
        return Ok(Page::Redirect(format!("/verify/{number}")));
    }
    ask(ctx, number)
}

fn ask(ctx: &Ctx, number: String) -> Answer {
    Page::html(ctx.t("verify.title"), &AskPage { ctx, unknown: !number.is_empty(), number })
}

pub(crate) fn get_one(read: &Read, ctx: &Ctx) -> Answer {
    let number = tidy(&ctx.at::<String>("number")?);
    let Some(certificate) = certificates::find_numbered(read, &number)? else { return ask(ctx, number) };
    let then = told(read, ctx, &certificate, certificate.position)?;
    let now = told(read, ctx, &certificate, read.last_fact()?.0)?;
    // What was recorded after it was issued is no part of it.
    let standing: Vec<_> = now.into_iter().filter(|record| record.position <= certificate.position).collect();
    let person = read.find_standing_person(certificate.person)?.and_then(|person| person.name);
    let page = VerifyPage {
        ctx,
        name: shown_name(ctx, &certificate, person),
        count: then.len(),
        hours: hours_text(minutes_of(&then)),
        gone: then.len() - standing.len(),
        hours_now: hours_text(minutes_of(&standing)),
        lines: if certificate.shows.lines { then } else { Vec::new() },
        certificate: &certificate,
    };
    Page::html(ctx.t("verify.title"), &page)
}

/// The whole name if the holder agreed, else the family name; of one who is erased, that there is none any more.
fn shown_name(ctx: &Ctx, certificate: &Certificate, name: Option<String>) -> String {
    match name {
        None => ctx.t("volunteer.nameless").into_owned(),
        Some(name) if certificate.shows.name => name,
        Some(name) => name.chars().enumerate().map(|(at, letter)| if at == 0 { letter } else { '*' }).collect(),
    }
}
