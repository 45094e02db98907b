//! My outreach record: every standing fact that tells what a person did, each opening into its proof; theirs to keep, to
//! choose from and to show.

use crate::facts::SERVED;
use crate::rules::{Certificate, Paper, hours_text};
use crate::store::{certificates, signups};
use askama::Template;
use ground::db::Read;
use ground::stop::{OrMissing, Stop};
use logic::fact::Position;
use logic::fold::{Filter, Measure, Query};
use logic::id::{Id, PersonId};
use logic::time::Day;
use web::{Answer, Choice, Ctx, Page};

/// The most records of one kind.
const MOST: i64 = 2_000;

/// A record of something done.
pub(crate) struct Record {
    pub position: Position,
    pub on: Day,
    pub what: String,
    pub place: String,
    pub unit: String,
    /// Minutes, of what is told in minutes.
    pub minutes: Option<i64>,
    pub proof: Option<String>,
}

impl Record {
    /// Its time, as hours.
    pub(crate) fn hours(&self) -> String {
        self.minutes.map(hours_text).unwrap_or_default()
    }
}

/// The standing records of a person as of a position, the latest first.
pub(crate) fn records(
    read: &Read,
    ctx: &Ctx,
    (person, kind): (PersonId, Paper),
    (from, to): (Day, Day),
    position: Position,
) -> Result<Vec<Record>, Stop> {
    let mut found = Vec::new();
    let deeds = ctx.house.slices.iter().flat_map(|slice| slice.deeds);
    for deed in deeds.filter(|deed| kind == Paper::Outreach || deed.name == SERVED.name) {
        let class = (kind == Paper::Service).then(|| "volunteer".to_owned());
        let filter = Filter { person: Some(person.0), class, from, to, ..Filter::of(deed.name) };
        let query = Query { measure: Measure::Facts, filter };
        for line in read.lines(&query, 0, position, 0, MOST)? {
            let is_service = deed.name == SERVED.name;
            let title = if is_service { signups::find_title(read, line.noun)? } else { None };
            found.push(Record {
                position: line.position,
                on: line.happened,
                what: title.unwrap_or_else(|| ctx.word("fact", deed.name)),
                place: line.place_name.unwrap_or_default(),
                unit: line.unit_name.unwrap_or_default(),
                minutes: is_service.then_some(line.quantity),
                proof: deed.href.map(|href| href.replace("{}", &line.noun.to_string())),
            });
        }
    }
    found.sort_by_key(|record| (std::cmp::Reverse(record.on), std::cmp::Reverse(record.position)));
    Ok(found)
}

/// Those a certificate tells of.
pub(crate) fn chosen(certificate: &Certificate, records: Vec<Record>) -> Vec<Record> {
    let is_chosen = |record: &Record| certificate.chosen.is_empty() || certificate.chosen.contains(&record.position);
    records.into_iter().filter(is_chosen).collect()
}

/// Their minutes in all.
pub(crate) fn minutes_of(records: &[Record]) -> i64 {
    records.iter().filter_map(|record| record.minutes).sum()
}

/// Whose record the address asks for: one's own, or as an officer another's.
pub(crate) fn whose(read: &Read, ctx: &Ctx) -> Result<PersonId, Stop> {
    let asked = ctx.asked("person").and_then(|id| id.parse::<Id>().ok()).map(PersonId);
    let person = asked.or(ctx.viewer.person).or_missing()?;
    let noun = crate::rules::Holder(person);
    let may = ctx.viewer.is_able::<crate::rules::IssueCertificate>(&noun);
    let known = read.find_standing_person(person)?.or_missing()?;
    if may { Ok(known.id) } else { Err(Stop::Missing) }
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage<'a> {
    ctx: &'a Ctx,
    name: String,
    from: Day,
    to: Day,
    person: String,
    hours: String,
    records: Vec<Record>,
    form: Option<String>,
    certificates: Vec<Certificate>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let person = whose(read, ctx)?;
    let asked = |name| ctx.asked(name).and_then(|day| day.parse::<Day>().ok());
    let today = ctx.viewer.today();
    let (from, to) = (asked("from").unwrap_or(Day::year_span(today.year()).0), asked("to").unwrap_or(today));
    let records = records(read, ctx, (person, Paper::Outreach), (from, to), read.last_fact()?.0)?;
    let words = |record: &Record| format!("{} {} {}", record.on, record.what, record.hours());
    let choices: Vec<_> = records.iter().map(|record| Choice::new(record.position, words(record))).collect();
    let form = ctx.act_form("certificate.issue").choose("records", choices).values("records", Vec::new());
    let form =
        form.value("first_day", from).value("last_day", to).value("paper", Paper::Outreach).value("person", person);
    let page = RecordPage {
        ctx,
        name: read.find_standing_person(person)?.and_then(|person| person.name).unwrap_or_default(),
        from,
        to,
        person: ctx.asked("person").unwrap_or_default().to_owned(),
        hours: hours_text(minutes_of(&records)),
        form: (!records.is_empty()).then(|| form.html()),
        records,
        certificates: certificates::list_of(read, person)?,
    };
    Page::html(ctx.t("record.title"), &page)
}
