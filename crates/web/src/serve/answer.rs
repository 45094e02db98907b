//! Answers: pages in their shell, files, ways elsewhere, errors that help; and the headers that every answer carries.

use crate::ctx::Ctx;
use crate::done::{Done, SessionChange};
use crate::house::House;
use crate::page::{Answer, Download, Html, Page};
use crate::shell;
use crate::slice::ActEntry;
use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::response::Builder;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use ground::db::{Fault, FaultKind, Read};
use ground::files::FileHash;
use ground::stop::Stop;
use logic::refusal::Refusal;
use std::sync::Arc;

/// Where an empty house is set up.
pub(crate) const SET_UP_PATH: &str = "/set-up";
/// Where one signs in.
pub(crate) const SIGN_IN_PATH: &str = "/sign-in";
/// Where a password is changed.
pub(crate) const PASSWORD_PATH: &str = "/password";

/// Nothing from elsewhere, no inline script, no inline style, no frames.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// A page whose body is made already.
#[derive(Template)]
#[template(source = "{{ html|safe }}", ext = "html")]
pub(super) struct Whole {
    pub(super) html: String,
}

/// An answer with its status and cookies.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) cookies: Vec<String>,
    pub(super) body: Answering,
}

pub(super) enum Answering {
    Html(String),
    File(Download),
    Inline(Download),
    Stored(FileHash, String),
    Redirect(String),
}

/// What a page said, put into the shell; what it refused, as a page that helps.
pub(super) fn answered(read: &Read, ctx: &Ctx, answer: Answer, said: &str) -> Result<Answered, Stop> {
    let plain = |body| Answered { status: StatusCode::OK, cookies: Vec::new(), body };
    match answer {
        Ok(Page::Html(html)) => {
            let forget = (!said.is_empty()).then(|| cookie(ctx, "said", "", Some(0)));
            let body = shell::wrap(read, ctx, html, said)?;
            Ok(Answered { cookies: forget.into_iter().collect(), ..plain(Answering::Html(body)) })
        }
        Ok(Page::File(file)) => Ok(plain(Answering::File(file))),
        Ok(Page::Inline(file)) => Ok(plain(Answering::Inline(file))),
        Ok(Page::Stored(hash, name)) => Ok(plain(Answering::Stored(hash, name))),
        Ok(Page::Redirect(href)) => Ok(Answered { status: StatusCode::SEE_OTHER, ..plain(Answering::Redirect(href)) }),
        Err(stop) => {
            let (status, html) = explained(ctx, &stop);
            let body = shell::wrap(read, ctx, html, "")?;
            Ok(Answered { status, ..plain(Answering::Html(body)) })
        }
    }
}

impl Answered {
    pub(super) async fn send(self, house: &House) -> Response {
        let mut builder = Response::builder().status(self.status);
        for cookie in &self.cookies {
            builder = builder.header(SET_COOKIE, cookie);
        }
        match self.body {
            Answering::Html(html) => {
                finish(builder.header(CONTENT_TYPE, "text/html; charset=utf-8").header(CACHE_CONTROL, "no-store"), html)
            }
            Answering::Redirect(href) => finish(builder.header(LOCATION, href), ""),
            Answering::File(file) => send_file(builder, file),
            Answering::Inline(file) => {
                finish(builder.header(CONTENT_TYPE, file.media_type).header(CACHE_CONTROL, "no-store"), file.bytes)
            }
            Answering::Stored(hash, name) => match ground::files::load(&house.db, &house.store, hash).await {
                Ok(Some(bytes)) => send_file(builder, Download { name, media_type: "application/octet-stream", bytes }),
                found => {
                    tracing::error!(%hash, fault = ?found.err(), "a file that is named is not there");
                    failed_unknown()
                }
            },
        }
    }
}

/// Always to be saved, never shown by the browser itself: what someone uploaded is not run here.
fn send_file(builder: Builder, file: Download) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(&file.name));
    let builder = builder.header(CONTENT_TYPE, file.media_type).header(CACHE_CONTROL, "no-store");
    finish(builder.header(CONTENT_DISPOSITION, disposition), file.bytes)
}

