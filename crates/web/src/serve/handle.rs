//! The way of a request: who asks, what the page or act says, and how that is answered.

use super::answer::{self, Answered, Answering, problem_of};
use super::asked::{Asked, Entered, read_body};
use super::crowds::Crowds;
use super::shelf::Version;
use crate::ctx::{Ctx, Kept};
use crate::done::{Done, SessionChange};
use crate::house::House;
use crate::page::{Answer, Page, media};
use crate::slice::{ActEntry, ListEntry, PageEntry, Window};
use crate::view::form::ONCE_KEY;
use crate::view::table::MAX_ROWS;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use ground::db::{Read, Tx};
use ground::identity::{Limit, limit};
use ground::once::Key;
use ground::stop::Stop;
use logic::act::House as WholeHouse;
use logic::form::{Problems, Raw};
use logic::refusal::Refusal;
use paper::Sheet;
use std::sync::Arc;

/// What someone unknown may send in a minute.
const STRANGERS: Limit = Limit { name: "stranger", count: 30, seconds: 60 };

pub(super) async fn page(house: &Arc<House>, page: &'static PageEntry, asked: Asked) -> Response {
    let response = look(house, asked, page.is_for_crowds, |read, ctx| (page.get)(read, ctx)).await;
    if page.uses_camera { answer::with_camera(response) } else { response }
}

pub(super) async fn list(house: &Arc<House>, list: &'static ListEntry, asked: Asked) -> Response {
    look(house, asked, false, |read, ctx| list_page(list, read, ctx)).await
}

/// A list's own page: its title and its table.
fn list_page(list: &'static ListEntry, read: &Read, ctx: &Ctx) -> Answer {
    check_list(list, ctx)?;
    match list.page {
        Some(page) => page(read, ctx),
        None => {
            let (title, table) = (ctx.t(list.name).into_owned(), list.html(read, ctx)?);
            Page::html(title, &answer::Whole { html: table })
        }
    }
}

fn check_list(list: &ListEntry, ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_allowed(list.who, &WholeHouse) { Ok(()) } else { Err(Stop::Missing) }
}

pub(super) async fn export(house: &Arc<House>, list: &'static ListEntry, kind: &'static str, asked: Asked) -> Response {
    look(house, asked, false, |read, ctx| {
        check_list(list, ctx)?;
        let window = Window { page: 1, limit: MAX_ROWS, ..list.window(ctx) };
        let rows = (list.read)(read, ctx, &window)?;
        let head = list.columns.iter().map(|column| ctx.word("column", column.key)).collect();
        let cells = rows.rows.iter().map(|row| row.cells.iter().map(|cell| cell.plain(ctx)).collect());
        let sheet = Sheet { name: ctx.t(list.name).into_owned(), rows: std::iter::once(head).chain(cells).collect() };
        let name = format!("{}-{}.{kind}", sheet.name, ctx.viewer.today());
        Ok(match kind {
            "csv" => Page::file(name, media::CSV, paper::csv_text::to_csv(&sheet)),
            _ => Page::file(name, media::XLSX, paper::to_xlsx(&[sheet])),
        })
    })
    .await
}

/// Someone looks at something.
async fn look(
    house: &Arc<House>,
    asked: Asked,
    is_for_crowds: bool,
    get: impl FnOnce(&Read, &Ctx) -> Answer,
) -> Response {
    let version = if is_for_crowds { Version::Crowd } else { Version::Writes(house.db.writes()) };
    let (spot, takes_gzip) = (asked.spot(), asked.takes_gzip());
    if let Some(ready) = spot.as_ref().and_then(|spot| house.shelf.find(spot, version, takes_gzip)) {
        return ready;
    }
    let answered = house.db.read(|read| {
        let entered = asked.ctx(house, read, Raw::default())?;
        let answer = match gate(house, read, &entered)? {
            Some(way) => Ok(Page::Redirect(way.into())),
            None => get(read, &entered.ctx),
        };
        let said = asked.cookie("said");
        let stale = entered.ctx.session.clone().filter(|_| entered.is_stale);
        Ok((answer::answered(read, &entered.ctx, answer, said)?, stale))
    });
    match answered.await {
        Ok((answered, stale)) => {
            if let Some(key) = stale {
                touch(house, key).await;
            }
            match (spot, answered) {
                (Some(spot), Answered { status: StatusCode::OK, body: Answering::Html(html), .. })
                    if !html.contains(ONCE_KEY) =>
                {
                    house.shelf.keep(spot, version, html, takes_gzip)
                }
                (_, answered) => answered.send(house).await,
            }
        }
        Err(stop) => answer::failed(&asked.stranger(house), stop),
    }
}

