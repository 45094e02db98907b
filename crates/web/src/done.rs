//! What an act answers with once it is done.

use ground::identity::SessionKey;
use logic::id::Id;
use logic::refusal::Refusal;

/// An act is done: where to look now, and what to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The page to look at next.
    pub href: String,
    /// The noun that was made or changed.
    pub id: Option<Id>,
    /// The text key to say, if not the act's own `<act>.done`.
    pub say: Option<&'static str>,
    /// Something shown this once and kept nowhere, such as a token.
    pub secret: Option<String>,
    /// A session that begins or ends.
    pub session: SessionChange,
    /// The answer is no all the same, and what was written (a failed try) stays written.
    pub refusal: Option<Refusal>,
}

/// What happens to the reader's session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SessionChange {
    /// Nothing.
    #[default]
    None,
    /// It begins.
    Begin(SessionKey),
    /// It ends.
    End,
}

impl Done {
    /// Look there.
    pub fn at(href: impl Into<String>) -> Self {
        Self { href: href.into(), ..Self::default() }
    }

    /// No; but what was written stays written.
    pub fn refused(refusal: Refusal) -> Self {
        Self { refusal: Some(refusal), ..Self::default() }
    }

    /// The noun it is about.
    pub fn id(self, id: impl Into<Id>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Say this.
    pub fn say(self, key: &'static str) -> Self {
        Self { say: Some(key), ..self }
    }

    /// Show this once.
    pub fn secret(self, secret: String) -> Self {
        Self { secret: Some(secret), ..self }
    }

    /// Begin a session.
    pub fn begin(self, key: SessionKey) -> Self {
        Self { session: SessionChange::Begin(key), ..self }
    }

    /// End the session.
    pub fn end(self) -> Self {
        Self { session: SessionChange::End, ..self }
    }
}
