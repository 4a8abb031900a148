//! Plans as people use them: check, evaluate, explain, project, compare, forms and figures.
//!
//! Expected figures of the replay come from `docs/method/independent/plan_replay.py`, an independent program;
//! counts over registers from the trackers' own rows, counted here. Without `../shared/data` the tests that need
//! archives fail and say what is missing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{json, lantian, lantian_in};

fn data() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    assert!(
        folder.is_dir(),
        "../shared/data is not beside the checkout; these tests need it"
    );
    folder
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

/// A lake with the national daily archive of 2013-12 to 2017-01.
static DAILY: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let file = data().join("aqistudy_daily/china_cities_daily_201312_201702.csv.gz");
    let ran = lantian_in(
        folder.path(),
        &["--lake", "lake", "import", &file.to_string_lossy()],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    folder
});

const REPLAY: [&str; 6] = [
    "--lake",
    "lake",
    "--as-of",
    "2025-12-31",
    "--replay",
    "2016=2025",
];

fn evaluated(arguments: &[&str]) -> Vec<Value> {
    let all = [
        &["plan", "evaluate", "shanxi-2024", "--no-save"],
        &REPLAY[..],
        arguments,
    ]
    .concat();
    let answer = json(DAILY.path(), &all);
    answer["rows"].as_array().expect("there are rows").clone()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn the_builtin_plans_pass_their_check() {
    for (plan, summary) in [
        ("shanxi-2024", "38/38 条，150 项目标，132 条规则"),
        ("winter-2021", "2/2 条"),
    ] {
        let ran = lantian(&["plan", "check", plan]);
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(summary), "{}", ran.out);
    }
}

#[test]
fn the_counts_of_a_check_are_there_for_programs() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let answer = json(folder.path(), &["plan", "check", "shanxi-2024"]);
    let counts = &answer["sections"][0]["rows"][0];
    for (field, number) in [
        ("clauses", 38),
        ("clauses_of_the_text", 38),
        ("targets", 150),
        ("rules", 132),
    ] {
        assert_eq!(counts[field], number, "{answer}");
    }
}

