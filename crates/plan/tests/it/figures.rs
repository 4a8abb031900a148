//! Reported figures: what the spreadsheet holds, how people fill it, what is refused and why.

use std::collections::BTreeMap;

use plan::figures::{
    Defect, Expected, ExpectedIndicator, Figure, FigureError, Form, Granularity, Known, Owed,
    Reading, Reason, Status, YES_NO, read, template_csv, template_xlsx,
};
use proptest::prelude::*;
use units::{Day, Exact};

mod files;
mod typing;

const HEADERS: [&str; 11] = [
    "指标编号",
    "地区",
    "地区代码",
    "期间",
    "数值",
    "单位",
    "佐证材料",
    "填报人",
    "审核人",
    "状态",
    "备注",
];

/// A row without mistakes, in the order of [`HEADERS`].
const GOOD: [&str; 11] = [
    "eaf_share",
    "太原市",
    "140100",
    "2024",
    "12.5",
    "%",
    "晋统〔2025〕1号",
    "王芳",
    "李强",
    "已审核",
    "",
];

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn indicator(zh: &str, unit: &str, granularity: Granularity) -> ExpectedIndicator {
    ExpectedIndicator {
        zh: zh.to_owned(),
        unit: unit.to_owned(),
        granularity,
        yes_no: unit == YES_NO,
        owner: None,
    }
}

fn expected() -> Expected {
    let indicators = [
        (
            "eaf_share",
            indicator("短流程炼钢产量占比", "%", Granularity::Year),
        ),
        (
            "coal_output",
            indicator("煤炭产量", "万吨", Granularity::Year),
        ),
        ("boilers", indicator("燃煤锅炉", "台", Granularity::State)),
        (
            "dust_fall",
            indicator("降尘量", "吨/平方千米", Granularity::Month),
        ),
        (
            "scheme",
            indicator("方案已印发", YES_NO, Granularity::Event),
        ),
    ];
    Expected {
        indicators: indicators.map(|(id, one)| (id.to_owned(), one)).into(),
        body: None,
        region: "140000".parse().expect("a code"),
        as_of: day("2025-06-30"),
    }
}

fn csv_of(headers: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers).expect("memory");
    for row in rows {
        writer.write_record(row).expect("memory");
    }
    writer.into_inner().expect("memory")
}

fn read_rows(rows: &[Vec<String>]) -> Reading {
    read("报表.csv", &csv_of(&HEADERS, rows), &expected()).expect("a table")
}

/// The good row with some cells changed.
fn row(changes: &[(&str, &str)]) -> Vec<String> {
    let mut cells = GOOD.map(str::to_owned).to_vec();
    for (header, text) in changes {
        let place = HEADERS
            .iter()
            .position(|name| name == header)
            .expect("a header");
        (*text).clone_into(&mut cells[place]);
    }
    cells
}

fn only_figure(reading: &Reading) -> &Figure {
    assert_eq!(reading.defects, [], "no defects");
    let [figure] = reading.figures.as_slice() else {
        panic!("one figure expected: {reading:?}");
    };
    figure
}

/// The reasons of the defects, with the columns they stand in.
fn reasons(reading: &Reading) -> Vec<(&str, Reason)> {
    assert_eq!(reading.figures, [], "no figures");
    let of = |defect: &Defect| (defect.column, defect.reason);
    reading.defects.iter().map(of).collect()
}

#[track_caller]
fn check_refused(changes: &[(&str, &str)], column: &str, reason: Reason) -> Defect {
    let reading = read_rows(&[row(changes)]);
    assert_eq!(reasons(&reading), [(column, reason)], "{changes:?}");
    reading.defects[0].clone()
}

#[test]
fn a_good_row_becomes_a_figure_with_all_it_says() {
    let reading = read_rows(&[row(&[("备注", "快报")])]);
    let wanted = Figure {
        indicator: "eaf_share".to_owned(),
        region: "140100".parse().expect("a code"),
        period: "2024".to_owned(),
        value: Exact::new(25, 2),
        text: "12.5".to_owned(),
        unit: "%".to_owned(),
        evidence: "晋统〔2025〕1号".to_owned(),
        reporter: "王芳".to_owned(),
        reviewer: "李强".to_owned(),
        status: Status::Accepted,
        note: "快报".to_owned(),
        row: 2,
    };
    assert_eq!(only_figure(&reading), &wanted);
}

#[test]
fn an_empty_value_is_counted_and_is_neither_zero_nor_a_defect() {
    let reading = read_rows(&[row(&[("数值", "")]), row(&[("数值", " \u{3000}")])]);
    assert_eq!(
        (reading.figures.len(), reading.defects.len(), reading.blank),
        (0, 0, 2)
    );
}

