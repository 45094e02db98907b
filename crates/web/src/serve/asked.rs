//! A request as it arrives: taken apart within bounds, before anything is looked up.

use super::patient::is_too_slow;
use super::shelf::Spot;
use crate::ctx::Ctx;
use crate::house::House;
use crate::look::Look;
use axum::extract::{ConnectInfo, FromRequest, Multipart, RawPathParams, Request};
use axum::http::{HeaderMap, Uri, header};
use ground::db::{Fault, Read};
use ground::identity::{Scopes, SessionKey};
use logic::act::Viewer;
use logic::form::{Raw, Upload};
use logic::id::Id;
use logic::refusal::Refusal;
use logic::time::Instant;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The most bytes of a form without files.
const MAX_FORM: usize = 4_000_000;

pub(super) struct Asked {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) is_loopback: bool,
    blanks: Vec<(String, String)>,
    query: Raw,
    address: Uri,
    request: Id,
    from: String,
    now: Instant,
}

/// Why a body could not be read.
pub(super) enum BadBody {
    /// It is larger than allowed.
    TooLarge,
    /// It came too slowly to be waited for.
    TooSlow,
    /// It is not what it says it is.
    Malformed,
}

impl BadBody {
    pub(super) fn refusal(&self) -> Refusal {
        match self {
            Self::TooLarge => Refusal::new("body_too_large"),
            Self::TooSlow => Refusal::new("body_too_slow"),
            Self::Malformed => Refusal::new("body_malformed"),
        }
    }
}

impl Asked {
    pub(super) fn new(house: &House, blanks: &RawPathParams, request: &Request) -> Self {
        let now = house.db.clock().now();
        let ip = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let query = request.uri().query().unwrap_or_default().as_bytes();
        Self {
            path: request.uri().path().to_owned(),
            headers: request.headers().clone(),
            is_loopback: ip.is_none_or(|ip| ip.is_loopback()) && !is_forwarded(request.headers()),
            blanks: blanks.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            query: Raw { pairs: pairs(query), files: Vec::new() },
            address: request.uri().clone(),
            request: ground::clock::new_id(now),
            from: reader_address(house, request.headers(), ip),
            now,
        }
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(super) fn cookie(&self, name: &str) -> &str {
        let all = self.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        cookies.find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// Where the page stands that every visitor sees alike; nothing for a reader who is known, or to whom something is said.
    pub(super) fn spot(&self) -> Option<Spot> {
        let is_visitor = self.cookie("session").is_empty() && self.cookie("said").is_empty();
        let address = || self.address.path_and_query().map_or_else(String::new, ToString::to_string);
        is_visitor.then(|| Spot { address: address(), look: self.look() })
    }

    pub(super) fn takes_gzip(&self) -> bool {
        self.header("accept-encoding").split(',').any(|way| way.trim() == "gzip")
    }

    fn look(&self) -> Look {
        let look = Look::read(self.cookie("look"), self.header("accept-language"));
        self.query.get("lang").map_or(look, |lang| look.with("lang", lang))
    }

    /// Whether the request comes from one of our own pages: what browsers tell of themselves cannot be forged by a page.
    pub(super) fn is_from_our_pages(&self) -> bool {
        match (self.header("sec-fetch-site"), self.header("origin")) {
            ("same-origin", _) => true,
            ("", origin) => origin.split_once("://").is_some_and(|(_, host)| host == self.header("host")),
            _ => false,
        }
    }

    /// The context of the reader's session, and whether its last use is to be written down.
    pub(super) fn ctx(&self, house: &Arc<House>, read: &Read, input: Raw) -> Result<Entered, Fault> {
        let session = SessionKey::from_cookie(self.cookie("session"));
        let seen = session.as_ref().map(|key| read.find_viewer(key, self.now)).transpose()?.flatten();
        let (is_stale, must_change) =
            seen.as_ref().map_or((false, false), |seen| (seen.is_stale, seen.must_change_password));
        let viewer = seen.map_or_else(|| Viewer::visitor(self.now), |seen| seen.viewer);
        Ok(Entered { ctx: self.ctx_of(house, viewer, session, input), is_stale, must_change })
    }

    /// The context of a program's token; a visitor's without one. Nothing if the token is not good.
    pub(super) fn token_ctx(
        &self,
        house: &Arc<House>,
        read: &Read,
        input: Raw,
    ) -> Result<Option<(Ctx, Option<Scopes>)>, Fault> {
        let Some(secret) = self.header("authorization").strip_prefix("Bearer ") else {
            return Ok(Some((self.ctx_of(house, Viewer::visitor(self.now), None, input), None)));
        };
        let found = read.find_token_viewer(secret, self.now)?;
        Ok(found.map(|(viewer, scopes)| (self.ctx_of(house, viewer, None, input), Some(scopes))))
    }

    /// The context of someone unknown: for errors before anyone could be looked up.
    pub(super) fn stranger(&self, house: &Arc<House>) -> Ctx {
        self.ctx_of(house, Viewer::visitor(self.now), None, Raw::default())
    }

    fn ctx_of(&self, house: &Arc<House>, viewer: Viewer, session: Option<SessionKey>, input: Raw) -> Ctx {
        Ctx {
            house: house.clone(),
            viewer,
            look: self.look(),
            path: self.path.clone(),
            blanks: self.blanks.clone(),
            query: self.query.clone(),
            input,
            prepared: None,
            kept: None,
            is_kept_shown: Default::default(),
            session,
            from: self.from.clone(),
            request: self.request,
        }
    }
}

/// What was sent: a form, a form with files, or JSON.
pub(super) async fn read_body(request: Request) -> Result<Raw, BadBody> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        return read_multipart(request).await;
    }
    let is_json = kind.starts_with("application/json");
    let bytes = axum::body::to_bytes(request.into_body(), MAX_FORM).await;
    let bytes = bytes.map_err(|error| if is_too_slow(&error) { BadBody::TooSlow } else { BadBody::TooLarge })?;
    if is_json {
        return super::json::raw(&bytes).ok_or(BadBody::Malformed);
    }
    Ok(Raw { pairs: pairs(&bytes), files: Vec::new() })
}

/// A reader who has come in.
pub(super) struct Entered {
    pub(super) ctx: Ctx,
    pub(super) is_stale: bool,
    pub(super) must_change: bool,
}

fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Whether a proxy passed the request on: then the caller on this machine is not the reader.
fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

fn reader_address(house: &House, headers: &HeaderMap, ip: Option<IpAddr>) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    // The last address is the one our own proxy saw; those before it are what the reader claims.
    let told =
        forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim).filter(|_| house.config.is_behind_proxy);
    told.map_or_else(|| ip.map(|ip| ip.to_string()).unwrap_or_default(), Into::into)
}

async fn read_multipart(request: Request) -> Result<Raw, BadBody> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| BadBody::Malformed)?;
    let mut raw = Raw::default();
    while let Some(part) = parts.next_field().await.map_err(|error| bad(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| bad(&error))?;
        match file {
            Some(file) => raw.files.push((name, Upload { name: file, bytes: bytes.into() })),
            None => raw.pairs.push((name, String::from_utf8(bytes.into()).map_err(|_| BadBody::Malformed)?)),
        }
    }
    Ok(raw)
}

fn bad(error: &axum::extract::multipart::MultipartError) -> BadBody {
    match error.status() {
        _ if is_too_slow(error) => BadBody::TooSlow,
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => BadBody::TooLarge,
        _ => BadBody::Malformed,
    }
}
