//! One fact: everything it says, what it takes back or was taken back by, and its seal.

use super::{check_staff, noun_href};
use askama::Template;
use ground::db::Read;
use ground::stop::{OrMissing, Stop};
use logic::fact::{Fact, Position};
use logic::id::PersonId;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "fact.html")]
struct FactPage<'a> {
    ctx: &'a Ctx,
    fact: &'a Fact,
    href: Option<String>,
    place: Option<String>,
    person: Option<String>,
    unit: Option<String>,
    by: Option<String>,
    behalf: Option<String>,
    taken_back_by: Option<Position>,
    hash: String,
    seal_holds: bool,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let fact = read.find_fact(ctx.at("position")?)?.or_missing()?;
    let before = read.find_fact(fact.position - 1)?.map_or(logic::fact::NO_HASH, |before| before.hash);
    let person = |id: Option<logic::id::Id>| {
        let found = id.map(|id| read.find_standing_person(PersonId(id))).transpose()?.flatten();
        Ok::<_, Stop>(found.map(|person| person.name.unwrap_or_else(|| ctx.t("figure.erased").into_owned())))
    };
    let page = FactPage {
        ctx,
        href: noun_href(ctx, &fact.kind, fact.noun),
        place: fact.place.map(|place| read.place_path(place)).transpose()?,
        person: person(fact.person)?,
        unit: fact.unit.map(|unit| read.find_unit(unit.into())).transpose()?.flatten().map(|unit| unit.name),
        by: person(fact.stamp.by)?,
        behalf: person(fact.stamp.behalf)?,
        taken_back_by: read.find_reversal(fact.position)?,
        hash: fact.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        seal_holds: fact.seal(&before) == fact.hash,
        fact: &fact,
    };
    let title = format!("#{} {}", fact.position, ctx.word("fact", &fact.kind));
    Ok(Page::html(title, &page)?.below(ctx.t("fact_list.title"), "/facts"))
}
