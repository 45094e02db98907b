//! A thin layer over the XML reader: elements by local name, attributes by local name, text with entities resolved.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::{ReadError, reason};

/// What comes next in a part.
pub(super) enum Node<'a> {
    /// An element begins; an empty one ends at once, without a [`Node::Close`].
    Open {
        element: Element<'a>,
        is_empty: bool,
    },
    Close(End<'a>),
    Text(Cow<'a, str>),
    End,
}

pub(super) struct Element<'a>(BytesStart<'a>);

pub(super) struct End<'a>(BytesEnd<'a>);

pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        // Lenient: a document that Word repairs should be read too.
        (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
        Self { reader, buffer: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Result<Node<'_>, ReadError> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| reason(&error))?;
        Ok(match event {
            Event::Start(start) => Node::Open { element: Element(start), is_empty: false },
            Event::Empty(start) => Node::Open { element: Element(start), is_empty: true },
            Event::End(end) => Node::Close(End(end)),
            Event::Text(text) => Node::Text(text.into_inner()),
            Event::CData(text) => Node::Text(text.into_inner()),
            Event::GeneralRef(reference) => Node::Text(resolve(&reference)),
            Event::Eof => Node::End,
            _ => Node::Text(Cow::Borrowed("")),
        })
    }
}

/// Only the five entities of XML and character numbers: a document type may not define others.
fn resolve(reference: &BytesRef<'_>) -> Cow<'static, str> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Cow::Owned(c.to_string()),
        _ => Cow::Borrowed(quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default()),
    }
}

impl End<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl Element<'_> {
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The element's `w:val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}
