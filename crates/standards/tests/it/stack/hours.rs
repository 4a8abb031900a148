//! One hour at a time: marks, bases, folding, findings and comparisons.

use standards::stack::{
    Amount, Basis, DeviceValues, FactorHour, FactorInput, Finding, FlowBasis, Gas, HourInput,
    Invalidity, Limit, LimitClass, Moisture, Origin, Outlet, Quantity, Reading, Reason,
    UnknownEquipment, all_rules, evaluate_hour, reference_oxygen, reference_oxygens, rules_on,
    standard_limits,
};

use super::{day, exact, gas, hour, reading, rules, so2};

/// A boiler with reference oxygen 6 and a permit of 35 mg/m³.
fn evaluate(input: &HourInput<'_>) -> FactorHour {
    let limits = [Limit {
        name: "permit",
        factor: "a21026",
        value: exact("35"),
    }];
    let outlet = Outlet {
        reference_oxygen: Some(exact("6")),
        limits: &limits,
    };
    evaluate_hour(input, &outlet, rules()).factors.remove(0)
}

fn finding(input: &HourInput<'_>) -> Finding {
    evaluate(input).findings[0].finding
}

#[test]
fn frame_ten_of_the_reference_is_reproduced() {
    let sent = [FactorInput {
        device: DeviceValues {
            average: None,
            folded: Some(exact("15.6")),
            amount: Some(exact("2.35")),
        },
        ..so2("12.5")
    }];
    let got = evaluate(&hour(9, &gas("9.0", "188280.0"), &sent));
    assert_eq!(got.folded, Ok(exact("15.625")));
    assert_eq!(got.amount, Amount::Measured(exact("2.3535")));
    assert_eq!(got.findings[0].finding, Finding::Within);
    let compared: Vec<_> = got
        .comparisons
        .iter()
        .map(|c| (c.quantity, c.agrees))
        .collect();
    assert_eq!(
        compared,
        [(Quantity::Folded, true), (Quantity::Amount, true)]
    );
    assert_eq!(got.comparisons[0].difference, exact("-0.025"));
}

#[test]
fn each_mark_does_what_the_file_says() {
    for (mark, expect) in [
        (Some('N'), Ok(exact("12.5"))),
        (None, Ok(exact("12.5"))),
        (Some('F'), Err(Reason::Stopped)),
        (Some('M'), Err(Reason::MarkedInvalid)),
        (Some('S'), Err(Reason::MarkedInvalid)),
        (Some('D'), Err(Reason::MarkedInvalid)),
        (Some('C'), Err(Reason::MarkedInvalid)),
        (Some('T'), Err(Reason::MarkedInvalid)),
        (Some('B'), Err(Reason::MarkedInvalid)),
        (Some('x'), Err(Reason::UnknownMark)),
    ] {
        let mut sent = [so2("12.5")];
        sent[0].average.mark = mark;
        let got = evaluate(&hour(9, &gas("9", "1000"), &sent));
        assert_eq!(got.concentration, expect, "{mark:?}");
        let stopped = mark == Some('F');
        assert_eq!(got.amount == Amount::Stopped, stopped, "{mark:?}");
        assert_eq!(got.mark, mark);
    }
}

#[test]
fn marked_and_stopped_hours_are_no_basis() {
    let high = [so2("40")];
    let judged = |marks: &[&str]| {
        finding(&HourInput {
            enterprise_marks: marks,
            ..hour(9, &gas("9", "1000"), &high)
        })
    };
    let no_basis = |reason| Finding::NoBasis { reason };
    assert_eq!(
        judged(&[]),
        Finding::Exceeds {
            ratio: exact("50/35")
        }
    );
    assert_eq!(judged(&["supplying"]), judged(&[]));
    assert_eq!(judged(&["stopped"]), no_basis(Reason::Stopped));
    assert_eq!(judged(&["starting"]), no_basis(Reason::NoBasisMark));
    assert_eq!(judged(&["monitor_fault"]), no_basis(Reason::EnterpriseMark));
    assert_eq!(
        judged(&["monitor_out_of_control"]),
        no_basis(Reason::OutOfControl)
    );
    assert_eq!(
        judged(&["unheard_of"]),
        Finding::Undetermined {
            reason: Reason::UnknownMark
        }
    );
    let mut faulty = high;
    faulty[0].average.mark = Some('D');
    assert_eq!(
        finding(&hour(9, &gas("9", "1000"), &faulty)),
        no_basis(Reason::MarkedInvalid)
    );
}

