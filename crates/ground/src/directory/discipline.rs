//! Disciplines: codes and names of GB/T 13745 (first level whole; second level for farming, forestry, livestock and fishery).

use crate::db::{Fault, Read, Tx};
use crate::sql;

/// A discipline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discipline {
    /// `210` or `210.30`.
    pub code: String,
    /// 学科名称
    pub name: String,
    /// Its English name.
    pub english: String,
}

/// Code, Chinese and English name, one a line.
const TABLE: &str = include_str!("disciplines.tsv");

impl Read<'_> {
    /// All disciplines, by code.
    pub fn list_disciplines(&self) -> Result<Vec<Discipline>, Fault> {
        self.list(sql!("select code, name, english from discipline order by code"), &[], |row| {
            Ok(Discipline { code: row.get(0)?, name: row.get(1)?, english: row.get(2)? })
        })
    }

    /// A discipline by its code or its Chinese name.
    pub fn find_discipline(&self, text: &str) -> Result<Option<Discipline>, Fault> {
        self.find(sql!("select code, name, english from discipline where code = $1 or name = $1"), &[&text], |row| {
            Ok(Discipline { code: row.get(0)?, name: row.get(1)?, english: row.get(2)? })
        })
    }
}

impl Tx<'_> {
    /// Puts the shipped disciplines into the directory.
    pub fn save_disciplines(&mut self) -> Result<(), Fault> {
        let save = sql!(
            "insert into discipline (code, name, english) values ($1, $2, $3)
            on conflict (code) do update set name = excluded.name, english = excluded.english"
        );
        for line in TABLE.lines() {
            let mut cells = line.split('\t');
            if let (Some(code), Some(name), Some(english)) = (cells.next(), cells.next(), cells.next()) {
                self.run(save, &[&code, &name, &english])?;
            }
        }
        Ok(())
    }
}

/// How near two disciplines are: 2 the same (or one within the other), 1 of the same first level, 0 otherwise.
pub fn kinship(a: &str, b: &str) -> u8 {
    let first = |code: &str| code.split('.').next().unwrap_or_default().to_owned();
    match () {
        () if a == b || first(b) == a || first(a) == b => 2,
        () if first(a) == first(b) => 1,
        () => 0,
    }
}
