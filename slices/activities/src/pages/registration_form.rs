//! What everyone who registers is asked, whichever way they come: the party, where to, and the activity's own questions.

use super::registration_desk::Desk;
use crate::rules::{Entry, Party, Registration, RegistrationId, Session, SessionId, Side, Standing, check_party};
use ground::db::{Read, Tx};
use ground::files;
use ground::identity::{Limit, limit};
use ground::stop::Stop;
use logic::code::Audience;
use logic::form::sheet::{Answers, Filled};
use logic::form::{Phone, Problems, Raw};
use logic::time::Instant;
use web::{Choice, Ctx, FormView};

logic::form! {
    /// Who comes, with whom, and where to. Name and telephone are known of one who has signed in.
    pub(crate) struct Form {
        person_name: Option<String> = line().min(2).max(40),
        phone: Option<Phone> = phone(),
        size: Option<i64> = count().min(1).max(crate::rules::MOST),
        companions: Option<String> = text().max(1000),
        session: Option<SessionId> = pick(),
        group: Option<Audience> = choice("audience", Audience::CODES),
        party_role: Option<String> = pick(),
    }
}

/// A party as it was read, with its companions' names and answers.
pub(crate) struct PartyRead {
    pub(crate) party: Party,
    pub(crate) companions: String,
    pub(crate) answers: Answers,
}

/// Name and telephone: both are needed of one who is not known.
pub(crate) fn contact(form: &Form) -> Result<(String, Phone), Problems> {
    let mut problems = Problems::default();
    let missing = logic::refusal::Refusal::new("required");
    let name = problems.take("person_name", form.person_name.clone().ok_or(missing.clone()));
    let phone = problems.take("phone", form.phone.clone().ok_or(missing));
    name.zip(phone).ok_or(problems)
}

/// The party, checked against what the activity asks. `before` is what the party said the last time.
pub(crate) fn read_party(
    (entry, sessions): (&Entry, &[Session]),
    form: &Form,
    raw: &Raw,
    (before, side): (&Answers, Side),
) -> Result<(PartyRead, Filled), Stop> {
    let mut problems = Problems::default();
    let is_known = |id: &SessionId| sessions.iter().any(|session| session.id == *id);
    let session = chosen(&mut problems, "session", !sessions.is_empty(), form.session, is_known);
    let audience = chosen(&mut problems, "group", entry.asks_group, form.group, |_| true);
    let has_role = |role: &String| entry.roles.contains(role);
    let role = chosen(&mut problems, "party_role", !entry.roles.is_empty(), form.party_role.clone(), has_role);
    let filled = match entry.sheet.read(raw, before) {
        Ok(filled) => filled,
        Err(wrong) => {
            problems.0.extend(wrong.0);
            Filled::default()
        }
    };
    if !problems.0.is_empty() {
        return Err(problems.into());
    }
    let chosen = entry.sheet.chosen(&filled.answers);
    let party = Party { size: form.size.unwrap_or(1), session, audience, role, chosen };
    let companions = form.companions.clone().unwrap_or_default();
    check_party(&party, &companions, entry, side)?;
    Ok((PartyRead { party, companions, answers: filled.answers.clone() }, filled))
}

/// A choice that must be made where it is asked for, and is not kept where it is not.
fn chosen<T>(
    problems: &mut Problems,
    field: &'static str,
    is_asked: bool,
    value: Option<T>,
    is_known: impl Fn(&T) -> bool,
) -> Option<T> {
    let refusal = |code| logic::refusal::Refusal::new(code);
    match value {
        _ if !is_asked => None,
        None => {
            problems.0.push((field, refusal("required")));
            None
        }
        Some(value) if is_known(&value) => Some(value),
        Some(_) => {
            problems.0.push((field, refusal("not_a_choice")));
            None
        }
    }
}

/// What people unknown may send by way of files from one address.
const STRANGERS_FILES: Limit = Limit { name: "stranger_files", count: 60, seconds: 3600 };

