//! Frames of HJ 212 as they are shown.

use serde_json::{Value as Json, json};
use wire::hj212::{
    Crc, Decoded, Defect, Field, Kind, Number, Piece, Scanner, Verdict, codes, commands, decode,
    factors,
};

use super::input::Stream;
use super::shown::{Entry, Facts, Frame, Length, Shown, number};
use super::{HIDDEN, Manner};

/// The name of the protocol.
const HJ212: &str = "hj212";

/// The pieces of a stream.
pub(super) fn pieces(stream: &Stream, manner: &Manner) -> Vec<Shown> {
    let mut scanner = Scanner::new();
    let mut shown = Vec::new();
    let mut offset = 0;
    // A frame is short; what is pushed at once only bounds the memory of the scanner.
    for chunk in stream.bytes.chunks(CHUNK) {
        scanner.push(chunk);
        while let Some(piece) = scanner.next() {
            add(&mut shown, stream, &mut offset, piece, manner);
        }
    }
    while let Some(piece) = scanner.finish() {
        add(&mut shown, stream, &mut offset, piece, manner);
    }
    shown
}

const CHUNK: usize = 1 << 16;

/// Shows a piece, and moves the offset behind it.
fn add(
    shown: &mut Vec<Shown>,
    stream: &Stream,
    offset: &mut usize,
    piece: Piece<'_>,
    manner: &Manner,
) {
    let (Piece::Frame(bytes) | Piece::Skipped { bytes, .. }) = piece;
    let begin = begin_of(stream, *offset, bytes);
    *offset = begin + bytes.len();
    match piece {
        Piece::Frame(raw) => shown.push(frame_at(stream, begin, raw, manner)),
        Piece::Skipped { bytes, reason } => {
            for (is_segment, from, run) in segments(bytes, manner) {
                let at = begin + from;
                shown.push(if is_segment {
                    frame_at(stream, at, run, manner)
                } else {
                    let seen = if manner.show_passwords {
                        run.to_vec()
                    } else {
                        masked(run)
                    };
                    Shown::skipped(stream, at, &seen, HJ212, reason.id())
                });
            }
        }
    }
}

fn frame_at(stream: &Stream, begin: usize, raw: &[u8], manner: &Manner) -> Shown {
    let decoded = decode(raw, &manner.profile);
    let verdict = (HJ212, decoded.verdict.id());
    Shown::frame(stream, (begin, raw.len()), verdict, frame(&decoded, manner))
}

/// Skipped bytes in runs of lines: those that are data segments without `##` and length, as people copy them out of
/// logs, one by one, and what stands between them.
fn segments<'a>(bytes: &'a [u8], manner: &Manner) -> Vec<(bool, usize, &'a [u8])> {
    let mut runs = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if decode(line.trim_ascii(), &manner.profile).verdict == Verdict::Good {
            runs.extend((begin < end).then(|| (false, begin, &bytes[begin..end])));
            runs.push((true, end, line.trim_ascii_end()));
            begin = end + line.trim_ascii_end().len();
        }
        end += line.len();
    }
    runs.extend((begin < end).then(|| (false, begin, &bytes[begin..end])));
    // Line ends are nobody's, between segments as between frames.
    runs.retain(|(.., run)| !run.iter().all(|byte| matches!(byte, b'\r' | b'\n')));
    runs
}

/// Where a piece stands: behind the last one, and the line ends that are nobody's.
fn begin_of(stream: &Stream, from: usize, piece: &[u8]) -> usize {
    let mut begin = from;
    while !stream.bytes[begin..].starts_with(piece)
        && matches!(stream.bytes.get(begin), Some(b'\r' | b'\n'))
    {
        begin += 1;
    }
    begin
}

/// Stars in the place of what follows `PW=`.
fn masked(bytes: &[u8]) -> Vec<u8> {
    let mut masked = bytes.to_vec();
    let mut at = 0;
    while let Some(found) = masked[at..]
        .windows(3)
        .position(|three| three.eq_ignore_ascii_case(b"PW="))
    {
        at += found + 3;
        for byte in masked[at..]
            .iter_mut()
            .take_while(|byte| !matches!(byte, b';' | b',' | b'&'))
        {
            *byte = b'*';
        }
    }
    masked
}

