//! From the inbox into the lake, and what telemetry means there.
//!
//! The drain reads entries in their order, archives them, takes them apart with `wire`, and appends rows to the
//! tables of the lake, each row exactly once, whatever stops it and when. What came again with the same value
//! is dropped; what came with another is a revision beside the first.
//! It never edits a row, never fills a gap, and never judges a source by data that are marked invalid.
#![expect(
    clippy::disallowed_methods,
    reason = "the file of secrets is read and written here"
)]

mod error;
mod stream;
mod cell;
mod rows;
mod recent;
mod recall;
mod reading;
pub mod drain;
mod devices;
mod secrets;
pub mod track;
pub mod outlet;
pub mod words;

pub use devices::{DevicesRead, Doubt, devices};
pub use drain::{Drained, Ends, Settings, align, drain};
pub use error::TelemetryError;
pub use reading::shown as shown_frame;
pub use secrets::{Secrets, SecretsError};
