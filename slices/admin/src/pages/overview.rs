//! The administrator's first page: what needs attention, how the house stands, where everything is.

use super::attention::{self, Item};
use super::check_administrator;
use super::ledger::last_check;
use crate::rules::{Checked, State};
use crate::store::accounts::{self, AccountFilter};
use crate::store::counts;
use askama::Template;
use ground::db::Read;
use ground::directory::PersonFilter;
use ground::stop::Stop;
use web::figures::grouped;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    ctx: &'a Ctx,
    items: Vec<Item>,
    counts: Vec<(&'static str, String, &'static str)>,
    version: &'static str,
    engine: &'static str,
    check: Option<Checked>,
    files: String,
    waiting_files: i64,
    waiting_jobs: i64,
    panels: Vec<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let files = counts::files(read)?;
    let (count, size) = (grouped(files.files), size_of(files.bytes));
    let page = Overview {
        ctx,
        items: attention::list(read, ctx)?,
        counts: counts_of(read)?,
        version: env!("CARGO_PKG_VERSION"),
        engine: ctx.house.db.engine_name(),
        check: last_check(read)?,
        files: ctx.fill("admin.files_n", &[("n", &count), ("size", &size)]),
        waiting_files: files.waiting,
        waiting_jobs: read.waiting_jobs()?.0,
        panels: ctx.panels(read, "admin", None)?,
    };
    Page::html(ctx.t("admin.title"), &page)
}

/// Text key, number, and where it can be looked at.
fn counts_of(read: &Read) -> Result<Vec<(&'static str, String, &'static str)>, Stop> {
    let open = AccountFilter { state: Some(State::Open), ..AccountFilter::default() };
    Ok(vec![
        ("admin.accounts", grouped(accounts::count(read, &open)?), "/accounts"),
        ("admin.people", grouped(read.count_people(&PersonFilter::default())?), "/people"),
        ("admin.units", grouped(counts::units(read)?), "/units"),
        ("admin.facts", grouped(read.last_fact()?.0), "/ledger"),
    ])
}

/// Bytes in a unit that people read.
fn size_of(bytes: i64) -> String {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let step = (0..3).take_while(|step| bytes >= 1000_i64.pow(step + 1)).count();
    let tenths = bytes * 10 / 1000_i64.pow(step as u32);
    let number = if step == 0 || tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    format!("{number} {}", UNITS[step])
}

#[cfg(test)]
mod tests {
    use super::size_of;

    #[test]
    fn sizes_are_readable() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_540, "1.5 kB"),
            (20_000_000, "20 MB"),
            (7_400_000_000, "7.4 GB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(size_of(bytes), text);
        }
    }
}