#[test]
fn a_broken_plan_folder_is_shown_at_file_line_and_article_in_both_languages() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans/winter-2021");
    copy(&from, &folder.path().join("mine"));
    let clause = folder.path().join("mine/clauses/01-pm25.toml");
    let words = fs::read_to_string(&clause).expect("the clause is there");
    fs::write(
        &clause,
        words.replacen("deadline = 2022-03-31", "deadline = 2020-03-31", 1),
    )
    .expect("it can be written");
    let zh = lantian_in(folder.path(), &["plan", "check", "mine"]);
    assert_eq!(zh.code, Some(3), "{}", zh.out);
    assert!(zh.out.contains("clauses/01-pm25.toml:"), "{}", zh.out);
    assert!(zh.out.contains("[第 1 W001 条]"), "{}", zh.out);
    assert!(
        zh.out.contains("期限 2020-03-31 早于方案发布日 2021-10-29"),
        "{}",
        zh.out
    );
    let en = lantian_in(folder.path(), &["--lang", "en", "plan", "check", "mine"]);
    assert!(
        en.out.contains("is before the plan's issue on 2021-10-29"),
        "{}",
        en.out
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

#[test]
fn the_replay_of_2016_agrees_with_the_independent_program() {
    let rows = evaluated(&["--clause", "26", "--clause", "0"]);
    let expected = independent("plan_replay_2016.csv");
    let mut seen = 0;
    for row in expected.iter().filter(|row| row["year"] == "2016") {
        let city = row["city"].as_str();
        let of_city = |article: &[&str]| {
            rows.iter().find(|found| {
                found["name"] == city && article.contains(&text(&found["article"]).as_str())
            })
        };
        let articles: Vec<String> = (113..=123).map(|n| format!("A{n}")).collect();
        let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
        let pm25 = of_city(&articles).expect("every city has a target");
        assert_eq!(text(&pm25["value"]), row["pm25_rounded"], "{city}");
        assert_eq!(text(&pm25["margin"]), row["margin"], "{city}");
        assert_eq!(text(&pm25["status"]), row["verdict"], "{city}");
        assert_eq!(text(&pm25["valid"]), row["pm25_valid_days"], "{city}");
        assert!(text(&pm25["source_kind"]).contains("回放2016年"), "{city}");
        if let Some(rank) = of_city(&["A008", "A009"]) {
            assert_eq!(text(&rank["indicative"]), row["rank_168"], "{city}");
            assert_eq!(rank["status"], "undetermined", "{city}");
        }
        seen += 1;
    }
    assert_eq!(seen, 11);
}

#[test]
fn nothing_is_met_for_lack_of_data_and_every_gap_says_why() {
    let rows = evaluated(&[]);
    assert!(rows.len() > 150, "{}", rows.len());
    for row in &rows {
        let status = text(&row["status"]);
        let known = row["value"].is_string() || row["value"].is_number();
        assert!(status != "met" || known, "{row}");
        if status == "undetermined" {
            assert!(!text(&row["reasons"]).is_empty(), "{row}");
            assert!(text(&row["owed_by"]).chars().count() > 2, "{row}");
        }
    }
    let reported = rows
        .iter()
        .find(|row| row["article"] == "A031")
        .expect("A031 is there");
    assert!(text(&reported["reasons"]).contains("由 省"), "{reported}");
}

#[test]
fn the_outlook_in_the_middle_of_the_year_agrees_with_the_independent_program() {
    let answer = json(
        DAILY.path(),
        &[
            "--lake",
            "lake",
            "plan",
            "project",
            "shanxi-2024",
            "--replay",
            "2016=2025",
            "--as-of",
            "2025-06-30",
        ],
    );
    let rows = answer["rows"].as_array().expect("there are rows");
    for expected in independent("plan_replay_2016.csv") {
        if expected["year"] != "2016" {
            continue;
        }
        let city = expected["city"].as_str();
        let row = rows
            .iter()
            .find(|row| {
                row["name"] == city
                    && text(&row["article"]).as_str() >= "A113"
                    && text(&row["article"]).as_str() <= "A123"
            })
            .expect("every city has an outlook");
        assert_eq!(text(&row["value"]), expected["jan_jun_rounded"], "{city}");
        assert_eq!(
            text(&row["remaining_days"]),
            expected["remaining_days"],
            "{city}"
        );
        if expected["reachable"] == "yes" {
            let allowed: f64 = text(&row["allowed_mean"]).parse().expect("a number");
            let bound: f64 = expected["remaining_may_average"].parse().expect("a number");
            assert!(
                (allowed - bound).abs() <= 0.05 + 1e-9,
                "{city}: {allowed} {bound}"
            );
        } else {
            assert!(row["allowed_mean"].is_null(), "{city}: {row}");
        }
    }
}

#[test]
fn the_second_plan_evaluates_without_a_change_to_the_program() {
    let answer = json(
        DAILY.path(),
        &[
            "--lake",
            "lake",
            "plan",
            "evaluate",
            "winter-2021",
            "--replay",
            "2015=2021",
            "--as-of",
            "2022-03-31",
            "--no-save",
        ],
    );
    let rows = answer["rows"].as_array().expect("there are rows");
    let mut seen = 0;
    for expected in independent("winter_replay.csv") {
        if expected["in_archive"] != "1" {
            continue;
        }
        let city = expected["city"].as_str();
        let row = rows.iter().find(|row| {
            text(&row["target"]).starts_with(city) && text(&row["article"]).starts_with('W')
        });
        let row = row.expect("every city has a target");
        // A value is rounded to the decimals that its target is written with.
        let target: f64 = expected["target"].parse().expect("a number");
        let mean = if target.fract() == 0.0 {
            expected["rounded_0dp"].clone()
        } else {
            expected["rounded_1dp"].trim_end_matches(".0").to_owned()
        };
        assert_eq!(text(&row["value"]), mean, "{city}");
        assert_eq!(row["status"], "missed", "{city}");
        seen += 1;
    }
    assert_eq!(seen, 59);
    let heavy = rows
        .iter()
        .filter(|row| text(&row["article"]).starts_with('H'));
    for row in heavy {
        assert_eq!(
            row["status"], "undetermined",
            "heavy days need ozone: {row}"
        );
    }
}

#[test]
fn findings_are_the_same_bytes_for_one_and_two_threads() {
    let run = |threads: &str| {
        let arguments = [
            &[
                "plan",
                "evaluate",
                "shanxi-2024",
                "--no-save",
                "--threads",
                threads,
                "--format",
                "json",
            ],
            &REPLAY[..],
        ]
        .concat();
        let ran = lantian_in(DAILY.path(), &arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    assert_eq!(run("1"), run("2"));
}

/// Shanxi's coal units of the tracker as a register, and how many run below 300 MW.
fn coal_units(folder: &Path) -> usize {
    let path = data().join("gem_trackers/gcpt_shanxi_units_2026-01.csv");
    let mut reader = csv::Reader::from_path(path).expect("the tracker is there");
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("it is well formed");
    let mut out = String::from(
        "key,name,region,power_mw,fuel,retired,supports_supply,supports_grid,supports_renewables\n",
    );
    let mut small = 0;
    for row in rows.iter().filter(|row| row["Status"] == "operating") {
        let mw: f64 = row["Capacity (MW)"].parse().expect("a capacity");
        small += usize::from(mw < 300.0);
        let fuel = if row["Coal type"].contains("waste") {
            "gangue"
        } else {
            "coal"
        };
        let (id, name) = (
            &row["GEM unit/phase ID"],
            row["Plant name"].replace('"', ""),
        );
        writeln!(
            out,
            "{id},\"{name}\",140000,{mw},{fuel},false,false,false,false"
        )
        .expect("a text takes text");
    }
    fs::create_dir_all(folder).expect("a folder can be made");
    fs::write(folder.join("power_unit.csv"), out).expect("it can be written");
    fs::write(
        folder.join("register.toml"),
        "source = \"Global Energy Monitor, Global Coal Plant Tracker, January 2026\"\n",
    )
    .expect("it can be written");
    small
}

#[test]
fn a_register_of_real_units_is_counted_and_explained_to_its_rows() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let small = coal_units(&folder.path().join("reg"));
    assert!(small > 20, "the tracker has small units");
    let register = folder.path().join("reg").display().to_string();
    let arguments = [
        "--lake",
        "lake",
        "plan",
        "evaluate",
        "shanxi-2024",
        "--no-save",
        "--as-of",
        "2025-12-31",
        "--register",
        &register,
        "--article",
        "A011",
        "--article",
        "B008",
    ];
    let answer = json(DAILY.path(), &arguments);
    assert_eq!(text(&answer["rows"][0]["indicative"]).as_str(), "null");
    assert_eq!(
        text(&answer["rows"][0]["value"]),
        small.to_string(),
        "{answer}"
    );
    let rule = &answer["sections"][0]["rows"][0];
    assert!(
        text(&rule["outcomes"]).contains(&format!("应淘汰 {small}")),
        "{rule}"
    );
    let ran = lantian_in(
        DAILY.path(),
        &[
            "--lake",
            "lake",
            "plan",
            "explain",
            "shanxi-2024",
            "A011",
            "--as-of",
            "2025-12-31",
            "--register",
            &register,
        ],
    );
    assert!(ran.out.contains("power_unit.csv"), "{}", ran.out);
    assert!(ran.out.contains("source.txt:"), "{}", ran.out);
}

#[test]
fn a_measured_finding_opens_down_to_the_archive_rows() {
    let all = [&["plan", "explain", "shanxi-2024", "A122"], &REPLAY[..]].concat();
    let ran = lantian_in(DAILY.path(), &all);
    for expected in [
        "临汾市、运城市力争控制在44微克/立方米以下",
        "source.txt:",
        "clauses/26-city-attainment.toml:",
        "indicators/pm25_annual_mean.sql",
        "366 行",
        "china_cities_daily_201312_201702.csv.gz:",
        "回放2016年",
    ] {
        assert!(ran.out.contains(expected), "{expected}\n{}", ran.out);
    }
    let graph = lantian_in(DAILY.path(), &[&all[..], &["--mermaid"]].concat());
    assert!(graph.out.starts_with("flowchart LR\n"), "{}", graph.out);
}

#[test]
fn simulated_air_is_marked_wherever_its_finding_is_shown() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let ran = lantian_in(folder.path(), &["--lake", "lake", "import", "--simulated"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let asked = [
        "--lake",
        "lake",
        "--as-of",
        "2025-01-31",
        "--replay",
        "2019=2025",
    ];
    let all = [
        &[
            "plan",
            "evaluate",
            "shanxi-2024",
            "--no-save",
            "--article",
            "A121",
        ],
        &asked[..],
    ];
    let answer = json(folder.path(), &all.concat());
    let row = &answer["rows"][0];
    assert!(text(&row["source_kind"]).contains("模拟"), "{row}");
    assert_ne!(row["status"], "met", "{row}");
    let all = [&["plan", "explain", "shanxi-2024", "A121"], &asked[..]].concat();
    let ran = lantian_in(folder.path(), &all);
    assert!(ran.out.contains("模拟"), "{}", ran.out);
    assert!(ran.out.contains("2019-01-01"), "{}", ran.out);
}

#[test]
fn real_days_of_the_plans_own_years_are_neither_replayed_nor_simulated() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let files = fs::read_dir(data().join("taiyuan_daily_2025_2026")).expect("the days are there");
    for file in files {
        let path = file.expect("it can be listed").path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let path = path.to_string_lossy();
            let ran = lantian_in(folder.path(), &["--lake", "lake", "import", &path]);
            assert_eq!(ran.code, Some(0), "{}", ran.err);
        }
    }
    let all = [
        "--lake",
        "lake",
        "--as-of",
        "2025-12-31",
        "plan",
        "explain",
        "shanxi-2024",
        "A121",
    ];
    let ran = lantian_in(folder.path(), &all);
    assert!(ran.out.contains("实测\n"), "{}", ran.out);
    assert!(ran.out.contains(".csv:"), "{}", ran.out);
}

#[test]
fn a_form_goes_out_comes_back_and_counts_once_it_is_accepted() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    fs::create_dir_all(folder.path().join("lake")).expect("a folder can be made");
    let out = [
        "--lake",
        "lake",
        "--as-of",
        "2025-12-31",
        "plan",
        "template",
        "shanxi-2024",
        "--body",
        "省能源局",
        "--csv",
    ];
    assert_eq!(lantian_in(folder.path(), &out).code, Some(0));
    let path = folder.path().join("shanxi-2024-sx-energy.csv");
    let form = fs::read_to_string(&path).expect("the form is there");
    let filled = fill(&form, "non_fossil", "12.5", "已审核");
    fs::write(&path, filled).expect("it can be written");
    let back = [
        "--lake",
        "lake",
        "--as-of",
        "2026-01-31",
        "plan",
        "report",
        "shanxi-2024",
        "shanxi-2024-sx-energy.csv",
        "--body",
        "sx-energy",
    ];
    let ran = lantian_in(folder.path(), &back);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let answer = json(
        folder.path(),
        &[
            "--lake",
            "lake",
            "--as-of",
            "2026-01-31",
            "plan",
            "evaluate",
            "shanxi-2024",
            "--article",
            "A031",
        ],
    );
    let row = &answer["rows"][0];
    assert_eq!(row["status"], "met", "{answer}");
    assert_eq!(text(&row["value"]), "12.5");
    let explained = lantian_in(
        folder.path(),
        &[
            "--lake",
            "lake",
            "--as-of",
            "2026-01-31",
            "plan",
            "explain",
            "shanxi-2024",
            "A031",
        ],
    );
    assert!(
        explained.out.contains("shanxi-2024-sx-energy.csv:"),
        "{}",
        explained.out
    );
    let kept = json(
        folder.path(),
        &[
            "--lake",
            "lake",
            "sql",
            "SELECT status FROM finding WHERE article = 'A031' AND plan = 'shanxi-2024'",
        ],
    );
    assert_eq!(kept["rows"][0]["status"], "met", "{kept}");
}

