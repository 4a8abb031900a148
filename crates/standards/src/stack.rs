//! What outlets send, judged by the rules: Annex D of HJ 212-2017, HJ 75-2017 and HJ 76-2017, and the rules
//! by which devices and enterprises mark data.
//!
//! The way of one hour: a device's average comes with a mark and a basis (wet or dry, actual or standard
//! state, volume or mass). [`evaluate_hour`] brings it to dry mass concentration at standard state, folds it
//! to the reference oxygen, takes the flow to the same state, forms the amount, compares with what the device
//! computed itself, and judges the folded value against limits. [`evaluate_day`] does so for 24 hours, fills
//! amounts of invalid hours by HJ 75, and forms the day's means and amounts.
//!
//! Everything is exact. A value that cannot be had is a [`Reason`], never zero and never the device's
//! sentinel; a number beyond 128-bit fractions is [`Reason::TooLarge`] and stops nothing. Each computed value
//! of an hour is kept to the decimals of [`Rules::kept_decimals`] by GB/T 8170, and a day rests on the values
//! so kept, so that anyone can compute it again from its hours.
//!
//! Figures stand in `standards/stack` with their sources and dates. What is `assumed` there a person must
//! confirm. Nothing here knows a device, a frame or a clock; nothing here fills a concentration.
//!
//! ```
//! use standards::stack::{formula, rules_on};
//! use units::Exact;
//! let rules = rules_on("2024-06-01".parse()?)?;
//! let folded = formula::fold(Exact::new(125, 10), Exact::new(9, 1), Some(Exact::new(6, 1)), rules);
//! assert_eq!(folded, Ok(Exact::new(15_625, 1000)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod rules;
mod tables;
mod reason;
mod checked;
pub mod formula;
mod outlet;
mod mark;
mod hour;
mod exceedance;
mod comparison;
mod substitution;
mod day;
mod rates;

pub use checked::decimal;
pub use comparison::{Comparison, compare};
pub use day::{DayOutcome, Defect, FactorDay, evaluate_day};
pub use exceedance::{Finding, Limit, LimitFinding, judge};
pub use hour::{
    Amount, Basis, DeviceValues, FactorHour, FactorInput, FlowBasis, Gas, HourInput, HourOutcome,
    Moisture, Origin, Outlet, Reading, evaluate_hour,
};
pub use mark::{Averaged, Mean, Sample, day_mean, hour_mean, minute_mean, month_mean};
pub use outlet::{
    LimitClass, ReferenceOxygen, StandardLimit, UnknownEquipment, reference_oxygen,
    reference_oxygens, standard_limits,
};
pub use rates::{Capture, Transmission};
pub use reason::{Reason, Valued};
pub use rules::{
    EnterpriseMark, Fill, FilledFactor, Invalidity, Mark, MarkGroup, MolarMass, Name, Quantity,
    Rules, RulesNotInForce, Tolerance, all_rules, rules_on,
};
pub use substitution::{AmountHour, Filled, History, HourAmount, substitute};
