//! What is measured and when: pollutants, exact quantities, rounding by GB/T 8170, civil time in
//! UTC+8, and how complete a mean is.
//!
//! Regulated arithmetic is exact here: a concentration is a whole number of thousandths, a mean is a
//! rational number, and only [`rounding`] turns one into the other.
//! This crate does no input or output, reads no clock, and uses no floating point.

mod pollutant;
mod quantity;
pub mod rounding;
mod exact;
mod coverage;
mod day;
mod hour;
mod period;
pub mod window;

pub use coverage::Coverage;
pub use day::{Day, DayParseError};
pub use exact::{Exact, mean};
pub use hour::{HourBeginning, HourEnding, HourError};
pub use period::{Month, Period, PeriodParseError};
pub use pollutant::{Pollutant, UnknownPollutant};
pub use quantity::{MicrogramPerM3, MilligramPerM3, QuantityError};
pub use rounding::Rounded;
