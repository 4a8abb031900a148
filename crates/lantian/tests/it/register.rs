//! The register as people use it: trackers in, lists out, templates there and back, edits, history, gates.
//!
//! Expected counts and distances come from `docs/method/independent/register_sources.py`, an independent program.
//! Without `../shared/data` the tests that need trackers fail and say what is missing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{command, json, lantian_in};

fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    assert!(
        folder.is_dir(),
        "../shared/data is not beside the checkout; these tests need it"
    );
    folder.join(name).to_string_lossy().into_owned()
}

fn independent(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent")
        .join(name);
    let mut reader = csv::Reader::from_path(path).expect("the independent table is there");
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("it is well formed")
}

fn ok(folder: &Path, arguments: &[&str]) -> String {
    let ran = lantian_in(folder, arguments);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

/// A register with boundaries, coal units and steel plants of Shanxi.
static TRACKERS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for name in [
        "shanxi_boundaries/shanxi_district_tianditu.geojson",
        "gem_trackers/gcpt_shanxi_units_2026-01.csv",
        "gem_trackers/gist_shanxi_plants_2025-03-20.csv",
        "gem_trackers/gist_shanxi_units_2025-03-18.csv",
    ] {
        ok(
            folder.path(),
            &["--lake", "l", "register", "import", &data(name)],
        );
    }
    folder
});

fn listed(rule: &str) -> Value {
    json(
        TRACKERS.path(),
        &["--lake", "l", "plan", "list-entities", rule],
    )
}

fn rows(list: &Value) -> &Vec<Value> {
    list["rows"].as_array().expect("there are rows")
}

/// What a row says of a column.
fn cell<'a>(row: &'a Value, column: &str) -> &'a Value {
    let cells = row["evidence"].as_array().expect("there is evidence");
    let found = cells.iter().find(|cell| cell["id"] == column);
    &found.unwrap_or_else(|| panic!("{column} in {row}"))["value"]
}

#[test]
fn coal_units_under_300_mw_are_listed_by_city_with_their_names() {
    let list = listed("B008");
    let mut by_city: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&list) {
        assert!(row["name"].is_string(), "{row}");
        // Mothballed units may have gone; the others are in operation.
        if *cell(row, "retired") == "false" {
            // Clause 8 may safeguard it, which the tracker does not know.
            assert_eq!(row["unless_prevailed"], "retire", "{row}");
            let city = row["city"]["zh"].as_str().expect("every unit has a city");
            *by_city.entry(city.to_owned()).or_default() += 1;
        }
    }
    let expected: BTreeMap<String, usize> = independent("small_coal_units.csv")
        .into_iter()
        .map(|row| (row["city"].clone(), row["units"].parse().expect("a number")))
        .collect();
    assert!(expected.len() >= 5, "{expected:?}");
    assert_eq!(by_city, expected);
    assert_eq!(list["article"]["clause"]["id"], "2");
}

#[test]
fn units_near_a_large_heat_source_are_listed_with_geodesic_distances() {
    let list = listed("B040");
    let found: BTreeMap<&str, f64> = rows(&list)
        .iter()
        .filter(|row| *cell(row, "in_use") == "true")
        .map(|row| {
            let key = row["key"].as_str().expect("a key");
            let metres = cell(row, "heat_distance_m").as_str().expect("a number");
            (key, metres.parse().expect("metres"))
        })
        .collect();
    let expected = independent("heat_radius.csv");
    assert_eq!(found.len(), expected.len());
    for row in expected {
        let key = format!("gem:{}", row["unit_id"]);
        let metres: f64 = row["distance_m"].parse().expect("metres");
        let own = found
            .get(key.as_str())
            .unwrap_or_else(|| panic!("{key} is listed"));
        assert!((own - metres).abs() < 1.0, "{key}: {own} {metres}");
    }
}

#[test]
fn furnaces_whose_volume_no_tracker_gives_are_undetermined_for_it() {
    let list = listed("B014");
    let mut furnaces = 0;
    for row in rows(&list) {
        if *cell(row, "kind") != "blast_furnace" {
            continue;
        }
        furnaces += 1;
        assert_eq!(row["outcome"], "undetermined", "{row}");
        let missing = row["missing"].as_array().expect("something is missing");
        assert!(
            missing.iter().any(|name| name["id"] == "volume_m3"),
            "{row}"
        );
    }
    assert!(furnaces > 40, "{furnaces}");
}

