//! From hourly values to the values of one natural day: means, the daily maximum 8 h mean of ozone, and
//! the value of a city from its stations (GB 3095 table 4; HJ 663-2013).
//!
//! A number below the required coverage is not dropped but called indicative, and never takes part in a
//! statistic. Hours are hours 1 to 24 of the natural day; this module knows no clock.

use units::{Coverage, Day, Exact, MicrogramPerM3, Pollutant, window::rolling};

use crate::{evaluation::scaled::Scaled, validity::Rules};

/// A value of one day, and how complete it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DailyValue {
    /// The value in µg/m³ if the rules hold it valid.
    pub value: Option<Exact>,
    /// The value whatever its coverage; `None` if nothing was measured.
    pub indicative: Option<Exact>,
    /// What it rests on: hours, running means or stations.
    pub coverage: Coverage,
}

/// The values of one natural day at one site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayStatistics {
    /// The day.
    pub day: Day,
    /// The six items in the order of [`Pollutant::SIX`]; ozone as daily maximum 8 h mean.
    pub values: [DailyValue; 6],
    /// The highest hourly mean of ozone.
    pub o3_max_1h: Option<MicrogramPerM3>,
}

/// All values of a day from the hours 1 to 24 of the six items, in the order of [`Pollutant::SIX`].
pub fn statistics(
    rules: &Rules,
    day: Day,
    hours: [&[Option<MicrogramPerM3>]; 6],
    o3_limit: MicrogramPerM3,
) -> DayStatistics {
    let value = |i: usize| match Pollutant::SIX[i] {
        Pollutant::O3 => mda8(rules, hours[i], o3_limit),
        _ => mean(rules, hours[i]),
    };
    let o3 = Pollutant::O3.index().map_or(&[][..], |i| hours[i]);
    DayStatistics {
        day,
        values: std::array::from_fn(value),
        o3_max_1h: max_1h(o3),
    }
}

/// The mean of the hours of a natural day (日平均).
pub fn mean(rules: &Rules, hours: &[Option<MicrogramPerM3>]) -> DailyValue {
    let (mut sum, mut valid) = (0_i64, 0_u32);
    for hour in hours.iter().flatten() {
        sum += hour.thousandths();
        valid += 1;
    }
    let coverage = Coverage {
        valid,
        ..Coverage::of(hours)
    };
    judged(
        exact_mean(sum, valid),
        coverage,
        coverage.reaches(rules.day_hours.value),
    )
}

/// The daily maximum 8 h mean of ozone (日最大8小时平均).
///
/// The running means are those that lie wholly within the day; coverage counts the valid ones of them. With
/// too few the maximum still counts when, rounded, it exceeds `limit`, the level 2 limit. The indicative
/// value is the highest valid running mean, or the highest of any when none is valid.
pub fn mda8(rules: &Rules, hours: &[Option<MicrogramPerM3>], limit: MicrogramPerM3) -> DailyValue {
    let thousandths: Vec<Option<i64>> = hours
        .iter()
        .map(|h| h.map(MicrogramPerM3::thousandths))
        .collect();
    let skipped = rules.o3_window_length.value.saturating_sub(1) as usize;
    let windows = rolling(&thousandths, rules.o3_window_length.value as usize);
    let whole = windows.get(skipped..).unwrap_or_default();
    let enough = |window: &&(i64, u32)| window.1 >= rules.o3_window_hours.value;
    let valid = u32::try_from(whole.iter().filter(enough).count()).unwrap_or(u32::MAX);
    let coverage = Coverage::new(valid, rules.day_windows());
    let highest_valid = highest(whole.iter().filter(enough));
    let exceeds = |max: Exact| rules.rounded(Pollutant::O3, max) > limit.ug_m3();
    let counts = coverage.reaches(rules.o3_day_windows.value)
        || (rules.o3_exceedance_suffices.value && highest_valid.is_some_and(exceeds));
    judged(
        highest_valid.or_else(|| highest(windows.iter())),
        coverage,
        counts && valid > 0,
    )
}

/// The highest hourly mean of a day.
pub fn max_1h(hours: &[Option<MicrogramPerM3>]) -> Option<MicrogramPerM3> {
    hours.iter().flatten().copied().max()
}

/// The mean of a city's stations (HJ 663-2013), valid with the required share of them.
pub fn city_value(rules: &Rules, stations: &[Option<Exact>]) -> DailyValue {
    let present: Vec<Exact> = stations.iter().flatten().copied().collect();
    let coverage = Coverage::of(stations);
    let required = u64::from(coverage.expected) * u64::from(rules.city_station_percent.value);
    let counts = u64::from(coverage.valid) * PERCENT >= required;
    judged(Scaled::of(&present).mean(), coverage, counts)
}

/// The running 8 h mean that ends at each hour of a series without gaps in time (8小时滑动平均).
///
/// The first hours of the series have fewer hours behind them, and so less coverage.
pub fn running_8h(rules: &Rules, hours: &[Option<MicrogramPerM3>]) -> Vec<DailyValue> {
    let thousandths: Vec<Option<i64>> = hours
        .iter()
        .map(|h| h.map(MicrogramPerM3::thousandths))
        .collect();
    let windows = rolling(&thousandths, rules.o3_window_length.value as usize);
    let judge = |(sum, valid)| {
        let coverage = Coverage::new(valid, rules.o3_window_length.value);
        judged(
            exact_mean(sum, valid),
            coverage,
            coverage.reaches(rules.o3_window_hours.value),
        )
    };
    windows.into_iter().map(judge).collect()
}

const PERCENT: u64 = 100;

fn judged(indicative: Option<Exact>, coverage: Coverage, counts: bool) -> DailyValue {
    DailyValue {
        value: indicative.filter(|_| counts),
        indicative,
        coverage,
    }
}

/// The highest mean of windows given as sum and count; compared crosswise, so nothing is divided.
fn highest<'a>(windows: impl Iterator<Item = &'a (i64, u32)>) -> Option<Exact> {
    let measured = windows.filter(|w| w.1 > 0);
    let max = measured.max_by_key(|w| Fraction(w.0, w.1))?;
    exact_mean(max.0, max.1)
}

struct Fraction(i64, u32);

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0 * i64::from(other.1)).cmp(&(other.0 * i64::from(self.1)))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

/// As [`units::mean`], but reduced in 64 bits, which a year of hours needs to be quick.
fn exact_mean(sum_thousandths: i64, count: u32) -> Option<Exact> {
    let denominator = u64::from(count) * 1000;
    let (mut a, mut b) = (sum_thousandths.unsigned_abs(), denominator);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (count > 0).then(|| {
        Exact::new_raw(
            i128::from(sum_thousandths) / i128::from(a),
            i128::from(denominator / a),
        )
    })
}
