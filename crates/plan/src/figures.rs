//! Figures that a body reports because nothing measures them: a spreadsheet out to be filled, and in again.
//!
//! [`template_xlsx`] and [`template_csv`] write one row for every figure a body owes; [`read`](fn@read) takes the file
//! back as people fill it.
//! A row with anything wrong in it is left out whole and named in a [`Defect`]; the rows beside it stand.
//! A value is never guessed: 约30, a range, a dash or another unit is refused with its reason, and an empty value means
//! "not reported", never zero.
//! Nothing here says which figures count: that is for the judge, who takes [`Status::Accepted`] alone.

use std::collections::BTreeMap;

use regions::RegionCode;
use units::{Day, Exact};

mod column;
mod form;
mod template;
mod number;
mod period;
mod row;
mod read;
mod reason;
mod failure;

pub use crate::model::Granularity;
pub use failure::FigureError;
pub use form::{Form, Known, Owed, template_csv};
pub use read::read;
pub use reason::{Defect, Reason};
pub use template::template_xlsx;

pub use crate::table::YES_NO;

/// What a file may report.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The indicators by id.
    pub indicators: BTreeMap<String, ExpectedIndicator>,
    /// The body that reports; `None` when the file may come from any.
    pub body: Option<String>,
    /// The region the plan holds for: figures of regions outside it are refused.
    pub region: RegionCode,
    /// The day of reading: a period that begins after it is refused.
    pub as_of: Day,
}

/// An indicator as a report has to give it.
#[derive(Clone, Debug)]
pub struct ExpectedIndicator {
    /// Its Chinese name.
    pub zh: String,
    /// Its unit.
    pub unit: String,
    /// What a figure is of.
    pub granularity: Granularity,
    /// Whether it is a yes or a no.
    pub yes_no: bool,
    /// Who reports it; `None` when any body may.
    pub owner: Option<String>,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The good rows, in the order of the file.
    pub figures: Vec<Figure>,
    /// What is wrong with the others, in the order of rows.
    pub defects: Vec<Defect>,
    /// Rows for an indicator whose value is empty: not reported yet.
    pub blank: u32,
}

/// A figure as reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The indicator's id.
    pub indicator: String,
    /// The region.
    pub region: RegionCode,
    /// The period as [`units::Period`] writes it.
    pub period: String,
    /// The value in `unit`; yes is 1 and no is 0.
    pub value: Exact,
    /// The value as typed; a number cell as its sheet shows it, to fifteen digits.
    pub text: String,
    /// The indicator's unit.
    pub unit: String,
    /// What it rests on.
    pub evidence: String,
    /// Who filled it in.
    pub reporter: String,
    /// Who checked it.
    pub reviewer: String,
    /// How far it has come.
    pub status: Status,
    /// A remark.
    pub note: String,
    /// The row of the file as its reader counts, the header being 1 when it stands on top.
    pub row: u32,
}

/// How far a figure has come on its way from a desk to the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Being filled in.
    Draft,
    /// Handed in; evidence and reporter are named.
    Submitted,
    /// Checked by someone other than the reporter. Only these count.
    Accepted,
    /// Sent back.
    Rejected,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Accepted, Self::Rejected];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// Its name in the workbook.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Submitted => "已报送",
            Self::Accepted => "已审核",
            Self::Rejected => "已退回",
        }
    }

    /// Whether it claims that the figure is right, so that its evidence must be named.
    pub(crate) fn stands(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted)
    }
}
