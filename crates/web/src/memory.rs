//! What slices remember between requests: never more than what could be read again, and lost at any moment.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One thing of each type.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Memory {
    /// The thing of this type; an empty one the first time.
    pub fn of<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut things = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let thing = things.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())).clone();
        drop(things);
        thing.downcast().unwrap_or_default()
    }
}
