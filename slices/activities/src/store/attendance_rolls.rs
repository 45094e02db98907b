//! Statements behind the desk's roll and the attendance list: attendances and registrations with the names of persons.

use crate::rules::{ActivityId, AttendanceId, Means, RegistrationId, SessionId};
use ground::db::{Fault, Read, Row};
use ground::sql;
use logic::code::{Audience, Channel};
use logic::form::Phone;
use logic::time::{Day, Instant};

/// A registration as the desk looks at it.
#[derive(Debug, Clone)]
pub(crate) struct RollLine {
    pub id: RegistrationId,
    pub receipt: crate::rules::Receipt,
    pub number: i64,
    pub name: String,
    pub phone: Option<Phone>,
    pub size: i64,
    pub session: Option<SessionId>,
    pub state: String,
    /// When the party came in to the asked session on the asked day.
    pub came_at: Option<Instant>,
}

impl RollLine {
    /// The last digits of the telephone: enough to tell people of one name apart.
    pub(crate) fn tail(&self) -> &str {
        let phone = self.phone.as_ref().map_or("", |phone| &phone.0);
        phone.get(phone.len().saturating_sub(4)..).unwrap_or_default()
    }
}

macro_rules! select_roll {
    ($rest:literal) => {
        sql!(concat!(
            "select r.id, r.receipt, r.number, p.name, p.phone, r.size, r.session, r.state, a.at
            from registration r left join person p on p.id = r.person
            left join attendance a on a.registration = r.id and a.state <> 'void' and a.happened = $2
                and coalesce(a.session, '') = coalesce(cast($3 as text), '')
            where r.activity = $1 and r.number > 0 ",
            $rest
        ))
    };
}

/// Which part of the roll: the activity, the day and the session one comes to.
pub(crate) type Where = (ActivityId, Day, Option<SessionId>);

/// Those whose name begins so, whose telephone ends so, or whose entry number or receipt it is.
pub(crate) fn find(read: &Read, (activity, on, session): Where, text: &str) -> Result<Vec<RollLine>, Fault> {
    let find = select_roll!(
        "and (p.name >= $4 and p.name < $5 or p.phone = $4 or substr(p.phone, length(p.phone) - 3) = $4 or r.receipt = $4
            or cast(r.number as text) = $4)
        order by case when r.state = 'confirmed' then 0 else 1 end, r.number limit 20"
    );
    let upper = format!("{text}\u{10ffff}");
    read.list(find, &[&activity, &on, &session, &text, &upper], roll_line)
}

/// All who are confirmed, by name as the sheet lists them.
pub(crate) fn list_confirmed(read: &Read, (activity, on, session): Where) -> Result<Vec<RollLine>, Fault> {
    let list = select_roll!("and r.state = 'confirmed' order by r.number limit 5000");
    let all = read.list(list, &[&activity, &on, &session], roll_line)?;
    Ok(all.into_iter().filter(|line| line.session.is_none() || line.session == session).collect())
}

/// All that a phone at the door has to know: whoever is confirmed, and whoever was.
pub(crate) fn list_for_phone(read: &Read, activity: ActivityId) -> Result<Vec<RollLine>, Fault> {
    let list = sql!(
        "select r.id, r.receipt, r.number, p.name, p.phone, r.size, r.session, r.state, null
        from registration r left join person p on p.id = r.person
        where r.activity = $1 and r.number > 0 order by r.number limit 5000"
    );
    read.list(list, &[&activity], roll_line)
}

/// A party that came: registration, session, day, when.
pub(crate) type CameParty = (RegistrationId, Option<SessionId>, Day, Instant);

/// Parties that came.
pub(crate) fn list_came(read: &Read, activity: ActivityId) -> Result<Vec<CameParty>, Fault> {
    let list = sql!(
        "select registration, session, happened, at from attendance
        where activity = $1 and registration is not null and state <> 'void' order by at limit 20000"
    );
    read.list(list, &[&activity], |row| row.read())
}

/// The activity a receipt is for.
pub(crate) fn find_activity(read: &Read, receipt: crate::rules::Receipt) -> Result<Option<ActivityId>, Fault> {
    read.find(sql!("select activity from registration where receipt = $1"), &[&receipt], |row| row.get(0))
}

fn roll_line(row: &Row) -> Result<RollLine, Fault> {
    Ok(RollLine {
        id: row.get(0)?,
        receipt: row.get(1)?,
        number: row.get(2)?,
        name: row.get::<Option<String>>(3)?.unwrap_or_default(),
        phone: row.get(4)?,
        size: row.get(5)?,
        session: row.get(6)?,
        state: row.get(7)?,
        came_at: row.get(8)?,
    })
}

/// Who came, in a list.
#[derive(Debug, Clone)]
pub(crate) struct CameLine {
    pub id: AttendanceId,
    pub name: Option<String>,
    pub phone: Option<Phone>,
    pub number: Option<i64>,
    pub persons: i64,
    pub session: Option<SessionId>,
    pub at: Instant,
    pub left_at: Option<Instant>,
    pub audience: Option<Audience>,
    pub channel: Channel,
    pub means: Means,
    pub state: String,
}

/// What the list is filtered by.
pub(crate) struct Filter {
    pub session: Option<String>,
    pub channel: Option<String>,
    pub state: Option<String>,
    pub text: Option<String>,
}

macro_rules! select_came {
    ($columns:literal, $rest:literal) => {
        sql!(concat!(
            "select ",
            $columns,
            " from attendance a left join person p on p.id = a.person left join registration r on r.id = a.registration
            where a.activity = $1 and (cast($2 as text) is null or a.session = $2) and (cast($3 as text) is null or a.channel = $3)
                and (cast($4 as text) is null or a.state = $4)
                and (cast($5 as text) is null or p.name >= $5 and p.name < $6 or p.phone = $5) ",
            $rest
        ))
    };
}

impl Filter {
    /// The first text after all that begin with the filter's.
    fn upper(&self) -> Option<String> {
        self.text.as_ref().map(|text| format!("{text}\u{10ffff}"))
    }
}

/// The latest first.
pub(crate) fn list(
    read: &Read,
    activity: ActivityId,
    filter: &Filter,
    (offset, limit): (i64, i64),
) -> Result<Vec<CameLine>, Fault> {
    let list = select_came!(
        "a.id, p.name, p.phone, r.number, a.persons, a.session, a.at, a.left_at, a.audience, a.channel, a.means, a.state",
        "order by a.at desc, a.id desc limit $7 offset $8"
    );
    let Filter { session, channel, state, text } = filter;
    read.list(list, &[&activity, session, channel, state, text, &filter.upper(), &limit, &offset], came_line)
}

pub(crate) fn count(read: &Read, activity: ActivityId, filter: &Filter) -> Result<i64, Fault> {
    let Filter { session, channel, state, text } = filter;
    read.number(select_came!("count(*)", ""), &[&activity, session, channel, state, text, &filter.upper()])
}

fn came_line(row: &Row) -> Result<CameLine, Fault> {
    Ok(CameLine {
        id: row.get(0)?,
        name: row.get(1)?,
        phone: row.get(2)?,
        number: row.get(3)?,
        persons: row.get(4)?,
        session: row.get(5)?,
        at: row.get(6)?,
        left_at: row.get(7)?,
        audience: row.get(8)?,
        channel: row.get(9)?,
        means: row.get(10)?,
        state: row.get(11)?,
    })
}
