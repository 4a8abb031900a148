//! Telemetry in the lake: its tables, appends that follow a rising number, and reads by device and day.
//!
//! A stream of entries is written table by table. Each commit carries the number of the last entry it holds, so
//! after a crash every table knows for itself where it stands, and nothing is written twice.
//! It does not know what a frame is.

mod columns;
mod append;
mod read;

pub use columns::{AMOUNT_PRECISION, AMOUNT_SCALE, VALUE_COLUMNS, measured};
pub use read::{Asked, LatestTime};

pub(crate) use columns::fields;
