//! The list of posts.

use super::STAFF;
use crate::rules::{Post, PostState};
use crate::store::{experts, posts, villages, visits};
use ground::db::Read;
use ground::stop::Stop;
use logic::form::{Field, choice};
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const POSTS: ListEntry = ListEntry {
    name: "post.list",
    path: "/posts",
    who: STAFF,
    columns: &[
        Column::text("village"),
        Column::text("expert"),
        Column::text("state"),
        Column::number("visits"),
        Column::day("last_visit"),
    ],
    filters: &[STATE],
    read: read_posts,
    page: None,
};

const STATE: Field = choice("post_state", PostState::CODES).named("state", false);

fn read_posts(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let state = ctx.asked("state");
    let row = |post: Post| {
        let village = villages::find(read, post.village)?.map(|village| village.name);
        let expert = experts::get(read, post.expert)?.name;
        let (count, last) = visits::count_of_post(read, post.id)?;
        let code = Cell::Code("post_state", post.state.code().into(), tone(&post.state));
        let cells = vec![Cell::maybe(village), Cell::maybe(expert), code, Cell::Number(count), Cell::maybe_day(last)];
        Ok::<_, Stop>(Row::to(format!("/posts/{}", post.id), cells))
    };
    let rows = posts::list(read, state, None, window.offset(), window.limit)?
        .into_iter()
        .map(row)
        .collect::<Result<_, _>>()?;
    Ok(Rows { rows, total: posts::count(read, state, None)?, choices: Vec::new() })
}

/// How a state looks.
pub(crate) fn tone(state: &PostState) -> Tone {
    match state {
        PostState::Invited { .. } => Tone::Warn,
        PostState::Declined { .. } | PostState::Ended { .. } => Tone::Bad,
        PostState::Agreed { .. } | PostState::Serving { .. } => Tone::Active,
        PostState::Reviewed { .. } | PostState::Graded { .. } | PostState::Renewed { .. } => Tone::Good,
    }
}
