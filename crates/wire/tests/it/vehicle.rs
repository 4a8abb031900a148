//! Frames of vehicles.

mod vectors;
mod standard;
mod blocks;
mod scanning;
mod properties;

use wire::vehicle::{
    BlockList, Form, Head, Payload, Prefix, RealTime, Start, Time, Value, Vin, encode,
};

/// Bytes from hexadecimal digits.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// A head in a terminal's form.
fn head(command: u8) -> Head {
    Head {
        start: Start::Hash,
        command,
        form: Form::Terminal { version: 1 },
        vin: Vin::new("LTESTVIN000000001").unwrap(),
        encryption: 1,
    }
}

fn noon(second: u8) -> Time {
    Time::new(2024, 6, 1, 12, 0, second).unwrap()
}

/// A real-time frame with so many records of the engine, of which all but the speed are missing.
fn engine_frame(records: u8, prefix: Prefix) -> Vec<u8> {
    let mut list = BlockList::new(prefix);
    for second in 0..records {
        let value = |field: &wire::vehicle::Field| match field.id {
            "vehicle_speed" => Value::Number(wire::hj212::Number {
                mantissa: i64::from(second),
                scale: 0,
            }),
            "position_state" => Value::Bits(1),
            _ => Value::Invalid,
        };
        list.push(2, (second.into(), noon(second)), value).unwrap();
    }
    let real_time = RealTime {
        time: noon(0),
        serial: Some(7),
        blocks: list.blocks(),
        signature: None,
    };
    encode(&head(2), &Payload::RealTime(real_time)).unwrap()
}
