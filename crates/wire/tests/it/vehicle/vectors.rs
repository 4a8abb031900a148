//! The shared frames: terminals' and simulators' own bytes, with the values that their programs state.

use std::path::Path;

use serde_json::Value as Json;
use wire::vehicle::{
    Block, Body, Decoded, Defect, Form, Payload, Protocol, Record, Value, Verdict, decode, encode,
    guess,
};

use super::bytes;

/// What the archive calls a field, and what the layouts call it.
const FIELDS: [(&str, &str); 18] = [
    ("speed_kmh", "vehicle_speed"),
    ("baro_kPa", "barometric_pressure"),
    ("net_torque_pct", "net_torque"),
    ("friction_torque_pct", "friction_torque"),
    ("rpm", "engine_speed"),
    ("fuel_L_h", "fuel_flow"),
    ("nox_up_ppm", "nox_upstream"),
    ("nox_down_ppm", "nox_downstream"),
    ("reagent_pct", "reagent_level"),
    ("maf_kg_h", "air_mass_flow"),
    ("scr_in_C", "scr_inlet_temperature"),
    ("scr_out_C", "scr_outlet_temperature"),
    ("dpf_dp_kPa", "dpf_differential_pressure"),
    ("coolant_C", "coolant_temperature"),
    ("tank_pct", "fuel_level"),
    ("lon", "longitude"),
    ("lat", "latitude"),
    ("odo_km", "odometer"),
];

/// A frame of the archive.
struct Vector {
    json: Json,
    raw: Vec<u8>,
    protocol: Protocol,
}

impl Vector {
    fn text(&self, key: &str) -> &str {
        self.json[key].as_str().unwrap_or_default()
    }

    fn count(&self, key: &str) -> usize {
        usize::try_from(self.json[key].as_u64().unwrap()).unwrap()
    }

    /// The bytes are those of the source: only the check may be wrong.
    fn is_certain(&self) -> bool {
        !self.text("transcription").starts_with("uncertain")
    }
}

/// The frames; none where the archive is missing.
fn vectors() -> Vec<Vector> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/obd_gb17691_gb32960");
    #[expect(
        clippy::disallowed_methods,
        reason = "the archive stands beside the checkout"
    )]
    let Ok(text) = std::fs::read_to_string(folder.join("frames.jsonl")) else {
        eprintln!("NOT RUN: ../shared/data is not beside the checkout");
        return Vec::new();
    };
    let vector = |line: &str| {
        let json: Json = serde_json::from_str(line).unwrap();
        let raw = bytes(json["hex"].as_str().unwrap());
        let protocol = match json["proto"].as_str().unwrap() {
            "gb32960" => Protocol::Gb32960,
            _ => Protocol::Gb17691,
        };
        Vector {
            json,
            raw,
            protocol,
        }
    };
    let vectors: Vec<Vector> = text.lines().map(vector).collect();
    assert!(vectors.len() >= 11, "the archive has frames");
    vectors
}

#[test]
fn every_head_length_and_bcc_is_as_the_archive_says() {
    for vector in vectors() {
        let decoded = decode(&vector.raw, vector.protocol);
        let frame = decoded.frame.unwrap();
        assert_eq!(format!("{:02X}", frame.head.command), vector.text("cmd"));
        assert_eq!(frame.head.form, Form::Platform { answer: 0xFE });
        assert_eq!(frame.head.vin.as_str(), Some(vector.text("vin")));
        assert_eq!(
            u64::from(frame.head.encryption),
            vector.json["enc"].as_u64().unwrap()
        );
        assert_eq!(decoded.length.declared, Some(vector.count("declared_len")));
        assert_eq!(decoded.length.actual, Some(vector.count("actual_len")));
        let length_agrees = vector.json["len_ok"].as_bool().unwrap();
        let bcc_agrees = vector.json["bcc_ok"].as_bool().unwrap();
        assert_eq!(
            !decoded.defects.contains(Defect::LengthMismatch),
            length_agrees
        );
        assert_eq!(!decoded.defects.contains(Defect::BccMismatch), bcc_agrees);
        let good = decoded.verdict == Verdict::Good;
        assert_eq!(
            good,
            length_agrees && bcc_agrees,
            "{}",
            vector.text("source")
        );
    }
}

