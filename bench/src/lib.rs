//! What the benches share: inputs that are made, never copied, and the archives where they are at hand.

pub mod fleet;
pub mod portal;
pub mod registers;
pub mod telemetry;

use std::path::PathBuf;

use units::MicrogramPerM3;

/// A made series of whole hours for one item: a daily and a yearly swing, with about 2 % missing.
///
/// Simulated; used only to time arithmetic.
pub fn simulated_hours(hours: usize, seed: u64) -> Vec<Option<MicrogramPerM3>> {
    let mut state = seed | 1;
    let mut values = Vec::with_capacity(hours);
    for hour in 0..hours {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let noise = i64::try_from(state >> 59).unwrap_or(0);
        let of_day = i64::try_from(hour % 24).unwrap_or(0);
        let of_year = i64::try_from(hour / 24 % 365).unwrap_or(0);
        let level = 30 + (of_day - 12).abs() + (of_year - 182).abs() / 4 + noise;
        values.push((state >> 33 & 63 != 0).then(|| MicrogramPerM3::new(level)));
    }
    values
}

/// The national hourly archives, when the shared data folder stands beside the checkout.
pub fn national_archives() -> Vec<PathBuf> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/cnemc_city_hourly");
    let months = [
        "201812", "201901", "201902", "201903", "201904", "201905", "201906", "201912", "202001",
    ];
    let name = |month: &&str| folder.join(format!("national_366_hourly_{month}.csv.gz"));
    months
        .iter()
        .map(name)
        .filter(|path| path.exists())
        .collect()
}

/// The first plan.
///
/// # Panics
/// When the program was built without it.
pub fn shanxi() -> plan::Plan {
    let folder = plan::folder::open("shanxi-2024", None).expect("it comes with the program");
    plan::load(&folder).0.expect("it is whole")
}

/// The question of the plan's benches: facts of 2019 stand for 2025, at the end of that year.
///
/// # Panics
/// Never: the day exists.
pub fn replayed_2019() -> plan::facts::Request {
    plan::facts::Request {
        as_of: units::Day::from_ymd(2025, 12, 31).expect("a day"),
        replay: Some(plan::air::Replay {
            data_year: 2019,
            plan_year: 2025,
        }),
        stage: "live".to_owned(),
        known_at: None,
        limits: lake::QueryLimits::default(),
        outlook: true,
    }
}

/// Fills July to October 2019, which no archive covers, with the hours of January to April 181 days later.
///
/// # Panics
/// When the lake cannot be read or written.
pub async fn thirteen_months(lake: &lake::Lake) {
    let shifted = "SELECT * REPLACE (hour + INTERVAL '181 days' AS hour, day + 181 AS day, 'shifted' AS source)
        FROM observation_hour WHERE day >= DATE '2019-01-01' AND day < DATE '2019-05-01'";
    let schema = lake::Table::ObservationHour.schema();
    let batches = lake
        .query(shifted, lake::QueryLimits::default())
        .await
        .expect("the hours can be read");
    let cast = |batch: &lake::arrow::record_batch::RecordBatch| {
        let columns = schema
            .fields()
            .iter()
            .map(|field| {
                let column = batch
                    .column_by_name(field.name())
                    .expect("the same columns");
                lake::arrow::compute::cast(column, field.data_type()).expect("the same types")
            })
            .collect();
        lake::arrow::record_batch::RecordBatch::try_new(std::sync::Arc::clone(&schema), columns)
            .expect("the table's own schema")
    };
    let batches: Vec<_> = batches.iter().map(cast).collect();
    lake.append(lake::Table::ObservationHour, "shifted", &batches)
        .await
        .expect("they can be appended");
}
