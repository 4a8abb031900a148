//! What a vehicle's frame says besides values: head, session, blocks, positions.

use serde_json::{Value as Json, json};
use wire::vehicle::{
    Block, Body, Command, Form, Head, Payload, Position, Protocol, RealTime, Record, Start, text,
};

use super::super::shown::{Facts, hex, number};
use super::super::{HIDDEN, Manner};

pub(super) fn command(head: Head, protocol: Protocol) -> Option<&'static Command> {
    Command::of(head.channel(protocol), head.command)
}

pub(super) fn header(head: Head, protocol: Protocol) -> Facts {
    let start = match head.start {
        Start::Hash => "##",
        Start::Tilde => "~~",
    };
    let id = command(head, protocol).map(|command| command.id);
    let encryption = head.encryption(protocol).map(|way| way.id);
    let vin = head.vin.as_str().map(str::to_owned);
    let mut facts = vec![
        ("start", Json::from(start)),
        ("command", Json::from(head.command)),
        ("command_id", id.map_or(Json::Null, Json::from)),
        ("vin", vin.map_or(Json::Null, Json::from)),
        ("encryption", Json::from(head.encryption)),
        ("encryption_id", encryption.map_or(Json::Null, Json::from)),
    ];
    facts.push(match head.form {
        Form::Terminal { version } => ("version", Json::from(version)),
        Form::Platform { answer } => ("answer", Json::from(answer)),
    });
    facts
}

/// What the data say besides values.
pub(super) fn data(payload: &Payload<'_>, manner: &Manner) -> Facts {
    let mut facts = timed(payload);
    match *payload {
        Payload::Login { iccid, rest, .. } => {
            facts.extend([
                ("iccid", characters(&iccid)),
                ("rest", Json::from(hex(rest))),
            ]);
        }
        Payload::RealTime(data) => facts.extend(real_time(&data)),
        Payload::Tamper { position, .. } => facts.push(("position", placed(position))),
        Payload::Activation {
            chip,
            key,
            vin,
            signature,
            ..
        } => facts.extend([
            ("chip", characters(&chip)),
            ("key", Json::from(hex(key))),
            ("vin", vin.as_str().map_or(Json::Null, Json::from)),
            ("signature", Json::from(hex(signature))),
        ]),
        Payload::ActivationAnswer { state, reason } => {
            facts.extend([("state", Json::from(state)), ("reason", Json::from(reason))]);
        }
        Payload::PlatformLogin {
            user,
            password,
            encryption,
            ..
        } => {
            let shown = manner.show_passwords.then(|| characters(&password));
            facts.extend([
                ("user", characters(&user)),
                ("password", shown.unwrap_or_else(|| Json::from(HIDDEN))),
                ("encryption", Json::from(encryption)),
            ]);
        }
        Payload::Answer { rest, .. } => facts.push(("rest", Json::from(hex(rest)))),
        Payload::Sealed(bytes) => facts.push(("sealed", Json::from(hex(bytes)))),
        Payload::Opaque(bytes) => facts.push(("opaque", Json::from(hex(bytes)))),
        Payload::Logout { .. } | Payload::Time(_) => {}
    }
    facts
}

/// The time and the serial number that data begin with, where they do.
fn timed(payload: &Payload<'_>) -> Facts {
    let (time, serial) = match *payload {
        Payload::Login { time, serial, .. }
        | Payload::Logout { time, serial }
        | Payload::Tamper { time, serial, .. }
        | Payload::PlatformLogin { time, serial, .. } => (Some(time), Some(serial)),
        Payload::RealTime(RealTime { time, serial, .. }) => (Some(time), serial),
        Payload::Activation { time, .. } => (Some(time), None),
        Payload::Time(time) | Payload::Answer { time, .. } => (time, None),
        Payload::ActivationAnswer { .. } | Payload::Sealed(_) | Payload::Opaque(_) => (None, None),
    };
    let mut facts = Facts::new();
    facts.extend(time.map(|time| ("time", Json::from(time.to_string()))));
    facts.extend(serial.map(|serial| ("serial", Json::from(serial))));
    facts
}

/// Characters, or hexadecimal digits where they are none.
fn characters(bytes: &[u8]) -> Json {
    text(bytes).map_or_else(|| Json::from(hex(bytes)), Json::from)
}

fn real_time(data: &RealTime<'_>) -> Facts {
    let blocks: Vec<Json> = data
        .blocks
        .into_iter()
        .map(|block| described(&block))
        .collect();
    let mut facts = vec![("blocks", Json::from(blocks))];
    let signature = data
        .signature
        .map(|signature| json!({ "r": hex(signature.r()), "s": hex(signature.s()) }));
    facts.extend(signature.map(|signature| ("signature", signature)));
    facts
}

/// A block without its values; the bytes, where nobody knows its layout.
fn described(block: &Block<'_>) -> Json {
    let (id, habit, bytes) = match block.body {
        Body::Known { layout, habit, .. } => (Some(layout.id), habit, None),
        Body::Vendor(bytes) if block.kind >= 0x80 => (Some("vendor"), false, Some(bytes)),
        Body::Vendor(bytes) | Body::Unknown(bytes) => (Some("unknown"), false, Some(bytes)),
        Body::Short(bytes) => (Some("short"), false, Some(bytes)),
    };
    let positions: Vec<Json> = block
        .body
        .records()
        .filter_map(Record::position)
        .map(placed)
        .collect();
    json!({
        "kind": block.kind,
        "id": id,
        "vendors_layout": habit,
        "serial": block.serial,
        "time": block.time.map(|time| time.to_string()),
        "position": positions.first(),
        "hex": bytes.map(hex),
    })
}

fn placed(position: Position) -> Json {
    json!({
        "fixed": position.is_fixed(),
        "longitude": position.east().map(number),
        "latitude": position.north().map(number),
    })
}
