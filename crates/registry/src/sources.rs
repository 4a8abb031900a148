//! Published lists and trackers as a source of rows: which file is whose, and what the register takes from it.
//!
//! A layout is a mapping in data (`sources/*.toml`, explained in `sources/README.md`); only reading, gathering rows
//! and placing points need code. What a source lacks stays unknown, what cannot be read is told with its line, and
//! rows of two sources are never joined: keys bear the source (`gem:`, `wri:`). It writes nothing to the register.

mod mapping;
mod file;
mod number;
mod region;
mod gather;
mod cells;
mod rows;
mod cross_check;

use std::collections::BTreeMap;

use regions::RegionCode;

use crate::{Catalogue, GivenRow};

pub use cross_check::{CrossCheck, PlantPair, cross_check};
pub use file::header;
pub use mapping::{Reason, Source, all};

/// What a file of a source could not be read for.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The compressed file is broken.
    #[error("the file cannot be unpacked: expected gzip")]
    Packed {
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is larger than any of its kind.
    #[error("the unpacked file is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 at byte {byte}")]
    Encoding {
        /// The first byte that is not.
        byte: usize,
    },
    /// The file is no CSV.
    #[error("the file cannot be read as CSV")]
    Csv {
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// The file is no GeoJSON.
    #[error("the file cannot be read as GeoJSON: expected a FeatureCollection")]
    GeoJson {
        /// Why.
        #[source]
        source: Box<geojson::Error>,
    },
    /// Columns of the layout are not there.
    #[error("the file is not of the layout {layout}: it lacks {}", columns.join(", "))]
    Columns {
        /// The layout.
        layout: String,
        /// What is missing.
        columns: Vec<String>,
    },
    /// The catalogue at hand does not hold the entity.
    #[error("the catalogue has no entity '{entity}', which the source {layout} fills")]
    Entity {
        /// The layout.
        layout: String,
        /// The entity.
        entity: String,
    },
}

/// Finds the region of a point in degrees of WGS-84, from the polygons at hand.
pub type Place<'a> = &'a dyn Fn(f64, f64) -> Option<RegionCode>;

/// What a file gives for one entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityRows {
    /// The entity's id.
    pub entity: String,
    /// Its rows, in the order of the file; each natural key once.
    pub rows: Vec<GivenRow>,
    /// What could not be used.
    pub defects: Vec<SourceDefect>,
    /// Rows that make no thing of this kind, counted.
    pub skipped: BTreeMap<Skip, u64>,
}

/// A place in a file that could not be used; the rest of its row loads unless the reason says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceDefect {
    /// The line, from 1; for GeoJSON the feature, from 1.
    pub line: u64,
    /// The column or columns.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// Why it could not be used.
    pub reason: &'static Reason,
}

/// Why rows make no thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// The reason.
    pub reason: &'static Reason,
    /// What the deciding column holds.
    pub text: String,
}

/// The source whose layout this is: all columns of its header are there; the name of the file decides between several.
pub fn detect(name: &str, header: &[String]) -> Option<&'static Source> {
    let mut fits: Vec<&Source> = all()
        .iter()
        .filter(|source| source.missing_columns(header).is_empty())
        .collect();
    fits.sort_by_key(|source| !source.is_named(name));
    fits.first().copied()
}

/// Turns a file of a source into rows of the register, entity by entity.
///
/// # Errors
/// [`SourceError`] when the file as a whole cannot be read; a bad row or cell is a defect.
pub fn read(
    source: &'static Source,
    catalogue: &Catalogue,
    bytes: &[u8],
    place: Option<Place<'_>>,
) -> Result<Vec<EntityRows>, SourceError> {
    let table = file::table(source.layout, bytes)?;
    let columns = source.missing_columns(&table.header);
    if !columns.is_empty() {
        let layout = source.id.clone();
        return Err(SourceError::Columns { layout, columns });
    }
    rows::all(source, catalogue, &table, place)
}
