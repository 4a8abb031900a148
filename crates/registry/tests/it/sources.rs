//! The mappings of published sources are sound, and give from the trackers and lists what an independent script counts.
//!
//! The files lie beside the repository and not in it. Where the folder is missing, these tests say so; the reading of
//! odd rows is held in `sources_rows.rs` without them.
#![expect(
    clippy::disallowed_methods,
    reason = "the lists and trackers are files beside the repository"
)]
#![expect(
    clippy::print_stderr,
    reason = "a reader of the test log must see that the files were missing"
)]

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use serde::Deserialize as _;

use registry::{
    Catalogue, Given, GivenRow, Kind,
    catalogue::Draft,
    sources::{self, EntityRows, Source},
};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
const COUNTS: &str = include_str!("../../../../docs/method/independent/register_sources.csv");
const SMALL: &str = include_str!("../../../../docs/method/independent/small_coal_units.csv");
const VOCABULARY: &str = include_str!("../../../../plans/shanxi-2024/vocabulary.toml");

pub(crate) const UNITS: &str = "gem_trackers/gcpt_shanxi_units_2026-01.csv";
const MINES: &str = "gem_trackers/gcmt_shanxi_mines_2024-05.csv";
const STEEL: &str = "gem_trackers/gist_shanxi_units_2025-03-18.csv";
const STEEL_PLANTS: &str = "gem_trackers/gist_shanxi_plants_2025-03-20.csv";
const WRI: &str = "wri_gppd/shanxi_wri_china_source.csv";

/// The catalogue with the columns that the plan's rules read.
pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(joined);
    &CATALOGUE
}

fn joined() -> Catalogue {
    let mut file: toml::Table = VOCABULARY.parse().expect("the vocabulary is TOML");
    let entities = file.remove("entity").and_then(|value| match value {
        toml::Value::Array(entities) => Some(entities),
        _ => None,
    });
    let drafts = entities.expect("it has entities").into_iter();
    let drafts = drafts.filter_map(|entity| {
        let toml::Value::Table(mut entity) = entity else {
            return None;
        };
        let register = [
            entity.remove("register_zh"),
            entity.remove("register_en"),
            entity.remove("provided"),
        ];
        // What other programs provide is no part of the register.
        if register[2].is_some() {
            return None;
        }
        Some(Draft::deserialize(toml::Value::Table(entity)).expect("an entity of the vocabulary"))
    });
    Catalogue::new(drafts.collect()).expect("it fits the house's own part")
}

/// A file beside the repository; `None`, said aloud, where it is missing.
pub(crate) fn file(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(DATA).join(name);
    if !path.is_file() {
        eprintln!("NOT RUN: {} is missing", path.display());
        return None;
    }
    Some(std::fs::read(path).expect("a readable file"))
}

/// Recognises and reads a file of `shared/data`.
pub(crate) fn read(name: &str) -> Option<(&'static Source, Vec<EntityRows>)> {
    let bytes = file(name)?;
    let source = sources::detect(name, &sources::header(&bytes)).expect("a known layout");
    let made = sources::read(source, catalogue(), &bytes, None).expect("a readable file");
    Some((source, made))
}

/// What a row says of a column.
pub(crate) fn said<'a>(entity: &str, row: &'a GivenRow, column: &str) -> &'a Given {
    let entity = catalogue().entity(entity).expect("a known entity");
    let (place, _) = entity.column(column).expect("a known column");
    &row.cells[place]
}

fn tally(made: &EntityRows, column: &str) -> BTreeMap<String, u64> {
    let entity = catalogue().entity(&made.entity).expect("a known entity");
    let (place, _) = entity.column(column).expect("a known column");
    let mut tally = BTreeMap::new();
    for row in &made.rows {
        let text = match &row.cells[place] {
            Given::Value(text) => text.clone(),
            Given::Left => "left".to_owned(),
            Given::Cleared => "unknown".to_owned(),
        };
        *tally.entry(text).or_default() += 1;
    }
    tally
}

