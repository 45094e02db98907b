//! What a reader in a story sees: the status, the way elsewhere, the words and tables of a page.

use axum::http::{StatusCode, header};
use axum::response::Response;

/// An answer, read whole.
pub struct Seen {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, if elsewhere.
    pub location: String,
    /// The name of the file it is, if it is one to save.
    pub file: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Seen {
    #[expect(clippy::expect_used, reason = "a test's answer")]
    pub(super) async fn of(response: Response) -> Self {
        let head =
            |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (status, location, file) = (response.status(), head(header::LOCATION), head(header::CONTENT_DISPOSITION));
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Self { status, location, file, bytes: bytes.into() }
    }

    /// It led on after an act: the id at the end of the address it leads to.
    #[track_caller]
    pub fn done(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "not done: {}", self.words());
        let path = self.location.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// It is a page that is there.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{} {}", self.location, self.words());
        self
    }

    /// The body as text.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The words of the page's main part, as one reads them, one block a line.
    pub fn words(&self) -> String {
        let html = self.html();
        let main = between(&html, "<main", "</main>")
            .map_or(html.as_str(), |main| main.split_once('>').map_or("", |(_, rest)| rest));
        text_of(main)
    }

    /// Whether these words stand on the page.
    pub fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// Every problem the page shows: whole forms' first, then fields'.
    pub fn problems(&self) -> Vec<String> {
        let html = self.html();
        let shown = html.split("<p class=\"problem").skip(1);
        shown.filter_map(|rest| between(rest, ">", "</p>").map(|text| text_of(text.trim_start_matches('>')))).collect()
    }

    /// The rows of the page's tables, cell by cell; heads left out.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let html = self.html();
        let bodies: String = html.split("<tbody>").skip(1).filter_map(|rest| rest.split("</tbody>").next()).collect();
        let cells = |row: &str| {
            let row = row.replace("<th", "<td").replace("</th>", "</td>");
            let cells: Vec<_> = row
                .split("<td")
                .skip(1)
                .map(|cell| text_of(cell.split_once('>').map_or("", |(_, rest)| rest)))
                .collect();
            cells
        };
        bodies.split("<tr>").skip(1).map(cells).collect()
    }

    /// Every address the page links to on this site, in order.
    pub fn links(&self) -> Vec<String> {
        let html = self.html();
        let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        found.map(plain).filter(|href| href.starts_with('/')).collect()
    }

    /// The address of the first link with these words.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let html = self.html();
        let found = html
            .split("<a ")
            .skip(1)
            .find(|rest| between(rest, ">", "</a>").is_some_and(|text| text_of(text.trim_start_matches('>')) == words));
        let href =
            found.and_then(|rest| between(rest, "href=\"", "\"")).map(|href| plain(href.trim_start_matches("href=\"")));
        href.unwrap_or_else(|| {
            assert!(found.is_some(), "no link {words:?} on: {}", self.words());
            String::new()
        })
    }
}

/// From the first opening (included) to the first closing after it (left out).
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)?;
    let rest = &text[start..];
    let end = rest[open.len()..].find(close)? + open.len();
    Some(&rest[..end])
}

/// Markup as words: blocks on lines of their own, entities resolved, spaces drawn together.
fn text_of(html: &str) -> String {
    const BLOCKS: [&str; 18] = [
        "p", "div", "h1", "h2", "h3", "li", "tr", "td", "th", "dt", "dd", "form", "section", "label", "option",
        "summary", "legend", "br",
    ];
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if BLOCKS.contains(&name) {
            text.push('\n');
        }
        rest = after;
    }
    text.push_str(rest);
    let text = plain(&text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The letters that markup has to write otherwise.
fn plain(text: &str) -> String {
    const NAMES: [(&str, &str); 9] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    NAMES.iter().fold(text.to_owned(), |text, (name, letter)| text.replace(name, letter))
}