#[test]
fn the_limit_itself_is_kept() {
    let at = |value: &str| finding(&hour(9, &gas("9", "1000"), &[so2(value)]));
    assert_eq!(at("28"), Finding::Within);
    assert_eq!(
        at("28.0001"),
        Finding::Exceeds {
            ratio: exact("35.000125") / exact("35")
        }
    );
}

#[test]
fn oxygen_at_that_of_air_is_undetermined_and_the_sentinel_is_missing() {
    let sent = [FactorInput {
        device: DeviceValues {
            folded: Some(exact("9999.99")),
            ..DeviceValues::default()
        },
        ..so2("28")
    }];
    let got = evaluate(&hour(9, &gas("21", "1000"), &sent));
    assert_eq!(got.folded, Err(Reason::OxygenAtAir));
    assert_eq!(
        got.findings[0].finding,
        Finding::Undetermined {
            reason: Reason::OxygenAtAir
        }
    );
    assert_eq!(got.amount, Amount::Measured(exact("0.028")));
    assert!(got.comparisons.is_empty());
    let without = Gas {
        oxygen: Reading::default(),
        ..gas("0", "1000")
    };
    let got = evaluate(&hour(9, &without, &sent));
    assert_eq!(got.folded, Err(Reason::NoOxygen));
}

#[test]
fn the_folded_value_of_the_device_stands_in_where_its_oxygen_was_not_sent() {
    let without = Gas {
        oxygen: Reading::default(),
        ..gas("0", "1000")
    };
    let sent = [FactorInput {
        device: DeviceValues {
            folded: Some(exact("40")),
            ..DeviceValues::default()
        },
        ..so2("28")
    }];
    let got = evaluate(&hour(9, &without, &sent));
    assert_eq!(
        (got.folded, got.folded_by),
        (Ok(exact("40")), Origin::Device)
    );
    assert!(matches!(got.findings[0].finding, Finding::Exceeds { .. }));
    assert!(
        got.comparisons.is_empty(),
        "the device is not compared with itself"
    );
}

#[test]
fn raw_values_are_brought_to_dry_gas_at_standard_state() {
    let raw = Gas {
        oxygen: reading("8"),
        oxygen_moisture: Moisture::Wet,
        temperature_c: reading("273"),
        static_pressure_pa: reading("-1325"),
        atmospheric_pressure_pa: reading("102650"),
        humidity_percent: reading("20"),
        flow: reading("180000"),
        flow_basis: FlowBasis::Actual,
        device_flow: Some(exact("72100")),
    };
    let of = |basis| {
        let sent = [FactorInput {
            basis,
            ..so2("22.4")
        }];
        let limits = [];
        let outlet = Outlet {
            reference_oxygen: None,
            limits: &limits,
        };
        let got = evaluate_hour(&hour(9, &raw, &sent), &outlet, rules());
        assert_eq!(got.flow, Ok(exact("72000")));
        assert!(got.flow_comparison.unwrap().agrees);
        got.factors[0].concentration.unwrap()
    };
    assert_eq!(of(Basis::DryStandard), exact("22.4"));
    assert_eq!(of(Basis::WetStandard), exact("28"));
    assert_eq!(of(Basis::DryActual), exact("44.8"));
    assert_eq!(of(Basis::WetActual), exact("56"));
    assert_eq!(of(Basis::DryVolume), exact("64"));
    assert_eq!(of(Basis::WetVolume), exact("80"));
    // Wet oxygen of 8 % is 10 % of the dry gas: (21 − 6)/(21 − 10).
    let got = evaluate(&hour(9, &raw, &[so2("22")]));
    assert_eq!(got.folded, Ok(exact("30")));
}