fn sum(made: &EntityRows, column: &str) -> u64 {
    let parts = tally(made, column).into_iter();
    parts
        .filter_map(|(text, count)| Some(text.parse::<u64>().ok()? * count))
        .sum()
}

/// The figure that the independent script wrote.
fn golden(source: &str, what: &str) -> u64 {
    let mut reader = csv::Reader::from_reader(COUNTS.as_bytes());
    let lines = reader
        .records()
        .map(|line| line.expect("a line of the counts"));
    let mut found = lines.filter(|line| &line[0] == source && &line[1] == what);
    let line = found.next().unwrap_or_else(|| panic!("no figure {what}"));
    line[2].parse().expect("a whole number")
}

fn count(source: &str, what: &str, found: usize) {
    assert_eq!(found as u64, golden(source, what), "{source}: {what}");
}

#[test]
fn every_mapping_says_only_what_the_catalogue_allows_and_names_known_reasons() {
    let catalogue = catalogue();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sources");
    let table = |name: &str| -> toml::Table {
        let text = std::fs::read_to_string(folder.join(name)).expect("a readable mapping");
        text.parse().expect("TOML")
    };
    let reasons = table("reasons.toml");
    let reasons = reasons["reason"].as_array().expect("reasons");
    for source in sources::all() {
        let file = table(&format!("{}.toml", source.id));
        for rule in file["entity"].as_array().expect("entities") {
            let id = rule["id"].as_str().expect("an id");
            let entity = catalogue.entity(id).expect("a known entity");
            for (column, cell) in rule["cells"].as_table().expect("cells") {
                let (_, column) = entity.column(column).expect("a known column");
                for text in targets(cell) {
                    let allowed = match column.kind {
                        Kind::Boolean => text == "true" || text == "false",
                        _ => column.values.iter().any(|(id, _)| id == text),
                    };
                    assert!(allowed, "{}: {id}.{} = {text}", source.id, column.id);
                }
            }
            let only = rule.get("only").and_then(toml::Value::as_array);
            let tests = only.into_iter().flatten().chain(rule.get("gather"));
            for test in tests {
                let known = reasons.iter().any(|reason| reason["id"] == test["reason"]);
                assert!(known, "{}: {}", source.id, test["reason"]);
            }
        }
    }
}

