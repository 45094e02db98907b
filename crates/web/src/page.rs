//! What a page answers with.

use askama::Template;
use ground::db::Fault;
use ground::files::FileHash;
use ground::stop::Stop;

/// The answer to a look at a page.
pub type Answer = Result<Page, Stop>;

/// A page, a file, or the way to another page.
#[derive(Debug)]
pub enum Page {
    /// Inside the shell.
    Html(Html),
    /// A file to save.
    File(Download),
    /// A script or data of our own, for our own pages: used by the browser, not saved.
    Inline(Download),
    /// A file that someone uploaded: its address and its name.
    Stored(FileHash, String),
    /// Elsewhere.
    Redirect(String),
}

/// The inside of a page.
#[derive(Debug)]
pub struct Html {
    /// Its title.
    pub title: String,
    /// The pages above it.
    pub trail: Vec<Crumb>,
    /// Its body.
    pub body: String,
    /// Without menus, for paper.
    pub is_bare: bool,
}

/// A page above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub name: String,
    /// Its address.
    pub href: String,
}

/// A file to save.
#[derive(Debug)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Page {
    /// A page with a template as its body.
    pub fn html(title: impl Into<String>, body: &impl Template) -> Answer {
        let body = body.render().map_err(|error| Fault::broken("rendering a page", error))?;
        Ok(Self::Html(Html { title: title.into(), trail: Vec::new(), body, is_bare: false }))
    }

    /// Below other pages.
    pub fn below(mut self, name: impl Into<String>, href: impl Into<String>) -> Self {
        if let Self::Html(html) = &mut self {
            html.trail.push(Crumb { name: name.into(), href: href.into() });
        }
        self
    }

    /// For paper.
    pub fn bare(mut self) -> Self {
        if let Self::Html(html) = &mut self {
            html.is_bare = true;
        }
        self
    }

    /// A file.
    pub fn file(name: impl Into<String>, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self::File(Download { name: name.into(), media_type, bytes })
    }

    /// A script or data of our own. Never what someone uploaded: the browser runs it.
    pub fn inline(name: impl Into<String>, media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self::Inline(Download { name: name.into(), media_type, bytes })
    }
}

/// Media types.
pub(crate) mod media {
    pub(crate) const CSV: &str = "text/csv; charset=utf-8";
    pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
