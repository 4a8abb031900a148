//! Statistics do not depend on the number of threads or the order of rows.

use lake::{QueryLimits, Saved, Table, period_statistics, save_statistics};
use proptest::prelude::*;

use crate::as_of::request;
use crate::rows::{Row, ask, batch, empty_lake, row};

/// 2019-01-01, hours since 1970 at its beginning.
const JANUARY_1: i64 = 17_897 * 24;

/// A month of three cities: values that differ by hour and item, with gaps.
fn month() -> Vec<Row> {
    let mut rows = Vec::new();
    for (c, site) in (0_i64..).zip(["140100", "140200", "141000"]) {
        for h in 1..=(31 * 24_i64) {
            let seed = h * 7 + c * 13;
            let value = |p: i64| (seed % 11 != p).then(|| i128::from((seed * (p + 3)) % 400) * 125);
            let values = [0, 1, 2, 3, 4, 5].map(value);
            rows.push(Row {
                values,
                ..row(site, JANUARY_1 + h, 0)
            });
        }
    }
    rows
}

async fn figures(rows: &[Row], threads: usize) -> String {
    let (_guard, lake) = empty_lake();
    for (n, part) in rows.chunks(500).enumerate() {
        let source = format!("part-{n}");
        lake.append(Table::ObservationHour, &source, &[batch(part, &source)])
            .await
            .unwrap();
    }
    let limits = QueryLimits {
        threads,
        ..QueryLimits::default()
    };
    let records = period_statistics(&lake, &request("2019-01", None), limits)
        .await
        .unwrap();
    let line = |r: &lake::PeriodRecord| {
        let values = r.evaluations.each_ref().map(|e| (e.mean, e.percentile));
        format!(
            "{} {:?} {values:?} {:?}",
            r.site, r.composite.index, r.counts
        )
    };
    records.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_thread_and_four_give_the_same_figures() {
    let rows = month();
    assert_eq!(figures(&rows, 1).await, figures(&rows, 4).await);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn the_order_of_rows_does_not_matter(seed in 0_u64..1000) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let ordered = month();
        let mut shuffled = ordered.clone();
        shuffled.sort_by_key(|r| (r.place.unsigned_abs() + r.site.len() as u64).wrapping_mul(seed.wrapping_mul(6_364_136_223_846_793_005) | 1));
        let same = runtime.block_on(async { figures(&ordered, 2).await == figures(&shuffled, 2).await });
        prop_assert!(same);
    }
}

#[tokio::test]
async fn saved_statistics_are_a_table() {
    let (_guard, lake) = empty_lake();
    lake.append(Table::ObservationHour, "m", &[batch(&month(), "m")])
        .await
        .unwrap();
    let request = request("2019-01", None);
    let records = period_statistics(&lake, &request, QueryLimits::default())
        .await
        .unwrap();
    let saved = Saved {
        period: request.period,
        level: "city",
        known_at: 5,
        source: "run-1",
    };
    save_statistics(&lake, &records, saved).await.unwrap();
    save_statistics(&lake, &records, saved).await.unwrap();
    let indices = ask(
        &lake,
        "SELECT count(*) FROM statistic_period WHERE item = 'composite_index'",
    )
    .await;
    assert_eq!(indices, "3");
    assert_eq!(ask(&lake, "SELECT count(*) FROM statistic_day").await, "93");
}
