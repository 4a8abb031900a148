//! Defects (缺陷): places in a file that could not be read as they should be. What was there is kept as text.

use std::fmt;

/// One place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The file.
    pub file: String,
    /// The record, counted as a spreadsheet does: the header is 1.
    pub row: Option<u32>,
    /// The column, as the header (or its override) names it.
    pub column: Option<String>,
    /// What was there, cut at 80 characters.
    pub text: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong, and what became of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No region has this name; rows are kept under `name:<text>`. Said once per name.
    UnknownSite,
    /// The field of the site is empty; the row is left out.
    MissingSite,
    /// Neither a number nor a listed word for "missing"; the value is missing.
    NotANumber,
    /// Below zero; the value is missing.
    Negative,
    /// More than three decimals, or a fraction where a whole number belongs; the value is missing.
    TooPrecise,
    /// Larger than the store holds; the value is missing.
    OutOfRange,
    /// Not a point of the compass; the direction is missing.
    NotADirection,
    /// Not a day (or month) of the calendar; the row is left out.
    BadDate,
    /// Not an hour of the day; the row is left out.
    BadHour,
    /// More or fewer fields than the header; the row is left out.
    WrongFieldCount,
    /// The same site, time and values again; the row is left out.
    Duplicate,
    /// The same site and time with other values; the first row stays, this one is left out.
    ConflictingDuplicate,
    /// The gzip stream ends too soon; the rows before load.
    TruncatedGzip,
    /// The gzip stream is damaged; the rows before load.
    CorruptGzip,
    /// Reading broke off; the rows before load.
    ReadStopped,
    /// Bytes that are not text in the file's encoding.
    InvalidUtf8,
    /// A value column that the mapping names is absent; its values are missing.
    MissingColumn,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 17] = [
        Self::UnknownSite,
        Self::MissingSite,
        Self::NotANumber,
        Self::Negative,
        Self::TooPrecise,
        Self::OutOfRange,
        Self::NotADirection,
        Self::BadDate,
        Self::BadHour,
        Self::WrongFieldCount,
        Self::Duplicate,
        Self::ConflictingDuplicate,
        Self::TruncatedGzip,
        Self::CorruptGzip,
        Self::ReadStopped,
        Self::InvalidUtf8,
        Self::MissingColumn,
    ];

    /// Its stable identifier.
    pub fn id(self) -> &'static str {
        self.both().0
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownSite => (
                "unknown_site",
                "names no known region; rows are kept under the name",
            ),
            Self::MissingSite => ("missing_site", "the site is missing; the row was left out"),
            Self::NotANumber => (
                "not_a_number",
                "is not a number, nor a listed word for missing; taken as missing",
            ),
            Self::Negative => ("negative", "is negative; taken as missing"),
            Self::TooPrecise => (
                "too_precise",
                "has more decimals than can be kept; taken as missing",
            ),
            Self::OutOfRange => (
                "out_of_range",
                "is larger than can be kept; taken as missing",
            ),
            Self::NotADirection => (
                "not_a_direction",
                "is not a point of the compass; taken as missing",
            ),
            Self::BadDate => (
                "bad_date",
                "is not a date of the calendar; the row was left out",
            ),
            Self::BadHour => (
                "bad_hour",
                "is not an hour of the day; the row was left out",
            ),
            Self::WrongFieldCount => (
                "wrong_field_count",
                "has not as many fields as the header; the row was left out",
            ),
            Self::Duplicate => ("duplicate", "repeats an earlier row; this one was left out"),
            Self::ConflictingDuplicate => (
                "conflicting_duplicate",
                "has the site and time of an earlier row but other values; the first stays, this one was left out",
            ),
            Self::TruncatedGzip => (
                "truncated_gzip",
                "the gzip stream ends too soon; the rows before were loaded",
            ),
            Self::CorruptGzip => (
                "corrupt_gzip",
                "the gzip stream is damaged; the rows before were loaded",
            ),
            Self::ReadStopped => (
                "read_stopped",
                "reading broke off; the rows before were loaded",
            ),
            Self::InvalidUtf8 => ("invalid_utf8", "is not text in the encoding of the file"),
            Self::MissingColumn => ("missing_column", "is absent; its values are missing"),
        }
    }
}

/// Cuts raw bytes to 80 characters of text.
pub(crate) fn excerpt(raw: &[u8]) -> String {
    let head = &raw[..raw.len().min(400)];
    String::from_utf8_lossy(head).chars().take(80).collect()
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.both().1)
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {:?} {}", self.text, self.reason)
    }
}
