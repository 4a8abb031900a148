//! Rolling windows over an hourly series with gaps.

/// Sum and count of the present values in the window that ends at each position.
///
/// Position `i` covers `values[i + 1 - length ..= i]`, cut at the start of the slice.
///
/// ```
/// let sums = units::window::rolling(&[Some(1), None, Some(3)], 2);
/// assert_eq!(sums, vec![(1, 1), (1, 1), (3, 1)]);
/// ```
pub fn rolling(values: &[Option<i64>], length: usize) -> Vec<(i64, u32)> {
    let (mut sum, mut valid) = (0_i64, 0_u32);
    let mut sums = Vec::with_capacity(values.len());
    for (i, value) in values.iter().enumerate() {
        if let Some(value) = value {
            sum += value;
            valid += 1;
        }
        if i >= length
            && let Some(left) = values[i - length]
        {
            sum -= left;
            valid -= 1;
        }
        sums.push((sum, valid));
    }
    sums
}
