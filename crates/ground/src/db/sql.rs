//! The registry of statements: every SQL text of the program is known to one list, so one test prepares them all.

/// One statement, in both engines' spelling. Made by [`sql!`](crate::sql).
#[derive(Debug)]
pub struct Sql {
    /// With `$1`: PostgreSQL.
    pub pg: &'static str,
    /// With `?1`: SQLite.
    pub lite: &'static str,
    /// File and line.
    pub at: &'static str,
}

#[doc(hidden)]
pub struct Registered(pub &'static Sql);

inventory::collect!(Registered);

/// Every statement of the program.
pub fn registered() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<Registered>().map(|registered| registered.0)
}

#[doc(hidden)]
pub const fn sqlite_text<const N: usize>(text: &str) -> [u8; N] {
    let from = text.as_bytes();
    let mut to = [0; N];
    let mut at = 0;
    while at < N {
        to[at] = if from[at] == b'$' { b'?' } else { from[at] };
        at += 1;
    }
    to
}

/// A statement: `sql!("select name from person where id = $1")`, known to the registry. Two texts where the engines
/// must differ (inside `ground` only): `sql!(sqlite: "…", postgresql: "…")`.
#[macro_export]
macro_rules! sql {
    (sqlite: $lite:expr, postgresql: $pg:expr) => {{
        const LITE: &str = $lite;
        const BYTES: [u8; LITE.len()] = $crate::db::sqlite_text(LITE);
        static SQL: $crate::db::Sql = $crate::db::Sql {
            pg: $pg,
            lite: match std::str::from_utf8(&BYTES) {
                Ok(text) => text,
                Err(_) => "",
            },
            at: concat!(file!(), ":", line!()),
        };
        $crate::db::inventory::submit! { $crate::db::Registered(&SQL) }
        &SQL
    }};
    ($text:expr) => {
        $crate::sql!(sqlite: $text, postgresql: $text)
    };
}
