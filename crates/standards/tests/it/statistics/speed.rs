//! A long series passes through in one go; its time is measured by the benches, not here.

use std::collections::BTreeSet;

use standards::{daily::statistics, evaluation::evaluate};
use units::{MicrogramPerM3, Period};

use super::{day, rules};

#[test]
fn seven_and_a_half_years_of_hours_give_yearly_statistics() {
    let days: Vec<_> = day("2013-12-01").until(day("2021-06-01")).collect();
    let pattern = |h: i64| Some(MicrogramPerM3::from_thousandths(h * 7919 % 300_000));
    let hours: Vec<Option<MicrogramPerM3>> = (0..).take(24 * days.len()).map(pattern).collect();
    let of_day = |(i, d): (usize, &units::Day)| {
        let one = &hours[24 * i..24 * (i + 1)];
        statistics(rules(), *d, [one; 6], MicrogramPerM3::new(160))
    };
    let daily: Vec<_> = days.iter().enumerate().map(of_day).collect();
    let years: Vec<_> = (2014..=2020)
        .map(|y| evaluate(rules(), Period::Year(y), &daily, &BTreeSet::new()))
        .collect();
    assert!(years.iter().flatten().all(|e| e.valid));
}
