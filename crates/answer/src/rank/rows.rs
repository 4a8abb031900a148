//! The rows of a ranking, best first, and those that have no place in it.

use lake::{PeriodRecord, PeriodRequest};
use standards::composite::Statistic;
use standards::validity;
use units::Pollutant;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::period::law_day;
use crate::{figures, places};

/// Columns before and after the six values.
const BEFORE: [&str; 5] = ["rank", "region", "site", "composite_index", "mark"];
const AFTER: [&str; 4] = ["largest_index", "share", "valid_days", "expected_days"];
/// What marks a value that rests on too few days.
const MARK: &str = "*";

/// The ranked rows, in order of rank and then of code; those without an index come last.
pub(super) fn report(
    context: &Context,
    title: String,
    request: &PeriodRequest,
    records: &[PeriodRecord],
    ranks: &[Option<u32>],
) -> Result<Report, Failure> {
    let mut columns = Column::all(&BEFORE);
    columns.extend(Pollutant::SIX.map(figures::concentration_column));
    columns.extend(Column::all(&AFTER));
    let mut report = Report::new(title, columns);
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|&i| (ranks[i].is_none(), ranks[i], records[i].site.clone()));
    for i in order {
        report
            .rows
            .push(row(context, request, &records[i], ranks[i])?);
    }
    Ok(report)
}

fn row(
    context: &Context,
    request: &PeriodRequest,
    record: &PeriodRecord,
    rank: Option<u32>,
) -> Result<Vec<Cell>, Failure> {
    let rules = validity::rules_on(law_day(request))?;
    let composite = &record.composite;
    let mark = if record.valid() {
        Cell::Missing
    } else {
        Cell::text(MARK)
    };
    let mut row = vec![
        Cell::integer(rank),
        Cell::text(places::name(context, &record.site)),
        Cell::text(&record.site),
        composite
            .rounded
            .map_or(Cell::Undetermined { indicative: None }, |i| {
                Cell::Decimal(i.to_string())
            }),
        mark,
    ];
    for (evaluation, term) in record.evaluations.iter().zip(&request.composite.terms) {
        let value = match term.statistic {
            Statistic::Mean => evaluation.mean,
            Statistic::Percentile => evaluation.percentile,
        };
        row.push(figures::reported(rules, evaluation.pollutant, value));
    }
    let fewest = record
        .evaluations
        .iter()
        .map(|e| e.coverage)
        .min_by_key(|c| c.valid)
        .unwrap_or_default();
    row.extend([
        figures::symbols(&composite.largest),
        share(record),
        Cell::Integer(i64::from(fewest.valid)),
        Cell::Integer(i64::from(fewest.expected)),
    ]);
    Ok(row)
}

/// The share of the largest item, in per cent.
fn share(record: &PeriodRecord) -> Cell {
    let largest = record.composite.shares.iter().flatten().max();
    Cell::exact(
        largest.map(|share| *share * units::Exact::from_integer(100)),
        1,
    )
}

/// Members of the set of which nothing is known.
pub(super) fn add_absent(
    context: &Context,
    report: &mut Report,
    members: &[String],
    records: &[PeriodRecord],
) {
    let width = report.columns.len();
    for site in members
        .iter()
        .filter(|site| !records.iter().any(|record| record.site == **site))
    {
        let mut row = vec![
            Cell::Missing,
            Cell::text(places::name(context, site)),
            Cell::text(site),
            Cell::Undetermined { indicative: None },
        ];
        row.resize(width, Cell::Missing);
        report.rows.push(row);
    }
}
