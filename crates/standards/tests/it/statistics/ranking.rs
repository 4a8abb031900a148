//! Ranks with ties, change rates, worsening lists, day counts.

use proptest::{collection::vec, option, prelude::*};
use standards::ranking::{
    change_rate, day_counts, improvement_rank, rank, rank_from_worst, ranked_index, worsening_rank,
};
use units::Rounded;

use super::exact;

fn rounded(texts: &[&str]) -> Vec<Option<Rounded>> {
    texts
        .iter()
        .map(|t| (!t.is_empty()).then(|| ranked_index(exact(t))))
        .collect()
}

#[test]
fn equal_indices_share_a_rank_and_the_next_is_skipped() {
    let got = rank(&rounded(&["4.90", "3.10", "", "4.90", "7.77"]));
    assert_eq!(got, [Some(2), Some(1), None, Some(2), Some(4)]);
    let worst = rank_from_worst(&rounded(&["4.90", "3.10", "", "4.90", "7.77"]));
    assert_eq!(worst, [Some(2), Some(4), None, Some(2), Some(1)]);
}

#[test]
fn indices_are_equal_when_their_two_decimals_are() {
    assert_eq!(
        rank(&rounded(&["4.9051", "4.9149", "4.9151"])),
        [Some(1), Some(1), Some(3)]
    );
}

#[test]
fn a_change_rate_has_one_decimal() {
    let rate =
        |now: &str, before: &str| change_rate(exact(now), exact(before)).map(|r| r.to_string());
    assert_eq!(rate("4.91", "6.32").as_deref(), Some("-22.3"));
    assert_eq!(rate("6.32", "6.32").as_deref(), Some("0.0"));
    assert_eq!(rate("6.32", "0"), None);
}

#[test]
fn improvement_begins_with_the_largest_fall() {
    let changes = rounded(&["-22.3", "1.5", "-3.0", ""]);
    assert_eq!(
        improvement_rank(&changes),
        [Some(1), Some(3), Some(2), None]
    );
    let worsening = worsening_rank(&changes, &[false, true, false, false]);
    assert_eq!(worsening, [Some(2), None, Some(1), None]);
}

#[test]
fn days_are_counted_by_level() {
    let got = day_counts(&[
        Some(1),
        Some(2),
        Some(2),
        None,
        Some(3),
        Some(4),
        Some(5),
        Some(6),
        Some(7),
        Some(0),
    ]);
    assert_eq!((got.good, got.heavy, got.valid), (3, 2, 7));
    assert_eq!(got.by_level, [1, 2, 1, 1, 1, 1]);
    assert_eq!(
        got.good_ratio().map(|r| r.to_string()).as_deref(),
        Some("42.9")
    );
    assert_eq!(
        got.heavy_ratio().map(|r| r.to_string()).as_deref(),
        Some("28.6")
    );
    assert_eq!(day_counts(&[None]).good_ratio(), None);
}

proptest! {
    #[test]
    fn a_rank_is_one_more_than_those_better(values in vec(option::weighted(0.9, 0_i128..30), 0..40)) {
        let indices: Vec<_> = values.iter().map(|v| v.map(|v| ranked_index(exact("0.1") * v))).collect();
        let slow = |v: &Option<i128>| v.map(|v| 1 + values.iter().flatten().filter(|o| **o < v).count());
        let got: Vec<_> = rank(&indices).into_iter().map(|r| r.map(|r| r as usize)).collect();
        prop_assert_eq!(got, values.iter().map(slow).collect::<Vec<_>>());
    }
}
