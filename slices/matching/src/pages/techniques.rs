//! Techniques: the list the public may see, each technique's way, and its steps.

use super::{check_discipline, discipline_choices, discipline_name};
use crate::facts::TECHNIQUES;
use crate::rules::{
    ListTechnique, ProposeTechnique, ProveTechnique, SpreadTechnique, Technique, TechniqueState, Trial,
    WithdrawTechnique,
};
use crate::store::techniques;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::{House, Who::Anyone};
use logic::form::{Field, Problems, choice, line};
use logic::place::PlaceCode;
use web::figures::href;
use web::{Answer, Cell, Column, Ctx, Done, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const ALL: ListEntry = ListEntry {
    name: "technique.list_title",
    path: "/techniques",
    who: &[Anyone],
    columns: &[Column::text("technique"), Column::text("discipline"), Column::text("crop"), Column::text("state")],
    filters: &[WORDS, STATE],
    read: read_techniques,
    page: Some(get_list),
};

const WORDS: Field = line().named("q", false);
const STATE: Field = choice("technique_state", TechniqueState::CODES).named("state", false);

/// The public sees what is listed.
fn read_techniques(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let state = if ctx.viewer.is_staff() { ctx.asked("state") } else { Some("listed") };
    let words = ctx.asked("q");
    let row = |technique: Technique| {
        let state = Cell::Code("technique_state", technique.state.code().into(), tone(&technique.state));
        let cells = vec![
            Cell::Text(technique.name),
            Cell::Text(discipline_name(read, ctx, &technique.discipline)?),
            Cell::Text(technique.crop),
            state,
        ];
        Ok::<_, Stop>(Row::to(format!("/techniques/{}", technique.id), cells))
    };
    let rows = techniques::list(read, state, words, window.offset(), window.limit)?
        .into_iter()
        .map(row)
        .collect::<Result<_, _>>()?;
    Ok(Rows { rows, total: techniques::count(read, state, words)?, choices: Vec::new() })
}

fn tone(state: &TechniqueState) -> Tone {
    match state {
        TechniqueState::Proposed | TechniqueState::Proven { .. } => Tone::Active,
        TechniqueState::Listed { .. } | TechniqueState::Spread { .. } => Tone::Good,
        TechniqueState::Withdrawn { .. } => Tone::Bad,
    }
}

#[derive(Template)]
#[template(path = "techniques.html")]
struct Techniques<'a> {
    ctx: &'a Ctx,
    may_add: bool,
    table: String,
}

fn get_list(read: &Read, ctx: &Ctx) -> Answer {
    let may_add = ctx.viewer.is_able::<ProposeTechnique>(&House);
    Page::html(ctx.t("technique.list_title"), &Techniques { ctx, may_add, table: ALL.html(read, ctx)? })
}

logic::form! {
    /// A technique someone proposes.
    pub(crate) struct Form {
        technique_name: String = line().min(2).max(60),
        discipline: String = pick(),
        crop: Option<String> = line(),
        source: Option<String> = line(),
        safety: Option<String> = text().max(500),
    }
}

logic::form! {
    /// Its local trial.
    pub(crate) struct TrialForm {
        trial_place: PlaceCode = place(),
        trial_season: String = line().max(40),
    }
}

logic::form! {
    /// Why it is taken out.
    pub(crate) struct WithdrawForm {
        why: String = text().max(500),
    }
}

#[derive(Template)]
#[template(path = "technique.html")]
struct TechniquePage<'a> {
    ctx: &'a Ctx,
    technique: &'a Technique,
    discipline: String,
    state: String,
    tone: &'static str,
    trial: Option<(String, String)>,
    users: i64,
    users_href: String,
    forms: Vec<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let technique = techniques::get(read, ctx.at("id")?)?;
    if !technique.state.may_be_taught() && !ctx.viewer.is_staff() {
        return Err(Stop::Missing);
    }
    let trial = technique
        .trial
        .as_ref()
        .map(|trial| Ok::<_, Stop>((read.place_path(trial.place)?, trial.season.clone())))
        .transpose()?;
    let mut query = TECHNIQUES.query(None, logic::time::Day::MIN, logic::time::Day::MAX);
    query.measure = logic::fold::Measure::Persons;
    query.filter.object = Some(technique.id.0);
    let page = TechniquePage {
        ctx,
        discipline: discipline_name(read, ctx, &technique.discipline)?,
        state: ctx.word("technique_state", technique.state.code()),
        tone: tone(&technique.state).class(),
        trial,
        users: techniques::count_confirmed(read, technique.id)?,
        users_href: href(&query),
        forms: steps(ctx, &technique),
        technique: &technique,
    };
    Ok(Page::html(&technique.name, &page)?.below(ctx.t("technique.list_title"), "/techniques"))
}

