//! Means of minutes, hours, days and months, and the marks that they get.

use standards::stack::{Averaged, Reason, Sample, day_mean, hour_mean, minute_mean, month_mean};
use units::{Coverage, Exact, Month};

use super::{exact, rows, rules};

/// Samples of a run-length text such as `N45 D15`; the value of sample i is (37 i mod 211)/10.
fn samples(spec: &str) -> Vec<Sample> {
    let marks = spec.split_whitespace().flat_map(|part| {
        let mark = part.chars().next().filter(|mark| *mark != '-');
        std::iter::repeat_n(mark, part[1..].parse().unwrap())
    });
    (0_i128..)
        .zip(marks)
        .map(|(i, mark)| Sample {
            value: Some(Exact::new(37 * i % 211, 10)),
            mark,
        })
        .collect()
}

#[test]
fn means_and_marks_agree_with_the_independent_table() {
    for row in rows("stack_means.csv") {
        let samples = samples(&row["values"]);
        let got = if row["kind"] == "minute" {
            minute_mean(&samples, rules())
        } else {
            hour_mean(&samples, row["minutes_each"].parse().unwrap(), rules())
        };
        let expect = Averaged {
            value: match row["mean"].as_str() {
                "too_few" => Err(Reason::TooFew),
                number => Ok(exact(number)),
            },
            mark: row["mark"].chars().next().unwrap(),
            coverage: Coverage::new(
                row["valid"].parse().unwrap(),
                row["expected"].parse().unwrap(),
            ),
        };
        assert_eq!(got, expect, "{row:?}");
    }
}

#[test]
fn a_mean_of_nothing_is_unknown() {
    assert_eq!(minute_mean(&[], rules()).value, Err(Reason::TooFew));
    assert_eq!(hour_mean(&[], 1, rules()).mark, 'D');
    assert_eq!(day_mean(&[], rules()).value, Err(Reason::TooFew));
}

#[test]
fn a_mark_that_no_rule_knows_takes_no_part() {
    let mut hour = samples("N45");
    hour[0].mark = Some('z');
    assert_eq!(hour_mean(&hour, 1, rules()).value, Err(Reason::TooFew));
}

#[test]
fn a_day_needs_twenty_hours_and_a_month_its_days() {
    let some = |n: usize, all: usize| {
        let mut values = vec![Ok(exact("3")); n];
        values.resize(all, Err(Reason::Missing));
        values
    };
    assert_eq!(day_mean(&some(19, 24), rules()).value, Err(Reason::TooFew));
    let day = day_mean(&some(20, 24), rules());
    assert_eq!(
        (day.value, day.coverage),
        (Ok(exact("3")), Coverage::new(20, 24))
    );
    let month = |month: i8, valid: usize| {
        let month = Month { year: 2026, month };
        month_mean(&some(valid, 28), month, rules()).value
    };
    assert_eq!(month(6, 24), Err(Reason::TooFew));
    assert_eq!(month(6, 25), Ok(exact("3")));
    assert_eq!(month(2, 22), Err(Reason::TooFew));
    assert_eq!(month(2, 23), Ok(exact("3")));
}
