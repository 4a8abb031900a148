//! A ranking as files: the same rows as the page shows.

use axum::body::Bytes;
use lake::datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use crate::house::House;

const RANKING: &str = "/api/v1/rankings?set=shanxi11&period=2019-01&lang=zh";

#[tokio::test(flavor = "multi_thread")]
async fn a_ranking_is_the_same_as_page_csv_workbook_and_parquet() {
    let house = House::new().await;
    let shown = house.get(RANKING).await.ok();
    let rows = shown["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 11);

    let csv = house.get(&format!("{RANKING}&format=csv")).await;
    assert!(
        csv.bytes.starts_with("\u{feff}".as_bytes()),
        "Excel takes it for UTF-8"
    );
    let text = csv.text().trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let ids: Vec<String> = reader
        .headers()
        .expect("ids")
        .iter()
        .map(str::to_owned)
        .collect();
    let columns = shown["columns"].as_array().expect("columns").iter();
    assert_eq!(
        ids,
        columns
            .map(|column| column["id"].as_str().expect("an id"))
            .collect::<Vec<_>>()
    );
    let records: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(rows) {
        for (field, cell) in record.iter().zip(row.as_array().expect("cells")) {
            let shown = cell["text"].as_str().unwrap_or_default();
            assert_eq!(field, shown);
        }
    }

    let parquet = house.get(&format!("{RANKING}&format=parquet")).await;
    let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(parquet.bytes));
    let reader = reader
        .expect("it is Parquet")
        .build()
        .expect("it can be read");
    let read: usize = reader.map(|batch| batch.expect("a batch").num_rows()).sum();
    assert_eq!(read, rows.len());

    let workbook = house.get(&format!("{RANKING}&format=xlsx")).await;
    assert!(
        workbook.bytes.starts_with(b"PK"),
        "a workbook is a ZIP file"
    );
    let named = workbook.headers.get(CONTENT_DISPOSITION).expect("a name");
    let named = named.to_str().expect("a text");
    assert_eq!(named, "attachment; filename*=UTF-8''shanxi11-2019-01.xlsx");
    let media = workbook
        .headers
        .get(CONTENT_TYPE)
        .expect("a type")
        .to_str()
        .expect("a text");
    assert!(media.contains("spreadsheetml"), "{media}");

    let other = house.get(&format!("{RANKING}&format=docx")).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    house.stop().await;
}
