//! The projection: arithmetic by hand, what is decided, and what is not known.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod backtest;
mod independent;
mod properties;

use plan::project::{
    CountTarget, DailyMarks, DailySeries, MeanTarget, Parameters, most_days, project_count,
    project_mean,
};
use units::{Day, Exact, Period};

const SEED: u64 = 20_260_101;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A repeatable number from 0 to 1 for a day and a site, by the mixing of `SplitMix64`.
fn chance(day: Day, site: u64) -> f64 {
    let mut z =
        (u64::from(day.number().unsigned_abs()) << 20) ^ site.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Days with winters about three times as dirty as summers, around a level of each year.
fn made_up(from: &str, end: &str, site: u64, level: impl Fn(i16) -> f64) -> DailySeries {
    let first = day(from);
    let value = |day: Day| {
        let season = f64::from(day.number() - 16).rem_euclid(365.25) / 365.25;
        let winter = 1.0 + 0.5 * (season * std::f64::consts::TAU).cos();
        Some(level(day.date().year()) * winter * (0.4 + 1.2 * chance(day, site)))
    };
    DailySeries {
        first,
        values: first.until(day(end)).map(value).collect(),
    }
}

fn year_target(year: i16, limit: f64) -> MeanTarget {
    MeanTarget {
        start: Period::Year(year).start(),
        end: Period::Year(year).end(),
        limit,
        inclusive: true,
    }
}

fn marks(series: &DailySeries, above: f64) -> DailyMarks {
    let marks = series.values.iter().map(|v| v.map(|v| v > above)).collect();
    DailyMarks {
        first: series.first,
        marks,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

#[test]
fn the_allowed_mean_uses_up_the_limit_by_hand() {
    // Ten days, four known with 40, 50, 60 and one missing: (35 × 9 − 150) / 6 = 27.5.
    let series = DailySeries {
        first: day("2025-01-01"),
        values: vec![Some(40.0), Some(50.0), Some(60.0), None, Some(999.0)],
    };
    let target = MeanTarget {
        start: day("2025-01-01"),
        end: day("2025-01-11"),
        limit: 35.0,
        inclusive: true,
    };
    let found = project_mean(
        &series,
        target,
        day("2025-01-05"),
        &Parameters::for_means(),
        SEED,
    );
    assert_eq!(found.running_mean, Some(50.0));
    assert_eq!(
        (found.valid_days, found.elapsed_days, found.remaining_days),
        (3, 4, 6)
    );
    assert!(close(found.allowed_mean.unwrap(), 27.5));
    assert!(!found.out_of_reach);
    assert_eq!(found.probability, None, "there is no past year");
}

#[test]
fn a_target_out_of_reach_has_no_allowance_and_no_chance() {
    let series = made_up("2023-01-01", "2025-12-31", 1, |_| 50.0);
    let found = project_mean(
        &series,
        year_target(2025, 20.0),
        day("2025-12-01"),
        &Parameters::for_means(),
        SEED,
    );
    assert!(found.out_of_reach);
    assert_eq!((found.allowed_mean, found.probability), (None, Some(0.0)));
}

#[test]
fn a_finished_period_is_decided_also_at_the_limit_itself() {
    let series = DailySeries {
        first: day("2025-01-01"),
        values: [34.9, 35.1, 35.0].map(Some).to_vec(),
    };
    let target = MeanTarget {
        start: day("2025-01-01"),
        end: day("2025-01-04"),
        limit: 35.0,
        inclusive: true,
    };
    let decided = |target| {
        let end = day("2025-02-01");
        project_mean(&series, target, end, &Parameters::for_means(), SEED)
    };
    assert_eq!(decided(target).probability, Some(1.0));
    assert_eq!(decided(target).allowed_mean, None, "no day remains");
    let below = MeanTarget {
        inclusive: false,
        ..target
    };
    assert_eq!(decided(below).probability, Some(0.0));
}

#[test]
fn a_rounded_comparison_becomes_an_unrounded_limit() {
    // GB/T 8170: 35.5 and 36.5 both round to 36, 34.5 rounds to 34.
    let check = |limit: f64, inclusive: bool, decimals: u32, mean: f64, met: bool| {
        let target = MeanTarget {
            inclusive,
            ..year_target(2025, limit)
        };
        assert_eq!(
            target.rounded_to(decimals).is_met_by(mean),
            met,
            "{limit} {inclusive} {decimals} {mean}"
        );
    };
    check(35.0, true, 0, 35.49, true);
    check(35.0, true, 0, 35.5, false);
    check(36.0, true, 0, 36.5, true);
    check(36.0, true, 0, 36.51, false);
    check(35.0, false, 0, 34.5, true);
    check(35.0, false, 0, 34.51, false);
    check(34.6, true, 0, 34.5, true);
    check(34.6, true, 0, 34.6, false);
    check(34.6, true, 1, 34.65, true);
    check(34.6, true, 1, 34.651, false);
}

#[test]
fn without_a_past_year_or_with_gaps_there_is_no_probability() {
    let alone = made_up("2025-01-01", "2025-07-01", 1, |_| 30.0);
    let target = year_target(2025, 35.0);
    let found = project_mean(
        &alone,
        target,
        day("2025-07-01"),
        &Parameters::for_means(),
        SEED,
    );
    assert_eq!(
        (found.probability, found.median, found.past_years.len()),
        (None, None, 0)
    );
    let mut gaps = made_up("2024-01-01", "2025-07-01", 1, |_| 30.0);
    let known = |gaps: &DailySeries| {
        project_mean(
            gaps,
            target,
            day("2025-07-01"),
            &Parameters::for_means(),
            SEED,
        )
    };
    assert!(known(&gaps).probability.is_some());
    assert_eq!(known(&gaps).past_years, [2024]);
    let end = gaps.values.len();
    gaps.values[end - 46..].fill(None);
    assert_eq!(
        known(&gaps).probability,
        None,
        "46 of 181 days are more than a quarter"
    );
    assert!(known(&gaps).allowed_mean.is_some());
}

#[test]
fn the_period_may_lie_wholly_ahead_and_cross_the_new_year() {
    let series = made_up("2022-01-01", "2025-09-01", 3, |_| 30.0);
    let heating = MeanTarget {
        start: day("2025-10-15"),
        end: day("2026-03-16"),
        limit: 60.0,
        inclusive: true,
    };
    let found = project_mean(
        &series,
        heating,
        day("2025-09-01"),
        &Parameters::for_means(),
        SEED,
    );
    assert_eq!(
        (found.running_mean, found.elapsed_days, found.remaining_days),
        (None, 0, 152)
    );
    assert_eq!(found.allowed_mean, Some(60.0));
    assert_eq!(found.past_years, [2022, 2023, 2024]);
    assert!(found.probability.unwrap() > 0.9);
}

#[test]
fn the_budget_of_days_is_what_is_left_of_the_most() {
    let series = made_up("2023-01-01", "2026-01-01", 5, |_| 50.0);
    let marks = marks(&series, 75.0);
    let (start, next) = (day("2025-01-01"), day("2025-03-01"));
    let so_far = marks.marks[731..790]
        .iter()
        .filter(|m| **m == Some(true))
        .count();
    let so_far = u32::try_from(so_far).unwrap();
    assert!(so_far > 2, "the made-up winter has such days");
    let found = |most| {
        let target = CountTarget {
            start,
            end: day("2026-01-01"),
            most,
        };
        project_count(&marks, target, next, &Parameters::for_counts(), SEED)
    };
    let open = found(so_far + 7);
    assert_eq!(
        (open.so_far, open.budget, open.remaining_days),
        (so_far, Some(7), 306)
    );
    let none_left = found(so_far);
    assert_eq!((none_left.budget, none_left.out_of_reach), (Some(0), false));
    assert!(
        none_left.probability.unwrap() > 0.0,
        "not decided while none has been too many"
    );
    let over = found(so_far - 1);
    assert_eq!(
        (over.budget, over.out_of_reach, over.probability),
        (None, true, Some(0.0))
    );
    assert_eq!(
        found(so_far + 306).probability,
        Some(1.0),
        "every remaining day may be one"
    );
}

#[test]
fn a_share_of_good_days_leaves_whole_days() {
    let share = |percent| Exact::new(percent, 1000);
    // 80 % of 365 is 292 days; 85.7 % of 366 is 313.662, so 314 good ones are needed.
    assert_eq!(most_days(365, share(800)), Some(73));
    assert_eq!(most_days(366, share(857)), Some(52));
    assert_eq!(most_days(365, share(0)), Some(365));
    assert_eq!(most_days(365, share(1000)), Some(0));
    assert_eq!(most_days(365, share(1001)), None);
    assert_eq!(most_days(365, share(-1)), None);
}

#[test]
fn older_years_are_brought_to_the_present_level() {
    // The level falls from 100 to 50, and stays: the rest of the year is expected at 50, not between.
    let level = |year| if year < 2024 { 100.0 } else { 50.0 };
    let series = made_up("2020-01-01", "2025-07-01", 9, level);
    let found = project_mean(
        &series,
        year_target(2025, 55.0),
        day("2025-07-01"),
        &Parameters::for_means(),
        SEED,
    );
    assert_eq!(found.past_years, [2020, 2021, 2022, 2023, 2024]);
    let whole = made_up("2025-01-01", "2026-01-01", 9, level);
    let mean = whole.values.iter().flatten().sum::<f64>() / 365.0;
    assert!(
        (found.median.unwrap() / mean - 1.0).abs() < 0.05,
        "{found:?} {mean}"
    );
}
