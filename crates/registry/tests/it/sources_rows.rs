//! Odd rows of the sources, a handful of each kind, copied here in short: what loads, what is told, what is left out.

use regions::RegionCode;
use registry::{
    Given, GivenRow,
    sources::{self, EntityRows, SourceError},
};

use crate::sources::{catalogue, said};

const MINES: &str =
    "\u{feff}id,project,status,capacity,mine-type,coal_type,lat,lng,_prefecture,_county
M1,One Mine,operating,0.9,underground,Bituminous,38.950871,111.089441,忻州市,保德县
M2,Two Mine,operating,>0,underground,Bituminous,38.950871,,忻州市,保德县
M3,Three Mine,retired,,underground,Bituminous,95.5,111.0,忻州市,保德县
M4,\"Four, Mine\",proposed,1.2,underground,Bituminous,38.9,111.0,忻州市,保德县
M5,Five Mine,operating,5.0,underground,Bituminous,38.9,111.0,忻州市,保德县
M5,Five Mine,operating,8.0,underground,Bituminous,38.9,111.5,忻州市,保德县
,No Id,operating,1.2,underground,Bituminous,38.9,111.0,忻州市,保德县
M6,Short
";

const UNITS: &str = "GEM unit/phase ID,GEM location ID,Plant name,Plant name (local),Unit name,Capacity (MW),Status,Coal type,Captive,CHP,Latitude,Longitude,Location accuracy,\"Major area (prefecture, district)\"
G1,L1,One,甲电厂,Unit 1,50.0,operating,waste coal,aluminum,yes,37.0,112.0,exact,Taiyuan
G2,L1,One,甲电厂,Unit 2,300.0,operating,unknown,,yes,37.1234567,112.0,exact,Taiyuan
G3,L1,One,甲电厂,Unit 3,600.0,operating,unknown,,,37.0,112.0,exact,Taiyuan
G4,L2,Two,,Unit 1,135.0,retired,unknown,,yes,37.0,112.0,approximate,Taiyuan
G5,L3,Three,丙电厂,Unit 1,660.0,mothballed,unknown,,,37.0,112.0,exact,Taiyuan
G6,L3,Three,丙电厂,Unit 2,660.0,announced,unknown,,,37.0,112.0,exact,Taiyuan
";

fn read(text: &str, place: Option<sources::Place<'_>>) -> Vec<EntityRows> {
    let source = sources::detect("a.csv", &sources::header(text.as_bytes())).expect("a layout");
    sources::read(source, catalogue(), text.as_bytes(), place).expect("a readable file")
}

fn told(made: &EntityRows) -> Vec<(u64, &str, &str, &str)> {
    let told = made.defects.iter();
    told.map(|d| (d.line, &*d.column, &*d.text, &*d.reason.id))
        .collect()
}

fn value(text: &str) -> Given {
    Given::Value(text.to_owned())
}

fn row<'a>(made: &'a EntityRows, key: &str) -> &'a GivenRow {
    let mut rows = made.rows.iter();
    rows.find(|row| row.key == key).expect("the row")
}

#[test]
fn a_bad_cell_costs_only_itself_and_is_told_with_its_line() {
    let made = &read(MINES, None)[0];
    assert_eq!(
        told(made),
        [
            (3, "capacity", ">0", "number"),
            (3, "lng, lat", ", 38.950871", "position"),
            (4, "lng, lat", "111.0, 95.5", "position"),
            (7, "capacity_t_a", "5000000 | 8000000", "same_key"),
            (7, "lon", "111 | 111.5", "same_key"),
            (8, "id", "", "no_key"),
            (9, "", "M6", "row_length"),
        ]
    );
    let keys: Vec<&str> = made.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["gem:M1", "gem:M2", "gem:M3", "gem:M5"]);
    let of = |key: &str, column: &str| said("mine", row(made, key), column).clone();
    assert_eq!(of("gem:M1", "capacity_t_a"), value("900000"));
    assert_eq!(of("gem:M1", "region"), value("140931"));
    assert_eq!(of("gem:M1", "lon"), value("111.089441"));
    assert_eq!(of("gem:M2", "capacity_t_a"), Given::Left);
    assert_eq!(of("gem:M2", "lat"), Given::Left);
    assert_eq!(of("gem:M3", "closed"), value("true"));
    assert_eq!(of("gem:M5", "capacity_t_a"), Given::Left);
    assert_eq!(of("gem:M5", "lat"), Given::Left);
    assert_eq!(of("gem:M5", "name"), value("Five Mine"));
    let skipped: Vec<(&str, &str, u64)> = made
        .skipped
        .iter()
        .map(|(skip, count)| (&*skip.reason.id, &*skip.text, *count))
        .collect();
    assert_eq!(skipped, [("not_built", "proposed", 1)]);
}

