//! The sign-in sheet on paper: printed with the names of those confirmed, and entered afterwards; and lists as spreadsheets.

use super::attendance::{Entrance, run_by, session_choices, session_now};
use super::attendance_desk::{HERE, admit, arrival, walk_in};
use crate::attendance_facts as facts;
use crate::rules::attendance_sheet::{CameRow, read as read_rows};
use crate::rules::{
    Activity, Arrival, EnterSheet, ImportAttendance, Means, Registration, RegistrationId, Session, SessionId,
};
use crate::store::attendance_rolls::{self as rolls, RollLine};
use crate::store::{registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::Change;
use logic::code::{Audience, Channel};
use logic::form::{Aligned, Form as _, Phone, Problems, Raw, Upload};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use web::{Answer, Choice, Ctx, Done, Page, Prepared};

/// Empty rows on a printed sheet, and for entering.
const EMPTY_ROWS: usize = 20;
const TYPED_ROWS: usize = 10;
/// The most rows of a list: they are written in one transaction.
const MOST_ROWS: usize = 3_000;

logic::form! {
    /// A sheet as it came back: who is ticked, and who was added by hand.
    pub(crate) struct SheetForm {
        day: Day = day(),
        session: Option<SessionId> = pick(),
        came: Vec<RegistrationId> = pick(),
        names: Aligned = line().max(40),
        phones: Aligned = line().max(20),
    }
}

logic::form! {
    /// A list as a spreadsheet.
    pub(crate) struct ImportForm {
        sheet: Upload = file().max(5_000_000),
        day: Day = day(),
        session: Option<SessionId> = pick(),
        channel: Channel = choice("channel", Channel::CODES),
    }
}

logic::form! {
    /// One row of a list.
    pub(crate) struct RowForm {
        person_name: String = line().min(1).max(40),
        phone: Option<Phone> = phone(),
        persons: Option<i64> = count().min(1).max(crate::rules::MOST),
        group: Option<Audience> = choice("audience", Audience::CODES),
    }
}

struct Part {
    activity: Activity,
    all: Vec<Session>,
    session: Option<SessionId>,
    day: Day,
    lines: Vec<RollLine>,
}

/// The roll of a session on a day, as the address asks or as the form said that was wrong.
fn part(read: &Read, ctx: &Ctx) -> Result<Part, Stop> {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let said = |name: &str| ctx.asked(name).or_else(|| ctx.input.get(name)).map(str::trim);
    let session = said("session").and_then(|id| id.parse().ok()).or_else(|| session_now(&all, ctx.viewer.now));
    let begins = all.iter().find(|one| Some(one.id) == session).map_or(activity.plan.day(), |one| one.starts_at.day());
    let day = said("day").and_then(|day| day.parse().ok()).unwrap_or(begins);
    let lines = rolls::list_confirmed(read, (activity.id, day, session))?;
    Ok(Part { activity, all, session, day, lines })
}

#[derive(Template)]
#[template(path = "attendance_sheet.html")]
struct PrintPage<'a> {
    ctx: &'a Ctx,
    part: &'a Part,
    session: Option<String>,
    empty: std::ops::Range<usize>,
}

/// For paper: names and boxes; of telephones only what tells people of one name apart.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let part = part(read, ctx)?;
    let count = part.lines.len();
    let session = super::attendance::session_of(&part.all, part.session);
    let page = PrintPage { ctx, part: &part, session, empty: count..count + EMPTY_ROWS };
    Ok(Page::html(ctx.fill("attendance.sheet_of", &[("title", &part.activity.plan.title)]), &page)?.bare())
}

#[derive(Template)]
#[template(path = "attendance_enter.html")]
struct EnterPage<'a> {
    ctx: &'a Ctx,
    part: &'a Part,
    sessions: Vec<Choice>,
    open: String,
    day: String,
    close: String,
    typed: Vec<(String, String)>,
    ticked: Vec<RegistrationId>,
}

impl EnterPage<'_> {
    fn is_here(&self, session: &Choice) -> bool {
        self.part.session.is_some_and(|id| id.to_string() == session.value)
    }
}

