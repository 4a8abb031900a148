//! Exact rational numbers: what a mean, a percentile or an index is before it is rounded.

/// An exact rational number, always in lowest terms.
pub type Exact = num_rational::Ratio<i128>;

/// The mean of `count` whole numbers whose sum is `sum`, each a thousandth of the unit.
///
/// `None` when nothing was counted: a mean of nothing is unknown, not zero.
pub fn mean(sum_thousandths: i64, count: u32) -> Option<Exact> {
    (count > 0).then(|| Exact::new(i128::from(sum_thousandths), i128::from(count) * 1000))
}