#[test]
fn every_certain_frame_says_the_values_of_its_source() {
    for vector in vectors().iter().filter(|vector| vector.is_certain()) {
        let decoded = decode(&vector.raw, vector.protocol);
        let payload = decoded.frame.unwrap().payload;
        let Some(expected) = vector.json["blocks"].as_array() else {
            continue;
        };
        let Payload::RealTime(real_time) = payload else {
            panic!("{payload:?}")
        };
        assert_eq!(real_time.time.to_string(), vector.text("time"));
        assert_eq!(
            real_time.serial.map(u64::from),
            vector.json["serial"].as_u64()
        );
        let blocks: Vec<Block<'_>> = real_time.blocks.into_iter().collect();
        // The archive leaves out the vendor's block behind one that it does not read.
        assert!(blocks.len() >= expected.len());
        for (block, expected) in blocks.iter().zip(expected) {
            block_agrees(block, expected);
        }
    }
}

fn block_agrees(block: &Block<'_>, expected: &Json) {
    assert_eq!(
        block.time.unwrap().to_string(),
        expected["time"].as_str().unwrap()
    );
    match expected["type"].as_str().unwrap() {
        "OBD" => obd_agrees(block, expected),
        "ENGINE_STREAM_02" => engine_agrees(block, expected),
        kind => {
            assert_eq!(format!("0x{:02x}", block.kind), kind);
            let whole = match block.body {
                Body::Known { bytes, .. } => bytes.to_vec(),
                Body::Vendor(bytes) => {
                    let count = u16::try_from(bytes.len()).unwrap();
                    [&count.to_be_bytes(), bytes].concat()
                }
                other => panic!("{other:?}"),
            };
            // The archive's rest runs to the end of the data, past the block.
            assert!(bytes(expected["rest"].as_str().unwrap()).starts_with(&whole));
        }
    }
}

fn obd_agrees(block: &Block<'_>, expected: &Json) {
    let records: Vec<Record<'_>> = block.body.records().collect();
    let obd = records[0];
    let field = |id: &str| obd.values().find(|(field, _)| field.id == id).unwrap().1;
    let whole = |id: &str| obd.number(id).map(|number| number.mantissa);
    let text = |id: &str| match field(id) {
        Value::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{other:?}"),
    };
    let said = |key: &str| expected[key].as_str().unwrap();
    assert_eq!(
        whole("diagnostic_protocol"),
        expected["diag_protocol"].as_i64()
    );
    assert_eq!(whole("mil"), expected["mil"].as_i64());
    assert_eq!(whole("trouble_codes"), expected["dtc_count"].as_i64());
    for (id, key) in [
        ("monitors_supported", "diag_support"),
        ("monitors_ready", "diag_ready"),
    ] {
        assert_eq!(
            field(id),
            Value::Bits(u32::from_str_radix(said(key), 16).unwrap())
        );
    }
    assert_eq!(text("obd_vin"), said("vin"));
    assert_eq!(text("calibration_id"), said("soft_cal_id"));
    for (id, key) in [("calibration_verification", "cvn"), ("iupr", "iupr")] {
        assert_eq!(field(id), Value::Bytes(&bytes(said(key))));
    }
    let codes = records[1..]
        .iter()
        .map(|record| record.values().next().unwrap().1);
    let expected = expected["dtc"].as_array().unwrap().iter();
    let expected = expected.map(|code| u32::from_str_radix(code.as_str().unwrap(), 16).unwrap());
    assert!(codes.eq(expected.map(Value::Bits)));
}