/// Where one must go first: to set up an empty house, or to change a password that is due.
fn gate(house: &House, read: &Read, entered: &Entered) -> Result<Option<&'static str>, Stop> {
    let path = entered.ctx.path.as_str();
    if !house.is_set_up(read)? && path != answer::SET_UP_PATH {
        return Ok(Some(answer::SET_UP_PATH));
    }
    Ok((entered.must_change && path != answer::PASSWORD_PATH).then_some(answer::PASSWORD_PATH))
}

async fn touch(house: &House, key: ground::identity::SessionKey) {
    // If this fails, the session only ends a little earlier.
    let _ = house.db.write(move |tx| Ok(tx.touch_session(&key)?)).await;
}

/// What one may do before changing a password that is due.
const MAY_WAIT: [&str; 2] = [answer::PASSWORD_PATH, "/sign-out"];

/// Someone acts.
pub(super) async fn act(house: &Arc<House>, act: &'static ActEntry, asked: Asked, request: Request) -> Response {
    if !asked.is_from_our_pages() {
        return answer::refused_whole(&asked.stranger(house), &Refusal::new("not_from_our_pages"));
    }
    let input = match read_body(request).await {
        Ok(input) => input,
        Err(bad) => return answer::refused_whole(&asked.stranger(house), &bad.refusal()),
    };
    let entered = house.db.read(|read| Ok(asked.ctx(house, read, input)?)).await;
    let ctx = match entered {
        // A password that is due comes first; only leaving needs none.
        Ok(entered) if entered.must_change && !MAY_WAIT.contains(&act.path) => {
            return answer::go(answer::PASSWORD_PATH);
        }
        Ok(entered) => entered.ctx,
        Err(stop) => return answer::failed(&asked.stranger(house), stop),
    };
    let key = ctx.input.get("_key").unwrap_or_default().to_owned();
    let (ctx, done) = perform(house, act, ctx, &key, false).await;
    match done {
        Ok(Done { refusal: Some(refusal), .. }) => show_again(house, act, ctx, Stop::Refused(refusal)).await,
        Ok(done) => answer::done(&ctx, act, done),
        Err(stop) => show_again(house, act, ctx, stop).await,
    }
}

/// Does an act: slow work first, then one transaction in which it acts at most once for its key.
pub(super) async fn perform(
    house: &Arc<House>,
    act: &'static ActEntry,
    ctx: Ctx,
    key: &str,
    is_dry: bool,
) -> (Arc<Ctx>, Result<Done, Stop>) {
    // Whoever may never do this learns nothing of what it asks.
    if !ctx.viewer.could_be_allowed(act.who) {
        return (Arc::new(ctx), Err(Stop::Missing));
    }
    if let Err(stop) = limit_strangers(house, act, &ctx).await {
        return (Arc::new(ctx), Err(stop));
    }
    let ctx = match prepare(house, act, ctx).await {
        Ok(ctx) => Arc::new(ctx),
        Err((ctx, stop)) => return (ctx, Err(stop)),
    };
    let key = Some(key)
        .filter(|key| !key.is_empty() && act.is_once && !is_dry)
        .map(|key| Key::new(&ctx.asker(), act.name, &ctx.path, key));
    let inside = ctx.clone();
    let done = if is_dry {
        dry_run(house, act, inside).await
    } else {
        let turn = act.turn.and_then(|blank| ctx.at::<String>(blank).ok());
        house.db.write_in_turn(turn.as_deref(), move |tx| act_once(tx, act, &inside, key.as_ref())).await
    };
    (ctx, done)
}

/// Who has not signed in is counted: in the database, so that several programs count together; crowds in memory, where it is cheap.
async fn limit_strangers(house: &Arc<House>, act: &ActEntry, ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_signed_in() {
        return Ok(());
    }
    let from = ctx.from.clone();
    match act.crowd {
        Some(most) => house.memory.of::<Crowds>().count(act.name, from, ctx.viewer.now, most),
        None => house.db.write(move |tx| limit(tx, STRANGERS, &from)).await,
    }
}

