//! Tables: declared once, shown as HTML, exported as CSV and XLSX, given to programs as JSON.

use super::html::Markup;
use crate::ctx::Ctx;
use crate::figures::{encode, grouped};
use crate::slice::{ListEntry, Window};
use crate::view::form::Choice;
use ground::db::Read;
use ground::stop::Stop;
use logic::form::{Field, Kind};
use logic::time::{Day, Instant};

/// A column. Its text key is `column.<key>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its key, in texts and in JSON.
    pub key: &'static str,
    /// What stands in it, as OpenAPI calls it.
    pub kind: &'static str,
    /// Whether the list can be sorted by it.
    pub is_sortable: bool,
}

impl Column {
    /// A column of text.
    pub const fn text(key: &'static str) -> Self {
        Self { key, kind: "string", is_sortable: false }
    }

    /// A column of whole numbers.
    pub const fn number(key: &'static str) -> Self {
        Self { key, kind: "integer", is_sortable: false }
    }

    /// A column of days.
    pub const fn day(key: &'static str) -> Self {
        Self { key, kind: "date", is_sortable: false }
    }

    /// That the list can be sorted by.
    pub const fn sorted(self) -> Self {
        Self { is_sortable: true, ..self }
    }
}

/// How a state looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Under way.
    Active,
    /// Done well.
    Good,
    /// Needs a look.
    Warn,
    /// Went wrong or is late.
    Bad,
}

impl Tone {
    /// The class of its badge.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Active => "badge active",
            Self::Good => "badge good",
            Self::Warn => "badge warn",
            Self::Bad => "badge bad",
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// Text that leads somewhere.
    Link(String, String),
    /// A number.
    Number(i64),
    /// A number that opens into its facts.
    Figure(i64, String),
    /// A day.
    Day(Day),
    /// A moment.
    Moment(Instant),
    /// A code: shown as the text `<prefix>.<code>` in its tone.
    Code(&'static str, String, Tone),
}

impl Cell {
    /// Text, or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// A day, or nothing.
    pub fn maybe_day(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// As plain text, for exports.
    pub fn plain(&self, ctx: &Ctx) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Link(text, _) => text.clone(),
            Self::Number(number) | Self::Figure(number, _) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Moment(moment) => moment.to_string(),
            Self::Code(prefix, code, _) => ctx.word(prefix, code),
        }
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Text(text) | Self::Link(text, _) | Self::Code(_, text, _) => text.as_str().into(),
            Self::Number(number) | Self::Figure(number, _) => (*number).into(),
            Self::Day(day) => day.to_string().into(),
            Self::Moment(moment) => moment.to_string().into(),
        }
    }

    fn draw(&self, ctx: &Ctx, out: &mut Markup) {
        match self {
            Self::Empty => out.raw("<td class=\"empty\"></td>"),
            Self::Link(text, href) => out.raw("<td>").element("a", &[("href", Some(href))], text).raw("</td>"),
            Self::Number(number) => out.element("td", &[("class", Some("number"))], grouped(*number)),
            Self::Figure(number, href) => out
                .raw("<td class=\"number\">")
                .element("a", &[("href", Some(href)), ("class", Some("figure"))], grouped(*number))
                .raw("</td>"),
            Self::Code(prefix, code, tone) => {
                out.raw("<td>").element("span", &[("class", Some(tone.class()))], ctx.word(prefix, code)).raw("</td>")
            }
            Self::Day(day) => out.element("td", &[("class", Some("day"))], day),
            cell => out.element("td", &[], cell.plain(ctx)),
        };
    }
}

/// A row: the page it leads to, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The noun's page.
    pub href: Option<String>,
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row that leads to a page.
    pub fn to(href: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { href: Some(href.into()), cells }
    }

    /// A row that leads nowhere.
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { href: None, cells }
    }
}

/// One window of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: i64,
    /// What the filters offer beyond what they declare: choices by field.
    pub choices: Vec<(&'static str, Vec<Choice>)>,
}

/// Rows on a page.
const PER_PAGE: i64 = 50;
/// Rows of an export or an API answer at most.
pub(crate) const MAX_ROWS: i64 = 100_000;

