//! What an evaluation found: a status with its value, limit, margin, coverage, editions and trace.
//!
//! `Undetermined` is an answer and never 0: its reasons say what is missing and who owes it.

use units::{Day, Exact};

use crate::judge::Judgement;

/// How a target or rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Reached, and the time is over or the duty is a standing one.
    Met,
    /// Not yet due, and likely to be reached.
    OnTrack,
    /// Not yet due, and uncertain.
    AtRisk,
    /// Not yet due, and unlikely to be reached.
    OffTrack,
    /// Due, and not reached.
    Missed,
    /// It cannot be said.
    Undetermined,
}

impl Status {
    /// All of them, best first.
    pub const ALL: [Self; 6] = [
        Self::Met,
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Missed,
        Self::Undetermined,
    ];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
            Self::Missed => "missed",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// Observations of the air.
    Measured,
    /// Counting over registers.
    Registered,
    /// A body reported it.
    Reported,
}

impl SourceKind {
    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Registered => "registered",
            Self::Reported => "reported",
        }
    }
}

/// Why something cannot be said, or only with a reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No observations of the region in the period.
    NoData,
    /// Too few days for the standard.
    Coverage,
    /// Ozone of daily archives is no 8-hour maximum.
    OzoneBasis,
    /// Registers that are not there.
    Register(Vec<String>),
    /// The register has nothing of the region.
    EmptyRegister(String),
    /// Cells of so many rows are unknown.
    Unknown(usize),
    /// Nothing to take a share of.
    NothingToCount,
    /// Nobody has reported the figure; the body owes it.
    NotReported(String),
    /// A figure is reported and not yet accepted.
    NotAccepted(String),
    /// The limit that another document assigns was not entered.
    NotAssigned(String),
    /// The newest figure is of a day before the deadline.
    Outdated(String),
    /// No figure of the base.
    NoBase(String),
    /// Too few figures for a trend test: found, needed.
    FewPoints(usize, usize),
    /// No trend can be told from chance.
    NoTrend,
    /// There is no past to project from.
    NoPast,
    /// The text and the terms give no number to compare with.
    NoLimit,
    /// The statement failed.
    Statement(String),
    /// No law is known for the day.
    Law(String),
}

impl Reason {
    /// Its id.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoData => "no-data",
            Self::Coverage => "coverage",
            Self::OzoneBasis => "ozone-basis",
            Self::Register(_) => "register",
            Self::EmptyRegister(_) => "empty-register",
            Self::Unknown(_) => "unknown",
            Self::NothingToCount => "nothing-to-count",
            Self::NotReported(_) => "not-reported",
            Self::NotAccepted(_) => "not-accepted",
            Self::NotAssigned(_) => "not-assigned",
            Self::Outdated(_) => "outdated",
            Self::NoBase(_) => "no-base",
            Self::FewPoints(..) => "few-points",
            Self::NoTrend => "no-trend",
            Self::NoPast => "no-past",
            Self::NoLimit => "no-limit",
            Self::Statement(_) => "statement",
            Self::Law(_) => "law",
        }
    }

    /// Its values, as one text.
    pub fn detail(&self) -> String {
        match self {
            Self::Register(names) => names.join(", "),
            Self::EmptyRegister(text)
            | Self::NotReported(text)
            | Self::NotAccepted(text)
            | Self::NotAssigned(text)
            | Self::Outdated(text)
            | Self::NoBase(text)
            | Self::Statement(text)
            | Self::Law(text) => text.clone(),
            Self::Unknown(rows) => rows.to_string(),
            Self::FewPoints(found, needed) => format!("{found}/{needed}"),
            _ => String::new(),
        }
    }
}

/// What was read for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The table.
    pub table: String,
    /// Which rows: the site, entity or indicator.
    pub what: String,
    /// The first and the last day.
    pub days: Option<(Day, Day)>,
    /// How many rows.
    pub rows: u64,
    /// The file, when it is one.
    pub source: String,
}

/// A number or word that a judgement used, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it stands: a file and line, or a document.
    pub source: String,
    /// Whether it is our reading.
    pub assumed: bool,
}

/// What a judgement rests on, recorded while it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The indicator.
    pub indicator: String,
    /// The statement, when one was run.
    pub statement: String,
    /// The rows read.
    pub reads: Vec<Read>,
    /// Limits, terms, zones and rules used.
    pub used: Vec<Used>,
}

/// The same judgement by the standards of today, where they differ from those at issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    /// The editions.
    pub edition: String,
    /// How it stands.
    pub status: Status,
    /// The value.
    pub value: Option<Exact>,
    /// The limit.
    pub limit: Option<Exact>,
}

/// The outlook to the deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// How likely it is reached, 0 to 1.
    pub probability: Option<f64>,
    /// What the remaining days may average at most.
    pub allowed: Option<f64>,
    /// How many more days of the kind may come.
    pub budget: Option<u32>,
    /// Days that remain.
    pub remaining_days: u32,
    /// Tenth, fiftieth and ninetieth percentile of the year's value.
    pub range: Option<(f64, f64, f64)>,
    /// The years drawn from.
    pub past_years: Vec<i16>,
}

/// How one target stands in one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The clause.
    pub clause: String,
    /// The target.
    pub article: String,
    /// The region.
    pub region: String,
    /// How it stands.
    pub status: Status,
    /// The figure, as the standard rounds it.
    pub value: Option<Exact>,
    /// Decimals that a measured figure is rounded to.
    pub decimals: u32,
    /// Whether the figure is for orientation only.
    pub indicative: bool,
    /// What it is compared with.
    pub limit: Option<Exact>,
    /// The ends of the band, where the words leave one.
    pub band: Option<(Exact, Exact)>,
    /// How far the figure is on the good side of the limit; negative on the bad side.
    pub margin: Option<Exact>,
    /// The unit.
    pub unit: String,
    /// The period of the figure.
    pub period: String,
    /// Valid and expected days.
    pub coverage: Option<(u64, u64)>,
    /// The editions of the standards at the plan's issue, which judge it.
    pub edition_at_issue: String,
    /// The editions on the day of evaluation.
    pub edition_today: String,
    /// The judgement by today's, where it can differ.
    pub today: Option<Today>,
    /// Where the figure comes from.
    pub source: SourceKind,
    /// The year the facts are really of, when they are replayed as another.
    pub replayed: Option<i16>,
    /// Whether simulated rows were read.
    pub simulated: bool,
    /// What is missing or reserved.
    pub reasons: Vec<Reason>,
    /// Who owes what is missing, when it cannot be said; a body's name.
    pub owed_by: Option<String>,
    /// The outlook, when the deadline lies ahead.
    pub outlook: Option<Outlook>,
    /// What it rests on.
    pub trace: Trace,
}

/// How one rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFinding {
    /// The clause.
    pub clause: String,
    /// The rule.
    pub article: String,
    /// The entity.
    pub entity: String,
    /// How it stands; `None` for rules that list, exempt, trigger or tell.
    pub status: Option<Status>,
    /// What it made of each row; `None` when it could not be applied.
    pub judgement: Option<Judgement>,
    /// What is missing.
    pub reasons: Vec<Reason>,
    /// The rows it read.
    pub register: String,
    /// Whether they are simulated.
    pub simulated: bool,
}

/// Everything an evaluation found.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// The day of evaluation.
    pub as_of: Option<Day>,
    /// The targets.
    pub findings: Vec<Finding>,
    /// The rules.
    pub rules: Vec<RuleFinding>,
}
