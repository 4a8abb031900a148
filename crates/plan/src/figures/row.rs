//! One row of the file: the figure it gives, or all that is wrong with it.

use std::collections::BTreeMap;

use regions::RegionCode;
use registry::sheet::{grid::Cell, number::narrow};
use units::{Exact, Period};

use super::{
    Defect, Expected, ExpectedIndicator, Figure, Reason, Status, column::Column, number, period,
};

/// What a figure is of; two rows of a file must not share it.
pub(super) type Key = (String, RegionCode, Period);

/// What came of a row.
pub(super) enum Outcome {
    /// Nothing for an indicator stands in it.
    Nothing,
    /// An indicator whose value is empty.
    Blank,
    /// A value.
    Value {
        /// What it is of, as far as that could be read.
        key: Option<Key>,
        /// The figure, or what is wrong.
        figure: Result<Box<Figure>, Vec<Defect>>,
    },
}

/// Where the columns stand in the file.
pub(super) type Places = BTreeMap<Column, u32>;

/// A row while it is read.
struct Row<'a> {
    number: u32,
    places: &'a Places,
    cells: &'a BTreeMap<u32, Cell>,
    defects: Vec<Defect>,
}

/// Who stands for a figure, and how far it has come.
struct Standing {
    status: Status,
    evidence: String,
    reporter: String,
    reviewer: String,
}

/// Reads a row.
pub(super) fn outcome(
    number: u32,
    cells: &BTreeMap<u32, Cell>,
    places: &Places,
    expected: &Expected,
) -> Outcome {
    let mut row = Row {
        number,
        places,
        cells,
        defects: Vec::new(),
    };
    if row.cell(Column::Value).is_none() {
        let id = row
            .cell(Column::Indicator)
            .map(|cell| narrow(&cell.shown()));
        return match id {
            Some(id) if expected.indicators.contains_key(id.trim()) => Outcome::Blank,
            _ => Outcome::Nothing,
        };
    }
    let (key, figure) = row.figure(expected);
    let figure = match figure {
        Some(figure) if row.defects.is_empty() => Ok(Box::new(figure)),
        _ => Err(row.defects),
    };
    Outcome::Value { key, figure }
}

