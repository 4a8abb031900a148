//! The zones against the documents that draw them.

use jiff::civil::{Date, date};
use regions::{RegionCode, State, ZoneError, all, by_code, contains, in_zone, zone, zones};

use crate::names::code;

fn members(id: &str, on: Date) -> Vec<RegionCode> {
    zone(id)
        .expect("a zone")
        .members(on)
        .expect("a day in force")
        .collect()
}

#[test]
fn the_key_cities_were_169_with_laiwu_and_are_168_since_2019() {
    let laiwu = code(371_200);
    let with_laiwu = members("key168", date(2018, 8, 1));
    let without_laiwu = members("key168", date(2019, 2, 1));
    assert_eq!((with_laiwu.len(), with_laiwu.contains(&laiwu)), (169, true));
    assert_eq!(
        (without_laiwu.len(), without_laiwu.contains(&laiwu)),
        (168, false)
    );
    assert_eq!(members("key168", date(2018, 12, 31)).len(), 169);
    assert_eq!(members("key168", date(2019, 1, 1)).len(), 168);
}

#[test]
fn all_eleven_cities_of_shanxi_are_key_cities() {
    let key = members("key168", date(2024, 1, 1));
    let shanxi = members("shanxi11", date(2024, 1, 1));
    assert_eq!(shanxi.len(), 11);
    assert!(shanxi.iter().all(|city| key.contains(city)));
}

#[test]
fn the_key_regions_of_2023_have_the_cities_that_the_plan_counts() {
    let on = date(2024, 1, 1);
    let cities = |id: &str| {
        members(id, on)
            .into_iter()
            .filter(|member| member.get() % 100 == 0)
            .count()
    };
    // 国发〔2023〕24号: "2+36", the 31 cities of 长三角 and the 13 of 汾渭平原.
    assert_eq!(cities("jing_jin_ji_2023"), 38);
    assert_eq!(cities("yangtze_delta_2023"), 31);
    assert_eq!(cities("fen_wei_2023"), 13);
    assert_eq!(cities("key_region_2023"), 82);
    assert_eq!(members("fen_wei_2018", date(2020, 1, 1)).len(), 11);
}

#[test]
fn the_key_cities_of_shanxi_are_those_of_the_key_region_that_lie_in_the_province() {
    let on = date(2024, 1, 1);
    let inside: Vec<RegionCode> = members("key_region_2023", on)
        .into_iter()
        .filter(|member| contains(code(140_000), *member))
        .collect();
    assert_eq!(inside, members("shanxi_key_2023", on));
    assert_eq!(inside.len(), 8);
}

#[test]
fn a_county_is_in_a_zone_when_it_or_its_city_is() {
    let on = date(2024, 4, 1);
    let check = |inner: u32, id: &str, expect: bool| {
        assert_eq!(in_zone(code(inner), id, on), Ok(expect), "{inner} in {id}");
    };
    check(140_100, "fen_wei_2023", true);
    check(140_121, "fen_wei_2023", true);
    check(140_200, "key_region_2023", false);
    check(140_221, "key_region_2023", false);
    check(419_001, "jing_jin_ji_2023", true);
    check(410_881, "jing_jin_ji_2023", true);
    check(140_121, "taiyuan_basin", true);
    check(140_100, "taiyuan_basin", false);
    check(140_122, "taiyuan_basin", false);
    check(110_101, "key168", true);
}

#[test]
fn a_day_outside_the_zone_is_an_error_that_names_the_first_day() {
    let error =
        in_zone(code(140_100), "key_region_2023", date(2020, 1, 1)).expect_err("before the plan");
    assert_eq!(
        error.to_string(),
        "zone key_region_2023 was not in force on 2020-01-01: it holds from 2023-11-30"
    );
    let error =
        in_zone(code(140_700), "fen_wei_2018", date(2024, 1, 1)).expect_err("after the plan");
    assert_eq!(
        error.to_string(),
        "zone fen_wei_2018 was not in force on 2024-01-01: it holds from 2018-06-27 to the day before 2023-11-30"
    );
}

#[test]
fn an_unknown_zone_is_an_error_that_lists_the_known_ones() {
    let error = zone("fen_he_valley").expect_err("no list of 汾河谷地 is at hand");
    assert!(matches!(&error, ZoneError::Unknown { id } if id == "fen_he_valley"));
    let text = error.to_string();
    assert!(
        zones().iter().all(|known| text.contains(known.id)),
        "{text}"
    );
}

#[test]
fn every_zone_states_names_source_and_whether_it_is_confirmed() {
    let assumed: Vec<&str> = zones()
        .iter()
        .filter(|known| known.state == State::Assumed)
        .map(|known| known.id)
        .collect();
    assert_eq!(assumed, ["fen_wei_2018", "key168", "taiyuan_basin"]);
    for known in zones() {
        assert!(
            !known.zh.is_empty() && !known.en.is_empty() && !known.source.document.is_empty(),
            "{}",
            known.id
        );
        assert!(
            known
                .memberships
                .iter()
                .all(|member| by_code(member.code).is_some()),
            "{}",
            known.id
        );
        assert!(
            known.state == State::Confirmed || known.note.is_some(),
            "{} says not why it is assumed",
            known.id
        );
    }
    assert!(all().len() > 500);
}
