//! Single cells: good ones and their canonical text, refused ones and their kind.

use registry::record::Given;

use super::{column, csv, entity, value};

/// Reads one cell of a column: its canonical text, or the kind of problem.
fn read(of: &str, id: &str, text: &str) -> Result<Given, String> {
    let entity = entity(of);
    let key = entity.key.example.clone();
    let read = csv(&entity, &["key", id], &[&[&key, text]]);
    match read.defects.as_slice() {
        [] => Ok(column(&entity, &read, id).remove(0)),
        [one] => Err(one.problem.id().to_owned()),
        more => unreachable!("{more:?}"),
    }
}

fn check_all(of: &str, id: &str, good: &[(&str, &str)], refused: &[(&str, &str)]) {
    for (text, canonical) in good {
        assert_eq!(
            read(of, id, text),
            Ok(value(canonical)),
            "{of}.{id}: {text}"
        );
    }
    for (text, kind) in refused {
        assert_eq!(
            read(of, id, text),
            Err((*kind).to_owned()),
            "{of}.{id}: {text}"
        );
    }
}

#[test]
fn capacity_of_boilers_is_read_as_typed() {
    let good = [
        ("35", "35"),
        ("35.0", "35"),
        ("035", "35"),
        (" 35 ", "35"),
        ("35蒸吨", "35"),
        ("35 蒸吨", "35"),
        ("35蒸吨/小时", "35"),
        ("35t/h", "35"),
        ("35T/H", "35"),
        ("35吨/时", "35"),
        ("3.5万kg/h", "35"),
        ("1,200", "1200"),
        ("１２００", "1200"),
        ("３５蒸吨", "35"),
        ("0.5", "0.5"),
        ("+2", "2"),
    ];
    let refused = [
        ("约30", "approximate"),
        ("30左右", "approximate"),
        ("≥30", "approximate"),
        ("30-40", "range"),
        ("30~40蒸吨", "range"),
        ("1,2345", "grouping"),
        ("12.5.3", "not-a-number"),
        ("35MW", "other-unit"),
        ("35台", "other-unit"),
        ("35%", "other-unit"),
        ("35瓦", "other-unit"),
        ("九百", "not-a-number"),
        ("3.5E+01", "scientific"),
        ("-", "placeholder"),
        ("无", "placeholder"),
        ("-3", "below-least"),
        ("3万", "bare-prefix"),
        ("0.1234567", "too-many-decimals"),
        ("1234567890123456", "too-many-digits"),
        ("1234567890123456789012345", "too-many-digits"),
        ("2025-06-30", "date-as-value"),
    ];
    check_all("boiler", "capacity_t_h", &good, &refused);
}

#[test]
fn units_with_prefixes_are_multiplied_exactly() {
    let power = [
        ("30万千瓦", "300"),
        ("300MW", "300"),
        ("300兆瓦", "300"),
        ("300000kW", "300"),
        ("0.3GW", "300"),
        ("12.34567万千瓦", "123.4567"),
        ("60万kW", "600"),
    ];
    let refused = [("30万", "bare-prefix"), ("30吨", "other-unit")];
    check_all("heat_source", "power_mw", &power, &refused);
    let mass = [
        ("150万吨", "1500000"),
        ("150万吨/年", "1500000"),
        ("150万", "1500000"),
        ("1.5Mt", "1500000"),
        ("1500kt", "1500000"),
        ("0.015亿吨", "1500000"),
        ("1，500，000", "1500000"),
    ];
    check_all("project", "bulk_t_a", &mass, &[("150万千瓦", "other-unit")]);
    let area = [
        ("5千平方米", "5000"),
        ("5000m2", "5000"),
        ("5000㎡", "5000"),
        ("0.5公顷", "5000"),
        ("0.5万m²", "5000"),
    ];
    check_all(
        "construction_site",
        "area_m2",
        &area,
        &[("5亩", "other-unit")],
    );
    let percent = [
        ("12.5%", "12.5"),
        ("12.5", "12.5"),
        ("100", "100"),
        ("１２．５％", "12.5"),
    ];
    let refused = [("100.1", "above-greatest"), ("12万", "bare-prefix")];
    check_all("boiler", "nox_hours_met_percent", &percent, &refused);
    let stage = [("国六", "6"), ("国Ⅵ", "6"), ("6", "6"), ("国VI", "6")];
    check_all(
        "vehicle",
        "emission_stage",
        &stage,
        &[("国七", "not-a-number")],
    );
}

