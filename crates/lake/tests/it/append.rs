//! Appending: once, together, and undisturbed by maintenance.

use lake::{Appended, Lake, Table};

use crate::rows::{ask, batch, empty_lake, row};

#[tokio::test]
async fn the_same_source_is_taken_in_once() {
    let (_guard, lake) = empty_lake();
    let rows = [batch(&[row("140100", 24, 35_000)], "a")];
    assert_eq!(
        lake.append(Table::ObservationHour, "a", &rows)
            .await
            .unwrap(),
        Appended::Now
    );
    assert_eq!(
        lake.append(Table::ObservationHour, "a", &rows)
            .await
            .unwrap(),
        Appended::Before
    );
    assert_eq!(
        ask(&lake, "SELECT count(*) FROM observation_hour").await,
        "1"
    );
    assert!(lake.holds(Table::ObservationHour, "a").await.unwrap());
    assert!(!lake.holds(Table::ObservationHour, "b").await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_at_the_same_time_lose_nothing_even_on_an_empty_lake() {
    for _ in 0..5 {
        let (_guard, lake) = empty_lake();
        let writers: Vec<_> = (0..6_i64)
            .map(|n| tokio::spawn(write_one(lake.clone(), n)))
            .collect();
        for writer in writers {
            assert_eq!(writer.await.unwrap(), Appended::Now);
        }
        let counted = ask(&lake, "SELECT count(*) FROM observation_hour").await;
        assert_eq!(counted, "6");
    }
}

async fn write_one(lake: Lake, n: i64) -> Appended {
    let source = format!("writer-{n}");
    let rows = [batch(&[row("140200", n + 1, 2_000)], &source)];
    lake.append(Table::ObservationHour, &source, &rows)
        .await
        .unwrap()
}

#[tokio::test]
async fn compaction_and_vacuum_change_no_answer() {
    let (_guard, lake) = empty_lake();
    for n in 0..5_i64 {
        let source = format!("file-{n}");
        let rows = [batch(
            &[row("140100", n + 1, i128::from(n) * 1_000)],
            &source,
        )];
        lake.append(Table::ObservationHour, &source, &rows)
            .await
            .unwrap();
    }
    let question = "SELECT site, hour, pm25, source FROM observation ORDER BY hour";
    let before = ask(&lake, question).await;
    let done = lake.maintain(0).await.unwrap();
    let observations = done
        .iter()
        .find(|m| m.table == Table::ObservationHour)
        .unwrap();
    assert_eq!(
        (observations.files_merged, observations.files_written),
        (5, 1)
    );
    assert_eq!(observations.files_deleted, 5);
    assert_eq!(ask(&lake, question).await, before);
    assert!(
        lake.holds(Table::ObservationHour, "file-3").await.unwrap(),
        "sources stay known after vacuum"
    );
}

#[tokio::test]
async fn an_empty_lake_answers_with_no_rows() {
    let (_guard, lake) = empty_lake();
    assert_eq!(ask(&lake, "SELECT count(*) FROM observation").await, "0");
    assert_eq!(ask(&lake, "SELECT * FROM statistic_period").await, "");
}
