//! Full-text search. Text is cut into words (letters and digits) and pairs of Chinese characters, the way index and
//! question alike; results are filtered by who may see them before they are counted.

use crate::db::{Fault, Migration, Read, Tx};
use crate::sql;
use logic::act::Viewer;
use logic::id::Id;

/// The index.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "search-0001",
    sqlite: include_str!("../migrations/0005_search.sqlite.sql"),
    postgresql: include_str!("../migrations/0005_search.postgresql.sql"),
}];

/// Who may find a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenBy {
    /// Anyone.
    Public,
    /// Holders of any role.
    Staff,
}

/// A document of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// The kind of noun: `task`.
    pub kind: &'static str,
    /// The noun.
    pub noun: Id,
    /// What it is called.
    pub title: &'a str,
    /// What else it says.
    pub text: &'a str,
    /// Its page.
    pub href: String,
    /// Who may find it.
    pub seen_by: SeenBy,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The kind of noun.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The beginning of what else it says.
    pub extract: String,
    /// Its page.
    pub href: String,
}

/// Puts a document into the index, in place of what was there of this noun.
pub fn index(tx: &mut Tx, document: &Document) -> Result<(), Fault> {
    remove(tx, document.kind, document.noun)?;
    let id = tx.number(sql!("select coalesce(max(id), 0) + 1 from search_document"), &[])?;
    let seen_by = match document.seen_by {
        SeenBy::Public => "public",
        SeenBy::Staff => "staff",
    };
    let insert = sql!(
        "insert into search_document (id, kind, noun, title, extract, href, seen_by) values ($1, $2, $3, $4, $5, $6, $7)"
    );
    let extract: String = document.text.chars().take(120).collect();
    tx.run(insert, &[&id, &document.kind, &document.noun, &document.title, &extract, &document.href, &seen_by])?;
    let words = words_of(&format!("{} {}", document.title, document.text)).join(" ");
    let insert = sql!(
        sqlite: "insert into search_text (rowid, words) values ($1, $2)",
        postgresql: "insert into search_text (rowid, words) values ($1, to_tsvector('simple', $2))"
    );
    tx.run(insert, &[&id, &words]).map(drop)
}

/// Takes a noun out of the index.
pub fn remove(tx: &mut Tx, kind: &str, noun: Id) -> Result<(), Fault> {
    let known = sql!("select id from search_document where kind = $1 and noun = $2");
    if let Some(id) = tx.find(known, &[&kind, &noun], |row| row.get::<i64>(0))? {
        tx.run(sql!("delete from search_text where rowid = $1"), &[&id])?;
        tx.run(sql!("delete from search_document where id = $1"), &[&id])?;
    }
    Ok(())
}

impl Read<'_> {
    /// The name under which a noun is indexed.
    pub fn find_indexed_title(&self, noun: Id) -> Result<Option<String>, Fault> {
        self.find(sql!("select title from search_document where noun = $1 limit 1"), &[&noun], |row| row.get(0))
    }

    /// What the viewer may find, best first, and how many there are in all.
    pub fn search(&self, viewer: &Viewer, question: &str, limit: i64) -> Result<(Vec<Hit>, i64), Fault> {
        let words = words_of(question);
        if words.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let asked = if self.is_postgresql() {
            every_prefix(&words, "'", "':*", " & ")
        } else {
            every_prefix(&words, "\"", "\"*", " ")
        };
        let may_see_staff = i64::from(viewer.is_staff());
        let count = sql!(
            sqlite: "select count(*) from search_text t join search_document d on d.id = t.rowid
                where t.words match $1 and (d.seen_by = 'public' or $2 = 1)",
            postgresql: "select count(*) from search_text t join search_document d on d.id = t.rowid
                where t.words @@ to_tsquery('simple', $1) and (d.seen_by = 'public' or $2 = 1::bigint)"
        );
        let find = sql!(
            sqlite: "select d.kind, d.title, d.extract, d.href from search_text t join search_document d on d.id = t.rowid
                where t.words match $1 and (d.seen_by = 'public' or $2 = 1) order by t.rank, d.id limit $3",
            postgresql: "select d.kind, d.title, d.extract, d.href from search_text t join search_document d on d.id = t.rowid
                where t.words @@ to_tsquery('simple', $1) and (d.seen_by = 'public' or $2 = 1::bigint)
                order by ts_rank(t.words, to_tsquery('simple', $1)) desc, d.id limit $3"
        );
        let total = self.number(count, &[&asked, &may_see_staff])?;
        let hits = self.list(find, &[&asked, &may_see_staff, &limit], |row| {
            Ok(Hit { kind: row.get(0)?, title: row.get(1)?, extract: row.get(2)?, href: row.get(3)? })
        })?;
        Ok((hits, total))
    }
}

/// Each word as a prefix, all of them asked for. Words hold letters and digits only, so nothing in them can close a quote.
fn every_prefix(words: &[String], open: &str, close: &str, and: &str) -> String {
    words.iter().map(|word| format!("{open}{word}{close}")).collect::<Vec<_>>().join(and)
}

/// Cuts text into words: runs of letters and digits, lower-cased; and every two neighbouring Chinese characters.
/// A lone Chinese character is a word of its own. At most 4,000 words: an index is no archive.
pub fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut run = String::new();
    let mut last_han = None;
    for letter in text.chars().chain([' ']) {
        if is_han(letter) {
            close(&mut run, &mut words);
            if let Some(last) = last_han {
                words.push([last, letter].iter().collect());
            }
            last_han = Some(letter);
        } else {
            if let Some(last) = last_han.take() {
                let is_alone = words.last().is_none_or(|word: &String| !word.ends_with(last));
                if is_alone {
                    words.push(last.to_string());
                }
            }
            if letter.is_alphanumeric() { run.extend(letter.to_lowercase()) } else { close(&mut run, &mut words) }
        }
        if words.len() >= 4_000 {
            break;
        }
    }
    words
}

fn close(run: &mut String, words: &mut Vec<String>) {
    if !run.is_empty() {
        words.push(std::mem::take(run));
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn chinese_is_cut_in_pairs_and_the_rest_in_words() {
        assert_eq!(words_of("百千万工程"), ["百千", "千万", "万工", "工程"]);
        assert_eq!(words_of("2026年GB/T 9704"), ["2026", "年", "gb", "t", "9704"]);
        assert_eq!(words_of("张三,李四"), ["张三", "李四"]);
        assert_eq!(words_of("稻"), ["稻"]);
        assert_eq!(words_of("\"'():*&|!"), Vec::<String>::new());
    }
}