#[test]
fn a_list_of_what_was_never_imported_says_which_register_is_empty() {
    let ran = lantian_in(
        TRACKERS.path(),
        &["--lake", "l", "plan", "list-entities", "B058"],
    );
    assert_eq!(ran.code, Some(3), "{}", ran.out);
    assert!(ran.err.contains("vehicle"), "{}", ran.err);
    assert!(ran.err.contains("lantian register import"), "{}", ran.err);
}

const BOILERS: &str = "锅炉使用登记证编号,名称,行政区划,燃料,在用,额定蒸发量\n\
    锅1,一号,小店区,燃煤,是,35蒸吨\n锅2,二号,小店区,燃煤,是,\"1,200\"\n锅3,三号,小店区,木头,是,10\n";

#[test]
fn a_city_is_asked_for_with_all_its_counties() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::write(here.join("锅炉.csv"), BOILERS).expect("it is written");
    let _two_good_rows = lantian_in(here, &["--lake", "l", "register", "import", "锅炉.csv"]);
    let show = |region| {
        let words = [
            "--lake", "l", "register", "show", "锅炉", "--region", region,
        ];
        ok(here, &words)
    };
    for around in ["太原", "山西", "小店区"] {
        assert!(show(around).contains("锅1"), "{around}");
    }
    assert!(!show("大同").contains("锅1"));
}

