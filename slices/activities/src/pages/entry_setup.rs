//! 报名设置: how people come in, how many places there are for whom, what they are asked, who is invited.

use super::register::{quota_name, shown};
use super::registration_desk::Desk;
use super::registrations::run_by;
use crate::rules::{
    Activity, AddQuestion, DropPlaces, DropQuestion, Entry, InvitePhone, Quota, QuotaId, Scope, Session, SetPlaces,
    SetUpEntry, Way, resize,
};
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::code::Audience;
use logic::form::sheet::{Ask, Condition, Question, Sheet};
use logic::form::{Phone, Problems, Single};
use logic::time::Instant;
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// How people come in.
    pub(crate) struct Form {
        way: Way = choice("entry_way", Way::CODES),
        opens_at: Instant = moment(),
        closes_at: Instant = moment(),
        cut_off: Option<Instant> = moment(),
        places: Option<i64> = count().min(1),
        largest: i64 = count().min(1).max(crate::rules::MOST),
        offer_minutes: i64 = count().max(20_160),
        asks_session: bool = flag(),
        asks_group: bool = flag(),
        roles: Option<String> = text().max(1000),
        seed_rule: Option<String> = text().max(500),
    }
}

logic::form! {
    /// Places for those whom a quota counts; its scope is `total`, `session:…`, `group:…`, `role:…` or `answer:…`.
    pub(crate) struct PlacesForm {
        scope: String = pick(),
        places: i64 = count(),
    }
}

logic::form! {
    /// A quota to be lifted.
    pub(crate) struct DropForm {
        quota: QuotaId = pick(),
    }
}

logic::form! {
    /// A question more.
    pub(crate) struct QuestionForm {
        label: String = line().max(200),
        ask: String = choice("ask", Ask::CODES),
        is_required: bool = flag(),
        options: Option<String> = text().max(4000),
        only_if: Option<String> = pick(),
    }
}

logic::form! {
    /// A question less.
    pub(crate) struct DropQuestionForm {
        question: String = pick(),
    }
}

logic::form! {
    /// Telephones that may register, one a line, with a word on whose it is.
    pub(crate) struct InviteForm {
        phones: String = text().max(20_000),
    }
}

#[derive(Template)]
#[template(path = "entry_setup.html")]
struct SetupPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    settings: String,
    quotas: Vec<(super::register::QuotaShown, String)>,
    set_places: Option<String>,
    questions: Vec<QuestionShown>,
    add_question: Option<String>,
    invites: Vec<(Phone, String)>,
    invite: Option<String>,
}

