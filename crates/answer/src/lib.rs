//! Questions and their answers: what the commands and the portal both ask, as reports of cells with notes.
//!
//! It calls the crates below and puts what they say into words and tables. It refuses to know who asks: it reads no
//! clock, no environment and no configuration, and it computes no figure of its own.
#![expect(
    clippy::disallowed_methods,
    reason = "files that a question names are read and written here: plans, lists of days, reported figures"
)]

pub mod words;
pub mod failure;
pub mod output;
pub mod progress;
pub mod context;
pub mod places;
pub mod register;
pub mod dust;
pub mod figures;
pub mod provenance;
pub mod rows;
pub mod period;
pub mod aqi;
pub mod stats;
pub mod rank;
pub mod trend;
pub mod explain;
pub mod plan;
