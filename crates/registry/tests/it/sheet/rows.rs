//! Rows: points and regions, periods, keys given twice, references, what new things need.

use registry::record::Given;

use super::{column, csv, entity, told, value};

const POINT: [&str; 4] = ["key", "经度", "纬度", "行政区划"];

#[test]
fn a_point_fills_an_empty_region() {
    let boiler = entity("boiler");
    let read = csv(&boiler, &POINT, &[&["B1", "112.563", "37.736", ""]]);
    assert_eq!(column(&boiler, &read, "region"), [value("140105")]);
}

#[test]
fn a_point_must_lie_in_the_region_given() {
    let boiler = entity("boiler");
    for (region, kind) in [
        ("小店区", None),
        ("太原市", None),
        ("山西省", None),
        ("140106", Some("point-elsewhere")),
        ("大同市", Some("point-elsewhere")),
    ] {
        let read = csv(&boiler, &POINT, &[&["B1", "112.563", "37.736", region]]);
        let found = read.defects.first().map(|defect| defect.problem.id());
        assert_eq!(found, kind, "{region}");
    }
    // In none of the counties of 太原市, of which all are known.
    let read = csv(&boiler, &POINT, &[&["B1", "116.4", "39.9", "小店区"]]);
    assert_eq!(told(&read.defects), [(2, "行政区划", "point-elsewhere")]);
    let read = csv(&boiler, &POINT, &[&["B1", "116.4", "39.9", "北京市"]]);
    assert_eq!(read.defects, []);
}

#[test]
fn slips_of_points_are_told_and_not_mended() {
    let boiler = entity("boiler");
    for (lon, lat, header, kind) in [
        ("37.736", "112.563", "经度", "swapped-point"),
        ("11.2563", "37.736", "经度", "outside-china"),
        ("112.563", "", "纬度", "half-point"),
        ("", "37.736", "经度", "half-point"),
        ("112.563", "清空", "纬度", "half-point"),
        ("190", "37.736", "经度", "above-greatest"),
        ("112.563", "-91", "纬度", "below-least"),
    ] {
        let read = csv(&boiler, &POINT, &[&["B1", lon, lat, ""]]);
        assert_eq!(told(&read.defects), [(2, header, kind)], "{lon} {lat}");
    }
}

#[test]
fn displaced_points_are_converted() {
    let boiler = entity("boiler");
    let headers = ["key", "lon", "lat", "坐标系"];
    let (lon, lat) = regions::gcj02::from_wgs84(112.55, 37.75).expect("in China");
    let (lon, lat) = (format!("{lon:.9}"), format!("{lat:.9}"));
    let read = csv(&boiler, &headers, &[&["B1", &lon, &lat, "GCJ-02"]]);
    assert_eq!(column(&boiler, &read, "lon"), [value("112.55")]);
    assert_eq!(column(&boiler, &read, "lat"), [value("37.75")]);
    let read = csv(
        &boiler,
        &headers,
        &[&["B1", "112.5500001", "37.75", "cgcs2000"]],
    );
    assert_eq!(column(&boiler, &read, "lon"), [value("112.55")]);
    let read = csv(&boiler, &headers, &[&["B1", "112.55", "37.75", "BD-09"]]);
    assert_eq!(told(&read.defects), [(2, "坐标系", "not-listed")]);
}

#[test]
fn something_must_end_after_it_begins() {
    let boiler = entity("boiler");
    let headers = ["key", "起始日期", "终止日期"];
    let rows: [&[&str]; 2] = [
        &["B1", "2025-01-01", "2025-01-01"],
        &["B2", "2025-01-01", "2025-01-02"],
    ];
    let read = csv(&boiler, &headers, &rows);
    assert_eq!(told(&read.defects), [(2, "终止日期", "period-reversed")]);
    assert_eq!(read.rows.len(), 1);
}

#[test]
fn a_key_given_twice_names_the_first_line() {
    let boiler = entity("boiler");
    let rows: [&[&str]; 3] = [&["锅1(甲)", "a"], &["B2", "b"], &["锅１（甲）", "c"]];
    let read = csv(&boiler, &["key", "name"], &rows);
    assert_eq!(told(&read.defects), [(4, "key", "duplicate-key")]);
    assert_eq!(
        read.defects[0].problem.arguments(),
        [("first", "2".to_owned())]
    );
    assert_eq!((read.rows.len(), read.read, read.refused()), (2, 3, 1));
}

#[test]
fn references_must_be_held() {
    let boiler = entity("boiler");
    let rows: [&[&str]; 2] = [&["B1", "911401000000000013"], &["B2", "911401000000000026"]];
    let read = csv(&boiler, &["key", "企业编号"], &rows);
    assert_eq!(told(&read.defects), [(3, "企业编号", "not-there")]);
    assert_eq!(
        column(&boiler, &read, "facility_key"),
        [value("911401000000000013")]
    );
}

#[test]
fn new_things_need_what_is_required_and_old_ones_do_not() {
    let contact = entity("contact");
    let read = csv(
        &contact,
        &["key", "phone"],
        &[&["C-1", ""], &["C-2", "0351-1"]],
    );
    assert_eq!(told(&read.defects), [(2, "phone", "required")]);
    let read = csv(&contact, &["key", "name"], &[&["C-1", "王芳"]]);
    assert_eq!(told(&read.defects), [(2, "电话", "no-required-column")]);
    assert_eq!(read.defects[0].column, None);
    let checks = registry::sheet::Checks::none(super::today());
    let read = registry::sheet::read(&contact, "x", "key,phone\nC-1,\n".as_bytes(), &checks);
    let read = read.expect("readable");
    assert_eq!(
        read.rows[0].cells[contact.column("phone").expect("it").0],
        Given::Left
    );
}

#[test]
fn all_that_is_wrong_in_a_row_is_told_at_once() {
    let boiler = entity("boiler");
    let headers = ["key", "燃料", "在用", "额定蒸发量", "投用日期"];
    let read = csv(&boiler, &headers, &[&["", "柴", "或", "约3", "昨天"]]);
    let expected = [
        (2, "key", "no-key"),
        (2, "燃料", "not-listed"),
        (2, "在用", "not-yes-no"),
        (2, "额定蒸发量", "approximate"),
        (2, "投用日期", "not-a-date"),
    ];
    assert_eq!(told(&read.defects), expected);
}
