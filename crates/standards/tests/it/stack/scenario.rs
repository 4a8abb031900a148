//! Days computed by hand, in Markdown beside this file: what stands in the tables is what must come out.

use std::collections::BTreeMap;

use standards::stack::{
    Amount, AmountHour, Basis, DayOutcome, Defect, DeviceValues, FactorHour, FactorInput, Finding,
    FlowBasis, Gas, History, HourAmount, HourInput, Limit, Moisture, Outlet, Quantity, Reading,
    Valued, evaluate_day, rules_on,
};
use units::{Exact, HourEnding};

use super::{day, exact, reading};

type Row = BTreeMap<String, String>;

/// The rows of the table under a heading, each by column name.
fn table(text: &str, heading: &str) -> Vec<Row> {
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim().trim_start_matches('|');
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let mut lines = section.lines().filter(|line| line.starts_with('|'));
    let head = cells(lines.next().unwrap());
    lines.next().unwrap();
    lines
        .map(|line| head.iter().cloned().zip(cells(line)).collect())
        .collect()
}

/// A table of two columns.
fn pairs(text: &str, heading: &str) -> Row {
    let rows = table(text, heading).into_iter();
    rows.map(|row| (row["what"].clone(), row["value"].clone()))
        .collect()
}

/// The scenario's answers.
fn run(text: &str, reversed: bool) -> DayOutcome {
    let outlet = pairs(text, "Outlet");
    let on = day(&outlet["day"]);
    let rows = table(text, "Hours");
    let factors: Vec<[FactorInput<'_>; 1]> =
        rows.iter().map(|row| [factor(row, &outlet)]).collect();
    let marks: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row["enterprise"].split_whitespace().collect())
        .collect();
    let mut hours: Vec<HourInput<'_>> = rows
        .iter()
        .zip(factors.iter().zip(&marks))
        .map(|(row, (factors, marks))| HourInput {
            enterprise_marks: marks,
            out_of_control: row["check"] == "failed",
            gas: gas(row, &outlet),
            factors,
            ..HourInput::not_sent(stamp(&outlet, &row["hour"]))
        })
        .collect();
    let mut before = before(text, HourEnding::first_of(on));
    if reversed {
        hours.reverse();
        before.reverse();
    }
    let passed: Vec<HourEnding> = outlet
        .get("passed calibration")
        .map(|hour| stamp(&outlet, hour))
        .into_iter()
        .collect();
    let history = History {
        factor: &outlet["factor"],
        hours: &before,
        capture_percent: Some(exact(&outlet["capture"])),
        passed_calibrations: &passed,
    };
    let limits = [Limit {
        name: "permit",
        factor: &outlet["factor"],
        value: exact(&outlet["limit"]),
    }];
    let outlet = Outlet {
        reference_oxygen: Some(exact(&outlet["reference oxygen"])),
        limits: &limits,
    };
    evaluate_day(&hours, &outlet, &[history], rules_on(on).unwrap(), on)
}

fn stamp(outlet: &Row, hour: &str) -> HourEnding {
    HourEnding::from_stamp(day(&outlet["day"]), hour.parse().unwrap()).unwrap()
}

fn cell(text: &str) -> Option<Exact> {
    (!text.is_empty()).then(|| exact(text))
}

fn factor<'a>(row: &Row, outlet: &'a Row) -> FactorInput<'a> {
    FactorInput {
        average: Reading {
            value: cell(&row["value"]),
            mark: row["mark"].chars().next(),
        },
        basis: match outlet["basis"].as_str() {
            "dry standard" => Basis::DryStandard,
            "wet actual" => Basis::WetActual,
            other => panic!("no basis {other}"),
        },
        device: DeviceValues {
            folded: cell(&row["device folded"]),
            ..DeviceValues::default()
        },
        ..FactorInput::not_sent(&outlet["factor"])
    }
}

fn gas(row: &Row, outlet: &Row) -> Gas {
    let of = |name: &str| Reading {
        value: outlet.get(name).map(|text| exact(text)),
        mark: Some('N'),
    };
    let wet = outlet["basis"] == "wet actual";
    Gas {
        oxygen: Reading {
            value: cell(&row["oxygen"]),
            mark: Some('N'),
        },
        oxygen_moisture: if wet { Moisture::Wet } else { Moisture::Dry },
        temperature_c: of("temperature"),
        static_pressure_pa: of("static pressure"),
        atmospheric_pressure_pa: of("air pressure"),
        humidity_percent: of("humidity"),
        flow: reading(&row["flow"]),
        flow_basis: if wet {
            FlowBasis::Velocity {
                area_m2: exact(&outlet["area"]),
                field_coefficient: exact("1"),
            }
        } else {
            FlowBasis::DryStandard
        },
        device_flow: None,
    }
}

fn before(text: &str, first: HourEnding) -> Vec<AmountHour> {
    let mut amounts = BTreeMap::new();
    for row in table(text, "Before the day") {
        let range = &row["hours back"];
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        for back in from.parse::<i64>().unwrap()..=to.parse().unwrap() {
            amounts.insert(first.plus(-back), exact(&row["kg"]));
        }
    }
    let hour = |(hour, kilograms)| AmountHour {
        hour,
        amount: HourAmount::Valid(kilograms),
    };
    amounts.into_iter().map(hour).collect()
}

