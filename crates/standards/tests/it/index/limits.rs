//! Every limit of GB 3095-2012 and GB 3095-2026 against a table read from the standards by eye.

use standards::limits::{
    Averaging, Class, Confidence, GasStateKind, limit, limit_of, limits, reference_state,
};
use units::{Exact, MicrogramPerM3, Pollutant};

use super::day;

/// Pollutant, averaging time; class 1 and 2 of 2012, of the transition, and final, in the unit of the standard.
const TABLE: &str = "
    SO2  year    20 60      20 60      20 20
    SO2  day     50 150     50 150     50 50
    SO2  1h      150 500    150 500    150 150
    NO2  year    40 40      40 40      30 30
    NO2  day     80 80      80 80      50 50
    NO2  1h      200 200    200 200    200 200
    CO   day     4 4        4 4        4 4
    CO   1h      10 10      10 10      10 10
    O3   max8h   100 160    100 160    100 160
    O3   1h      160 200    160 200    160 200
    PM10 year    40 70      40 60      20 50
    PM10 day     50 150     50 120     50 100
    PM2.5 year   15 35      15 30      10 25
    PM2.5 day    35 75      35 60      25 50
    TSP  year    80 200     80 200     80 200
    TSP  day     120 300    120 300    120 300
    NOx  year    50 50      50 50      40 40
    NOx  day     100 100    100 100    70 70
    NOx  1h      250 250    250 250    250 250
    Pb   year    0.5 0.5    0.5 0.5    0.5 0.5
    Pb   quarter 1 1        1 1        1 1
    BaP  year    0.001 0.001   0.001 0.001   0.001 0.001
    BaP  day     0.0025 0.0025 0.0025 0.0025 0.0025 0.0025
";

/// The first and the last day of 2012, of the transition, and a first and a late day of the final stage.
const DAYS: [[&str; 2]; 3] = [
    ["2016-01-01", "2026-02-28"],
    ["2026-03-01", "2030-12-31"],
    ["2031-01-01", "2060-01-01"],
];

/// A decimal as a fraction.
fn exact(text: &str) -> Exact {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().expect("digits");
    Exact::new(digits, decimals.chars().fold(1, |scale, _| scale * 10))
}

fn rows() -> Vec<(Pollutant, Averaging, Vec<Exact>)> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let pollutant: Pollutant = cells[0].parse().expect("a pollutant");
        let scale = Exact::from_integer(if pollutant.in_milligrams() { 1000 } else { 1 });
        let averaging = cells[1].parse().expect("an averaging time");
        (
            pollutant,
            averaging,
            cells[2..].iter().map(|c| exact(c) * scale).collect(),
        )
    };
    TABLE.trim().lines().map(row).collect()
}

#[test]
fn each_limit_is_that_of_the_standard_on_the_first_and_the_last_day() {
    for (pollutant, averaging, expected) in rows() {
        for (column, value) in expected.iter().enumerate() {
            let class = [Class::One, Class::Two][column % 2];
            for on in DAYS[column / 2] {
                let found = limit(pollutant, averaging, class, day(on)).unwrap();
                assert_eq!(found.exact, *value, "{pollutant} {averaging} {class} {on}");
            }
        }
    }
}

#[test]
fn there_are_no_limits_beyond_the_table() {
    let of_table = |p, a| rows().iter().any(|row| (row.0, row.1) == (p, a));
    assert!(limits().iter().all(|l| of_table(l.pollutant, l.averaging)));
    // Seventeen rows have a transition and a final stage, six have one value since 2026.
    assert_eq!(limits().len(), (17 * 3 + 6 * 2) * 2);
    let key = |l: &standards::limits::Limit| (l.pollutant, l.averaging, l.class, l.since);
    assert!(limits().is_sorted_by(|a, b| key(a) < key(b)));
}

