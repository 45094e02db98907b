//! Search over everything the reader may see.

use askama::Template;
use ground::db::Read;
use ground::directory::PersonFilter;
use ground::search::Hit;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    ctx: &'a Ctx,
    question: &'a str,
    hits: Vec<Hit>,
    total: i64,
    people: Vec<(String, String)>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let question: String = ctx.asked("q").unwrap_or_default().chars().take(100).collect();
    let (hits, total) = read.search(&ctx.viewer, &question, 50)?;
    let people = find_people(read, ctx, &question)?;
    Page::html(ctx.t("search.title"), &Search { ctx, question: &question, hits, total, people })
}

/// People are found by the beginning of their name or their whole telephone number, by staff only.
fn find_people(read: &Read, ctx: &Ctx, question: &str) -> Result<Vec<(String, String)>, ground::stop::Stop> {
    if question.trim().is_empty() || super::check_staff(ctx).is_err() {
        return Ok(Vec::new());
    }
    let filter = PersonFilter { text: Some(question.trim().into()), unit: None };
    let found = read.list_people(&filter, 0, 20)?.into_iter();
    Ok(found.map(|person| (person.name.unwrap_or_default(), format!("/people/{}", person.id))).collect())
}
