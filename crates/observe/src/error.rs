//! Why a file or a mapping as a whole cannot be used; what is wrong with a single row is a [`crate::Defect`].

use std::{io, path::PathBuf};

/// A file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ObserveError {
    /// The file cannot be opened.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Reading stopped before the first row.
    #[error("cannot read {file}")]
    Read {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no header.
    #[error("the file is empty: nothing to import ({file})")]
    Empty {
        /// The file.
        file: String,
    },
    /// The file is not text.
    #[error("{file} is {kind}, not text: {advice}")]
    NotText {
        /// The file.
        file: String,
        /// What it looks like.
        kind: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// No built-in mapping fits the header.
    #[error("no built-in mapping fits {file}: its columns are {}{}; write a mapping and give it with --mapping", found.join(", "), nearest_mapping(nearest.as_ref()))]
    NoMapping {
        /// The file.
        file: String,
        /// The columns found.
        found: Vec<String>,
        /// The mapping that lacks the fewest columns, and those columns.
        nearest: Option<(String, Vec<String>)>,
    },
    /// Several mappings fit the header equally well.
    #[error("{file} fits several mappings ({}): choose one with --mapping", mappings.join(", "))]
    SeveralMappings {
        /// The file.
        file: String,
        /// Their identifiers.
        mappings: Vec<String>,
    },
    /// A column that every row needs is absent.
    #[error("{file} has no column {column:?}, which mapping {mapping} needs; its columns are {}{}", found.join(", "), likely(near.as_deref()))]
    MissingColumn {
        /// The file.
        file: String,
        /// The mapping.
        mapping: String,
        /// The column wanted.
        column: String,
        /// The columns found.
        found: Vec<String>,
        /// A column that differs only in case, spaces or punctuation.
        near: Option<String>,
    },
    /// None of the value columns is there.
    #[error("{file} has none of the value columns of mapping {mapping}; its columns are {}", found.join(", "))]
    NoValueColumn {
        /// The file.
        file: String,
        /// The mapping.
        mapping: String,
        /// The columns found.
        found: Vec<String>,
    },
    /// A column that the mapping uses occurs twice.
    #[error(
        "{file} has column {column:?} more than once: which one is meant cannot be known; rename the other"
    )]
    RepeatedColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// `header_override` does not fit the file.
    #[error(
        "mapping {mapping} overrides the header with {expected} columns, but {file} has {found}"
    )]
    OverrideLength {
        /// The file.
        file: String,
        /// The mapping.
        mapping: String,
        /// Columns of the override.
        expected: usize,
        /// Columns of the file.
        found: usize,
    },
}

/// A mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The text is not TOML, or a key is unknown, absent or of the wrong kind.
    #[error("the mapping is not well formed: {message}")]
    Toml {
        /// What the TOML reader says, with the line.
        message: String,
    },
    /// A name is not one of the six basic pollutants.
    #[error("mapping {mapping}: {name:?} is not one of SO2, NO2, PM10, PM2.5, CO, O3")]
    Pollutant {
        /// The mapping.
        mapping: String,
        /// The name given.
        name: String,
    },
    /// The key `zone` is not an offset.
    #[error("mapping {mapping}: zone {zone:?} is not an offset; expected one like \"+08:00\"")]
    Zone {
        /// The mapping.
        mapping: String,
        /// The text given.
        zone: String,
    },
    /// The table `time` does not say how to read the time.
    #[error("mapping {mapping}: [time] needs {expected}")]
    Time {
        /// The mapping.
        mapping: String,
        /// What it needs.
        expected: &'static str,
    },
    /// The table `site` does not say what the site is.
    #[error("mapping {mapping}: [site] needs {expected}")]
    Site {
        /// The mapping.
        mapping: String,
        /// What it needs.
        expected: &'static str,
    },
    /// A list that must not be empty is.
    #[error("mapping {mapping}: {key} is empty")]
    EmptyList {
        /// The mapping.
        mapping: String,
        /// The key.
        key: &'static str,
    },
}

fn nearest_mapping(nearest: Option<&(String, Vec<String>)>) -> String {
    nearest.map_or_else(String::new, |(id, lacking)| {
        format!("; nearest is {id}, which also wants {}", lacking.join(", "))
    })
}

fn likely(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did the file mean {near:?}?"))
}
