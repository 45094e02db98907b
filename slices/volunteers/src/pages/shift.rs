//! A shift's page: for everyone what it is and whether there is room; for who has it, coming and going; for those who run
//! it, the people with names and telephones.

use super::{desk, words};
use crate::rules::{
    CancelShift, CloseShift, EditShift, Entry, How, InviteVolunteer, Shift, ShiftState, Signup, SignupState, Standing,
    Volunteer, Way, hours_text,
};
use crate::store::{shifts, signups};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::code::Reason;
use logic::time::{Day, Instant};
use web::{Answer, Ctx, Done, Page, Tone};

logic::form! {
    /// Why it does not take place.
    pub(crate) struct CancelForm {
        reason: String = line().min(2).max(200),
    }
}

/// Somebody at the shift, as those who run it see them.
struct Person {
    name: String,
    card: String,
    phone: String,
    state: String,
    tone: &'static str,
    came: String,
    went: String,
    minutes: Option<i64>,
    hours: String,
    buttons: Vec<String>,
    more: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "shift.html")]
struct ShiftPage<'a> {
    ctx: &'a Ctx,
    shift: &'a Shift,
    tone: &'static str,
    state: &'static str,
    place: String,
    skills: String,
    languages: String,
    proofs: String,
    own: Vec<String>,
    own_more: Vec<(String, String)>,
    own_state: Option<(String, &'static str, String)>,
    people: Option<Vec<Person>>,
    ways: Vec<(String, String)>,
    forms: Vec<(String, String)>,
    buttons: Vec<String>,
}

