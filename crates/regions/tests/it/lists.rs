//! The table against GB/T 2260: how many regions there are, in which order, and what each must state.

use std::collections::BTreeMap;

use regions::{Level, Region, State, all, by_code, contains};

use crate::names::code;

fn in_force(inside: u32, level: Level) -> Vec<&'static Region> {
    let wanted = |region: &&Region| {
        region.level == level && region.until.is_none() && contains(code(inside), region.code)
    };
    all().iter().filter(wanted).collect()
}

#[test]
fn shanxi_has_eleven_cities() {
    let names: Vec<&str> = in_force(140_000, Level::City)
        .iter()
        .map(|region| region.short)
        .collect();
    assert_eq!(
        names,
        [
            "太原", "大同", "阳泉", "长治", "晋城", "朔州", "晋中", "运城", "忻州", "临汾", "吕梁"
        ]
    );
}

#[test]
fn shanxi_has_117_counties_shared_among_its_cities_as_published() {
    let counties = in_force(140_000, Level::County);
    assert_eq!(counties.len(), 117);
    let mut per_city: BTreeMap<&str, usize> = BTreeMap::new();
    for county in &counties {
        *per_city
            .entry(county.parent().expect("a county has a city").short)
            .or_default() += 1;
    }
    // 山西省 行政区划 (民政部): districts, county-level cities and counties of each city.
    let expect = [
        ("太原", 10),
        ("大同", 10),
        ("阳泉", 5),
        ("长治", 12),
        ("晋城", 6),
        ("朔州", 6),
        ("晋中", 11),
        ("运城", 13),
        ("忻州", 14),
        ("临汾", 17),
        ("吕梁", 13),
    ];
    assert_eq!(per_city, BTreeMap::from(expect));
}

#[test]
fn the_country_has_34_provinces_and_333_prefectures() {
    assert_eq!(in_force(100_000, Level::Province).len(), 34);
    assert_eq!(in_force(100_000, Level::City).len(), 333);
}

#[test]
fn every_region_states_its_names_and_its_source_and_is_found_by_its_code() {
    for region in all() {
        assert!(
            !region.zh.is_empty() && !region.short.is_empty() && !region.en.is_empty(),
            "{region:?}"
        );
        assert!(
            !region.source.document.is_empty() && !region.source.clause.is_empty(),
            "{region:?}"
        );
        assert_eq!(by_code(region.code), Some(region));
        assert_eq!(region.level, region.code.level());
    }
    assert!(all().is_sorted_by(|first, second| first.code < second.code));
}

#[test]
fn an_abolished_region_tells_its_last_days_its_successor_and_a_note() {
    let abolished: Vec<&Region> = all()
        .iter()
        .filter(|region| region.until.is_some())
        .collect();
    assert_eq!(abolished.len(), 32);
    for region in abolished {
        let successor = region
            .successor
            .and_then(by_code)
            .expect("a successor in the table");
        assert_eq!(
            successor.until, None,
            "{} went into {}, itself abolished",
            region.code, successor.code
        );
        assert!(region.note.is_some(), "{} has no note", region.code);
    }
}

#[test]
fn laiwu_was_a_city_until_it_merged_into_jinan() {
    let laiwu = by_code(code(371_200)).expect("371200 stays in the table");
    assert_eq!((laiwu.zh, laiwu.successor), ("莱芜市", Some(code(370_100))));
    assert!(
        laiwu.in_force(jiff::civil::date(2018, 12, 31))
            && !laiwu.in_force(jiff::civil::date(2019, 2, 1))
    );
    assert_eq!(laiwu.state, State::Assumed);
}
