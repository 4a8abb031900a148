//! The mean over several cities of what the composite index is made of, as national bulletins state it.

use lake::{PeriodRecord, PeriodRequest};
use standards::composite::composite_values;
use standards::{evaluation, validity};
use units::{Exact, Pollutant};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::period::law_day;

const COLUMNS: [&str; 6] = [
    "item",
    "unit",
    "mean",
    "cities",
    "mean_of_all",
    "all_cities",
];

/// One row an item: the mean over the cities that are valid, and over all that have any value.
pub(super) fn report(
    context: &Context,
    request: &PeriodRequest,
    records: &[PeriodRecord],
) -> Result<Report, Failure> {
    let rules = validity::rules_on(law_day(request))?;
    let title = context.say("stats-cities-title", &[("period", &request.period)]);
    let mut report = Report::new(title, Column::all(&COLUMNS));
    let values: Vec<[Option<Exact>; 6]> = records
        .iter()
        .map(|r| composite_values(&r.evaluations))
        .collect();
    for (place, pollutant) in Pollutant::SIX.into_iter().enumerate() {
        let all: Vec<Exact> = values.iter().filter_map(|six| six[place]).collect();
        let valid: Vec<Exact> = records
            .iter()
            .zip(&values)
            .filter(|(record, _)| record.evaluations[place].valid)
            .filter_map(|(_, six)| six[place])
            .collect();
        let decimals = rules.items[place].decimals + EXTRA_DECIMALS;
        report.rows.push(vec![
            Cell::text(pollutant.symbol()),
            Cell::text(pollutant.unit()),
            mean(pollutant, &valid, decimals),
            Cell::integer(i64::try_from(valid.len()).ok()),
            mean(pollutant, &all, decimals),
            Cell::integer(i64::try_from(all.len()).ok()),
        ]);
    }
    report.notes.push(context.say("note-cities-mean", &[]));
    Ok(report)
}

/// Decimals beyond the reported ones, so that two means can be told apart.
const EXTRA_DECIMALS: u32 = 2;

fn mean(pollutant: Pollutant, values: &[Exact], decimals: u32) -> Cell {
    let unit = Exact::from_integer(if pollutant.in_milligrams() { 1000 } else { 1 });
    Cell::exact(
        evaluation::mean_of(values).map(|mean| mean / unit),
        decimals,
    )
}