impl<'a> Row<'a> {
    fn cell(&self, column: Column) -> Option<&'a Cell> {
        self.cells.get(self.places.get(&column)?)
    }

    fn refuse(&mut self, column: Column, reason: Reason, expected: impl Into<String>) {
        let text = self.cell(column).map(Cell::shown).unwrap_or_default();
        self.defects.push(Defect {
            row: self.number,
            column: column.look().zh,
            text,
            expected: expected.into(),
            reason,
        });
    }

    /// The words of a cell, empty when it is; `None` when a formula failed, which is noted.
    fn words(&mut self, column: Column) -> Option<String> {
        match self.cell(column) {
            None => Some(String::new()),
            Some(Cell::Error(_)) => {
                self.refuse(column, Reason::CellError, "");
                None
            }
            Some(Cell::Uncomputed) => {
                self.refuse(column, Reason::Uncomputed, "");
                None
            }
            Some(cell) => Some(cell.shown()),
        }
    }

    fn figure(&mut self, expected: &Expected) -> (Option<Key>, Option<Figure>) {
        let region = self.region(expected.region);
        let standing = self.standing();
        let note = self.words(Column::Note);
        let Some((id, indicator)) = self.indicator(expected) else {
            return (None, None);
        };
        let period = self.period(indicator, expected);
        self.unit(indicator);
        let value = self.value(indicator);
        let (Some(region), Some(period)) = (region, period) else {
            return (None, None);
        };
        let key = (id.clone(), region, period);
        let (Some(standing), Some(value), Some(note)) = (standing, value, note) else {
            return (Some(key), None);
        };
        let figure = Figure {
            indicator: id,
            region,
            period: period.to_string(),
            value,
            text: self
                .cell(Column::Value)
                .map(Cell::shown)
                .unwrap_or_default(),
            unit: indicator.unit.clone(),
            evidence: standing.evidence,
            reporter: standing.reporter,
            reviewer: standing.reviewer,
            status: standing.status,
            note,
            row: self.number,
        };
        (Some(key), Some(figure))
    }

    fn indicator<'e>(&mut self, expected: &'e Expected) -> Option<(String, &'e ExpectedIndicator)> {
        let id = narrow(&self.words(Column::Indicator)?).trim().to_owned();
        if id.is_empty() {
            self.refuse(Column::Indicator, Reason::NoIndicator, "");
            return None;
        }
        let Some(indicator) = expected.indicators.get(&id) else {
            self.refuse(Column::Indicator, Reason::UnknownIndicator, "");
            return None;
        };
        if let (Some(body), Some(owner)) = (&expected.body, &indicator.owner)
            && body != owner
        {
            self.refuse(Column::Indicator, Reason::OtherBody, owner);
        }
        Some((id, indicator))
    }

    fn region(&mut self, plan: RegionCode) -> Option<RegionCode> {
        let code = self.words(Column::Region)?;
        let name = self.words(Column::RegionName)?;
        let (column, given) = match (code.is_empty(), name.is_empty()) {
            (true, true) => {
                self.refuse(Column::Region, Reason::NoRegion, "");
                return None;
            }
            (true, false) => (Column::RegionName, &name),
            (false, _) => (Column::Region, &code),
        };
        let Some(region) = regions::resolve_exact(given) else {
            self.refuse(column, Reason::UnknownRegion, "");
            return None;
        };
        if let Some(named) = regions::resolve_exact(&name)
            && named != region
            && !is_name_of(region, &name)
        {
            self.refuse(
                Column::RegionName,
                Reason::RegionConflict,
                named.to_string(),
            );
            return None;
        }
        if !regions::contains(plan, region) {
            self.refuse(column, Reason::ForeignRegion, plan.to_string());
            return None;
        }
        Some(region)
    }

    fn period(&mut self, indicator: &ExpectedIndicator, expected: &Expected) -> Option<Period> {
        let Some(cell) = self.cell(Column::Period) else {
            self.refuse(Column::Period, Reason::NoPeriod, "");
            return None;
        };
        match period::period(cell, indicator.granularity, expected.as_of) {
            Ok(period) => Some(period),
            Err((reason, wanted)) => {
                self.refuse(Column::Period, reason, wanted);
                None
            }
        }
    }

    fn unit(&mut self, indicator: &ExpectedIndicator) {
        let Some(given) = self.words(Column::Unit) else {
            return;
        };
        if given.is_empty() && !indicator.yes_no {
            self.refuse(Column::Unit, Reason::NoUnit, &indicator.unit);
        } else if !given.is_empty() && !number::same_unit(&given, &indicator.unit) {
            self.refuse(Column::Unit, Reason::OtherUnit, &indicator.unit);
        }
    }

    fn value(&mut self, indicator: &ExpectedIndicator) -> Option<Exact> {
        let read = match self.cell(Column::Value)? {
            Cell::Text(text) | Cell::Number(text) => {
                number::value(text, &indicator.unit, indicator.yes_no)
            }
            Cell::Date(_) | Cell::Month(_) => Err(Reason::DateAsValue),
            Cell::Error(_) => Err(Reason::CellError),
            Cell::Uncomputed => Err(Reason::Uncomputed),
        };
        match read {
            Ok(value) => Some(value),
            Err(reason) => {
                self.refuse(Column::Value, reason, &indicator.unit);
                None
            }
        }
    }

    /// A figure sent back needs neither evidence nor names: their lack may be why it was sent back.
    fn standing(&mut self) -> Option<Standing> {
        let evidence = self.words(Column::Evidence);
        let reporter = self.words(Column::Reporter);
        let reviewer = self.words(Column::Reviewer);
        let status = self.status();
        let standing = Standing {
            status: status?,
            evidence: evidence?,
            reporter: reporter?,
            reviewer: reviewer?,
        };
        if standing.status.stands() && standing.evidence.is_empty() {
            self.refuse(Column::Evidence, Reason::NoEvidence, "");
        }
        if standing.status.stands() && standing.reporter.is_empty() {
            self.refuse(Column::Reporter, Reason::NoReporter, "");
        }
        if standing.status == Status::Accepted {
            self.reviewed(&standing);
        }
        Some(standing)
    }

    fn reviewed(&mut self, standing: &Standing) {
        if standing.reviewer.is_empty() {
            self.refuse(Column::Reviewer, Reason::NoReviewer, "");
        } else if plain_name(&standing.reviewer) == plain_name(&standing.reporter) {
            self.refuse(Column::Reviewer, Reason::SelfReviewed, "");
        }
    }

    fn status(&mut self) -> Option<Status> {
        let given = plain_name(&self.words(Column::Status)?);
        if given.is_empty() {
            return Some(Status::Draft);
        }
        let named = |status: &Status| given == status.zh() || given == status.id();
        let status = Status::ALL.into_iter().find(named);
        if status.is_none() {
            let known = Status::ALL.map(Status::zh).join(", ");
            self.refuse(Column::Status, Reason::BadStatus, known);
        }
        status
    }
}

/// Whether the region goes by this name, full or short, even where the name alone means another.
fn is_name_of(region: RegionCode, name: &str) -> bool {
    regions::by_code(region).is_some_and(|found| found.zh == name || found.short == name)
}

/// A word without what typing varies: 王 芳 and 王芳 are one.
fn plain_name(text: &str) -> String {
    let narrowed = narrow(text);
    let letters = narrowed.chars().filter(|c| !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}
