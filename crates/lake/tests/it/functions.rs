//! The domain's functions in SQL, against the vectors of the standards (reference/standards.md §16).

use crate::rows::{ask, batch, empty_lake, row};
use lake::Table;

async fn check(expression: &str, expect: &str) {
    let (_guard, lake) = empty_lake();
    assert_eq!(
        ask(&lake, &format!("SELECT {expression}")).await,
        expect,
        "{expression}"
    );
}

#[tokio::test]
async fn sub_indices_take_the_edition_or_a_date() {
    check(
        "iaqi('pm25_24h', 75, 'HJ633-2012'), iaqi('pm25_24h', 75, 'HJ633-2026')",
        "100 | 114",
    )
    .await;
    check(
        "iaqi('pm25_24h', 75, DATE '2026-02-28'), iaqi('pm25_24h', 75, DATE '2026-03-01')",
        "100 | 114",
    )
    .await;
    check(
        "iaqi('co_24h', 2.1, '2012'), iaqi('o3_8h', 266, '2026')",
        "53 | 201",
    )
    .await;
    check(
        "iaqi('so2_1h', 801, 'HJ633-2012'), iaqi('so2_1h', 801, 'HJ633-2026')",
        "null | 200",
    )
    .await;
    check("iaqi('pm25_24h', NULL, 'HJ633-2012')", "null").await;
}

#[tokio::test]
async fn the_index_of_an_hour_takes_a_publication_variant() {
    let values = "13, 41, NULL, 36, 0.4, 64";
    check(&format!("aqi({values}, 'HJ633-2012')"), "52").await;
    check(&format!("aqi({values}, 'HJ633-2012', 'cnemc_live')"), "51").await;
    check(
        &format!("primary_pollutant({values}, 'HJ633-2012')"),
        "PM2.5",
    )
    .await;
    check("level(101, 'HJ633-2012')", "轻度污染").await;
}

#[tokio::test]
async fn rounding_is_gb8170() {
    check(
        "round_gb8170(2.675, 2), round_gb8170(2.665, 2), round_gb8170(34.5, 0)",
        "2.680000 | 2.660000 | 34.000000",
    )
    .await;
}

#[tokio::test]
async fn the_composite_index_follows_the_limits_in_force() {
    check(
        "composite_index(12, 36, 80, 42, 1.4, 178, DATE '2019-01-01')",
        "4.91",
    )
    .await;
    check(
        "composite_index(12, 36, 80, 42, 1.4, 178, DATE '2026-03-01')",
        "5.30",
    )
    .await;
    check(
        "composite_index(12, 36, NULL, 42, 1.4, 178, DATE '2019-01-01')",
        "null",
    )
    .await;
}

#[tokio::test]
async fn percentiles_follow_annex_a5() {
    let series = |last: u32| format!("(SELECT value FROM generate_series(1, {last}) AS t(value))");
    let (_guard, lake) = empty_lake();
    let month = format!("SELECT percentile_hj663(value, 90) FROM {}", series(31));
    let year = format!("SELECT percentile_hj663(value, 98) FROM {}", series(365));
    assert_eq!(ask(&lake, &month).await, "28.000000");
    assert_eq!(ask(&lake, &year).await, "357.720000");
    let four = "SELECT percentile_hj663(v, 95) FROM (VALUES (0.5), (0.7), (0.9), (1.1)) AS t(v)";
    assert_eq!(ask(&lake, four).await, "1.070000");
}

#[tokio::test]
async fn mda8_is_undetermined_when_too_few_hours_are_valid() {
    let (_guard, lake) = empty_lake();
    let day = 17_901 * 24;
    let full: Vec<_> = (1..=24)
        .map(|h| row("a", day + h, i128::from(h) * 1_000))
        .collect();
    let thin: Vec<_> = (1..=10)
        .map(|h| row("b", day + h, i128::from(h) * 1_000))
        .collect();
    let rows: Vec<_> = full.into_iter().chain(thin).collect();
    lake.append(Table::ObservationHour, "s", &[batch(&rows, "s")])
        .await
        .unwrap();
    let question = "SELECT site, mda8(o3, hour) FROM observation GROUP BY site, day ORDER BY site";
    // Hours 17 to 24 have the largest mean: 20.5.
    assert_eq!(ask(&lake, question).await, "a | 20.500000\nb | null");
}

#[tokio::test]
async fn places_are_known_by_code() {
    check(
        "in_zone('140100', 'key168', DATE '2019-02-01'), region_name('140100')",
        "true | 太原市",
    )
    .await;
    check(
        "round(distance_m(112.0, 37.0, 112.0, 38.0) / 1000)",
        "111.0",
    )
    .await;
}

#[tokio::test]
async fn a_wrong_argument_is_explained() {
    let (_guard, lake) = empty_lake();
    let limits = lake::QueryLimits::default();
    let failed = lake
        .query("SELECT iaqi('pm25', 1, 'HJ633-1999')", limits)
        .await
        .unwrap_err();
    let text = format!("{failed:?}");
    assert!(text.contains("iaqi"), "{text}");
}