/// Files among the answers are kept, and named by their hash.
pub(crate) fn keep_files(tx: &mut Tx, ctx: &Ctx, read: &mut PartyRead, filled: Filled) -> Result<(), Stop> {
    if !filled.files.is_empty() && !ctx.viewer.is_signed_in() {
        limit(tx, STRANGERS_FILES, &ctx.from)?;
    }
    for (name, file) in filled.files {
        let hash = files::keep(tx, &file.bytes)?;
        read.answers.0.insert(name.into(), vec![format!("{hash} {}", file.name)]);
    }
    Ok(())
}

/// A registration that has not arrived yet.
pub(crate) fn pending(
    tx: &Tx,
    desk: (crate::rules::ActivityId, Instant),
    (name, phone): (String, Option<Phone>),
    read: PartyRead,
) -> Registration {
    Registration {
        id: tx.new_id::<RegistrationId>(),
        activity: desk.0,
        receipt: crate::rules::receipt(ground::clock::random()),
        number: 0,
        turn: 0,
        person: None,
        name,
        phone,
        party: read.party,
        companions: read.companions,
        answers: read.answers,
        state: Standing::Pending { until: desk.1 },
        since: tx.now,
        roster: None,
    }
}

/// The form with what this activity asks, and what stands in it at first.
pub(crate) fn draw<'a>(
    form: FormView<'a>,
    (entry, sessions): (&Entry, &[Session]),
    (known, side): (Option<&Registration>, Side),
) -> FormView<'a> {
    let mut form = form;
    form = match (sessions.is_empty(), known.and_then(|known| known.party.session)) {
        (true, _) => form.without("session"),
        (false, session) => {
            let choices = sessions.iter().map(|session| Choice::new(session.id, session_words(session)));
            form.choose("session", choices.collect()).required("session").maybe("session", session)
        }
    };
    form = match (entry.roles.is_empty(), known.and_then(|known| known.party.role.clone())) {
        (true, _) => form.without("party_role"),
        (false, role) => {
            let choices = entry.roles.iter().map(|role| Choice::new(role, role.clone())).collect();
            form.choose("party_role", choices).required("party_role").maybe("party_role", role)
        }
    };
    form = match (entry.asks_group, known.and_then(|known| known.party.audience)) {
        (false, _) => form.without("group"),
        (true, group) => form.required("group").maybe("group", group),
    };
    form = if entry.largest > 1 || side == Side::Host {
        let form = form.value("size", known.map_or(1, |known| known.party.size)).required("size");
        form.maybe("companions", known.map(|known| known.companions.clone()))
    } else {
        form.without("size").without("companions")
    };
    let none = Answers::default();
    form.asking(&entry.sheet, known.map_or(&none, |known| &known.answers))
}

/// A session in a line.
pub(crate) fn session_words(session: &Session) -> String {
    format!("{} {}", session.title, session.starts_at)
}

/// The words for what a party chose.
pub(crate) fn party_words(ctx: &Ctx, desk: (&Entry, &[Session]), registration: &Registration) -> Vec<(String, String)> {
    let (entry, sessions) = desk;
    let party = &registration.party;
    let mut words = vec![(ctx.t("field.size").into_owned(), party.size.to_string())];
    let session = party.session.and_then(|id| sessions.iter().find(|session| session.id == id));
    words.extend(session.map(|session| (ctx.t("field.session").into_owned(), session_words(session))));
    words.extend(party.audience.map(|group| (ctx.t("field.group").into_owned(), ctx.word("audience", group))));
    words.extend(party.role.clone().map(|role| (ctx.t("field.party_role").into_owned(), role)));
    if !registration.companions.is_empty() {
        let names = registration.companions.lines().collect::<Vec<_>>().join("、");
        words.push((ctx.t("field.companions").into_owned(), names));
    }
    for question in &entry.sheet.questions {
        if let Some(values) = registration.answers.0.get(&question.name) {
            words.push((question.label.clone(), question.words(values)));
        }
    }
    words
}

/// What a desk offers to choose from.
pub(crate) fn offered<'a>(read: &Read, desk: &'a Desk) -> Result<(&'a Entry, Vec<Session>), Stop> {
    Ok((&desk.entry, desk.sessions(read)?))
}
