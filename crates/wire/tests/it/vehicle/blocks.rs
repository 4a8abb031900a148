//! Blocks: the three prefixes, records in number, missing values, signatures, and what cannot be divided.

use wire::hj212::Number;
use wire::vehicle::{
    BlockList, Body, Defect, EncodeError, Field, Payload, Prefix, Protocol, RealTime, Value,
    Verdict, block_layout, block_layouts, decode, encode,
};

use super::{bytes, engine_frame, head, noon};

/// A frame around real-time data given in hexadecimal.
fn frame_of(data: &str) -> Vec<u8> {
    encode(&head(2), &Payload::Opaque(&bytes(data))).unwrap()
}

fn real_time(raw: &[u8], protocol: Protocol) -> (RealTime<'_>, Vec<&'static str>) {
    let decoded = decode(raw, protocol);
    assert_eq!(decoded.verdict, Verdict::Good);
    match decoded.frame.unwrap().payload {
        Payload::RealTime(data) => (data, decoded.defects.iter().map(Defect::id).collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn ten_records_of_either_layout_are_read_and_missing_values_stay_missing() {
    for prefix in [Prefix::Timed, Prefix::Numbered] {
        let raw = engine_frame(10, prefix);
        let (data, defects) = real_time(&raw, Protocol::Gb17691);
        assert_eq!((data.blocks.prefix(), defects.len()), (prefix, 0));
        let mut second = 0;
        for block in data.blocks {
            let record = block.body.records().next().unwrap();
            assert_eq!(
                block.serial,
                (prefix == Prefix::Numbered).then_some(second.into())
            );
            assert_eq!(block.time, (prefix == Prefix::Timed).then(|| noon(second)));
            let speed = record.number("vehicle_speed").unwrap().to_string();
            assert_eq!(speed, format!("{second}.00000000"));
            assert_eq!(record.number("nox_downstream"), None);
            let position = record.position().unwrap();
            assert!(!position.is_fixed() && position.east().is_none());
            second += 1;
        }
        assert_eq!(second, 10);
    }
}

#[test]
fn a_serial_number_that_looks_like_a_block_misleads_nobody() {
    for serial in 0..=u16::MAX {
        let mut list = BlockList::new(Prefix::Numbered);
        list.push(2, (serial, noon(0)), missing).unwrap();
        let data = RealTime {
            time: noon(0),
            serial: None,
            blocks: list.blocks(),
            signature: None,
        };
        let raw = encode(&head(2), &Payload::RealTime(data)).unwrap();
        let (read, defects) = real_time(&raw, Protocol::Gb17691);
        assert_eq!(
            read.blocks.prefix(),
            Prefix::Numbered,
            "{serial:#x} {defects:?}"
        );
    }
}

fn missing(field: &'static Field) -> Value<'static> {
    if field.id == "position_state" {
        Value::Bits(1)
    } else {
        Value::Invalid
    }
}

#[test]
fn a_signature_ends_the_blocks() {
    let r = "20".to_owned() + &"A1".repeat(32);
    let s = "21".to_owned() + &"00B2".repeat(16) + "B2";
    let raw = frame_of(&format!(
        "180601000000 0009 04 180601000000 0FA0 32 0CB8 2710 50 {r}{s}"
    ));
    let (data, defects) = real_time(&raw, Protocol::Gb17691);
    let signature = data.signature.unwrap();
    assert!(defects.is_empty(), "{defects:?}");
    assert_eq!((signature.r().len(), signature.s().len()), (32, 33));
    let record = data
        .blocks
        .into_iter()
        .next()
        .unwrap()
        .body
        .records()
        .next()
        .unwrap();
    let said: Vec<String> = record
        .values()
        .map(|(field, value)| match value {
            Value::Number(number) => format!("{}={number}", field.id),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = "motor_speed=4000 motor_load=50 battery_voltage=325.6 battery_current=0.0 battery_charge=80";
    assert_eq!(said.join(" "), expected);
    let again = encode(&head(2), &Payload::RealTime(data)).unwrap();
    assert_eq!(again, raw);
}

#[test]
fn twc_records_of_hj_1239_are_read_with_and_without_nox() {
    let before = "3300 C8 96 8B 2EE0 00C8";
    let position = "00 06B55FB0 0241D8F0 000007D0";
    let plain =
        format!("180601000000 0001 03 180601000000 {before} 8000 64 0FA0 6E 4650 {position}");
    let nox =
        format!("180601000000 0001 05 180601000000 {before} 8000 64 1194 0FA0 6E 4650 {position}");
    let check = |data: &str, nox: Option<&str>| {
        let raw = frame_of(data);
        let (data, defects) = real_time(&raw, Protocol::Gb17691);
        assert!(defects.is_empty(), "{defects:?}");
        let record = data
            .blocks
            .into_iter()
            .next()
            .unwrap()
            .body
            .records()
            .next()
            .unwrap();
        let said = |id: &str| record.number(id).map(|number| number.to_string());
        // 0x3300 / 256; 0x2EE0 × 0.125; 0x8000 × 0.0000305; 0x4650 × 0.03125 − 273; 0x1194 × 0.05 − 200.
        assert_eq!(said("vehicle_speed").as_deref(), Some("51.00000000"));
        assert_eq!(said("engine_speed").as_deref(), Some("1500.000"));
        assert_eq!(said("lambda_upstream").as_deref(), Some("0.9994240"));
        assert_eq!(said("oxygen_voltage_downstream").as_deref(), Some("1.00"));
        assert_eq!(said("catalyst_temperature").as_deref(), Some("289.50000"));
        assert_eq!(said("nox_downstream").as_deref(), nox);
        assert_eq!(
            record.position().unwrap().east().unwrap().to_string(),
            "112.549808"
        );
    };
    check(&plain, None);
    check(&nox, Some("25.00"));
}

#[test]
fn what_cannot_be_divided_is_named_and_kept() {
    let check = |data: &str, protocol, defect: &str| {
        let raw = frame_of(data);
        let (data, defects) = real_time(&raw, protocol);
        assert!(defects.contains(&defect), "{defects:?}");
        let again = encode(&head(2), &Payload::RealTime(data)).unwrap();
        assert_eq!(again, raw);
    };
    check(
        "180601000000 0001 04 180601000000 0FA0 32 0CB8",
        Protocol::Gb17691,
        "block_short",
    );
    check(
        "180601000000 0001 04 180601",
        Protocol::Gb17691,
        "block_short",
    );
    check(
        "180601000000 0001 44 180601000000 0102",
        Protocol::Gb17691,
        "unknown_block",
    );
    check("180601000000 05 00 01", Protocol::Gb32960, "block_short");
    check(
        "180601000000 0A 0002 0102",
        Protocol::Gb32960,
        "unknown_block",
    );
    check(
        "180601000000 80 0008 0102",
        Protocol::Gb32960,
        "block_short",
    );
}

#[test]
fn vendors_blocks_are_kept_as_bytes() {
    let raw = frame_of("180601000000 80 0002 0A0B 04 01 0BB8 0064 E1 0000");
    let (data, defects) = real_time(&raw, Protocol::Gb32960);
    assert!(defects.is_empty(), "{defects:?}");
    let blocks: Vec<_> = data.blocks.into_iter().collect();
    assert!(matches!(blocks[0].body, Body::Vendor([0x0A, 0x0B])));
    assert_eq!(
        blocks[1]
            .body
            .records()
            .next()
            .unwrap()
            .number("engine_speed")
            .unwrap()
            .mantissa,
        3000
    );
    assert!(matches!(
        (blocks[2].kind, blocks[2].body),
        (0xE1, Body::Vendor([]))
    ));
}

#[test]
fn blocks_of_gb_32960_are_read_by_groups_and_counts() {
    // Two motors; a fuel cell of two probes; alarms with faults of two kinds.
    let motor = "01 50 4E84 4EE8 46 0FA0 2710";
    let motors = format!("02 02 01 {motor} 02 FF FF FFFF FFFE FF FFFF FFFF");
    let cell = "03 0BB8 03E8 0064 0002 5A 5B 0320 01 0064 02 015E 03 01";
    let alarms = "07 02 00000001 01 0A0B0C0D FE 00 02 00000001 00000002";
    let raw = frame_of(&format!("180601000000 {motors} {cell} {alarms}"));
    let (data, defects) = real_time(&raw, Protocol::Gb32960);
    assert!(defects.is_empty(), "{defects:?}");
    let said: Vec<String> = data
        .blocks
        .into_iter()
        .flat_map(|block| block.body.records())
        .flat_map(|record| {
            record
                .values()
                .map(move |(field, value)| (record, field, value))
        })
        .map(|(record, field, value)| {
            let value = match value {
                Value::Number(number) => number.to_string(),
                Value::Bits(bits) => format!("{bits:x}"),
                Value::Invalid => "-".into(),
                Value::Abnormal => "!".into(),
                Value::Bytes(_) => panic!("no bytes here"),
            };
            format!("{}.{}.{}={value}", record.group, record.ordinal, field.id)
        })
        .collect();
    let has = |wanted: &str| assert!(said.iter().any(|one| one == wanted), "{wanted} in {said:?}");
    has("1.0.motor_torque=20.0");
    has("1.0.motor_speed=100");
    has("1.0.controller_current=0.0");
    has("2.0.motor_number=2");
    has("2.0.motor_speed=-");
    has("2.0.motor_torque=!");
    has("0.1.fuel_cell_temperature=50");
    has("0.2.fuel_cell_temperature=51");
    has("0.0.hydrogen_pressure=35.0");
    has("0.1.storage_fault=a0b0c0d");
    has("0.0.motor_faults=!");
    has("0.2.other_fault=2");
}

#[test]
fn a_value_that_its_field_cannot_say_is_refused() {
    let refused = |number: Number| {
        let mut list = BlockList::new(Prefix::Timed);
        list.push(2, (0, noon(0)), |field| match field.id {
            "engine_speed" => Value::Number(number),
            _ => missing(field),
        })
        .unwrap_err()
    };
    let fault = EncodeError::Value {
        field: "engine_speed",
    };
    assert_eq!(
        refused(Number {
            mantissa: 1,
            scale: 1
        }),
        fault
    );
    assert_eq!(
        refused(Number {
            mantissa: -1,
            scale: 0
        }),
        fault
    );
    assert_eq!(
        refused(Number {
            mantissa: 9000,
            scale: 0
        }),
        fault
    );
    assert_eq!(
        refused(Number {
            mantissa: i64::MAX,
            scale: 0
        }),
        fault
    );
    // 8191.875 rpm would be the bytes FF FF, which mean that there is no value.
    assert_eq!(
        refused(Number {
            mantissa: 8_191_875,
            scale: 3
        }),
        fault
    );
    let mut list = BlockList::new(Prefix::Bare);
    assert_eq!(
        list.push(8, (0, noon(0)), missing),
        Err(EncodeError::Kind { kind: 8 })
    );
}

#[test]
fn layouts_are_as_wide_as_their_standards_say() {
    let width = |protocol, kind| {
        let parts = block_layout(protocol, kind).unwrap().parts;
        parts
            .iter()
            .map(|part| part.record.bytes)
            .collect::<Vec<_>>()
    };
    let heavy = |kind| width(Protocol::Gb17691, kind);
    assert_eq!(
        [heavy(1), heavy(2), heavy(3)],
        [vec![96, 4], vec![37], vec![30]]
    );
    assert_eq!(
        [heavy(4), heavy(5), heavy(0x80)],
        [vec![8], vec![32], vec![17]]
    );
    let electric = |kind| width(Protocol::Gb32960, kind);
    assert_eq!(
        [electric(1), electric(2), electric(4)],
        [vec![20], vec![12], vec![5]]
    );
    assert_eq!([electric(5), electric(6)], [vec![9], vec![14]]);
    assert_eq!([electric(8), electric(9)], [vec![10, 2], vec![3, 1]]);
    let all = [Protocol::Gb17691, Protocol::Gb32960]
        .into_iter()
        .flat_map(block_layouts);
    for part in all.flat_map(|block| block.parts) {
        let source = &part.record.source;
        assert!(!source.document.is_empty() && !source.clause.is_empty());
    }
}
