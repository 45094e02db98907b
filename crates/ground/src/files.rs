//! Files, addressed by their content. A new file first lies in the database, in the transaction that names it,
//! and a job moves it to the store: so there is never a name without its file, nor a file that nothing names.

mod store;

pub use store::Store;

use crate::db::{Db, Fault, Read, Tx};
use crate::jobs;
use crate::sql;
use logic::act::Job;
use logic::fact::Hash;
use sha2::{Digest, Sha256};

/// The job that moves a file to the store.
pub const MOVE: &str = "file.move";

/// A file's address: the SHA-256 of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileHash(pub Hash);

impl FileHash {
    /// The address of this content.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl std::fmt::Display for FileHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The text is no file address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAFileHash;

impl std::str::FromStr for FileHash {
    type Err = NotAFileHash;

    fn from_str(text: &str) -> Result<Self, NotAFileHash> {
        let mut hash = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotAFileHash);
        }
        for (byte, at) in hash.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| NotAFileHash)?;
        }
        Ok(Self(hash))
    }
}

/// Keeps a file; the same content is kept once.
pub fn keep(tx: &mut Tx, bytes: &[u8]) -> Result<FileHash, Fault> {
    let hash = FileHash::of(bytes);
    let insert = sql!("insert into file (hash, size, pending) values ($1, $2, $3) on conflict (hash) do nothing");
    let is_new = tx.run(insert, &[&hash.0, &(bytes.len() as i64), &bytes.to_vec()])? > 0;
    if is_new {
        jobs::enqueue(tx, &Job { kind: MOVE, payload: hash.to_string(), due: tx.now })?;
    }
    Ok(hash)
}

/// What the database knows of a file.
pub enum Found {
    /// It still lies in the database.
    Here(Vec<u8>),
    /// It lies in the store.
    Stored,
}

impl Read<'_> {
    /// Looks a file up in the database.
    pub fn find_file(&self, hash: FileHash) -> Result<Option<Found>, Fault> {
        let find = sql!("select pending from file where hash = $1");
        let pending = self.find(find, &[&hash.0], |row| row.get::<Option<Vec<u8>>>(0))?;
        Ok(pending.map(|pending| pending.map_or(Found::Stored, Found::Here)))
    }
}

/// The content of a file; nothing if there is none. What does not have its hash's content is a fault, never given out.
pub async fn load(db: &Db, store: &Store, hash: FileHash) -> Result<Option<Vec<u8>>, Fault> {
    let found = db.read(move |read| Ok(read.find_file(hash)?)).await.map_err(as_fault)?;
    match found {
        None => Ok(None),
        Some(Found::Here(bytes)) => Ok(Some(bytes)),
        Some(Found::Stored) => {
            let bytes = store.get(hash).await?;
            if FileHash::of(&bytes) == hash {
                Ok(Some(bytes))
            } else {
                Err(Fault::broken("loading a file", format!("{hash} is damaged")))
            }
        }
    }
}

/// Moves a file from the database to the store: the handler of [`MOVE`].
pub async fn move_to_store(db: &Db, store: &Store, payload: &str) -> Result<(), Fault> {
    let hash: FileHash = payload.parse().map_err(|NotAFileHash| Fault::broken("moving a file", payload))?;
    let found = db.read(move |read| Ok(read.find_file(hash)?)).await.map_err(as_fault)?;
    if let Some(Found::Here(bytes)) = found {
        store.put(hash, bytes).await?;
        let moved = move |tx: &mut Tx| {
            Ok(tx.run(sql!("update file set pending = null, stored_at = $2 where hash = $1"), &[&hash.0, &tx.now])?)
        };
        db.write(moved).await.map_err(as_fault)?;
    }
    Ok(())
}

fn as_fault(stop: crate::stop::Stop) -> Fault {
    match stop {
        crate::stop::Stop::Fault(fault) => fault,
        other => Fault::broken("files", format!("{other:?}")),
    }
}
