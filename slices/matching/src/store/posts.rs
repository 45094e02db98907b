//! Posts.

use crate::rules::{ExpertId, NeedId, Post, PostId, PostState, RoundId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::id::PersonId;
use logic::place::PlaceCode;
use logic::time::Day;

macro_rules! select_post {
    ($rest:literal) => {
        sql!(concat!(
            "select p.id, p.round, u.path, p.need, p.slot, p.village, v.contact, p.expert, e.person, p.programme, p.state, p.since, p.until_day, ",
            "p.expert_said, p.village_said, p.side, p.words, p.mark, p.grade, p.replaces from post p ",
            "join round r on r.id = p.round join unit u on u.id = r.unit join expert e on e.id = p.expert left join village v on v.code = p.village ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: PostId) -> Result<Post, Stop> {
    read.find(select_post!("where p.id = $1"), &[&id], post)?.or_missing()
}

/// Posts at a state or all, of a round or all, newest first.
pub(crate) fn list(
    read: &Read,
    state: Option<&str>,
    round: Option<RoundId>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Post>, Fault> {
    let list = select_post!(
        "where (cast($1 as text) is null or p.state = $1) and (cast($2 as text) is null or p.round = $2) order by p.id desc limit $3 offset $4"
    );
    read.list(list, &[&state, &round, &limit, &offset], post)
}

pub(crate) fn count(read: &Read, state: Option<&str>, round: Option<RoundId>) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from post where (cast($1 as text) is null or state = $1) and (cast($2 as text) is null or round = $2)"
    );
    read.number(count, &[&state, &round])
}

/// An expert's posts, newest first.
pub(crate) fn list_of_expert(read: &Read, expert: ExpertId) -> Result<Vec<Post>, Fault> {
    read.list(select_post!("where p.expert = $1 order by p.id desc"), &[&expert], post)
}

/// A village's posts, newest first.
pub(crate) fn list_of_village(read: &Read, village: PlaceCode) -> Result<Vec<Post>, Fault> {
    read.list(select_post!("where p.village = $1 order by p.id desc"), &[&village], post)
}

/// The expert's post in a village under which visits may be made.
pub(crate) fn find_in_force(read: &Read, expert: ExpertId, village: PlaceCode) -> Result<Option<Post>, Fault> {
    let found = select_post!(
        "where p.expert = $1 and p.village = $2 and p.state in ('agreed', 'serving', 'reviewed') order by p.id desc limit 1"
    );
    read.find(found, &[&expert, &village], post)
}

/// Since when a post has been agreed: the ledger keeps the day after the post has gone on.
pub(crate) fn find_agreed_day(read: &Read, post: PostId) -> Result<Option<Day>, Fault> {
    let find = sql!("select max(happened) from fact where noun = $1 and kind = 'post.agreed' and sign = 1");
    Ok(read.find(find, &[&post], |row| row.get(0))?.flatten())
}

/// Whether a need has a post that is neither declined nor ended.
pub(crate) fn has_live(read: &Read, need: NeedId) -> Result<bool, Fault> {
    let live = sql!("select 1 from post where need = $1 and state not in ('declined', 'ended') limit 1");
    Ok(read.find(live, &[&need], |_| Ok(()))?.is_some())
}

/// Invitations that a side has not answered and that are due on or before a day.
pub(crate) fn list_unanswered(read: &Read, by: Day) -> Result<Vec<Post>, Fault> {
    read.list(select_post!("where p.state = 'invited' and p.until_day <= $1 and (p.expert_said is null or p.village_said is null) order by p.id"), &[&by], post)
}

/// Posts agreed while one of the sides had not said yes: there must be none.
pub(crate) fn list_one_sided(read: &Read) -> Result<Vec<PostId>, Fault> {
    let odd = sql!(
        "select id from post where state not in ('invited', 'declined') and (expert_said is null or village_said is null)"
    );
    read.list(odd, &[], |row| row.get(0))
}

/// Whether a declined post has been replaced.
pub(crate) fn is_replaced(read: &Read, id: PostId) -> Result<bool, Fault> {
    Ok(read.find(sql!("select 1 from post where replaces = $1 limit 1"), &[&id], |_| Ok(()))?.is_some())
}

pub(crate) fn insert(tx: &mut Tx, post: &Post) -> Result<(), Fault> {
    let insert = sql!(
        "insert into post (id, round, need, slot, village, expert, programme, state, since, until_day, replaces)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let Post { id, round, need, slot, village, expert, programme, replaces, .. } = post;
    let Columns { since, until, .. } = columns(&post.state);
    tx.run(insert, &[id, round, need, slot, village, expert, programme, &post.state.code(), &since, &until, replaces])
        .map(drop)
}

pub(crate) fn save(tx: &mut Tx, post: &Post) -> Result<(), Fault> {
    let update = sql!(
        "update post set state = $2, since = $3, expert_said = coalesce($4, expert_said), village_said = coalesce($5, village_said),
            side = coalesce($6, side), words = coalesce($7, words), mark = coalesce($8, mark), grade = coalesce($9, grade) where id = $1"
    );
    let Columns { since, expert, village, side, words, mark, grade, .. } = columns(&post.state);
    tx.run(update, &[&post.id, &post.state.code(), &since, &expert, &village, &side, &words, &mark, &grade]).map(drop)
}

struct Columns<'a> {
    since: Day,
    until: Option<Day>,
    expert: Option<Day>,
    village: Option<Day>,
    side: Option<&'static str>,
    words: Option<&'a str>,
    mark: Option<i64>,
    grade: Option<&'static str>,
}

fn columns(state: &PostState) -> Columns<'_> {
    let none = |on: Day| Columns {
        since: on,
        until: None,
        expert: None,
        village: None,
        side: None,
        words: None,
        mark: None,
        grade: None,
    };
    match state {
        PostState::Invited { on, until, expert, village } => {
            Columns { until: Some(*until), expert: *expert, village: *village, ..none(*on) }
        }
        PostState::Declined { on, side, words } => Columns { side: Some(side.code()), words: Some(words), ..none(*on) },
        PostState::Agreed { on } | PostState::Serving { on } => none(*on),
        PostState::Reviewed { on, mark, words } => Columns { mark: Some(*mark), words: Some(words), ..none(*on) },
        PostState::Graded { on, mark, grade } => Columns { mark: Some(*mark), grade: Some(grade.code()), ..none(*on) },
        PostState::Renewed { on, grade } => Columns { grade: Some(grade.code()), ..none(*on) },
        PostState::Ended { on, words } => Columns { words: Some(words), ..none(*on) },
    }
}

fn post(row: &Row) -> Result<Post, Fault> {
    Ok(Post {
        id: row.get(0)?,
        round: row.get(1)?,
        path: UnitPath(row.get(2)?),
        need: row.get(3)?,
        slot: row.get(4)?,
        village: row.get(5)?,
        contact: row.get::<Option<PersonId>>(6)?,
        expert: row.get(7)?,
        person: row.get(8)?,
        programme: row.get(9)?,
        state: state(row)?,
        replaces: row.get(19)?,
    })
}

fn state(row: &Row) -> Result<PostState, Fault> {
    let (code, on): (String, Day) = (row.get(10)?, row.get(11)?);
    let words = || Ok::<_, Fault>(row.get::<Option<String>>(16)?.unwrap_or_default());
    Ok(match code.as_str() {
        "invited" => PostState::Invited { on, until: row.get(12)?, expert: row.get(13)?, village: row.get(14)? },
        "declined" => PostState::Declined { on, side: row.get(15)?, words: words()? },
        "agreed" => PostState::Agreed { on },
        "serving" => PostState::Serving { on },
        "reviewed" => PostState::Reviewed { on, mark: row.get(17)?, words: words()? },
        "graded" => PostState::Graded { on, mark: row.get(17)?, grade: row.get(18)? },
        "renewed" => PostState::Renewed { on, grade: row.get(18)? },
        "ended" => PostState::Ended { on, words: words()? },
        other => return Err(Fault::broken("reading a post", format!("no such state: {other}"))),
    })
}