/// Fills the row of an indicator of 2025.
fn fill(form: &str, indicator: &str, value: &str, status: &str) -> String {
    let mut reader = csv::Reader::from_reader(form.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().expect("it has a header").clone();
    let place = |name: &str| {
        header
            .iter()
            .position(|h| h == name)
            .expect("the column is there")
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("it can be written");
    let mut filled = 0;
    for record in reader.records() {
        let mut cells: Vec<String> = record
            .expect("it is well formed")
            .iter()
            .map(str::to_owned)
            .collect();
        if cells[place("指标编号")].starts_with(indicator) && cells[place("期间")] == "2025" {
            value.clone_into(&mut cells[place("数值")]);
            status.clone_into(&mut cells[place("状态")]);
            "能源平衡表(测试)".clone_into(&mut cells[place("佐证材料")]);
            "甲".clone_into(&mut cells[place("填报人")]);
            "乙".clone_into(&mut cells[place("审核人")]);
            filled += 1;
        }
        writer.write_record(&cells).expect("it can be written");
    }
    assert_eq!(filled, 1, "one row of the form is of {indicator} in 2025");
    String::from_utf8(writer.into_inner().expect("it is whole")).expect("it is UTF-8")
}

#[test]
fn a_what_if_shows_what_it_changes_and_nothing_else() {
    let arguments = [
        &["plan", "compare", "shanxi-2024", "--scenario", "linfen-40"],
        &REPLAY[..],
    ]
    .concat();
    let answer = json(DAILY.path(), &arguments);
    let rows = answer["rows"].as_array().expect("there are rows");
    assert_eq!(rows.len(), 1, "{answer}");
    assert_eq!(rows[0]["article"], "A122");
    assert_eq!(text(&rows[0]["limit_before"]), "≤ 44");
    assert_eq!(text(&rows[0]["limit_after"]), "≤ 40");
    let arguments = [
        &[
            "plan",
            "compare",
            "shanxi-2024",
            "--fact",
            "pm25_annual_mean@临汾*0.5",
        ],
        &REPLAY[..],
    ]
    .concat();
    let answer = json(DAILY.path(), &arguments);
    let rows = answer["rows"].as_array().expect("there are rows");
    let linfen = rows
        .iter()
        .find(|row| row["article"] == "A122")
        .expect("A122 changes");
    assert_eq!(text(&linfen["value_before"]), "72");
    assert_eq!(text(&linfen["value_after"]), "36");
}

#[test]
fn mistakes_of_the_plan_commands_say_what_to_do_next() {
    for (arguments, expected) in [
        (&["plan", "check", "nowhere"][..], "lantian plan list"),
        (
            &["plan", "show", "shanxi-2024", "A999"][..],
            "plan show shanxi-2024",
        ),
        (
            &["plan", "template", "shanxi-2024", "--body", "没有"][..],
            "省生态环境厅",
        ),
    ] {
        let ran = lantian(arguments);
        assert_ne!(ran.code, Some(0), "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
    let ran = lantian_in(
        DAILY.path(),
        &[
            "--lake",
            "lake",
            "plan",
            "evaluate",
            "shanxi-2024",
            "--replay",
            "x",
        ],
    );
    assert!(ran.err.contains("2016=2025"), "{}", ran.err);
}
