//! What is wrong with a row: the place, what stood there, and why it cannot be taken.
//!
//! Sentences for people are made at the edge from `Reason::id`; `Display` is for logs and tests.

use std::fmt;

/// Something wrong in a row, which is therefore left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The row as the file's reader counts.
    pub row: u32,
    /// The header of the column.
    pub column: &'static str,
    /// What stood there.
    pub text: String,
    /// What was expected, without a language: a unit, a code, an id, the numbers of rows; often empty.
    pub expected: String,
    /// Why it cannot be taken.
    pub reason: Reason,
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)+) => {
        /// Why a row cannot be taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its id; `figure-` before it names its sentence.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

reasons! {
    /// A value without an indicator.
    NoIndicator = "no-indicator",
    /// An indicator that the plan does not have, or does not have reported.
    UnknownIndicator = "unknown-indicator",
    /// An indicator that another body reports; `expected` names the body.
    OtherBody = "other-body",
    /// Neither code nor name of a region.
    NoRegion = "no-region",
    /// A region that does not exist, or a name that more than one bears.
    UnknownRegion = "unknown-region",
    /// A region outside the plan's; `expected` is the plan's.
    ForeignRegion = "foreign-region",
    /// Name and code of the region are of two regions; `expected` is the code that the name means.
    RegionConflict = "region-conflict",
    /// No period.
    NoPeriod = "no-period",
    /// A text that is no period, or may be one of two (2025.1).
    BadPeriod = "bad-period",
    /// A period of another sort; `expected` is one of the right sort.
    OtherGranularity = "other-granularity",
    /// A period that begins after the day of reading, which is `expected`.
    FuturePeriod = "future-period",
    /// Not a number.
    NotANumber = "not-a-number",
    /// A dash or a word such as 无, which may mean zero or nothing known.
    Placeholder = "placeholder",
    /// About, over or under a number.
    Approximate = "approximate",
    /// From one number to another.
    Range = "range",
    /// Commas that do not part thousands (1,2).
    Grouping = "grouping",
    /// A number with E, whose last digits a spreadsheet may have dropped.
    Scientific = "scientific",
    /// More digits than can be kept.
    TooLong = "too-long",
    /// A per cent sign with another unit, which is `expected`.
    Percent = "percent",
    /// 万 or 亿 where the unit, which is `expected`, has it too, or is no count or amount.
    Multiplier = "multiplier",
    /// Neither yes nor no.
    NotYesNo = "not-yes-no",
    /// A date where a value belongs.
    DateAsValue = "date-as-value",
    /// The spreadsheet shows an error (#N/A).
    CellError = "cell-error",
    /// A formula that no program has worked out yet.
    Uncomputed = "uncomputed",
    /// No unit; `expected` is the indicator's.
    NoUnit = "no-unit",
    /// Another unit than the indicator's, which is `expected`.
    OtherUnit = "other-unit",
    /// A word that is no status.
    BadStatus = "bad-status",
    /// Submitted or accepted without evidence.
    NoEvidence = "no-evidence",
    /// Submitted or accepted without reporter.
    NoReporter = "no-reporter",
    /// Accepted without reviewer.
    NoReviewer = "no-reviewer",
    /// Reviewer and reporter are one person.
    SelfReviewed = "self-reviewed",
    /// Other rows give the same indicator, region and period; `expected` has their numbers.
    Duplicate = "duplicate",
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (row, column, text) = (self.row, self.column, &self.text);
        write!(f, "row {row}, {column}: {text:?} {}", self.reason.id())?;
        if self.expected.is_empty() {
            return Ok(());
        }
        write!(f, " (expected {:?})", self.expected)
    }
}