#[test]
fn good_rows_load_and_bad_ones_come_back_in_a_marked_copy() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::write(here.join("锅炉.csv"), BOILERS).expect("it is written");
    let dry = lantian_in(
        here,
        &["--lake", "l", "register", "import", "锅炉.csv", "--dry-run"],
    );
    assert_eq!(dry.code, Some(3), "{}", dry.err);
    assert!(dry.out.contains("将新增 2"), "{}", dry.out);
    let none = lantian_in(here, &["--lake", "l", "register", "show", "锅炉"]);
    assert!(none.out.contains("共 0 行"), "{}", none.out);
    let ran = lantian_in(here, &["--lake", "l", "register", "import", "锅炉.csv"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(
        ran.out.contains("新增 2") && ran.out.contains("有误未导入 1"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("木头"), "{}", ran.out);
    let copy = fs::read_to_string(here.join("锅炉.错误.csv")).expect("there is a copy");
    let corrected = copy.replace("木头", "生物质");
    fs::write(here.join("锅炉.csv"), corrected).expect("it is written");
    let again = ok(here, &["--lake", "l", "register", "import", "锅炉.csv"]);
    assert!(
        again.contains("新增 1") && again.contains("未变 2"),
        "{again}"
    );
    let third = ok(here, &["--lake", "l", "register", "import", "锅炉.csv"]);
    assert!(third.contains("完全一致"), "{third}");
    let history = json(
        here,
        &["--lake", "l", "register", "history", "boiler", "锅3"],
    );
    assert_eq!(history["rows"][0]["who"], "测试员");
    assert_eq!(history["rows"][0]["revision"], 2);
}

#[test]
fn a_template_names_every_column_and_comes_back_without_a_row() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    ok(here, &["register", "template"]);
    let files = fs::read_dir(here).expect("it is a folder").count();
    assert!(files > 80, "{files}");
    let empty = ok(here, &["--lake", "l", "register", "import", "锅炉.xlsx"]);
    assert!(empty.contains("（0 行）"), "{empty}");
}

#[test]
fn the_second_of_two_editors_is_told_who_was_first_and_what_is_different() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    let set = |words: &[&str]| {
        lantian_in(
            here,
            &[&["--lake", "l", "register", "set", "boiler", "锅1"], words].concat(),
        )
    };
    assert_eq!(set(&["燃料=燃煤", "在用=是", "--who", "甲"]).code, Some(0));
    let first = set(&[
        "在用=否",
        "--revision",
        "1",
        "--who",
        "甲",
        "--why",
        "现场核查",
    ]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let second = set(&["额定蒸发量=20蒸吨", "--revision", "1", "--who", "乙"]);
    assert_eq!(second.code, Some(2), "{}", second.out);
    for word in ["甲", "现场核查", "in_use", "--revision 2"] {
        assert!(second.err.contains(word), "{word}: {}", second.err);
    }
    let double = set(&["燃料=燃气"]);
    assert!(double.err.contains("已有"), "{}", double.err);
    let bad = set(&["额定蒸发量=约30", "--revision", "2"]);
    assert!(bad.err.contains("约数"), "{}", bad.err);
    let third = set(&["额定蒸发量=20蒸吨", "--revision", "2", "--who", "乙"]);
    assert_eq!(third.code, Some(0), "{}", third.err);
}

#[test]
fn an_import_that_is_killed_leaves_the_register_as_it_was_or_complete() {
    const ROWS: usize = 60_000;
    let mut text = String::from("key,name,in_use,energy\n");
    for row in 0..ROWS {
        writeln!(text, "V{row:08},车{row},是,diesel").expect("a text takes text");
    }
    let mut seen = Vec::new();
    for written in [0, 1 << 20, 4 << 20, 8 << 20] {
        let folder = TempDir::new().expect("a folder");
        let here = folder.path();
        fs::write(here.join("vehicle.csv"), &text).expect("it is written");
        ok(
            here,
            &[
                "--lake",
                "l",
                "register",
                "set",
                "vehicle",
                "先有",
                "在用=是",
            ],
        );
        let mut child = command(here, &["--lake", "l", "register", "import", "vehicle.csv"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        let log = here.join("register.sqlite-wal");
        let size = || fs::metadata(&log).map_or(0, |log| log.len());
        while size() < written && child.try_wait().expect("it can be asked").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("it is killed, or has ended");
        child.wait().expect("it has ended");
        let list = json(here, &["--lake", "l", "register", "list"]);
        let rows = list["rows"].as_array().expect("rows");
        let vehicles = rows
            .iter()
            .find(|row| row["entity"] == "vehicle")
            .expect("there");
        let things = vehicles["things"].as_u64().expect("a number");
        assert!(
            [1, ROWS as u64 + 1].contains(&things),
            "{written} bytes: {things}"
        );
        seen.push(things);
        // It can be done again, and is then complete.
        ok(here, &["--lake", "l", "register", "import", "vehicle.csv"]);
    }
    assert_eq!(seen[0], 1, "at its start nothing is written: {seen:?}");
}

#[test]
fn the_register_of_a_former_day_can_be_evaluated_again() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::write(
        here.join("锅炉.csv"),
        "编号,燃料,在用,额定蒸发量\n锅1,燃煤,是,10\n",
    )
    .expect("it is written");
    let _ = lantian_in(here, &["--lake", "l", "register", "import", "锅炉.csv"]);
    ok(
        here,
        &[
            "--lake",
            "l",
            "register",
            "set",
            "boiler",
            "锅9",
            "燃料=燃煤",
            "在用=是",
            "额定蒸发量=10",
        ],
    );
    let count = |extra: &[&str]| {
        let list = json(
            here,
            &[&["--lake", "l", "plan", "list-entities", "B037"], extra].concat(),
        );
        rows(&list).len()
    };
    let before = count(&[]);
    let moment = json(
        here,
        &["--lake", "l", "register", "history", "boiler", "锅9"],
    );
    let moment = moment["rows"][0]["changed"]
        .as_str()
        .expect("a moment")
        .to_owned();
    ok(
        here,
        &[
            "--lake",
            "l",
            "register",
            "set",
            "boiler",
            "锅9",
            "在用=否",
            "--revision",
            &before.to_string(),
        ],
    );
    assert_eq!(count(&[]), before - 1);
    assert_eq!(count(&["--known-at", &moment]), before);
}

#[test]
fn what_is_no_sheet_has_its_own_sentence_and_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("空.csv", Vec::new(), "空"),
        ("乱.xlsx", b"PK\x03\x04garbage".to_vec(), "打不开"),
        ("旧.xls", vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0], "旧格式"),
        ("地图.geojson", b"{\"type\": 1}".to_vec(), "GeoJSON"),
        ("无键.csv", "名称,燃料\n一,燃煤\n".into(), "没有"),
    ];
    for (name, bytes, word) in cases {
        fs::write(here.join(name), bytes).expect("it is written");
        let ran = lantian_in(
            here,
            &[
                "--lake", "l", "register", "import", name, "--entity", "锅炉",
            ],
        );
        assert_ne!(ran.code, Some(0), "{name}");
        assert!(ran.err.contains(word), "{name}: {}", ran.err);
        assert!(ran.err.contains("建议"), "{name}: {}", ran.err);
    }
    let unknown = lantian_in(here, &["--lake", "l", "register", "import", "空.csv"]);
    assert!(unknown.err.contains("--entity"), "{}", unknown.err);
    let none = ok(here, &["--lake", "l", "register", "show", "锅炉"]);
    assert!(none.contains("共 0 行"), "{none}");
}

