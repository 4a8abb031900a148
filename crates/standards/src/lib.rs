//! The law of ambient air quality and of source monitoring as dated, cited data, and the arithmetic that it prescribes.
//!
//! Limits (GB 3095), indices (HJ 633), statistics (HJ 663) and ranking rules stand in the workspace's
//! `standards/` folder; the build turns them into tables. Every function takes the edition or the day it
//! applies to. This crate knows no station, no city, no outlet and no file.

// Law and indices: limits, breakpoints, AQI.
pub mod limits;
pub mod aqi;
// Statistics and ranking.
pub mod validity;
pub mod daily;
pub mod evaluation;
pub mod composite;
pub mod ranking;
pub mod trend;
// What outlets send: marks, folded concentrations, amounts, substitution, exceedance.
pub mod stack;
