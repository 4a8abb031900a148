//! Rational numbers over one common denominator, so that sums and sorts are of whole numbers.

use units::{
    Exact,
    rounding::{Mode, to_integer},
};

/// Numbers as whole multiples of one common fraction.
#[derive(Debug)]
pub(crate) struct Scaled {
    denominator: i128,
    numerators: Vec<i128>,
}

/// Concentrations stay below 10^6 and counts below 10^5, so products stay within 128 bits.
const LARGEST_DENOMINATOR: i128 = 1_000_000_000_000_000_000_000_000;

/// What numbers are rounded to when they have no common denominator below the largest.
const FINE_DENOMINATOR: i128 = 1_000_000_000_000;

impl Scaled {
    /// Brings numbers to their common denominator.
    ///
    /// Means of 24 hours, of 8-hour windows and of stations have one far below the bound, so they stay exact.
    /// Numbers that have none (means of means of many different counts) are rounded to 10⁻¹².
    pub(crate) fn of(values: &[Exact]) -> Self {
        let join = |common, value: &Exact| least_common_multiple(common, *value.denom());
        if let Some(denominator) = values.iter().try_fold(1, join) {
            let numerators = values
                .iter()
                .map(|v| v.numer() * (denominator / v.denom()))
                .collect();
            return Self {
                denominator,
                numerators,
            };
        }
        Self {
            denominator: FINE_DENOMINATOR,
            numerators: values.iter().map(finely).collect(),
        }
    }

    /// The mean, `None` of nothing.
    pub(crate) fn mean(&self) -> Option<Exact> {
        let count = i128::try_from(self.numerators.len()).unwrap_or(i128::MAX);
        let sum: i128 = self.numerators.iter().sum();
        (count > 0).then(|| Exact::new(sum, self.denominator * count))
    }

    /// The percentile of HJ 663-2013 A.5; sorts first.
    pub(crate) fn percentile(&mut self, percent: u8) -> Option<Exact> {
        self.numerators.sort_unstable();
        super::percentile_of(&self.numerators, percent)
            .map(|p| p / Exact::from_integer(self.denominator))
    }
}

/// The least common multiple, if it is not too large.
fn least_common_multiple(a: i128, b: i128) -> Option<i128> {
    if a % b == 0 {
        return Some(a);
    }
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x)
        .checked_mul(b)
        .filter(|multiple| *multiple <= LARGEST_DENOMINATOR)
}

fn finely(value: &Exact) -> i128 {
    let (whole, mut rest, mut denominator) =
        (value.to_integer(), *value.fract().numer(), *value.denom());
    while denominator > LARGEST_DENOMINATOR {
        (rest, denominator) = (rest / 2, denominator / 2);
    }
    whole * FINE_DENOMINATOR + to_integer(rest * FINE_DENOMINATOR, denominator, Mode::HalfEven)
}
