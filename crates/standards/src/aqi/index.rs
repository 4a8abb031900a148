//! The index of an hour and of a day: the largest sub-index, its pollutants, and what was missing.

use units::{Exact, MicrogramPerM3, Pollutant, rounding::gb8170};

use super::{Method, PollutantSet, Rounding, Series, Six, exact::iaqi_exact, read};

/// An index with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// The index; `None` (NA) without data or where the edition withholds it.
    pub aqi: Option<u16>,
    /// The sub-index of each item, in the order of `Pollutant::SIX`.
    pub iaqi: [Option<u16>; 6],
    /// The primary pollutants (首要污染物), more than one when they tie.
    pub primary: PollutantSet,
    /// What was missing, and what followed.
    pub completeness: Completeness,
}

/// What an index lacked. An item is missing that has no sub-index: it was not measured, its value is
/// negative, or it lies where the edition defines none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Every item has its sub-index.
    Complete,
    /// Items are missing; the index is that of the others.
    Missing {
        /// The items.
        items: PollutantSet,
    },
    /// Items are missing, and the index of the others is too low to be published (HJ 633-2026 §5.3.1).
    Withheld {
        /// The items.
        items: PollutantSet,
    },
    /// Every item is missing.
    NoData,
}

/// The nine indicators of the real-time report by the letter of HJ 633-2012.
#[derive(Clone, Copy, Debug, Default)]
pub struct HourlyNine {
    /// Hourly means.
    pub hourly: Six,
    /// Running 24-hour mean of PM10.
    pub pm10_24h: Option<MicrogramPerM3>,
    /// Running 24-hour mean of PM2.5.
    pub pm25_24h: Option<MicrogramPerM3>,
    /// Running 8-hour mean of O3.
    pub o3_8h: Option<MicrogramPerM3>,
}

/// Computes the index of an hour from six hourly means.
///
/// PM is read against the daily breakpoints: the rule of 2026, and the platforms' practice under 2012.
#[inline]
pub fn hourly(method: Method, values: &Six) -> Index {
    let (rounding, series) = (method.rounding(), &method.edition.hourly);
    let one =
        |place: usize| values[place].and_then(|value| read(method, rounding, series[place], value));
    conclude(method, std::array::from_fn(one))
}

/// Computes the index of an hour from the nine indicators of HJ 633-2012; the larger O3 sub-index counts.
///
/// Under an edition whose real-time report has the hourly means alone this is [`hourly`].
pub fn hourly_full(method: Method, values: &HourlyNine) -> Index {
    let Some(series) = method.edition.hourly_full else {
        return hourly(method, &values.hourly);
    };
    let value = |series: Series| match series {
        Series::Pm10Day => values.pm10_24h,
        Series::Pm25Day => values.pm25_24h,
        Series::O3Max8h => values.o3_8h,
        other => at(&values.hourly, other),
    };
    let rounding = method.rounding();
    conclude(
        method,
        largest(series, |s| {
            value(s).and_then(|v| read(method, rounding, s, v))
        }),
    )
}

/// Computes the index of a day from daily means, with the daily maximum 8-hour mean at O3.
///
/// `o3_max_1h` is the seventh indicator of 2012, unused by 2026. Without it O3 has its 8-hour sub-index
/// alone and is not reported as missing. Values are rounded as in [`daily_exact`].
pub fn daily(method: Method, values: &Six, o3_max_1h: Option<MicrogramPerM3>) -> Index {
    let rounding = method.daily_rounding();
    let value = |series: Series| {
        if series == Series::O3Hour {
            o3_max_1h
        } else {
            at(values, series)
        }
    };
    conclude(
        method,
        largest(method.edition.daily, |s| {
            value(s).and_then(|v| read(method, rounding, s, v))
        }),
    )
}

/// Computes the index of a day from exact means in µg/m³ (CO too).
///
/// Each is first rounded by GB/T 8170 (2026: HJ 633 itself; 2012: HJ 663-2013), unless the variant takes
/// concentrations as published.
pub fn daily_exact(method: Method, values: &[Option<Exact>; 6], o3_max_1h: Option<Exact>) -> Index {
    let rounding = method.daily_rounding();
    let value = |series: Series| {
        if series == Series::O3Hour {
            o3_max_1h
        } else {
            at(values, series)
        }
    };
    let one = |series: Series| {
        let kept = value(series).map(|v| rounding.map_or(v, |r| rounded(r, series.pollutant(), v)));
        kept.filter(|_| value(series) >= Some(Exact::from_integer(0)))
            .and_then(|v| iaqi_exact(method, series, v))
    };
    conclude(method, largest(method.edition.daily, one))
}

fn at<T: Copy>(six: &[Option<T>; 6], series: Series) -> Option<T> {
    series.pollutant().index().and_then(|place| six[place])
}

/// Rounds a concentration in µg/m³ in the unit that its pollutant is stated in.
fn rounded(rounding: &Rounding, pollutant: Pollutant, value: Exact) -> Exact {
    if !pollutant.in_milligrams() {
        return gb8170(value, rounding.ug_m3_decimals).exact();
    }
    let per_milligram = Exact::from_integer(1000);
    gb8170(value / per_milligram, rounding.mg_m3_decimals).exact() * per_milligram
}

/// The largest sub-index of each pollutant over the series that count.
fn largest(series: &[Series], one: impl Fn(Series) -> Option<u16>) -> [Option<u16>; 6] {
    let mut iaqi = [None; 6];
    for &series in series {
        if let Some(place) = series.pollutant().index() {
            iaqi[place] = iaqi[place].max(one(series));
        }
    }
    iaqi
}

/// Draws the index from the sub-indices; a missing one counts as -1 meanwhile, which compares faster.
#[inline]
fn conclude(method: Method, iaqi: [Option<u16>; 6]) -> Index {
    let edition = method.edition;
    let numbers = iaqi.map(|one| one.map_or(-1, i32::from));
    let largest = numbers.into_iter().fold(-1, i32::max);
    let Ok(most) = u16::try_from(largest) else {
        return Index {
            aqi: None,
            iaqi,
            primary: PollutantSet::EMPTY,
            completeness: Completeness::NoData,
        };
    };
    let items = PollutantSet::of_places(|place| numbers[place] < 0);
    let withheld = edition
        .missing
        .as_ref()
        .is_some_and(|rule| most <= rule.publish_above);
    if withheld && !items.is_empty() {
        let completeness = Completeness::Withheld { items };
        return Index {
            aqi: None,
            iaqi,
            primary: PollutantSet::EMPTY,
            completeness,
        };
    }
    let completeness = if items.is_empty() {
        Completeness::Complete
    } else {
        Completeness::Missing { items }
    };
    let ties = PollutantSet::of_places(|place| numbers[place] == largest);
    let primary = if most > edition.primary_above {
        ties
    } else {
        PollutantSet::EMPTY
    };
    Index {
        aqi: Some(most.max(edition.aqi_floor)),
        iaqi,
        primary,
        completeness,
    }
}