#[test]
fn a_register_that_is_not_there_is_said_to_be_missing() {
    let folder = TempDir::new().expect("a folder");
    for words in [
        &["register", "show", "锅炉"][..],
        &["register", "check"],
        &["register", "history", "锅炉", "锅1"],
        &["register", "export", "锅炉"],
    ] {
        let ran = lantian_in(folder.path(), words);
        assert_eq!(ran.code, Some(4), "{words:?}");
        assert!(ran.err.contains("lantian register import"), "{}", ran.err);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn simulated_things_are_marked_wherever_they_are_shown() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    fs::write(here.join("锅炉.csv"), BOILERS.replace("木头", "燃气")).expect("it is written");
    ok(
        here,
        &[
            "--lake",
            "l",
            "register",
            "import",
            "锅炉.csv",
            "--simulated",
        ],
    );
    let list = ok(here, &["--lake", "l", "plan", "list-entities", "B037"]);
    assert!(list.contains("模拟"), "{list}");
    let history = json(here, &["--lake", "l", "register", "history", "锅炉", "锅1"]);
    assert_eq!(history["rows"][0]["origin"], "模拟");
}

/// The five projects whose gates the plan's own tests look at, and what belongs to them, under keys of another source.
fn projects(here: &Path) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/tests/it/gate");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the projects are there")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    // Projects before what refers to them.
    files.sort_by_key(|path| !path.ends_with("project.csv"));
    let names = files.iter().map(|file| {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut reader = csv::Reader::from_path(file).expect("it is CSV");
        let header = reader.headers().expect("it has a header").clone();
        let mut writer = csv::Writer::from_path(here.join(&name)).expect("it is written");
        writer.write_record(&header).expect("it is written");
        for record in reader.records() {
            let record = record.expect("it is CSV");
            let cells = header
                .iter()
                .zip(record.iter())
                .map(|(column, cell)| match column {
                    "key" | "project_key" if !cell.is_empty() => format!("made:{cell}"),
                    _ => cell.to_owned(),
                });
            writer.write_record(cells).expect("it is written");
        }
        name
    });
    names.collect()
}

#[test]
fn the_gate_of_a_project_is_a_table_json_and_a_printable_page() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    for file in projects(here) {
        let words = ["--lake", "l", "register", "import", &file, "--simulated"];
        let ran = lantian_in(here, &words);
        // One measure belongs to no project, which is told.
        let expected = if file == "coal_substitution.csv" {
            3
        } else {
            0
        };
        assert_eq!(ran.code, Some(expected), "{}{}", ran.out, ran.err);
    }
    let shown = json(here, &["--lake", "l", "register", "show", "project"]);
    let keys: Vec<&str> = rows(&shown)
        .iter()
        .map(|row| row["key"].as_str().expect("a key"))
        .collect();
    assert!(keys.len() >= 5, "{keys:?}");
    let mut verdicts = Vec::new();
    for key in keys {
        let report = json(
            here,
            &["--lake", "l", "plan", "gate", key, "--page", "p.html"],
        );
        verdicts.push(report["verdict"].as_str().expect("a verdict").to_owned());
        let page = fs::read_to_string(here.join("p.html")).expect("there is a page");
        assert!(page.contains("<html") && page.contains(key), "{key}");
        assert!(page.contains("模拟"), "{key}");
        let table = ok(here, &["--lake", "l", "plan", "gate", "shanxi-2024", key]);
        assert!(
            table.contains("B002") && table.contains("总体结论"),
            "{table}"
        );
    }
    for verdict in ["pass", "fail", "undetermined"] {
        assert!(verdicts.iter().any(|own| own == verdict), "{verdicts:?}");
    }
    let none = lantian_in(here, &["--lake", "l", "plan", "gate", "nobody"]);
    assert!(none.err.contains("nobody"), "{}", none.err);
}