impl ListEntry {
    /// The window that the address asks for.
    pub fn window(&self, ctx: &Ctx) -> Window {
        let page = ctx
            .asked("page")
            .and_then(|page| page.parse().ok())
            .filter(|page| (1..1_000_000).contains(page))
            .unwrap_or(1);
        let sort = ctx.asked("sort").and_then(|sort| {
            let (name, is_down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
            self.columns
                .iter()
                .find(|column| column.is_sortable && column.key == name)
                .map(|column| (column.key, is_down))
        });
        Window { page, limit: PER_PAGE, sort }
    }

    /// The table with its filters, its pages and its exports.
    pub fn html(&self, read: &Read, ctx: &Ctx) -> Result<String, Stop> {
        let window = self.window(ctx);
        let rows = (self.read)(read, ctx, &window)?;
        let mut out = Markup::default();
        out.raw("<div class=\"list\">");
        self.draw_tools(ctx, &rows, &mut out);
        if rows.rows.is_empty() {
            let key = if self.is_filtered(ctx) { "list.nothing_found" } else { "list.empty" };
            out.element("p", &[("class", Some("nothing"))], ctx.t(key));
        } else {
            self.draw_table(ctx, &window, &rows.rows, &mut out);
            self.draw_pages(ctx, &window, rows.total, &mut out);
        }
        out.raw("</div>");
        Ok(out.done())
    }

    /// The list's address, its blanks filled as in the address that was asked for.
    fn address(&self, ctx: &Ctx) -> String {
        let fill = |path: String, (name, value): &(String, String)| path.replace(&format!("{{{name}}}"), value);
        ctx.blanks.iter().fold(self.path.to_owned(), fill)
    }

    fn is_filtered(&self, ctx: &Ctx) -> bool {
        self.filters.iter().any(|filter| ctx.asked(filter.name).is_some())
    }

    fn draw_tools(&self, ctx: &Ctx, rows: &Rows, out: &mut Markup) {
        out.raw("<div class=\"tools\">");
        if !self.filters.is_empty() {
            out.open(
                "form",
                &[
                    ("method", Some("get")),
                    ("action", Some(&ctx.path)),
                    ("class", Some("filters")),
                    ("role", Some("search")),
                ],
            );
            for filter in self.filters {
                draw_filter(ctx, filter, rows, out);
            }
            out.element("button", &[("class", Some("quiet"))], ctx.t("list.filter"));
            if self.is_filtered(ctx) {
                out.element("a", &[("href", Some(&ctx.path)), ("class", Some("quiet"))], ctx.t("list.clear"));
            }
            out.raw("</form>");
        }
        let total = grouped(rows.total);
        out.element("p", &[("class", Some("count"))], ctx.fill("list.count", &[("n", &total)]));
        for kind in ["csv", "xlsx"] {
            let href = self.href(ctx, &format!("{}.{kind}", self.address(ctx)), &[("page", None)]);
            out.element(
                "a",
                &[("href", Some(&href)), ("class", Some("export")), ("download", Some(""))],
                kind.to_uppercase(),
            );
        }
        out.raw("</div>");
    }

    fn draw_table(&self, ctx: &Ctx, window: &Window, rows: &[Row], out: &mut Markup) {
        out.raw("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        for column in self.columns {
            self.draw_head(ctx, window, column, out);
        }
        out.raw("</tr></thead><tbody>");
        for row in rows {
            draw_row(ctx, row, out);
        }
        out.raw("</tbody></table></div>");
    }

    fn draw_head(&self, ctx: &Ctx, window: &Window, column: &Column, out: &mut Markup) {
        let class = (column.kind == "integer").then_some("number");
        let name = ctx.word("column", column.key);
        if !column.is_sortable {
            out.element("th", &[("scope", Some("col")), ("class", class)], name);
            return;
        }
        let state = window.sort.filter(|(key, _)| *key == column.key).map(|(_, is_down)| is_down);
        let (aria, next) = match state {
            Some(false) => ("ascending", format!("-{}", column.key)),
            Some(true) => ("descending", column.key.to_owned()),
            None => ("none", column.key.to_owned()),
        };
        out.open("th", &[("scope", Some("col")), ("class", class), ("aria-sort", Some(aria))]);
        let href = self.href(ctx, &ctx.path, &[("sort", Some(&next)), ("page", None)]);
        out.element("a", &[("href", Some(&href)), ("class", Some("sort"))], name).raw("</th>");
    }

    fn draw_pages(&self, ctx: &Ctx, window: &Window, total: i64, out: &mut Markup) {
        let last = (total + window.limit - 1) / window.limit;
        if last <= 1 {
            return;
        }
        out.open("nav", &[("class", Some("pages")), ("aria-label", Some(&ctx.t("list.pages")))]);
        let mut link = |page: i64, key: &str, rel: &str| {
            if (1..=last).contains(&page) {
                let href = self.href(ctx, &ctx.path, &[("page", Some(&page.to_string()))]);
                out.element("a", &[("href", Some(&href)), ("rel", Some(rel))], ctx.t(key));
            }
        };
        link(window.page - 1, "list.previous", "prev");
        link(window.page + 1, "list.next", "next");
        let place = ctx.fill("list.page_of", &[("page", &window.page.to_string()), ("last", &last.to_string())]);
        out.element("span", &[], place).raw("</nav>");
    }

    /// The list's address with its filters, some of its question's names changed or left out.
    fn href(&self, ctx: &Ctx, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let names = self.filters.iter().map(|filter| filter.name).chain(["sort", "page"]);
        let mut pairs: Vec<(&str, &str)> = names
            .filter(|name| !changes.iter().any(|(changed, _)| changed == name))
            .filter_map(|name| ctx.asked(name).map(|value| (name, value)))
            .collect();
        pairs.extend(changes.iter().filter_map(|(name, value)| value.map(|value| (*name, value))));
        let question: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if question.is_empty() { path.into() } else { format!("{path}?{}", question.join("&")) }
    }
}

fn draw_filter(ctx: &Ctx, filter: &Field, rows: &Rows, out: &mut Markup) {
    let label = ctx.word("field", filter.name);
    let chosen = ctx.asked(filter.name).unwrap_or_default();
    let offered = rows.choices.iter().find(|(name, _)| *name == filter.name).map(|(_, choices)| choices.clone());
    let choices = match filter.kind {
        Kind::Choice { prefix, codes } => {
            Some(codes.iter().map(|code| Choice::new(code, ctx.word(prefix, code))).collect())
        }
        _ => offered,
    };
    match choices {
        Some(choices) => {
            out.open("select", &[("name", Some(filter.name)), ("aria-label", Some(&label))]);
            out.element("option", &[("value", Some(""))], &label);
            for choice in &choices {
                let is_chosen = (choice.value == chosen).then_some("");
                out.element("option", &[("value", Some(&choice.value)), ("selected", is_chosen)], &choice.label);
            }
            out.close("select");
        }
        None => {
            let kind = if filter.kind == Kind::Day { "date" } else { "search" };
            let attributes = [
                ("type", Some(kind)),
                ("name", Some(filter.name)),
                ("value", Some(chosen)),
                ("aria-label", Some(label.as_str())),
            ];
            out.open("input", &[&attributes[..], &[("placeholder", Some(label.as_str()))]].concat());
        }
    }
}

fn draw_row(ctx: &Ctx, row: &Row, out: &mut Markup) {
    out.raw("<tr>");
    for (at, cell) in row.cells.iter().enumerate() {
        match (&row.href, at) {
            (Some(href), 0) => {
                let name = Some(cell.plain(ctx)).filter(|name| !name.is_empty()).unwrap_or_else(|| "—".into());
                out.raw("<th scope=\"row\">").element("a", &[("href", Some(href))], name).raw("</th>");
            }
            _ => cell.draw(ctx, out),
        }
    }
    out.raw("</tr>");
}

/// A small table on a page, without sorting and pages.
pub fn plain_table(ctx: &Ctx, columns: &[Column], rows: &[Row]) -> String {
    let mut out = Markup::default();
    out.raw("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
    for column in columns {
        let class = (column.kind == "integer").then_some("number");
        out.element("th", &[("scope", Some("col")), ("class", class)], ctx.word("column", column.key));
    }
    out.raw("</tr></thead><tbody>");
    for row in rows {
        draw_row(ctx, row, &mut out);
    }
    out.raw("</tbody></table></div>");
    out.done()
}
