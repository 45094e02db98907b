//! Statements behind lists, calendars, maps and feeds: one line for each activity.

use crate::rules::{ActivityId, Area, Class, Mode};
use ground::db::{Fault, Read, Row};
use ground::sql;
use logic::id::Id;
use logic::place::PlaceCode;
use logic::time::{Day, Instant};

/// An activity in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActivityLine {
    pub id: ActivityId,
    pub title: String,
    pub class: Class,
    pub state: String,
    pub mode: Mode,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub unit: String,
    pub place: Option<PlaceCode>,
    pub place_name: Option<String>,
    pub venue: String,
    pub about: String,
}

/// Which activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Which {
    /// Those the public sees only.
    pub is_public: bool,
    pub state: Option<String>,
    pub class: Option<Class>,
    pub field: Option<Area>,
    pub programme: Option<Id>,
    pub series: Option<Id>,
    /// The path of a unit: its own activities and those of units below.
    pub unit: Option<String>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    pub from: Day,
    pub to: Day,
    /// A word of the title.
    pub word: Option<String>,
}

macro_rules! which {
    ($columns:literal, $rest:literal) => {
        sql!(concat!(
            "select ",
            $columns,
            " from activity a join unit u on u.id = a.unit left join place p on p.code = a.place
            where a.starts_at >= $1 and a.starts_at < $2
                and ($3 = 0 or (a.state in ('announced', 'held', 'concluded', 'cancelled') and a.field <> 'internal'))
                and (cast($4 as text) is null or a.state = $4) and (cast($5 as text) is null or a.class = $5)
                and (cast($6 as text) is null or a.field = $6) and (cast($7 as text) is null or a.programme = $7)
                and (cast($8 as text) is null or a.series = $8)
                and (cast($9 as text) is null or substr(u.path, 1, length($9)) = $9)
                and (cast($10 as bigint) is null or a.place between $10 and $11)
                and (cast($12 as text) is null or a.title like $12) ",
            $rest
        ))
    };
}

impl Which {
    /// All there are.
    pub(crate) fn all(is_public: bool) -> Self {
        Self {
            is_public,
            state: None,
            class: None,
            field: None,
            programme: None,
            series: None,
            unit: None,
            low: None,
            high: None,
            from: Day::MIN,
            to: Day::MAX,
            word: None,
        }
    }

    fn bounds(&self) -> (Instant, Instant, i64, Option<String>) {
        // A word is matched as it is: what stands for anything in a pattern is taken out.
        let word = self.word.as_ref().map(|word| format!("%{}%", word.replace(['%', '_'], "")));
        (self.from.start(), self.to.plus(1).start(), i64::from(self.is_public), word)
    }
}

macro_rules! params {
    ($which:ident, $bounds:ident $(, $more:expr)*) => {
        &[
            &$bounds.0, &$bounds.1, &$bounds.2, &$which.state, &$which.class, &$which.field, &$which.programme,
            &$which.series, &$which.unit, &$which.low, &$which.high, &$bounds.3 $(, $more)*
        ]
    };
}

/// The latest first, or the earliest.
pub(crate) fn list(
    read: &Read,
    which: &Which,
    is_ascending: bool,
    offset: i64,
    limit: i64,
) -> Result<Vec<ActivityLine>, Fault> {
    let descending = which!(
        "a.id, a.title, a.class, a.state, a.channel, a.starts_at, a.ends_at, u.name, a.place, p.name, a.venue, a.about",
        "order by a.starts_at desc, a.id desc limit $13 offset $14"
    );
    let ascending = which!(
        "a.id, a.title, a.class, a.state, a.channel, a.starts_at, a.ends_at, u.name, a.place, p.name, a.venue, a.about",
        "order by a.starts_at, a.id limit $13 offset $14"
    );
    let bounds = which.bounds();
    read.list(if is_ascending { ascending } else { descending }, params!(which, bounds, &limit, &offset), line)
}

pub(crate) fn count(read: &Read, which: &Which) -> Result<i64, Fault> {
    let bounds = which.bounds();
    read.number(which!("count(*)", ""), params!(which, bounds))
}

fn line(row: &Row) -> Result<ActivityLine, Fault> {
    Ok(ActivityLine {
        id: row.get(0)?,
        title: row.get(1)?,
        class: row.get(2)?,
        state: row.get(3)?,
        mode: row.get(4)?,
        starts_at: row.get(5)?,
        ends_at: row.get(6)?,
        unit: row.get(7)?,
        place: row.get(8)?,
        place_name: row.get(9)?,
        venue: row.get(10)?,
        about: row.get(11)?,
    })
}
