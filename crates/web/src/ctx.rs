//! The request's context: who looks, in which language, at what address, with what in hand. Passed, never ambient.

use crate::house::House;
use crate::look::Look;
use crate::slice::ActEntry;
use crate::text::{Lang, fill};
use crate::view::form::{Choice, FormView};
use ground::db::Read;
use ground::identity::SessionKey;
use ground::ledger::Figure;
use ground::stop::{OrMissing, Stop};
use logic::act::Viewer;
use logic::fold::{Member, Query};
use logic::form::{Form, Problems, Raw};
use logic::id::Id;
use logic::refusal::Refusal;
use std::any::Any;
use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A fold that lags more facts behind than this is brought up to date.
const FOLD_BEHIND: i64 = 200;

/// What slow work before a transaction came to.
pub type Prepared = Box<dyn Any + Send + Sync>;

/// The request's context.
pub struct Ctx {
    /// The house.
    pub house: Arc<House>,
    /// Who looks.
    pub viewer: Viewer,
    /// How they want to see it.
    pub look: Look,
    /// The address asked for, without its question.
    pub path: String,
    /// The values of the address's blanks.
    pub blanks: Vec<(String, String)>,
    /// The address's question.
    pub query: Raw,
    /// What was sent.
    pub input: Raw,
    /// What slow work came to.
    pub prepared: Option<Prepared>,
    /// The form that was wrong, to be shown again.
    pub kept: Option<Kept>,
    /// Whether the page has shown that form; if it has none, the shell says what was wrong.
    pub(crate) is_kept_shown: AtomicBool,
    /// The reader's session.
    pub session: Option<SessionKey>,
    /// The reader's network address, for limits only.
    pub from: String,
    /// The request's own id, in logs and on error pages.
    pub request: Id,
}

/// A form that was wrong: what was typed and why it did not do.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The act.
    pub act: &'static str,
    /// Field by field.
    pub problems: Problems,
    /// The domain's no.
    pub refusal: Option<Refusal>,
}

impl Ctx {
    /// The language.
    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    /// A text of the interface.
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.house.texts.get(self.lang(), key)
    }

    /// A text whose blanks are filled.
    pub fn fill(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        fill(&self.t(key), blanks.iter().copied())
    }

    /// A text with a number in its blank `{n}`; an ending in brackets, as in `{n} fact[s]`, is for more than one.
    pub fn n(&self, key: &str, n: impl std::fmt::Display) -> String {
        let n = n.to_string();
        let filled = self.fill(key, &[("n", &n)]);
        if n == "1" { filled.replace("[s]", "") } else { filled.replace("[s]", "s") }
    }

    /// The word for a code: the text `<prefix>.<code>`.
    pub fn word(&self, prefix: &str, code: impl std::fmt::Display) -> String {
        self.t(&format!("{prefix}.{code}")).into_owned()
    }

    /// Why something was refused, in the reader's language.
    pub fn why(&self, refusal: &Refusal) -> String {
        self.explain("refusal", refusal)
    }

    /// What is wrong with a field, in the reader's language.
    pub fn problem(&self, problem: &Refusal) -> String {
        self.explain("problem", problem)
    }

    fn explain(&self, prefix: &str, refusal: &Refusal) -> String {
        let text = self.word(prefix, refusal.code);
        fill(&text, refusal.blanks.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// The value of the address's blank; an address that is none is missing.
    pub fn at<T: FromStr>(&self, blank: &str) -> Result<T, Stop> {
        let found = self.blanks.iter().find(|(name, _)| name == blank);
        found.and_then(|(_, value)| value.parse().ok()).or_missing()
    }

    /// What was sent, as the act's form.
    pub fn form<F: Form>(&self) -> Result<F, Stop> {
        Ok(F::read(&self.input)?)
    }

    /// A value of the address's question.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// What slow work came to.
    pub fn prepared<T: 'static>(&self) -> Result<&T, Stop> {
        self.prepared.as_ref().and_then(|prepared| prepared.downcast_ref()).or_missing()
    }

    /// The form of an act, to be put on a page.
    pub fn act_form(&self, act: &'static str) -> FormView<'_> {
        FormView::new(self, self.house.act(act))
    }

    /// What other slices show on this page.
    pub fn panels(&self, read: &Read, on: &str, noun: Option<Id>) -> Result<Vec<String>, Stop> {
        let shown = self.house.panels.iter().filter(|panel| panel.on == on).map(|panel| (panel.show)(read, self, noun));
        Ok(shown.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The address asked for, with its question.
    pub fn address(&self) -> String {
        if self.query.pairs.is_empty() {
            return self.path.clone();
        }
        let pairs = self.query.pairs.iter().map(|(name, value)| format!("{name}={}", crate::figures::encode(value)));
        format!("{}?{}", self.path, pairs.collect::<Vec<_>>().join("&"))
    }

    /// The same reader as if reading Chinese: official papers are written in it, whoever asks for them.
    pub fn in_chinese(&self) -> Self {
        Self {
            house: self.house.clone(),
            viewer: self.viewer.clone(),
            look: Look { lang: Lang::Zh, ..self.look },
            path: self.path.clone(),
            blanks: self.blanks.clone(),
            query: self.query.clone(),
            input: Raw::default(),
            prepared: None,
            kept: None,
            is_kept_shown: AtomicBool::default(),
            session: None,
            from: self.from.clone(),
            request: self.request,
        }
    }

    /// A figure as it stands now. One that is asked for on a page is kept folded from then on.
    pub fn figure(&self, read: &Read, query: &Query) -> Result<Arc<Figure>, Stop> {
        let figure = self.house.figures.get(read, query)?;
        if figure.behind > FOLD_BEHIND {
            self.house.want_fold(query);
        }
        Ok(figure)
    }

    /// The members that a distinct figure counts now.
    pub fn members(&self, read: &Read, query: &Query) -> Result<Vec<Member>, Stop> {
        let figure = self.figure(read, query)?;
        Ok(read.members_of(&figure)?)
    }

    /// Nouns of other slices that may be chosen; none if no slice offers them.
    pub fn offered(&self, read: &Read, noun: &str) -> Result<Vec<Choice>, Stop> {
        let offer = self.house.slices.iter().flat_map(|slice| slice.offers).find(|offer| offer.noun == noun);
        offer.map_or(Ok(Vec::new()), |offer| (offer.choices)(read, self))
    }

    /// Whether the wrong form to show again is this act's.
    pub(crate) fn kept_of(&self, act: &ActEntry) -> Option<&Kept> {
        self.kept.as_ref().filter(|kept| kept.act == act.name)
    }

    /// What was wrong, if the page has no form to say it on.
    pub(crate) fn unsaid(&self) -> Option<String> {
        let kept = self.kept.as_ref().filter(|_| !self.is_kept_shown.load(Ordering::Relaxed))?;
        let problem = || kept.problems.0.first().map(|(_, problem)| self.problem(problem));
        kept.refusal.as_ref().map(|refusal| self.why(refusal)).or_else(problem)
    }

    /// A name for the one who asks, for idempotency keys.
    pub(crate) fn asker(&self) -> String {
        match (self.viewer.account, self.viewer.person) {
            (Some(account), _) => account.to_string(),
            (None, Some(person)) => person.to_string(),
            (None, None) => self.from.clone(),
        }
    }
}
