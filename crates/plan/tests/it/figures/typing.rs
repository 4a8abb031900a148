//! Numbers, answers and periods as people type them.

use super::*;

#[track_caller]
fn check_value(indicator: &str, text: &str, wanted: Result<Exact, Reason>) {
    let expected = expected();
    let one = &expected.indicators[indicator];
    let period = match one.granularity {
        Granularity::Year => "2024",
        Granularity::Month => "2024-12",
        Granularity::State | Granularity::Event => "2024-12-31",
    };
    let cells = [
        ("指标编号", indicator),
        ("数值", text),
        ("单位", one.unit.as_str()),
        ("期间", period),
    ];
    let reading = read_rows(&[row(&cells)]);
    match wanted {
        Ok(value) => assert_eq!(only_figure(&reading).value, value, "{text}"),
        Err(reason) => assert_eq!(reasons(&reading), [("数值", reason)], "{text}"),
    }
}

#[test]
fn numbers_are_read_exactly_as_typed() {
    let whole = |number: i128| Ok(Exact::from(number));
    for (text, wanted) in [
        ("1200", whole(1200)),
        ("1,200", whole(1200)),
        ("\u{ff11}\u{ff12}\u{ff0e}\u{ff15}", Ok(Exact::new(25, 2))),
        ("\u{ff11}\u{ff0c}\u{ff12}\u{ff10}\u{ff10}", whole(1200)),
        ("\u{ff0d}3", whole(-3)),
        ("1,234,567.8", Ok(Exact::new(12_345_678, 10))),
        ("12.5", Ok(Exact::new(25, 2))),
        ("-3", whole(-3)),
        ("−3", whole(-3)),
        ("+0", whole(0)),
        ("0.1", Ok(Exact::new(1, 10))),
        (".5", Ok(Exact::new(1, 2))),
        (" 7 ", whole(7)),
    ] {
        check_value("coal_output", text, wanted);
    }
}

#[test]
fn a_per_cent_sign_is_taken_where_the_unit_is_per_cent() {
    check_value("eaf_share", "12.5%", Ok(Exact::new(25, 2)));
    check_value("eaf_share", "12.5 \u{ff05}", Ok(Exact::new(25, 2)));
    check_value("boilers", "12%", Err(Reason::Percent));
    check_value("eaf_share", "12万", Err(Reason::Multiplier));
}

#[test]
fn ten_thousands_are_taken_only_where_the_unit_has_none() {
    check_value("boilers", "35万", Ok(Exact::from(350_000)));
    check_value("boilers", "1.2亿台", Ok(Exact::from(120_000_000)));
    check_value("boilers", "35台", Ok(Exact::from(35)));
    check_value("coal_output", "35万", Err(Reason::Multiplier));
    check_value("coal_output", "35万吨", Ok(Exact::from(35)));
    check_value("coal_output", "35吨", Err(Reason::NotANumber));
    check_value("boilers", "1.2万亿", Err(Reason::Multiplier));
}

#[test]
fn what_is_not_one_exact_number_is_refused_with_its_reason() {
    for (text, reason) in [
        ("约30", Reason::Approximate),
        ("30左右", Reason::Approximate),
        ("30余", Reason::Approximate),
        (">30", Reason::Approximate),
        ("≥30", Reason::Approximate),
        ("不足30", Reason::Approximate),
        ("10-20", Reason::Range),
        ("10\u{ff5e}20", Reason::Range),
        ("10至20", Reason::Range),
        ("-", Reason::Placeholder),
        ("——", Reason::Placeholder),
        ("无", Reason::Placeholder),
        ("N/A", Reason::Placeholder),
        ("#N/A", Reason::CellError),
        ("#DIV/0!", Reason::CellError),
        ("1,2", Reason::Grouping),
        ("12,00", Reason::Grouping),
        ("1.2E+05", Reason::Scientific),
        ("2024/12/31", Reason::DateAsValue),
        ("1 200", Reason::NotANumber),
        ("三十", Reason::NotANumber),
        ("1.2.3", Reason::NotANumber),
        ("12345678901234567890123456", Reason::TooLong),
        ("是", Reason::NotANumber),
    ] {
        check_value("boilers", text, Err(reason));
    }
}

