//! Positions: nine bytes of state, longitude and latitude, the same in all three standards.

use super::number::Number;

/// A position as sent: the state of positioning and millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bit 0: no fix; bit 1: south; bit 2: west.
    pub state: u8,
    /// The longitude.
    pub longitude: u32,
    /// The latitude.
    pub latitude: u32,
}

impl Position {
    /// The nine bytes of state, longitude and latitude.
    pub(super) fn at_start(bytes: &[u8]) -> Option<Self> {
        let [state, a, b, c, d, e, f, g, h] = *bytes.first_chunk()?;
        Some(Self {
            state,
            longitude: u32::from_be_bytes([a, b, c, d]),
            latitude: u32::from_be_bytes([e, f, g, h]),
        })
    }

    /// Whether the receiver had a fix, and neither coordinate is missing.
    pub fn is_fixed(self) -> bool {
        self.state & 1 == 0 && self.east().is_some() && self.north().is_some()
    }

    /// Degrees east; below zero in the west.
    pub fn east(self) -> Option<Number> {
        degrees(self.longitude, self.state & 4 != 0)
    }

    /// Degrees north; below zero in the south.
    pub fn north(self) -> Option<Number> {
        degrees(self.latitude, self.state & 2 != 0)
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.push(self.state);
        out.extend(self.longitude.to_be_bytes());
        out.extend(self.latitude.to_be_bytes());
    }
}

fn degrees(raw: u32, negative: bool) -> Option<Number> {
    let mantissa = i64::from(raw);
    (raw != u32::MAX).then_some(Number {
        mantissa: if negative { -mantissa } else { mantissa },
        scale: 6,
    })
}
