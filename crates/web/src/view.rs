//! What pages are made of: forms, tables, charts and maps, drawn from data.

pub mod chart;
pub mod form;
mod html;
pub mod map;
mod sheet;
pub mod table;

pub use html::{Markup, escape};
