//! A reader in a story: keeps cookies, opens pages, sends forms as a browser would.

use super::page::Seen;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use ground::identity::SessionKey;
use logic::id::PersonId;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tower::ServiceExt;

/// A reader with cookies.
pub struct Reader {
    /// Who it is, if known.
    pub person: Option<PersonId>,
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Reader {
    pub(super) fn new(router: Router, session: Option<SessionKey>, person: Option<PersonId>) -> Self {
        let cookies = session.map(|key| ("session".to_owned(), key.reveal().to_owned())).into_iter().collect();
        Self { router, cookies: Mutex::new(cookies), person }
    }

    /// Someone who has not signed in, before a house that the kit did not make.
    pub fn of(house: &std::sync::Arc<crate::House>) -> Self {
        Self::new(crate::router(house), None, None)
    }

    pub(super) fn before(&self, router: Router) -> Self {
        Self { router, cookies: Mutex::new(self.cookies().clone()), person: self.person }
    }

    /// What signs this reader in, for a measurement that speaks HTTP by itself.
    pub fn session(&self) -> Option<String> {
        self.cookies().get("session").cloned()
    }

    /// The same reader in English.
    pub fn in_english(self) -> Self {
        self.cookies().insert("look".into(), "en".into());
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Someone unknown before the same program.
    pub fn signed_out(&self) -> Self {
        Self::new(self.router.clone(), None, None)
    }

    /// Sends a form to an act's address.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.header("sec-fetch-site", "same-origin"), body.into()).await
    }

    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Seen {
        const EDGE: &str = "tenfold-edge-of-parts";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes().chain(bytes.iter().copied()).chain(format!("\r\n--{EDGE}--\r\n").bytes()));
        let request = Request::post(path).header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"));
        self.send(request.header("sec-fetch-site", "same-origin"), body.into()).await
    }

    /// Calls the API with a token, JSON and further headers.
    pub async fn api(
        &self,
        path: &str,
        token: &str,
        json: Option<serde_json::Value>,
        headers: &[(&str, &str)],
    ) -> Seen {
        let request = match json {
            Some(_) => Request::post(path).header(header::CONTENT_TYPE, "application/json"),
            None => Request::get(path),
        };
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request =
            if token.is_empty() { request } else { request.header(header::AUTHORIZATION, format!("Bearer {token}")) };
        self.send(request, json.map(|json| json.to_string()).unwrap_or_default().into()).await
    }

    /// Sends any request.
    #[expect(clippy::expect_used, reason = "a test's request")]
    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Seen {
        let cookies: Vec<_> = self.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "127.0.0.1").header(header::COOKIE, cookies.join("; "));
        let response = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        self.keep_cookies(&response);
        Seen::of(response).await
    }

    fn keep_cookies(&self, response: &axum::response::Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let (name, rest) = cookie.split_once('=').unwrap_or((cookie, ""));
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies().remove(name)
            } else {
                self.cookies().insert(name.into(), value.into())
            };
        }
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
