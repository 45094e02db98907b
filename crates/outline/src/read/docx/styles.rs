//! Which paragraph styles number their paragraphs.

use std::collections::HashMap;
use std::io::BufRead;

use super::ReadError;
use super::numbering::Place;
use super::xml::{Element, Node, Xml};

#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
}

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    list: Option<u32>,
    level: Option<u32>,
}

/// Styles build on each other no deeper than this; longer chains are circles.
const MAX_CHAIN: usize = 20;

impl Styles {
    pub(super) fn read(part: impl BufRead) -> Result<Self, ReadError> {
        let mut xml = Xml::new(part);
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        loop {
            match xml.next()? {
                Node::Open { element, is_empty: false } if element.name() == "style" => {
                    current = element.attribute("styleId").map(|id| (id, Style::default()));
                }
                Node::Open { element, .. } => {
                    if let Some((_, style)) = &mut current {
                        style.take(&element);
                    }
                }
                Node::Close(end) if end.name() == "style" => styles.styles.extend(current.take()),
                Node::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The list and level that a style, or one it builds on, gives its paragraphs.
    pub(super) fn place(&self, id: &str) -> Option<Place> {
        let chain = std::iter::successors(self.styles.get(id), |style| self.styles.get(style.based_on.as_ref()?));
        let mut level = None;
        for style in chain.take(MAX_CHAIN) {
            level = level.or(style.level);
            if let Some(list) = style.list {
                return Some(Place { list, level: level.unwrap_or(0) });
            }
        }
        None
    }
}

impl Style {
    fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "basedOn" => self.based_on = element.value(),
            "numId" => self.list = element.number("val"),
            "ilvl" => self.level = element.number("val"),
            _ => {}
        }
    }
}