#[test]
fn a_plant_with_combined_heat_and_power_is_one_heat_source_where_its_largest_unit_stands() {
    let made = read(UNITS, None);
    let [units, heat, boilers] = made.as_slice() else {
        panic!("units, heat sources and boilers");
    };
    let unit = |key: &str, column: &str| said("power_unit", row(units, key), column).clone();
    assert_eq!(unit("gem:G1", "name"), value("甲电厂 Unit 1"));
    assert_eq!(unit("gem:G1", "fuel"), value("gangue"));
    assert_eq!(unit("gem:G1", "self_owned"), value("true"));
    assert_eq!(unit("gem:G2", "fuel"), value("coal"));
    assert_eq!(unit("gem:G2", "self_owned"), Given::Left);
    assert_eq!(unit("gem:G2", "commissioned_on"), Given::Left);
    assert_eq!(unit("gem:G2", "lat"), value("37.123457"));
    assert_eq!(unit("gem:G3", "chp"), Given::Left);
    assert_eq!(unit("gem:G4", "plant"), value("Two"));
    assert_eq!(unit("gem:G5", "retired"), Given::Cleared);

    let keys: Vec<&str> = heat.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["gem:L1", "gem:L2"]);
    let source = |key: &str, column: &str| said("heat_source", row(heat, key), column).clone();
    assert_eq!(source("gem:L1", "kind"), value("chp_plant"));
    assert_eq!(source("gem:L1", "power_mw"), value("950"));
    assert_eq!(source("gem:L1", "lat"), value("37.123457"));
    assert_eq!(source("gem:L2", "kind"), value("other"));
    assert_eq!(source("gem:L2", "power_mw"), value("0"));

    let keys: Vec<&str> = boilers.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["gem:G1", "gem:G2", "gem:G4"]);
    assert_eq!(
        *said("boiler", row(boilers, "gem:G4"), "in_use"),
        value("false")
    );
}

#[test]
fn the_polygon_decides_the_region_and_a_differing_name_is_told_once_for_its_line() {
    let datong = |_: f64, lat: f64| (lat > 37.1).then(|| "140213".parse().expect("a code"));
    let made = read(UNITS, Some(&datong));
    let column = "Major area (prefecture, district)";
    assert_eq!(told(&made[0]), [(3, column, "Taiyuan", "region_differs")]);
    assert_eq!(told(&made[1]), []);
    let region = |key: &str| said("power_unit", row(&made[0], key), "region").clone();
    assert_eq!(region("gem:G2"), value("140213"));
    assert_eq!(region("gem:G1"), value("140100"));
}

#[test]
fn a_name_that_no_region_bears_is_told_and_the_next_one_is_taken() {
    let text = "code,name,province,city,area,town\n140171,某开发区,14,01,71,400000\n";
    let made = &read(text, None)[0];
    assert_eq!(told(made), [(2, "code", "140171", "region_unknown")]);
    let region = said("monitoring_area", row(made, "140171400000"), "region");
    assert_eq!(*region, value("140100"));
    let text = "prov,site,name,type,lat,lon,alt\n山西,1,右玉,一般站,4060,11227,1345.84999\n";
    let made = &read(text, None)[0];
    assert_eq!(told(made), [(2, "lon, lat", "11227, 4060", "position")]);
    let station = row(made, "1");
    assert_eq!(
        *said("weather_station", station, "altitude_m"),
        value("1345.8")
    );
    assert_eq!(*said("weather_station", station, "region"), value("140623"));
}

#[test]
fn a_city_that_was_abolished_gives_the_region_it_went_into() {
    let text = "ID,stations_name,area,lon,lat\n2001A,站,莱芜,117.6,36.2\n";
    let made = &read(text, None)[0];
    let code = regions::resolve("莱芜").expect("it is known");
    let successor: Option<RegionCode> = code.successor;
    let expect = successor.expect("it has a successor").to_string();
    let region = said("air_station", row(made, "2001A"), "region");
    assert_eq!(*region, value(&expect));
}

#[test]
fn a_file_that_is_no_file_of_its_layout_is_refused() {
    let mines = sources::detect("a.csv", &sources::header(MINES.as_bytes())).expect("a layout");
    let refused = |bytes: &[u8]| sources::read(mines, catalogue(), bytes, None).err();
    assert!(matches!(
        refused(b"id,project\n1,2\n"),
        Some(SourceError::Columns { columns, .. }) if columns.len() == 6
    ));
    assert!(matches!(
        refused(b"\xff\xfe"),
        Some(SourceError::Encoding { byte: 0 })
    ));
    assert!(matches!(
        refused(&[0x1f, 0x8b, 1]),
        Some(SourceError::Packed { .. })
    ));
    assert_eq!(sources::header(b"\xff\xfe"), Vec::<String>::new());
    let other = registry::Catalogue::default();
    assert!(matches!(
        sources::read(mines, &other, MINES.as_bytes(), None),
        Err(SourceError::Entity { .. })
    ));
}
