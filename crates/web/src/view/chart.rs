//! Charts as SVG, in the page's own font and colours, each with its numbers as a table behind it.

use super::html::Markup;
use crate::ctx::Ctx;
use crate::figures::HIDDEN;

/// One bar: its name, its height, what is written on it, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its height.
    pub value: i64,
    /// What is written on it.
    pub shown: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Bar {
    /// The height it is drawn at; nothing where the number is hidden, as a height tells a number.
    fn drawn(&self) -> Option<i64> {
        (self.shown != HIDDEN).then_some(self.value.max(0))
    }
}

/// What the highest is drawn at.
fn most_of(bars: &[Bar]) -> i64 {
    bars.iter().filter_map(Bar::drawn).max().unwrap_or(0).max(1)
}

const WIDTH: i64 = 720;
const ROW: i64 = 28;
const NAME: i64 = 150;
const NUMBER: i64 = 70;

/// Lying bars, one below the other. `title` names the chart for those who do not see it.
pub fn bars(ctx: &Ctx, title: &str, bars: &[Bar]) -> String {
    let most = most_of(bars);
    let height = bars.len() as i64 * ROW + 8;
    let mut out = Markup::default();
    out.raw("<figure class=\"chart\">");
    open_svg(&mut out, title, height);
    for (at, bar) in bars.iter().enumerate() {
        let y = at as i64 * ROW + 4;
        let value = bar.drawn().unwrap_or(0);
        let width = (value * (WIDTH - NAME - NUMBER) / most).max(i64::from(value > 0) * 2);
        svg_text(&mut out, "name", NAME - 8, y + 18, "end", &short(&bar.name, 11));
        out.raw(&format!(
            "<rect class=\"bar\" x=\"{NAME}\" y=\"{}\" width=\"{width}\" height=\"{}\" rx=\"3\"/>",
            y + 3,
            ROW - 6
        ));
        svg_text(&mut out, "value", NAME + width + 6, y + 18, "start", &bar.shown);
    }
    out.raw("</svg>");
    behind(ctx, &mut out, bars);
    out.raw("</figure>");
    out.done()
}

/// A line over time, one point a bar.
pub fn line_chart(ctx: &Ctx, title: &str, points: &[Bar]) -> String {
    const HEIGHT: i64 = 200;
    const FOOT: i64 = 28;
    let most = most_of(points);
    let step = (WIDTH - 60) / (points.len() as i64).max(1);
    let x = |at: usize| 40 + at as i64 * step + step / 2;
    let y = |value: i64| HEIGHT - FOOT - value.max(0) * (HEIGHT - FOOT - 30) / most;
    let mut out = Markup::default();
    out.raw("<figure class=\"chart\">");
    open_svg(&mut out, title, HEIGHT);
    out.raw(&format!("<line class=\"axis\" x1=\"40\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>", HEIGHT - FOOT, WIDTH - 20));
    let heights: Vec<_> = points.iter().map(|point| point.drawn().map(y)).collect();
    // A hidden point breaks the line: between its neighbours nothing may be guessed.
    let mut at = 0;
    for run in heights.split(Option::is_none) {
        let path: Vec<_> = run.iter().flatten().zip(at..).map(|(y, at)| format!("{},{y}", x(at))).collect();
        at += run.len() + 1;
        if path.len() > 1 {
            out.raw(&format!("<polyline class=\"line\" points=\"{}\"/>", path.join(" ")));
        }
    }
    for ((at, point), height) in points.iter().enumerate().zip(heights) {
        if let Some(y) = height {
            out.raw(&format!("<circle class=\"dot\" cx=\"{}\" cy=\"{y}\" r=\"4\"/>", x(at)));
        }
        svg_text(&mut out, "value", x(at), height.unwrap_or(HEIGHT - FOOT) - 10, "middle", &point.shown);
        svg_text(&mut out, "name", x(at), HEIGHT - 8, "middle", &short(&point.name, 7));
    }
    out.raw("</svg>");
    behind(ctx, &mut out, points);
    out.raw("</figure>");
    out.done()
}

fn open_svg(out: &mut Markup, title: &str, height: i64) {
    let view = format!("0 0 {WIDTH} {height}");
    out.open("svg", &[("viewBox", Some(&view)), ("role", Some("img")), ("aria-label", Some(title))]);
}

fn svg_text(out: &mut Markup, class: &str, x: i64, y: i64, anchor: &str, text: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    out.element(
        "text",
        &[("class", Some(class)), ("x", Some(&x)), ("y", Some(&y)), ("text-anchor", Some(anchor))],
        text,
    );
}

fn behind(ctx: &Ctx, out: &mut Markup, bars: &[Bar]) {
    out.raw("<details><summary>").text(ctx.t("chart.as_table")).raw("</summary><table><tbody>");
    for bar in bars {
        out.raw("<tr>").element("th", &[("scope", Some("row"))], &bar.name).raw("<td class=\"number\">");
        match &bar.href {
            Some(href) => out.element("a", &[("href", Some(href)), ("class", Some("figure"))], &bar.shown),
            None => out.text(&bar.shown),
        };
        out.raw("</td></tr>");
    }
    out.raw("</tbody></table></details>");
}

fn short(text: &str, length: usize) -> String {
    if text.chars().count() <= length { text.into() } else { text.chars().take(length - 1).chain(['…']).collect() }
}
