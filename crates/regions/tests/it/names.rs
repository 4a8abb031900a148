//! What people type, and what they get.

use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use regions::{Region, RegionCode, ResolveError, all, resolve, resolve_exact};

pub(crate) fn code(number: u32) -> RegionCode {
    RegionCode::new(number).expect("six digits")
}

#[test]
fn a_region_is_found_by_what_people_type() {
    let check = |input: &str, expect: u32| {
        assert_eq!(
            resolve(input)
                .map(|region| region.code.get())
                .map_err(|error| error.to_string()),
            Ok(expect),
            "{input}"
        );
        assert_eq!(resolve_exact(input), Some(code(expect)), "{input}");
    };
    let taiyuan = [
        "太原",
        "太原市",
        "140100",
        "1401",
        " 太原 ",
        "\u{3000}太原市",
        "太 原",
        "\u{feff}太原",
        "１４０１００",
        "Taiyuan",
        "taiyuan",
        "TAIYUAN",
        "ｔａｉｙｕａｎ",
        "Taiyuan City",
        "山西太原",
        "山西省太原市",
        " 140100 ",
    ];
    for input in taiyuan {
        check(input, 140_100);
    }
    check("14", 140_000);
    check("山西", 140_000);
    check("Shanxi", 140_000);
    check("Shaanxi", 610_000);
    check("清徐", 140_121);
    check("Qingxu County", 140_121);
    check("太原市清徐县", 140_121);
    check("Xi'an", 610_100);
    check("Xi’an", 610_100);
    check("xian", 610_100);
    check("Lüliang", 141_100);
    check("luliang", 141_100);
    check("义乌", 330_782);
    check("济源", 419_001);
    check("全国", 100_000);
    check("北京", 110_000);
}

#[test]
fn a_city_is_preferred_to_a_province_or_county_of_its_name() {
    let check =
        |input: &str, expect: u32| assert_eq!(resolve_exact(input), Some(code(expect)), "{input}");
    check("吉林", 220_200);
    check("吉林省", 220_000);
    check("大同", 140_200);
    check("长治", 140_400);
    check("海南", 460_000);
    check("海南州", 632_500);
    check("Xinjiang", 650_000);
}

#[test]
fn an_old_name_gives_the_region_that_goes_by_the_new_one() {
    let check =
        |input: &str, expect: u32| assert_eq!(resolve_exact(input), Some(code(expect)), "{input}");
    check("海东地区", 630_200);
    check("那曲地区", 540_600);
    check("襄樊", 420_600);
    check("屯留县", 140_405);
    check("大同县", 140_215);
    check("章丘市", 370_114);
    check("莱芜", 371_200);
    check("632100", 632_100);
}

#[test]
fn an_ambiguous_name_is_refused_with_its_bearers() {
    let check = |input: &str, expect: &[u32]| {
        let Err(ResolveError::Ambiguous { candidates, .. }) = resolve(input) else {
            panic!("{input} is ambiguous");
        };
        let found: Vec<u32> = candidates.iter().map(|region| region.code.get()).collect();
        assert_eq!(found, expect, "{input}");
        assert_eq!(resolve_exact(input), None, "{input}");
    };
    check("城区", &[140_202, 140_302, 140_402, 140_502]);
    check("郊区", &[140_311, 140_411]);
    check("Suzhou", &[320_500, 341_300]);
    check("pinglu", &[140_603, 140_829]);
    let error = resolve("矿区")
        .expect_err("two regions are called 矿区")
        .to_string();
    assert_eq!(
        error,
        "\"矿区\" may mean 140203 矿区 (大同市, until 2018-02-09), 140303 矿区 (阳泉市): \
         give the code, or put the city before the name"
    );
}

#[test]
fn the_city_before_the_name_tells_two_bearers_apart() {
    let check =
        |input: &str, expect: u32| assert_eq!(resolve_exact(input), Some(code(expect)), "{input}");
    check("阳泉市城区", 140_302);
    check("阳泉城区", 140_302);
    check("晋城市城区", 140_502);
    check("山西省长治市郊区", 140_411);
}

#[test]
fn an_unknown_name_is_refused_with_its_neighbours() {
    let check = |input: &str, expect: &str| {
        assert_eq!(
            resolve(input).expect_err(input).to_string(),
            expect,
            "{input}"
        );
        assert_eq!(resolve_exact(input), None, "{input}");
    };
    check(
        "",
        "the name of a region is empty: expected a name such as 太原市 or a code such as 140100",
    );
    check(
        " \u{3000}",
        "the name of a region is empty: expected a name such as 太原市 or a code such as 140100",
    );
    check(
        "140199",
        "no region bears the code 140199; its first digits are those of 140100 太原市",
    );
    check(
        "999999",
        "no region bears the code 999999: expected a GB/T 2260 code",
    );
    check(
        "Taiyuen",
        "no region is called \"Taiyuen\"; like it are 140100 太原市 (山西省)",
    );
    check(
        "qqq",
        "no region is called \"qqq\": give its full Chinese name or its six-digit code",
    );
    let near = |input: &str| match resolve(input) {
        Err(ResolveError::UnknownName { near, .. }) => {
            near.iter().map(|region| region.short).collect::<Vec<_>>()
        }
        other => panic!("{input}: {other:?}"),
    };
    assert!(near("太源").contains(&"太原"));
    assert!(near("吕粱市").contains(&"吕梁"));
    assert!(near("太").len() <= 5);
}

#[test]
fn every_region_is_found_by_its_code_and_by_its_full_name_or_named_among_the_candidates() {
    for region in all() {
        assert_eq!(resolve(&region.code.to_string()), Ok(region));
        assert_eq!(resolve_exact(&region.code.to_string()), Some(region.code));
        for name in [region.zh, region.short, region.en] {
            finds_or_lists(name, region);
        }
    }
}

fn finds_or_lists(name: &str, region: &'static Region) {
    match resolve(name) {
        Ok(found) if found == region || region.successor == Some(found.code) => {}
        Ok(found) => assert!(
            found.level < region.level || name != region.zh,
            "{name} gave {found:?} for {region:?}"
        ),
        Err(ResolveError::Ambiguous { candidates, .. }) => {
            let named = candidates
                .iter()
                .any(|one| *one == region || region.successor == Some(one.code));
            let outranked = candidates.iter().all(|one| one.level < region.level);
            assert!(named || outranked, "{name} does not list {region:?}");
        }
        Err(error) => panic!("{name}: {error}"),
    }
}

fn mangled() -> impl Strategy<Value = (String, &'static Region)> {
    let space = prop_oneof![
        Just(""),
        Just(" "),
        Just("\u{3000}"),
        Just("\t"),
        Just("\u{feff}")
    ];
    (space, 0..all().len()).prop_map(|(space, place)| {
        let region = &all()[place];
        (
            format!("{space}{}{space}", region.en.to_uppercase()),
            region,
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_both_ways_to_resolve_agree(text in "\\PC{0,12}") {
        assert_eq!(resolve_exact(&text), resolve(&text).ok().map(|region| region.code));
    }

    #[test]
    fn case_and_space_make_no_difference((text, region) in mangled()) {
        assert_eq!(resolve_exact(&text), resolve_exact(region.en));
    }
}
