//! The list of accounts.

use crate::ADMINISTRATOR;
use crate::rules::State;
use crate::store::accounts::{self, AccountFilter, AccountLine};
use crate::store::roles;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Role;
use logic::form::{Field, choice, line};
use logic::id::AccountId;
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const ACCOUNTS: ListEntry = ListEntry {
    name: "account.list",
    path: "/accounts",
    who: ADMINISTRATOR,
    columns: &[
        Column::text("login").sorted(),
        Column::text("person").sorted(),
        Column::text("unit").sorted(),
        Column::text("roles"),
        Column::text("state"),
    ],
    filters: &[WHO, ROLE, STATE],
    read: read_accounts,
    page: Some(crate::pages::accounts::get),
};

const WHO: Field = line().named("who", false);
const ROLE: Field = choice("role", Role::CODES).named("role", false);
const STATE: Field = choice("account_state", State::CODES).named("state", false);

fn read_accounts(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let filter = AccountFilter {
        who: ctx.asked("who").map(Into::into),
        state: ctx.asked("state").and_then(|code| code.parse().ok()),
        role: ctx.asked("role").and_then(|code| code.parse().ok()),
    };
    let held = roles::list_in_force(read)?;
    let lines = accounts::list(read, &filter, &window.order(), (window.offset(), window.limit))?;
    let rows = lines.into_iter().map(|line| row(ctx, line, &held)).collect();
    Ok(Rows { rows, total: accounts::count(read, &filter)?, choices: Vec::new() })
}

fn row(ctx: &Ctx, line: AccountLine, held: &[(AccountId, Role)]) -> Row {
    let state = line.state(ctx.viewer.now);
    let mut roles: Vec<_> = held.iter().filter(|(account, _)| *account == line.id).map(|(_, role)| *role).collect();
    roles.sort();
    roles.dedup();
    let words: Vec<_> = roles.iter().map(|role| ctx.word("role", role)).collect();
    let href = format!("/accounts/{}", line.id);
    let cells = vec![
        Cell::Text(line.login),
        Cell::maybe(line.person),
        Cell::maybe(line.unit),
        Cell::Text(words.join(&ctx.t("list.comma"))),
        Cell::Code("account_state", state.to_string(), tone_of(state)),
    ];
    Row::to(href, cells)
}

fn tone_of(state: State) -> Tone {
    match state {
        State::Open => Tone::Good,
        State::Locked => Tone::Warn,
        State::Closed => Tone::Plain,
    }
}
