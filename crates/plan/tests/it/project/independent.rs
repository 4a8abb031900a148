//! The public daily PM2.5 of eleven cities: the arithmetic as another program has it
//! (`docs/method/independent/projection_backtest.py`), and forecasts of 2016 against climatology.
//!
//! Without `../shared/data` these tests say so and check nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use plan::project::backtest::{Forecast, backtest_count, backtest_mean};
use plan::project::{CountTarget, DailySeries, Parameters, project_count, project_mean, score};
use units::Day;

use super::{SEED, day, marks, year_target};

fn cities() -> Option<BTreeMap<String, DailySeries>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = folder.join("aqistudy_daily/shanxi11_daily.csv");
    let Ok(mut reader) = csv::Reader::from_path(&file) else {
        let said = "NOT RUN: ../shared/data is not beside the checkout\n";
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        return None;
    };
    let mut values: BTreeMap<String, BTreeMap<Day, f64>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        if let Ok(value) = row[5].parse() {
            let days = values.entry(row[0].to_owned()).or_default();
            days.insert(day(&row[1]), value);
        }
    }
    let series = |days: BTreeMap<Day, f64>| {
        let (first, last) = (
            *days.keys().next().unwrap(),
            *days.keys().next_back().unwrap(),
        );
        let values = first.until(last.plus(1)).map(|day| days.get(&day).copied());
        DailySeries {
            first,
            values: values.collect(),
        }
    };
    Some(
        values
            .into_iter()
            .map(|(city, days)| (city, series(days)))
            .collect(),
    )
}

#[test]
fn another_program_finds_the_same_means_allowances_and_budgets() {
    let Some(cities) = cities() else { return };
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent/projection_sites.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let columns = reader.headers().unwrap().clone();
    let mut rows = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |name: &str| &row[columns.iter().position(|c| c == name).unwrap()];
        let number = |name: &str| cell(name).parse::<f64>().ok();
        let (city, issued) = (&cities[cell("city")], day(cell("issued")));
        let target = year_target(2016, number("limit").unwrap());
        let mean = project_mean(city, target, issued, &Parameters::for_means(), SEED);
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-6,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(
            same(mean.running_mean, number("running_mean")),
            "{row:?} {mean:?}"
        );
        assert!(
            same(mean.allowed_mean, number("allowed_mean")),
            "{row:?} {mean:?}"
        );
        assert_eq!(mean.valid_days.to_string(), cell("valid_days"));
        assert_eq!(mean.remaining_days.to_string(), cell("remaining_days"));
        let most = cell("most").parse().unwrap();
        let (start, end) = (target.start, target.end);
        let target = CountTarget { start, end, most };
        let count = project_count(
            &marks(city, 75.0),
            target,
            issued,
            &Parameters::for_counts(),
            SEED,
        );
        assert_eq!(count.so_far.to_string(), cell("days_above_75"));
        assert_eq!(
            count.budget.map_or(String::new(), |b| b.to_string()),
            cell("budget"),
            "{row:?}"
        );
        rows += 1;
    }
    assert_eq!(rows, 11 * 12);
}

#[test]
fn on_eleven_cities_of_2016_the_second_half_beats_climatology() {
    let Some(sites) = cities() else { return };
    let factors = [0.85, 0.9, 0.95, 1.0, 1.05];
    let forecasts = backtest_mean(&sites, &[2016], &factors, &Parameters::for_means());
    assert_eq!(forecasts.len(), 11 * 5 * 12);
    let late: Vec<Forecast> = forecasts
        .into_iter()
        .filter(|f| f.issued >= day("2016-07-01"))
        .collect();
    let found = score(&late).unwrap();
    assert!(found.skill.unwrap() > 0.25, "{found:?}");
    let marks = sites
        .iter()
        .map(|(site, series)| (site.clone(), marks(series, 75.0)))
        .collect();
    let counts = backtest_count(&marks, &[2016], &[0.8, 1.0, 1.2], &Parameters::for_counts());
    assert_eq!(counts.len(), 11 * 3 * 12);
}
