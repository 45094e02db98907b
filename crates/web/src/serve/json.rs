//! The API: the same acts and lists as the pages, in JSON, with tokens, idempotency keys and dry runs.

use super::answer::{finish, log, status_of};
use super::asked::{Asked, read_body};
use super::handle::{is_hidden, perform};
use crate::ctx::Ctx;
use crate::done::Done;
use crate::house::House;
use crate::slice::{ActEntry, ListEntry, Window};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use ground::identity::Scopes;
use ground::stop::Stop;
use logic::act::House as WholeHouse;
use logic::form::{Problems, Raw};
use logic::refusal::Refusal;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Rows of one answer at most.
const MAX_PAGE: i64 = 1_000;

/// A flat object of texts, numbers and truths (and lists of them) as what a form would have sent.
pub(super) fn raw(bytes: &[u8]) -> Option<Raw> {
    if bytes.is_empty() {
        return Some(Raw::default());
    }
    let Value::Object(fields) = serde_json::from_slice(bytes).ok()? else { return None };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(values) => {
                for value in values {
                    pairs.push((name.clone(), scalar(value)?));
                }
            }
            value => pairs.push((name, scalar(value)?)),
        }
    }
    Some(Raw { pairs, files: Vec::new() })
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text),
        Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) async fn list(house: &Arc<House>, list: &'static ListEntry, asked: Asked) -> Response {
    let answer = house.db.read(|read| {
        let Some((ctx, scopes)) = asked.token_ctx(house, read, Raw::default())? else { return Ok(None) };
        let is_within = scopes.as_ref().is_none_or(|scopes| scopes.allow("read"));
        if !is_within || !ctx.viewer.is_allowed(list.who, &WholeHouse) {
            return Ok(Some(stopped(&ctx, &Stop::Missing)));
        }
        let limit = ctx
            .asked("limit")
            .and_then(|limit| limit.parse().ok())
            .filter(|limit| (1..=MAX_PAGE).contains(limit))
            .unwrap_or(100);
        let window = Window { limit, ..list.window(&ctx) };
        let rows = (list.read)(read, &ctx, &window)?;
        let items: Vec<Value> = rows.rows.iter().map(|row| item(list, row)).collect();
        Ok(Some(send(
            StatusCode::OK,
            &json!({ "total": rows.total, "page": window.page, "limit": limit, "items": items }),
        )))
    });
    match answer.await {
        Ok(Some(response)) => response,
        Ok(None) => bad_token(&asked.stranger(house)),
        Err(stop) => stopped(&asked.stranger(house), &stop),
    }
}

fn item(list: &ListEntry, row: &crate::view::table::Row) -> Value {
    let mut fields: Map<String, Value> =
        list.columns.iter().zip(&row.cells).map(|(column, cell)| (column.key.into(), cell.json())).collect();
    fields.insert("href".into(), row.href.clone().into());
    Value::Object(fields)
}

pub(super) async fn act(house: &Arc<House>, act: &'static ActEntry, asked: Asked, request: Request) -> Response {
    let input = match read_body(request).await {
        Ok(input) => input,
        Err(bad) => return stopped(&asked.stranger(house), &Stop::Refused(bad.refusal())),
    };
    let entered = house.db.read(|read| Ok(asked.token_ctx(house, read, input)?)).await;
    let (ctx, scopes) = match entered {
        Ok(Some(entered)) => entered,
        Ok(None) => return bad_token(&asked.stranger(house)),
        Err(stop) => return stopped(&asked.stranger(house), &stop),
    };
    if let Some(stop) = unfit(act, &ctx, scopes.as_ref()) {
        return stopped(&ctx, &stop);
    }
    let key = asked.header("idempotency-key").to_owned();
    let is_dry = matches!(ctx.asked("dry_run"), Some("1" | "true"));
    let (ctx, done) = perform(house, act, ctx, &key, is_dry).await;
    let done = match done {
        Ok(Done { refusal: Some(refusal), .. }) => Err(Stop::Refused(refusal)),
        done => done,
    };
    match done {
        Ok(done) => send(
            StatusCode::OK,
            &json!({ "id": done.id.map(|id| id.to_string()), "href": done.href, "secret": done.secret, "dry_run": is_dry }),
        ),
        Err(Stop::Invalid(_) | Stop::Refused(_)) if is_hidden(house, act, &ctx).await => stopped(&ctx, &Stop::Missing),
        Err(stop) => stopped(&ctx, &stop),
    }
}

/// Why the request cannot be this act's: its token is not for it, or it names fields the act does not have.
fn unfit(act: &ActEntry, ctx: &Ctx, scopes: Option<&Scopes>) -> Option<Stop> {
    // A token that could make tokens, or change the password, would give itself more than it was given.
    let is_key = scopes.is_some() && ["token.make", "password.change"].contains(&act.name);
    if is_key || scopes.is_some_and(|scopes| !scopes.allow(act.name)) {
        return Some(Stop::Missing);
    }
    let is_answer = |name: &str| act.takes_answers && logic::form::sheet::known_name(name).is_some();
    let is_known = |name: &str| act.fields.iter().any(|field| field.name == name) || is_answer(name);
    let unknown = ctx.input.pairs.iter().map(|(name, _)| name).find(|name| !is_known(name))?;
    Some(Stop::Refused(Refusal::new("unknown_field").with("field", unknown)))
}

fn bad_token(ctx: &Ctx) -> Response {
    error(ctx, StatusCode::UNAUTHORIZED, &Refusal::new("bad_token"), &Problems::default())
}

fn stopped(ctx: &Ctx, stop: &Stop) -> Response {
    let none = Problems::default();
    match stop {
        Stop::Missing => error(ctx, StatusCode::NOT_FOUND, &Refusal::new("missing"), &none),
        Stop::Refused(refusal) => error(ctx, status_of(refusal), refusal, &none),
        Stop::Invalid(problems) => error(ctx, StatusCode::UNPROCESSABLE_ENTITY, &Refusal::new("form_wrong"), problems),
        Stop::Fault(fault) => {
            log(ctx, fault);
            use ground::db::FaultKind::{Away, Conflict, Full};
            let (status, code) = match fault.kind {
                Full => (StatusCode::INSUFFICIENT_STORAGE, "full"),
                Away | Conflict => (StatusCode::SERVICE_UNAVAILABLE, "away"),
                _ => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
            };
            error(ctx, status, &Refusal::new(code), &none)
        }
    }
}

fn error(ctx: &Ctx, status: StatusCode, refusal: &Refusal, problems: &Problems) -> Response {
    let fields: Map<String, Value> = problems
        .0
        .iter()
        .map(|(field, problem)| ((*field).into(), json!({ "code": problem.code, "message": ctx.problem(problem) })))
        .collect();
    let body = json!({ "error": { "code": refusal.code, "message": ctx.why(refusal), "fields": fields, "request": ctx.request.to_string() } });
    send(status, &body)
}

pub(super) fn send(status: StatusCode, body: &Value) -> Response {
    finish(Response::builder().status(status).header(CONTENT_TYPE, "application/json"), body.to_string())
}

/// What is kept of an answer, to be given again.
pub(super) fn done_to(done: &Done) -> String {
    json!({ "href": done.href, "id": done.id.map(|id| id.to_string()) }).to_string()
}

/// The answer that was kept.
pub(super) fn done_from(text: &str) -> Done {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    Done { id: text("id").parse().ok(), ..Done::at(text("href")) }
}
