//! Seeds of vehicles: every command once, every block once, and streams of several frames.

use wire::vehicle::{
    BlockLayout, BlockList, Field, FieldForm, Form, Head, Payload, Position, Prefix, Protocol,
    RealTime, Start, Time, Value, Vin, block_layouts, encode,
};

/// Seeds of GB 17691 and HJ 1239.
pub fn gb17691() -> Vec<Vec<u8>> {
    let terminal = Form::Terminal { version: 1 };
    let mut seeds = commands(terminal, Protocol::Gb17691);
    seeds.extend(commands(Form::Platform { answer: 0xFE }, Protocol::Gb17691));
    for prefix in [Prefix::Timed, Prefix::Numbered] {
        seeds.extend(blocks(Protocol::Gb17691, prefix, terminal));
    }
    streams(seeds)
}

/// Seeds of GB/T 32960.
pub fn gb32960() -> Vec<Vec<u8>> {
    let form = Form::Platform { answer: 0xFE };
    let mut seeds = commands(form, Protocol::Gb32960);
    seeds.extend(commands(Form::Platform { answer: 1 }, Protocol::Gb32960));
    seeds.extend(blocks(Protocol::Gb32960, Prefix::Bare, form));
    streams(seeds)
}

/// The seeds, and behind them streams of three with garbage between.
fn streams(mut seeds: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let glued: Vec<Vec<u8>> = seeds
        .chunks(3)
        .map(|three| three.join(&b"#~##X"[..]))
        .collect();
    seeds.extend(glued);
    seeds
}

fn head(command: u8, form: Form) -> Head {
    let start = if command % 2 == 0 {
        Start::Hash
    } else {
        Start::Tilde
    };
    let vin = Vin::new("LTESTVIN000000001").expect("17 characters");
    Head {
        start,
        command,
        form,
        vin,
        encryption: 1,
    }
}

fn noon() -> Time {
    Time::of_bytes([24, 6, 1, 12, 0, 0])
}

fn commands(form: Form, protocol: Protocol) -> Vec<Vec<u8>> {
    let (time, serial) = (noon(), 1);
    let start = if protocol == Protocol::Gb32960 {
        Start::Hash
    } else {
        Start::Tilde
    };
    let position = Position {
        state: 0,
        longitude: 112_550_000,
        latitude: 37_870_000,
    };
    let payloads = [
        Payload::Login {
            time,
            serial,
            iccid: [b'8'; 20],
            rest: &[1, 0],
        },
        Payload::Logout { time, serial },
        Payload::Time(None),
        Payload::Time(Some(time)),
        Payload::Tamper {
            time,
            serial,
            position,
        },
        Payload::Activation {
            time,
            chip: [b'C'; 16],
            key: &[1; 64],
            vin: head(7, form).vin,
            signature: &[],
        },
        Payload::ActivationAnswer {
            state: 1,
            reason: 0,
        },
        Payload::PlatformLogin {
            time,
            serial,
            user: [b'u'; 12],
            password: [b'p'; 20],
            encryption: 1,
        },
        Payload::Opaque(&[1, 2, 3]),
    ];
    (1..10)
        .zip(payloads)
        .map(|(command, payload)| {
            let head = Head {
                start,
                ..head(command, form)
            };
            encode(&head, &payload).expect("short enough")
        })
        .collect()
}

/// One frame for each kind of block.
fn blocks(protocol: Protocol, prefix: Prefix, form: Form) -> Vec<Vec<u8>> {
    let frame = |layout: &'static BlockLayout| {
        let mut list = BlockList::new(prefix);
        list.push_bytes(layout.kind, (1, noon()), &body(layout));
        let data = RealTime {
            time: noon(),
            serial: Some(1),
            blocks: list.blocks(),
            signature: None,
        };
        encode(&head(2, form), &Payload::RealTime(data)).expect("short enough")
    };
    block_layouts(protocol).iter().map(frame).collect()
}

/// A body with every part once: each count is one.
fn body(layout: &'static BlockLayout) -> Vec<u8> {
    let mut body = if layout.grouped { vec![1] } else { Vec::new() };
    for part in layout.parts {
        part.record
            .write(&mut body, value)
            .expect("ones and letters fit");
    }
    body
}

fn value(field: &'static Field) -> Value<'static> {
    match field.form {
        FieldForm::Text | FieldForm::Bytes => Value::Bytes(&[b'A'; 36][..field.bytes.into()]),
        FieldForm::Number | FieldForm::Bits => Value::Bits(1),
    }
}
