//! Capture rate and effective transmission rate.

use standards::stack::{Capture, HourAmount, Invalidity, Transmission};

use super::{exact, rules};

#[test]
fn capture_leaves_stops_out() {
    // A quarter of 2184 hours, 200 of them invalid and 184 stopped: 1800 of 2000.
    let quarter = Capture {
        hours: 2184,
        invalid: 200,
        stopped: 184,
    };
    assert_eq!(quarter.percent(), Some(exact("90")));
    assert_eq!(quarter.coverage().to_string(), "1800/2000");
    assert_eq!(quarter.suffices(rules()), Some(true));
}

#[test]
fn capture_below_three_quarters_does_not_suffice() {
    let of = |invalid| Capture {
        hours: 1000,
        invalid,
        stopped: 0,
    };
    assert_eq!(of(250).suffices(rules()), Some(true));
    assert_eq!(of(251).suffices(rules()), Some(false));
}

#[test]
fn a_plant_that_never_ran_has_no_capture_rate() {
    let hours = [HourAmount::Stopped; 24];
    assert_eq!(Capture::of(&hours).percent(), None);
    assert_eq!(Capture::of(&hours).suffices(rules()), None);
    let mixed = [
        HourAmount::Stopped,
        HourAmount::Valid(exact("1")),
        HourAmount::Invalid(Invalidity::Other),
    ];
    assert_eq!(Capture::of(&mixed).percent(), Some(exact("50")));
}

#[test]
fn effective_transmission_is_the_product_of_its_parts() {
    let day = Transmission {
        expected: 24,
        received: 18,
        valid: 12,
    };
    assert_eq!(day.transmission_percent(), Some(exact("75")));
    assert_eq!(day.valid_percent(), Some(exact("200/3")));
    assert_eq!(day.effective_percent(), Some(exact("50")));
    let nothing = Transmission {
        expected: 24,
        ..Transmission::default()
    };
    assert_eq!(nothing.effective_percent(), Some(exact("0")));
    assert_eq!(nothing.valid_percent(), None);
    assert_eq!(Transmission::default().effective_percent(), None);
}