/// How far somebody is at a shift, as it looks.
pub(crate) fn tone(state: SignupState) -> Tone {
    match state {
        SignupState::Taken => Tone::Active,
        SignupState::Served { .. } => Tone::Good,
        SignupState::Invited | SignupState::Waiting => Tone::Warn,
        SignupState::Absent => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// What a list says of a shift: whether there is room, while it is open.
pub(crate) fn state_code(shift: &Shift) -> &'static str {
    match shift.state {
        ShiftState::Open if shift.is_full() => "full",
        _ => shift.state.code(),
    }
}

pub(crate) fn state_tone(shift: &Shift) -> Tone {
    match state_code(shift) {
        "open" => Tone::Active,
        "full" => Tone::Good,
        "cancelled" => Tone::Bad,
        _ => Tone::Plain,
    }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let shift = desk::shift(read, ctx)?;
    let runs = desk::runs(ctx, &shift);
    let own = super::own(read, ctx)?;
    let signup = own_signup(read, ctx, &shift)?;
    let place = shift.plan.place.map(|code| read.place_path(code)).transpose()?.unwrap_or_default();
    let place =
        [place.as_str(), &shift.plan.venue].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let all = signups::list(read, shift.id)?;
    let (own_forms, own_more) = own_parts(read, ctx, (&shift, own.as_ref(), signup.as_ref()))?;
    // Who runs it and is no volunteer is not asked to become one here.
    let own_forms = if runs && own.is_none() { Vec::new() } else { own_forms };
    let page = ShiftPage {
        ctx,
        tone: state_tone(&shift).class(),
        state: state_code(&shift),
        place,
        skills: words(ctx, "skill", &shift.plan.skills),
        languages: words(ctx, "language", &shift.plan.languages),
        proofs: words(ctx, "proof", &shift.plan.qualifications),
        own: own_forms,
        own_more,
        own_state: own_state(read, ctx, &shift, signup.as_ref())?,
        people: runs.then(|| people(ctx, &shift, &all)),
        ways: ways(ctx, &shift, runs),
        forms: run_forms(ctx, &shift, runs),
        buttons: buttons(ctx, &shift),
        shift: &shift,
    };
    Ok(Page::html(&shift.plan.role, &page)?.below(ctx.t("shift.list"), "/shifts"))
}

fn own_signup(read: &Read, ctx: &Ctx, shift: &Shift) -> Result<Option<Signup>, Stop> {
    for person in ctx.viewer.people() {
        if let Some(signup) = signups::find(read, shift.id, person)? {
            return Ok(Some(signup));
        }
    }
    Ok(None)
}

fn own_state(
    read: &Read,
    ctx: &Ctx,
    shift: &Shift,
    signup: Option<&Signup>,
) -> Result<Option<(String, &'static str, String)>, Stop> {
    let Some(signup) = signup else { return Ok(None) };
    let said = match signup.state {
        SignupState::Waiting => ctx.n("signup.position", signups::position(read, shift.id, signup.turn)?),
        SignupState::Served { minutes } => ctx.fill("signup.hours", &[("hours", &hours_text(minutes))]),
        _ => String::new(),
    };
    Ok(Some((ctx.word("signup_state", signup.state.code()), tone(signup.state).class(), said)))
}

type Parts = (Vec<String>, Vec<(String, String)>);

/// What one can do for oneself.
fn own_parts(
    read: &Read,
    ctx: &Ctx,
    (shift, own, signup): (&Shift, Option<&Volunteer>, Option<&Signup>),
) -> Result<Parts, Stop> {
    let (mut now, mut more) = (Vec::new(), Vec::new());
    let is_ahead = shift.state == ShiftState::Open && read.now < shift.plan.starts_at;
    let live = signup.filter(|signup| signup.state.is_live());
    let form = |act, signup: &Signup| ctx.act_form(act).at("id", shift.id).at("signup", signup.id);
    match live {
        None if is_ahead && shift.plan.way == Way::Open => now.push(sign_up_part(ctx, shift, own)),
        Some(signup) if signup.state == SignupState::Invited && is_ahead => {
            now.push(form("signup.accept", signup).html());
            now.push(form("signup.withdraw", signup).submit("signup.decline").quiet().html());
        }
        Some(signup) if signup.state == SignupState::Taken => {
            if signup.came.is_none() && read.now >= shift.plan.starts_at.plus_seconds(-2 * 3_600) {
                now.push(form("service.arrive", signup).html());
            } else if signup.came.is_some() && signup.went.is_none() {
                now.push(form("service.leave", signup).html());
            }
            if is_ahead && read.now < shift.plan.cut_off {
                more.push((ctx.t("swap.offer.title").into_owned(), super::swaps::part(read, ctx, shift, signup)?));
                more.push((
                    ctx.t("signup.withdraw.title").into_owned(),
                    form("signup.withdraw", signup).grave().html(),
                ));
            }
        }
        Some(signup) if signup.state == SignupState::Waiting && is_ahead => {
            more.push((ctx.t("signup.withdraw.title").into_owned(), form("signup.withdraw", signup).grave().html()));
        }
        _ => {}
    }
    Ok((now, more))
}

/// The way in: to sign up, or first to have a card.
fn sign_up_part(ctx: &Ctx, shift: &Shift, own: Option<&Volunteer>) -> String {
    let mut out = web::view::Markup::default();
    match own {
        Some(own) if own.state == Standing::Active => {
            let form = ctx.act_form("signup.make").at("id", shift.id);
            let is_young = own.card.guardian.is_some();
            out.raw(&if is_young { form.html() } else { form.without("accompanied").html() });
        }
        Some(own) => {
            out.element("a", &[("href", Some(&own.href()))], ctx.t("volunteer.own_paused"));
        }
        None => {
            let join = format!("{}?shift={}", super::join::PATH, shift.id);
            let sign_in = format!("/sign-in/phone?next={}", web::figures::encode(&shift.href()));
            out.raw("<p class=\"actions\">").element(
                "a",
                &[("class", Some("button")), ("href", Some(&join))],
                ctx.t("volunteer.join.title"),
            );
            if !ctx.viewer.is_signed_in() {
                out.raw(" ").element("a", &[("href", Some(&sign_in))], ctx.t("volunteer.sign_in"));
            }
            out.raw("</p>");
        }
    }
    out.done()
}

fn ways(ctx: &Ctx, shift: &Shift, runs: bool) -> Vec<(String, String)> {
    let mut ways = Vec::new();
    let mut way = |key: &str, path: &str| ways.push((ctx.t(key).into_owned(), format!("{}/{path}", shift.href())));
    if runs {
        way("shift.code_page", "code");
    }
    if shift.state == ShiftState::Open && ctx.viewer.is_able::<InviteVolunteer>(shift) {
        way("shift.free", "free");
    }
    if shift.state == ShiftState::Open && ctx.viewer.is_able::<EditShift>(shift) {
        way("shift.edit.title", "edit");
    }
    ways
}

fn run_forms(ctx: &Ctx, shift: &Shift, runs: bool) -> Vec<(String, String)> {
    let mut forms = Vec::new();
    if runs && shift.state == ShiftState::Open {
        forms.push((ctx.t("signup.enter.title").into_owned(), ctx.act_form("signup.enter").at("id", shift.id).html()));
    }
    if shift.state == ShiftState::Open && ctx.viewer.is_able::<CancelShift>(shift) {
        forms.push((ctx.t("shift.cancel.title").into_owned(), ctx.act_form("shift.cancel").at("id", shift.id).html()));
    }
    forms
}

fn buttons(ctx: &Ctx, shift: &Shift) -> Vec<String> {
    let is_over = shift.plan.ends_at <= ctx.viewer.now;
    let may_close = shift.state == ShiftState::Open && is_over && ctx.viewer.is_able::<CloseShift>(shift);
    may_close.then(|| ctx.act_form("shift.close").at("id", shift.id).html()).into_iter().collect()
}

/// When, and how it is known; the hour alone if it was on the day of the shift.
fn said(ctx: &Ctx, day: Day, said: Option<(Instant, How)>) -> String {
    let Some((at, how)) = said else { return String::new() };
    let (hour, minute) = at.hour_minute();
    let when = if at.day() == day { format!("{hour:02}:{minute:02}") } else { at.to_string() };
    format!("{when} {}", ctx.word("how", how))
}

fn people(ctx: &Ctx, shift: &Shift, all: &[Signup]) -> Vec<Person> {
    all.iter().map(|signup| person(ctx, shift, signup)).collect()
}

fn person(ctx: &Ctx, shift: &Shift, signup: &Signup) -> Person {
    let form = |act| ctx.act_form(act).at("id", shift.id).at("signup", signup.id);
    let (mut buttons, mut more) = (Vec::new(), Vec::new());
    let is_own = ctx.viewer.people().any(|person| person == signup.person);
    let has_begun = shift.plan.starts_at.plus_seconds(-2 * 3_600) <= ctx.viewer.now;
    let is_told = [signup.came, signup.went].iter().flatten().any(|(_, how)| !how.is_sure());
    let may_come = matches!(signup.state, SignupState::Taken | SignupState::Absent);
    if may_come && has_begun && !is_own && !matches!(shift.state, ShiftState::Cancelled { .. }) {
        if is_told {
            buttons.push(form("service.confirm").in_a_row().html());
        }
        let (act, title) = match signup.came {
            Some((_, how)) if how.is_sure() => ("service.check_out", "service.check_out.title"),
            _ => ("service.check_in", "service.check_in.title"),
        };
        more.push((ctx.t(title).into_owned(), form(act).in_a_row().html()));
    }
    if signup.state.is_served() && !is_own {
        let choices = Reason::CODES.iter().take(4).map(|code| web::Choice::new(code, ctx.word("reason", code)));
        let back = form("service.take_back").choose("correction", choices.collect()).grave().html();
        more.push((ctx.t("service.take_back.title").into_owned(), back));
    }
    let may_go = matches!(signup.state, SignupState::Taken | SignupState::Waiting | SignupState::Invited)
        && signup.came.is_none();
    if may_go && shift.state == ShiftState::Open && ctx.viewer.now < shift.plan.starts_at {
        more.push((
            ctx.t("signup.take_off").into_owned(),
            form("signup.withdraw").submit("signup.take_off").grave().html(),
        ));
    }
    let minutes = match signup.state {
        SignupState::Served { minutes } => Some(minutes),
        _ => None,
    };
    let day = shift.plan.starts_at.day();
    Person {
        name: if signup.name.is_empty() { ctx.t("volunteer.nameless").into_owned() } else { signup.name.clone() },
        card: format!("/volunteers/{}", signup.volunteer),
        phone: signup.phone.clone(),
        state: ctx.word("signup_state", signup.state.code()),
        tone: tone(signup.state).class(),
        came: said(ctx, day, signup.came),
        went: said(ctx, day, signup.went),
        minutes,
        hours: minutes.map(hours_text).unwrap_or_default(),
        buttons,
        more,
    }
}

pub(crate) fn cancel(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: CancelForm = ctx.form()?;
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<CancelShift>(&shift)?;
    let (href, all) = (shift.href(), signups::list(tx, shift.id)?);
    let hall = tx.commit(shift.cancel(may, form.reason, all)?, signups::save_hall)?;
    Ok(Done::at(href).id(hall.shift.id))
}

pub(crate) fn close(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<CloseShift>(&shift)?;
    let (href, all) = (shift.href(), signups::list(tx, shift.id)?);
    let hall = tx.commit(shift.close(may, all)?, signups::save_hall)?;
    Ok(Done::at(href).id(hall.shift.id))
}

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage<'a> {
    ctx: &'a Ctx,
    entry: &'a Entry,
    tone: &'static str,
    name: String,
    came: String,
    went: String,
    hours: String,
    facts: Vec<(i64, String, String)>,
    may_open: bool,
}

