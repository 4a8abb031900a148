//! Formulas of Annex D: the vectors of the reference, and an independent table.

use standards::stack::{Reason, Valued, decimal, formula};
use units::{Exact, rounding::gb8170};

use super::{exact, rows, rules};

/// A formula of the independent table by its name there.
#[expect(
    clippy::panic_in_result_fn,
    reason = "the result is that of the formula"
)]
fn apply(name: &str, a: &[Exact]) -> Valued {
    match name {
        "fold" => formula::fold(a[0], a[1], Some(a[2]), rules()),
        "flow" => {
            let velocity = formula::duct_velocity(a[2], a[0])?;
            let actual = formula::actual_flow(velocity, a[1])?;
            formula::dry_standard_flow(actual, a[3], a[4], a[5], a[6], rules())
        }
        "amount" => formula::amount(a[0], a[1]),
        "standard" => formula::standard_state(a[0], a[1], a[2], a[3], rules()),
        "dry" => formula::dry(a[0], a[1]),
        "mass" => formula::mass_from_volume(a[0], a[1], rules()),
        "nox" => formula::nitrogen_oxides(a[0], a[1], rules()),
        "alpha" => formula::excess_air(a[0], rules()),
        other => panic!("no formula {other}"),
    }
}

#[test]
fn every_formula_agrees_with_the_independent_table() {
    for row in rows("stack_formulas.csv") {
        let arguments: Vec<Exact> = row["arguments"].split(';').map(exact).collect();
        let expect = match row["expected"].as_str() {
            "oxygen_at_air" => Err(Reason::OxygenAtAir),
            number => Ok(exact(number)),
        };
        assert_eq!(apply(&row["formula"], &arguments), expect, "{row:?}");
    }
}

#[test]
fn folded_concentrations_of_the_reference_are_exact() {
    let cases = [
        ("12.5", "9.0", "6", "15.625"),
        ("35.1", "9.0", "6", "43.875"),
        ("3.2", "9.0", "6", "4.0"),
        ("100", "8.5", "10", "88.0"),
    ];
    for (value, oxygen, reference, expect) in cases {
        let folded = formula::fold(exact(value), exact(oxygen), Some(exact(reference)), rules());
        assert_eq!(folded, Ok(exact(expect)), "{value} at {oxygen}");
    }
}

#[test]
fn flow_and_amount_of_the_reference_are_met() {
    let actual = formula::actual_flow(exact("10.5"), exact("5.0")).unwrap();
    assert_eq!(actual, exact("189000"));
    let (t, ps, ba, x) = ("98.4", "-120", "92000", "11.2");
    let flow =
        formula::dry_standard_flow(actual, exact(t), exact(ps), exact(ba), exact(x), rules())
            .unwrap();
    assert_eq!(gb8170(flow, 2).to_string(), "111866.46");
    let amount = formula::amount(exact("12.5"), flow).unwrap();
    assert_eq!(gb8170(amount, 5).to_string(), "1.39833");
}

#[test]
fn both_ways_of_folding_agree() {
    for oxygen in ["0", "5.5", "9", "15", "20.9"] {
        let alpha = formula::excess_air(exact(oxygen), rules()).unwrap();
        let standard = formula::excess_air(exact("6"), rules()).unwrap();
        let by_alpha = formula::fold_by_excess_air(exact("12.5"), alpha, standard);
        let by_oxygen = formula::fold(exact("12.5"), exact(oxygen), Some(exact("6")), rules());
        assert_eq!(by_alpha, by_oxygen, "{oxygen}");
    }
}

#[test]
fn without_reference_oxygen_nothing_is_folded() {
    let folded = formula::fold(exact("12.5"), exact("20"), None, rules());
    assert_eq!(folded, Ok(exact("12.5")));
}

#[test]
fn what_cannot_be_is_named() {
    let fold = |oxygen: &str| formula::fold(exact("1"), exact(oxygen), Some(exact("6")), rules());
    assert_eq!(fold("21"), Err(Reason::OxygenAtAir));
    assert_eq!(fold("25"), Err(Reason::OxygenAtAir));
    assert_eq!(fold("-1"), Err(Reason::Impossible));
    assert_eq!(
        formula::dry(exact("1"), exact("100")),
        Err(Reason::Impossible)
    );
    let state = |t: &str, ba: &str| {
        formula::standard_state(exact("1"), exact(t), exact("0"), exact(ba), rules())
    };
    assert_eq!(state("-273", "92000"), Err(Reason::Impossible));
    assert_eq!(state("20", "0"), Err(Reason::Impossible));
    assert_eq!(
        formula::actual_flow(exact("-1"), exact("5")),
        Err(Reason::Impossible)
    );
}

#[test]
fn numbers_beyond_exact_arithmetic_stop_nothing() {
    let huge = Exact::new(i128::from(i64::MAX), 999_999_999_999_999_989);
    let got = formula::dry_standard_flow(huge, huge, huge, huge, exact("0.123456789"), rules());
    assert_eq!(got, Err(Reason::TooLarge));
    assert_eq!(decimal(12_345, 3), Ok(exact("12.345")));
    assert_eq!(decimal(1, 19), Err(Reason::TooLarge));
}
