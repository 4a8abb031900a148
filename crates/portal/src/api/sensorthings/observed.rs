//! One observation: a value of a datastream in an hour.

use jiff::Timestamp;
use jiff::tz::offset;
use units::{Day, HourEnding};

use super::catalogue::Catalogue;

/// The offset of civil time from UTC, in hours.
pub(super) const OFFSET: i8 = 8;

const MICROS: i64 = 3_600_000_000;

/// A value of a datastream in an hour.
#[derive(Clone, Debug)]
pub(super) struct Observed {
    /// The place of the datastream.
    pub(super) stream: usize,
    pub(super) hour: HourEnding,
    pub(super) value: f64,
    /// When it was learned, in microseconds since 1970 UTC.
    pub(super) known_at: i64,
    /// real, simulated or replayed.
    pub(super) kind: String,
    /// The import that it came with.
    pub(super) source: String,
}

impl Observed {
    /// Its id: the datastream's, and the end of the hour as `2019013123`.
    pub(super) fn id(&self, catalogue: &Catalogue) -> String {
        let stream = &catalogue.streams[self.stream].id;
        let (day, clock) = (
            self.hour.number().div_euclid(24),
            self.hour.number().rem_euclid(24),
        );
        let day = Day::from_number(i32::try_from(day).unwrap_or(i32::MAX)).date();
        format!(
            "{stream}.{:04}{:02}{:02}{clock:02}",
            day.year(),
            day.month(),
            day.day()
        )
    }

    /// The datastream and the hour of an id.
    pub(super) fn of_id(catalogue: &Catalogue, id: &str) -> Option<(usize, HourEnding)> {
        let (stream, stamp) = id.rsplit_once('.')?;
        let digits = stamp.len() == 10 && stamp.bytes().all(|byte| byte.is_ascii_digit());
        let stamp = digits.then_some(stamp)?;
        let day: Day = stamp.get(..8)?.parse().ok()?;
        let clock: i64 = stamp.get(8..)?.parse().ok().filter(|clock| *clock < 24)?;
        let hour = HourEnding::from_number(i64::from(day.number()) * 24 + clock);
        Some((catalogue.stream(stream)?, hour))
    }
}

/// The hours from before the first to the last, as a span of time.
pub(super) fn span(first: HourEnding, last: HourEnding) -> String {
    format!("{}/{}", moment(first.plus(-1)), moment(last))
}

/// The end of an hour.
pub(super) fn moment(hour: HourEnding) -> String {
    let micros = (hour.number() - i64::from(OFFSET)).saturating_mul(MICROS);
    instant(micros)
}

/// A moment in microseconds, as people of UTC+8 write it.
pub(super) fn instant(micros: i64) -> String {
    let moment = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.display_with_offset(offset(OFFSET)).to_string()
}
