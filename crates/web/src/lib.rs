//! The web: request context, page shell, forms, tables, charts, errors, languages, API and the test kit. No SQL.

pub mod choices;
mod ctx;
mod done;
pub mod figures;
mod house;
mod kept_figures;
pub mod kit;
mod look;
mod memory;
mod openapi;
mod outdoors;
mod page;
mod serve;
mod shell;
mod slice;
mod text;
pub mod view;

pub use ctx::{Ctx, Kept, Prepared};
pub use done::Done;
pub use house::{Config, House, migrations};
pub use look::{Look, Theme};
pub use memory::Memory;
pub use page::{Answer, Crumb, Download, Html, Page};
pub use serve::{Listening, is_own_address, listen, router};
pub use slice::{
    ActEntry, Chapter, Get, Group, Invariant, ListEntry, MenuEntry, Offer, PageEntry, Panel, Post, Slice, Window,
};
pub use text::{Lang, Texts, fill};
pub use view::chart::{Bar, bars, line_chart};
pub use view::form::{Choice, FormView};
pub use view::table::{Cell, Column, Row, Rows, Tone};
