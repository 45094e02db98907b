//! A need: stated, changed, withdrawn.

use super::parties;
use super::{
    check_discipline, check_programme, discipline_choices, discipline_names, months_of, months_text, own_area,
};
use crate::rules::{EditNeed, Need, Post, StateNeed, TEAM, WithdrawNeed};
use crate::store::{experts, posts, villages};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::House;
use logic::code::Reason;
use logic::form::Problems;
use logic::id::Id;
use logic::place::PlaceCode;
use web::{Answer, Choice, Ctx, Done, FormView, Page};

logic::form! {
    /// What a village needs: up to three experts, the leader's discipline first.
    pub(crate) struct Form {
        village: PlaceCode = place(),
        need_title: String = line().min(2).max(60),
        need_text: Option<String> = text().max(1000),
        discipline: String = pick(),
        second_discipline: Option<String> = pick(),
        third_discipline: Option<String> = pick(),
        from_month: Option<i64> = count().min(1).max(12),
        to_month: Option<i64> = count().min(1).max(12),
        programme: Option<Id> = pick(),
    }
}

impl Form {
    fn disciplines(&self) -> Vec<String> {
        let all = [Some(&self.discipline), self.second_discipline.as_ref(), self.third_discipline.as_ref()];
        all.into_iter().flatten().take(TEAM).cloned().collect()
    }
}

#[derive(Template)]
#[template(path = "need.html")]
struct NeedPage<'a> {
    ctx: &'a Ctx,
    need: &'a Need,
    village: String,
    disciplines: String,
    months: String,
    posts: Vec<(Post, String, String)>,
    edit: Option<String>,
    withdraw: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let need = villages::get_need(read, ctx.at("id")?)?;
    parties::check_village(read, ctx, need.village)?;
    let village = villages::get(read, need.village)?;
    let post_view = |post: Post| {
        let (name, state) =
            (experts::get(read, post.expert)?.name.unwrap_or_default(), ctx.word("post_state", post.state.code()));
        Ok::<_, Stop>((post, name, state))
    };
    let all = posts::list_of_village(read, need.village)?;
    let stands = need.withdrawn_on.is_none();
    let edit = (stands && ctx.viewer.is_able::<EditNeed>(&House)).then(|| {
        let form = filled(read, ctx, ctx.act_form("need.edit").at("id", need.id))?;
        let nth = |at: usize| need.disciplines.get(at);
        let form = form.value("village", need.village).value("need_title", &need.title).value("need_text", &need.text);
        let form =
            form.maybe("discipline", nth(0)).maybe("second_discipline", nth(1)).maybe("third_discipline", nth(2));
        let form = form
            .maybe("from_month", need.months.map(|months| months.from))
            .maybe("to_month", need.months.map(|months| months.to));
        Ok::<_, Stop>(form.maybe("programme", need.programme).html())
    });
    let page = NeedPage {
        ctx,
        village: village.name,
        disciplines: discipline_names(read, ctx, &need.disciplines)?,
        months: months_text(ctx, need.months),
        posts: all.into_iter().filter(|post| post.need == need.id).map(post_view).collect::<Result<_, _>>()?,
        edit: edit.transpose()?,
        withdraw: (stands && ctx.viewer.is_able::<WithdrawNeed>(&House))
            .then(|| ctx.act_form("need.withdraw").at("id", need.id).grave().html()),
        need: &need,
    };
    Ok(Page::html(&need.title, &page)?.below(ctx.t("need.list"), "/needs"))
}

fn filled<'a>(read: &Read, ctx: &Ctx, form: FormView<'a>) -> Result<FormView<'a>, Stop> {
    let disciplines = discipline_choices(read, ctx)?;
    let form = form.choose("village", village_choices(read)?).choose("programme", ctx.offered(read, "programme")?);
    Ok(form
        .choose("discipline", disciplines.clone())
        .choose("second_discipline", disciplines.clone())
        .choose("third_discipline", disciplines))
}

/// Villages with a card, by county.
pub(crate) fn village_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let area = own_area(read)?;
    let mut counties = std::collections::BTreeMap::new();
    let mut choices = Vec::new();
    for village in villages::list(read, *area.start(), *area.end(), 0, 5000)? {
        let county = village.code.within(logic::place::Level::County);
        if let std::collections::btree_map::Entry::Vacant(unknown) = counties.entry(county) {
            unknown.insert(read.find_place(county)?.map(|place| place.name).unwrap_or_default());
        }
        choices.push(Choice::new(village.code, village.name).in_group(counties[&county].clone()));
    }
    Ok(choices)
}

#[derive(Template)]
#[template(source = "{{ form|safe }}", ext = "html")]
struct New {
    form: String,
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<StateNeed>(&House) {
        return Err(Stop::Missing);
    }
    let form = filled(read, ctx, ctx.act_form("need.state"))?.maybe("village", ctx.asked("village")).html();
    Ok(Page::html(ctx.t("need.state.title"), &New { form })?.below(ctx.t("need.list"), "/needs"))
}

fn check(read: &Read, ctx: &Ctx, form: &Form) -> Result<(), Stop> {
    villages::find(read, form.village)?.ok_or_else(|| Problems::one("village", "village_without_card"))?;
    check_discipline(read, "discipline", &form.discipline)?;
    form.second_discipline.iter().try_for_each(|code| check_discipline(read, "second_discipline", code))?;
    form.third_discipline.iter().try_for_each(|code| check_discipline(read, "third_discipline", code))?;
    check_programme(read, ctx, form.programme)
}

pub(crate) fn state(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<StateNeed>(&House)?;
    check(tx, ctx, &form)?;
    if villages::has_need(tx, form.village, &form.need_title)? {
        return Err(Problems::one("need_title", "need_known").into());
    }
    let (disciplines, months) = (form.disciplines(), months_of(form.from_month, form.to_month)?);
    let Form { village, need_title: title, need_text, programme, .. } = form;
    let text = need_text.unwrap_or_default();
    let need =
        Need { id: tx.new_id(), village, programme, disciplines, title, text, months, withdrawn_on: None, batch: None };
    let need = tx.commit(need.state(may), villages::insert_need)?;
    Ok(Done::at(format!("/needs/{}", need.id)).id(need.id))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let need = villages::get_need(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<EditNeed>(&House)?;
    check(tx, ctx, &form)?;
    let (disciplines, months) = (form.disciplines(), months_of(form.from_month, form.to_month)?);
    let Form { village, need_title: title, need_text, programme, .. } = form;
    let changed =
        Need { village, programme, disciplines, title, text: need_text.unwrap_or_default(), months, ..need.clone() };
    let need = tx.commit(need.edit(may, changed)?, villages::save_need)?;
    Ok(Done::at(format!("/needs/{}", need.id)).id(need.id))
}

pub(crate) fn withdraw(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let need = villages::get_need(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<WithdrawNeed>(&House)?;
    let has_posts = posts::has_live(tx, need.id)?;
    let need = tx.commit(need.withdraw(may, has_posts, Reason::DidNotHappen)?, villages::save_need)?;
    Ok(Done::at("/needs").id(need.id))
}
