//! Filling of amounts by HJ 75, against an independent table.

use standards::stack::{AmountHour, History, HourAmount, Invalidity, Reason, rules_on, substitute};
use units::{Exact, HourEnding};

use super::{day, exact, rows, rules};

const ZERO: i64 = 480_000;

fn at(i: i64) -> HourEnding {
    HourEnding::from_number(ZERO + i)
}

/// Hours of a run-length text such as `V180 I24`; the amount of hour i is (7919 i mod 1009)/100 kg.
fn hours(spec: &str) -> Vec<AmountHour> {
    let states = spec.split_whitespace().flat_map(|part| {
        let state = part.chars().next().unwrap();
        std::iter::repeat_n(state, part[1..].parse().unwrap())
    });
    let hour = |(i, state): (i64, char)| {
        let amount = match state {
            'V' => HourAmount::Valid(Exact::new(i128::from(7919 * i % 1009), 100)),
            'S' => HourAmount::Stopped,
            'I' => HourAmount::Invalid(Invalidity::Other),
            'O' => HourAmount::Invalid(Invalidity::OutOfControl),
            _ => return None,
        };
        Some(AmountHour {
            hour: at(i),
            amount,
        })
    };
    (0..).zip(states).filter_map(hour).collect()
}

/// Equal answers of hours that follow each other: `300+2=503/50`.
fn runs(answers: &[(i64, String)]) -> String {
    let mut runs: Vec<(i64, i64, &str)> = Vec::new();
    for (i, answer) in answers {
        match runs.last_mut() {
            Some((first, count, before)) if before == answer && *first + *count == *i => {
                *count += 1;
            }
            _ => runs.push((*i, 1, answer)),
        }
    }
    let texts: Vec<String> = runs
        .iter()
        .map(|(i, n, a)| format!("{i}+{n}={a}"))
        .collect();
    texts.join(";")
}

#[test]
fn filling_agrees_with_the_independent_table() {
    for row in rows("stack_filling.csv") {
        let passed: Vec<HourEnding> = row["calibrations"]
            .split(';')
            .filter(|text| !text.is_empty())
            .map(|text| at(text.parse().unwrap()))
            .collect();
        let capture = &row["capture"];
        let history = History {
            factor: "a21026",
            hours: &[],
            capture_percent: (!capture.is_empty()).then(|| exact(capture)),
            passed_calibrations: &passed,
        };
        let answers: Vec<(i64, String)> = substitute(&hours(&row["hours"]), &history, rules())
            .into_iter()
            .map(|(hour, answer)| {
                let text = match answer {
                    Ok(filled) => format!("{}/{}", filled.amount.numer(), filled.amount.denom()),
                    Err(reason) => reason.id().to_owned(),
                };
                (hour.number() - ZERO, text)
            })
            .collect();
        assert_eq!(runs(&answers), row["expected"], "{}", row["hours"]);
    }
}

#[test]
fn a_filling_says_what_it_rests_on() {
    let history = History {
        factor: "a21026",
        hours: &[],
        capture_percent: Some(exact("90")),
        passed_calibrations: &[],
    };
    let filled = substitute(&hours("V200 I3 V1"), &history, rules());
    let answer = filled[&at(201)].unwrap();
    assert_eq!(
        (answer.since, answer.hours, answer.lookback),
        (at(200), 3, 180)
    );
    assert_eq!(answer.source.document, "HJ 75-2017");
    let HourAmount::Valid(largest) =
        hours("V200")[usize::try_from(answer.largest.number() - ZERO).unwrap()].amount
    else {
        panic!("the hour named is a valid one");
    };
    assert_eq!(largest, answer.amount);
}

#[test]
fn before_hj_75_nothing_is_known() {
    let error = rules_on(day("2018-02-28")).unwrap_err();
    assert_eq!(error.first, day("2018-03-01"));
    assert!(error.to_string().contains("2018-03-01"));
    assert_eq!(Reason::ALL.len(), 23);
}
