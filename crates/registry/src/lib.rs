//! Everything people edit: sources, equipment, projects, fleets, places, in SQLite or PostgreSQL.
//!
//! A thing has a natural key, a region, columns and a history: who changed it, when, before, after and why. It comes
//! in by spreadsheet, CSV or GeoJSON, row by row, and an import is whole or not there. Cells are canonical texts.
//! It holds no time series and does not know what a rule makes of a row.
pub mod catalogue;
pub mod change;
pub mod record;
pub mod store;
pub mod sheet;
pub mod sources;
pub mod geography;
pub mod check;
pub mod intake;

pub use catalogue::{Catalogue, CatalogueError, Column, Entity, Form, Kind, Name};
pub use change::{By, Origin};
pub use record::{Given, GivenRow, Record};