/// A question, what it takes, and the button that drops it.
struct QuestionShown {
    label: String,
    about: String,
    drop: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let entry = entries::find(read, activity.id)?;
    let all = sessions::list(read, activity.id)?;
    let places = entries::places(read, activity.id)?;
    let form = |act| ctx.act_form(act).at("id", activity.id);
    let mut page = SetupPage {
        ctx,
        activity: &activity,
        settings: settings_form(ctx, &activity, entry.as_ref(), &places),
        quotas: Vec::new(),
        set_places: None,
        questions: Vec::new(),
        add_question: None,
        invites: Vec::new(),
        invite: None,
    };
    if let Some(entry) = &entry {
        let mut sorted = places.clone();
        sorted.0.sort_by_key(|quota| quota.scope.clone());
        let drop = |quota: &Quota| form("registration.drop_places").hidden("quota", quota.id).quiet().button();
        let drops = sorted.0.iter().map(drop).collect::<Vec<_>>();
        page.quotas = shown(ctx, entry, &all, &places).into_iter().zip(drops).collect();
        page.set_places =
            Some(form("registration.set_places").choose("scope", scopes(ctx, entry, &all)).in_a_row().html());
        page.questions =
            entry.sheet.questions.iter().map(|question| question_shown(ctx, &activity, question)).collect();
        page.add_question = Some(form("registration.add_question").choose("only_if", conditions(ctx, entry)).html());
        if entry.way == Way::Invitation {
            page.invites = entries::list_invites(read, activity.id)?;
            page.invite = Some(form("registration.invite").html());
        }
    }
    Ok(Page::html(ctx.t("registration.set_up.title"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("registration.list"), format!("{}/registrations", activity.href())))
}

/// The settings, or what most activities would choose: open now, closed when it begins, as many as it can take.
fn settings_form(ctx: &Ctx, activity: &Activity, entry: Option<&Entry>, places: &crate::rules::Places) -> String {
    let form = ctx.act_form("registration.set_up").at("id", activity.id);
    let typed = |moment: Instant| moment.to_string().replace(' ', "T");
    match entry {
        Some(entry) => form
            .value("way", entry.way)
            .value("opens_at", typed(entry.opens_at))
            .value("closes_at", typed(entry.closes_at))
            .value("cut_off", typed(entry.cut_off))
            .maybe("places", places.total().map(|total| total.places))
            .value("largest", entry.largest)
            .value("offer_minutes", entry.offer_minutes)
            .value("asks_session", i64::from(entry.asks_session))
            .value("asks_group", i64::from(entry.asks_group))
            .value("roles", entry.roles.join("\n"))
            .value("seed_rule", &entry.seed_rule)
            .html(),
        None => form
            .value("way", Way::FirstCome)
            .value("opens_at", typed(ctx.viewer.now))
            .value("closes_at", typed(activity.plan.starts_at))
            .value("cut_off", typed(activity.plan.starts_at.plus_seconds(-24 * 3600)))
            .maybe("places", activity.plan.capacity)
            .value("largest", 1)
            .value("offer_minutes", 24 * 60)
            .html(),
    }
}

/// Whom places can be set for.
fn scopes(ctx: &Ctx, entry: &Entry, all: &[Session]) -> Vec<Choice> {
    let mut scopes = vec![Scope::Total];
    if entry.asks_session {
        scopes.extend(all.iter().map(|session| Scope::Session(session.id)));
    }
    if entry.asks_group {
        scopes.extend(Audience::ALL.iter().map(|group| Scope::Group(*group)));
    }
    scopes.extend(entry.roles.iter().cloned().map(Scope::Role));
    for question in entry.sheet.questions.iter().filter(|question| question.ask.has_options()) {
        let options = 1..=question.options.len();
        scopes.extend(options.map(|at| Scope::Answer(format!("{}.{at}", question.name))));
    }
    let choice = |scope: &Scope| Choice::new(scope_text(scope), quota_name(ctx, entry, all, scope));
    scopes.iter().map(choice).collect()
}

fn scope_text(scope: &Scope) -> String {
    let (kind, of) = scope.parts();
    format!("{kind}:{of}")
}

/// What a question may depend on.
fn conditions(ctx: &Ctx, entry: &Entry) -> Vec<Choice> {
    let mut choices = Vec::new();
    for question in &entry.sheet.questions {
        match question.ask {
            Ask::Yes => {
                let yes = ctx.t("form.yes").into_owned();
                choices.push(Choice::new(format!("{}.1", question.name), yes).in_group(&question.label));
            }
            Ask::One | Ask::Many => choices.extend(question.options.iter().enumerate().map(|(at, option)| {
                Choice::new(format!("{}.{}", question.name, at + 1), option.clone()).in_group(&question.label)
            })),
            _ => {}
        }
    }
    choices
}

fn question_shown(ctx: &Ctx, activity: &Activity, question: &Question) -> QuestionShown {
    let code = Ask::CODES.iter().find(|code| Ask::of(code) == Some(question.ask)).copied().unwrap_or_default();
    let mut about = vec![ctx.word("ask", code)];
    about.extend((!question.options.is_empty()).then(|| question.options.join("、")));
    about.extend(question.is_required.then(|| ctx.t("registration.must_answer").into_owned()));
    let drop = ctx.act_form("registration.drop_question").at("id", activity.id).hidden("question", &question.name);
    QuestionShown { label: question.label.clone(), about: about.join(" · "), drop: drop.quiet().button() }
}

fn done(activity: &Activity) -> Done {
    Done::at(format!("{}/entry", activity.href())).id(activity.id)
}

/// The settings, and the total with them.
pub(crate) fn set_up(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let activity = activities::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<SetUpEntry>(&activity)?;
    let before = entries::find_with_numbers(tx, activity.id)?;
    let lines = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect()
    };
    let entry = Entry {
        way: form.way,
        opens_at: form.opens_at,
        closes_at: form.closes_at,
        cut_off: form.cut_off.unwrap_or(activity.plan.starts_at),
        largest: form.largest,
        offer_minutes: form.offer_minutes,
        asks_session: form.asks_session,
        asks_group: form.asks_group,
        roles: lines(form.roles),
        seed_rule: form.seed_rule.unwrap_or_default(),
        sheet: before.as_ref().map(|before| before.sheet.clone()).unwrap_or_default(),
        draw: before.as_ref().and_then(|before| before.draw.clone()),
        numbers: 0,
    };
    let change = activity.set_up_entry(may, entry, before.as_ref())?;
    let (activity, _) = tx.commit(change, |tx, (activity, entry)| entries::save(tx, activity.id, entry))?;
    let mut desk = Desk::open(tx, activity.id)?;
    if let Some(places) = form.places {
        set(tx, ctx, &mut desk, Scope::Total, places)?;
    }
    desk.loosen();
    desk.close(tx)?;
    Ok(done(&activity))
}

