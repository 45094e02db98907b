//! The working tables of rounds, in memory: what a draft was made from and the drafts themselves, so that a change by hand
//! is answered at once. Whatever the ledger says since is looked through first; a table that may be out of date is laid anew.

use crate::rules::desk::Desk;
use crate::rules::draft::{Draft, moved};
use crate::rules::score::Hand;
use crate::rules::{Round, RoundId, Rules};
use crate::store::{drafts, material};
use fit::{Filled, Options, Phase, Watch};
use ground::db::{Fault, Read};
use ground::stop::Stop;
use logic::fact::{Hash, Position};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use web::Ctx;

/// Tables that are laid, the one used last at the end.
#[derive(Default)]
pub(crate) struct Tables(Mutex<Vec<(RoundId, Place)>>);

/// Where a table stands; nothing while none is laid.
type Place = Arc<Mutex<Option<Table>>>;

/// The most tables: a province's takes some 100 MB.
const MOST: usize = 3;
/// Drafts of a round that are remembered: the one that stands and those that may have taken its place.
const DRAFTS: usize = 4;

/// A round's table.
pub(crate) struct Table {
    upto: (Position, Hash),
    pub(crate) desk: Desk,
    drafts: Vec<(i64, Arc<Draft>)>,
}

/// How far a solve is, for those who wait for it.
#[derive(Default)]
pub(crate) struct Progress {
    /// In thousandths.
    pub(crate) done: AtomicU32,
    /// Whether somebody asked for the best so far.
    pub(crate) halted: AtomicBool,
}

/// The solves that run now.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<RoundId, Arc<Progress>>>);

impl Running {
    pub(crate) fn of(&self, round: RoundId) -> Option<Arc<Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&round).cloned()
    }

    /// From the first moment on, while needs and experts are read: whoever asks to stop then is heard, too.
    pub(crate) fn begin(self: &Arc<Self>, round: RoundId) -> Watched {
        let progress = Arc::new(Progress::default());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(round, progress.clone());
        Watched { running: self.clone(), round, progress }
    }
}

/// A solve that can be watched until this is dropped.
pub(crate) struct Watched {
    running: Arc<Running>,
    round: RoundId,
    progress: Arc<Progress>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut running = self.running.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.get(&self.round).is_some_and(|progress| Arc::ptr_eq(progress, &self.progress)) {
            running.remove(&self.round);
        }
    }
}

impl Tables {
    fn of(&self, round: RoundId) -> Place {
        let mut tables = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = tables.iter().position(|(id, _)| *id == round).map(|at| tables.remove(at));
        let table = known.unwrap_or_else(|| (round, Arc::default()));
        if tables.len() >= MOST {
            tables.remove(0);
        }
        tables.push(table.clone());
        table.1
    }
}

/// Works at a round's table, which is as the data is at this moment.
pub(crate) fn at<T>(
    read: &Read,
    ctx: &Ctx,
    round: &Round,
    work: impl FnOnce(&mut Table) -> Result<T, Stop>,
) -> Result<T, Stop> {
    // What an unfinished act would make of it is not for others.
    if !read.is_settled() {
        return work(&mut Table::lay(read, round)?);
    }
    let table = ctx.house.memory.of::<Tables>().of(round.id);
    let mut place = table.lock().unwrap_or_else(PoisonError::into_inner);
    let table = match place.take() {
        Some(table) => table.refreshed(read, round)?,
        None => Table::lay(read, round)?,
    };
    work(place.insert(table))
}

impl Table {
    fn lay(read: &Read, round: &Round) -> Result<Self, Stop> {
        let upto = read.last_fact()?;
        let material = Arc::new(material::read(read, round)?);
        Ok(Self { upto, desk: Desk::open(material, round.rules.clone()), drafts: Vec::new() })
    }

    fn refreshed(mut self, read: &Read, round: &Round) -> Result<Self, Stop> {
        let last = read.last_fact()?;
        if last != self.upto && material::is_outdated(read, self.upto)? {
            return Self::lay(read, round);
        }
        if last.0 > self.upto.0 {
            self.upto = last;
        }
        if self.desk.rules != round.rules {
            self.desk = Desk::open(self.desk.material.clone(), round.rules.clone());
            self.drafts.clear();
        }
        Ok(self)
    }

