//! A work document: uploaded as it is, read into an outline, and offered clause by clause.

use super::check_staff;
use crate::facts::DOCUMENT_UPLOADED;
use crate::rules::adopt::{Choice, Offered, offer};
use crate::rules::{AdoptDocument, DocumentId, Plan, UploadDocument};
use crate::store::{documents, plans};
use askama::Template;
use ground::convert::{NoText, to_text};
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::Change;
use logic::fact::Draft;
use logic::form::{Problems, Upload};
use logic::refusal::Refusal;
use outline::{Outline, ReadError};
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// The document.
    pub(crate) struct Form {
        document: Upload = file(),
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage<'a> {
    ctx: &'a Ctx,
    notices: Vec<(String, String)>,
    rows: Vec<RowView>,
    adopt: Option<web::FormView<'a>>,
    units: Vec<String>,
    file_href: String,
    announced: Option<i64>,
}

/// A clause with what is proposed, or what became of it.
struct RowView {
    offered: Offered,
    title: String,
    lead: String,
    due: String,
    choices: Vec<(&'static str, String, bool)>,
    became: Option<(String, Option<String>)>,
    problem: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let document = documents::get(read, ctx.at("id")?)?;
    let plan = plans::get_by_id(read, document.plan)?;
    let taken = documents::list_taken(read, document.id)?;
    let units: Vec<String> = read.list_units()?.into_iter().map(|unit| unit.name).collect();
    let typed = Typed::of(ctx);
    let rows = offer(&document.outline).into_iter().map(|offered| {
        let became = taken.iter().find(|(clause, ..)| *clause == offered.id);
        let became =
            became.map(|(_, became, noun)| (ctx.word("clause_choice", became), became_href(&plan, became, *noun)));
        row_view(ctx, plan.year, offered, became, &units, &typed)
    });
    let rows: Vec<_> = rows.collect();
    let may_adopt = ctx.viewer.is_able::<AdoptDocument>(&plan) && rows.iter().any(|row| row.became.is_none());
    let title =
        Some(document.outline.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| document.name.clone());
    let page = DocumentPage {
        ctx,
        notices: document
            .outline
            .notices
            .iter()
            .map(|notice| (notice_kind(ctx, notice), notice.text.clone()))
            .collect(),
        announced: plan.announced_lines.or_else(|| announced(&document.outline)),
        adopt: may_adopt.then(|| ctx.act_form("document.adopt").at("id", document.id)),
        rows,
        units,
        file_href: format!("/documents/{}/file", document.id),
    };
    Ok(Page::html(title, &page)?.below(ctx.t("plan.list"), "/plans").below(plan.title, format!("/plans/{}", plan.year)))
}

pub(crate) fn file(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let document = documents::get(read, ctx.at("id")?)?;
    Ok(Page::Stored(document.file, document.name))
}

/// What was typed into the table, when it was wrong.
struct Typed<'a> {
    ctx: &'a Ctx,
    clauses: Vec<&'a str>,
    bad: Option<(String, String)>,
}

impl<'a> Typed<'a> {
    fn of(ctx: &'a Ctx) -> Self {
        let kept = ctx.kept.as_ref().filter(|kept| kept.act == "document.adopt");
        let clauses = if kept.is_some() { ctx.input.all("clause").collect() } else { Vec::new() };
        let bad = kept.and_then(|kept| kept.problems.of("clause")).and_then(|problem| {
            let clause = problem.blanks.iter().find(|(name, _)| *name == "clause")?.1.clone();
            Some((clause, ctx.problem(problem)))
        });
        Self { ctx, clauses, bad }
    }

    /// The row's value of a field, if it was typed.
    fn value(&self, clause: &str, field: &str) -> Option<String> {
        let row = self.clauses.iter().position(|known| *known == clause)?;
        self.ctx.input.all(field).nth(row).map(Into::into)
    }

    fn problem(&self, clause: &str) -> Option<String> {
        self.bad.as_ref().filter(|(bad, _)| bad == clause).map(|(_, problem)| problem.clone())
    }
}