#[test]
fn a_limit_finer_than_a_thousandth_is_rounded_down_so_that_comparison_stays_right() {
    let found = limit(
        Pollutant::Bap,
        Averaging::Day,
        Class::Two,
        day("2020-01-01"),
    )
    .unwrap();
    assert_eq!(found.value, MicrogramPerM3::from_thousandths(2));
    assert_eq!(found.exact, Exact::new(25, 10_000));
    assert!(
        limits()
            .iter()
            .filter(|l| l.value.ug_m3() != l.exact)
            .all(|l| l.pollutant == Pollutant::Bap)
    );
}

#[test]
fn a_day_before_the_first_names_the_first_day_in_force() {
    let error = limit(
        Pollutant::Pm25,
        Averaging::Year,
        Class::Two,
        day("2015-12-31"),
    )
    .unwrap_err();
    let text = "the limit of PM2.5 per year for class 2 is not in force on 2015-12-31: the first day in force is \
                2016-01-01; ask for that day or later, or name an edition";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_limit_that_was_never_set_says_which_there_are() {
    let error = limit(
        Pollutant::O3,
        Averaging::Year,
        Class::Two,
        day("2020-01-01"),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the limit of O3 per year for class 2 does not exist; there is a limit of O3 per 1h, max8h"
    );
}

#[test]
fn an_edition_is_found_however_it_is_spelt() {
    let check = |edition: &str, expect: i64| {
        let found = limit_of(edition, Pollutant::Pm25, Averaging::Year, Class::Two).unwrap();
        assert_eq!(found.value, MicrogramPerM3::new(expect), "{edition}");
    };
    check("GB3095-2012", 35);
    check("GB 3095—2012", 35);
    check("2012", 35);
    check("gb 3095-2026", 30);
    check("GB3095-2026-transition", 30);
    check("gb3095_2026_final", 25);
}

#[test]
fn a_limit_without_stages_answers_to_its_edition_only() {
    let of = |edition| limit_of(edition, Pollutant::Tsp, Averaging::Year, Class::One);
    assert_eq!(of("GB3095-2026").unwrap().value, MicrogramPerM3::new(80));
    assert_eq!(
        of("GB3095-2026-final").unwrap().value,
        MicrogramPerM3::new(80)
    );
    assert_eq!(
        of("GB3095-1996").unwrap_err().to_string(),
        "unknown edition \"GB3095-1996\"; expected one of GB3095-2012, GB3095-2026, GB3095-2026-final, \
         GB3095-2026-transition"
    );
    let error = limit_of("2012", Pollutant::Co, Averaging::Year, Class::One).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2012 sets no limit of CO per year for class 1"
    );
}

#[test]
fn gases_change_their_state_and_particles_go_to_the_actual_one_on_2018_09_01() {
    let check = |pollutant, on, kind, kelvin| {
        let state = reference_state(pollutant, day(on)).unwrap();
        assert_eq!(
            (state.kind, state.temperature_centikelvin),
            (kind, kelvin),
            "{pollutant} {on}"
        );
    };
    check(
        Pollutant::O3,
        "2018-08-31",
        GasStateKind::Standard,
        Some(27_300),
    );
    check(
        Pollutant::O3,
        "2018-09-01",
        GasStateKind::Reference,
        Some(29_815),
    );
    check(
        Pollutant::Nox,
        "2027-01-01",
        GasStateKind::Reference,
        Some(29_815),
    );
    check(
        Pollutant::Pm10,
        "2018-08-31",
        GasStateKind::Standard,
        Some(27_300),
    );
    check(Pollutant::Pm10, "2018-09-01", GasStateKind::Actual, None);
    check(Pollutant::Bap, "2026-03-01", GasStateKind::Actual, None);
    assert!(reference_state(Pollutant::O3, day("2015-12-31")).is_err());
}

#[test]
fn each_limit_names_its_document_and_was_seen() {
    for limit in limits() {
        assert_eq!(limit.source.document.replace(' ', ""), limit.edition);
        assert_eq!(limit.source.confidence, Confidence::Seen);
    }
}
