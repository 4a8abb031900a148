//! Properties: nothing panics, no number is invented, and the fast field reader agrees with `units`.

use std::fmt::Write;

use observe::{builtin, read_from, thousandths};
use proptest::prelude::*;
use units::MicrogramPerM3;

use crate::collect::{Told, mapping};

fn check_twin(text: &str) {
    let slow = text
        .parse::<MicrogramPerM3>()
        .ok()
        .map(MicrogramPerM3::thousandths);
    let fast = thousandths(text.as_bytes()).ok().map(i64::from);
    assert_eq!(fast, slow, "{text:?}");
}

proptest! {
    #[test]
    fn the_field_reader_agrees_with_units(text in "[-+ ]{0,2}[0-9]{0,11}[.eE,]{0,2}[0-9]{0,6} ?") {
        check_twin(&text);
    }

    #[test]
    fn the_field_reader_agrees_with_units_on_anything(text in ".{0,12}") {
        check_twin(&text);
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        for mapping in builtin() {
            let _ = Told::of(|sink| read_from(&bytes[..], "t.csv", mapping, sink));
        }
    }

    #[test]
    fn random_bytes_after_a_header_invent_no_number(
        bytes in proptest::collection::vec(any::<u8>(), 0..1500),
        fields in proptest::collection::vec("[0-9.,太原\"\r\n;-]{0,40}", 0..40),
    ) {
        let body = [bytes, fields.join("\n").into_bytes()].concat();
        let text = [&b"date,hour,city,AQI,PM2.5,PM10,SO2,NO2,O3,O3_8h,CO\n20190101,1,"[..], &body].concat();
        let told = Told::of(|sink| read_from(&text[..], "t.csv", mapping("cnemc_city_hourly"), sink));
        let shown = String::from_utf8_lossy(&text).into_owned();
        for row in told.map(|told| told.rows()).unwrap_or_default() {
            for value in row.2.into_iter().chain([row.3]).flatten() {
                let digits = (value / 1000).to_string();
                prop_assert!(shown.contains(&digits), "{value} is not in the file");
            }
        }
    }

    #[test]
    fn a_file_of_plain_values_comes_back_whole(values in proptest::collection::vec((0_i32..999_999_999, 0_u32..4), 1..50)) {
        let mut text = "date,hour,city,AQI,PM2.5,PM10,SO2,NO2,O3,O3_8h,CO\n".to_owned();
        let mut expected = Vec::new();
        for (number, (value, decimals)) in values.into_iter().enumerate() {
            let step = 10_i32.pow(3 - decimals);
            let value = value / step * step;
            expected.push(Some(value));
            let shown = MicrogramPerM3::from_thousandths(i64::from(value));
            let (day, hour) = (number / 24 + 1, number % 24);
            writeln!(text, "201901{day:02},{hour},太原,,{shown},,,,,,").expect("writing to a string does not fail");
        }
        let told = Told::of(|sink| read_from(text.as_bytes(), "t.csv", mapping("cnemc_city_hourly"), sink));
        let rows = told.expect("the file can be read").rows();
        prop_assert_eq!(rows.iter().map(|row| row.2[3]).collect::<Vec<_>>(), expected);
    }
}
