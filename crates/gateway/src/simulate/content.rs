//! The values of a simulated outlet, written as HJ 212 has them; nothing here is measured.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use rand::Rng;
use rand_pcg::Pcg64;
use serde::Deserialize;

use super::calendar::civil;
use super::plan::Kind;

static OUTLET: LazyLock<Outlet> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/simulated_outlet.json"))
        .expect("the table is part of the program and a test reads it")
});

#[derive(Deserialize)]
struct Outlet {
    factors: Vec<Factor>,
}

#[derive(Deserialize)]
struct Factor {
    code: String,
    low: u64,
    high: u64,
    decimals: usize,
    folded: bool,
    amount: bool,
}

/// Writes what stands between `&&` and `&&` for a kind and DataTime.
pub(super) fn write(out: &mut Vec<u8>, kind: Kind, data_time: i64, random: &mut Pcg64) {
    out.extend_from_slice(b"DataTime=");
    push_time(out, civil(data_time));
    for factor in &OUTLET.factors {
        out.push(b';');
        factor.write(out, kind, random.next_u64());
    }
}

impl Factor {
    fn write(&self, out: &mut Vec<u8>, kind: Kind, drawn: u64) {
        let average = self.low + drawn % (self.high - self.low + 1);
        let spread = (drawn >> 32) % (average / 8 + 1);
        if kind == Kind::RealTime {
            self.field(out, "Rtd", average);
            if self.folded {
                self.field(out, "ZsRtd", average * 5 / 4);
            }
        } else {
            let (min, max) = (average - spread, average + spread);
            self.field(out, "Min", min);
            self.field(out, "Avg", average);
            self.field(out, "Max", max);
            if kind != Kind::Minute {
                self.sums(out, average, min, max);
            }
        }
        out.extend_from_slice(self.code.as_bytes());
        out.extend_from_slice(b"-Flag=N");
    }

    fn sums(&self, out: &mut Vec<u8>, average: u64, min: u64, max: u64) {
        if self.folded {
            self.field(out, "ZsMin", min * 5 / 4);
            self.field(out, "ZsAvg", average * 5 / 4);
            self.field(out, "ZsMax", max * 5 / 4);
        }
        if self.amount {
            self.field(out, "Cou", average / 4);
        }
    }

    fn field(&self, out: &mut Vec<u8>, field: &str, mantissa: u64) {
        out.extend_from_slice(self.code.as_bytes());
        out.push(b'-');
        out.extend_from_slice(field.as_bytes());
        out.push(b'=');
        push_decimal(out, mantissa, self.decimals);
        out.push(b',');
    }
}

/// Writes a civil time as 14 digits.
pub(super) fn push_time(out: &mut Vec<u8>, time: DateTime) {
    push_digits(out, u64::from(time.year().unsigned_abs()), 4);
    for part in [
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    ] {
        push_digits(out, u64::from(part.unsigned_abs()), 2);
    }
}

/// Writes a number with leading zeros.
pub(super) fn push_digits(out: &mut Vec<u8>, value: u64, width: usize) {
    let start = out.len();
    out.resize(start + width, b'0');
    let mut rest = value;
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
}

fn push_decimal(out: &mut Vec<u8>, mantissa: u64, decimals: usize) {
    let unit = 10_u64.pow(u32::try_from(decimals).unwrap_or_default());
    let whole = mantissa / unit;
    let width = whole.checked_ilog10().map_or(1, |log| log as usize + 1);
    push_digits(out, whole, width);
    out.push(b'.');
    push_digits(out, mantissa % unit, decimals);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_zeros() {
        let mut out = Vec::new();
        push_decimal(&mut out, 12_045, 3);
        out.push(b' ');
        push_decimal(&mut out, 50, 3);
        out.push(b' ');
        push_digits(&mut out, 7, 3);
        assert_eq!(out, b"12.045 0.050 007");
    }
}
