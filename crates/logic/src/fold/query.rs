//! A figure's question, and its one way of being written: `measure=places&kind=visit.logged&from=2026-01-01&to=2026-12-31`.

use crate::code::{Audience, Channel};
use crate::id::Id;
use crate::place::PlaceCode;
use crate::time::Day;
use std::fmt;
use std::str::FromStr;

crate::codes!(
    /// 计量: what is counted. Persons and attendances are different measures and are never merged.
    Measure {
        /// 次数: facts.
        Facts = "facts",
        /// 数量合计: the sum of their quantities, attendances (人次) among them.
        Sum = "sum",
        /// 人数: different persons; merged records count once.
        Persons = "persons",
        /// 地点数: different places.
        Places = "places",
        /// 单位数: different units.
        Units = "units",
        /// 对象数: different things the facts are about, such as techniques.
        Objects = "objects",
        /// 事项数: different nouns, such as tasks.
        Nouns = "nouns",
    }
);

/// Which facts count. `None` lets every value through.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The kind of fact.
    pub kind: String,
    /// 项目
    pub programme: Option<Id>,
    /// A thing the facts are about.
    pub object: Option<Id>,
    /// A unit the facts are about.
    pub unit: Option<Id>,
    /// A person the facts are about.
    pub person: Option<Id>,
    /// 地区: the area and all in it.
    pub region: Option<PlaceCode>,
    /// 对象
    pub audience: Option<Audience>,
    /// 渠道
    pub channel: Option<Channel>,
    /// 类别
    pub class: Option<String>,
    /// Happened on this day or later.
    pub from: Day,
    /// Happened on this day or earlier.
    pub to: Day,
}

impl Filter {
    /// All facts of a kind.
    pub fn of(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            programme: None,
            object: None,
            unit: None,
            person: None,
            region: None,
            audience: None,
            channel: None,
            class: None,
            from: Day::MIN,
            to: Day::MAX,
        }
    }
}

/// A measure over a filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Query {
    /// What is counted.
    pub measure: Measure,
    /// Over which facts.
    pub filter: Filter,
}

/// A figure, or the share of one in another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// A figure.
    One(Query),
    /// 占比: one figure out of another.
    Share {
        /// The part.
        part: Query,
        /// The whole.
        whole: Query,
    },
}

/// The canonical text: it is the figure's address and its key.
impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filter = &self.filter;
        write!(out, "measure={}&kind={}", self.measure, filter.kind)?;
        put(out, "programme", filter.programme)?;
        put(out, "object", filter.object)?;
        put(out, "unit", filter.unit)?;
        put(out, "person", filter.person)?;
        put(out, "region", filter.region)?;
        put(out, "audience", filter.audience)?;
        put(out, "channel", filter.channel)?;
        put(out, "class", filter.class.as_deref())?;
        put(out, "from", (filter.from != Day::MIN).then_some(filter.from))?;
        put(out, "to", (filter.to != Day::MAX).then_some(filter.to))
    }
}

fn put(out: &mut fmt::Formatter<'_>, name: &str, value: Option<impl fmt::Display>) -> fmt::Result {
    match value {
        Some(value) => write!(out, "&{name}={value}"),
        None => Ok(()),
    }
}

/// The text is no question: the name of the part that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadQuery(pub String);

impl FromStr for Query {
    type Err = BadQuery;

    fn from_str(text: &str) -> Result<Self, BadQuery> {
        Self::from_pairs(text.split('&').filter_map(|pair| pair.split_once('=')))
    }
}

impl Query {
    /// The names that the text of a question may use.
    pub const NAMES: [&str; 12] = [
        "measure",
        "kind",
        "programme",
        "object",
        "unit",
        "person",
        "region",
        "audience",
        "channel",
        "class",
        "from",
        "to",
    ];

    /// A question from the names and values of an address. Names it does not know are left alone, empty values are none.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadQuery> {
        let mut measure = None;
        let mut filter = Filter::of("");
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            match name {
                "measure" => measure = Some(read(name, value)?),
                "kind" => filter.kind = word(name, value)?,
                "programme" => filter.programme = Some(read(name, value)?),
                "object" => filter.object = Some(read(name, value)?),
                "unit" => filter.unit = Some(read(name, value)?),
                "person" => filter.person = Some(read(name, value)?),
                "region" => filter.region = Some(read(name, value)?),
                "audience" => filter.audience = Some(read(name, value)?),
                "channel" => filter.channel = Some(read(name, value)?),
                "class" => filter.class = Some(word(name, value)?),
                "from" => filter.from = read(name, value)?,
                "to" => filter.to = read(name, value)?,
                _ => {}
            }
        }
        match measure {
            Some(measure) if !filter.kind.is_empty() => Ok(Self { measure, filter }),
            Some(_) => Err(BadQuery("kind".into())),
            None => Err(BadQuery("measure".into())),
        }
    }
}

fn read<T: FromStr>(name: &str, value: &str) -> Result<T, BadQuery> {
    value.parse().map_err(|_| BadQuery(name.into()))
}

/// A kind or class: small letters, dots and lines.
fn word(name: &str, value: &str) -> Result<String, BadQuery> {
    let sound =
        value.len() <= 64 && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.' || byte == b'_');
    if sound { Ok(value.into()) } else { Err(BadQuery(name.into())) }
}
