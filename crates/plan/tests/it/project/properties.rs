//! What holds for every series: the arithmetic, what may not change a forecast, and what may change it one way only.

use plan::project::{CountTarget, DailySeries, Parameters, project_count, project_mean};
use proptest::prelude::*;
use units::Day;

use super::{SEED, close, day, made_up, marks, year_target};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_running_total_and_the_allowance_make_up_the_limit(site in 0_u64..1000, limit in 20.0_f64..80.0, elapsed in 0_i32..365) {
        let series = made_up("2024-01-01", "2026-01-01", site, |_| 45.0);
        let next = day("2025-01-01").plus(elapsed);
        let found = project_mean(&series, year_target(2025, limit), next, &Parameters::for_means(), SEED);
        let total = found.running_mean.unwrap_or(0.0) * f64::from(found.valid_days);
        match found.allowed_mean {
            Some(allowed) => prop_assert!(close(total + allowed * f64::from(found.remaining_days), limit * 365.0)),
            None => prop_assert!(found.out_of_reach && total > limit * 365.0),
        }
    }

    #[test]
    fn what_comes_later_does_not_change_a_forecast(site in 0_u64..1000, elapsed in 0_i32..365, later in 0.0_f64..500.0) {
        let series = made_up("2023-01-01", "2026-01-01", site, |_| 45.0);
        let next = day("2025-01-01").plus(elapsed);
        let mut other = series.clone();
        let known = usize::try_from(next.number() - series.first.number()).unwrap();
        other.values[known..].fill(Some(later));
        let target = year_target(2025, 45.0);
        let forecast = |s: &DailySeries| project_mean(s, target, next, &Parameters::for_means(), SEED);
        prop_assert_eq!(forecast(&series), forecast(&other));
        other.values.truncate(known);
        prop_assert_eq!(forecast(&series), forecast(&other));
        let count = CountTarget { start: target.start, end: target.end, most: 60 };
        let count = |s: &DailySeries| project_count(&marks(s, 60.0), count, next, &Parameters::for_counts(), SEED);
        prop_assert_eq!(count(&series), count(&other));
    }

    #[test]
    fn a_higher_limit_never_lowers_the_probability(site in 0_u64..1000, limit in 30.0_f64..60.0, more in 0.0_f64..10.0, month in 1_i8..=12) {
        let series = made_up("2023-01-01", "2025-12-01", site, |_| 45.0);
        let next = Day::from_ymd(2025, month, 1).unwrap();
        let p = |limit| project_mean(&series, year_target(2025, limit), next, &Parameters::for_means(), SEED).probability;
        prop_assert!(p(limit).unwrap() <= p(limit + more).unwrap());
        let (start, end) = (day("2025-01-01"), day("2026-01-01"));
        let marks = marks(&series, 60.0);
        let count = |most| project_count(&marks, CountTarget { start, end, most }, next, &Parameters::for_counts(), SEED).probability;
        let most = (0..400).find(|most| f64::from(*most) >= limit).unwrap();
        prop_assert!(count(most).unwrap() <= count(most + 1).unwrap());
    }

    #[test]
    fn a_lower_value_never_lowers_the_probability(site in 0_u64..1000, place in 0_i32..243, part in 0.0_f64..1.0) {
        let series = made_up("2023-01-01", "2025-09-01", site, |_| 45.0);
        let (start, next) = (day("2025-01-01"), day("2025-09-01"));
        let lower = |days: &DailySeries, by: f64| {
            let mut lower = days.clone();
            let at = usize::try_from(start.plus(place).number() - days.first.number()).unwrap();
            lower.values[at] = lower.values[at].map(|v| v * by);
            lower
        };
        let p = |s: &DailySeries| project_mean(s, year_target(2025, 45.0), next, &Parameters::for_means(), SEED).probability;
        prop_assert!(p(&series).unwrap() <= p(&lower(&series, part)).unwrap());
        let target = CountTarget { start, end: day("2026-01-01"), most: 90 };
        let count = |s: &DailySeries| project_count(&marks(s, 60.0), target, next, &Parameters::for_counts(), SEED).probability;
        prop_assert!(count(&series).unwrap() <= count(&lower(&series, 0.0)).unwrap());
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes(site in 0_u64..1000, seed in any::<u64>()) {
        let series = made_up("2023-01-01", "2025-09-01", site, |_| 45.0);
        let once = || project_mean(&series, year_target(2025, 45.0), day("2025-09-01"), &Parameters::for_means(), seed);
        prop_assert_eq!(format!("{:?}", once()), format!("{:?}", once()));
        let found = once();
        prop_assert!(found.low <= found.median && found.median <= found.high);
        prop_assert!(found.probability.is_some_and(|p| p > 0.0 && p < 1.0));
    }
}