    /// The draft that stands, and whether it is known to be just what is stored. One that is not remembered is proven anew
    /// from the stored pairs.
    pub(crate) fn standing(&mut self, read: &Read, round: &Round) -> Result<(Arc<Draft>, bool), Stop> {
        let hand = material::hand(read, round, &self.desk.material)?;
        let known = self.drafts.iter().rev().find(|(version, draft)| *version == round.version && draft.hand == hand);
        if let Some((_, draft)) = known {
            return Ok((draft.clone(), true));
        }
        let stored = self.stored(read, round, hand.clone())?;
        let draft = self.change(&hand, &stored)?;
        let is_stored = moved(&self.desk.material, &stored, &draft).is_empty();
        let draft = Arc::new(draft);
        if is_stored {
            self.keep(round.version, draft.clone());
        }
        Ok((draft, is_stored))
    }

    /// The best draft under what is settled by hand, from the one before it.
    pub(crate) fn change(&mut self, hand: &Hand, before: &Draft) -> Result<Draft, Stop> {
        self.desk.draft(hand, Some(before), Options::default()).map_err(wrong)
    }

    /// The pairs of the stored draft, without prices.
    pub(crate) fn stored(&self, read: &Read, round: &Round, hand: Hand) -> Result<Draft, Stop> {
        let (material, question) = (&self.desk.material, self.desk.question(&hand));
        let mut filled = Vec::new();
        for pair in drafts::list_seats(read, round.id)? {
            let Some((need, slot, person)) = material.find_pair(pair) else { continue };
            let score = question.score(need, slot, person).map_or(0, |parts| parts.total() * question.weight(need));
            filled.push(Filled { need, slot, person, score });
        }
        filled.sort_unstable();
        Ok(Draft::unproven(hand, filled, material.experts.len()))
    }

    /// Other rules: the lists are made anew. The draft that stood is told, proven or not, for the next one to start from.
    pub(crate) fn rule(&mut self, read: &Read, round: &Round, rules: Rules) -> Result<Arc<Draft>, Stop> {
        let hand = material::hand(read, round, &self.desk.material)?;
        let known = self.drafts.iter().rev().find(|(version, draft)| *version == round.version && draft.hand == hand);
        let before = match known {
            Some((_, draft)) => draft.clone(),
            None => Arc::new(self.stored(read, round, hand)?),
        };
        self.desk = Desk::open(self.desk.material.clone(), rules);
        self.drafts.clear();
        Ok(before)
    }

    /// Remembers a draft that has or may come to have this version.
    pub(crate) fn remember(&mut self, version: i64, draft: Draft) {
        self.keep(version, Arc::new(draft));
    }

    fn keep(&mut self, version: i64, draft: Arc<Draft>) {
        if self.drafts.len() >= DRAFTS {
            self.drafts.remove(0);
        }
        self.drafts.push((version, draft));
    }

    /// A draft made anew, watched by those who wait for it; as near to what stands as the best can be.
    pub(crate) fn solve(&mut self, watched: &Watched, hand: &Hand, stands: &Draft) -> Result<Draft, Stop> {
        let progress = &watched.progress;
        let stop = || progress.halted.load(Relaxed);
        let report = |phase: Phase| {
            let done = match phase {
                Phase::Sorting => 300,
                // The steps fall from hundreds of points to a fraction of one.
                Phase::Bidding { step } => 400 + 400 / (1 + u32::try_from(step).unwrap_or(0) / 8),
                Phase::Proving => 850,
                Phase::Choosing => 900,
            };
            // With rules of fairness several questions are answered one after the other: the bar does not go back.
            progress.done.fetch_max(done, Relaxed);
        };
        let watch = Watch { stop: Some(&stop), report: Some(&report) };
        self.desk.draft_near(hand, stands, Options { threads: 1, watch }).map_err(wrong)
    }
}

pub(crate) fn wrong(wrong: fit::Wrong) -> Stop {
    Fault::broken("matching", format!("{wrong:?}")).into()
}
