//! Markup written by hand where a template would be longer: text is escaped, tags are not.

use std::fmt::{Display, Write};

/// HTML in the making.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Adds markup as it is.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, escaped.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        self.0.push_str(&escape(&text.to_string()));
        self
    }

    /// Opens a tag; attributes without a value are left out.
    pub fn open(&mut self, tag: &str, attributes: &[(&str, Option<&str>)]) -> &mut Self {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes.iter().filter_map(|(name, value)| value.map(|value| (name, value))) {
            // Writing into a string cannot fail.
            let _ = write!(self.0, " {name}=\"{}\"", escape(value));
        }
        self.0.push('>');
        self
    }

    /// Closes a tag.
    pub fn close(&mut self, tag: &str) -> &mut Self {
        self.raw("</").raw(tag).raw(">")
    }

    /// A whole element with text inside.
    pub fn element(&mut self, tag: &str, attributes: &[(&str, Option<&str>)], text: impl Display) -> &mut Self {
        self.open(tag, attributes).text(text).close(tag)
    }

    /// The markup.
    pub fn done(self) -> String {
        self.0
    }
}

/// Text made safe for HTML, in elements and in attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}
