//! What a report says: words that are fixed, and figures that are asked of the ledger as of a position.

use logic::fold::Query;
use paper::document::{Block, Document, Table, chinese_ordinal};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use web::figures::{Passage, Piece, grouped, percent};

/// A report before its figures are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// 标题
    pub title: String,
    /// The line below it.
    pub subtitle: String,
    /// 发文机关署名
    pub signature: String,
    /// 成文日期
    pub date: String,
    /// The text.
    pub passages: Vec<Passage>,
}

/// A figure of the report: what it is called, what it asks, what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLine {
    /// What it is called.
    pub name: String,
    /// What it asks.
    pub query: Query,
    /// What it says.
    pub value: i64,
    /// How many facts stand behind it.
    pub facts: i64,
}

/// A report whose figures are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// For paper.
    pub document: Document,
    /// Its figures, each once, in the order they come.
    pub figures: Vec<FigureLine>,
}

/// Asks every figure once and writes the report out.
pub fn say<E>(content: &Content, mut ask: impl FnMut(&Query) -> Result<(i64, i64), E>) -> Result<Said, E> {
    let mut known: BTreeMap<String, i64> = BTreeMap::new();
    let mut figures = Vec::new();
    let mut ask_once = |query: &Query, name: &str| {
        let key = query.to_string();
        if let Some(value) = known.get(&key) {
            return Ok(*value);
        }
        let (value, facts) = ask(query)?;
        known.insert(key, value);
        figures.push(FigureLine { name: name.to_owned(), query: query.clone(), value, facts });
        Ok(value)
    };
    let mut piece = |piece: &Piece| {
        Ok(match piece {
            Piece::Words(words) => words.clone(),
            Piece::Figure(query, name) => grouped(ask_once(query, name)?),
            Piece::Share(part, whole, name) => percent(ask_once(part, name)?, ask_once(whole, name)?),
            Piece::OutOf(query, target, name) => percent(ask_once(query, name)?, *target),
        })
    };
    let mut blocks = Vec::new();
    let mut chapters = 0;
    for passage in &content.passages {
        blocks.push(match passage {
            Passage::Heading(1, text) => {
                chapters += 1;
                Block::Heading(1, format!("{}、{text}", chinese_ordinal(chapters)))
            }
            Passage::Heading(level, text) => Block::Heading(*level, text.clone()),
            Passage::Paragraph(pieces) => Block::Paragraph(pieces.iter().map(&mut piece).collect::<Result<_, E>>()?),
            Passage::Table { caption, columns, rows } => {
                let cells = |row: &Vec<Piece>| row.iter().map(&mut piece).collect::<Result<Vec<_>, E>>();
                let rows = rows.iter().map(cells).collect::<Result<_, E>>()?;
                Block::Table(Table { caption: caption.clone(), columns: widths(columns), rows })
            }
        });
    }
    let document = Document {
        title: content.title.clone(),
        subtitle: Some(content.subtitle.clone()).filter(|subtitle| !subtitle.is_empty()),
        addressee: None,
        blocks,
        signature: Some(content.signature.clone()),
        date: Some(content.date.clone()),
        is_landscape: false,
    };
    Ok(Said { document, figures })
}

/// The first column takes the names and is the widest.
fn widths(columns: &[String]) -> Vec<(String, u32)> {
    columns.iter().enumerate().map(|(at, name)| (name.clone(), if at == 0 { 3 } else { 2 })).collect()
}

impl Content {
    /// As it is kept.
    pub fn to_json(&self) -> String {
        let passages: Vec<Value> = self.passages.iter().map(passage_json).collect();
        json!({ "title": self.title, "subtitle": self.subtitle, "signature": self.signature, "date": self.date, "passages": passages }).to_string()
    }

    /// As it was kept; nothing if it is not what was kept.
    pub fn from_json(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let field = |name: &str| value.get(name)?.as_str().map(str::to_owned);
        let passages = value.get("passages")?.as_array()?.iter().map(passage_from).collect::<Option<_>>()?;
        Some(Self {
            title: field("title")?,
            subtitle: field("subtitle")?,
            signature: field("signature")?,
            date: field("date")?,
            passages,
        })
    }
}

fn passage_json(passage: &Passage) -> Value {
    let pieces = |pieces: &[Piece]| pieces.iter().map(piece_json).collect::<Vec<_>>();
    match passage {
        Passage::Heading(level, text) => json!({ "heading": level, "text": text }),
        Passage::Paragraph(all) => json!({ "paragraph": pieces(all) }),
        Passage::Table { caption, columns, rows } => {
            json!({ "table": rows.iter().map(|row| pieces(row)).collect::<Vec<_>>(), "caption": caption, "columns": columns })
        }
    }
}

fn piece_json(piece: &Piece) -> Value {
    match piece {
        Piece::Words(words) => json!(words),
        Piece::Figure(query, name) => json!({ "figure": query.to_string(), "name": name }),
        Piece::Share(part, whole, name) => json!({ "share": part.to_string(), "of": whole.to_string(), "name": name }),
        Piece::OutOf(query, target, name) => json!({ "figure": query.to_string(), "of": target, "name": name }),
    }
}

fn passage_from(value: &Value) -> Option<Passage> {
    let pieces = |value: &Value| value.as_array()?.iter().map(piece_from).collect::<Option<Vec<_>>>();
    if let Some(level) = value.get("heading") {
        return Some(Passage::Heading(level.as_u64()? as u8, value.get("text")?.as_str()?.to_owned()));
    }
    if let Some(all) = value.get("paragraph") {
        return Some(Passage::Paragraph(pieces(all)?));
    }
    let columns =
        value.get("columns")?.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    let rows = value.get("table")?.as_array()?.iter().map(pieces).collect::<Option<_>>()?;
    Some(Passage::Table { caption: value.get("caption")?.as_str()?.to_owned(), columns, rows })
}

fn piece_from(value: &Value) -> Option<Piece> {
    if let Some(words) = value.as_str() {
        return Some(Piece::Words(words.to_owned()));
    }
    let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
    let name = text("name")?;
    if let Some(part) = text("share") {
        return Some(Piece::Share(part.parse().ok()?, text("of")?.parse().ok()?, name));
    }
    let query = text("figure")?.parse().ok()?;
    match value.get("of").and_then(Value::as_i64) {
        Some(target) => Some(Piece::OutOf(query, target, name)),
        None => Some(Piece::Figure(query, name)),
    }
}
