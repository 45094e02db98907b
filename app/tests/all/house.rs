//! What must hold of all slices together, whatever they are.

mod closed_doors;
mod layers;
mod permissions;
mod statements;
mod words;
