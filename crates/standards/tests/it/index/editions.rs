//! Editions and variants: which applies on which day, how they are named, their levels and their citations.

use standards::aqi::{
    Basis, Series, day_sources, edition, edition_on, editions, is_good_day, is_heavy_pollution_day,
    level, sensitive_group, standard_variant, variant, variants,
};
use standards::limits::Confidence;
use units::{MicrogramPerM3, Pollutant};

use super::day;

#[test]
fn the_edition_changes_with_march_2026() {
    assert_eq!(edition_on(day("2016-01-01")).unwrap().id, "HJ633-2012");
    assert_eq!(edition_on(day("2026-02-28")).unwrap().id, "HJ633-2012");
    assert_eq!(edition_on(day("2026-03-01")).unwrap().id, "HJ633-2026");
}

#[test]
fn a_day_before_the_first_edition_names_the_first_day_in_force() {
    let error = edition_on(day("2015-12-31")).unwrap_err();
    let text = "an edition of HJ 633 is not in force on 2015-12-31: the first day in force is 2016-01-01; ask for \
                that day or later, or name an edition";
    assert_eq!(error.to_string(), text);
}

#[test]
fn an_edition_is_found_however_it_is_spelt() {
    for text in ["HJ633-2012", "hj 633-2012", "2012", "HJ 633—2012"] {
        assert_eq!(edition(text).unwrap().id, "HJ633-2012", "{text}");
    }
    let error = edition("HJ633-2016").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown edition \"HJ633-2016\"; expected one of HJ633-2012, HJ633-2026"
    );
}

#[test]
fn a_variant_is_found_by_its_identifier() {
    assert_eq!(variant("CNEMC-live").unwrap().id, "cnemc_live");
    assert_eq!(standard_variant().id, "standard");
    assert_eq!(standard_variant().basis, Basis::Rule);
    let error = variant("beijing").unwrap_err();
    let known = "standard, cnemc_archive, cnemc_live, jinan";
    assert_eq!(
        error.to_string(),
        format!("unknown publication variant \"beijing\"; expected one of {known}")
    );
}

#[test]
fn the_archive_notes_what_it_did_to_stored_values() {
    let archive = variant("cnemc_archive").unwrap();
    let stored: Vec<_> = archive
        .stored_at_most
        .iter()
        .map(|s| (s.series, s.value))
        .collect();
    assert_eq!(stored, [(Series::O3Max8h, MicrogramPerM3::new(300))]);
    assert!(variants().iter().all(|v| v.cap == 500));
}

#[test]
fn a_series_is_read_as_it_is_shown() {
    for series in Series::ALL {
        assert_eq!(series.to_string().parse(), Ok(series));
    }
    assert_eq!("PM2.5_24h".parse(), Ok(Series::Pm25Day));
    assert!("pm25".parse::<Series>().is_err());
}

#[test]
fn levels_cover_every_index() {
    let check = |edition_name, aqi, grade, class, rgb| {
        let found = level(edition(edition_name).unwrap(), aqi);
        assert_eq!(
            (found.grade, found.class_zh, found.colour.rgb),
            (grade, class, rgb),
            "{aqi}"
        );
    };
    for name in ["2012", "2026"] {
        check(name, 0, 1, "优", [0, 228, 0]);
        check(name, 50, 1, "优", [0, 228, 0]);
        check(name, 51, 2, "良", [255, 255, 0]);
        check(name, 100, 2, "良", [255, 255, 0]);
        check(name, 101, 3, "轻度污染", [255, 126, 0]);
        check(name, 151, 4, "中度污染", [255, 0, 0]);
        check(name, 200, 4, "中度污染", [255, 0, 0]);
        check(name, 201, 5, "重度污染", [153, 0, 76]);
        check(name, 300, 5, "重度污染", [153, 0, 76]);
        check(name, 301, 6, "严重污染", [126, 0, 35]);
        check(name, 500, 6, "严重污染", [126, 0, 35]);
    }
}

#[test]
fn good_days_end_at_100_and_heavy_pollution_begins_above_200() {
    assert!(is_good_day(100) && !is_good_day(101));
    assert!(!is_heavy_pollution_day(200) && is_heavy_pollution_day(201));
    assert!(
        day_sources()
            .iter()
            .all(|source| source.confidence == Confidence::Memory)
    );
}

#[test]
fn only_2026_names_sensitive_people() {
    let of = |name| sensitive_group(edition(name).unwrap(), Pollutant::Co);
    assert_eq!(of("2026").unwrap().people.zh, "患有心血管系统疾病的人");
    assert!(of("2012").is_none());
    assert_eq!(edition("2026").unwrap().sensitive.len(), 6);
}

#[test]
fn both_languages_are_present_and_what_is_our_choice_says_so() {
    for edition in editions() {
        for level in edition.levels {
            assert!(
                !level.health.en.is_empty()
                    && !level.advice.en.is_empty()
                    && !level.advice.zh.is_empty()
            );
        }
        let top = edition.breakpoints(Series::Pm25Day);
        assert_eq!(
            (top.above, top.above_source.confidence),
            (Some(500), Confidence::Assumed)
        );
    }
    assert_eq!(
        edition("2026").unwrap().aqi_floor_source.confidence,
        Confidence::Assumed
    );
}
