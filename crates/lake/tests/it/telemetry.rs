//! Telemetry: appends follow a rising number, reads take devices and days, reading makes no table.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray,
};
use lake::arrow::record_batch::RecordBatch;
use lake::{Appended, Asked, Lake, QueryLimits, Table};
use units::Day;

use crate::rows::{ask, empty_lake};

const TABLE: Table = Table::DeviceDefect;

fn defects(rows: &[(&str, i32, i64)]) -> Vec<RecordBatch> {
    let texts = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; rows.len()])) };
    let devices: StringArray = rows.iter().map(|row| Some(row.0)).collect();
    let days: Date32Array = rows.iter().map(|row| Some(row.1)).collect();
    let numbers: Int64Array = rows.iter().map(|row| Some(row.2)).collect();
    let known: TimestampMicrosecondArray = rows.iter().map(|row| Some(row.2)).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(devices),
        Arc::new(days),
        texts("crc_lower_case"),
        Arc::new(numbers.clone()),
        Arc::new(numbers),
        Arc::new(known.with_timezone("UTC")),
        texts("test"),
    ];
    vec![RecordBatch::try_new(TABLE.schema(), columns).unwrap()]
}

async fn append(lake: &Lake, number: i64, rows: &[(&str, i32, i64)]) -> Appended {
    lake.append_from(TABLE, "drain", number, defects(rows))
        .await
        .unwrap()
}

#[tokio::test]
async fn only_a_higher_number_appends() {
    let (_guard, lake) = empty_lake();
    assert_eq!(lake.version_of(TABLE, "drain").await.unwrap(), None);
    assert!(
        !lake.place().folder().unwrap().join(TABLE.name()).exists(),
        "asking makes no table"
    );
    assert_eq!(append(&lake, 7, &[("a", 1, 1)]).await, Appended::Now);
    assert_eq!(append(&lake, 7, &[("b", 1, 1)]).await, Appended::Before);
    assert_eq!(append(&lake, 3, &[("c", 1, 1)]).await, Appended::Before);
    assert_eq!(append(&lake, 9, &[("d", 1, 1)]).await, Appended::Now);
    assert_eq!(lake.version_of(TABLE, "drain").await.unwrap(), Some(9));
    assert_eq!(lake.version_of(TABLE, "other").await.unwrap(), None);
    let devices = "SELECT device FROM device_defect ORDER BY device";
    assert_eq!(ask(&lake, devices).await, "a\nd");
    assert_eq!(lake.file_count(TABLE).await.unwrap(), 2);
    lake.compact(TABLE, 0).await.unwrap();
    assert_eq!(lake.file_count(TABLE).await.unwrap(), 1);
    assert_eq!(lake.version_of(TABLE, "drain").await.unwrap(), Some(9));
    assert_eq!(ask(&lake, devices).await, "a\nd");
}

#[tokio::test]
async fn rows_are_read_by_device_day_and_moment() {
    let (_guard, lake) = empty_lake();
    append(&lake, 1, &[("a", 10, 1), ("b", 10, 2), ("a", 11, 3)]).await;
    append(&lake, 2, &[("a", 10, 9)]).await;
    let devices = ["a".to_owned()];
    let asked = Asked {
        table: TABLE,
        devices: &devices,
        days: (Day::from_number(10), Day::from_number(11)),
        times: None,
        as_of: Some(5),
        columns: &["count"],
    };
    let limits = QueryLimits::default();
    let rows = |batches: Vec<RecordBatch>| batches.iter().map(RecordBatch::num_rows).sum::<usize>();
    assert_eq!(rows(lake.telemetry(&asked, limits).await.unwrap()), 1);
    let later = Asked {
        as_of: None,
        ..asked.clone()
    };
    assert_eq!(rows(lake.telemetry(&later, limits).await.unwrap()), 2);
    let anyone = Asked {
        devices: &[],
        as_of: None,
        ..asked
    };
    assert_eq!(rows(lake.telemetry(&anyone, limits).await.unwrap()), 3);
}
