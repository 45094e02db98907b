//! A text drafted from the facts: its figures open on the page, and it goes to paper as it stands.

use super::forms::DOCX;
use askama::Template;
use logic::fold::Query;
use paper::document::{Block, Document};
use paper::to_docx;
use web::figures::{grouped, href};
use web::{Answer, Ctx, Page};

/// Words, and where they open if they are a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) words: String,
    pub(crate) href: Option<String>,
}

impl Said {
    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), href: None }
    }

    /// A figure with its question.
    pub(crate) fn figure(value: i64, query: &Query) -> Self {
        Self { words: grouped(value), href: Some(href(query)) }
    }
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Heading(String),
    Line(Vec<Said>),
}

impl Part {
    /// What a line says.
    pub(crate) fn said(self) -> Vec<Said> {
        match self {
            Self::Heading(text) => vec![Said::words(text)],
            Self::Line(said) => said,
        }
    }
}

/// A text whose blanks `{name}` are filled with words and figures; a blank nobody fills is left out.
pub(crate) fn line(text: &str, blanks: &[(&str, Said)]) -> Part {
    let mut said = Vec::new();
    for (at, piece) in text.split('{').enumerate() {
        let (blank, words) = if at == 0 { ("", piece) } else { piece.split_once('}').unwrap_or((piece, "")) };
        said.extend(blanks.iter().find(|(name, _)| *name == blank).map(|(_, said)| said.clone()));
        said.extend((!words.is_empty()).then(|| Said::words(words)));
    }
    Part::Line(said)
}

/// A drafted text.
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "forms_draft.html")]
pub(crate) struct DraftPage<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) draft: &'a Draft,
    pub(crate) lead: String,
    pub(crate) docx: String,
}

impl Draft {
    /// As paper.
    pub(crate) fn docx(&self) -> Answer {
        let block = |part: &Part| match part {
            Part::Heading(text) => Block::Heading(1, text.clone()),
            Part::Line(said) => Block::Paragraph(said.iter().map(|said| said.words.as_str()).collect()),
        };
        let document = Document {
            title: self.title.clone(),
            subtitle: Some(self.subtitle.clone()).filter(|subtitle| !subtitle.is_empty()),
            blocks: self.parts.iter().map(block).collect(),
            ..Document::default()
        };
        Ok(Page::file(format!("{}.docx", self.title), DOCX, to_docx(&document)))
    }
}
