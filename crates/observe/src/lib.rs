//! Readers of monitoring archives: a file and its mapping go in; columnar batches, defects and flags come out.
//!
//! A [`Mapping`] says which column of an archive is which pollutant, in which unit, on which basis; the archives we
//! know are built in, and users write their own in the same format (`mappings/README.md`).
//! Bad data is not an error here: a value that cannot be read becomes a [`Defect`] with its raw text, a value that
//! can be read but is doubtful is kept and gets a [`Flag`] (`standards/quality/flags.toml`), and the good rows beside
//! them load.
//!
//! What it refuses to do: guess a column, invent or drop a number, fill a gap, or interpret what it reads.
#![expect(
    clippy::disallowed_methods,
    reason = "archives are files: opening them is this crate's work"
)]

mod error;
mod mapping;
mod basis;
mod check;
mod builtin;
mod detect;
mod read;
mod input;
mod transcode;
mod batch;
mod defect;
mod flag;
mod rules;
mod warning;
mod plan;
mod wanted;
mod loader;
mod record;
mod decode;
mod teller;
mod wide;
mod site;
mod clock;
mod stamp;
mod seen;
mod number;
// Into the lake.
pub mod load;
mod rows;
mod parquet;
pub mod simulated;

pub use batch::{Batch, Event, IAQI_COUNT, Summary, Weather};
pub use builtin::{builtin, builtin_by_id};
pub use defect::{Defect, Reason};
pub use detect::{detect, detect_header};
pub use error::{MappingError, ObserveError};
pub use flag::Flag;
pub use mapping::{
    Averaging, Basis, Decimals, Granularity, Layout, Level, Mapping, Published, SiteColumns,
    SiteRule, Stage, Stamp, State, Text, TimeRule, Unit, ValueRule, WeatherRule,
};
pub use number::thousandths;
pub use read::{read, read_from, read_rows};
pub use rules::{Confidence, Kind, Rule, flag_rules};
pub use warning::Warning;
