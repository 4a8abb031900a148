//! Headers: every spelling that people keep or make, and what is told of the others.

use super::{catalogue, column, csv, entity, told, value};

#[test]
fn headers_are_found_in_any_spelling() {
    let boiler = entity("boiler");
    for header in [
        "额定蒸发量(热水锅炉折算)(t/h)",
        "额定蒸发量（热水锅炉折算）（t/h）",
        "额定蒸发量(热水锅炉折算)",
        "额定蒸发量",
        "额定蒸发量(t/h)",
        "额定蒸发量(蒸吨/小时)",
        "额定蒸发量*",
        " 额定 蒸发量 (*) ",
        "rated capacity (hot-water boilers converted)",
        "Rated Capacity (hot-water boilers converted) (t/h)",
        "capacity_t_h",
        "CAPACITY_T_H",
    ] {
        let read = csv(
            &boiler,
            &[header, "锅炉使用登记证编号(*)"],
            &[&["35", "B1"]],
        );
        assert_eq!(told(&read.defects), [], "{header}");
        assert_eq!(
            column(&boiler, &read, "capacity_t_h"),
            [value("35")],
            "{header}"
        );
    }
}

#[test]
fn every_header_of_a_template_finds_its_own_column() {
    for entity in catalogue().entities {
        let headers = registry::sheet::headers(&entity);
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let read = csv(&entity, &headers, &[]);
        assert_eq!(told(&read.defects), [], "{}", entity.id);
    }
}

#[test]
fn unknown_and_repeated_headers_are_told_and_the_rest_loads() {
    let boiler = entity("boiler");
    let headers = [
        "key",
        "备注",
        "燃料",
        "fuel",
        "额定蒸发量(kg/h)",
        "",
        "错误",
    ];
    let read = csv(
        &boiler,
        &headers,
        &[&["B1", "x", "燃煤", "燃气", "9", "y", "z"]],
    );
    let expected = [
        (1, "备注", "unknown-column"),
        (1, "fuel", "repeated-column"),
        (1, "额定蒸发量(kg/h)", "unknown-column"),
    ];
    assert_eq!(told(&read.defects), expected);
    assert_eq!(
        read.defects[1].problem.arguments(),
        [("first", "C".to_owned())]
    );
    assert_eq!(column(&boiler, &read, "fuel"), [value("coal")]);
}

#[test]
fn a_title_may_stand_above_and_lines_are_counted_as_a_spreadsheet_does() {
    let boiler = entity("boiler");
    let text = "太原市锅炉台账\n\n锅炉使用登记证编号,燃料\n\n示例:B0,燃煤\nB1,燃煤\n\n\nB2,木炭\n";
    let read = registry::sheet::read(&boiler, "x", text.as_bytes(), &super::checks());
    let read = read.expect("readable");
    assert_eq!(
        read.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        [6]
    );
    assert_eq!(told(&read.defects), [(9, "燃料", "not-listed")]);
    assert_eq!(read.read, 2);
}
