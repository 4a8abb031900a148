//! Days of a period by level of the index; sand-dust days are kept in these counts.

use lake::PeriodRecord;
use units::Pollutant;

use crate::context::Context;
use crate::output::{Cell, Column, Report};
use crate::{figures, places};

const COLUMNS: [&str; 15] = [
    "region",
    "site",
    "composite_index",
    "largest_index",
    "good_days",
    "good_ratio",
    "heavy_days",
    "days_with_aqi",
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "level_5",
    "level_6",
    "observation_basis",
];

/// One row a site.
pub(super) fn report(context: &Context, records: &[PeriodRecord]) -> Report {
    let mut report = Report::new(context.say("stats-days-title", &[]), Column::all(&COLUMNS));
    for record in records {
        report.rows.push(row(context, record));
    }
    report
}

fn row(context: &Context, record: &PeriodRecord) -> Vec<Cell> {
    let counts = &record.counts;
    let largest: &[Pollutant] = &record.composite.largest;
    let mut row = vec![
        Cell::text(places::name(context, &record.site)),
        Cell::text(&record.site),
        Cell::rounded(record.composite.rounded).judged(record.valid()),
        figures::symbols(largest),
        Cell::Integer(i64::from(counts.good)),
        Cell::rounded(counts.good_ratio()),
        Cell::Integer(i64::from(counts.heavy)),
        Cell::Integer(i64::from(counts.valid)),
    ];
    row.extend(counts.by_level.map(|days| Cell::Integer(i64::from(days))));
    row.push(Cell::text(
        context.say(&format!("basis-{}", record.basis), &[]),
    ));
    row
}
