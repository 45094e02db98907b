//! Files: the binary format of the generator, CSV and JSON.

mod binary;

pub use binary::{read_binary, write_binary};