/// A quota gets so many places; where there was none, those who are in already take theirs at once.
fn set(tx: &mut Tx, ctx: &Ctx, desk: &mut Desk, scope: Scope, places: i64) -> Result<(), Stop> {
    let may = ctx.viewer.may::<SetPlaces>(&desk.activity)?;
    let known = desk.places.0.iter().position(|quota| quota.scope == scope);
    let quota = match known {
        Some(at) => desk.places.0[at].clone(),
        None => Quota { id: tx.new_id(), places, taken: taken(tx, desk, &scope)?, scope },
    };
    if known.is_some() && quota.places == places {
        return Ok(());
    }
    let quota = resize(quota, places)?;
    let change = desk.activity.clone().set_places(may, quota)?;
    let quota = tx.commit(change, |tx, quota| match known {
        Some(_) => entries::save_quota(tx, quota),
        None => entries::insert_quota(tx, desk.activity.id, quota),
    })?;
    match known {
        Some(at) => desk.places.0[at] = quota,
        None => desk.places.0.push(quota),
    }
    desk.loosen();
    Ok(())
}

/// The plan's capacity has changed: the total, where there is one, changes with it, and never below what is taken.
pub(crate) fn follow_capacity(
    tx: &mut Tx,
    ctx: &Ctx,
    activity: crate::rules::ActivityId,
    (before, after): (Option<i64>, Option<i64>),
) -> Result<(), Stop> {
    let Some(places) = after.filter(|_| before != after) else { return Ok(()) };
    if entries::places(tx, activity)?.total().is_none() {
        return Ok(());
    }
    let mut desk = Desk::open(tx, activity)?;
    set(tx, ctx, &mut desk, Scope::Total, places)?;
    desk.close(tx)
}

fn taken(tx: &Tx, desk: &Desk, scope: &Scope) -> Result<i64, Stop> {
    let holders = registrations::list_holders(tx, desk.activity.id)?.into_iter();
    let holders = holders.map(|holder| holder.counted(&desk.entry.sheet).party);
    Ok(holders.filter(|party| party.falls_under(scope)).map(|party| party.size).sum())
}

