//! What the register holds, written and read again, changes nothing.

use proptest::prelude::*;
use registry::catalogue::{Column, Entity, Kind};
use registry::record::Record;
use registry::sheet::{self, Checks};

use super::{catalogue, entity, record, today};

/// The record after its export is read again over it.
fn again(entity: &Entity, bytes: &[u8], before: &Record) -> Record {
    let read = sheet::read(entity, "x", bytes, &Checks::none(today())).expect("readable");
    assert_eq!(super::told(&read.defects), []);
    assert_eq!(read.rows.len(), 1);
    read.rows[0].over(Some(before))
}

fn check_round(entity: &Entity, record: &Record) {
    let xlsx = sheet::export(entity, [record]).expect("writable");
    assert_eq!(&again(entity, &xlsx, record), record, "xlsx");
    let csv = sheet::export_csv(entity, [record]).expect("writable");
    assert_eq!(&again(entity, &csv, record), record, "csv");
    let json = sheet::export_geojson(entity, [record]);
    assert_eq!(&again(entity, json.as_bytes(), record), record, "geojson");
}

/// Canonical texts of a column.
fn canonical(column: &Column) -> BoxedStrategy<Option<String>> {
    let text: BoxedStrategy<String> = match (column.id.as_str(), column.kind) {
        ("lon", _) => (75_000_000_i64..134_000_000).prop_map(decimal).boxed(),
        ("lat", _) => (18_000_000_i64..53_000_000).prop_map(decimal).boxed(),
        ("valid_from", _) => (0_i32..10_000).prop_map(day).boxed(),
        ("valid_until", _) => (10_001_i32..20_000).prop_map(day).boxed(),
        (_, Kind::Number) => {
            let greatest = column.max.unwrap_or(1_000_000_000);
            let least = column.min.unwrap_or(0);
            (least * 1_000_000..=greatest * 1_000_000)
                .prop_map(decimal)
                .boxed()
        }
        (_, Kind::Boolean) => any::<bool>().prop_map(|truth| truth.to_string()).boxed(),
        (_, Kind::Date) => (-20_000_i32..30_000).prop_map(day).boxed(),
        (_, Kind::Region) => {
            let codes: Vec<String> = regions::all()
                .iter()
                .map(|region| region.code.to_string())
                .collect();
            proptest::sample::select(codes).boxed()
        }
        (_, Kind::Area) => Just(
            r#"{"type":"Polygon","coordinates":[[[112,37],[112.1,37],[112.1,37.1],[112,37]]]}"#
                .to_owned(),
        )
        .boxed(),
        (_, Kind::Text) if !column.values.is_empty() => {
            let ids = column.values.iter().map(|(id, _)| id.clone());
            proptest::sample::select(ids.collect::<Vec<_>>()).boxed()
        }
        (_, Kind::Text) if column.refers.is_some() => "[A-Z0-9]{1,20}".boxed(),
        (_, Kind::Text) => {
            "[甲乙丙a-z0-9\"'<&>=,;_x]([ \n甲乙丙a-z0-9\"'<&>=,;_]{0,20}[甲乙丙a-z0-9])?".boxed()
        }
    };
    if column.required {
        text.prop_map(Some).boxed()
    } else {
        proptest::option::of(text).boxed()
    }
}

fn decimal(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let magnitude = millionths.unsigned_abs();
    let text = format!(
        "{sign}{}.{:06}",
        magnitude / 1_000_000,
        magnitude % 1_000_000
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn day(number: i32) -> String {
    units::Day::from_number(number).to_string()
}

fn records() -> impl Strategy<Value = (Entity, Record)> {
    let entities = catalogue().entities;
    proptest::sample::select(entities).prop_flat_map(|entity| {
        let cells: Vec<_> = entity.columns.iter().map(canonical).collect();
        (Just(entity), "[A-Z0-9][A-Z0-9(锅晋]{0,12}", cells).prop_map(|(entity, key, cells)| {
            let mut record = Record {
                key: format!("x:{key}"),
                cells,
            };
            whole_points(&entity, &mut record);
            (entity, record)
        })
    })
}

/// A point has both of its degrees or neither.
fn whole_points(entity: &Entity, record: &mut Record) {
    if let (Some((lon, _)), Some((lat, _))) = (entity.column("lon"), entity.column("lat"))
        && (record.cells[lon].is_none() || record.cells[lat].is_none())
    {
        record.cells[lon] = None;
        record.cells[lat] = None;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn an_export_read_again_changes_nothing((entity, record) in records()) {
        check_round(&entity, &record);
    }
}

#[test]
fn every_region_survives_its_name() {
    let boiler = entity("boiler");
    let records: Vec<Record> = regions::all()
        .iter()
        .map(|region| {
            let code = region.code.to_string();
            record(&boiler, &format!("B{code}"), &[("region", &code)])
        })
        .collect();
    let bytes = sheet::export_csv(&boiler, &records).expect("writable");
    let read = sheet::read(&boiler, "x", &bytes, &Checks::none(today())).expect("readable");
    assert_eq!(read.defects, []);
    for (row, record) in read.rows.iter().zip(&records) {
        assert_eq!(&row.over(None), record);
    }
}
