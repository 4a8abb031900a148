//! Spreadsheets: what people type, what comes of it, and what they are told.

use registry::catalogue::{Catalogue, Draft, Entity};
use registry::record::{Given, Record};
use registry::sheet::{self, Checks, Defect, SheetRead};
use units::Day;

mod cells;
mod files;
mod headers;
mod marks;
mod rows;
mod round;
mod workbook;

/// The catalogue with the vocabulary of the plan of 山西.
pub(crate) fn catalogue() -> Catalogue {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../plans/shanxi-2024/vocabulary.toml"
    );
    let text = std::fs::read_to_string(path).expect("the plan's vocabulary");
    let mut file: toml::Table = toml::from_str(&text).expect("toml");
    let entities = file.remove("entity").expect("entities");
    let toml::Value::Array(entities) = entities else {
        unreachable!("entities are a list")
    };
    let drafts = entities.into_iter().filter_map(|entity| {
        let toml::Value::Table(mut table) = entity else {
            return None;
        };
        if table.remove("provided").is_some() {
            return None;
        }
        table.remove("register_zh");
        table.remove("register_en");
        let draft: Draft = table.try_into().expect("an entity of the vocabulary");
        Some(draft)
    });
    Catalogue::new(drafts.collect()).expect("a catalogue")
}

pub(crate) fn entity(id: &str) -> Entity {
    catalogue().entity(id).expect("an entity").clone()
}

pub(crate) fn today() -> Day {
    "2026-11-24".parse().expect("a day")
}

/// Two counties as squares: 小店区 around its seat, 迎泽区 north of it; everything of 太原市 is known.
pub(crate) fn county(lon: f64, lat: f64) -> Option<regions::RegionCode> {
    let code = match (lon, lat) {
        (112.4..=112.7, 37.6..=37.8) => "140105",
        (112.4..=112.7, 37.8..=37.95) => "140106",
        _ => return None,
    };
    code.parse().ok()
}

/// Checks of a register that holds the enterprise 911401000000000013 and nothing else.
pub(crate) fn checks() -> Checks<'static> {
    Checks {
        today: today(),
        county: &county,
        covered: "140100".parse().ok(),
        missing: &|entity, keys| {
            let known = |key: &str| entity == "facility" && key == "911401000000000013";
            let missing = keys.iter().filter(|key| !known(key));
            missing.map(|key| (*key).to_owned()).collect()
        },
    }
}

/// Reads a CSV with these headers and rows.
pub(crate) fn csv(entity: &Entity, headers: &[&str], rows: &[&[&str]]) -> SheetRead {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers).expect("in memory");
    for row in rows {
        writer.write_record(*row).expect("in memory");
    }
    let bytes = writer.into_inner().expect("in memory");
    sheet::read(entity, "test.csv", &bytes, &checks()).expect("a readable file")
}

/// What a read says of a column, by row.
pub(crate) fn column(entity: &Entity, read: &SheetRead, id: &str) -> Vec<Given> {
    let (place, _) = entity.column(id).expect("a column");
    read.rows
        .iter()
        .map(|row| row.cells[place].clone())
        .collect()
}

/// The defects as line, header and id.
pub(crate) fn told(defects: &[Defect]) -> Vec<(u64, &str, &str)> {
    let one = |defect: &'_ Defect| -> (u64, &'static str) { (defect.line, defect.problem.id()) };
    defects
        .iter()
        .map(|defect| (one(defect).0, defect.header.as_str(), one(defect).1))
        .collect()
}

pub(crate) fn value(text: &str) -> Given {
    Given::Value(text.to_owned())
}

/// A record with some cells.
pub(crate) fn record(entity: &Entity, key: &str, cells: &[(&str, &str)]) -> Record {
    let mut record = Record {
        key: key.to_owned(),
        cells: vec![None; entity.columns.len()],
    };
    for (id, text) in cells {
        let (place, _) = entity.column(id).expect("a column");
        record.cells[place] = Some((*text).to_owned());
    }
    record
}
