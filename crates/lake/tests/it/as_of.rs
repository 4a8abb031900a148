//! Late and corrected values append; a read takes what was known.

use std::collections::BTreeMap;

use lake::{DayBy, Lake, PeriodRequest, QueryLimits, Table, period_statistics};
use units::{Exact, Period};

use crate::rows::{Row, ask, batch, empty_lake, row};

/// 2019-01-05, hours since 1970 at its beginning.
const JANUARY_5: i64 = 17_901 * 24;

fn day_of(value: i128, known_at: i64) -> Vec<Row> {
    (1..=24)
        .map(|h| Row {
            known_at,
            ..row("140100", JANUARY_5 + h, value)
        })
        .collect()
}

async fn mean_pm25(lake: &Lake, as_of: Option<i64>) -> Option<Exact> {
    let request = request("2019-01-05", as_of);
    let records = period_statistics(lake, &request, QueryLimits::default())
        .await
        .unwrap();
    records
        .first()
        .and_then(|record| record.evaluations[3].mean)
}

pub(crate) fn request(period: &str, as_of: Option<i64>) -> PeriodRequest {
    let period: Period = period.parse().unwrap();
    PeriodRequest {
        period,
        sites: Vec::new(),
        level: "city",
        stage: "live".to_owned(),
        as_of,
        day_by: DayBy::HourEnding,
        law_of: None,
        edition: None,
        dust: BTreeMap::new(),
        composite: standards::composite::method("ranking2018").unwrap(),
    }
}

#[tokio::test]
async fn a_correction_is_seen_from_the_moment_it_was_known() {
    let (_guard, lake) = empty_lake();
    lake.append(
        Table::ObservationHour,
        "first",
        &[batch(&day_of(30_000, 100), "first")],
    )
    .await
    .unwrap();
    lake.append(
        Table::ObservationHour,
        "second",
        &[batch(&day_of(60_000, 200), "second")],
    )
    .await
    .unwrap();
    assert_eq!(mean_pm25(&lake, Some(50)).await, None);
    assert_eq!(
        mean_pm25(&lake, Some(100)).await,
        Some(Exact::from_integer(30))
    );
    assert_eq!(
        mean_pm25(&lake, Some(199)).await,
        Some(Exact::from_integer(30))
    );
    assert_eq!(
        mean_pm25(&lake, Some(200)).await,
        Some(Exact::from_integer(60))
    );
    assert_eq!(mean_pm25(&lake, None).await, Some(Exact::from_integer(60)));
    let latest = ask(&lake, "SELECT count(*), sum(pm25) FROM observation").await;
    assert_eq!(latest, "24 | 1440.000");
}

#[tokio::test]
async fn the_order_of_arrival_does_not_show() {
    let (_guard_a, one) = empty_lake();
    let (_guard_b, other) = empty_lake();
    let (early, late) = (day_of(30_000, 100), day_of(60_000, 200));
    one.append(Table::ObservationHour, "e", &[batch(&early, "e")])
        .await
        .unwrap();
    one.append(Table::ObservationHour, "l", &[batch(&late, "l")])
        .await
        .unwrap();
    let mut mixed: Vec<Row> = late.into_iter().rev().chain(early).collect();
    mixed.swap(3, 40);
    other
        .append(Table::ObservationHour, "l", &[batch(&mixed, "l")])
        .await
        .unwrap();
    assert_eq!(mean_pm25(&one, None).await, mean_pm25(&other, None).await);
    assert_eq!(
        mean_pm25(&one, Some(150)).await,
        mean_pm25(&other, Some(150)).await
    );
}

#[tokio::test]
async fn stamp_zero_belongs_to_the_day_before_unless_days_are_made_of_stamps() {
    let (_guard, lake) = empty_lake();
    let mut rows = day_of(10_000, 100);
    rows[23] = Row {
        values: [Some(250_000); 6],
        ..rows[23].clone()
    };
    lake.append(Table::ObservationHour, "a", &[batch(&rows, "a")])
        .await
        .unwrap();
    assert_eq!(mean_pm25(&lake, None).await, Some(Exact::from_integer(20)));
    let stamps = PeriodRequest {
        day_by: DayBy::Stamp,
        ..request("2019-01-05", None)
    };
    let records = period_statistics(&lake, &stamps, QueryLimits::default())
        .await
        .unwrap();
    assert_eq!(records[0].days[0].record.rows, 23);
    assert_eq!(
        records[0].days[0].record.statistics.values[3].value,
        Some(Exact::from_integer(10))
    );
}

#[tokio::test]
async fn days_before_the_first_limits_are_refused_unless_a_day_of_the_law_is_named() {
    let (_guard, lake) = empty_lake();
    // 2014-01-05, 1,826 days before 2019-01-05.
    let hours = (1..=24).map(|h| row("140100", JANUARY_5 - 1_826 * 24 + h, 30_000));
    let rows: Vec<Row> = hours.collect();
    lake.append(Table::ObservationHour, "old", &[batch(&rows, "old")])
        .await
        .unwrap();
    let own = request("2014-01-05", None);
    let refused = period_statistics(&lake, &own, QueryLimits::default())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("2016-01-01"), "{refused}");
    let named = PeriodRequest {
        law_of: units::Day::from_ymd(2016, 1, 1),
        ..own
    };
    let records = period_statistics(&lake, &named, QueryLimits::default())
        .await
        .unwrap();
    assert_eq!(
        records[0].evaluations[3].mean,
        Some(Exact::from_integer(30))
    );
    assert_eq!(records[0].days[0].edition.id, "HJ633-2012");
}
