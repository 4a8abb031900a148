//! Prints the back-test of the projection on daily values of many sites, as `docs/method/projection.md` has it.
//!
//! It reads a table from standard input (columns `city`, `date`, `PM2.5`); arguments: `mean` or `count`, a year, and
//! `forecasts` to print every forecast as CSV in place of the scores.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for the terminal"
)]

use std::collections::BTreeMap;

use plan::project::backtest::{Forecast, backtest_count, backtest_mean};
use plan::project::{DailyMarks, DailySeries, Parameters, Score, score, score_by_month};
use standards::limits::{Averaging, Class, limit};
use units::{Day, Pollutant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, year, rest @ ..] = arguments.as_slice() else {
        return Err("arguments: mean or count, a year, and perhaps forecasts".into());
    };
    let sites = read()?;
    let years: [i16; 1] = [year.parse()?];
    let forecasts = if kind == "count" {
        // Exceedance days by the class-2 limit in force in the year.
        let day = Day::from_ymd(years[0], 12, 31).ok_or("no such year")?;
        let limit = limit(Pollutant::Pm25, Averaging::Day, Class::Two, day)?;
        let limit = plan::number::to_f64(limit.exact);
        let marks = sites
            .iter()
            .map(|(name, site)| (name.clone(), above(site, limit)));
        let factors = [0.7, 0.8, 0.9, 1.0, 1.1];
        backtest_count(
            &marks.collect(),
            &years,
            &factors,
            &Parameters::for_counts(),
        )
    } else {
        let factors = [0.85, 0.9, 0.95, 1.0, 1.05];
        backtest_mean(&sites, &years, &factors, &Parameters::for_means())
    };
    if rest.is_empty() {
        scores(&forecasts);
    } else {
        list(&forecasts);
    }
    Ok(())
}

fn read() -> Result<BTreeMap<String, DailySeries>, Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_reader(std::io::stdin());
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        headers
            .iter()
            .position(|h| h == name)
            .ok_or("a column is missing")
    };
    let (city, date, value) = (column("city")?, column("date")?, column("PM2.5")?);
    let mut sites: BTreeMap<String, BTreeMap<Day, f64>> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        // The site writes 0 where nothing was measured.
        if let Some(value) = row[value].parse().ok().filter(|value| *value > 0.0) {
            let days = sites.entry(row[city].to_owned()).or_default();
            days.insert(row[date].parse()?, value);
        }
    }
    Ok(sites
        .into_iter()
        .filter_map(|(name, days)| Some((name, series(&days)?)))
        .collect())
}

fn series(days: &BTreeMap<Day, f64>) -> Option<DailySeries> {
    let (first, last) = (*days.first_key_value()?.0, *days.last_key_value()?.0);
    let values = first.until(last.plus(1)).map(|day| days.get(&day).copied());
    Some(DailySeries {
        first,
        values: values.collect(),
    })
}

fn above(site: &DailySeries, limit: f64) -> DailyMarks {
    let marks = site.values.iter().map(|value| value.map(|v| v > limit));
    DailyMarks {
        first: site.first,
        marks: marks.collect(),
    }
}

fn scores(forecasts: &[Forecast]) {
    println!("| issued | forecasts | met | Brier | climatology | hindsight | skill |");
    println!("|---|---|---|---|---|---|---|");
    for (month, score) in score_by_month(forecasts) {
        row(&format!("1st of month {month}"), &score);
    }
    let half = |late: bool| -> Vec<Forecast> {
        let of = forecasts
            .iter()
            .filter(|f| (f.issued.date().month() > 6) == late);
        of.cloned().collect()
    };
    let halves = [
        ("first half", half(false)),
        ("second half", half(true)),
        ("all", forecasts.to_vec()),
    ];
    for (name, of) in halves {
        if let Some(score) = score(&of) {
            row(name, &score);
        }
    }
    println!("\n| probability | forecasts | mean | met |\n|---|---|---|---|");
    for bin in score(forecasts)
        .map(|score| score.reliability)
        .unwrap_or_default()
    {
        let (low, high) = (bin.low, bin.high);
        println!(
            "| {low:.1}–{high:.1} | {} | {:.3} | {:.3} |",
            bin.count, bin.mean_probability, bin.frequency
        );
    }
}

fn row(name: &str, score: &Score) {
    let skill = score
        .skill
        .map_or(String::new(), |skill| format!("{skill:.3}"));
    let (met, brier, climatology) = (score.frequency, score.brier, score.brier_climatology);
    let (count, hindsight) = (score.count, score.brier_hindsight);
    println!(
        "| {name} | {count} | {met:.3} | {brier:.4} | {climatology:.4} | {hindsight:.4} | {skill} |"
    );
}

fn list(forecasts: &[Forecast]) {
    println!("site,year,issued,factor,limit,probability,climatology,outcome");
    for f in forecasts {
        let outcome = u8::from(f.outcome);
        let numbers = format!(
            "{},{},{},{}",
            f.factor, f.limit, f.probability, f.climatology
        );
        println!("{},{},{},{numbers},{outcome}", f.site, f.year, f.issued);
    }
}
