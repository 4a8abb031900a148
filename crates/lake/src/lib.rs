//! Every measured and computed table: Delta Lake tables on an object store, and a DataFusion session
//! that knows the domain's functions.
//!
//! The lake stores what was learned and when (`known_at`), reads it back as it was known at a moment,
//! and wraps the arithmetic of `standards` for SQL. It never decides what a number means, and it never
//! edits a row: late and corrected values append.
#![expect(
    clippy::disallowed_methods,
    reason = "this crate is the edge to the object store and may touch files"
)]

mod error;
pub mod schema;
mod place;
mod bucket;
mod store;
mod maintenance;
mod catalog;
pub mod cluster;
mod session;
pub mod functions;
mod series;
mod statistics;
mod reported;
mod period;
mod verify;
mod save;
mod register;
pub mod telemetry;

pub use datafusion;
pub use datafusion::arrow;
pub use error::LakeError;
pub use maintenance::Maintenance;
pub use period::{
    DayIndex, DayIndices, PeriodRecord, PeriodRequest, SiteDays, evaluate_days, period_statistics,
    ranks, site_days,
};
pub use place::Place;
pub use register::RegisterState;
pub use save::{Saved, save_statistics};
pub use schema::{SIMULATED, Table};
pub use series::{DayBy, HourRow, SeriesRequest, SiteHours};
pub use session::{QueryLimits, session};
pub use statistics::{DayRecord, day_statistics};
pub use store::{Appended, Lake};
pub use telemetry::{Asked, LatestTime};
pub use verify::{Verified, verify_hours};