/// The texts that a cell may write, unknown left out.
fn targets(cell: &toml::Value) -> Vec<&str> {
    let tables = ["values", "endings"].map(|key| cell.get(key).and_then(toml::Value::as_table));
    let listed = tables.into_iter().flatten().flat_map(toml::Table::values);
    let single = ["constant", "otherwise"].map(|key| cell.get(key));
    let texts = listed.chain(single.into_iter().flatten());
    texts
        .filter_map(toml::Value::as_str)
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn a_file_is_recognised_by_its_header_and_cited_with_its_release() {
    let source = |id: &str| {
        let mut all = sources::all().iter();
        all.find(|source| source.id == id).expect("a known source")
    };
    for source in sources::all() {
        let found = sources::detect("a.csv", &source.header).expect("its own header");
        assert_eq!(found.id, source.id);
    }
    assert!(sources::detect("a.csv", &["name".to_owned()]).is_none());
    let units = source("gem_coal_units");
    assert!(units.is_named("there/gcpt_china_units_2026-01.csv.gz"));
    assert_eq!(
        units.citation("gcpt_shanxi_units_2026-01.csv"),
        "Global Energy Monitor, Global Coal Plant Tracker, release 2026-01 (CC BY 4.0)"
    );
    assert_eq!(
        source("gem_steel_units").citation("gist_shanxi_units_2025-03-18.csv"),
        "Global Energy Monitor, Global Iron and Steel Tracker, release 2025-03-18 (CC BY 4.0)"
    );
}

#[test]
fn coal_units_that_exist_come_in_and_only_operating_ones_are_not_retired() {
    let Some((source, made)) = read(UNITS) else {
        return;
    };
    let [units, heat, boilers] = made.as_slice() else {
        panic!("units, heat sources and boilers");
    };
    let id = &source.id;
    count(id, "existing units", units.rows.len());
    let retired = tally(units, "retired");
    assert_eq!(retired["false"], golden(id, "status operating"));
    assert_eq!(retired["true"], golden(id, "status retired"));
    assert_eq!(retired["unknown"], golden(id, "status mothballed"));
    for (skip, count) in &units.skipped {
        assert_eq!(skip.reason.id, "not_built");
        assert_eq!(*count, golden(id, &format!("status {}", skip.text)));
    }
    let skipped: u64 = units.skipped.values().sum();
    assert_eq!(skipped + units.rows.len() as u64, golden(id, "units"));
    assert_eq!(
        tally(units, "self_owned")["true"],
        golden(id, "existing, captive")
    );
    assert_eq!(units.defects, []);

    count(id, "plants with an existing CHP unit", heat.rows.len());
    let kinds = tally(heat, "kind");
    assert_eq!(
        kinds["chp_plant"],
        golden(id, "plants with an operating CHP unit")
    );
    count(id, "existing, CHP or below 300 MW", boilers.rows.len());
    let in_use = tally(boilers, "in_use");
    assert_eq!(in_use["true"], golden(id, "operating, CHP or below 300 MW"));
    assert_eq!(
        tally(boilers, "backward_small_chp").len(),
        1,
        "unknown in every row"
    );
    assert_eq!(
        tally(boilers, "capacity_t_h").len(),
        1,
        "unknown in every row"
    );
}

#[test]
fn operating_capacity_by_city_is_that_of_the_notes_and_small_units_are_counted_by_city() {
    let Some((source, made)) = read(UNITS) else {
        return;
    };
    let mut all: BTreeMap<&str, u64> = BTreeMap::new();
    let mut small: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in &made[0].rows {
        let value = |column| match said("power_unit", row, column) {
            Given::Value(text) => text.clone(),
            Given::Left | Given::Cleared => String::new(),
        };
        let mw: u64 = value("power_mw").parse().expect("whole megawatts");
        let county = regions::resolve(&value("region")).expect("a region");
        let city = county.parent().expect("a city above the county").zh;
        if value("retired") == "false" {
            *all.entry(city).or_default() += mw;
            if mw < 300 {
                let sum = small.entry(city).or_default();
                *sum = (sum.0 + 1, sum.1 + mw);
            }
        }
    }
    assert_eq!(all.len(), 11);
    for (city, mw) in all {
        assert_eq!(
            mw,
            golden(&source.id, &format!("operating MW {city}")),
            "{city}"
        );
    }
    let mut reader = csv::Reader::from_reader(SMALL.as_bytes());
    let lines = reader
        .records()
        .map(|line| line.expect("a line of the counts"));
    let expect: BTreeMap<String, (u64, u64)> = lines
        .map(|line| {
            let number = |place: usize| line[place].parse().expect("a whole number");
            (line[0].to_owned(), (number(1), number(2)))
        })
        .collect();
    let found = small.into_iter().map(|(city, sum)| (city.to_owned(), sum));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), expect);
}

#[test]
fn the_units_of_all_china_come_in_from_the_packed_file() {
    let Some((_, made)) = read("gem_trackers/gcpt_china_units_2026-01.csv.gz") else {
        return;
    };
    // 3,317 operating, 1,197 retired and 23 mothballed of 6,520, as the tracker's own column counts them.
    assert_eq!(made[0].rows.len(), 3317 + 1197 + 23);
    assert_eq!(tally(&made[0], "retired")["false"], 3317);
}

