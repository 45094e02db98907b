//! Figures that pages have asked for, kept in memory while the ledger says nothing new of them.

use ground::db::Read;
use ground::ledger::Figure;
use ground::stop::Stop;
use logic::fold::Query;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most figures kept; beyond it all are let go, and come back as they are asked for.
const MOST: usize = 4_000;

#[derive(Default)]
pub(crate) struct KeptFigures(Mutex<HashMap<Query, Arc<Figure>>>);

impl KeptFigures {
    /// The figure as it stands at this moment of the data: kept, or read. What an unfinished act would make of it is never kept.
    pub(crate) fn get(&self, read: &Read, query: &Query) -> Result<Arc<Figure>, Stop> {
        let known = self.with(|figures| figures.get(query).cloned());
        if let Some(figure) = known.filter(|_| read.is_settled())
            && read.still_stands(&figure)?
        {
            return Ok(figure);
        }
        let figure = Arc::new(read.figure(query)?);
        if read.is_settled() {
            self.with(|figures| {
                if figures.len() >= MOST {
                    figures.clear();
                }
                let newer = figures.get(query).is_some_and(|kept| kept.position > figure.position);
                if !newer {
                    figures.insert(query.clone(), figure.clone());
                }
            });
        }
        Ok(figure)
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<Query, Arc<Figure>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