async fn prepare(house: &Arc<House>, act: &'static ActEntry, ctx: Ctx) -> Result<Ctx, (Arc<Ctx>, Stop)> {
    let Some(prepare) = act.prepare else { return Ok(ctx) };
    let ctx = Arc::new(ctx);
    let inside = ctx.clone();
    let prepared = house.db.read_at_length(move |read| prepare(read, &inside)).await;
    match (prepared, Arc::try_unwrap(ctx)) {
        (Ok(prepared), Ok(ctx)) => Ok(Ctx { prepared: Some(prepared), ..ctx }),
        (Ok(_), Err(ctx)) => Err((ctx, ground::db::Fault::broken("preparing", "the context is held elsewhere").into())),
        (Err(stop), Ok(ctx)) => Err((Arc::new(ctx), stop)),
        (Err(stop), Err(ctx)) => Err((ctx, stop)),
    }
}

fn act_once(tx: &mut Tx, act: &ActEntry, ctx: &Ctx, key: Option<&Key>) -> Result<Done, Stop> {
    if let Some(key) = key
        && let Some(answer) = tx.find_answer(key)?
    {
        return Ok(super::json::done_from(&answer));
    }
    let done = (act.post)(tx, ctx)?;
    if let Some(key) =
        key.filter(|_| done.session == SessionChange::None && done.secret.is_none() && done.refusal.is_none())
    {
        tx.keep_answer(key, &super::json::done_to(&done))?;
    }
    Ok(done)
}

/// Runs an act to see what it would come to, and undoes it.
async fn dry_run(house: &Arc<House>, act: &'static ActEntry, ctx: Arc<Ctx>) -> Result<Done, Stop> {
    house
        .db
        .write(move |tx| {
            let mut would = None;
            let undone: Result<(), Stop> = tx.step(|tx| {
                would = Some((act.post)(tx, &ctx)?);
                Err(Stop::Refused(Refusal::new("dry_run")))
            });
            would.ok_or(()).or_else(|()| undone.map(|()| Done::default()))
        })
        .await
}

/// Something was wrong: the page the form stands on, with what was typed and why it did not do.
async fn show_again(house: &Arc<House>, act: &'static ActEntry, ctx: Arc<Ctx>, stop: Stop) -> Response {
    if is_hidden(house, act, &ctx).await {
        return seen_as_page(house, &ctx, Stop::Missing).await;
    }
    let (problems, refusal) = match stop {
        Stop::Invalid(problems) => (problems, None),
        Stop::Refused(refusal) => (Problems::default(), Some(refusal)),
        stop => return seen_as_page(house, &ctx, stop).await,
    };
    let kept = Kept { act: act.name, problems, refusal };
    let Ok(ctx) = Arc::try_unwrap(ctx) else { return answer::failed_unknown() };
    let ctx = Ctx { kept: Some(kept), ..ctx };
    let status = problem_of(&ctx);
    let shown = house.db.read(|read| match (act.page)(read, &ctx) {
        Ok(Page::Html(html)) => Ok(Some(answer::answered(read, &ctx, Ok(Page::Html(html)), "")?)),
        _ => Ok(None),
    });
    match shown.await {
        Ok(Some(answered)) => Answered { status, ..answered }.send(house).await,
        Ok(None) => answer::refused_whole(&ctx, &whole_reason(&ctx)),
        Err(stop) => answer::failed(&ctx, stop),
    }
}

/// Why, in one sentence, where there is no page to say it beside the field.
fn whole_reason(ctx: &Ctx) -> Refusal {
    ctx.kept.as_ref().and_then(|kept| kept.refusal.clone()).unwrap_or(Refusal::new("form_wrong"))
}

/// Whether the page an act's form stands on is not there for this reader: then its mistakes are not told either.
pub(super) async fn is_hidden(house: &Arc<House>, act: &'static ActEntry, ctx: &Ctx) -> bool {
    let seen = house.db.read(|read| (act.page)(read, ctx).map(drop)).await;
    matches!(seen, Err(Stop::Missing))
}

async fn seen_as_page(house: &Arc<House>, ctx: &Ctx, stop: Stop) -> Response {
    match house.db.read(|read| answer::answered(read, ctx, Err(stop), "")).await {
        Ok(answered) => answered.send(house).await,
        Err(stop) => answer::failed(ctx, stop),
    }
}