/// The proof behind a record: one person at one shift, with every fact said of it.
pub(crate) fn proof(read: &Read, ctx: &Ctx) -> Answer {
    let signup = signups::get(read, ctx.at("signup")?)?;
    let entry = Entry { shift: shifts::get(read, signup.shift)?, signup };
    let is_own = ctx.viewer.people().any(|person| person == entry.signup.person);
    if !is_own && !desk::runs(ctx, &entry) && !super::sees(ctx, &entry.shift.unit) {
        return Err(Stop::Missing);
    }
    let history = read.history_of(entry.signup.id.into())?;
    let fact = |fact: &logic::fact::Fact| {
        let word = ctx.word("fact", &fact.kind);
        let word = if fact.sign < 0 { ctx.fill("record.taken_back", &[("what", &word)]) } else { word };
        (fact.position, word, fact.stamp.at.to_string())
    };
    let day = entry.shift.plan.starts_at.day();
    let page = ProofPage {
        ctx,
        tone: tone(entry.signup.state).class(),
        name: entry.signup.name.clone(),
        came: said(ctx, day, entry.signup.came),
        went: said(ctx, day, entry.signup.went),
        hours: match entry.signup.state {
            SignupState::Served { minutes } => hours_text(minutes),
            _ => String::new(),
        },
        facts: history.iter().map(fact).collect(),
        may_open: web::figures::may_open_facts(&ctx.viewer),
        entry: &entry,
    };
    Ok(Page::html(ctx.t("record.proof"), &page)?.below(&entry.shift.plan.role, entry.shift.href()))
}
