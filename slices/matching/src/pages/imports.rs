//! Spreadsheets: uploaded, read, looked at row by row, imported (the good rows), undone.

use crate::facts::{BATCH_IMPORTED, BATCH_UNDONE, EXPERT_LISTED};
use crate::pages::lookup::Directory;
use crate::rules::import::{ExpertRow, NeedRow, ReadRow, Says, SheetKind, columns, read};
use crate::rules::{
    BatchId, Expert, ImportBatch, ListExpert, Months, Need, StateNeed, UndoBatch, UploadBatch, Village, WithdrawNeed,
};
use crate::store::imports::Batch;
use crate::store::{experts, imports, posts, villages};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::act::{Change, House};
use logic::code::Reason;
use logic::fact::Draft;
use logic::form::{Phone, Problems, Upload};
use logic::id::Id;
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use paper::Sheet;
use web::{Answer, Ctx, Done, Page, Prepared};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

logic::form! {
    /// The sheet, and what it holds.
    pub(crate) struct Form {
        batch_kind: SheetKind = choice("batch", SheetKind::CODES),
        sheet: Upload = file().max(10_000_000),
    }
}

logic::form! {
    /// The programme that imported needs count for.
    pub(crate) struct ImportForm {
        programme: Option<Id> = pick(),
    }
}

#[derive(Template)]
#[template(path = "imports.html")]
struct Imports<'a> {
    ctx: &'a Ctx,
    form: String,
    batches: Vec<Batch>,
}

fn check(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_able::<UploadBatch>(&House) { Ok(()) } else { Err(Stop::Missing) }
}

pub(crate) fn get_list(read: &Read, ctx: &Ctx) -> Answer {
    check(ctx)?;
    let form = ctx.act_form("batch.upload").maybe("batch_kind", ctx.asked("kind")).html();
    Page::html(ctx.t("batch.title"), &Imports { ctx, form, batches: imports::list(read)? })
}

/// An empty sheet with the right columns.
pub(crate) fn template(_read: &Read, ctx: &Ctx) -> Answer {
    check(ctx)?;
    let kind: SheetKind = ctx.at("kind")?;
    let head = columns(kind).iter().map(|names| names[0].to_owned()).collect();
    let name = ctx.word("batch", kind);
    Ok(Page::file(format!("{name}.xlsx"), XLSX, paper::to_xlsx(&[Sheet { name, rows: vec![head] }])))
}

/// Reading a large sheet takes a moment: before the transaction.
pub(crate) fn prepare(read_tx: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    check(ctx)?;
    let form: Form = ctx.form()?;
    let wrong = |problem: Refusal| Problems(vec![("sheet", problem)]);
    let sheet = paper::read_sheet(&form.sheet.bytes).map_err(|error| wrong(Refusal::new(error.code())))?;
    let area = read_tx.setting(settings::REGION)?.and_then(|code| code.parse().ok()).unwrap_or(PlaceCode(0));
    let directory = Directory { read: read_tx, area };
    let rows = read(form.batch_kind, &sheet, &directory)
        .map_err(|missing| wrong(Refusal::new("columns_missing").with("columns", missing.join("、"))))?;
    if rows.is_empty() { Err(wrong(Refusal::new("sheet_empty")).into()) } else { Ok(Box::new(rows)) }
}

