//! A spreadsheet of people: each row registers as if somebody had telephoned, each row's outcome is told, all can be undone.

use super::registration_desk::{Arrived, Desk};
use super::registration_form::{Form, contact, pending, read_party};
use super::registrations::run_by;
use crate::facts;
use crate::rules::roster::{COLUMNS, SentRow, read};
use crate::rules::{CancelRegistration, EnterForOther, ImportRoster, PENDING_SECONDS, RosterId, Side, UndoRoster};
use crate::store::rosters::{self, Roster, RosterRow};
use crate::store::{entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::act::Change;
use logic::code::Reason;
use logic::form::sheet::Answers;
use logic::form::{Form as _, Problems, Upload};
use logic::refusal::Refusal;
use paper::Sheet;
use web::{Answer, Ctx, Done, Page, Prepared};

/// The most rows of one sheet: they are registered in one transaction, while others wait.
const MOST_ROWS: usize = 3_000;

logic::form! {
    /// The sheet.
    pub(crate) struct ImportForm {
        sheet: Upload = file().max(5_000_000),
    }
}

#[derive(Template)]
#[template(
    source = "<p>{{ lead }}</p><p><a href=\"{{ template }}\" download>{{ template_name }}</a></p><section class=\"card\">{{ form|safe }}</section>",
    ext = "html"
)]
struct ImportPage {
    lead: String,
    template: String,
    template_name: String,
    form: String,
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let page = ImportPage {
        lead: ctx.n("registration.import.lead", MOST_ROWS),
        template: format!("{}/registrations/template.xlsx", activity.href()),
        template_name: ctx.t("registration.import.template").into_owned(),
        form: ctx.act_form("registration.import").at("id", activity.id).html(),
    };
    Ok(Page::html(ctx.t("registration.import.title"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("registration.list"), format!("{}/registrations", activity.href())))
}

/// An empty sheet with this activity's columns.
pub(crate) fn template(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let entry = entries::find(read, activity.id)?.or_missing()?;
    let is_asked = |field: &str| match field {
        "session" => entry.asks_session,
        "group" => entry.asks_group,
        "party_role" => !entry.roles.is_empty(),
        _ => true,
    };
    let own = COLUMNS.iter().filter(|(field, _)| is_asked(field)).map(|(_, names)| names[0].to_owned());
    let head = own.chain(entry.sheet.questions.iter().map(|question| question.label.clone())).collect();
    let name = ctx.t("registration.list").into_owned();
    let file = format!("{name}-{}.xlsx", activity.plan.title);
    Ok(Page::file(file, super::XLSX, paper::to_xlsx(&[Sheet { name, rows: vec![head] }])))
}

/// Reading a sheet takes a moment: before the transaction.
pub(crate) fn prepare(read_tx: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let activity = run_by(read_tx, ctx)?;
    let form: ImportForm = ctx.form()?;
    let entry = entries::find(read_tx, activity.id)?.or_missing()?;
    let all = sessions::list(read_tx, activity.id)?;
    let wrong = |problem: Refusal| Problems(vec![("sheet", problem)]);
    let sheet = paper::read_sheet(&form.sheet.bytes).map_err(|error| wrong(Refusal::new(error.code())))?;
    let chinese = ctx.in_chinese();
    let rows = read(&sheet, &entry, &all, |group| chinese.word("audience", group))
        .map_err(|missing| wrong(Refusal::new("columns_missing").with("columns", missing.join("、"))))?;
    match rows.len() {
        0 => Err(wrong(Refusal::new("sheet_empty")).into()),
        many if many > MOST_ROWS => Err(wrong(Refusal::new("sheet_too_large")).into()),
        _ => Ok(Box::new(rows)),
    }
}

pub(crate) fn import(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ImportForm = ctx.form()?;
    let sent = ctx.prepared::<Vec<SentRow>>()?;
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ImportRoster>(&desk.activity)?;
    let id: RosterId = tx.new_id();
    let rows = sent.iter().map(|row| register(tx, ctx, &mut desk, id, row)).collect::<Result<Vec<_>, Stop>>()?;
    let made = rows.iter().filter(|row| row.entry > 0).count() as i64;
    let roster =
        Roster { id, activity: desk.activity.id, name: form.sheet.name, at: tx.now, state: "imported".into(), rows };
    let fact = desk.activity.fact(&facts::ROSTER_IMPORTED, tx.now.day()).object(Some(id)).quantity(made);
    let roster = tx.commit(Change::new(may, roster, fact), rosters::insert)?;
    desk.close(tx)?;
    Ok(Done::at(format!("/activities/{}/rosters/{}", roster.activity, roster.id)).id(roster.id))
}

/// One row: registered, or the reason why not. A row that stops leaves nothing behind.
fn register(tx: &mut Tx, ctx: &Ctx, desk: &mut Desk, roster: RosterId, row: &SentRow) -> Result<RosterRow, Stop> {
    let places = desk.places.clone();
    match tx.step(|tx| enter(tx, ctx, desk, roster, row)) {
        Ok((outcome, entry)) => Ok(told(row, outcome, Vec::new(), entry)),
        Err(Stop::Invalid(problems)) => {
            desk.places = places;
            let named = |(field, problem): (&'static str, Refusal)| (column_of(desk, field), problem.code.to_owned());
            Ok(told(row, "wrong", problems.0.into_iter().map(named).collect(), 0))
        }
        Err(Stop::Refused(refusal)) => {
            desk.places = places;
            Ok(told(row, "refused", vec![(String::new(), refusal.code.to_owned())], 0))
        }
        Err(stop) => Err(stop),
    }
}

fn told(row: &SentRow, outcome: &str, problems: Vec<(String, String)>, entry: i64) -> RosterRow {
    RosterRow { number: row.number, outcome: outcome.into(), problems, entry }
}

/// The column's own name: a question's words, or ours.
fn column_of(desk: &Desk, field: &str) -> String {
    let ours = COLUMNS.iter().find(|(known, _)| *known == field).map(|(_, names)| names[0].to_owned());
    let question = || desk.entry.sheet.question(field).map(|question| question.label.clone());
    ours.or_else(question).unwrap_or_else(|| field.to_owned())
}

fn enter(
    tx: &mut Tx,
    ctx: &Ctx,
    desk: &mut Desk,
    roster: RosterId,
    row: &SentRow,
) -> Result<(&'static str, i64), Stop> {
    let form = Form::read(&row.raw)?;
    let (name, phone) = contact(&form)?;
    let sessions = desk.sessions(tx)?;
    let (party, _) = read_party((&desk.entry, &sessions), &form, &row.raw, (&Answers::default(), Side::Host))?;
    let new = NewPerson { name: name.clone(), phone: Some(phone.clone()), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let until = tx.now.plus_seconds(PENDING_SECONDS);
    let mut registration = pending(tx, (desk.activity.id, until), (name, Some(phone)), party);
    registration.roster = Some(roster);
    let may = ctx.viewer.may::<EnterForOther>(&desk.activity)?;
    Ok(match desk.arrive(tx, may, (registration, true), Side::Host, person)? {
        Arrived::Known(_) => ("known", 0),
        Arrived::New(registration) => (registration.state.code(), registration.number),
    })
}

#[derive(Template)]
#[template(path = "roster.html")]
struct RosterPage<'a> {
    ctx: &'a Ctx,
    roster: &'a Roster,
    counts: Vec<(String, usize)>,
    rows: Vec<(usize, String, String)>,
    undo: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let roster = rosters::get(read, activity.id, ctx.at("roster")?)?;
    let outcome = |row: &RosterRow| ctx.word("roster_outcome", &row.outcome);
    let why = |row: &RosterRow| -> String {
        let problem = |(column, code): &(String, String)| match column.is_empty() {
            true => ctx.word("refusal", code),
            false => format!("{column}：{}", ctx.word("problem", code)),
        };
        let problems: Vec<_> = row.problems.iter().map(problem).collect();
        if row.entry > 0 { ctx.n("registration.number", row.entry) } else { problems.join("；") }
    };
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    roster.rows.iter().for_each(|row| *counts.entry(outcome(row)).or_default() += 1);
    let form = ctx.act_form("registration.undo_import").at("id", activity.id).at("roster", roster.id);
    let page = RosterPage {
        ctx,
        counts: counts.into_iter().collect(),
        rows: roster.rows.iter().map(|row| (row.number, outcome(row), why(row))).collect(),
        undo: (roster.state == "imported").then(|| form.grave().html()),
        roster: &roster,
    };
    Ok(Page::html(&roster.name, &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("registration.list"), format!("{}/registrations", activity.href())))
}

/// All that the sheet made and that still stands is cancelled; its facts are taken back. Those who waited move on.
pub(crate) fn undo(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<UndoRoster>(&desk.activity)?;
    let roster = rosters::get(tx, desk.activity.id, ctx.at("roster")?)?;
    Refusal::new("registration.roster_undone").unless(roster.state == "imported")?;
    let made = registrations::list_of_roster(tx, roster.id)?.into_iter().filter(|one| one.state.is_live());
    let kinds = [&facts::MADE, &facts::CONFIRMED, &facts::WAITED, &facts::ENTERED, &facts::OFFERED];
    for one in made {
        let one = one.counted(&desk.entry.sheet);
        let id = one.id;
        let may = ctx.viewer.may::<CancelRegistration>(&one)?;
        desk.step(tx, |hall| Ok(one.cancel(may, hall, Side::Host)?.correcting(id, &kinds, Reason::ImportUndone)))?;
    }
    let fact = desk.activity.fact(&facts::ROSTER_UNDONE, tx.now.day()).object(Some(roster.id));
    let roster = tx.commit(Change::new(may, roster, fact), |tx, roster| rosters::set_undone(tx, roster.id))?;
    desk.close(tx)?;
    Ok(Done::at(format!("/activities/{}/rosters/{}", roster.activity, roster.id)))
}
