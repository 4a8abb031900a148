//! Every collected frame of public gateways, against the check word and the verdict that its collector stated
//! and against defects read off the frames by eye. Without the archive the test says so and checks nothing.

use std::path::Path;

use serde_json::Value;
use wire::hj212::{Crc, Decoded, Defect, Piece, Profile, Scanner, Verdict, decode};

struct Vector {
    raw: String,
    crc_standard: u16,
    crc_modbus: u16,
    verdict: String,
}

fn vectors() -> Option<Vec<Vector>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = root.join("hj212_vectors/hj212_vectors.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("NOT RUN: ../shared/data/hj212_vectors is not beside the checkout");
        return None;
    };
    let word =
        |row: &Value, name: &str| u16::from_str_radix(row[name].as_str().unwrap(), 16).unwrap();
    let read = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        Vector {
            raw: row["raw"].as_str().unwrap().to_owned(),
            crc_standard: word(&row, "crc_hj212"),
            crc_modbus: word(&row, "crc_modbus"),
            verdict: row["verdict"].as_str().unwrap().to_owned(),
        }
    };
    Some(text.lines().map(read).collect())
}

fn any() -> Profile {
    Profile::named("any").unwrap()
}

fn read(raw: &[u8]) -> Decoded<'_> {
    decode(raw, &any())
}

#[test]
fn every_collected_frame_has_the_verdict_of_its_collector() {
    let Some(vectors) = vectors() else { return };
    assert_eq!(vectors.len(), 41);
    for vector in &vectors {
        let decoded = read(vector.raw.as_bytes());
        let raw = &vector.raw;
        assert_eq!(decoded.crc_expected, vector.crc_standard, "{raw}");
        let expected = if vector.verdict.starts_with("crc_ok_hj212") {
            Some(Crc::Standard)
        } else if vector.verdict.starts_with("crc_ok_modbus") {
            Some(Crc::Modbus)
        } else {
            None
        };
        assert_eq!(decoded.crc, expected, "{raw}");
        let good = expected.is_some();
        assert_eq!(decoded.verdict == Verdict::Good, good, "{raw}");
        assert_eq!(
            decoded.defects.contains(Defect::CrcMismatch),
            !good,
            "{raw}"
        );
        if expected == Some(Crc::Modbus) {
            assert_eq!(decoded.crc_sent, Some(vector.crc_modbus), "{raw}");
            let standard = Profile::named("standard").unwrap();
            assert_eq!(
                decode(raw.as_bytes(), &standard).verdict,
                Verdict::Bad,
                "{raw}"
            );
        }
        let frame = decoded.frame.unwrap();
        assert!(frame.device.is_some() && frame.command.is_some(), "{raw}");
    }
}

#[test]
fn every_collected_frame_is_found_in_one_stream_of_all() {
    let Some(vectors) = vectors() else { return };
    let starting: Vec<&Vector> = vectors.iter().filter(|v| v.raw.starts_with("##")).collect();
    let mut stream = Vec::new();
    for vector in &starting {
        stream.extend_from_slice(vector.raw.as_bytes());
        stream.extend_from_slice(b"\r\n");
    }
    let mut scanner = Scanner::new();
    scanner.push(&stream);
    let mut found = Vec::new();
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Frame(bytes) => found.push(String::from_utf8(bytes.to_vec()).unwrap()),
            Piece::Skipped { bytes, reason } => panic!("{reason:?} {bytes:?}"),
        }
    }
    let expected: Vec<String> = starting.iter().map(|v| format!("{}\r\n", v.raw)).collect();
    assert_eq!(found, expected);
}

/// The defects of the collected frames, as a reader finds them; CR LF was not kept by the collector.
#[test]
fn the_habits_of_makers_are_named() {
    let Some(vectors) = vectors() else { return };
    let check = |part: &str, expected: &[&str]| {
        let vector = vectors
            .iter()
            .find(|vector| vector.raw.contains(part))
            .unwrap();
        let raw = format!("{}\r\n", vector.raw);
        let decoded = read(raw.as_bytes());
        let found: Vec<&str> = decoded.defects.iter().map(Defect::id).collect();
        assert_eq!(found, expected, "{raw}");
    };
    check("CN=1062;PW=100000", &[]);
    check(
        "PW=123456;,MN=88888881234567",
        &["comma_for_semicolon", "missing_qn", "flag_upper_case"],
    );
    check("##1045", &["over_1024", "missing_qn"]);
    check(
        "##0462",
        &[
            "length_mismatch",
            "crc_mismatch",
            "missing_qn",
            "missing_flag",
        ],
    );
    check("##0223", &["length_plus_6", "missing_qn", "missing_flag"]);
    check("##0131", &["length_plus_6", "missing_qn", "missing_flag"]);
    check(
        "##299",
        &[
            "length_three_digits",
            "length_plus_6",
            "crc_lower_case",
            "crc_mismatch",
            "missing_qn",
            "missing_flag",
        ],
    );
    check("MN=LXHB0CS0306310", &["no_start", "mn_not_24"]);
    check("MN=ZLDSZ20210127", &["crc_lower_case", "mn_not_24"]);
    check(
        "a21-Rtd=0.00;a21-Rtd=0.00",
        &[
            "crc_lower_case",
            "crc_mismatch",
            "mn_not_24",
            "duplicate_field",
        ],
    );
    check("CN=1072;PW=123456", &["crc_modbus", "packet_missing"]);
    check("CN=2012;PW=123456", &["crc_modbus", "missing_flag"]);
    check("CN=9013", &["crc_modbus", "missing_qn"]);
    check(
        "DataTime=20160824003817000",
        &[
            "crc_mismatch",
            "missing_qn",
            "missing_flag",
            "data_time_17_digits",
        ],
    );
}

#[test]
fn values_of_the_collected_frames_are_those_that_stand_in_them() {
    let Some(vectors) = vectors() else { return };
    let check = |part: &str, time: &str, expected: &[(&str, &str, &str)]| {
        let vector = vectors
            .iter()
            .find(|vector| vector.raw.contains(part))
            .unwrap();
        let frame = read(vector.raw.as_bytes()).frame.unwrap();
        assert_eq!(frame.data_time(), Some(time), "{part}");
        let values: Vec<_> = frame
            .values()
            .map(|(factor, field, value)| (factor, field.id(), value))
            .take(expected.len())
            .collect();
        assert_eq!(values, expected, "{part}");
    };
    check(
        "##0893",
        "20210722132000",
        &[
            ("a24088", "Min", "0.0002"),
            ("a24088", "Avg", "0.0002"),
            ("a24088", "Max", "0.0002"),
            ("a24088", "ZsMin", "0.0002"),
            ("a24088", "ZsAvg", "0.0002"),
            ("a24088", "ZsMax", "0.0002"),
            ("a24088", "Cou", "0.0000"),
            ("a24088", "Flag", "N"),
            ("a01012", "Min", "39.4953"),
        ],
    );
    check(
        "##0139",
        "20160824003817",
        &[
            ("B01", "Rtd", "36.91"),
            ("011", "Rtd", "231.0"),
            ("011", "Flag", "N"),
            ("060", "Rtd", "1.803"),
            ("060", "Flag", "N"),
        ],
    );
}
