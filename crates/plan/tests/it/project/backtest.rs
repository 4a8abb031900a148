//! The back-test on years made up here: better than climatology, no look ahead, and the score by hand.

use std::collections::BTreeMap;

use plan::project::backtest::{Forecast, backtest_mean};
use plan::project::{DailySeries, Parameters, score, score_by_month};
use units::Day;

use super::{chance, close, day, made_up};

#[test]
fn on_made_up_years_the_forecasts_beat_climatology_and_sharpen() {
    let sites: BTreeMap<String, DailySeries> = (0..40)
        .map(|site| {
            let level =
                move |year: i16| 30.0 + 40.0 * chance(Day::from_number(i32::from(year)), site);
            (
                format!("site {site:02}"),
                made_up("2020-01-01", "2025-01-01", site, level),
            )
        })
        .collect();
    let forecasts = backtest_mean(
        &sites,
        &[2022, 2023, 2024],
        &[0.9, 1.0, 1.1],
        &Parameters::for_means(),
    );
    assert_eq!(forecasts.len(), 40 * 3 * 3 * 12);
    let all = score(&forecasts).unwrap();
    assert!(all.skill.unwrap() > 0.3, "{all:?}");
    let months = score_by_month(&forecasts);
    assert!(months[&12].brier < months[&6].brier && months[&6].brier < months[&1].brier);
    let binned: usize = all.reliability.iter().map(|bin| bin.count).sum();
    assert_eq!(binned, forecasts.len());
}

#[test]
fn the_score_of_four_forecasts_by_hand() {
    let forecast = |probability, climatology, outcome| Forecast {
        site: "a".to_owned(),
        year: 2025,
        issued: day("2025-03-01"),
        factor: 1.0,
        limit: 35.0,
        probability,
        climatology,
        outcome,
    };
    let all = [
        forecast(1.0, 0.5, true),
        forecast(0.8, 0.5, true),
        forecast(0.85, 0.5, false),
        forecast(0.0, 0.5, false),
    ];
    let found = score(&all).unwrap();
    // (0 + 0.04 + 0.7225 + 0) / 4, and 1 − 0.190625 / 0.25.
    assert!(close(found.brier, 0.190_625) && close(found.brier_climatology, 0.25));
    assert!(close(found.skill.unwrap(), 0.2375) && close(found.brier_hindsight, 0.25));
    let bins: Vec<(f64, usize, f64)> = found
        .reliability
        .iter()
        .map(|bin| (bin.low, bin.count, bin.frequency))
        .collect();
    assert_eq!(bins, [(0.0, 1, 0.0), (0.8, 2, 0.5), (0.9, 1, 1.0)]);
    assert_eq!(score(&[]), None);
}

#[test]
fn neither_order_nor_company_of_sites_changes_a_probability() {
    let site = |n: u64| made_up("2022-01-01", "2025-01-01", n, |_| 40.0);
    let both: BTreeMap<String, DailySeries> = [("b", 2), ("a", 1)]
        .map(|(name, n)| (name.to_owned(), site(n)))
        .into();
    let renamed: BTreeMap<String, DailySeries> = [("c", 2)]
        .map(|(name, n)| (name.to_owned(), site(n)))
        .into();
    let run = |sites| backtest_mean(sites, &[2024], &[1.0], &Parameters::for_means());
    let of_b: Vec<f64> = run(&both)
        .iter()
        .filter(|f| f.site == "b")
        .map(|f| f.probability)
        .collect();
    let of_c: Vec<f64> = run(&renamed).iter().map(|f| f.probability).collect();
    assert_eq!(of_b, of_c);
}

#[test]
fn climatology_knows_only_other_sites_and_earlier_years() {
    // Both sites fall in 2023; in 2024 "a" rises. "a" is judged by the fall of "b", and the other way round.
    let falling =
        |last: f64| move |year: i16| [50.0, 40.0, last][usize::try_from(year - 2022).unwrap()];
    let sites = BTreeMap::from([
        (
            "a".to_owned(),
            made_up("2022-01-01", "2025-01-01", 1, falling(60.0)),
        ),
        (
            "b".to_owned(),
            made_up("2022-01-01", "2025-01-01", 2, falling(30.0)),
        ),
    ]);
    let forecasts = backtest_mean(&sites, &[2023, 2024], &[1.0], &Parameters::for_means());
    let of = |site: &str, year| {
        let found = forecasts
            .iter()
            .find(|f| f.site == site && f.year == year)
            .unwrap();
        (found.climatology, found.outcome)
    };
    assert_eq!(
        of("a", 2023),
        (0.5, true),
        "no earlier pair of years is known"
    );
    assert_eq!(of("a", 2024), (0.75, false), "(1 + ½) / (1 + 1)");
    assert_eq!(of("b", 2024), (0.75, true));
}