fn engine_agrees(block: &Block<'_>, expected: &Json) {
    let record = block.body.records().next().unwrap();
    for (key, id) in FIELDS {
        let number = record.number(id).map(wire::hj212::Number::to_f64);
        match (number, expected[key].as_f64()) {
            (None, None) => {}
            // The archive rounds to three decimals, positions to six.
            (Some(number), Some(said)) => {
                let step = if id.ends_with("itude") { 1e-6 } else { 1e-3 };
                let near = (number - said).abs() <= 0.5001 * step;
                assert!(near, "{id} {number} {said}");
            }
            (number, said) => panic!("{id}: {number:?} is not {said:?}"),
        }
    }
    let position = record.position().unwrap();
    assert_eq!(
        Some(u64::from(position.state)),
        expected["pos_status"].as_u64()
    );
    assert!(position.is_fixed());
}

#[test]
fn every_frame_writes_back_to_its_own_bytes() {
    for vector in vectors() {
        let frame = decode(&vector.raw, vector.protocol).frame.unwrap();
        let written = encode(&frame.head, &frame.payload).unwrap();
        let data = 24..vector.raw.len() - 1;
        assert_eq!(
            written[data.clone()],
            vector.raw[data],
            "the data of {}",
            vector.text("source")
        );
        assert_eq!(written[..22], vector.raw[..22]);
        let exact = vector.text("transcription") == "exact";
        assert!(!exact || written == vector.raw, "{}", vector.text("source"));
        assert_eq!(decode(&written, vector.protocol).verdict, Verdict::Good);
    }
}

#[test]
fn records_of_the_frames_write_back_field_by_field() {
    for vector in vectors().iter().filter(|vector| vector.is_certain()) {
        let Payload::RealTime(real_time) =
            decode(&vector.raw, vector.protocol).frame.unwrap().payload
        else {
            continue;
        };
        for record in real_time
            .blocks
            .into_iter()
            .flat_map(|block| block.body.records())
        {
            let mut written = Vec::new();
            record
                .layout
                .write(&mut written, |field| field.value(record.bytes))
                .unwrap();
            assert_eq!(written, record.bytes, "{}", record.layout.id);
        }
    }
}

#[test]
fn oddities_of_the_frames_are_named() {
    let named = |decoded: &Decoded<'_>| decoded.defects.iter().map(Defect::id).collect::<Vec<_>>();
    let expected: [&[&str]; 6] = [
        &["bcc_mismatch", "block_habit"],
        &[],
        &["encrypted_plain"],
        &["bcc_mismatch"],
        &["bcc_mismatch", "time_impossible"],
        &[],
    ];
    for (vector, expected) in vectors().iter().zip(expected) {
        let decoded = decode(&vector.raw, vector.protocol);
        assert_eq!(named(&decoded), expected, "{}", vector.text("source"));
    }
}

#[test]
fn cells_and_probes_of_the_energy_storage_are_read() {
    let Some(vector) = vectors()
        .into_iter()
        .find(|vector| vector.text("vin") == "OV20260001")
    else {
        return;
    };
    let Payload::RealTime(real_time) = decode(&vector.raw, vector.protocol).frame.unwrap().payload
    else {
        panic!("not real-time data");
    };
    let said: Vec<String> = real_time
        .blocks
        .into_iter()
        .flat_map(|block| block.body.records())
        .flat_map(Record::values)
        .map(|(field, value)| match value {
            Value::Number(number) => format!("{} {number}", field.id),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        "storage_number 1",
        "storage_voltage 60.2",
        "storage_current -5.1",
        "cells 4",
        "first_cell 1",
        "cells_in_frame 4",
        "cell_voltage 3.276",
        "cell_voltage 3.280",
        "cell_voltage 3.265",
        "cell_voltage 3.271",
        "storage_number 1",
        "storage_probes 2",
        "probe_temperature 31",
        "probe_temperature 35",
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_protocol_of_a_certain_frame_is_guessed() {
    for vector in vectors().iter().filter(|vector| vector.is_certain()) {
        assert_eq!(
            guess(&vector.raw),
            vector.protocol,
            "{}",
            vector.text("source")
        );
    }
}