pub(crate) fn get_enter(read: &Read, ctx: &Ctx) -> Answer {
    let part = part(read, ctx)?;
    let form = ctx.act_form("attendance.enter_sheet").at("id", part.activity.id).value("day", part.day);
    let form = match part.session {
        Some(session) => form.hidden("session", session),
        None => form,
    };
    let mut typed: Vec<_> =
        ctx.input.all("names").zip(ctx.input.all("phones")).map(|(a, b)| (a.into(), b.into())).collect();
    typed.resize_with(typed.len().max(TYPED_ROWS), Default::default);
    let page = EnterPage {
        ctx,
        sessions: session_choices(&part.all),
        open: form.open(),
        day: form.field("day"),
        close: form.close(),
        typed,
        ticked: ctx.input.all("came").filter_map(|id| id.parse().ok()).collect(),
        part: &part,
    };
    let activity = &part.activity;
    Ok(Page::html(ctx.t("attendance.enter_sheet.title"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

/// When those of a sheet came in: nobody wrote that down, so it is when it began.
fn at_beginning(entrance: &Entrance, day: Day, now: Instant) -> Instant {
    let begins = entrance.session.as_ref().map_or(entrance.activity.plan.starts_at, |session| session.starts_at);
    let at = if begins.day() == day { begins } else { day.at(9, 0) };
    if day == now.day() { at.min(now) } else { at }
}

pub(crate) fn enter(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: SheetForm = ctx.form()?;
    let entrance = Entrance::open(tx, run_by(tx, ctx)?, form.session, HERE)?;
    let may = ctx.viewer.may::<EnterSheet>(&entrance.activity)?;
    let at = at_beginning(&entrance, form.day, tx.now);
    entrance.door().check(form.day, tx.now.day())?;
    let mut count = 0;
    for id in &form.came {
        let guest = registrations::find_by_id(tx, *id)?.or_missing()?;
        let party = crate::store::attendance::find_of_party(tx, guest.id, entrance.session_id(), form.day)?;
        if party.is_none() {
            admit(tx, ctx, &entrance, &guest, arrival(tx, at, Means::Sheet))?;
            count += 1;
        }
    }
    for (name, phone) in
        form.names.0.iter().zip(&form.phones.0).filter(|(name, phone)| !(name.is_empty() && phone.is_empty()))
    {
        let raw = Raw::of([("person_name", name.as_str()), ("phone", phone.as_str())]);
        let row = RowForm::read(&raw)?;
        let who = row.phone.map(|phone| (row.person_name, phone));
        walk_in(tx, ctx, &entrance, who, arrival(tx, at, Means::Sheet))?;
        count += 1;
    }
    Refusal::new("attendance.empty_sheet").unless(count > 0)?;
    let fact = entrance.activity.fact(&facts::SHEET_ENTERED, form.day).quantity(count);
    let activity = tx.commit(Change::new(may, entrance.activity, fact), |_, _| Ok(()))?;
    Ok(Done::at(format!("{}/attendance", activity.href())))
}

#[derive(Template)]
#[template(source = "<p class=\"lead\">{{ lead }}</p><section class=\"card\">{{ form|safe }}</section>", ext = "html")]
struct ImportPage {
    lead: String,
    form: String,
}

pub(crate) fn get_import(read: &Read, ctx: &Ctx) -> Answer {
    let part = part(read, ctx)?;
    let form = ctx.act_form("attendance.import").at("id", part.activity.id).value("day", part.day);
    let form = if part.all.is_empty() {
        form.without("session")
    } else {
        form.choose("session", session_choices(&part.all)).maybe("session", part.session)
    };
    let page = ImportPage { lead: ctx.n("attendance.import.lead", MOST_ROWS), form: form.html() };
    let activity = &part.activity;
    Ok(Page::html(ctx.t("attendance.import.title"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

/// Reading a list takes a moment: before the transaction.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    run_by(read, ctx)?;
    let form: ImportForm = ctx.form()?;
    let wrong = |problem: Refusal| Problems(vec![("sheet", problem)]);
    let sheet = paper::read_sheet(&form.sheet.bytes).map_err(|error| wrong(Refusal::new(error.code())))?;
    let chinese = ctx.in_chinese();
    let rows = read_rows(&sheet, |group| chinese.word("audience", group))
        .ok_or_else(|| wrong(Refusal::new("columns_missing").with("columns", "姓名")))?;
    match rows.len() {
        0 => Err(wrong(Refusal::new("sheet_empty")).into()),
        many if many > MOST_ROWS => Err(wrong(Refusal::new("sheet_too_large")).into()),
        _ => Ok(Box::new(rows)),
    }
}

/// Every row comes in, or the list is refused whole with the first row that cannot, and why. Who is in already is passed over,
/// so that a list may be sent again when it has grown.
pub(crate) fn import(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ImportForm = ctx.form()?;
    let rows = ctx.prepared::<Vec<CameRow>>()?;
    let entrance = Entrance::open(tx, run_by(tx, ctx)?, form.session, form.channel)?;
    let may = ctx.viewer.may::<ImportAttendance>(&entrance.activity)?;
    let at = at_beginning(&entrance, form.day, tx.now);
    entrance.door().check(form.day, tx.now.day())?;
    let mut count = 0;
    for row in rows {
        count += i64::from(import_row(tx, ctx, &entrance, row, at)?);
    }
    let fact = entrance.activity.fact(&facts::SHEET_ENTERED, form.day).channel(form.channel).quantity(count);
    let activity = tx.commit(Change::new(may, entrance.activity, fact), |_, _| Ok(()))?;
    Ok(Done::at(format!("{}/attendance", activity.href())))
}

fn import_row(tx: &mut Tx, ctx: &Ctx, entrance: &Entrance, row: &CameRow, at: Instant) -> Result<bool, Stop> {
    let bad = |why: String| Refusal::new("attendance.row").with("row", row.number).with("why", why);
    let read = RowForm::read(&row.raw).map_err(|problems| {
        let first = problems.0.first();
        bad(first.map(|(_, problem)| ctx.problem(problem)).unwrap_or_default())
    })?;
    let arrival = Arrival { persons: read.persons, audience: read.group, ..arrival(tx, at, Means::List) };
    let came = match read.phone {
        Some(phone) => walk_in(tx, ctx, entrance, Some((read.person_name, phone)), arrival),
        None => match only_of_name(tx, entrance, at.day(), &read.person_name)? {
            Some(guest) => admit(tx, ctx, entrance, &guest, arrival),
            None => Err(Refusal::new("attendance.row_without_phone").into()),
        },
    };
    match came {
        Ok(_) => Ok(true),
        Err(Stop::Refused(refusal)) if refusal.code == "attendance.already_in" => Ok(false),
        Err(Stop::Refused(refusal)) => Err(bad(ctx.why(&refusal)).into()),
        Err(stop) => Err(stop),
    }
}

/// A row without a telephone is of the one registration that has its name, if there is one.
fn only_of_name(read: &Read, entrance: &Entrance, day: Day, name: &str) -> Result<Option<Registration>, Stop> {
    let lines = rolls::list_confirmed(read, (entrance.activity.id, day, entrance.session_id()))?;
    let of_name: Vec<_> = lines.into_iter().filter(|line| line.name == name).collect();
    match of_name.as_slice() {
        [only] => Ok(registrations::find_by_id(read, only.id)?),
        _ => Ok(None),
    }
}