pub(crate) fn upload(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let _may = ctx.viewer.may::<UploadBatch>(&House)?;
    let rows = ctx.prepared::<Vec<ReadRow>>()?.clone();
    let batch = Batch {
        id: tx.new_id(),
        kind: form.batch_kind,
        name: form.sheet.name,
        at: tx.now,
        rows,
        state: "read".into(),
        made: 0,
    };
    imports::insert(tx, &batch)?;
    Ok(Done::at(format!("/imports/{}", batch.id)).id(batch.id))
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    ctx: &'a Ctx,
    batch: &'a Batch,
    head: Vec<&'static str>,
    good: usize,
    bad: Vec<(&'a ReadRow, Vec<String>)>,
    shown: Vec<&'a ReadRow>,
    import: Option<String>,
    undo: Option<String>,
}

/// Rows that are shown of a large sheet.
const SHOWN: usize = 20;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check(ctx)?;
    let batch = imports::get(read, ctx.at("id")?)?;
    let bad = batch.rows.iter().filter(|row| row.says.is_none()).map(|row| (row, problems_of(ctx, row)));
    let good = batch.rows.iter().filter(|row| row.says.is_some()).count();
    let import = (batch.state == "read" && good > 0).then(|| {
        let form = ctx.act_form("batch.import").at("id", batch.id).choose("programme", ctx.offered(read, "programme")?);
        Ok::<_, Stop>(if batch.kind == SheetKind::Needs { form.html() } else { form.without("programme").html() })
    });
    let page = ImportPage {
        ctx,
        head: columns(batch.kind).iter().map(|names| names[0]).collect(),
        good,
        bad: bad.collect(),
        shown: batch.rows.iter().filter(|row| row.says.is_some()).take(SHOWN).collect(),
        import: import.transpose()?,
        undo: (batch.state == "imported").then(|| ctx.act_form("batch.undo").at("id", batch.id).grave().html()),
        batch: &batch,
    };
    Ok(Page::html(&batch.name, &page)?.below(ctx.t("batch.title"), "/imports"))
}

/// What is wrong with a row, in words: the column, then the problem.
fn problems_of(ctx: &Ctx, row: &ReadRow) -> Vec<String> {
    row.problems.iter().map(|(column, problem)| format!("{column}：{}", ctx.word("problem", problem))).collect()
}

/// The bad rows alone, with what is wrong, to be put right and uploaded again.
pub(crate) fn bad_rows(read: &Read, ctx: &Ctx) -> Answer {
    check(ctx)?;
    let batch = imports::get(read, ctx.at("id")?)?;
    let head = columns(batch.kind)
        .iter()
        .map(|names| names[0].to_owned())
        .chain([ctx.t("batch.wrong").into_owned()])
        .collect();
    let width = columns(batch.kind).len();
    let bad = batch.rows.iter().filter(|row| row.says.is_none()).map(|row| {
        let mut cells = row.cells.clone();
        cells.resize(width, String::new());
        cells.push(problems_of(ctx, row).join("；"));
        cells
    });
    let rows = std::iter::once(head).chain(bad).collect();
    let name = ctx.t("batch.bad_rows").into_owned();
    Ok(Page::file(format!("{name}.xlsx"), XLSX, paper::to_xlsx(&[Sheet { name, rows }])))
}

pub(crate) fn import(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ImportForm = ctx.form()?;
    let mut batch = imports::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ImportBatch>(&House)?;
    Refusal::new("batch.not_open").unless(batch.state == "read")?;
    super::check_programme(tx, ctx, form.programme)?;
    let mut made = 0;
    for row in &batch.rows {
        made += match &row.says {
            Some(Says::Need(need)) => i64::from(import_need(tx, ctx, batch.id, need, form.programme)?),
            Some(Says::Expert(expert)) => i64::from(import_expert(tx, ctx, batch.id, expert)?),
            None => 0,
        };
    }
    batch.state = "imported".into();
    batch.made = made;
    let fact = Draft::new(&BATCH_IMPORTED, batch.id, tx.now.day()).quantity(made);
    let batch = tx.commit(Change::new(may, batch, fact), imports::save)?;
    Ok(Done::at(format!("/imports/{}", batch.id)).id(batch.id))
}

/// Imports a need, with its village's card where there is none; not if it has come in since the sheet was read.
fn import_need(tx: &mut Tx, ctx: &Ctx, batch: BatchId, row: &NeedRow, programme: Option<Id>) -> Result<bool, Stop> {
    let code: PlaceCode = row.village.parse().map_err(|_| Stop::Missing)?;
    if villages::has_need(tx, code, &row.title)? {
        return Ok(false);
    }
    card_for(tx, code, row)?;
    let months = row.months.map(Months::from);
    let need = Need {
        id: tx.new_id(),
        village: code,
        programme,
        disciplines: row.disciplines.clone(),
        title: row.title.clone(),
        text: row.text.clone(),
        months,
        withdrawn_on: None,
        batch: Some(batch),
    };
    let may = ctx.viewer.may::<StateNeed>(&House)?;
    tx.commit(need.state(may), villages::insert_need)?;
    Ok(true)
}

