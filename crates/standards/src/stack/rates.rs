//! Capture rate of a quarter (HJ 75-2017) and effective transmission rate (传输有效率).
//!
//! A rate of nothing is unknown, not zero and not one hundred.

use units::{Coverage, Exact};

use super::{HourAmount, Rules};

/// Hours of a quarter: of all, how many were invalid and in how many the plant stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Capture {
    /// All hours, H.
    pub hours: u32,
    /// Hours without valid data while the plant ran.
    pub invalid: u32,
    /// Hours in which the plant stood still.
    pub stopped: u32,
}

/// What was to come, what came, and what of it was valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Transmission {
    /// Values that were to be sent.
    pub expected: u32,
    /// Values received.
    pub received: u32,
    /// Valid values among them.
    pub valid: u32,
}

impl Capture {
    /// Counts hours by their state; an hour that is not given is not counted.
    pub fn of<'a>(hours: impl IntoIterator<Item = &'a HourAmount>) -> Self {
        let mut counted = Self::default();
        for hour in hours {
            counted.hours += 1;
            match hour {
                HourAmount::Valid(_) => {}
                HourAmount::Stopped => counted.stopped += 1,
                HourAmount::Invalid(_) => counted.invalid += 1,
            }
        }
        counted
    }

    /// Valid hours against hours in which the plant ran.
    pub fn coverage(self) -> Coverage {
        let running = self.hours.saturating_sub(self.stopped);
        Coverage::new(running.saturating_sub(self.invalid), running)
    }

    /// `α = (H − H_invalid − H_stop)/(H − H_stop) × 100 %`; `None` when the plant never ran.
    pub fn percent(self) -> Option<Exact> {
        percent(self.coverage().valid, self.coverage().expected)
    }

    /// Whether the quarter has the capture rate that the rules ask for; `None` when the plant never ran.
    pub fn suffices(self, rules: &Rules) -> Option<bool> {
        let needed = Exact::from_integer(i128::from(rules.capture_percent.value));
        self.percent().map(|percent| percent >= needed)
    }
}

impl Transmission {
    /// Transmission rate (传输率) in per cent.
    pub fn transmission_percent(self) -> Option<Exact> {
        percent(self.received.min(self.expected), self.expected)
    }

    /// Share of valid values among those received (有效率), in per cent.
    pub fn valid_percent(self) -> Option<Exact> {
        percent(self.valid.min(self.received), self.received)
    }

    /// Effective transmission rate, the product of the two, in per cent.
    pub fn effective_percent(self) -> Option<Exact> {
        let hundred = Exact::from_integer(100);
        let received = self.transmission_percent()?;
        // Where nothing came, no share of it is known, and the rate is nought all the same.
        let valid = self.valid_percent().unwrap_or_default();
        Some(received * valid / hundred)
    }
}

/// Counts are below 2³², so the fraction stays far within 128 bits.
fn percent(part: u32, all: u32) -> Option<Exact> {
    (all > 0).then(|| Exact::new(i128::from(part) * 100, i128::from(all)))
}
