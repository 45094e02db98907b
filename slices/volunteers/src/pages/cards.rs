//! The list of volunteers, for those who keep their cards; and the rule on rest.

use super::{STAFF, card, units_of, words};
use crate::rules::{EnterVolunteer, Language, Proof, Rest, SetRest, Skill, Standing, Under};
use crate::store::{rest, volunteers};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::{Change, House};
use logic::fact::Draft;
use logic::form::{choice, line};
use logic::id::Id;
use web::{Answer, Cell, Column, Ctx, Done, ListEntry, Page, Row, Rows, Window};

pub(crate) const PATH: &str = "/volunteers";

pub(crate) const LIST: ListEntry = ListEntry {
    name: "volunteer.list",
    path: PATH,
    who: STAFF,
    columns: &[
        Column::text("person_name").sorted(),
        Column::text("phone"),
        Column::text("state"),
        Column::text("skills"),
        Column::text("languages"),
        Column::text("unit"),
        Column::day("since"),
    ],
    filters: &[
        line().named("q", false),
        choice("volunteer_state", Standing::CODES).named("state", false),
        choice("skill", Skill::CODES).named("skill", false),
        choice("language", Language::CODES).named("language", false),
        choice("proof", Proof::CODES).named("proof", false),
    ],
    read,
    page: Some(get),
};

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let asked = |name| ctx.asked(name).map(str::to_owned);
    let filter = volunteers::Filter {
        units: units_of(read, ctx)?,
        state: asked("state"),
        skill: asked("skill"),
        language: asked("language"),
        proof: asked("proof"),
        text: asked("q"),
    };
    let some = volunteers::list(read, &filter, &window.order(), (window.offset(), window.limit))?;
    let rows = some.into_iter().map(|volunteer| {
        let href = volunteer.href();
        let state = Cell::Code("volunteer_state", volunteer.state.code().into(), card::tone(&volunteer.state));
        Row::to(
            href,
            vec![
                Cell::Text(volunteer.name),
                Cell::maybe(volunteer.phone.map(|phone| phone.0)),
                state,
                Cell::Text(words(ctx, "skill", &volunteer.card.skills)),
                Cell::Text(words(ctx, "language", &volunteer.card.languages)),
                Cell::Text(volunteer.unit.name),
                Cell::Day(volunteer.since.day()),
            ],
        )
    });
    Ok(Rows { rows: rows.collect(), total: volunteers::count(read, &filter)?, choices: Vec::new() })
}

#[derive(Template)]
#[template(
    source = "<p class=\"actions\">{% for (name, href) in ways %}<a class=\"button quiet\" href=\"{{ href }}\">{{ name }}</a>{% endfor %}</p>{{ table|safe }}{% if let Some(form) = rest %}<details class=\"more\"><summary>{{ ctx.t(\"volunteering.set_rest.title\") }}</summary><p class=\"soft\">{{ ctx.t(\"volunteering.set_rest.lead\") }}</p>{{ form|safe }}</details>{% endif %}",
    ext = "html"
)]
struct ListPage<'a> {
    ctx: &'a Ctx,
    ways: Vec<(String, &'static str)>,
    table: String,
    rest: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_allowed(STAFF, &House) {
        return Err(Stop::Missing);
    }
    let may_enter = super::root(read).is_ok_and(|root| ctx.viewer.is_able::<EnterVolunteer>(&Under(root)))
        || !super::unit_choices(read, ctx)?.is_empty();
    let mut ways = vec![
        (ctx.t("shift.week").into_owned(), "/shifts/week"),
        (ctx.t("hours.list").into_owned(), "/volunteers/hours"),
    ];
    if may_enter {
        ways.insert(0, (ctx.t("volunteer.enter.title").into_owned(), "/volunteers/new"));
    }
    let now = rest::get(read)?;
    let form =
        || ctx.act_form("volunteering.set_rest").value("rest_between", now.between).value("hours_a_day", now.a_day);
    let rest = ctx.viewer.is_able::<SetRest>(&House).then(|| form().html());
    Page::html(ctx.t("volunteer.list"), &ListPage { ctx, ways, table: LIST.html(read, ctx)?, rest })
}

logic::form! {
    /// Hours of rest between days, and hours of shifts on one day.
    pub(crate) struct RestForm {
        rest_between: i64 = count().min(0).max(24),
        hours_a_day: i64 = count().min(1).max(16),
    }
}

pub(crate) fn set_rest(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RestForm = ctx.form()?;
    let may = ctx.viewer.may::<SetRest>(&House)?;
    let rule = Rest { between: form.rest_between, a_day: form.hours_a_day };
    let fact = Draft::new(&crate::facts::REST_SET, tx.new_id::<Id>(), tx.now.day()).quantity(rule.between);
    tx.commit(Change::new(may, rule, fact), rest::save)?;
    Ok(Done::at(PATH))
}
