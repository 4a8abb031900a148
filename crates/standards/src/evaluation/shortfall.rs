//! What a period lacks before its statistics count (GB 3095 table 4; HJ 663-2013).

use std::fmt;

use units::{Month, Period};

use super::is_whole;
use crate::{
    daily::DayStatistics,
    validity::{RANKING, Rules},
};

/// A requirement that a period does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shortfall {
    /// A month has too few days.
    Month {
        /// The month.
        month: Month,
        /// Its days with a valid value.
        valid: u32,
        /// How many it needs.
        required: u32,
    },
    /// The whole period has too few days.
    Days {
        /// Its days with a valid value.
        valid: u32,
        /// How many it needs.
        required: u32,
    },
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month {
                month,
                valid,
                required,
            } => f.pad(&format!("{month}: {valid} of {required} days")),
            Self::Days { valid, required } => f.pad(&format!("{valid} of {required} days")),
        }
    }
}

/// A period cut into months, and the month that each of some days lies in.
pub(super) struct Months {
    period: Period,
    parts: Vec<Month>,
    places: Vec<usize>,
}

impl Months {
    /// Cuts a period; the days must lie in it.
    pub(super) fn of(period: Period, days: &[&DayStatistics]) -> Self {
        let parts: Vec<Month> = period.months().collect();
        let starts: Vec<_> = parts.iter().map(|m| m.first()).collect();
        let place = |day: &&DayStatistics| {
            starts
                .partition_point(|&start| start <= day.day)
                .saturating_sub(1)
        };
        let places = days.iter().map(place).collect();
        Self {
            period,
            parts,
            places,
        }
    }

    /// What item `i` lacks, where `dusty` says which days were deducted.
    pub(super) fn shortfalls(
        &self,
        rules: &Rules,
        days: &[&DayStatistics],
        i: usize,
        dusty: impl Fn(&DayStatistics) -> bool,
    ) -> Vec<Shortfall> {
        let mut counts = vec![0_u32; self.parts.len()];
        for (day, &place) in days.iter().zip(&self.places) {
            let counted = RANKING.sand_dust_days_count_as_valid.value || !dusty(day);
            counts[place] += u32::from(counted && day.values[i].value.is_some());
        }
        let monthly = self
            .parts
            .iter()
            .zip(&counts)
            .filter_map(|(&m, &valid)| self.month(rules, m, valid));
        let whole = self.whole(rules, counts.iter().sum());
        whole.into_iter().chain(monthly).collect()
    }

    fn whole(&self, rules: &Rules, valid: u32) -> Option<Shortfall> {
        let required = match self.period {
            Period::Year(_) => rules.year_days.value,
            Period::Day(_) => 1,
            _ => return None,
        };
        (valid < required).then_some(Shortfall::Days { valid, required })
    }

    fn month(&self, rules: &Rules, month: Month, valid: u32) -> Option<Shortfall> {
        let asked = match self.period {
            Period::Day(_) => false,
            Period::Month(_) => true,
            _ => rules.every_month.value,
        };
        let required = self.required(rules, month);
        (asked && valid < required).then_some(Shortfall::Month {
            month,
            valid,
            required,
        })
    }

    /// Days that the part of a month within the period needs.
    fn required(&self, rules: &Rules, month: Month) -> u32 {
        let whole = rules.required_days(month);
        if is_whole(month, self.period) {
            return whole;
        }
        if !rules.part_month_in_proportion.value {
            return 0;
        }
        let first = self.period.start().max(month.first());
        let end = self.period.end().min(month.next().first());
        let part = u32::try_from(first.until(end).len()).unwrap_or(u32::MAX);
        (part * whole).div_ceil(month.days())
    }
}