#[test]
fn yes_and_no_are_read_where_unambiguous() {
    let good = [
        ("是", "true"),
        ("否", "false"),
        ("√", "true"),
        ("×", "false"),
        ("TRUE", "true"),
        ("false", "false"),
        ("1", "true"),
        ("０", "false"),
        ("Y", "true"),
    ];
    let refused = [
        ("有", "not-yes-no"),
        ("无", "not-yes-no"),
        ("2", "not-yes-no"),
        ("是否", "not-yes-no"),
    ];
    check_all("boiler", "in_use", &good, &refused);
}

#[test]
fn days_are_read_and_months_refused() {
    let good = [
        ("2025-06-30", "2025-06-30"),
        ("2025/6/30", "2025-06-30"),
        ("2025.6.30", "2025-06-30"),
        ("2025年6月30日", "2025-06-30"),
        ("20250630", "2025-06-30"),
        ("２０２５－０６－３０", "2025-06-30"),
        ("2025/6/30 0:00", "2025-06-30"),
        ("2025-06-30 00:00:00", "2025-06-30"),
        ("2025-06-30T00:00:00", "2025-06-30"),
    ];
    let refused = [
        ("2025-06", "no-day"),
        ("2025年6月", "no-day"),
        ("202506", "no-day"),
        ("2025", "no-day"),
        ("2025年", "no-day"),
        ("2025-02-30", "not-a-date"),
        ("30/6/2025", "not-a-date"),
        ("45838", "not-a-date"),
        ("去年", "not-a-date"),
        ("2025-06-30 12:00", "not-a-date"),
        ("1899-12-31", "too-early"),
        ("2205-06-30", "too-late"),
    ];
    check_all("boiler", "commissioned_on", &good, &refused);
}

#[test]
fn listed_texts_are_read_by_name_or_id() {
    let good = [
        ("燃煤", "coal"),
        ("coal", "coal"),
        ("Coal", "coal"),
        ("燃 煤", "coal"),
    ];
    check_all("boiler", "fuel", &good, &[("煤炭", "not-listed")]);
    let good = [
        ("城市(含县城)建成区", "built_up_area"),
        ("城市（含县城）建成区", "built_up_area"),
    ];
    let entity = entity("zone_area");
    for (text, id) in good {
        let read = csv(&entity, &["key", "kind"], &[&["Z-1", text]]);
        assert_eq!(column(&entity, &read, "kind"), [value(id)], "{text}");
    }
}

#[test]
fn regions_are_read_by_code_or_name() {
    let good = [
        ("140105", "140105"),
        ("小店区", "140105"),
        ("太原市小店区", "140105"),
        ("山西省太原市小店区", "140105"),
        ("太原市", "140100"),
        ("１４０１０５", "140105"),
    ];
    let refused = [
        ("城区", "ambiguous-region"),
        ("小甸区", "unknown-region"),
        ("140199", "unknown-region"),
    ];
    check_all("boiler", "region", &good, &refused);
    let entity = entity("boiler");
    let read = csv(&entity, &["key", "region"], &[&["B1", "城区"]]);
    let arguments = read.defects[0].problem.arguments();
    assert!(
        arguments[0].1.contains("140302 阳泉市城区"),
        "{arguments:?}"
    );
}

#[test]
fn credit_codes_must_fit_their_check_character() {
    let entity = entity("facility");
    // The example code of GB 32100-2015; the others differ from it by one slip each.
    let good = [
        "91350100M000100Y43",
        "91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100 M000100Y 43",
    ];
    for text in good {
        let read = csv(&entity, &["统一社会信用代码", "名称"], &[&[text, "甲"]]);
        assert_eq!(read.rows[0].key, "91350100M000100Y43", "{text}");
    }
    let refused = [
        ("91350100M000100Y44", "key-check"),
        ("91350100M000010Y43", "key-check"),
        ("91350100M000100Y4", "key-length"),
        ("91350100M000100I43", "key-character"),
        ("", "no-key"),
        ("清空", "no-key"),
        ("9.13501E+17", "digits-lost"),
    ];
    for (text, kind) in refused {
        let read = csv(&entity, &["统一社会信用代码", "名称"], &[&[text, "甲"]]);
        assert_eq!(read.defects[0].problem.id(), kind, "{text}");
        assert_eq!(read.rows, []);
    }
    let read = csv(&entity, &["key", "name"], &[&["gem:G100001", "甲"]]);
    assert_eq!(read.rows[0].key, "gem:G100001");
}