#[test]
fn a_bad_row_does_not_cost_the_good_ones_beside_it() {
    let bad = row(&[("数值", "约30"), ("期间", "2023")]);
    let reading = read_rows(&[bad, row(&[])]);
    assert_eq!(reading.figures.len(), 1);
    assert_eq!(reading.figures[0].row, 3);
    let text = reading.defects[0].to_string();
    assert_eq!(text, "row 2, 数值: \"约30\" approximate (expected \"%\")");
}

#[test]
fn indicators_and_bodies_are_those_of_the_plan() {
    check_refused(&[("指标编号", "eaf")], "指标编号", Reason::UnknownIndicator);
    check_refused(&[("指标编号", "")], "指标编号", Reason::NoIndicator);
    let mut other = expected();
    other.body = Some("sx-energy".to_owned());
    let share = other.indicators.get_mut("eaf_share").expect("known");
    share.owner = Some("sx-industry".to_owned());
    let reading = read("x", &csv_of(&HEADERS, &[row(&[])]), &other).expect("a table");
    assert_eq!(reasons(&reading), [("指标编号", Reason::OtherBody)]);
    assert_eq!(reading.defects[0].expected, "sx-industry");
}

#[test]
fn a_region_is_found_by_code_else_by_name_and_lies_in_the_plans() {
    let named = read_rows(&[row(&[("地区代码", ""), ("地区", "大同")])]);
    assert_eq!(only_figure(&named).region.get(), 140_200);
    let coded = read_rows(&[row(&[("地区", "")])]);
    assert_eq!(only_figure(&coded).region.get(), 140_100);
    check_refused(&[("地区代码", "149900")], "地区代码", Reason::UnknownRegion);
    check_refused(
        &[("地区代码", ""), ("地区", "太原郡")],
        "地区",
        Reason::UnknownRegion,
    );
    check_refused(
        &[("地区代码", ""), ("地区", "")],
        "地区代码",
        Reason::NoRegion,
    );
    check_refused(
        &[("地区代码", "130100"), ("地区", "")],
        "地区代码",
        Reason::ForeignRegion,
    );
    let conflict = check_refused(&[("地区", "大同市")], "地区", Reason::RegionConflict);
    assert_eq!(conflict.expected, "140200");
}

#[test]
fn a_unit_other_than_the_indicators_is_refused() {
    let unit = check_refused(&[("单位", "吨")], "单位", Reason::OtherUnit);
    assert_eq!(unit.expected, "%");
    check_refused(&[("单位", "")], "单位", Reason::NoUnit);
    only_figure(&read_rows(&[row(&[("单位", "\u{ff05}")])]));
}

#[test]
fn who_stands_for_a_figure_is_named_from_submission_on() {
    check_refused(&[("佐证材料", "")], "佐证材料", Reason::NoEvidence);
    let submitted = [("状态", "已报送"), ("填报人", " ")];
    check_refused(&submitted, "填报人", Reason::NoReporter);
    check_refused(&[("审核人", "")], "审核人", Reason::NoReviewer);
    check_refused(&[("审核人", "王 芳")], "审核人", Reason::SelfReviewed);
    check_refused(&[("状态", "通过")], "状态", Reason::BadStatus);
    for status in ["", "草稿", "已退回", "Draft"] {
        let bare = [
            ("佐证材料", ""),
            ("填报人", ""),
            ("审核人", ""),
            ("状态", status),
        ];
        let reading = read_rows(&[row(&bare)]);
        let found = only_figure(&reading).status;
        assert!(
            matches!(found, Status::Draft | Status::Rejected),
            "{status}"
        );
    }
}

#[test]
fn two_rows_for_one_figure_are_both_refused_and_name_each_other() {
    let again = row(&[("地区代码", ""), ("期间", "2024年"), ("数值", "13")]);
    let reading = read_rows(&[row(&[]), row(&[("期间", "2023")]), again]);
    assert_eq!(reading.figures.len(), 1);
    let told: Vec<_> = reading
        .defects
        .iter()
        .map(|one| (one.row, one.expected.as_str()))
        .collect();
    assert_eq!(told, [(2, "4"), (4, "2")]);
    assert!(
        reading
            .defects
            .iter()
            .all(|one| one.reason == Reason::Duplicate)
    );
}

#[test]
fn every_mistake_of_a_row_is_told() {
    let reading = read_rows(&[row(&[
        ("数值", "无"),
        ("单位", "吨"),
        ("期间", "去年"),
        ("审核人", ""),
    ])]);
    let wanted = [
        ("审核人", Reason::NoReviewer),
        ("期间", Reason::BadPeriod),
        ("单位", Reason::OtherUnit),
        ("数值", Reason::Placeholder),
    ];
    assert_eq!(reasons(&reading), wanted);
}

#[test]
fn ids_of_reasons_are_told_apart() {
    let ids: BTreeMap<&str, Reason> = Reason::ALL.iter().map(|one| (one.id(), *one)).collect();
    assert_eq!(ids.len(), Reason::ALL.len());
}
