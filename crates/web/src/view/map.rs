//! Maps as SVG: points over an area, without any map from elsewhere.

use super::html::Markup;

/// A point: where, how it looks, its name and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Longitude in millionths of a degree.
    pub lon: i32,
    /// Latitude in millionths of a degree.
    pub lat: i32,
    /// The class of its mark: `served`, a circle; `unserved`, a diamond.
    pub class: &'static str,
    /// What its mark says, in words.
    pub state: String,
    /// Its name.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;

/// The points, as large as they fit, north above. `title` names the map for those who do not see it.
pub fn points(title: &str, points: &[Point]) -> String {
    let Some(frame) = Frame::around(points) else { return String::new() };
    let mut out = Markup::default();
    let view = format!("0 0 {WIDTH:.0} {:.0}", frame.height);
    out.raw("<figure class=\"map\">")
        .open("svg", &[("viewBox", Some(&view)), ("role", Some("group")), ("aria-label", Some(title))]);
    for point in points {
        let (x, y) = frame.place(point);
        // Hundreds of stops are no way through a page: the same villages stand in tables.
        out.open("a", &[("href", Some(&point.href)), ("tabindex", Some("-1"))]);
        out.element("title", &[], format!("{}：{}", point.name, point.state)).raw(&mark(point.class, x, y)).raw("</a>");
    }
    out.raw("</svg>");
    legend(&mut out, points);
    out.raw("</figure>");
    out.done()
}

/// Marks differ in shape, not in colour alone.
fn mark(class: &str, x: f64, y: f64) -> String {
    if class == "unserved" {
        format!("<path class=\"{class}\" d=\"M{x:.1} {:.1}l7 7-7 7-7-7z\"/>", y - 7.0)
    } else {
        format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>")
    }
}

/// What the marks mean, and how many there are of each.
fn legend(out: &mut Markup, points: &[Point]) {
    let mut counts: Vec<(&Point, usize)> = Vec::new();
    for point in points {
        match counts.iter_mut().find(|(other, _)| other.class == point.class) {
            Some((_, count)) => *count += 1,
            None => counts.push((point, 1)),
        }
    }
    out.raw("<figcaption class=\"legend\">");
    for (point, count) in counts {
        out.raw("<span><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">")
            .raw(&mark(point.class, 8.0, 8.0))
            .raw("</svg>");
        out.text(format!("{} {count}", point.state)).raw("</span>");
    }
    out.raw("</figcaption>");
}

struct Frame {
    west: f64,
    north: f64,
    scale_x: f64,
    scale_y: f64,
    height: f64,
}

impl Frame {
    fn around(points: &[Point]) -> Option<Self> {
        let lon = |point: &Point| f64::from(point.lon);
        let lat = |point: &Point| f64::from(point.lat);
        let (west, east) = (points.iter().map(lon).reduce(f64::min)?, points.iter().map(lon).reduce(f64::max)?);
        let (south, north) = (points.iter().map(lat).reduce(f64::min)?, points.iter().map(lat).reduce(f64::max)?);
        // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        let squeeze = ((south + north) / 2e6).to_radians().cos().max(0.1);
        let scale_x = (WIDTH - 2.0 * MARGIN) / (east - west).max(1.0);
        let scale_y = scale_x / squeeze;
        let height = ((north - south) * scale_y + 2.0 * MARGIN).clamp(80.0, 900.0);
        Some(Self { west, north, scale_x, scale_y, height })
    }

    fn place(&self, point: &Point) -> (f64, f64) {
        let x = (f64::from(point.lon) - self.west) * self.scale_x + MARGIN;
        let y = (self.north - f64::from(point.lat)) * self.scale_y + MARGIN;
        (x, y.min(self.height - MARGIN / 2.0))
    }
}
