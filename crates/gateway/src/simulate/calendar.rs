//! When a simulated monitor sends what: each kind at the end of its interval, in the order of time.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::plan::{Kind, Plan};

/// What is due and when, in seconds of civil time counted as if it were UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    /// When it is sent.
    pub(super) at: i64,
    /// What its DataTime says: the begin of the interval, or the moment of sampling.
    pub(super) data_time: i64,
    /// What is sent.
    pub(super) kind: Kind,
}

/// The dues of one device.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    next: Vec<(Kind, i64, i64)>,
}

impl Calendar {
    /// From the start of a plan on.
    pub(super) fn new(plan: &Plan) -> Self {
        let start = seconds(plan.start);
        let next = plan.kinds.iter().map(|kind| {
            let interval = interval(plan, *kind);
            (*kind, (start.div_euclid(interval) + 1) * interval, interval)
        });
        Self {
            next: next.collect(),
        }
    }

    /// What is due next, without taking it.
    pub(super) fn peek(&self) -> Option<Due> {
        let (kind, at, interval) = self.next.iter().min_by_key(|(_, at, _)| *at)?;
        let data_time = if *kind == Kind::RealTime {
            *at
        } else {
            at - interval
        };
        Some(Due {
            at: *at,
            data_time,
            kind: *kind,
        })
    }

    /// Takes what is due next.
    pub(super) fn take(&mut self) -> Option<Due> {
        let due = self.peek()?;
        for (kind, at, interval) in &mut self.next {
            if *kind == due.kind {
                *at += *interval;
            }
        }
        Some(due)
    }

    /// The shortest interval, in seconds.
    pub(super) fn shortest(&self) -> i64 {
        let intervals = self.next.iter().map(|(_, _, interval)| *interval);
        intervals.min().unwrap_or(1)
    }

    /// Changes the interval of a kind, as a host may ask.
    pub(super) fn set_interval(&mut self, kind: Kind, seconds: i64) {
        for (each, _, interval) in &mut self.next {
            if *each == kind && seconds > 0 {
                *interval = seconds;
            }
        }
    }
}

fn interval(plan: &Plan, kind: Kind) -> i64 {
    match kind {
        Kind::RealTime => i64::from(plan.real_time_interval_s.max(1)),
        Kind::Minute => 60 * i64::from(plan.minute_interval_min.max(1)),
        Kind::Hour => 3_600,
        Kind::Day => 86_400,
    }
}

/// Seconds of a civil time, counted as if it were UTC.
pub(super) fn seconds(civil: DateTime) -> i64 {
    Offset::UTC
        .to_timestamp(civil)
        .map_or(0, Timestamp::as_second)
}

/// The civil time of such seconds.
pub(super) fn civil(seconds: i64) -> DateTime {
    let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_come_in_the_order_of_time_with_the_begin_of_their_interval() {
        let mut plan = Plan::new("");
        plan.kinds = vec![Kind::Minute, Kind::Hour];
        plan.minute_interval_min = 30;
        let mut calendar = Calendar::new(&plan);
        let start = seconds(plan.start);
        let dues: Vec<_> = (0..3).filter_map(|_| calendar.take()).collect();
        let expected = [
            (1_800, 0, Kind::Minute),
            (3_600, 1_800, Kind::Minute),
            (3_600, 0, Kind::Hour),
        ];
        for (due, (at, data_time, kind)) in dues.iter().zip(expected) {
            assert_eq!(
                (due.at - start, due.data_time - start, due.kind),
                (at, data_time, kind)
            );
        }
    }
}
