//! Concentrations and pollutants as text.

use proptest::prelude::*;
use units::{Exact, MicrogramPerM3, MilligramPerM3, Pollutant, QuantityError};

#[test]
fn decimals_are_read_exactly() {
    let cases = [
        ("12", 12_000),
        ("0.75", 750),
        ("3.8800", 3880),
        ("-1", -1000),
        ("346.0", 346_000),
        (" 7 ", 7000),
        ("-0.001", -1),
        ("007", 7000),
        ("999999.999", 999_999_999),
        ("1.5000000000000000000000", 1500),
    ];
    for (text, thousandths) in cases {
        assert_eq!(
            text.parse(),
            Ok(MicrogramPerM3::from_thousandths(thousandths)),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_decimal_is_refused() {
    for text in [
        "", "-", "-;", "NaN", "1e3", "９", "1,200", ".5", "1.2.3", "+1", "--1", "0x10", "12 3", "—",
    ] {
        let expected = QuantityError::NotANumber {
            text: text.to_owned(),
        };
        assert_eq!(text.parse::<MicrogramPerM3>(), Err(expected), "{text}");
    }
    for text in ["1.2345", "0.0001"] {
        assert!(
            matches!(
                text.parse::<MicrogramPerM3>(),
                Err(QuantityError::TooPrecise { .. })
            ),
            "{text}"
        );
    }
    for text in ["1000000", "99999999999999999999"] {
        assert!(
            matches!(
                text.parse::<MicrogramPerM3>(),
                Err(QuantityError::TooLarge { .. })
            ),
            "{text}"
        );
    }
}

#[test]
fn milligrams_become_micrograms_exactly() {
    let carbon_monoxide: MilligramPerM3 = "1.4".parse().unwrap();
    assert_eq!(
        MicrogramPerM3::from(carbon_monoxide),
        MicrogramPerM3::new(1400)
    );
    assert_eq!(carbon_monoxide.mg_m3(), Exact::new(7, 5));
}

#[test]
fn pollutants_are_read_however_they_are_written() {
    for text in ["PM2.5", "pm25", "PM2_5", "pm2.5"] {
        assert_eq!(text.parse(), Ok(Pollutant::Pm25), "{text}");
    }
    for pollutant in Pollutant::SIX {
        assert_eq!(pollutant.id().parse(), Ok(pollutant));
        assert_eq!(pollutant.symbol().parse(), Ok(pollutant));
    }
    assert!("PM1".parse::<Pollutant>().is_err());
    assert_eq!(Pollutant::Tsp.index(), None);
}

proptest! {
    #[test]
    fn showing_and_reading_give_the_value_back(thousandths in -999_999_999_i64..=999_999_999) {
        let value = MicrogramPerM3::from_thousandths(thousandths);
        prop_assert_eq!(value.to_string().parse(), Ok(value));
    }

    #[test]
    fn reading_a_concentration_never_panics(text in ".{0,16}") {
        let _ = text.parse::<MicrogramPerM3>();
    }
}