fn valued(text: &str) -> Result<Exact, &str> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        Ok(exact(text))
    } else {
        Err(text)
    }
}

fn ids(value: Valued) -> Result<Exact, &'static str> {
    value.map_err(standards::stack::Reason::id)
}

fn finding(text: &str) -> impl Fn(&Finding) -> bool {
    let ratio = text.strip_prefix("exceeds ").map(exact);
    let word = text.split(' ').next().unwrap().to_owned();
    move |got| match got {
        Finding::Within => word == "within",
        Finding::Exceeds { ratio: got } => ratio == Some(*got),
        Finding::NoBasis { .. } => word == "no",
        Finding::Undetermined { .. } => word == "undetermined",
    }
}

fn check_hour(row: &Row, got: &FactorHour) {
    let at = format!("hour {}: {got:?}", row["hour"]);
    assert_eq!(
        ids(got.concentration),
        valued(&row["concentration"]),
        "{at}"
    );
    assert_eq!(ids(got.folded), valued(&row["folded"]), "{at}");
    assert!(finding(&row["finding"])(&got.findings[0].finding), "{at}");
    let (how, amount) = match got.amount {
        Amount::Measured(kilograms) => ("measured", Some(kilograms)),
        Amount::Substituted(filled) => ("substituted", Some(filled.amount)),
        Amount::Stopped => ("stopped", None),
        Amount::Undetermined { .. } => ("undetermined", None),
    };
    assert_eq!(
        (how, amount),
        (row["how"].as_str(), cell(&row["amount"])),
        "{at}"
    );
    let mut folded = got
        .comparisons
        .iter()
        .filter(|c| c.quantity == Quantity::Folded);
    let agrees = folded
        .next()
        .map_or("", |c| if c.agrees { "yes" } else { "no" });
    assert_eq!(agrees, row["agrees"], "{at}");
}

fn check_day(text: &str, got: &DayOutcome) {
    let expect = pairs(text, "Day");
    let factor = &got.factors[0];
    let value = |name: &str| valued(&expect[name]);
    let count = |name: &str| expect[name].parse::<u32>().unwrap();
    assert_eq!(ids(factor.concentration.value), value("mean"));
    assert_eq!(
        factor.concentration.coverage.to_string(),
        expect["mean coverage"]
    );
    assert_eq!(ids(factor.folded.value), value("folded mean"));
    assert_eq!(
        factor.folded.coverage.to_string(),
        expect["folded coverage"]
    );
    assert_eq!(ids(factor.measured), value("measured"));
    assert_eq!(factor.measured_hours, count("measured hours"));
    assert_eq!(ids(factor.substituted), value("substituted"));
    assert_eq!(factor.substituted_hours, count("substituted hours"));
    assert_eq!(factor.stopped_hours, count("stopped hours"));
    assert_eq!(factor.undetermined_hours, count("undetermined hours"));
    assert_eq!(ids(factor.amount), value("amount"));
}

fn check(text: &str) {
    let got = run(text, false);
    assert_eq!(got.hours.len(), 24);
    assert!(got.defects.is_empty(), "{:?}", got.defects);
    let rows = table(text, "Hours");
    assert!(rows.len() >= 20);
    for row in &rows {
        let place: usize = row["hour"].parse().unwrap();
        check_hour(row, &got.hours[place - 1].factors[0]);
    }
    let lost = got.hours.iter().filter(|hour| !hour.received).count();
    assert_eq!(lost, 24 - rows.len());
    check_day(text, &got);
    assert_eq!(
        run(text, true),
        got,
        "the order of the hours does not matter"
    );
}

#[test]
fn a_day_with_calibration_fault_stop_and_substitution_is_as_by_hand() {
    check(include_str!("day.md"));
}

#[test]
fn a_day_of_wet_values_at_their_actual_state_is_as_by_hand() {
    check(include_str!("raw_day.md"));
}

#[test]
fn filled_amounts_are_no_history_for_other_fillings() {
    let got = run(include_str!("day.md"), false);
    let hours = got.amount_hours("a21026");
    let valid = hours
        .iter()
        .filter(|h| matches!(h.amount, HourAmount::Valid(_)));
    assert_eq!(valid.count(), 14);
    let stopped = hours.iter().filter(|h| h.amount == HourAmount::Stopped);
    assert_eq!(stopped.count(), 3);
}

#[test]
fn what_cannot_be_used_is_named() {
    let on = day("2026-06-01");
    let sent = [super::so2("1"), super::so2("2")];
    let hours = [
        super::hour(1, &super::gas("9", "1"), &sent),
        super::hour(1, &super::gas("9", "1"), &sent[1..]),
        HourInput::not_sent(HourEnding::first_of(on).plus(24)),
    ];
    let outlet = Outlet {
        reference_oxygen: None,
        limits: &[],
    };
    let got = evaluate_day(&hours, &outlet, &[], rules_on(on).unwrap(), on);
    let first = HourEnding::first_of(on);
    assert_eq!(
        got.defects,
        [
            Defect::OutsideDay(first.plus(24)),
            Defect::HourTwice(first),
            Defect::FactorTwice(first)
        ]
    );
    assert_eq!(got.hours[0].factors[0].concentration, Ok(exact("1")));
    assert_eq!(got.factors[0].undetermined_hours, 23);
}
