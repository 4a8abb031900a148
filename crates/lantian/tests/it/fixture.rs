//! A small lake of made-up hours: constant values, so that every statistic can be said in advance.

use std::path::Path;
use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, Date32Array, Decimal128Array, Int16Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use lake::arrow::datatypes::{DataType, Field};
use lake::arrow::record_batch::RecordBatch;
use lake::{Lake, Table};
use tempfile::TempDir;
use units::{Day, HourEnding};

/// One site's constant hours over some days.
pub(crate) struct Hours {
    pub(crate) site: &'static str,
    pub(crate) first: &'static str,
    pub(crate) days: i32,
    /// Thousandths, in the order of the columns: SO2, NO2, PM10, PM2.5 in µg/m³, CO in mg/m³, O3.
    pub(crate) values: [i64; 6],
}

/// 太原 and 大同 in January 2019, 太原 a year before, 阳泉 with ten days only.
pub(crate) const SHANXI: [Hours; 4] = [
    Hours {
        site: "140100",
        first: "2019-01-01",
        days: 31,
        values: [30_000, 40_000, 140_000, 70_000, 2_000, 80_000],
    },
    Hours {
        site: "140200",
        first: "2019-01-01",
        days: 31,
        values: [30_000, 20_000, 70_000, 35_000, 1_000, 80_000],
    },
    Hours {
        site: "140300",
        first: "2019-01-01",
        days: 10,
        values: [30_000, 40_000, 70_000, 35_000, 2_000, 80_000],
    },
    Hours {
        site: "140100",
        first: "2018-01-01",
        days: 31,
        values: [60_000, 40_000, 140_000, 70_000, 4_000, 80_000],
    },
];

/// Makes a lake in `l` of a fresh folder.
pub(crate) fn folder(all: &[Hours]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(fill(&folder.path().join("l"), all));
    folder
}

async fn fill(path: &Path, all: &[Hours]) {
    let lake = Lake::open(path).expect("a lake opens in a fresh folder");
    for (i, hours) in all.iter().enumerate() {
        let source = format!("{i:064x}:made_up");
        lake.append(Table::ObservationHour, &source, &[batch(hours, &source)])
            .await
            .expect("rows append");
    }
}

fn batch(hours: &Hours, source: &str) -> RecordBatch {
    let first: Day = hours.first.parse().expect("a day");
    let ends: Vec<HourEnding> = (0..i64::from(hours.days) * 24)
        .map(|hour| HourEnding::first_of(first).plus(hour))
        .collect();
    let schema = Table::ObservationHour.schema();
    let columns = schema
        .fields()
        .iter()
        .map(|field| column(field, hours, &ends, source))
        .collect();
    RecordBatch::try_new(schema, columns).expect("columns fit the schema")
}

fn column(field: &Field, hours: &Hours, ends: &[HourEnding], source: &str) -> ArrayRef {
    let rows = ends.len();
    let item = ["so2", "no2", "pm10", "pm25", "co", "o3"]
        .iter()
        .position(|name| name == field.name());
    match (field.name().as_str(), item) {
        (_, Some(item)) => {
            let values = Decimal128Array::from(vec![i128::from(hours.values[item]); rows]);
            Arc::new(
                values
                    .with_precision_and_scale(9, 3)
                    .expect("9 digits suffice"),
            )
        }
        ("day", _) => Arc::new(Date32Array::from_iter_values(
            ends.iter().map(|end| end.day().number()),
        )),
        ("hour", _) => {
            let microseconds = ends.iter().map(|end| end.number() * 3_600_000_000);
            Arc::new(TimestampMicrosecondArray::from_iter_values(microseconds))
        }
        ("known_at", _) => {
            Arc::new(TimestampMicrosecondArray::from(vec![KNOWN_AT; rows]).with_timezone("UTC"))
        }
        ("row", _) => Arc::new(Int64Array::from_iter_values((2..).take(rows))),
        (name, _) => other(field, text(name, hours, source), rows),
    }
}

/// 2024-01-01 00:00 UTC.
const KNOWN_AT: i64 = 1_704_067_200_000_000;

fn text<'a>(name: &str, hours: &Hours, source: &'a str) -> &'a str {
    match name {
        "site" => hours.site,
        "level" => "city",
        "stage" => "live",
        "state" => "actual",
        "kind" => "simulated",
        _ => source,
    }
}

fn other(field: &Field, text: &str, rows: usize) -> ArrayRef {
    match field.data_type() {
        DataType::Utf8 => Arc::new(StringArray::from(vec![text; rows])),
        DataType::Int16 => Arc::new(Int16Array::from(vec![None; rows])),
        other => lake::arrow::array::new_null_array(other, rows),
    }
}
