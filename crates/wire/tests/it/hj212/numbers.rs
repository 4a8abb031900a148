//! Numbers: exact, or none.

use proptest::prelude::*;
use wire::hj212::Number;

fn read(text: &str) -> Option<(i64, u8)> {
    Number::parse(text).map(|number| (number.mantissa, number.scale))
}

#[test]
fn decimals_are_kept_as_written() {
    assert_eq!(read("0"), Some((0, 0)));
    assert_eq!(read("12.5"), Some((125, 1)));
    assert_eq!(read("12.50"), Some((1250, 2)));
    assert_eq!(read("-0.120"), Some((-120, 3)));
    assert_eq!(read("+3"), Some((3, 0)));
    assert_eq!(read("12345678"), Some((12_345_678, 0)));
    assert_eq!(read("1234.567"), Some((1_234_567, 3)));
    assert_eq!(read("156720160.000"), Some((156_720_160_000, 3)));
    assert_eq!(read("0.09055002"), Some((9_055_002, 8)));
    assert_eq!(
        read("999999999999999999"),
        Some((999_999_999_999_999_999, 0))
    );
}

#[test]
fn what_is_no_decimal_number_is_none() {
    for text in [
        "",
        "-",
        "+",
        ".",
        ".5",
        "5.",
        "1.2.3",
        "--1",
        "1-",
        "1E5",
        "1e-05",
        "NaN",
        "null",
        "1 2",
        "0x10",
        "１２",
        "1,5",
        "12345678.",
        ".12345678",
        "123456789.",
        "1.234.56789",
        "1234567890123456789",
        "/",
        ":",
        "1/2",
        "1:2",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_number_written_is_the_number_read(mantissa in -999_999_999_999_999_999_i64..=999_999_999_999_999_999, scale in 0_u8..10) {
        let number = Number { mantissa, scale };
        let text = number.to_string();
        prop_assume!(text.trim_start_matches('-').len() <= 19);
        prop_assert_eq!(Number::parse(&text), Some(number));
    }

    #[test]
    fn the_nearest_float_is_that_of_the_text(text in "-?[0-9]{1,9}(\\.[0-9]{1,6})?") {
        let number = Number::parse(&text).unwrap();
        let nearest: f64 = text.parse().unwrap();
        prop_assert_eq!(number.to_f64().partial_cmp(&nearest), Some(std::cmp::Ordering::Equal));
    }

    #[test]
    fn any_text_is_a_number_or_none(text in "[-+.0-9 eE/:]{0,12}") {
        let plain = text.strip_prefix(['-', '+']).unwrap_or(&text);
        let parts: Vec<&str> = plain.split('.').collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let lawful = parts.len() <= 2 && parts.iter().all(digits);
        prop_assert_eq!(Number::parse(&text).is_some(), lawful);
    }
}
