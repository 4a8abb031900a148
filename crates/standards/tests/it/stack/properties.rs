//! What holds for every day: order does not matter, coverage is monotone, amounts are linear, filling only adds.

use proptest::prelude::*;
use standards::stack::{
    Amount, AmountHour, FactorInput, Gas, History, HourAmount, HourInput, Invalidity, Limit,
    Outlet, Reading, Sample, decimal, evaluate_day, formula, hour_mean, substitute,
};
use units::{Exact, HourEnding};

use super::{day, exact, rules};

/// A reading in thousandths with a mark.
fn any_reading(most: i64) -> impl Strategy<Value = Reading> {
    let mark = prop::sample::select(vec![
        Some('N'),
        Some('N'),
        Some('N'),
        Some('N'),
        None,
        Some('D'),
        Some('C'),
        Some('F'),
        Some('x'),
    ]);
    (prop::option::weighted(0.9, 0..most), mark).prop_map(|(value, mark)| Reading {
        value: value.map(|v| Exact::new(i128::from(v), 1000)),
        mark,
    })
}

#[derive(Clone, Debug)]
struct Sent {
    of_day: i64,
    value: Reading,
    oxygen: Reading,
    flow: Reading,
    out_of_control: bool,
}

fn any_day() -> impl Strategy<Value = Vec<Sent>> {
    let hour = (
        any_reading(200_000),
        any_reading(22_000),
        any_reading(900_000_000),
        prop::bool::weighted(0.1),
    );
    let hours = prop::collection::vec(prop::option::weighted(0.9, hour), 24);
    hours.prop_map(|hours| {
        let sent = |(place, hour): (i64, Option<(Reading, Reading, Reading, bool)>)| {
            hour.map(|(value, oxygen, flow, out_of_control)| Sent {
                of_day: place,
                value,
                oxygen,
                flow,
                out_of_control,
            })
        };
        (1..).zip(hours).filter_map(sent).collect()
    })
}

