//! The house: all slices together, what they plug into sorted and ready, and the ground they stand on.

use crate::kept_figures::KeptFigures;
use crate::slice::{ActEntry, Chapter, ListEntry, MenuEntry, PageEntry, Panel, Slice};
use crate::text::Texts;
use ground::db::{Db, Fault, Migration};
use ground::files::Store;
use ground::jobs::{Daily, Handler};
use ground::sender::Sender;
use logic::fact::FactKind;
use logic::fold::{Indicator, Query};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The house.
pub struct House {
    /// The slices.
    pub slices: &'static [&'static Slice],
    /// The database.
    pub db: Db,
    /// The files.
    pub store: Store,
    /// How word leaves the house.
    pub sender: Sender,
    /// Its settings from outside.
    pub config: Config,
    /// All texts.
    pub texts: Texts,
    /// What slices remember between requests.
    pub memory: crate::memory::Memory,
    pub(crate) panels: Vec<&'static Panel>,
    pub(crate) menu: Vec<&'static MenuEntry>,
    pub(crate) metrics: crate::serve::Metrics,
    handlers: &'static [Handler],
    dailies: Vec<Daily>,
    wanted_folds: Mutex<HashSet<Query>>,
    pub(crate) figures: KeptFigures,
    pub(crate) shelf: crate::serve::Shelf,
    is_set_up: AtomicBool,
}

/// Settings from outside.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address readers use, such as `https://kexie.example.cn`: with https, cookies are marked secure.
    pub public_url: String,
    /// Whether a proxy in front tells the reader's address in `X-Forwarded-For`.
    pub is_behind_proxy: bool,
    /// A line on every page, such as that this is a demo.
    pub banner: Option<&'static str>,
    /// The word that lets one set up an empty house; printed at the start.
    pub set_up_word: String,
}

impl Default for Config {
    fn default() -> Self {
        let bytes: [u8; 6] = ground::clock::random();
        let word = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { public_url: "http://127.0.0.1:2010".into(), is_behind_proxy: false, banner: None, set_up_word: word }
    }
}

/// Every migration of the ground and of these slices, in their order.
pub fn migrations(slices: &[&'static Slice]) -> Vec<Migration> {
    ground::MIGRATIONS.iter().copied().chain(slices.iter().map(|slice| slice.migrations)).flatten().copied().collect()
}

impl House {
    /// The house of these slices on this ground.
    pub fn new(
        slices: &'static [&'static Slice],
        db: Db,
        store: Store,
        sender: Sender,
        config: Config,
    ) -> Result<Arc<Self>, Fault> {
        let mut texts = Texts::default();
        let own = (include_str!("../text/zh.toml"), include_str!("../text/en.toml"));
        let words = slices.iter().flat_map(|slice| std::iter::once(slice.text).chain(slice.more_text.iter().copied()));
        for text in words.chain([own]) {
            texts.add(text).map_err(|error| Fault::broken("reading texts", error))?;
        }
        let mut panels: Vec<_> = slices.iter().flat_map(|slice| slice.panels).collect();
        panels.sort_by_key(|panel| panel.order);
        let mut menu: Vec<_> = slices.iter().flat_map(|slice| slice.menu).collect();
        menu.sort_by_key(|entry| (entry.group, entry.order));
        let handlers: Vec<_> = slices.iter().flat_map(|slice| slice.jobs).copied().collect();
        Ok(Arc::new(Self {
            slices,
            db,
            store,
            sender,
            config,
            texts,
            panels,
            menu,
            metrics: crate::serve::Metrics::new(),
            // The house lives as long as the program: its handlers may, too.
            handlers: handlers.leak(),
            dailies: slices.iter().flat_map(|slice| slice.dailies).copied().collect(),
            wanted_folds: Mutex::default(),
            figures: KeptFigures::default(),
            shelf: crate::serve::Shelf::default(),
            memory: crate::memory::Memory::default(),
            is_set_up: AtomicBool::new(false),
        }))
    }

    /// All acts.
    pub fn acts(&self) -> impl Iterator<Item = &'static ActEntry> {
        self.slices.iter().flat_map(|slice| slice.acts)
    }

    /// An act by its name. A page that asks for an act no slice has is a mistake in the page.
    pub fn act(&self, name: &str) -> &'static ActEntry {
        let found = self.acts().find(|act| act.name == name);
        #[expect(clippy::panic, reason = "a page names an act that no slice has: its test fails")]
        found.unwrap_or_else(|| panic!("no act named {name}"))
    }

    /// All pages.
    pub fn pages(&self) -> impl Iterator<Item = &'static PageEntry> {
        self.slices.iter().flat_map(|slice| slice.pages)
    }

    /// All lists.
    pub fn lists(&self) -> impl Iterator<Item = &'static ListEntry> {
        self.slices.iter().flat_map(|slice| slice.lists)
    }

    /// All kinds of facts.
    pub fn facts(&self) -> impl Iterator<Item = &'static FactKind> {
        self.slices.iter().flat_map(|slice| slice.facts).copied()
    }

    /// All figures on offer.
    pub fn indicators(&self) -> impl Iterator<Item = &'static Indicator> {
        self.slices.iter().flat_map(|slice| slice.indicators).copied()
    }

    /// A figure on offer, by its key.
    pub fn indicator(&self, key: &str) -> Option<&'static Indicator> {
        self.indicators().find(|indicator| indicator.key == key)
    }

    /// All chapters of the annual report, in order.
    pub fn chapters(&self) -> Vec<&'static Chapter> {
        let mut chapters: Vec<_> = self.slices.iter().flat_map(|slice| slice.chapters).collect();
        chapters.sort_by_key(|chapter| chapter.order);
        chapters
    }

    /// Asks for a figure's fold to be kept from now on.
    pub fn want_fold(&self, query: &Query) {
        self.lock_folds().insert(query.clone());
    }

    /// Brings the folds that were asked for up to date.
    pub async fn keep_folds(&self) {
        let wanted: Vec<_> = self.lock_folds().drain().collect();
        for query in wanted {
            if let Err(stop) = ground::ledger::keep(&self.db, query).await {
                tracing::warn!(?stop, "keeping a fold");
            }
        }
    }

    fn lock_folds(&self) -> std::sync::MutexGuard<'_, HashSet<Query>> {
        self.wanted_folds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does every job that is due, and puts daily work into the queue. Tells how many were tried.
    pub async fn run_jobs(self: &Arc<Self>) -> usize {
        let dailies = self.dailies.clone();
        let outdoors = |kind: &str, payload: String| crate::outdoors::outside(self.clone(), kind, payload);
        let scheduled = self.db.write(move |tx| Ok(ground::jobs::schedule(tx, &dailies)?)).await;
        let tried = match scheduled {
            Ok(()) => ground::jobs::run_due(&self.db, self.handlers, &outdoors).await,
            Err(stop) => Err(stop),
        };
        tried.inspect_err(|stop| tracing::warn!(?stop, "running jobs")).unwrap_or(0)
    }

    /// Whether someone can sign in at all. Once true it stays true.
    pub(crate) fn is_set_up(&self, read: &ground::db::Read) -> Result<bool, Fault> {
        if !self.is_set_up.load(Ordering::Relaxed) {
            self.is_set_up.store(read.has_accounts()?, Ordering::Relaxed);
        }
        Ok(self.is_set_up.load(Ordering::Relaxed))
    }
}
