//! What the story looks for on a page: the rows of a document, targets with their figures, a figure that was opened.

use web::kit::{Reader, Seen};

/// A clause as a document's page offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub level: char,
    pub clause: String,
    pub label: String,
    pub choice: String,
    pub title: String,
    pub lead: String,
    pub due: String,
}

/// Every clause that waits for the officer's choice, in order.
pub fn offered(page: &Seen) -> Vec<Offered> {
    let html = page.html();
    let waiting = html.split("<li class=\"clause level-").skip(1).filter(|row| row.contains("name=\"clause\""));
    waiting.map(clause).collect()
}

fn clause(row: &str) -> Offered {
    let value = |name: &str| between(row, &format!("name=\"{name}\" value=\""), "\"");
    let strong = between(row, "<strong id=\"", "</strong>").split_once('>').unwrap().1.to_owned();
    let chosen = row.split(" selected>").next().and_then(|before| before.rsplit("value=\"").next());
    let title = value("title");
    Offered {
        level: row.chars().next().unwrap(),
        clause: value("clause"),
        label: strong.strip_suffix(&title).unwrap_or(&strong).to_owned(),
        choice: chosen.and_then(|rest| rest.split('"').next()).unwrap().to_owned(),
        title,
        lead: value("lead"),
        due: value("due"),
    }
}

/// The rows as a browser sends them back.
pub fn fields(rows: &[Offered]) -> Vec<(&str, &str)> {
    rows.iter().flat_map(Offered::fields).collect()
}

impl Offered {
    fn fields(&self) -> [(&str, &str); 5] {
        let Self { clause, choice, title, lead, due, .. } = self;
        [("clause", clause), ("choice", choice), ("title", title), ("lead", lead), ("due", due)]
    }
}

/// A target as a plan shows it: its name, what has come of it, what was aimed at, the share; and where the number leads.
pub fn aims(page: &Seen) -> Vec<([String; 4], String)> {
    let html = page.html();
    let hrefs = html.split("<td class=\"number\"><a class=\"figure\" href=\"").skip(1);
    let hrefs = hrefs.map(|rest| rest.split('"').next().unwrap());
    let hrefs: Vec<String> = hrefs.map(|href| href.replace("&#38;", "&").replace("&amp;", "&")).collect();
    let rows: Vec<_> = page.rows().into_iter().map(|row| row[..4].to_vec().try_into().unwrap()).collect();
    assert_eq!(rows.len(), hrefs.len(), "every figure opens");
    rows.into_iter().zip(hrefs).collect()
}

/// The targets that a task's own words propose, each one press away: which figure, how much.
pub fn proposed(page: &Seen) -> Vec<(String, String)> {
    let html = page.html();
    let forms = html.split("<input type=\"hidden\" name=\"indicator\" value=\"").skip(1);
    let pair =
        |form: &str| (form.split('"').next().unwrap().to_owned(), between(form, "target_number\" value=\"", "\""));
    forms.map(pair).collect()
}

/// A figure that was opened: what it says, what it counts, the facts behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    pub value: String,
    /// What is counted, and how many facts tell of it.
    pub members: Vec<(String, usize)>,
    /// Each fact's place and person.
    pub facts: Vec<(String, String)>,
}

/// Opens a figure; as many facts are listed as the page says there are.
pub async fn open(reader: &Reader, href: &str) -> Opened {
    let page = reader.get(href).await.ok();
    let facts: Vec<_> = page.rows().into_iter().filter(|row| row.len() == 6).collect();
    let member = |row: Vec<String>| Some((row[0].clone(), row[1].strip_suffix(" 条事实")?.parse().unwrap()));
    let said = between(&page.words(), "背后的事实（", " 条）");
    assert_eq!(said, facts.len().to_string(), "{}", page.words());
    Opened {
        value: between(&page.html(), "<div class=\"n\">", " <span"),
        members: page.rows().into_iter().filter(|row| row.len() == 2).filter_map(member).collect(),
        facts: facts.into_iter().map(|row| (row[2].clone(), row[3].clone())).collect(),
    }
}

/// The option that is chosen.
pub fn chosen(page: &Seen, name: &str) -> String {
    let html = page.html();
    let select = between(&html, &format!("name=\"{name}\""), "</select>");
    let before = select.split(" selected").next().unwrap();
    before.rsplit("value=\"").next().unwrap().trim_end_matches('"').to_owned()
}

/// What a choice offers: each value and its words.
pub fn options(page: &Seen, name: &str) -> Vec<(String, String)> {
    let select = between(&page.html(), &format!("<select name=\"{name}\""), "</select>");
    let offered = select.split("<option value=\"").skip(1).map(|option| option.split_once('"').unwrap());
    offered
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, rest)| (value.to_owned(), between(rest, ">", "<")))
        .collect()
}

/// Every text of the page's main part between these two, in order.
pub fn all_between(page: &Seen, open: &str, close: &str) -> Vec<String> {
    let main = between(&page.html(), "<main", "</main>");
    main.split(open).skip(1).map(|rest| words(rest.split(close).next().unwrap())).collect()
}

/// What stands behind the first and before the second.
pub fn between(text: &str, open: &str, close: &str) -> String {
    let (_, rest) = text.split_once(open).unwrap_or_else(|| panic!("no {open:?} in: {}", words(text)));
    rest.split(close).next().unwrap().to_owned()
}

/// Markup as one line of words.
fn words(html: &str) -> String {
    let texts = html.split('<').enumerate();
    let text: String = texts
        .map(|(at, part)| if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