fn outcome(sent: &[Sent], times: i64) -> standards::stack::DayOutcome {
    let on = day("2026-06-01");
    let factors: Vec<[FactorInput<'_>; 1]> = sent
        .iter()
        .map(|hour| {
            let value = hour.value.value.map(|v| v * exact(&times.to_string()));
            [FactorInput {
                average: Reading {
                    value,
                    ..hour.value
                },
                ..FactorInput::not_sent("a21026")
            }]
        })
        .collect();
    let hours: Vec<HourInput<'_>> = sent
        .iter()
        .zip(&factors)
        .map(|(hour, factors)| HourInput {
            out_of_control: hour.out_of_control,
            gas: Gas {
                oxygen: hour.oxygen,
                flow: hour.flow,
                ..Gas::default()
            },
            factors,
            ..HourInput::not_sent(HourEnding::from_stamp(on, hour.of_day).unwrap())
        })
        .collect();
    let limits = [Limit {
        name: "permit",
        factor: "a21026",
        value: exact("35"),
    }];
    let outlet = Outlet {
        reference_oxygen: Some(exact("6")),
        limits: &limits,
    };
    let first = HourEnding::first_of(on);
    let before: Vec<AmountHour> = (1..=200)
        .map(|back| AmountHour {
            hour: first.plus(-back),
            amount: HourAmount::Valid(Exact::new(i128::from(times * (back % 7)), 10)),
        })
        .collect();
    let passed = [first.plus(-5)];
    let history = History {
        factor: "a21026",
        hours: &before,
        capture_percent: Some(exact("95")),
        passed_calibrations: &passed,
    };
    evaluate_day(&hours, &outlet, &[history], rules(), on)
}

proptest! {
    #[test]
    fn the_order_of_the_hours_does_not_matter(
        (sent, shuffled) in any_day().prop_flat_map(|d| (Just(d.clone()), Just(d).prop_shuffle())),
    ) {
        prop_assert_eq!(outcome(&sent, 1), outcome(&shuffled, 1));
    }

    #[test]
    fn every_hour_of_the_day_is_accounted_for_once(sent in any_day()) {
        let got = outcome(&sent, 1);
        let factor = got.factors.first();
        let hours = factor.map(|f| f.measured_hours + f.substituted_hours + f.stopped_hours + f.undetermined_hours);
        prop_assert_eq!(hours, Some(24));
    }

    #[test]
    fn an_hour_more_never_lowers_the_coverage(sent in any_day(), drop in 0_usize..24) {
        let mut fewer = sent.clone();
        if drop < fewer.len() {
            fewer.remove(drop);
        }
        let (all, fewer) = (outcome(&sent, 1), outcome(&fewer, 1));
        prop_assert!(fewer.factors[0].concentration.coverage.valid <= all.factors[0].concentration.coverage.valid);
        prop_assert!(fewer.factors[0].folded.coverage.valid <= all.factors[0].folded.coverage.valid);
    }

    #[test]
    fn a_folded_mean_never_covers_more_than_the_concentration(sent in any_day()) {
        let got = outcome(&sent, 1);
        let factor = &got.factors[0];
        prop_assert!(factor.folded.coverage.valid <= factor.concentration.coverage.valid);
    }

    #[test]
    fn filling_leaves_what_was_measured_and_adds_no_less_than_nothing(sent in any_day()) {
        let got = outcome(&sent, 1);
        let factor = &got.factors[0];
        let measured: Exact = got.hours.iter().flat_map(|h| &h.factors).filter_map(|f| match f.amount {
            Amount::Measured(kilograms) => Some(kilograms),
            _ => None,
        }).sum();
        prop_assert_eq!(factor.measured, Ok(measured));
        if let Ok(amount) = factor.amount {
            prop_assert!(amount >= measured);
        }
    }

    #[test]
    fn amounts_are_linear_in_concentration(c in 0_i64..10_000_000, q in 0_i64..900_000_000, times in 0_i64..50) {
        let (c, q) = (decimal(c, 3).unwrap(), decimal(q, 1).unwrap());
        let times = exact(&times.to_string());
        let once = formula::amount(c, q).unwrap();
        prop_assert_eq!(formula::amount(c * times, q), Ok(once * times));
    }

    #[test]
    fn more_oxygen_never_folds_to_less(c in 0_i64..1_000_000, low in 0_i64..20_999, more in 0_i64..20_999) {
        let (low, high) = (low.min(more), low.max(more));
        let fold = |oxygen: i64| formula::fold(decimal(c, 3).unwrap(), decimal(oxygen, 3).unwrap(), Some(exact("6")), rules());
        prop_assert!(fold(low).unwrap() <= fold(high).unwrap());
    }

    #[test]
    fn a_filled_amount_is_one_that_was_measured_before(
        states in prop::collection::vec(0_u8..10, 200..400),
    ) {
        let hours: Vec<AmountHour> = (1..).zip(&states).map(|(i, state)| AmountHour {
            hour: HourEnding::from_number(i),
            amount: match state {
                0 => HourAmount::Invalid(Invalidity::Other),
                1 => HourAmount::Stopped,
                _ => HourAmount::Valid(Exact::from_integer(i128::from(i * 37 % 101))),
            },
        }).collect();
        let history = History { factor: "a21026", hours: &[], capture_percent: Some(exact("90")), passed_calibrations: &[] };
        for (hour, answer) in substitute(&hours, &history, rules()) {
            let Ok(filled) = answer else { continue };
            prop_assert!(filled.largest < filled.since && filled.since <= hour);
            let measured = hours.iter().find(|h| h.hour == filled.largest).map(|h| h.amount);
            prop_assert_eq!(measured, Some(HourAmount::Valid(filled.amount)));
        }
    }

    #[test]
    fn one_more_valid_minute_never_takes_a_mean_away(valid in 0_usize..60) {
        let minutes = |n: usize| vec![Sample { value: Some(exact("3")), mark: Some('N') }; n];
        let (fewer, more) = (hour_mean(&minutes(valid), 1, rules()), hour_mean(&minutes(valid + 1), 1, rules()));
        prop_assert!(fewer.coverage.valid <= more.coverage.valid);
        prop_assert!(fewer.value.is_err() || more.value.is_ok());
    }

    #[test]
    fn no_number_a_device_can_send_stops_the_evaluation(
        numbers in prop::collection::vec((any::<i64>(), 0_u8..=18), 9),
    ) {
        use standards::stack::{Basis, DeviceValues, FlowBasis, Moisture, evaluate_hour};
        let read = |i: usize| Reading { value: decimal(numbers[i].0, numbers[i].1).ok(), mark: None };
        let sent = [FactorInput {
            average: read(0),
            basis: Basis::WetActual,
            device: DeviceValues { average: read(1).value, folded: read(2).value, amount: read(3).value },
            ..FactorInput::not_sent("a21026")
        }];
        let gas = Gas {
            oxygen: read(4),
            oxygen_moisture: Moisture::Wet,
            temperature_c: read(5),
            static_pressure_pa: read(6),
            atmospheric_pressure_pa: read(7),
            humidity_percent: Reading { value: Some(exact("11.23456")), mark: None },
            flow: read(8),
            flow_basis: FlowBasis::Velocity { area_m2: read(1).value.unwrap_or_default(), field_coefficient: exact("0.987") },
            device_flow: read(2).value,
        };
        let limits = [Limit { name: "permit", factor: "a21026", value: read(3).value.unwrap_or_default() }];
        let outlet = Outlet { reference_oxygen: Some(exact("6")), limits: &limits };
        let hour = HourInput { gas, factors: &sent, ..HourInput::not_sent(HourEnding::from_number(500_000)) };
        prop_assert_eq!(evaluate_hour(&hour, &outlet, rules()).factors.len(), 1);
    }
}
