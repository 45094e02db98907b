//! A village: its card, its needs, the experts it has, and the visits made.

use super::{discipline_names, months_text, parties};
use crate::facts::{HOUSEHOLDS, VISITS};
use crate::rules::{CardVillage, Need, Post, StateNeed, Village};
use crate::store::{experts, posts, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::Stop;
use logic::act::House;
use logic::fold::Indicator;
use logic::form::{Phone, Problems};
use logic::place::{Level, PlaceCode};
use logic::time::Day;
use web::figures::href;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What is known of a village.
    pub(crate) struct Form {
        village: PlaceCode = place(),
        households: Option<i64> = count().max(100_000),
        crops: Option<String> = line(),
        is_weak: bool = flag(),
        contact_name: Option<String> = line().max(40),
        contact_phone: Option<Phone> = phone(),
        note: Option<String> = text().max(1000),
    }
}

#[derive(Template)]
#[template(path = "village.html")]
struct VillagePage<'a> {
    ctx: &'a Ctx,
    village: &'a Village,
    path: String,
    contact: Option<String>,
    needs: Vec<(Need, String, String, bool)>,
    posts: Vec<(Post, String, String)>,
    visits: Vec<visits::VisitLine>,
    figures: Vec<(String, i64, String)>,
    edit: Option<String>,
    may_state: bool,
}

/// The page of a village. An expert sees there the own posts and visits only.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let village = villages::get(read, ctx.at("code")?)?;
    parties::check_village(read, ctx, village.code)?;
    let sees_all = parties::is_staff(ctx) || parties::is_contact(read, ctx, village.code)?;
    let contact = village.contact.map(|contact| read.find_standing_person(contact)).transpose()?.flatten();
    let need_view = |need: Need| {
        let names = discipline_names(read, ctx, &need.disciplines)?;
        let (months, is_met) = (months_text(ctx, need.months), posts::has_live(read, need.id)?);
        Ok::<_, Stop>((need, names, months, is_met))
    };
    let post_view = |post: Post| {
        let name = experts::get(read, post.expert)?.name.unwrap_or_default();
        let state = ctx.word("post_state", post.state.code());
        Ok::<_, Stop>((post, name, state))
    };
    let range = village.code.range();
    let filter = visits::VisitFilter { low: Some(*range.start()), high: Some(*range.end()), ..Default::default() };
    let edit = ctx.viewer.is_able::<CardVillage>(&House).then(|| card_form(ctx, &village, contact.as_ref()));
    let page = VillagePage {
        ctx,
        path: read.place_path(village.code)?,
        contact: contact.map(|contact| {
            format!("{} {}", contact.name.unwrap_or_default(), contact.phone.map(|phone| phone.0).unwrap_or_default())
        }),
        needs: villages::list_needs_of(read, village.code)?.into_iter().map(need_view).collect::<Result<_, _>>()?,
        posts: posts::list_of_village(read, village.code)?
            .into_iter()
            .filter(|post| sees_all || parties::is_side(ctx, post))
            .map(post_view)
            .collect::<Result<_, _>>()?,
        visits: if sees_all { visits::list(read, &filter, 0, 20)? } else { Vec::new() },
        figures: figures(read, ctx, &village)?,
        edit,
        may_state: ctx.viewer.is_able::<StateNeed>(&House),
        village: &village,
    };
    Ok(Page::html(&village.name, &page)?.below(ctx.t("village.list"), "/villages"))
}

fn figures(read: &Read, ctx: &Ctx, village: &Village) -> Result<Vec<(String, i64, String)>, Stop> {
    let (from, to) = Day::year_span(ctx.viewer.today().year());
    let figure = |indicator: &Indicator| {
        let mut query = indicator.query(None, from, to);
        query.filter.region = Some(village.code);
        Ok((ctx.word("indicator", indicator.key), read.figure(&query)?.value(), href(&query)))
    };
    [&VISITS, &HOUSEHOLDS].into_iter().map(figure).collect()
}

fn card_form(ctx: &Ctx, village: &Village, contact: Option<&ground::directory::Person>) -> String {
    let form = ctx
        .act_form("village.card")
        .value("village", village.code)
        .maybe("households", village.households)
        .value("crops", &village.crops);
    let form = form.value("is_weak", i64::from(village.is_weak)).value("note", &village.note);
    let form = form.maybe("contact_name", contact.and_then(|contact| contact.name.as_ref()));
    form.maybe("contact_phone", contact.and_then(|contact| contact.phone.as_ref())).html()
}

#[derive(Template)]
#[template(source = "<p>{{ ctx.t(\"village.card.lead\") }}</p>{{ form|safe }}", ext = "html")]
struct New<'a> {
    ctx: &'a Ctx,
    form: String,
}

pub(crate) fn get_new(_read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<CardVillage>(&House) {
        return Err(Stop::Missing);
    }
    let form = ctx.act_form("village.card").maybe("village", ctx.asked("village")).html();
    Ok(Page::html(ctx.t("village.card.title"), &New { ctx, form })?.below(ctx.t("village.list"), "/villages"))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<CardVillage>(&House)?;
    let place = tx.find_place(form.village)?.filter(|place| place.code.level() == Level::Village);
    let place = place.ok_or_else(|| Problems::one("village", "place_unknown"))?;
    let contact = match form.contact_name {
        Some(name) => {
            Some(tx.find_or_record_person(&NewPerson { name, phone: form.contact_phone, ..NewPerson::default() })?)
        }
        None => None,
    };
    let Form { households, crops, is_weak, note, .. } = form;
    let (crops, note) = (crops.unwrap_or_default(), note.unwrap_or_default());
    let village = Village { code: place.code, name: place.name, households, crops, note, is_weak, contact };
    let village = tx.commit(village.card(may), villages::save)?;
    Ok(Done::at(format!("/villages/{}", village.code)))
}
