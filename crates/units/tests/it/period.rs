//! Periods: what is read, what is refused, their days and months.

use proptest::prelude::*;
use units::{Day, Month, Period};

fn check(text: &str, shown: &str, start: &str, last: &str) {
    let got: Period = text.parse().unwrap();
    assert_eq!(got.to_string(), shown, "{text}");
    assert_eq!(got.start(), start.parse().unwrap(), "{text}");
    assert_eq!(got.end().plus(-1), last.parse().unwrap(), "{text}");
    assert_eq!(got.to_string().parse(), Ok(got));
}

#[test]
fn periods_are_read_as_people_write_them() {
    check("2019-01-05", "2019-01-05", "2019-01-05", "2019-01-05");
    check("20190105", "2019-01-05", "2019-01-05", "2019-01-05");
    check("2019-02", "2019-02", "2019-02-01", "2019-02-28");
    check("202002", "2020-02", "2020-02-01", "2020-02-29");
    check("2019年12月", "2019-12", "2019-12-01", "2019-12-31");
    check("2019Q1", "2019Q1", "2019-01-01", "2019-03-31");
    check("2019q4", "2019Q4", "2019-10-01", "2019-12-31");
    check("2019H1", "2019H1", "2019-01-01", "2019-06-30");
    check("2019h2", "2019H2", "2019-07-01", "2019-12-31");
    check("2019", "2019", "2019-01-01", "2019-12-31");
    check("2019年", "2019", "2019-01-01", "2019-12-31");
    check(
        "2019-01-01..2019-06-30",
        "2019-01-01..2019-06-30",
        "2019-01-01",
        "2019-06-30",
    );
    check(
        "2019-01..2019-03",
        "2019-01-01..2019-03-31",
        "2019-01-01",
        "2019-03-31",
    );
    check(
        " 2018Q4 .. 2019 ",
        "2018-10-01..2019-12-31",
        "2018-10-01",
        "2019-12-31",
    );
}

#[test]
fn what_is_no_period_is_refused() {
    let bad = [
        "",
        "19",
        "2019Q0",
        "2019Q5",
        "2019H3",
        "2019-13",
        "2019-00",
        "2019-02-30",
        "2019..",
        "..2019",
    ];
    for text in bad.into_iter().chain([
        "2019-06..2019-01",
        "Q1",
        "2019Qx",
        "２０１９",
        "last year",
        "201913",
        "2019Q+1",
        "2019-+1",
    ]) {
        let error = text.parse::<Period>().unwrap_err();
        assert!(
            error.to_string().contains("is not a period; expected"),
            "{text}"
        );
    }
}

#[test]
fn months_and_days_follow_the_calendar() {
    let days = |text: &str| text.parse::<Period>().unwrap().days().len();
    assert_eq!(
        (days("2019"), days("2020"), days("1900"), days("2000")),
        (365, 366, 365, 366)
    );
    assert_eq!(
        (days("2019Q1"), days("2020Q1"), days("2019H2")),
        (90, 91, 184)
    );
    let months: Vec<String> = "2018-12-15..2019-02-01"
        .parse::<Period>()
        .unwrap()
        .months()
        .map(|m| m.to_string())
        .collect();
    assert_eq!(months, ["2018-12", "2019-01", "2019-02"]);
    assert_eq!(
        Month {
            year: 2019,
            month: 12
        }
        .next(),
        Month {
            year: 2020,
            month: 1
        }
    );
}

#[test]
fn the_year_before_meets_the_leap_day() {
    let check = |text: &str, expect: &str| {
        assert_eq!(
            text.parse::<Period>().unwrap().year_before().to_string(),
            expect
        );
    };
    check("2020-02-29", "2019-02-28");
    check("2020-02", "2019-02");
    check("2019Q1", "2018Q1");
    check("2019-01-01..2019-06-30", "2018-01-01..2018-06-30");
    check("2020-02-01..2020-02-29", "2019-02-01..2019-02-28");
}

proptest! {
    #[test]
    fn months_cut_a_run_of_days_without_gap(start in -10_000_i32..40_000, length in 1_i32..1000) {
        let period = Period::Days(Day::from_number(start), Day::from_number(start + length));
        let months: Vec<Month> = period.months().collect();
        prop_assert!(months.windows(2).all(|pair| pair[0].next() == pair[1]));
        let covered: usize = months.iter().map(|m| Period::Month(*m).days().filter(|d| period.contains(*d)).count()).sum();
        prop_assert_eq!(covered, period.days().len());
    }

    #[test]
    fn reading_a_period_never_panics(text in ".{0,14}") {
        let _ = text.parse::<Period>();
    }
}