#[test]
fn mines_come_in_with_tonnes_a_year_and_rows_of_one_mine_are_held_together() {
    let Some((source, made)) = read(MINES) else {
        return;
    };
    let mines = &made[0];
    let id = &source.id;
    count(id, "existing mines", mines.rows.len());
    let closed = tally(mines, "closed");
    assert_eq!(closed["false"], golden(id, "existing, open"));
    assert_eq!(closed["true"], golden(id, "existing, closed"));
    assert_eq!(
        closed["left"] + closed["unknown"],
        golden(id, "existing, unknown")
    );
    let without = tally(mines, "capacity_t_a")["left"];
    assert_eq!(
        mines.rows.len() as u64 - without,
        golden(id, "existing, capacity known")
    );
    assert_eq!(
        sum(mines, "capacity_t_a"),
        golden(id, "existing, capacity t/a")
    );
    let twice = mines.defects.iter().filter(|d| d.reason.id == "same_key");
    let lines: std::collections::BTreeSet<u64> = twice.map(|defect| defect.line).collect();
    count(id, "existing mines with several rows", lines.len());
}

#[test]
fn furnaces_come_in_with_tonnes_a_year_but_without_volume_and_nominal_capacity() {
    let Some((source, made)) = read(STEEL) else {
        return;
    };
    let furnaces = &made[0];
    let id = &source.id;
    let kinds = tally(furnaces, "kind");
    for (kind, tab) in [
        ("blast_furnace", "existing Blast_furnaces"),
        ("converter", "existing Basic_oxygen_furnaces"),
        ("electric_furnace", "existing Electric_arc_furnaces"),
    ] {
        assert_eq!(kinds[kind], golden(id, tab), "{kind}");
    }
    count(id, "existing units", furnaces.rows.len());
    let retired = tally(furnaces, "retired");
    assert_eq!(retired["true"], golden(id, "status retired"));
    assert_eq!(retired["unknown"], golden(id, "status mothballed"));
    assert_eq!(
        sum(furnaces, "capacity_t_a"),
        golden(id, "existing, capacity t/a")
    );
    for column in ["volume_m3", "nominal_capacity_t"] {
        assert_eq!(tally(furnaces, column)["left"], furnaces.rows.len() as u64);
    }
    let Some((plants_source, plants)) = read(STEEL_PLANTS) else {
        return;
    };
    let facilities = &plants[0];
    let announced = golden(&plants_source.id, "plant status announced");
    assert_eq!(
        facilities.rows.len() as u64 + announced,
        golden(&plants_source.id, "plants")
    );
    assert_eq!(facilities.defects, []);
    let keys: Vec<&str> = facilities.rows.iter().map(|row| row.key.as_str()).collect();
    for furnace in &furnaces.rows {
        let Given::Value(owner) = said("production_equipment", furnace, "facility_key") else {
            panic!("every furnace has a plant");
        };
        assert!(keys.contains(&owner.as_str()), "{owner}");
    }
}

#[test]
fn wri_gives_plants_other_than_coal_and_its_coal_plants_only_serve_to_cross_check() {
    let Some((_, made)) = read(WRI) else {
        return;
    };
    count(
        "wri_shanxi",
        "other plants, not under construction",
        made[0].rows.len(),
    );
    assert!(tally(&made[0], "power_mw").contains_key("left"));
    assert!(made[0].rows.iter().all(|row| row.key.starts_with("wri:")));
    let coal: u64 = made[0].skipped.values().sum();
    assert_eq!(coal, golden("wri_shanxi", "coal rows"));
    let (Some(gem), Some(wri)) = (file(UNITS), file(WRI)) else {
        return;
    };
    let found = sources::cross_check(&gem, &wri).expect("two readable files");
    count(
        "wri_shanxi",
        "coal plants that GEM has too",
        found.shared.len(),
    );
    let same = |pair: &&sources::PlantPair| pair.wri_mw == Some(pair.gem_mw);
    let equal = found.shared.iter().filter(same).count();
    count("wri_shanxi", "of these, the same MW in operation", equal);
    let far = |pair: &&sources::PlantPair| pair.distance_m.is_some_and(|metres| metres > 1000.0);
    let apart = found.shared.iter().filter(far).count();
    count("wri_shanxi", "of these, more than 1 km apart", apart);
}

