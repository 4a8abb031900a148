//! The method of the outlook tested on past years: forecasts on the first of each month against what came.

use std::collections::BTreeMap;

use lake::{DayBy, SeriesRequest, site_days};
use plan::project::backtest::{Forecast, backtest_mean};
use plan::project::{DailySeries, Parameters, Score, score, score_by_month};
use units::{Day, Pollutant};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

use super::ProjectArgs;

/// Targets as changes from the year before, as the method page states.
const FACTORS: [f64; 5] = [0.85, 0.9, 0.95, 1.0, 1.05];

/// Runs the back-test over every city of the lake.
pub(super) async fn run(context: &Context, args: &ProjectArgs) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let progress = context.progress("progress-plan-backtest");
    let sites = sites(context, &lake, args).await?;
    let forecasts = backtest_mean(&sites, &args.backtest, &FACTORS, &Parameters::for_means());
    drop(progress);
    let Some(all) = score(&forecasts) else {
        return Err(Failure::new(Kind::Data, "failure-plan-backtest"));
    };
    let columns = [
        "issued",
        "forecasts",
        "frequency",
        "brier",
        "brier_climatology",
        "skill",
    ];
    let mut report = Report::new(
        context.say("plan-backtest-title", &[("cities", &sites.len())]),
        Column::all(&columns),
    );
    for year in &args.backtest {
        let of_year: Vec<Forecast> = forecasts
            .iter()
            .filter(|forecast| forecast.year == *year)
            .cloned()
            .collect();
        if let Some(found) = score(&of_year) {
            report.rows.push(row(&year.to_string(), &found));
        }
    }
    for (month, found) in score_by_month(&forecasts) {
        let label = context.say("plan-backtest-month", &[("month", &month)]);
        report.rows.push(row(&label, &found));
    }
    if args.backtest.len() > 1 {
        report
            .rows
            .push(row(&context.say("plan-backtest-all", &[]), &all));
    }
    report.sections.push(reliability(context, &all));
    report.notes.push(context.say("note-plan-backtest", &[]));
    Ok(report)
}

fn row(label: &str, score: &Score) -> Vec<Cell> {
    let number = |value: f64| Cell::Decimal(format!("{value:.4}"));
    vec![
        Cell::text(label),
        Cell::Integer(i64::try_from(score.count).unwrap_or(i64::MAX)),
        number(score.frequency),
        number(score.brier),
        number(score.brier_climatology),
        score.skill.map_or(Cell::Missing, number),
    ]
}

fn reliability(context: &Context, score: &Score) -> Report {
    let mut report = Report::new(
        context.say("plan-reliability-title", &[]),
        Column::all(&["probability", "forecasts", "mean_probability", "frequency"]),
    );
    for bin in &score.reliability {
        report.rows.push(vec![
            Cell::text(format!("{:.1}–{:.1}", bin.low, bin.high)),
            Cell::Integer(i64::try_from(bin.count).unwrap_or(i64::MAX)),
            Cell::Decimal(format!("{:.3}", bin.mean_probability)),
            Cell::Decimal(format!("{:.3}", bin.frequency)),
        ]);
    }
    report
}

/// Daily PM2.5 of every city, from two years before the first year tested.
async fn sites(
    context: &Context,
    lake: &lake::Lake,
    args: &ProjectArgs,
) -> Result<BTreeMap<String, DailySeries>, Failure> {
    let (Some(first), Some(last)) = (args.backtest.iter().min(), args.backtest.iter().max()) else {
        return Ok(BTreeMap::new());
    };
    let day = |year: i16| Day::from_ymd(year, 1, 1).unwrap_or(context.today());
    let (start, end) = (day(first - 5), day(last + 1));
    let series = SeriesRequest {
        start,
        end,
        level: "city",
        stage: args.facts.stage.clone(),
        sites: Vec::new(),
        as_of: None,
        day_by: DayBy::HourEnding,
        // Facts before 2016 are judged by the edition that began then; means do not depend on it.
        law_of: Some(day((*last).max(2016))),
    };
    let place = Pollutant::Pm25.index().unwrap_or(0);
    let count = usize::try_from(end.number() - start.number()).unwrap_or(0);
    let mut sites = BTreeMap::new();
    for (site, days) in site_days(lake, &series, context.limits).await? {
        let mut values = vec![None; count];
        for day in &days.days {
            let at = usize::try_from(day.statistics.day.number() - start.number());
            if let Some(slot) = at.ok().and_then(|at| values.get_mut(at)) {
                *slot = day.statistics.values[place].value.map(plan::number::to_f64);
            }
        }
        sites.insert(
            site,
            DailySeries {
                first: start,
                values,
            },
        );
    }
    Ok(sites)
}