fn row_view(
    ctx: &Ctx,
    year: i16,
    offered: Offered,
    became: Option<(String, Option<String>)>,
    units: &[String],
    typed: &Typed,
) -> RowView {
    let id = offered.id.clone();
    // A day before the plan's year is told of the past: as a due date it would make the task late from the start.
    let due = offered.due.filter(|due| due.year() >= year).map(|due| due.to_string());
    let chosen = typed.value(&id, "choice").and_then(|code| code.parse().ok()).unwrap_or(offered.proposed);
    let choices = Choice::ALL
        .iter()
        .map(|choice| (choice.code(), ctx.word("clause_choice", choice), *choice == chosen))
        .collect();
    let lead = offered.lead.as_deref().and_then(|named| matching_unit(units, named)).unwrap_or_default();
    RowView {
        title: typed.value(&id, "title").unwrap_or_else(|| offered.title.clone()),
        lead: typed.value(&id, "lead").unwrap_or(lead),
        due: typed.value(&id, "due").unwrap_or(due.unwrap_or_default()),
        choices,
        became,
        problem: typed.problem(&id),
        offered,
    }
}

/// The unit that a document's name for it means: the same, or ending alike (市农业农村局 and 农业农村局).
fn matching_unit(units: &[String], named: &str) -> Option<String> {
    let exact = units.iter().find(|unit| *unit == named);
    let alike = || units.iter().find(|unit| unit.ends_with(named) || named.ends_with(unit.as_str()));
    exact.or_else(alike).cloned()
}

fn became_href(plan: &Plan, became: &str, noun: Option<logic::id::Id>) -> Option<String> {
    match (became, noun) {
        ("task" | "merge", Some(task)) => Some(format!("/tasks/{task}")),
        ("line", _) => Some(format!("/plans/{}", plan.year)),
        _ => None,
    }
}

fn notice_kind(ctx: &Ctx, notice: &outline::Notice) -> String {
    let code =
        serde_json::to_value(notice.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
    ctx.word("outline_notice", code)
}

/// How many lines the document itself says it has, if it has fewer.
fn announced(outline: &Outline) -> Option<i64> {
    let notice = outline.notices.iter().find(|notice| notice.kind == outline::NoticeKind::AnnouncedCount)?;
    let digits = "一二三四五六七八九十";
    let at = |letter: char| digits.chars().position(|digit| digit == letter).map(|at| at as i64 + 1);
    notice.text.chars().find_map(at).filter(|count| *count > 1)
}

/// Reading may take a moment, and other programs' help: before the transaction.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(read, ctx.at("year")?)?;
    let _may = ctx.viewer.may::<UploadDocument>(&plan)?;
    let text = text_of(&form.document).map_err(|problem| Problems(vec![("document", problem)]))?;
    Ok(Box::new(outline::outline(&text)))
}

fn text_of(document: &Upload) -> Result<String, Refusal> {
    match outline::read(&document.bytes, &document.name) {
        Ok(text) => Ok(text),
        Err(ReadError::NeedsConverter { format }) => {
            let format = format.to_string().trim_start_matches('.').to_lowercase();
            to_text(&document.bytes, &format).map_err(|why| match why {
                NoText::NoConverter => Refusal::new("document_needs_converter").with("format", format),
                NoText::Failed => Refusal::new("document_unreadable"),
            })
        }
        Err(ReadError::Empty) => Err(Refusal::new("document_empty")),
        Err(ReadError::TooLarge { .. }) => Err(Refusal::new("document_too_large")),
        Err(ReadError::Bomb) => Err(Refusal::new("document_bomb")),
        Err(ReadError::Encrypted) => Err(Refusal::new("document_encrypted")),
        Err(ReadError::Damaged) => Err(Refusal::new("document_damaged")),
        Err(_) => Err(Refusal::new("document_unreadable")),
    }
}

pub(crate) fn upload(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<UploadDocument>(&plan)?;
    let file = ground::files::keep(tx, &form.document.bytes)?;
    let outline = ctx.prepared::<Outline>()?.clone();
    let id: DocumentId = tx.new_id();
    let document =
        documents::Document { id, plan: plan.id, file, name: form.document.name, outline, uploaded_at: tx.now };
    let fact = Draft::new(&DOCUMENT_UPLOADED, id.0, tx.now.day()).object(Some(plan.id));
    tx.commit(Change::new(may, document, fact), documents::insert)?;
    Ok(Done::at(format!("/documents/{id}")).id(id.0))
}