pub(crate) fn set_places(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: PlacesForm = ctx.form()?;
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let all = sessions::list(tx, desk.activity.id)?;
    let is_offered = scopes(ctx, &desk.entry, &all).iter().any(|choice| choice.value == form.scope);
    let scope = form.scope.split_once(':').filter(|_| is_offered).and_then(|(kind, of)| Scope::from_parts(kind, of));
    let scope = scope.ok_or_else(|| Problems::one("scope", "not_a_choice"))?;
    set(tx, ctx, &mut desk, scope, form.places)?;
    let activity = desk.activity.clone();
    desk.close(tx)?;
    Ok(done(&activity))
}

pub(crate) fn drop_places(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: DropForm = ctx.form()?;
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DropPlaces>(&desk.activity)?;
    let at = desk.places.0.iter().position(|quota| quota.id == form.quota).or_missing()?;
    let quota = desk.places.0.remove(at);
    tx.commit(desk.activity.clone().drop_places(may, quota)?, |tx, quota| entries::delete_quota(tx, quota.id))?;
    desk.loosen();
    let activity = desk.activity.clone();
    desk.close(tx)?;
    Ok(done(&activity))
}

pub(crate) fn add_question(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: QuestionForm = ctx.form()?;
    let activity = activities::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<AddQuestion>(&activity)?;
    let entry = entries::find(tx, activity.id)?.or_missing()?;
    let name = entry.sheet.free_name().unwrap_or_default();
    let options = form.options.unwrap_or_default();
    let options = options.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect();
    let only_if = form.only_if.as_deref().and_then(|text| text.split_once('.'));
    let question = Question {
        name: name.into(),
        label: form.label,
        ask: Ask::of(&form.ask).or_missing()?,
        is_required: form.is_required,
        options,
        only_if: only_if.map(|(question, answer)| Condition { question: question.into(), answer: answer.into() }),
    };
    let mut sheet = entry.sheet.clone();
    sheet.questions.push(question);
    let change = activity.clone().add_question(may, sheet)?;
    tx.commit(change, |tx, sheet| save_sheet(tx, &activity, &entry, sheet))?;
    Ok(done(&activity))
}

pub(crate) fn drop_question(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: DropQuestionForm = ctx.form()?;
    let activity = activities::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DropQuestion>(&activity)?;
    let entry = entries::find(tx, activity.id)?.or_missing()?;
    let places = entries::places(tx, activity.id)?;
    let mut sheet = entry.sheet.clone();
    sheet.questions.retain(|question| question.name != form.question);
    let change = activity.clone().drop_question(may, sheet, &form.question, &places.0)?;
    tx.commit(change, |tx, sheet| save_sheet(tx, &activity, &entry, sheet))?;
    Ok(done(&activity))
}

fn save_sheet(tx: &mut Tx, activity: &Activity, entry: &Entry, sheet: &Sheet) -> Result<(), ground::db::Fault> {
    entries::save(tx, activity.id, &Entry { sheet: sheet.clone(), ..entry.clone() })
}

/// Telephones one a line; what follows a number is a word on whose it is.
pub(crate) fn invite(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: InviteForm = ctx.form()?;
    let activity = activities::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<InvitePhone>(&activity)?;
    let field = logic::form::phone();
    let read = |line: &str| {
        let (number, note) = line.trim().split_once([' ', '\t', '，', ',']).unwrap_or((line.trim(), ""));
        Phone::from_value(&field, number).map(|phone| (phone, note.trim().to_owned()))
    };
    let lines = form.phones.lines().filter(|line| !line.trim().is_empty());
    let phones = lines.map(read).collect::<Result<Vec<_>, _>>();
    let phones = phones.map_err(|problem| Problems(vec![("phones", problem)]))?;
    let change = activity.invite(may, phones.len() as i64)?;
    let activity = tx.commit(change, |tx, activity| {
        phones.iter().try_for_each(|(phone, note)| entries::invite(tx, activity.id, phone, note))
    })?;
    Ok(done(&activity))
}
