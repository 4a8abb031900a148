//! What is known on the day of a forecast: later values cannot be reached from here.

use units::{Day, Period};

/// At least this share of days must be valid where a mean of them is used.
pub(super) const ENOUGH: f64 = 0.75;

/// The values of a series before a day.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    first: Day,
    values: &'a [Option<f64>],
}

/// The sum and number of valid values among some days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Total {
    pub(super) sum: f64,
    pub(super) valid: u32,
    pub(super) days: u32,
}

impl Total {
    /// The mean of the valid days, if there are any.
    pub(super) fn mean(self) -> Option<f64> {
        (self.valid > 0).then(|| self.sum / f64::from(self.valid))
    }

    /// Whether enough of the days are valid.
    pub(super) fn enough(self) -> bool {
        self.valid > 0 && f64::from(self.valid) >= ENOUGH * f64::from(self.days)
    }

    pub(super) fn add(&mut self, value: Option<f64>) {
        self.days += 1;
        if let Some(value) = value {
            self.sum += value;
            self.valid += 1;
        }
    }
}

impl<'a> Known<'a> {
    /// The values of days before `next_day`.
    pub(super) fn before(first: Day, values: &'a [Option<f64>], next_day: Day) -> Self {
        let days = first.until(next_day).len().min(values.len());
        Self {
            first,
            values: &values[..days],
        }
    }

    /// The first day that the series could have a value for.
    pub(super) fn first(&self) -> Day {
        self.first
    }

    /// The value of a day, if it is known, valid and finite.
    pub(super) fn get(&self, day: Day) -> Option<f64> {
        let place = usize::try_from(day.number().checked_sub(self.first.number())?).ok()?;
        self.values.get(place).copied()?.filter(|v| v.is_finite())
    }

    /// The total of days.
    pub(super) fn total(&self, days: impl Iterator<Item = Day>) -> Total {
        let mut total = Total::default();
        days.for_each(|day| total.add(self.get(day)));
        total
    }

    /// How many of the days are marked, where the values are marks of 0 and 1.
    pub(super) fn marked(&self, days: impl Iterator<Item = Day>) -> u32 {
        let marked = days.filter(|day| self.get(*day).is_some_and(|v| v > 0.5));
        u32::try_from(marked.count()).unwrap_or(u32::MAX)
    }

    /// The totals of some days and of the same days one year earlier, over the days valid in both.
    pub(super) fn paired(&self, days: impl Iterator<Item = Day>) -> (Total, Total) {
        let (mut now, mut then) = (Total::default(), Total::default());
        for day in days {
            let pair = self.get(day).zip(self.get(years_before(day, 1)));
            now.add(pair.map(|p| p.0));
            then.add(pair.map(|p| p.1));
        }
        (now, then)
    }
}

/// The same day of the calendar some years earlier; 29 February becomes 28 February.
pub(super) fn years_before(day: Day, years: u16) -> Day {
    (0..years).fold(day, |day, _| Period::Day(day).year_before().start())
}
