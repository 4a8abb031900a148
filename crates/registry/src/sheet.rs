//! Spreadsheets of the register: templates out, filled files in, a copy with what is wrong, exports.
//!
//! [`read`](fn@read) takes an entity's rows from XLSX, CSV or GeoJSON as people fill them, [`read_csv_stream`] from a
//! CSV of any length. A row with anything wrong in it is left out whole and told in [`Defect`]s; the rows beside it
//! stand. A value is never guessed. [`mark`](fn@mark) writes the defects into a copy of the user's own workbook.
//! What it does not do: compare with what the register holds, or load.

use regions::RegionCode;
use units::Day;

use crate::{Entity, GivenRow};

pub mod grid;
pub mod number;
pub(crate) mod area;
mod cell;
mod day;
mod export;
mod geo;
mod guide;
mod header;
mod key;
mod mark;
mod merge;
mod place;
mod problem;
mod read;
mod row;
mod stream;
mod template;
mod unit;
mod words;
mod which;

pub use cell::{TEXT, cell_of};
pub use export::{export, export_csv, export_geojson};
pub use header::column_of;
pub use key::KEY;
pub use mark::{mark, mark_csv};
pub use problem::{Defect, Problem};
pub use read::read;
pub use stream::read_csv_stream;
pub use template::template;
pub use which::entity as entity_of;

/// The largest workbook, GeoJSON or CSV that is read at once: 100,000 rows of a wide entity with room to spare.
pub const LIMITS: grid::Limits = grid::Limits {
    bytes: 256 << 20,
    cells: 8_000_000,
};

/// What reading asks of the world beside the file.
#[derive(Clone, Copy)]
pub struct Checks<'a> {
    /// The day of reading: days too far ahead of it are refused.
    pub today: Day,
    /// The county that a point (longitude, latitude in WGS-84) lies in, when it is one whose boundary is known.
    pub county: &'a (dyn Fn(f64, f64) -> Option<RegionCode> + Sync),
    /// The region whose counties `county` knows without a gap: a point in none of them is not in it.
    pub covered: Option<RegionCode>,
    /// Of these keys of an entity (its id), those that the register does not hold.
    pub missing: &'a (dyn Fn(&str, &[&str]) -> Vec<String> + Sync),
}

impl Checks<'_> {
    /// Checks that know nothing of places, and an empty register that refuses no reference.
    pub fn none(today: Day) -> Checks<'static> {
        Checks {
            today,
            county: &|_, _| None,
            covered: None,
            missing: &|_, _| Vec::new(),
        }
    }
}

/// What a file, or a part of it, holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRead {
    /// The good rows, in the order of the file.
    pub rows: Vec<GivenRow>,
    /// All that is wrong, by line and column.
    pub defects: Vec<Defect>,
    /// How many rows hold something, examples aside; those that are no good row are not loaded.
    pub read: u64,
}

impl SheetRead {
    /// How many rows are not loaded because something is wrong in them.
    pub fn refused(&self) -> u64 {
        self.read - u64::try_from(self.rows.len()).unwrap_or(self.read)
    }
}

/// A file as a whole cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It holds no cells that can be read.
    #[error(transparent)]
    Grid(#[from] grid::GridError),
    /// No line names the key of the entity.
    #[error("{name} has no column {key}; its first lines have: {}", found.join(", "))]
    NoKeyColumn {
        /// The file.
        name: String,
        /// The header that was looked for.
        key: String,
        /// What stands in the first line that holds something.
        found: Vec<String>,
    },
    /// It begins as JSON does and is no GeoJSON.
    #[error("{name} cannot be read as GeoJSON")]
    NotGeoJson {
        /// The file.
        name: String,
        /// What the reader of GeoJSON says.
        #[source]
        source: Box<geojson::Error>,
    },
    /// It is GeoJSON without features.
    #[error("{name} is no GeoJSON FeatureCollection with at least one feature")]
    NoFeatures {
        /// The file.
        name: String,
    },
    /// A quotation mark is opened and not closed for megabytes.
    #[error(
        "{name} has a record longer than {limit} bytes after line {line}; is a quotation mark not closed there?"
    )]
    RecordTooLong {
        /// The file.
        name: String,
        /// The last line before it.
        line: u64,
        /// The most bytes.
        limit: usize,
    },
    /// It cannot be read on.
    #[error("{name} cannot be read")]
    Io {
        /// The file.
        name: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A workbook cannot be written.
    #[error("the workbook of {entity} cannot be written")]
    Unwritable {
        /// The entity.
        entity: String,
        /// What the writer of workbooks says.
        #[source]
        source: rust_xlsxwriter::XlsxError,
    },
    /// A workbook that was read cannot be copied with marks.
    #[error("the workbook cannot be marked: {part} is not what it should be ({reason})")]
    Unmarkable {
        /// The part of the package.
        part: String,
        /// What is wrong.
        reason: String,
    },
}

impl SheetError {
    /// Its id; `sheet-error-` before it names its sentence.
    pub fn id(&self) -> &'static str {
        use grid::GridError as Grid;
        match self {
            Self::Grid(Grid::Empty { .. }) => "empty",
            Self::Grid(Grid::TooLarge { .. }) => "too-large",
            Self::Grid(Grid::NotAWorkbook { .. }) => "not-a-workbook",
            Self::Grid(Grid::OldWorkbook { .. }) => "old-workbook",
            Self::Grid(Grid::Unreadable { .. }) => "unreadable",
            Self::Grid(Grid::UnreadableText { .. }) => "unreadable-text",
            Self::NoKeyColumn { .. } => "no-key-column",
            Self::NotGeoJson { .. } => "not-geojson",
            Self::NoFeatures { .. } => "no-features",
            Self::RecordTooLong { .. } => "record-too-long",
            Self::Io { .. } => "io",
            Self::Unwritable { .. } => "unwritable",
            Self::Unmarkable { .. } => "unmarkable",
        }
    }
}

/// A text as a defect repeats it: cut where it is longer than anybody reads.
fn kept(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The header line that a template of the entity has.
pub fn headers(entity: &Entity) -> Vec<String> {
    let fields = header::fields(entity).into_iter();
    fields.map(|field| field.header(entity)).collect()
}