/// The village's card; what the sheet says of contact and weakness is added to what is known.
fn card_for(tx: &mut Tx, code: PlaceCode, row: &NeedRow) -> Result<(), Stop> {
    let known = villages::find(tx, code)?;
    let contact = match &row.contact {
        Some(name) => Some(tx.find_or_record_person(&NewPerson {
            name: name.clone(),
            phone: row.phone.clone().map(Phone),
            ..NewPerson::default()
        })?),
        None => None,
    };
    let name = tx.find_place(code)?.or_missing()?.name;
    let blank = Village {
        code,
        name,
        households: None,
        crops: String::new(),
        note: String::new(),
        is_weak: false,
        contact: None,
    };
    let village = known.clone().unwrap_or(blank);
    let village = Village { contact: contact.or(village.contact), is_weak: village.is_weak || row.is_weak, ..village };
    if known.as_ref() != Some(&village) {
        villages::save(tx, &village)?;
    }
    Ok(())
}

fn import_expert(tx: &mut Tx, ctx: &Ctx, batch: BatchId, row: &ExpertRow) -> Result<bool, Stop> {
    let unit = row.unit.as_ref().map(|name| tx.find_unit_named(name)).transpose()?.flatten().map(|unit| unit.id);
    let new = NewPerson {
        name: row.name.clone(),
        phone: Some(Phone(row.phone.clone())),
        unit,
        title: row.title.clone(),
        ..NewPerson::default()
    };
    let person = tx.find_or_record_person(&new)?;
    if experts::find_of(tx, person)?.is_some() {
        return Ok(false);
    }
    let expert = Expert {
        id: tx.new_id(),
        person,
        name: Some(row.name.clone()),
        discipline: row.discipline.clone(),
        second: row.second.clone(),
        level: row.level.parse().map_err(|_| Stop::Missing)?,
        unit,
        home: row.home.as_ref().and_then(|home| home.parse().ok()),
        max_posts: row.max_posts,
        months: row.months.map(Months::from),
        paused_on: None,
        batch: Some(batch),
    };
    let may = ctx.viewer.may::<ListExpert>(&House)?;
    tx.commit(expert.list(may), experts::insert)?;
    Ok(true)
}

/// Takes back all that an import made; not once someone has been invited.
pub(crate) fn undo(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let mut batch = imports::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<UndoBatch>(&House)?;
    Refusal::new("batch.not_imported").unless(batch.state == "imported")?;
    let fact = Draft::new(&BATCH_UNDONE, batch.id, tx.now.day()).quantity(batch.made);
    let mut change = Change::new(may, (), fact);
    match batch.kind {
        SheetKind::Needs => {
            for need in villages::list_needs_of_batch(tx, batch.id)? {
                Refusal::new("batch.in_use").unless(!posts::has_live(tx, need.id)?)?;
                let may = ctx.viewer.may::<WithdrawNeed>(&House)?;
                tx.commit(need.withdraw(may, false, Reason::ImportUndone)?, villages::save_need)?;
            }
        }
        SheetKind::Experts => {
            for expert in experts::list_of_batch(tx, batch.id)? {
                Refusal::new("batch.in_use").unless(posts::list_of_expert(tx, expert.id)?.is_empty())?;
                change = change.correcting(expert.id, &[&EXPERT_LISTED], Reason::ImportUndone);
                experts::delete(tx, expert.id)?;
            }
        }
    }
    batch.state = "undone".into();
    tx.commit(change, |tx, ()| imports::save(tx, &batch))?;
    Ok(Done::at(format!("/imports/{}", batch.id)).id(batch.id))
}
