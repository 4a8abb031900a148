//! What is wrong in a file: the cell, what stood there, and why it cannot be taken.
//!
//! Nothing here is a sentence: [`Problem::id`] names one in the language files, [`Problem::arguments`] fill it in.

use std::fmt;

/// Something wrong in a cell, a row or a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The line of the file, from 1; of a GeoJSON file, the feature.
    pub line: u64,
    /// The column of the file, from 0; `None` when the file has no such column.
    pub column: Option<usize>,
    /// The header of that column, or what it should be called.
    pub header: String,
    /// What stood there.
    pub text: String,
    /// Why it cannot be taken.
    pub problem: Problem,
}

/// Why something cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A header that names no column of the entity; the column is passed over.
    UnknownColumn,
    /// A second column of one meaning, which is passed over.
    RepeatedColumn {
        /// The letters of the first, or its number.
        first: String,
    },
    /// The file lacks a column that a new thing needs.
    NoRequiredColumn,
    /// No key.
    NoKey,
    /// A key longer than a key may be.
    KeyTooLong {
        /// The most characters.
        most: usize,
    },
    /// A key of another length than its form asks for.
    KeyLength {
        /// The length it should have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// A character that the form of the key does not have.
    KeyCharacter {
        /// The character.
        character: char,
    },
    /// The check character does not fit the others: one of them is mistyped.
    KeyCheck,
    /// Not a code of an investment project.
    ProjectCode {
        /// How many digits stand between the dashes.
        digits: String,
    },
    /// A key that an earlier row of the file has too.
    DuplicateKey {
        /// The line of the first.
        first: u64,
    },
    /// Nothing where a new thing needs something.
    Required,
    /// 清空 where there must be something.
    RequiredCleared,
    /// Not a number.
    NotANumber,
    /// A dash or a word such as 无, which may mean zero or nothing known.
    Placeholder,
    /// About, over or under a number.
    Approximate,
    /// From one number to another.
    Range,
    /// Commas that do not part thousands.
    Grouping,
    /// A number with E.
    Scientific,
    /// More digits than are kept.
    TooManyDigits {
        /// The most.
        most: usize,
    },
    /// More decimals than are kept.
    TooManyDecimals {
        /// The most.
        most: u32,
    },
    /// A unit that is not the column's.
    OtherUnit {
        /// What stood after the number.
        given: String,
        /// The unit of the column, empty for none.
        unit: String,
        /// The spellings that are taken.
        taken: Vec<String>,
    },
    /// 万 or the like without a unit, which may be meant of another unit.
    BarePrefix {
        /// The prefix.
        prefix: String,
        /// The unit of the column.
        unit: String,
    },
    /// Below the least number allowed.
    BelowLeast {
        /// The least.
        least: i64,
        /// The unit.
        unit: String,
    },
    /// Above the greatest number allowed.
    AboveGreatest {
        /// The greatest.
        greatest: i64,
        /// The unit.
        unit: String,
    },
    /// Neither yes nor no.
    NotYesNo,
    /// Not a day.
    NotADate,
    /// A month or a year where a day is needed.
    NoDay,
    /// A day before any that a register knows.
    TooEarly {
        /// The first day that is taken.
        first: String,
    },
    /// A day too far ahead.
    TooLate {
        /// The last day that is taken.
        last: String,
    },
    /// A date cell where no day belongs.
    DateAsValue,
    /// The day something ends is not after the day it begins.
    PeriodReversed {
        /// The day it begins.
        from: String,
    },
    /// A text that is not in the list of the column.
    NotListed {
        /// The list.
        values: Vec<String>,
    },
    /// A region that does not exist.
    UnknownRegion {
        /// Regions of a like name, with codes.
        near: Vec<String>,
    },
    /// A name that several regions bear.
    AmbiguousRegion {
        /// They, with codes.
        candidates: Vec<String>,
    },
    /// Longitude without latitude, or latitude without longitude.
    HalfPoint,
    /// Longitude and latitude are exchanged.
    SwappedPoint {
        /// The longitude they would have exchanged.
        lon: String,
        /// The latitude.
        lat: String,
    },
    /// A point outside China.
    OutsideChina,
    /// The point lies in another county than the region that is given.
    PointElsewhere {
        /// The county it lies in, with its code; empty when in none that is known.
        county: String,
    },
    /// A character that cannot be seen.
    ControlCharacter {
        /// Its number, as U+0007.
        code: String,
    },
    /// More characters than a cell may have.
    TextTooLong {
        /// The most.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A formula that failed.
    CellError,
    /// A formula that no program has worked out yet.
    Uncomputed,
    /// A long number written as a number, whose last digits the spreadsheet has dropped.
    DigitsLost,
    /// A key of another entity that the register does not hold.
    NotThere {
        /// The entity's Chinese name, or its id.
        entity: String,
    },
    /// Not a GeoJSON polygon or multipolygon in degrees.
    NotAnArea {
        /// What is wrong with it, as an id.
        reason: &'static str,
    },
    /// A thing that whoever hands the file in may not change: its region or its owner is another's.
    NotPermitted,
}

type Arguments = Vec<(&'static str, String)>;

impl Problem {
    /// The ids of all kinds, in the order of [`Problem`].
    pub const IDS: [&'static str; 46] = [
        "unknown-column",
        "repeated-column",
        "no-required-column",
        "no-key",
        "key-too-long",
        "key-length",
        "key-character",
        "key-check",
        "project-code",
        "duplicate-key",
        "required",
        "required-cleared",
        "not-a-number",
        "placeholder",
        "approximate",
        "range",
        "grouping",
        "scientific",
        "too-many-digits",
        "too-many-decimals",
        "other-unit",
        "bare-prefix",
        "below-least",
        "above-greatest",
        "not-yes-no",
        "not-a-date",
        "no-day",
        "too-early",
        "too-late",
        "date-as-value",
        "period-reversed",
        "not-listed",
        "unknown-region",
        "ambiguous-region",
        "half-point",
        "swapped-point",
        "outside-china",
        "point-elsewhere",
        "control-character",
        "text-too-long",
        "cell-error",
        "uncomputed",
        "digits-lost",
        "not-there",
        "not-an-area",
        "not-permitted",
    ];

    /// Its id; `sheet-` before it names its sentence.
    pub fn id(&self) -> &'static str {
        self.parts().0
    }

    /// What its sentence names, by argument.
    pub fn arguments(&self) -> Arguments {
        self.parts().1
    }

    fn parts(&self) -> (&'static str, Arguments) {
        let most = |most: &dyn fmt::Display| vec![("most", most.to_string())];
        match self {
            Self::UnknownColumn => ("unknown-column", vec![]),
            Self::RepeatedColumn { first } => ("repeated-column", vec![("first", first.clone())]),
            Self::NoRequiredColumn => ("no-required-column", vec![]),
            Self::NoKey => ("no-key", vec![]),
            Self::KeyTooLong { most: limit } => ("key-too-long", most(limit)),
            Self::KeyLength { expected, found } => (
                "key-length",
                vec![
                    ("expected", expected.to_string()),
                    ("found", found.to_string()),
                ],
            ),
            Self::KeyCharacter { character } => {
                ("key-character", vec![("character", character.to_string())])
            }
            Self::KeyCheck => ("key-check", vec![]),
            Self::ProjectCode { digits } => ("project-code", vec![("digits", digits.clone())]),
            Self::DuplicateKey { first } => ("duplicate-key", vec![("first", first.to_string())]),
            Self::Required => ("required", vec![]),
            Self::RequiredCleared => ("required-cleared", vec![]),
            Self::NotYesNo => ("not-yes-no", vec![]),
            Self::HalfPoint => ("half-point", vec![]),
            Self::OutsideChina => ("outside-china", vec![]),
            Self::SwappedPoint { lon, lat } => (
                "swapped-point",
                vec![("lon", lon.clone()), ("lat", lat.clone())],
            ),
            Self::PointElsewhere { county } => {
                ("point-elsewhere", vec![("county", county.clone())])
            }
            Self::ControlCharacter { code } => ("control-character", vec![("code", code.clone())]),
            Self::TextTooLong { most, found } => (
                "text-too-long",
                vec![("most", most.to_string()), ("found", found.to_string())],
            ),
            Self::CellError => ("cell-error", vec![]),
            Self::Uncomputed => ("uncomputed", vec![]),
            Self::DigitsLost => ("digits-lost", vec![]),
            Self::NotThere { entity } => ("not-there", vec![("entity", entity.clone())]),
            Self::NotAnArea { reason } => ("not-an-area", vec![("reason", (*reason).to_owned())]),
            Self::NotPermitted => ("not-permitted", vec![]),
            Self::NotListed { values } => ("not-listed", vec![("values", values.join("、"))]),
            Self::UnknownRegion { near } => ("unknown-region", vec![("near", near.join("、"))]),
            Self::AmbiguousRegion { candidates } => (
                "ambiguous-region",
                vec![("candidates", candidates.join("、"))],
            ),
            of_number => of_number.of_number_or_day(),
        }
    }

    fn of_number_or_day(&self) -> (&'static str, Arguments) {
        match self {
            Self::Placeholder => ("placeholder", vec![]),
            Self::Approximate => ("approximate", vec![]),
            Self::Range => ("range", vec![]),
            Self::Grouping => ("grouping", vec![]),
            Self::Scientific => ("scientific", vec![]),
            Self::TooManyDigits { most } => ("too-many-digits", vec![("most", most.to_string())]),
            Self::TooManyDecimals { most } => {
                ("too-many-decimals", vec![("most", most.to_string())])
            }
            Self::OtherUnit { given, unit, taken } => (
                "other-unit",
                vec![
                    ("given", given.clone()),
                    ("unit", unit.clone()),
                    ("taken", taken.join("、")),
                ],
            ),
            Self::BarePrefix { prefix, unit } => (
                "bare-prefix",
                vec![("prefix", prefix.clone()), ("unit", unit.clone())],
            ),
            Self::BelowLeast { least, unit } => (
                "below-least",
                vec![("least", least.to_string()), ("unit", unit.clone())],
            ),
            Self::AboveGreatest { greatest, unit } => (
                "above-greatest",
                vec![("greatest", greatest.to_string()), ("unit", unit.clone())],
            ),
            Self::NotADate => ("not-a-date", vec![]),
            Self::NoDay => ("no-day", vec![]),
            Self::TooEarly { first } => ("too-early", vec![("first", first.clone())]),
            Self::TooLate { last } => ("too-late", vec![("last", last.clone())]),
            Self::DateAsValue => ("date-as-value", vec![]),
            Self::PeriodReversed { from } => ("period-reversed", vec![("from", from.clone())]),
            _ => ("not-a-number", vec![]),
        }
    }

    /// Whether it is said of a header rather than of a row, so that the rows beside it stand.
    pub fn is_of_header(&self) -> bool {
        matches!(self, Self::UnknownColumn | Self::RepeatedColumn { .. })
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line, header, text, ..
        } = self;
        write!(f, "line {line}, {header}: {text:?} {}", self.problem.id())?;
        for (name, value) in self.problem.arguments() {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}
