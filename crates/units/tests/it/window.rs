//! Rolling windows and coverage against a slow twin.

use proptest::{collection::vec, option, prelude::*};
use units::{Coverage, window::rolling};

#[test]
fn coverage_counts_what_is_present() {
    let coverage = Coverage::of(&[Some(1), None, Some(3)]);
    assert_eq!(coverage, Coverage::new(2, 3));
    assert_eq!(coverage.to_string(), "2/3");
    assert!(coverage.reaches(2) && !coverage.reaches(3));
    assert_eq!(coverage + Coverage::new(1, 1), Coverage::new(3, 4));
}

proptest! {
    #[test]
    fn rolling_sums_equal_a_slow_twin(values in vec(option::of(-1000_i64..1000), 0..60), length in 1_usize..30) {
        let slow = |i: usize| {
            let window = &values[(i + 1).saturating_sub(length)..=i];
            let valid = u32::try_from(window.iter().flatten().count()).unwrap();
            (window.iter().flatten().sum::<i64>(), valid)
        };
        prop_assert_eq!(rolling(&values, length), (0..values.len()).map(slow).collect::<Vec<_>>());
    }
}
