//! Where files lie in the end: a local folder, or an S3-compatible object store shared by several programs.

use super::FileHash;
use crate::db::Fault;
use std::path::{Path, PathBuf};

/// A store of files.
#[derive(Clone)]
pub enum Store {
    /// A local folder.
    Folder(PathBuf),
    /// An S3-compatible store.
    #[cfg(feature = "s3")]
    Objects(std::sync::Arc<dyn object_store::ObjectStore>),
}

impl Store {
    /// From a folder's path or an address such as `s3://bucket` (endpoint and keys come from the usual `AWS_…` variables).
    pub fn open(address: &str) -> Result<Self, Fault> {
        match address.strip_prefix("s3://") {
            Some(bucket) => open_s3(bucket),
            None => Ok(Self::Folder(address.into())),
        }
    }

    pub(super) async fn put(&self, hash: FileHash, bytes: Vec<u8>) -> Result<(), Fault> {
        match self {
            Self::Folder(folder) => {
                let path = path_in(folder, hash);
                let written = tokio::task::spawn_blocking(move || write_whole(&path, &bytes)).await;
                Ok(written.map_err(|panic| Fault::broken("storing a file", panic))??)
            }
            #[cfg(feature = "s3")]
            Self::Objects(objects) => {
                use object_store::ObjectStoreExt;
                objects
                    .put(&key_of(hash), bytes.into())
                    .await
                    .map(drop)
                    .map_err(|error| Fault::broken("storing a file", error))
            }
        }
    }

    pub(super) async fn get(&self, hash: FileHash) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Folder(folder) => {
                let path = path_in(folder, hash);
                let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await;
                Ok(read.map_err(|panic| Fault::broken("loading a file", panic))??)
            }
            #[cfg(feature = "s3")]
            Self::Objects(objects) => {
                use object_store::ObjectStoreExt;
                let broken = |error| Fault::broken("loading a file", error);
                let object = objects.get(&key_of(hash)).await.map_err(broken)?;
                object.bytes().await.map(Vec::from).map_err(broken)
            }
        }
    }
}

#[cfg(feature = "s3")]
fn open_s3(bucket: &str) -> Result<Store, Fault> {
    let objects = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket).build();
    let objects = objects.map_err(|error| Fault::broken("opening the object store", error))?;
    Ok(Store::Objects(std::sync::Arc::new(objects)))
}

#[cfg(not(feature = "s3"))]
fn open_s3(_bucket: &str) -> Result<Store, Fault> {
    Err(Fault::broken("opening the object store", "this program was built without the feature `s3`"))
}

#[cfg(feature = "s3")]
fn key_of(hash: FileHash) -> object_store::path::Path {
    let name = hash.to_string();
    object_store::path::Path::from(format!("{}/{}", &name[..2], &name[2..]))
}

fn path_in(folder: &Path, hash: FileHash) -> PathBuf {
    let name = hash.to_string();
    folder.join(&name[..2]).join(&name[2..])
}

/// Writes beside, makes it durable, then gives it its name: a file of that name is always whole.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension("part");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    std::fs::File::open(folder)?.sync_all()
}
