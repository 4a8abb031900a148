//! One cell of a row on its way into the lake.

use lake::telemetry::{AMOUNT_PRECISION, AMOUNT_SCALE};

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Cell<'a> {
    #[default]
    Missing,
    /// A decimal in units of the last stored decimal place: its upper and lower half.
    Number(i64, u64),
    /// A whole number.
    Integer(i64),
    /// Microseconds of civil time.
    Time(i64),
    Text(&'a str),
    Owned(Box<str>),
}

impl<'a> Cell<'a> {
    pub(crate) fn number(units: i128) -> Self {
        let high = i64::try_from(units >> 64).expect("the upper half of an i128 is an i64");
        let low = u64::try_from(units & i128::from(u64::MAX)).expect("the lower half is a u64");
        Self::Number(high, low)
    }

    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Missing, Self::Text)
    }

    pub(crate) fn owned(text: impl Into<Box<str>>) -> Self {
        Self::Owned(text.into())
    }

    pub(crate) fn integer(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Missing, |number| Self::Integer(number.into()))
    }

    /// The decimal, in units of the last stored decimal place.
    pub(crate) fn as_units(&self) -> Option<i128> {
        match self {
            Self::Number(high, low) => Some((i128::from(*high) << 64) | i128::from(*low)),
            _ => None,
        }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) | Self::Time(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Owned(text) => Some(text),
            _ => None,
        }
    }

    /// Writes the cell so that two cells agree exactly when their bytes do.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Missing => out.push(0),
            Self::Number(..) => {
                out.push(1);
                let units = self.as_units().unwrap_or_default();
                write_signed(units, out);
            }
            Self::Integer(number) | Self::Time(number) => {
                out.push(2);
                write_signed(i128::from(*number), out);
            }
            Self::Text(_) | Self::Owned(_) => {
                out.push(3);
                let text = self.as_text().unwrap_or_default();
                write_signed(text.len() as i128, out);
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

/// Seven bits a byte, the sign folded into the lowest.
fn write_signed(number: i128, out: &mut Vec<u8>) {
    let mut rest = ((number << 1) ^ (number >> 127)).cast_unsigned();
    loop {
        let low = u8::try_from(rest & 0x7f).expect("seven bits fit a byte");
        rest >>= 7;
        if rest == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// A decimal in units of the last stored place; `None` when it has more digits than the tables hold.
pub(crate) fn stored(mantissa: i64, scale: u8) -> Option<i128> {
    let kept = u32::from(AMOUNT_SCALE.unsigned_abs());
    let scale = u32::from(scale);
    let units = if scale <= kept {
        i128::from(mantissa).checked_mul(10_i128.checked_pow(kept - scale)?)?
    } else {
        let divisor = 10_i128.checked_pow(scale - kept)?;
        let mantissa = i128::from(mantissa);
        (mantissa % divisor == 0).then_some(mantissa / divisor)?
    };
    let limit = 10_i128.pow(u32::from(AMOUNT_PRECISION));
    (units.abs() < limit).then_some(units)
}
