//! Frames of vehicles as they are shown.

mod facts;

use serde_json::Value as Json;
use wire::vehicle::{
    self, Block, Body, Decoded, Defect, FieldForm, Payload, Piece, Protocol, Scanner, Verdict,
    decode, guess, text,
};

use super::Manner;
use super::input::Stream;
use super::shown::{Entry, Facts, Frame, Length, Shown, hex, number};
use facts::{command, data, header};

/// The pieces of a stream, by the protocol asked for or by the one that makes sense of each frame.
pub(super) fn pieces(stream: &Stream, asked: Option<Protocol>, manner: &Manner) -> Vec<Shown> {
    let found = ranges(&stream.bytes);
    // A line of one frame is that frame to its end, however long it says it is.
    if stream.line.is_some() && is_one_bad_frame(stream, &found) {
        return vec![shown_frame(stream, (0, stream.bytes.len()), asked, manner)];
    }
    let named = asked.unwrap_or(Protocol::Gb17691).id();
    let show = |(offset, length, reason): (usize, usize, Option<&'static str>)| match reason {
        None => shown_frame(stream, (offset, length), asked, manner),
        Some(reason) => {
            let bytes = &stream.bytes[offset..offset + length];
            Shown::skipped(stream, offset, bytes, named, reason)
        }
    };
    found.into_iter().map(show).collect()
}

/// Where each piece begins, how long it is, and why it was skipped.
fn ranges(bytes: &[u8]) -> Vec<(usize, usize, Option<&'static str>)> {
    let mut scanner = Scanner::new();
    let mut found = Vec::new();
    let mut offset = 0;
    let mut add = |piece: Piece<'_>| {
        let (length, reason) = match piece {
            Piece::Frame(raw) => (raw.len(), None),
            Piece::Skipped { bytes, reason } => (bytes.len(), Some(reason.id())),
        };
        found.push((offset, length, reason));
        offset += length;
    };
    scanner.push(bytes);
    while let Some(piece) = scanner.next() {
        add(piece);
    }
    while let Some(piece) = scanner.finish() {
        add(piece);
    }
    found
}

/// Whether a line is one frame that is bad, and skipped bytes behind it.
fn is_one_bad_frame(stream: &Stream, found: &[(usize, usize, Option<&'static str>)]) -> bool {
    let [(0, length, None), rest @ ..] = found else {
        return false;
    };
    let bad = decode(&stream.bytes[..*length], Protocol::Gb17691).verdict == Verdict::Bad;
    bad && !rest.is_empty() && rest.iter().all(|(.., reason)| reason.is_some())
}

fn shown_frame(
    stream: &Stream,
    (offset, length): (usize, usize),
    asked: Option<Protocol>,
    manner: &Manner,
) -> Shown {
    let raw = &stream.bytes[offset..offset + length];
    let protocol = asked.unwrap_or_else(|| guess(raw));
    let decoded = decode(raw, protocol);
    let verdict = (protocol.id(), decoded.verdict.id());
    Shown::frame(
        stream,
        (offset, length),
        verdict,
        frame(&decoded, protocol, manner),
    )
}

fn frame(decoded: &Decoded<'_>, protocol: Protocol, manner: &Manner) -> Frame {
    let defects: Vec<Defect> = decoded.defects.iter().collect();
    let agrees = |agrees: bool| if agrees { "ok" } else { "bad" };
    let command = decoded
        .frame
        .and_then(|frame| command(frame.head, protocol));
    Frame {
        crc: None,
        bcc: decoded.bcc_agrees.map(agrees),
        defects: defects.iter().map(|defect| defect.id()).collect(),
        length: Length {
            declared: decoded.length.declared,
            actual: decoded.length.actual,
        },
        header: decoded
            .frame
            .map_or_else(Facts::new, |frame| header(frame.head, protocol)),
        data: decoded
            .frame
            .map_or_else(Facts::new, |frame| data(&frame.payload, manner)),
        values: decoded
            .frame
            .map_or_else(Vec::new, |frame| values(&frame.payload)),
        sentences: defects
            .iter()
            .map(|defect| (defect.zh(), defect.en()))
            .collect(),
        command: command.map(|command| (command.zh, command.en)),
    }
}

fn values(payload: &Payload<'_>) -> Vec<Entry> {
    let Payload::RealTime(data) = payload else {
        return Vec::new();
    };
    data.blocks
        .into_iter()
        .flat_map(|block| values_of(&block))
        .collect()
}

fn values_of(block: &Block<'_>) -> Vec<Entry> {
    let Body::Known { layout, .. } = block.body else {
        return Vec::new();
    };
    let counted = |count: u16| (count > 0).then_some(usize::from(count));
    let mut values = Vec::new();
    for record in block.body.records() {
        for (field, said) in record.values() {
            let (value, text, missing) = valued(field.form, said);
            values.push(Entry {
                factor: field.id.to_owned(),
                name_zh: Some(field.zh),
                name_en: Some(field.en),
                field: layout.id.to_owned(),
                value,
                text,
                unit: field.unit.map(str::to_owned),
                missing,
                time: block.time.map(|time| time.to_string()),
                group: counted(record.group),
                ordinal: counted(record.ordinal),
            });
        }
    }
    values
}

/// A value as JSON, as exact text, and why it is missing.
fn valued(
    form: FieldForm,
    value: vehicle::Value<'_>,
) -> (Json, Option<String>, Option<&'static str>) {
    match value {
        vehicle::Value::Number(exact) => (number(exact), Some(shortest(&exact.to_string())), None),
        vehicle::Value::Bits(bits) => (Json::from(bits), Some(format!("0x{bits:X}")), None),
        vehicle::Value::Bytes(bytes) => {
            let characters = text(bytes).filter(|_| form == FieldForm::Text);
            let shown = characters.map_or_else(|| hex(bytes), str::to_owned);
            (Json::from(shown.clone()), Some(shown), None)
        }
        vehicle::Value::Invalid => (Json::Null, None, Some("invalid")),
        vehicle::Value::Abnormal => (Json::Null, None, Some("abnormal")),
    }
}

/// A decimal without zeros at the end of its fraction.
fn shortest(decimal: &str) -> String {
    let digits = if decimal.contains('.') {
        decimal.trim_end_matches('0')
    } else {
        decimal
    };
    digits.trim_end_matches('.').to_owned()
}
