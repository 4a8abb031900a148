//! Rankings of cities by composite index and by its change, and counts of days by AQI level.
//!
//! Source: 环办监测〔2018〕19号 (good to bad, equal index equal rank) and the change ranking of 2017. Day counts
//! keep sand-dust days (环办监测〔2016〕120号); only concentrations and the index leave them out.

use units::{Exact, Rounded, rounding::gb8170};

use crate::validity::{Cited, RANKING, latest};

/// The rules of rankings in force.
#[derive(Debug)]
pub struct Rules {
    /// Decimals of a change rate in per cent.
    pub change_rate_decimals: Cited<u32>,
    /// Decimals of the index at which two cities are equal.
    pub index_decimals: Cited<u32>,
    /// Whether a worsening list leaves out cities that meet every level 2 limit.
    pub worsening_leaves_out_attaining: Cited<bool>,
    /// The worst AQI level of a good day (优良天数).
    pub good_level: Cited<u32>,
    /// The mildest AQI level of a heavily polluted day (重污染天数).
    pub heavy_level: Cited<u32>,
    /// Whether sand-dust days are left out of PM10 concentrations.
    pub sand_dust_deducts_pm10: Cited<bool>,
    /// Whether sand-dust days are left out of PM2.5 concentrations.
    pub sand_dust_deducts_pm25: Cited<bool>,
    /// Whether a day left out still counts towards validity.
    pub sand_dust_days_count_as_valid: Cited<bool>,
}

/// Days of a period by AQI level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// Good days (优良天数): AQI at most 100.
    pub good: u32,
    /// Heavily polluted days (重污染天数): AQI above 200.
    pub heavy: u32,
    /// Days with an AQI.
    pub valid: u32,
    /// Days of each level, from level 1 (优) to level 6 (严重污染).
    pub by_level: [u32; 6],
}

/// The rules in force.
pub fn rules() -> &'static Rules {
    &RANKING
}

/// Brings an index to the decimals at which a ranking compares.
pub fn ranked_index(index: Exact) -> Rounded {
    gb8170(index, RANKING.index_decimals.value)
}

/// Ranks from good to bad: 1 is the lowest; equal values share a rank (1, 2, 2, 4).
///
/// Without a value there is no rank.
pub fn rank(indices: &[Option<Rounded>]) -> Vec<Option<u32>> {
    let values: Vec<Option<Exact>> = indices.iter().map(|i| i.map(Rounded::exact)).collect();
    rank_ascending(&values)
}

/// Ranks from bad to good (倒数第几): 1 is the highest; equal values share a rank.
pub fn rank_from_worst(indices: &[Option<Rounded>]) -> Vec<Option<u32>> {
    let values: Vec<Option<Exact>> = indices.iter().map(|i| i.map(|r| -r.exact())).collect();
    rank_ascending(&values)
}

/// The change from the same period before, in per cent; `None` when there is nothing to compare with.
pub fn change_rate(now: Exact, before: Exact) -> Option<Rounded> {
    let comparable = before > Exact::from_integer(0);
    let rate = || (now - before) / before * Exact::from_integer(100);
    comparable.then(|| gb8170(rate(), RANKING.change_rate_decimals.value))
}

/// Ranks changes from most improved (the lowest) to most worsened.
pub fn improvement_rank(changes: &[Option<Rounded>]) -> Vec<Option<u32>> {
    rank(changes)
}

/// Ranks changes from most worsened; cities that meet every level 2 limit are left out.
///
/// `attains` stands beside `changes`; a city for which it is absent is not left out.
pub fn worsening_rank(changes: &[Option<Rounded>], attains: &[bool]) -> Vec<Option<u32>> {
    let left_out = |i: usize| {
        RANKING.worsening_leaves_out_attaining.value && attains.get(i).copied().unwrap_or(false)
    };
    let listed: Vec<Option<Rounded>> = changes
        .iter()
        .enumerate()
        .map(|(i, change)| change.filter(|_| !left_out(i)))
        .collect();
    rank_from_worst(&listed)
}

/// Counts days by AQI level, 1 to 6; a day without an AQI is `None`.
///
/// Sand-dust days are counted as any other.
pub fn day_counts(levels: &[Option<u8>]) -> DayCounts {
    let mut counts = DayCounts::default();
    for level in levels.iter().flatten() {
        let place = usize::from(*level).wrapping_sub(1);
        let Some(days) = counts.by_level.get_mut(place) else {
            continue;
        };
        *days += 1;
        counts.valid += 1;
        counts.good += u32::from(u32::from(*level) <= RANKING.good_level.value);
        counts.heavy += u32::from(u32::from(*level) >= RANKING.heavy_level.value);
    }
    counts
}

impl DayCounts {
    /// Good days as a share of days with an AQI, in per cent (优良天数比例).
    pub fn good_ratio(&self) -> Option<Rounded> {
        self.ratio(self.good)
    }

    /// Heavily polluted days as a share of days with an AQI, in per cent.
    pub fn heavy_ratio(&self) -> Option<Rounded> {
        self.ratio(self.heavy)
    }

    /// Any count of days as a share of days with an AQI, in per cent.
    pub fn ratio(&self, days: u32) -> Option<Rounded> {
        let share = || Exact::new(i128::from(days) * 100, i128::from(self.valid));
        (self.valid > 0).then(|| gb8170(share(), latest().rate_decimals.value))
    }
}

fn rank_ascending(values: &[Option<Exact>]) -> Vec<Option<u32>> {
    let mut sorted: Vec<Exact> = values.iter().flatten().copied().collect();
    sorted.sort_unstable();
    let place = |value: &Exact| sorted.partition_point(|other| other < value) + 1;
    let ranked = |value: &Option<Exact>| value.as_ref().and_then(|v| u32::try_from(place(v)).ok());
    values.iter().map(ranked).collect()
}
