//! The list of people, with the way to a new record and to what may be double.

use super::check_staff;
use crate::lists::PEOPLE;
use crate::rules::{MergePeople, RecordPerson};
use askama::Template;
use ground::db::Read;
use logic::act::House;
use web::{Answer, Ctx, Page};

pub(crate) const PATH: &str = "/people";

#[derive(Template)]
#[template(path = "people.html")]
struct People<'a> {
    ctx: &'a Ctx,
    may_record: bool,
    doubles: Option<usize>,
    table: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let may_merge = ctx.viewer.is_able::<MergePeople>(&House);
    let doubles = may_merge.then(|| read.list_duplicates(100)).transpose()?.map(|pairs| pairs.len());
    let may_record = ctx.viewer.is_able::<RecordPerson>(&House);
    Page::html(ctx.t("person.list"), &People { ctx, may_record, doubles, table: PEOPLE.html(read, ctx)? })
}
