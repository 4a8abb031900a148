//! Sub-indices against vectors computed elsewhere: by hand, and in Python (docs/method/independent).

use std::path::Path;

use standards::aqi::{Series, iaqi, iaqi_exact};
use units::{MicrogramPerM3, MilligramPerM3};

use super::method;

/// Series, then concentration, IAQI of 2012, IAQI of 2026.
const BY_HAND: &str = "
    pm25_24h 0 0 0; 1 2 2; 35 50 50; 36 52 52; 60 82 100; 61 83 101; 75 100 114; 76 102 115; 115 150 150;\
     116 152 152; 150 200 200; 151 201 201; 250 300 300; 251 301 301; 500 500 500
    pm10_24h 50 50 50; 51 51 51; 120 85 100; 121 86 101; 150 100 112; 151 101 112; 250 150 150; 420 300 300;\
     600 500 500
    o3_8h 100 50 50; 101 51 51; 160 100 100; 161 101 101; 215 150 150; 265 200 200; 266 201 201; 800 300 300
    no2_24h 39 49 49; 40 50 50; 80 100 100; 81 101 101
    co_24h 0.4 10 10; 2.0 50 50; 2.1 53 53; 4.0 100 100; 4.1 101 101
    so2_24h 9 9 9; 50 50 50; 150 100 100; 151 101 101
";

/// A concentration in the unit of the series.
fn concentration(series: Series, text: &str) -> MicrogramPerM3 {
    if series.pollutant().in_milligrams() {
        text.parse::<MilligramPerM3>()
            .expect("a concentration")
            .into()
    } else {
        text.parse().expect("a concentration")
    }
}

#[test]
fn the_vectors_made_by_hand_hold_in_both_editions() {
    let mut count = 0;
    for line in BY_HAND.trim().lines() {
        let (name, vectors) = line.trim().split_once(' ').unwrap();
        let series: Series = name.parse().unwrap();
        for vector in vectors.split(';') {
            let cells: Vec<&str> = vector.split_whitespace().collect();
            let value = concentration(series, cells[0]);
            for (edition, expected) in ["2012", "2026"].into_iter().zip(&cells[1..]) {
                let found = iaqi(method(edition, "standard"), series, value);
                assert_eq!(
                    found,
                    expected.parse().ok(),
                    "{edition} {series} {}",
                    cells[0]
                );
                count += 1;
            }
        }
    }
    assert_eq!(count, 90);
}

#[test]
fn the_vectors_of_the_second_computation_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/method/independent/iaqi.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = [
        "edition",
        "series",
        "kind",
        "concentration",
        "iaqi",
        "iaqi_rounded_first",
    ];
    assert_eq!(reader.headers().unwrap(), header.as_slice());
    let mut count = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let series: Series = row[1].parse().unwrap();
        let value = concentration(series, &row[3]);
        let (as_given, rounded) = (row[4].parse().ok(), row[5].parse().ok());
        // Jinan publishes by round up, and takes concentrations as they are.
        let plain = method(&row[0], "jinan");
        assert_eq!(iaqi(plain, series, value), as_given, "{row:?}");
        assert_eq!(
            iaqi_exact(plain, series, value.ug_m3()),
            as_given,
            "{row:?}"
        );
        let expected = if &row[0] == "2026" { rounded } else { as_given };
        assert_eq!(
            iaqi(method(&row[0], "standard"), series, value),
            expected,
            "{row:?}"
        );
        count += 1;
    }
    assert_eq!(count, 2000);
}

#[test]
fn above_the_range_each_edition_has_its_own_rule() {
    let check = |edition, series, ug_m3, expect| {
        let found = iaqi(
            method(edition, "standard"),
            series,
            MicrogramPerM3::new(ug_m3),
        );
        assert_eq!(found, expect, "{edition} {series} {ug_m3}");
    };
    check("2012", Series::So2Hour, 800, Some(200));
    check("2012", Series::So2Hour, 801, None);
    check("2026", Series::So2Hour, 801, Some(200));
    check("2012", Series::O3Max8h, 801, None);
    check("2026", Series::O3Max8h, 801, Some(300));
    check("2012", Series::Pm10Day, 9985, Some(500));
    check("2026", Series::Pm25Day, i64::MAX / 1000, Some(500));
    check("2012", Series::Pm10Day, -1, None);
}

#[test]
fn a_publishers_rounding_applies() {
    let check = |variant, expect| {
        let found = iaqi(
            method("2012", variant),
            Series::Pm25Day,
            MicrogramPerM3::new(1),
        );
        assert_eq!(found, Some(expect), "{variant}");
    };
    // 50/35 is 1.43.
    check("standard", 2);
    check("jinan", 2);
    check("cnemc_live", 1);
    check("cnemc_archive", 1);
}
