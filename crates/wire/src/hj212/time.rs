//! Times as the wire writes them, `YYYYMMDDhhmmss` in civil time of the site (UTC+8). They stay text here:
//! only whether the calendar has such a time is known.

/// A time of the calendar, in civil time of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

impl Civil {
    /// The time of 14 digits; none where the calendar has no such time.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_bytes(text.as_bytes())
    }

    pub(super) fn parse_bytes(text: &[u8]) -> Option<Self> {
        let digits: &[u8; 14] = text.try_into().ok()?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let two = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
        let time = Self {
            year: u16::from(two(0)) * 100 + u16::from(two(2)),
            month: two(4),
            day: two(6),
            hour: two(8),
            minute: two(10),
            second: two(12),
        };
        let possible = time.day >= 1
            && time.day <= days_of_month(time.year, time.month)
            && time.hour < 24
            && time.minute < 60
            && time.second < 60;
        possible.then_some(time)
    }
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}
