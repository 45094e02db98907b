//! What must hold of all slices together, whatever they are.

mod layers;
mod permissions;
mod statements;
mod words;
