//! `telemetry decode`: what is in a file, frame by frame, and what lies between.
//!
//! The frames are the example of HJ 212-2017 Annex A and frames of vehicles made by hand from the standards' tables.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value as Json;

use crate::run::{Ran, command, lantian, lantian_in, ran};

/// The example of HJ 212-2017 Annex A.
const SAMPLE: &str = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
/// Logout of 2024-06-01 09:00:00, serial number 1, under GB 17691.
const LOGOUT: &str = "2323044C5445535456494E30303030303030303101010008180601090000000121";
/// Time synchronisation under HJ 1239.
const TIME: &str = "7E7E054C5445535456494E303030303030303031010100003F";

/// The objects that a file gives, one a line.
fn objects(bytes: &[u8], options: &[&str]) -> Vec<Json> {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("frames"), bytes).expect("the folder can be written");
    let words = ["telemetry", "decode", "frames", "--format", "json"];
    lines(&lantian_in(folder.path(), &[&words, options].concat()))
}

fn lines(ran: &Ran) -> Vec<Json> {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let object = |line| serde_json::from_str(line).expect("each line is an object");
    ran.out.lines().map(object).collect()
}

fn of<'a>(objects: &'a [Json], verdict: &str) -> Vec<&'a Json> {
    objects
        .iter()
        .filter(|one| one["verdict"] == verdict)
        .collect()
}

#[test]
fn the_example_of_the_standard_is_taken_apart() {
    let objects = objects(SAMPLE.as_bytes(), &[]);
    let [frame] = objects.as_slice() else {
        panic!("{objects:?}")
    };
    assert_eq!(frame["protocol"], "hj212");
    assert_eq!(frame["verdict"], "good");
    assert_eq!(frame["crc"], "hj212");
    assert_eq!(frame["defects"], serde_json::json!([]));
    assert_eq!(
        frame["length"],
        serde_json::json!({ "declared": 101, "actual": 101 })
    );
    assert_eq!(frame["header"]["QN"], "20160801085857223");
    assert_eq!(frame["header"]["CN"], 1062);
    assert_eq!(frame["header"]["MN"], "010000A8900016F000169DC0");
    assert_eq!(frame["header"]["Flag"], 5);
    assert_eq!(frame["data"]["parameters"][0]["value"], "30");
}

#[test]
fn passwords_are_hidden_unless_they_are_asked_for() {
    let cut = &SAMPLE.as_bytes()[..80];
    for bytes in [SAMPLE.as_bytes(), cut] {
        let told = format!("{:?}", objects(bytes, &[]));
        let secret = "313030303030";
        assert!(!told.contains("100000") && !told.contains(secret), "{told}");
    }
    let asked = objects(SAMPLE.as_bytes(), &["--show-passwords"]);
    assert_eq!(asked[0]["header"]["PW"], "100000");
}

#[test]
fn a_thousand_frames_behind_anything_bad_are_all_there() {
    let thousand = SAMPLE.repeat(1000);
    let wrong_length = SAMPLE.replacen("##0101", "##9999", 1);
    let glued = SAMPLE.trim_end().repeat(4);
    for bad in [
        "",
        "##XX",
        "\u{0}\u{1}##",
        &wrong_length,
        &SAMPLE[..60],
        &glued,
    ] {
        let stream = format!("{bad}{thousand}");
        let objects = objects(stream.as_bytes(), &[]);
        let whole = of(&objects, "good")
            .into_iter()
            .filter(|one| one["bytes"] == SAMPLE.len());
        assert!(whole.count() >= 1000, "{bad:?}");
        let bytes: u64 = objects.iter().filter_map(|one| one["bytes"].as_u64()).sum();
        assert_eq!(usize::try_from(bytes).ok(), Some(stream.len()), "{bad:?}");
    }
}

#[test]
fn hexadecimal_lines_of_vehicles_are_known_for_what_they_are() {
    let text = format!("{LOGOUT}\n{}\n", TIME.to_lowercase());
    let objects = objects(text.as_bytes(), &[]);
    let [logout, time] = objects.as_slice() else {
        panic!("{objects:?}")
    };
    assert_eq!(logout["protocol"], "gb17691");
    assert_eq!(logout["verdict"], "good");
    assert_eq!(logout["bcc"], "ok");
    assert_eq!(logout["header"]["command_id"], "logout");
    assert_eq!(logout["header"]["vin"], "LTESTVIN000000001");
    assert_eq!(logout["data"]["time"], "2024-06-01 09:00:00");
    assert_eq!(logout["data"]["serial"], 1);
    assert_eq!(
        (&time["line"], &time["header"]["command_id"]),
        (&Json::from(2), &Json::from("time"))
    );
}

#[test]
fn a_wrong_length_and_a_wrong_bcc_are_named() {
    let long = LOGOUT.replacen("0008", "0009", 1);
    let changed = LOGOUT.replacen("0900000001", "0900000002", 1);
    let objects = objects(format!("{long}\n{changed}\n").as_bytes(), &[]);
    assert_eq!(
        objects[0]["defects"],
        serde_json::json!(["length_mismatch", "bcc_mismatch"])
    );
    assert_eq!(objects[1]["defects"], serde_json::json!(["bcc_mismatch"]));
    assert_eq!(of(&objects, "bad").len(), 2);
}

#[test]
fn standard_input_is_read_and_the_protocol_can_be_told() {
    let words = [
        "telemetry",
        "decode",
        "-",
        "--protocol",
        "gb32960",
        "--format",
        "json",
    ];
    let mut child = command(Path::new("."), &words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut input = child.stdin.take().expect("it was piped");
    input
        .write_all(LOGOUT.as_bytes())
        .expect("the binary reads");
    drop(input);
    let objects = lines(&ran(child.wait_with_output().expect("the binary ends")));
    assert_eq!(objects[0]["protocol"], "gb32960");
}

#[test]
fn people_read_a_page_for_each_frame() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    fs::write(folder.path().join("frames"), format!("XX{SAMPLE}"))
        .expect("the folder can be written");
    let zh = lantian_in(folder.path(), &["telemetry", "decode", "frames"]);
    for words in ["有效 1 帧", "跳过 2 字节", "CRC 正确", "无缺陷"] {
        assert!(zh.out.contains(words), "{words}: {}", zh.out);
    }
    let en = lantian_in(
        folder.path(),
        &["telemetry", "decode", "frames", "--lang", "en"],
    );
    assert!(
        en.out.contains("1 good and 0 bad frames; 2 bytes skipped"),
        "{}",
        en.out
    );
}

#[test]
fn an_unknown_profile_is_refused_with_the_known_ones() {
    let ran = lantian(&["telemetry", "decode", "frames", "--profile", "other"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("other") && ran.err.contains("modbus"),
        "{}",
        ran.err
    );
}