/// RFC 8187: a file's name in any script.
fn percent_encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// For the one page that scans codes: the camera, of this origin alone.
pub(super) fn with_camera(mut response: Response) -> Response {
    let policy = HeaderValue::from_static("camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
    response.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    response
}

/// Puts the headers on that every answer carries.
pub(super) fn finish(builder: Builder, body: impl Into<Body>) -> Response {
    let headers: [(HeaderName, &'static str); 6] = [
        (HeaderName::from_static("content-security-policy"), CSP),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("referrer-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
    ];
    let mut response = builder.body(body.into()).unwrap_or_else(|_| failed_unknown());
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An act is done: on to the next page, with a word on what happened.
pub(super) fn done(ctx: &Arc<Ctx>, act: &ActEntry, done: Done) -> Response {
    if let Some(secret) = &done.secret {
        return shown_once(ctx, act, secret, &done.href);
    }
    let said = done.say.map_or_else(|| format!("{}.done", act.name), Into::into);
    let mut builder = Response::builder().status(StatusCode::SEE_OTHER).header(LOCATION, &done.href);
    builder = builder.header(SET_COOKIE, cookie(ctx, "said", &said, Some(60)));
    builder = match &done.session {
        SessionChange::None => builder,
        SessionChange::Begin(key) => builder
            .header(SET_COOKIE, cookie(ctx, "session", key.reveal(), Some(ground::identity::PHONE_SESSION_SECONDS))),
        SessionChange::End => builder.header(SET_COOKIE, cookie(ctx, "session", "", Some(0))),
    };
    finish(builder, "")
}

fn shown_once(ctx: &Ctx, act: &ActEntry, secret: &str, href: &str) -> Response {
    let html = shell::notice_page(
        ctx,
        &ctx.t(&format!("{}.done", act.name)),
        &ctx.t("secret.shown_once"),
        Some(secret),
        Some((href, &ctx.t("secret.go_on"))),
    );
    let body = shell::wrap_alone(ctx, html);
    finish(Response::builder().header(CONTENT_TYPE, "text/html; charset=utf-8").header(CACHE_CONTROL, "no-store"), body)
}

/// A cookie of ours: never for scripts, never for other sites.
pub(super) fn cookie(ctx: &Ctx, name: &str, value: &str, seconds: Option<i64>) -> String {
    let secure = if ctx.house.config.public_url.starts_with("https://") { "; Secure" } else { "" };
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}

/// The status of a form that was wrong.
pub(super) fn problem_of(ctx: &Ctx) -> StatusCode {
    match ctx.kept.as_ref().and_then(|kept| kept.refusal.as_ref()) {
        Some(refusal) => status_of(refusal),
        None => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

pub(super) fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal.code {
        "too_many" => StatusCode::TOO_MANY_REQUESTS,
        "not_from_our_pages" => StatusCode::FORBIDDEN,
        "body_too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "body_too_slow" => StatusCode::REQUEST_TIMEOUT,
        "body_malformed" => StatusCode::BAD_REQUEST,
        "wrong_password" | "wrong_code" | "figure.bad_query" => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}

/// A whole page that says no.
pub(super) fn refused_whole(ctx: &Ctx, refusal: &Refusal) -> Response {
    let html = shell::notice_page(ctx, &ctx.t("error.refused.title"), &ctx.why(refusal), None, None);
    alone(ctx, status_of(refusal), html)
}

/// A whole page that says we failed; it needs no database.
pub(super) fn failed(ctx: &Ctx, stop: Stop) -> Response {
    let (status, html) = explained(ctx, &stop);
    alone(ctx, status, html)
}

fn alone(ctx: &Ctx, status: StatusCode, html: Html) -> Response {
    let body = shell::wrap_alone(ctx, html);
    finish(
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .header(CACHE_CONTROL, "no-store"),
        body,
    )
}

/// Elsewhere, and nothing done here.
pub(super) fn go(path: &str) -> Response {
    finish(Response::builder().status(StatusCode::SEE_OTHER).header(LOCATION, path), "")
}

/// The last resort.
pub(super) fn failed_unknown() -> Response {
    let mut response = Response::new(Body::from("500"));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// What stopped a page, in words that help.
fn explained(ctx: &Ctx, stop: &Stop) -> (StatusCode, Html) {
    let page = |status, key: &str, way: Option<(&str, &str)>| {
        let (title, text) = (format!("error.{key}.title"), format!("error.{key}.text"));
        let text = ctx.fill(&text, &[("request", &ctx.request.to_string())]);
        (status, shell::notice_page(ctx, &ctx.t(&title), &text, None, way))
    };
    match stop {
        Stop::Missing if ctx.viewer.is_signed_in() => page(StatusCode::NOT_FOUND, "missing", None),
        Stop::Missing => {
            let way = format!("{SIGN_IN_PATH}?next={}", crate::figures::encode(&ctx.path));
            page(StatusCode::NOT_FOUND, "missing_visitor", Some((&way, &ctx.t("menu.sign_in"))))
        }
        Stop::Refused(refusal) => {
            let html = shell::notice_page(ctx, &ctx.t("error.refused.title"), &ctx.why(refusal), None, None);
            (status_of(refusal), html)
        }
        Stop::Invalid(problems) => {
            let text = problems.0.first().map(|(_, problem)| ctx.problem(problem)).unwrap_or_default();
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                shell::notice_page(ctx, &ctx.t("error.refused.title"), &text, None, None),
            )
        }
        Stop::Fault(fault) => {
            log(ctx, fault);
            match fault.kind {
                FaultKind::Full => page(StatusCode::INSUFFICIENT_STORAGE, "full", None),
                FaultKind::Away | FaultKind::Conflict => page(StatusCode::SERVICE_UNAVAILABLE, "away", None),
                _ => page(StatusCode::INTERNAL_SERVER_ERROR, "fault", None),
            }
        }
    }
}

/// Our failures are logged with the request's id; what was sent is not.
pub(super) fn log(ctx: &Ctx, fault: &Fault) {
    tracing::error!(request = %ctx.request, kind = ?fault.kind, %fault, "a request failed");
}
