//! The plan as code: a government's action plan as a folder of data that is loaded, checked for completeness,
//! evaluated over the lake, explained to the last value and projected to its deadlines.
//!
//! It holds no number of any plan: limits, dates, words and their readings stand in the folder. Unknown is
//! `undetermined`, never 0. What is assumed, reported, replayed or simulated is marked so in every finding.
#![expect(
    clippy::disallowed_methods,
    reason = "a plan may be a folder on disk, which this crate reads"
)]

pub mod text;
pub mod number;
mod hash;
pub mod model;
mod plan;
pub mod folder;
mod load;
pub mod problem;
pub mod scenario;
pub mod whatif;
pub mod value;
pub mod check;
pub mod engine;
pub mod predicate;
pub mod table;
pub mod judge;
pub mod statement;
pub mod trial;
pub mod registers;
pub mod register;
pub mod reported;
pub mod figures;
pub mod air;
mod provided;
pub mod facts;
pub mod finding;
pub mod evaluate;
pub mod project;
mod outlook;
pub mod compare;
pub mod store;
pub mod lists;
pub mod gate;

pub use check::{Checked, Counts, check};
pub use folder::Folder;
pub use load::load;
pub use model::Plan;
pub use problem::{Code, Problem};
