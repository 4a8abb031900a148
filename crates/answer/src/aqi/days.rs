//! The daily index from the lake, one row a site and day; each row names its edition.

use lake::{DayIndex, PeriodRecord};
use standards::aqi::Completeness;
use standards::validity;
use units::{Coverage, Period, Pollutant};

use super::AqiArgs;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::period::compute;
use crate::{figures, places, provenance};

/// The daily index of every site and day.
pub(super) async fn report(context: &Context, args: &AqiArgs) -> Result<Report, Failure> {
    let Some(period) = &args.period else {
        return Err(Failure::new(Kind::User, "failure-aqi-period"));
    };
    let period: Period = period.parse()?;
    let sites = places::sites(&args.sites)?;
    let lake = context.lake()?;
    let request = args.options.request(context, sites, period)?;
    let records = compute(context, &lake, &request).await?;
    let mut report = Report::new(
        context.say("aqi-days-title", &[("period", &period)]),
        columns(),
    );
    for record in &records {
        for day in &record.days {
            report.rows.push(row(context, record, day)?);
        }
    }
    report.notes = provenance::notes(context, &lake, &request).await?;
    Ok(report)
}

fn columns() -> Vec<Column> {
    let mut columns = Column::all(&["region", "site", "day"]);
    columns.extend(Pollutant::SIX.map(figures::concentration_column));
    columns.extend(Column::all(&[
        "aqi",
        "air_quality_class",
        "primary_pollutant",
        "edition",
        "completeness",
        "coverage",
        "o3_coverage",
        "observation_basis",
    ]));
    columns
}

fn row(context: &Context, record: &PeriodRecord, day: &DayIndex) -> Result<Vec<Cell>, Failure> {
    let statistics = &day.record.statistics;
    let rules = validity::rules_on(statistics.day)?;
    let mut row = vec![
        Cell::text(places::name(context, &record.site)),
        Cell::text(&record.site),
        Cell::text(statistics.day.to_string()),
    ];
    row.extend(figures::six(rules, day));
    let (hours, windows) = coverages(day);
    row.extend([
        Cell::integer(day.index.aqi),
        figures::class(context, day.edition, day.index.aqi),
        figures::primary(&day.index),
        Cell::text(day.edition.id),
        Cell::text(completeness(context, day.index.completeness)),
        figures::coverage(hours),
        figures::coverage(windows),
        Cell::text(context.say(&format!("basis-{}", record.basis), &[])),
    ]);
    Ok(row)
}

/// The fewest valid hours of the five items of daily means, and the valid 8-hour windows of ozone.
fn coverages(day: &DayIndex) -> (Coverage, Coverage) {
    let values = day.record.statistics.values.iter().zip(Pollutant::SIX);
    let (ozone, means): (Vec<_>, Vec<_>) =
        values.partition(|(_, pollutant)| *pollutant == Pollutant::O3);
    let fewest = means
        .iter()
        .map(|(value, _)| value.coverage)
        .min_by_key(|c| c.valid);
    (
        fewest.unwrap_or_default(),
        ozone
            .first()
            .map(|(value, _)| value.coverage)
            .unwrap_or_default(),
    )
}

fn completeness(context: &Context, completeness: Completeness) -> String {
    match completeness {
        Completeness::Complete => context.say("completeness-complete", &[]),
        Completeness::Missing { items } => {
            context.say("completeness-missing", &[("items", &items)])
        }
        Completeness::Withheld { items } => {
            context.say("completeness-withheld", &[("items", &items)])
        }
        Completeness::NoData => context.say("completeness-no-data", &[]),
    }
}
