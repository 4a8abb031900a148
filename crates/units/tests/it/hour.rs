//! Days and hours against the calendar of jiff.

use jiff::civil::date;
use proptest::prelude::*;
use units::{Day, HourBeginning, HourEnding};

#[test]
fn every_day_of_two_centuries_agrees_with_jiff() {
    let epoch = date(1970, 1, 1);
    let mut calendar = date(1900, 1, 1);
    while calendar < date(2100, 1, 1) {
        let day = Day::from(calendar);
        assert_eq!(day.number(), calendar.since(epoch).unwrap().get_days());
        assert_eq!(day.date(), calendar);
        assert_eq!(day.to_string().parse(), Ok(day));
        calendar = calendar.tomorrow().unwrap();
    }
}

#[test]
fn a_day_is_read_in_the_usual_ways() {
    let expected = Day::from_ymd(2019, 1, 5);
    for text in [
        "2019-01-05",
        "20190105",
        "2019/1/5",
        "2019.1.5",
        "2019年1月5日",
        "2019年01月05日",
        " 2019-01-05 ",
    ] {
        assert_eq!(text.parse().ok(), expected, "{text}");
    }
}

#[test]
fn what_is_no_day_is_refused() {
    for text in [
        "",
        "2019-02-29",
        "2019-13-01",
        "19-01-05",
        "2019-01",
        "2019-01-05T00",
        "201915",
        "2019010５",
        "明天",
        "2019-+1-05",
    ] {
        let error = text.parse::<Day>().unwrap_err();
        assert!(
            error.to_string().contains("is not a day; expected"),
            "{text}"
        );
    }
}

#[test]
fn midnight_belongs_to_the_day_that_ends() {
    let stamp = HourEnding::from_stamp("2019-01-02".parse().unwrap(), 0).unwrap();
    assert_eq!(stamp.day(), "2019-01-01".parse().unwrap());
    assert_eq!(stamp.of_day(), 24);
    assert_eq!(stamp.to_string(), "2019-01-01 24:00");
    assert_eq!(
        HourEnding::from_stamp("2019-01-01".parse().unwrap(), 24),
        Ok(stamp)
    );
}

#[test]
fn the_first_hour_ends_at_one() {
    let day: Day = "2019-01-02".parse().unwrap();
    let first = HourEnding::first_of(day);
    assert_eq!(HourEnding::from_stamp(day, 1), Ok(first));
    assert_eq!((first.day(), first.of_day()), (day, 1));
    assert_eq!(
        HourEnding::from(HourBeginning::from_stamp(day, 0).unwrap()),
        first
    );
}

#[test]
fn hours_outside_the_day_are_refused() {
    let day = Day::from_number(0);
    let error = HourEnding::from_stamp(day, 25).unwrap_err();
    assert_eq!(
        error.to_string(),
        "hour 25 is outside the day; expected 0 to 24"
    );
    assert!(HourEnding::from_stamp(day, -1).is_err());
    assert_eq!(HourBeginning::from_stamp(day, 24).unwrap_err().last, 23);
}

proptest! {
    #[test]
    fn day_and_place_in_it_give_the_hour_back(number in -1_000_000_i64..1_000_000) {
        let hour = HourEnding::from_number(number);
        prop_assert_eq!(HourEnding::from_stamp(hour.day(), i64::from(hour.of_day())), Ok(hour));
        prop_assert_eq!(HourEnding::first_of(hour.day()).plus(i64::from(hour.of_day()) - 1), hour);
    }

    #[test]
    fn reading_a_day_never_panics(text in ".{0,12}") {
        let _ = text.parse::<Day>();
    }
}
