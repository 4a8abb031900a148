//! Integration tests of the crate: days, hours, periods, quantities, rounding, windows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod hour;
mod period;
mod quantity;
mod rounding;
mod window;