#[test]
fn yes_is_one_and_no_is_zero() {
    for text in ["是", "Y", "yes", "1", "√", "TRUE", "\u{ff39}"] {
        check_value("scheme", text, Ok(Exact::from(1)));
    }
    for text in ["否", "N", "no", "0", "×", "FALSE"] {
        check_value("scheme", text, Ok(Exact::from(0)));
    }
    for text in ["2", "部分", "未完成", "-"] {
        check_value("scheme", text, Err(Reason::NotYesNo));
    }
}

#[track_caller]
fn check_period(indicator: &str, text: &str, wanted: Result<&str, Reason>) {
    let expected = expected();
    let unit = expected.indicators[indicator].unit.as_str();
    let value = if unit == YES_NO { "是" } else { "1" };
    let cells = [
        ("指标编号", indicator),
        ("期间", text),
        ("单位", unit),
        ("数值", value),
    ];
    let reading = read_rows(&[row(&cells)]);
    match wanted {
        Ok(period) => assert_eq!(only_figure(&reading).period, period, "{text}"),
        Err(reason) => assert_eq!(reasons(&reading), [("期间", reason)], "{text}"),
    }
}

#[test]
fn periods_are_read_in_the_spellings_of_the_desk() {
    check_period("eaf_share", "2024", Ok("2024"));
    check_period("eaf_share", "2024年", Ok("2024"));
    check_period("eaf_share", "2024 年", Ok("2024"));
    check_period("dust_fall", "2025-03", Ok("2025-03"));
    check_period("dust_fall", "2025年3月", Ok("2025-03"));
    check_period("dust_fall", "2025.03", Ok("2025-03"));
    check_period("dust_fall", "202503", Ok("2025-03"));
    check_period("boilers", "2024-12-31", Ok("2024-12-31"));
    check_period("boilers", "2024年12月31日", Ok("2024-12-31"));
    check_period("scheme", "2024", Ok("2024"));
    check_period(
        "scheme",
        "2024-10-01..2025-03-31",
        Ok("2024-10-01..2025-03-31"),
    );
}

#[test]
fn periods_of_another_sort_or_of_the_future_are_refused() {
    check_period("eaf_share", "2024-12", Err(Reason::OtherGranularity));
    check_period("dust_fall", "2024", Err(Reason::OtherGranularity));
    check_period("boilers", "2024", Err(Reason::OtherGranularity));
    check_period("eaf_share", "2026", Err(Reason::FuturePeriod));
    check_period("dust_fall", "2025-07", Err(Reason::FuturePeriod));
    check_period("boilers", "2025-07-01", Err(Reason::FuturePeriod));
    check_period("boilers", "2025-06-30", Ok("2025-06-30"));
    check_period("eaf_share", "", Err(Reason::NoPeriod));
    check_period("eaf_share", "去年", Err(Reason::BadPeriod));
    check_period("boilers", "2025-02-30", Err(Reason::BadPeriod));
    check_period("dust_fall", "2025.1", Err(Reason::BadPeriod));
}

proptest! {
    #[test]
    fn every_decimal_is_read_without_loss(
        whole in 0_i64..1_000_000_000_000,
        part in 0_u32..1000,
        negative: bool,
    ) {
        let sign = if negative { "-" } else { "" };
        let thousandths = i128::from(whole) * 1000 + i128::from(part);
        let wanted = Exact::new(if negative { -thousandths } else { thousandths }, 1000);
        let reading = read_rows(&[row(&[("数值", &format!("{sign}{whole}.{part:03}"))])]);
        prop_assert_eq!(only_figure(&reading).value, wanted);
    }

    #[test]
    fn what_is_typed_is_a_figure_a_defect_or_blank(text in "\\PC{0,12}") {
        let reading = read_rows(&[row(&[("数值", &text)])]);
        let found = reading.figures.len() + reading.defects.len();
        prop_assert_eq!(found + usize::try_from(reading.blank).expect("few"), 1);
    }

    #[test]
    fn any_text_may_stand_in_any_cell(cells in prop::collection::vec("\\PC{0,10}", 11)) {
        read_rows(&[cells]);
    }
}
