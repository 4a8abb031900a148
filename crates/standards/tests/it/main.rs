//! Integration tests of the crate.

mod index;
mod statistics;
mod stack;
