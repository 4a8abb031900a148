//! A token bucket: how much of something may pass in a second, and at once.

use std::time::{Duration, Instant};

/// A rate with a burst, and what is left of it.
#[derive(Debug)]
pub(crate) struct Bucket {
    per_s: f64,
    burst: f64,
    left: f64,
    at: Instant,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(per_s: u32, burst: u32, now: Instant) -> Self {
        Self {
            per_s: f64::from(per_s.max(1)),
            burst: f64::from(burst),
            left: f64::from(burst),
            at: now,
        }
    }

    /// Takes an amount that has already come, and says how long to wait before more is let in.
    pub(crate) fn pay(&mut self, amount: usize, now: Instant) -> Duration {
        self.fill(now);
        self.left -= amount as f64;
        if self.left >= 0.0 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(-self.left / self.per_s)
    }

    /// Takes an amount if it is there.
    pub(crate) fn take(&mut self, amount: usize, now: Instant) -> bool {
        self.fill(now);
        let enough = self.left >= amount as f64;
        if enough {
            self.left -= amount as f64;
        }
        enough
    }

    fn fill(&mut self, now: Instant) {
        let gone = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + gone * self.per_s).min(self.burst);
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_faster_than_the_rate_waits_for_its_tokens() {
        let start = Instant::now();
        let mut bucket = Bucket::new(10, 5, start);
        assert_eq!(bucket.pay(5, start), Duration::ZERO);
        assert_eq!(bucket.pay(5, start), Duration::from_millis(500));
        let later = start + Duration::from_mins(1);
        assert!(bucket.take(5, later));
        assert!(!bucket.take(1, later));
    }
}