#[test]
fn the_examples_of_the_catalogue_are_good_keys() {
    for entity in super::catalogue().entities {
        let key = entity.key.example.clone();
        let read = csv(&entity, &["key", "name"], &[&[&key, "甲"]]);
        let told = super::told(&read.defects);
        let of_key: Vec<_> = told
            .iter()
            .filter(|(_, header, _)| *header == "key")
            .collect();
        assert!(of_key.is_empty(), "{}: {of_key:?}", entity.id);
    }
}

#[test]
fn project_codes_have_their_dashes() {
    let entity = entity("project");
    let read = csv(
        &entity,
        &["key", "name"],
        &[&["2406-140105-89-01-00000", "甲"]],
    );
    assert_eq!(read.defects[0].problem.id(), "project-code");
    let read = csv(
        &entity,
        &["key", "name"],
        &[&["2406－140105－89－01－000001", "甲"]],
    );
    assert_eq!(read.rows[0].key, "2406-140105-89-01-000001");
}

#[test]
fn texts_keep_their_lines_and_lose_nothing_silently() {
    let good = [("一号\r\n锅炉", "一号\n锅炉"), (" 甲 ", "甲"), ("无", "无")];
    let long = "长".repeat(4_001);
    let refused = [
        ("甲\u{7}乙", "control-character"),
        ("甲\u{0}乙", "control-character"),
        (long.as_str(), "text-too-long"),
        ("9.1E+17", "digits-lost"),
        ("#N/A", "cell-error"),
    ];
    check_all("boiler", "name", &good, &refused);
}

#[test]
fn clearing_is_not_leaving() {
    assert_eq!(read("boiler", "capacity_t_h", "清空"), Ok(Given::Cleared));
    assert_eq!(read("boiler", "in_use", "clear"), Ok(Given::Cleared));
    let entity = entity("contact");
    let read = csv(&entity, &["key", "phone"], &[&["C-1", "清空"]]);
    assert_eq!(read.defects[0].problem.id(), "required-cleared");
}

#[test]
fn areas_become_one_compact_text() {
    let entity = entity("zone_area");
    let given = r#"{"coordinates": [[[112.0, 37.0], [112.1, 37.0], [112.1, 37.1000001], [112.0, 37.0]]], "type": "Polygon"}"#;
    let read = csv(
        &entity,
        &["key", "kind", "area"],
        &[&["Z-1", "park", given]],
    );
    let canonical =
        r#"{"type":"Polygon","coordinates":[[[112,37],[112.1,37],[112.1,37.1],[112,37]]]}"#;
    assert_eq!(column(&entity, &read, "area"), [value(canonical)]);
    let open =
        r#"{"type":"Polygon","coordinates":[[[112,37],[112.1,37],[112.1,37.1],[112,37.1]]]}"#;
    for (text, reason) in [
        (open, "ring-not-closed"),
        ("{}", "not-geojson"),
        (r#"{"type":"Point","coordinates":[112,37]}"#, "no-polygon"),
    ] {
        let read = csv(&entity, &["key", "kind", "area"], &[&["Z-1", "park", text]]);
        assert_eq!(read.defects[0].problem.arguments()[0].1, reason);
    }
}

#[test]
fn every_unit_of_the_catalogue_reads_its_own_spelling() {
    for entity in super::catalogue().entities {
        for number in entity.columns.iter().filter(|column| column.unit.is_some()) {
            let unit = number
                .unit
                .as_deref()
                .filter(|unit| *unit != "1")
                .unwrap_or_default();
            if ["lon", "lat"].contains(&number.id.as_str()) {
                continue;
            }
            let typed = format!("1{unit}");
            let read = csv(&entity, &["key", &number.id], &[&["x:1", &typed]]);
            let told: Vec<_> = super::told(&read.defects)
                .into_iter()
                .filter(|(_, header, _)| *header == number.id)
                .collect();
            assert!(told.is_empty(), "{}.{}: {told:?}", entity.id, number.id);
        }
    }
}
