//! The shelf: pages as visitors see them, ready to be handed out again while nothing has been written since.
//!
//! A visitor's page depends on its address, the look that was asked for, and the data. Each write in this program makes the
//! whole shelf stale at once; what another program writes is seen after [`FRESH`]. Pages that crowds come to while the data changes
//! all the time are good for [`FRESH_FOR_CROWDS`], whatever was written. Pages with a form are made anew for each reader if the
//! form carries a key that is good once.

use super::answer::finish;
use crate::look::Look;
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::response::Response;
use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How old a page may be that another program's write has changed.
const FRESH: Duration = Duration::from_secs(5);
/// How old a page for crowds may be, whatever was written since.
const FRESH_FOR_CROWDS: Duration = Duration::from_secs(1);
/// The most bytes of all pages together.
const ROOM: usize = 16 << 20;
/// The most bytes of one page.
const LARGEST: usize = 1 << 20;

/// Which page: its address with what is asked, and its look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) address: String,
    pub(super) look: Look,
}

/// By what a page is known to be good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// The count of writes before it was read.
    Writes(u64),
    /// Its age alone.
    Crowd,
}

/// A page, whole and packed.
#[derive(Clone)]
struct Ready {
    version: Version,
    made: Instant,
    plain: Bytes,
    packed: Bytes,
}

#[derive(Default)]
pub(crate) struct Shelf(Mutex<Pages>);

#[derive(Default)]
struct Pages {
    by_spot: HashMap<Spot, Ready>,
    bytes: usize,
}

impl Shelf {
    /// The page, if it is as good as a new one.
    pub(super) fn find(&self, spot: &Spot, version: Version, takes_gzip: bool) -> Option<Response> {
        let ready = self.lock().by_spot.get(spot).filter(|ready| ready.is_good(version)).cloned()?;
        Some(ready.response(takes_gzip))
    }

    /// Keeps a page that was read when there had been so many writes; gives it as a response.
    pub(super) fn keep(&self, spot: Spot, version: Version, html: String, takes_gzip: bool) -> Response {
        let packed = pack(html.as_bytes());
        let ready = Ready { version, made: Instant::now(), plain: html.into(), packed };
        let response = ready.clone().response(takes_gzip);
        if ready.size(&spot) <= LARGEST {
            self.lock().put(spot, ready);
        }
        response
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn put(&mut self, spot: Spot, ready: Ready) {
        if self.bytes + ready.size(&spot) > ROOM {
            // Nothing here is worth choosing among: what is asked for comes back with the next reader.
            *self = Self::default();
        }
        self.bytes += ready.size(&spot);
        if let Some(old) = self.by_spot.insert(spot.clone(), ready) {
            self.bytes -= old.size(&spot);
        }
    }
}

impl Ready {
    fn is_good(&self, version: Version) -> bool {
        let fresh = if version == Version::Crowd { FRESH_FOR_CROWDS } else { FRESH };
        self.version == version && self.made.elapsed() < fresh
    }

    fn size(&self, spot: &Spot) -> usize {
        self.plain.len() + self.packed.len() + spot.address.len() + 256
    }

    fn response(self, takes_gzip: bool) -> Response {
        let builder = Response::builder()
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .header(CACHE_CONTROL, "no-store")
            .header(VARY, "accept-encoding");
        if takes_gzip && !self.packed.is_empty() {
            finish(builder.header(CONTENT_ENCODING, "gzip"), self.packed)
        } else {
            finish(builder, self.plain)
        }
    }
}

/// Packed with gzip; nothing if that fails, which memory never does.
fn pack(bytes: &[u8]) -> Bytes {
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(3));
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    packed.unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(address: &str) -> Spot {
        Spot { address: address.into(), look: Look::read("", "") }
    }

    #[test]
    fn a_page_is_handed_out_until_something_is_written() {
        let shelf = Shelf::default();
        drop(shelf.keep(spot("/a"), Version::Writes(7), "甲".into(), true));
        let encoding = |response: Response| response.headers().get(CONTENT_ENCODING).cloned();
        assert_eq!(
            shelf.find(&spot("/a"), Version::Writes(7), true).map(encoding),
            Some(Some("gzip".parse().unwrap()))
        );
        assert_eq!(shelf.find(&spot("/a"), Version::Writes(7), false).map(encoding), Some(None));
        assert!(shelf.find(&spot("/a"), Version::Writes(8), true).is_none());
        assert!(shelf.find(&spot("/a?year=2026"), Version::Writes(7), true).is_none());
        let dark = Spot { look: Look::read("dark", ""), ..spot("/a") };
        assert!(shelf.find(&dark, Version::Writes(7), true).is_none());
    }

    #[test]
    fn the_shelf_has_an_end() {
        let shelf = Shelf::default();
        let page = "页".repeat(100_000);
        for at in 0..200 {
            drop(shelf.keep(spot(&format!("/{at}")), Version::Writes(1), page.clone(), true));
            assert!(shelf.lock().bytes <= ROOM);
        }
        drop(shelf.keep(spot("/large"), Version::Writes(1), "页".repeat(LARGEST), true));
        assert!(shelf.find(&spot("/large"), Version::Writes(1), true).is_none());
        let again = shelf.lock().bytes;
        drop(shelf.keep(spot("/199"), Version::Writes(2), page, true));
        assert_eq!(shelf.lock().bytes, again);
    }
}
