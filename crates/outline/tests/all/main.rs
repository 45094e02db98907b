//! All tests of the crate through its public face, in one binary.

mod checks;
mod deadlines;
mod figures;
mod head;
mod json;
mod limits;
mod noise;
mod owners;
mod programmes;
mod properties;
mod read_docx;
mod read_text;
mod real_speech;
mod samples;
mod shared;
mod structure;
mod tables;