#[test]
fn what_lacks_is_named() {
    let wet = FactorInput {
        basis: Basis::WetActual,
        ..so2("10")
    };
    let lacks = |gas: Gas, sent: FactorInput<'_>| {
        evaluate(&hour(9, &gas, &[sent])).concentration.unwrap_err()
    };
    let full = Gas {
        temperature_c: reading("100"),
        static_pressure_pa: reading("0"),
        atmospheric_pressure_pa: reading("92000"),
        humidity_percent: reading("10"),
        ..gas("9", "1000")
    };
    let none = Reading::default();
    let broken = Reading {
        mark: Some('D'),
        ..reading("1")
    };
    assert_eq!(
        lacks(
            Gas {
                temperature_c: none,
                ..full
            },
            wet
        ),
        Reason::NoTemperature
    );
    assert_eq!(
        lacks(
            Gas {
                static_pressure_pa: broken,
                ..full
            },
            wet
        ),
        Reason::NoPressure
    );
    assert_eq!(
        lacks(
            Gas {
                humidity_percent: none,
                ..full
            },
            wet
        ),
        Reason::NoHumidity
    );
    let volume = FactorInput {
        basis: Basis::DryVolume,
        ..FactorInput {
            factor: "a34013",
            ..so2("10")
        }
    };
    assert_eq!(lacks(full, volume), Reason::NoMolarMass);
    let few = FactorInput {
        minutes: Some(44),
        ..so2("10")
    };
    assert_eq!(lacks(full, few), Reason::TooFew);
    let flowless = Gas {
        flow: broken,
        ..full
    };
    assert_eq!(
        evaluate(&hour(9, &flowless, &[so2("10")])).amount,
        Amount::Undetermined {
            reason: Reason::NoFlow,
            period: Invalidity::Other,
            not_filled: None
        }
    );
}

#[test]
fn equipment_has_its_reference_oxygen_and_limits() {
    let percent = |kind| reference_oxygen(kind, day("2026-06-01")).unwrap().percent;
    assert_eq!(percent("power_coal_boiler"), Some(exact("6")));
    assert_eq!(percent("oil_gas_boiler"), Some(exact("3.5")));
    assert_eq!(percent("coke_oven"), Some(exact("8")));
    assert_eq!(percent("cement_cooler"), None);
    assert!(matches!(
        reference_oxygen("teapot", day("2026-06-01")),
        Err(UnknownEquipment::Unknown { .. })
    ));
    let early = reference_oxygen("coke_oven", day("2020-01-01")).unwrap_err();
    assert!(early.to_string().contains("2024-01-15"));
    let values: Vec<_> = standard_limits("sinter", LimitClass::UltraLow, day("2026-06-01"))
        .map(|limit| (limit.factor, limit.value))
        .collect();
    assert_eq!(
        values,
        [
            ("a34013", exact("10")),
            ("a21026", exact("35")),
            ("a21002", exact("50"))
        ]
    );
    let before = standard_limits("sinter", LimitClass::UltraLow, day("2019-01-01"));
    assert_eq!(before.count(), 0);
    assert!(
        reference_oxygens()
            .iter()
            .all(|row| !row.name.zh.is_empty())
    );
}

#[test]
fn rules_change_on_their_days() {
    let on = |text| rules_on(day(text)).unwrap();
    assert!(on("2022-12-31").enterprise_marks.is_empty());
    assert!(!on("2023-01-01").enterprise_marks.is_empty());
    assert!(on("2025-12-31").folded_sentinel.is_none());
    assert!(on("2026-01-01").folded_sentinel.is_some());
    for pair in all_rules().windows(2) {
        assert_eq!(pair[0].until, Some(pair[1].since.plus(-1)));
    }
}

#[test]
fn every_reason_has_its_two_names() {
    for reason in Reason::ALL {
        assert!(reason.name().is_some(), "{}", reason.id());
        assert_eq!(Reason::from_id(reason.id()), Some(reason));
    }
}
