//! The program: its slices, its commands, its demo city.

pub mod background;
pub mod cli;
pub mod commands;
pub mod demo;
pub mod slices;