fn frame(decoded: &Decoded<'_>, manner: &Manner) -> Frame {
    let defects: Vec<Defect> = decoded.defects.iter().collect();
    let crc = decoded.crc.map_or(Json::Null, |crc| match crc {
        Crc::Standard => Json::from(HJ212),
        Crc::Modbus => Json::from("modbus"),
    });
    let command = decoded
        .frame
        .and_then(|frame| commands::find(frame.command?));
    Frame {
        crc: Some(crc),
        bcc: None,
        defects: defects.iter().map(|defect| defect.id()).collect(),
        length: Length {
            declared: decoded.declared.map(usize::from),
            actual: Some(decoded.length),
        },
        header: header(decoded, manner),
        data: data(decoded, manner),
        values: values(decoded),
        sentences: defects
            .iter()
            .map(|defect| (defect.zh(), defect.en()))
            .collect(),
        command: command.map(|command| (command.zh, command.en)),
    }
}

/// The fields before the content, as the wire names them; one that is missing is left out.
fn header(decoded: &Decoded<'_>, manner: &Manner) -> Facts {
    let Some(frame) = decoded.frame else {
        return Facts::new();
    };
    let password = frame.password.map(|password| {
        if manner.show_passwords {
            password
        } else {
            HIDDEN
        }
    });
    let fields = [
        ("QN", frame.qn.map(Json::from)),
        ("ST", frame.system.map(Json::from)),
        ("CN", frame.command.map(Json::from)),
        ("PW", password.map(Json::from)),
        ("MN", frame.device.map(Json::from)),
        ("Flag", frame.flag.map(|flag| Json::from(flag.number()))),
        ("PNUM", frame.pnum.map(Json::from)),
        ("PNO", frame.pno.map(Json::from)),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// What the frame says besides: edition, check words, and the parameters of the content.
fn data(decoded: &Decoded<'_>, manner: &Manner) -> Facts {
    let hexadecimal = |word: u16| Json::from(format!("{word:04X}"));
    let mut facts = vec![
        ("crc_sent", decoded.crc_sent.map_or(Json::Null, hexadecimal)),
        ("crc_expected", hexadecimal(decoded.crc_expected)),
    ];
    let Some(frame) = decoded.frame else {
        return facts;
    };
    facts.push(("edition", Json::from(frame.edition().id())));
    facts.push((
        "data_time",
        frame.data_time().map_or(Json::Null, Json::from),
    ));
    let parameters: Vec<Json> = frame
        .items()
        .filter(|item| item.factor.is_none())
        .map(|item| {
            let secret = item.name.to_ascii_lowercase().contains("pw") && !manner.show_passwords;
            let value = if secret { HIDDEN } else { item.value };
            json!({ "group": item.group, "name": item.name, "value": value })
        })
        .collect();
    facts.push(("parameters", Json::from(parameters)));
    facts
}

/// The values of factors, of equipment and of information.
fn values(decoded: &Decoded<'_>) -> Vec<Entry> {
    let Some(frame) = decoded.frame else {
        return Vec::new();
    };
    frame
        .items()
        .filter_map(|item| Some((item.factor?, item)))
        .map(|(code, item)| {
            let (names, unit) = named(code, item.field);
            let (_, suffix) = item.name.split_once('-').unwrap_or(("", item.name));
            Entry {
                factor: code.to_owned(),
                name_zh: names.map(|(zh, _)| zh),
                name_en: names.map(|(_, en)| en),
                field: suffix.to_owned(),
                value: valued(item.field, item.value),
                text: Some(item.value.to_owned()),
                unit: unit.map(str::to_owned),
                group: Some(item.group),
                ..Entry::default()
            }
        })
        .collect()
}

/// What a code is called in both languages, and the unit of a number of it.
fn named(code: &str, field: Field) -> (Option<(&'static str, &'static str)>, Option<&'static str>) {
    if let Some(factor) = factors::find(code) {
        let unit = match (field, field.kind()) {
            (Field::Cou, _) => factor.amount,
            (_, Kind::Number) if field != Field::Rt => Some(factor.unit),
            _ => None,
        };
        return (Some((factor.zh, factor.en)), unit);
    }
    let other = codes::process(code).or_else(|| codes::information(code));
    (other.map(|code| (code.zh, code.en)), None)
}

/// A value as JSON: a number where the field has numbers, null where nothing stands.
fn valued(field: Field, text: &str) -> Json {
    if text.is_empty() {
        return Json::Null;
    }
    match field.kind() {
        Kind::Number => Number::parse(text).map_or_else(|| Json::from(text), number),
        Kind::Time | Kind::Text => Json::from(text),
    }
}