#[test]
fn stations_come_in_under_their_codes_and_those_without_a_position_have_none() {
    let Some((source, made)) = read("station_lists/knowair_station_info.csv") else {
        return;
    };
    let in_shanxi = |made: &EntityRows| -> usize {
        let regions = tally(made, "region");
        let inside = regions.iter().filter(|(code, _)| code.starts_with("14"));
        usize::try_from(inside.map(|(_, count)| count).sum::<u64>()).expect("a count")
    };
    count(&source.id, "stations", made[0].rows.len());
    count(&source.id, "stations in Shanxi", in_shanxi(&made[0]));
    assert_eq!(made[0].defects, []);
    let Some((source, made)) = read("station_lists/crea_stationkey_joined.csv") else {
        return;
    };
    count(&source.id, "stations", made[0].rows.len());
    count(&source.id, "stations in Shanxi", in_shanxi(&made[0]));
    assert_eq!(
        tally(&made[0], "lon")["left"],
        golden(&source.id, "without a position")
    );
    // Two stations of 大兴安岭地区, which is of 黑龙江省, stand under 内蒙古 in the list.
    let told = made[0].defects.iter().map(|defect| &*defect.text);
    assert_eq!(told.collect::<Vec<_>>(), ["内蒙古", "内蒙古"]);
}

#[test]
fn weather_stations_stand_at_degrees_and_minutes() {
    let Some((source, made)) = read("station_lists/cma_shanxi_met_stations_2016.csv") else {
        return;
    };
    count(&source.id, "stations", made[0].rows.len());
    let mut reader = csv::Reader::from_reader(COUNTS.as_bytes());
    let mut compared = 0;
    for line in reader.records().map(|line| line.expect("a line")) {
        let Some((axis, site)) = line[1].split_once(" of ") else {
            continue;
        };
        if line[0] == *source.id {
            let mut rows = made[0].rows.iter();
            let row = rows.find(|row| row.key == site).expect("the station");
            let found = said("weather_station", row, axis);
            assert_eq!(*found, Given::Value(line[2].to_owned()), "{}", &line[1]);
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn boundaries_and_townships_come_in_under_their_codes() {
    for (level, what, id) in [
        ("province_tianditu", "province", "province"),
        ("city_tianditu", "city", "city"),
        ("district_tianditu", "district", "county"),
        ("district_amap", "district, Amap", "county"),
    ] {
        let Some((source, made)) = read(&format!("shanxi_boundaries/shanxi_{level}.geojson"))
        else {
            return;
        };
        count(&source.id, what, made[0].rows.len());
        assert_eq!(tally(&made[0], "level")[id], golden(&source.id, what));
        assert_eq!(made[0].defects, []);
        for row in &made[0].rows {
            let area = said("region_boundary", row, "area");
            assert!(matches!(area, Given::Value(text) if text.starts_with("{\"type\":\"")));
            let region = said("region_boundary", row, "region");
            assert_eq!(*region, Given::Value(row.key.clone()));
        }
    }
    let Some((source, made)) = read("shanxi_boundaries/shanxi_towns_codes.csv") else {
        return;
    };
    count(&source.id, "rows", made[0].rows.len());
    let kinds = tally(&made[0], "kind");
    assert_eq!(kinds["township"], golden(&source.id, "town or township"));
    assert_eq!(kinds["other"], golden(&source.id, "subdistrict"));
    // Zones that are no county have codes of their own; the city above them is taken, and that is told.
    count(
        &source.id,
        "in no county of the boundaries",
        made[0].defects.len(),
    );
}
