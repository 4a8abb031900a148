//! The code itself, and how codes nest.

use regions::{Level, RegionCode, by_code, contains};

use crate::names::code;

#[test]
fn a_code_is_read_from_six_digits_and_written_back() {
    let taiyuan: RegionCode = "140100".parse().expect("six digits");
    assert_eq!(
        (taiyuan.get(), taiyuan.to_string()),
        (140_100, "140100".to_owned())
    );
}

#[test]
fn what_is_not_six_digits_is_refused_with_the_form_expected() {
    let check = |input: &str| {
        let error = input.parse::<RegionCode>().expect_err(input).to_string();
        assert_eq!(
            error,
            format!("\"{input}\" is not a region code: expected six digits, such as 140100")
        );
    };
    for input in [
        "",
        "1401",
        "14010x",
        "+14010",
        "1401000",
        "040100",
        "１４０１００",
    ] {
        check(input);
    }
    assert!(RegionCode::new(99_999).is_err() && RegionCode::new(1_000_000).is_err());
}

#[test]
fn regions_nest_by_their_digits() {
    let check = |ancestor: u32, inner: u32, expect: bool| {
        assert_eq!(
            contains(code(ancestor), code(inner)),
            expect,
            "{ancestor} contains {inner}"
        );
    };
    check(140_100, 140_121, true);
    check(140_000, 140_121, true);
    check(100_000, 140_121, true);
    check(140_100, 140_100, true);
    check(140_100, 140_221, false);
    check(140_121, 140_100, false);
    check(330_700, 330_782, true);
    check(410_000, 419_001, true);
    check(419_000, 419_001, false);
    check(110_000, 110_101, true);
}

#[test]
fn a_parent_is_the_city_or_for_a_province_administered_city_the_province() {
    let check = |child: u32, expect: Option<u32>| {
        let region = by_code(code(child)).expect("a region of the table");
        assert_eq!(
            region.parent().map(|parent| parent.code.get()),
            expect,
            "parent of {child}"
        );
    };
    check(140_121, Some(140_100));
    check(140_100, Some(140_000));
    check(140_000, Some(100_000));
    check(100_000, None);
    check(419_001, Some(410_000));
    check(659_001, Some(650_000));
    check(330_782, Some(330_700));
    check(371_200, Some(370_000));
}

#[test]
fn the_level_follows_from_the_code() {
    let check = |input: u32, expect: Level| assert_eq!(code(input).level(), expect, "{input}");
    check(100_000, Level::Nation);
    check(110_000, Level::Province);
    check(140_100, Level::City);
    check(140_121, Level::County);
    check(419_001, Level::County);
}