fn steps(ctx: &Ctx, technique: &Technique) -> Vec<String> {
    let form = |act| ctx.act_form(act).at("id", technique.id);
    let viewer = &ctx.viewer;
    let mut forms = Vec::new();
    match technique.state {
        TechniqueState::Proposed if viewer.is_able::<ProveTechnique>(&House) => {
            forms.push(form("technique.prove").html())
        }
        TechniqueState::Proven { .. } if viewer.is_able::<ListTechnique>(&House) => {
            forms.push(form("technique.list").in_a_row().html())
        }
        TechniqueState::Listed { .. } if viewer.is_able::<SpreadTechnique>(&House) => {
            forms.push(form("technique.spread").in_a_row().html())
        }
        _ => {}
    }
    let is_in = !matches!(technique.state, TechniqueState::Withdrawn { .. });
    if is_in && viewer.is_able::<WithdrawTechnique>(&House) {
        forms.push(form("technique.withdraw").grave().html());
    }
    forms
}

#[derive(Template)]
#[template(source = "{{ form|safe }}", ext = "html")]
struct New {
    form: String,
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<ProposeTechnique>(&House) {
        return Err(Stop::Missing);
    }
    let form = ctx.act_form("technique.propose").choose("discipline", discipline_choices(read, ctx)?).html();
    Ok(Page::html(ctx.t("technique.propose.title"), &New { form })?.below(ctx.t("technique.list_title"), "/techniques"))
}

pub(crate) fn propose(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<ProposeTechnique>(&House)?;
    check_discipline(tx, "discipline", &form.discipline)?;
    if techniques::find_named(tx, &form.technique_name)?.is_some() {
        return Err(Problems::one("technique_name", "technique_known").into());
    }
    let Form { technique_name: name, discipline, crop, source, safety } = form;
    let [crop, source, safety] = [crop, source, safety].map(Option::unwrap_or_default);
    let technique = Technique {
        id: tx.new_id(),
        name,
        discipline,
        crop,
        safety,
        source,
        trial: None,
        state: TechniqueState::Proposed,
    };
    Ok(done(&tx.commit(technique.propose(may), techniques::insert)?))
}

fn done(technique: &Technique) -> Done {
    Done::at(format!("/techniques/{}", technique.id)).id(technique.id)
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Technique, Stop> {
    techniques::get(tx, ctx.at("id")?)
}

pub(crate) fn prove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: TrialForm = ctx.form()?;
    let technique = find(tx, ctx)?;
    let may = ctx.viewer.may::<ProveTechnique>(&House)?;
    if tx.find_place(form.trial_place)?.is_none() {
        return Err(Problems::one("trial_place", "place_unknown").into());
    }
    let trial = Trial { place: form.trial_place, season: form.trial_season };
    Ok(done(&tx.commit(technique.prove(may, trial)?, techniques::save)?))
}

pub(crate) fn list(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let technique = find(tx, ctx)?;
    let may = ctx.viewer.may::<ListTechnique>(&House)?;
    Ok(done(&tx.commit(technique.list(may)?, techniques::save)?))
}

pub(crate) fn spread(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let technique = find(tx, ctx)?;
    let may = ctx.viewer.may::<SpreadTechnique>(&House)?;
    Ok(done(&tx.commit(technique.spread(may)?, techniques::save)?))
}

pub(crate) fn withdraw(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: WithdrawForm = ctx.form()?;
    let technique = find(tx, ctx)?;
    let may = ctx.viewer.may::<WithdrawTechnique>(&House)?;
    Ok(done(&tx.commit(technique.withdraw(may, form.why)?, techniques::save)?))
}
