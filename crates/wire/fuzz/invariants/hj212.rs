//! What must hold for any bytes as a stream of HJ 212. The fuzzer looks for bytes where it does not; the tests replay
//! the bytes that it found worth keeping.

use wire::hj212::sm4::{self, Carriage, Key, Padding, Settings};
use wire::hj212::{
    Answer, Content, Crc, Decoded, EncodeError, Frame, Limits, Message, Number, Piece, Profile,
    Put, Reassembly, Request, Scanner, Verdict, decode, encode, split,
};

/// The example of HJ 212-2017 Annex A.
const GOOD: &[u8] = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
/// More than the longest frame that four digits can announce.
const HELD: usize = 10_100;

/// Checks everything for one input.
///
/// # Panics
/// Where something does not hold.
pub(crate) fn hold(data: &[u8]) {
    let at_once = Pieces::of(data, data.len());
    assert_eq!(
        bare(&at_once.bytes),
        bare(data),
        "every byte but line ends comes out, in order"
    );
    let size = data.first().map_or(1, |byte| usize::from(byte % 64) + 1);
    assert_eq!(
        Pieces::of(data, size),
        at_once,
        "cuts of the stream do not matter"
    );
    let followed = Pieces::of(&[data, GOOD, GOOD].concat(), 256);
    let last = followed.frames.iter().rev().take(2);
    let found = last.filter(|range| followed.bytes[(*range).clone()] == *GOOD);
    assert_eq!(found.count(), 2, "good frames behind it are found");
    let mut joining = Reassembly::new(Limits {
        timeout_ms: 10,
        sets: 4,
        bytes: 300,
    });
    for range in &at_once.frames {
        frame(&at_once.bytes[range.clone()], &mut joining);
    }
    frame(data, &mut joining);
    content(data);
    // These are slow, and every byte counts the same for them.
    match data.len() % 16 {
        3 => sealed(data),
        5 => words(data),
        _ => {}
    }
    assert!(joining.waiting() <= 4, "sets of packets are bounded");
    joining.expire(i64::MAX);
    assert_eq!(joining.waiting(), 0, "and given up in time");
}

fn bare(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect()
}

/// What a scanner made of a stream.
#[derive(Debug, PartialEq)]
struct Pieces {
    bytes: Vec<u8>,
    frames: Vec<std::ops::Range<usize>>,
}

impl Pieces {
    /// Pushes a stream in chunks of a size, and takes all pieces.
    fn of(stream: &[u8], size: usize) -> Self {
        let mut pieces = Self {
            bytes: Vec::with_capacity(stream.len()),
            frames: Vec::new(),
        };
        let mut scanner = Scanner::new();
        for chunk in stream.chunks(size.max(1)) {
            scanner.push(chunk);
            while let Some(piece) = scanner.next() {
                pieces.add(piece);
            }
            assert!(scanner.waiting() <= HELD, "memory is bounded");
        }
        while let Some(piece) = scanner.finish() {
            pieces.add(piece);
        }
        assert_eq!(scanner.waiting(), 0, "nothing is held back at the end");
        pieces
    }

    fn add(&mut self, piece: Piece<'_>) {
        let begin = self.bytes.len();
        let (Piece::Frame(bytes) | Piece::Skipped { bytes, .. }) = piece;
        assert!(!bytes.is_empty(), "no piece is empty");
        self.bytes.extend_from_slice(bytes);
        if matches!(piece, Piece::Frame(_)) {
            self.frames.push(begin..self.bytes.len());
        }
    }
}

/// Reads a frame, asks all that is in it, and writes it again.
fn frame(raw: &[u8], joining: &mut Reassembly) {
    let any = Profile::named("any").expect("a profile of the data");
    let decoded = decode(raw, &any);
    let good = decoded.verdict == Verdict::Good;
    assert_eq!(
        good,
        decoded.crc.is_some(),
        "a frame is good by its check word"
    );
    let Some(frame) = decoded.frame else { return };
    asked(&frame);
    if let Put::Complete(joined) = joining.put(&frame, 0) {
        content(&joined.content);
    }
    if good {
        let strict = decode(
            raw,
            &Profile::named("standard").expect("a profile of the data"),
        );
        assert_eq!(
            strict.verdict == Verdict::Good,
            decoded.crc == Some(Crc::Standard)
        );
        again(&decoded, &frame);
    }
}

fn asked(frame: &Frame<'_>) {
    let items = frame.items().count();
    let grouped: usize = frame.groups().map(|group| group.items().count()).sum();
    assert_eq!(items, grouped, "every item is in a group");
    let with_factor = frame
        .items()
        .filter_map(|item| Some((item.factor?, item.field, item.value)));
    assert!(
        frame.values().eq(with_factor),
        "values are the items with a factor"
    );
    let mut shown = 0;
    frame.content.read(|_| shown += 1);
    assert_eq!(shown, items, "all items are shown");
    let time = frame.data_time().is_none_or(|time| time.len() == 14);
    assert!(time, "a time has 14 digits");
    let _ = (Answer::of(frame), Answer::answered(frame));
    let Some(request) = Request::of(frame) else {
        return;
    };
    let Ok(content) = request.content() else {
        return;
    };
    let content = Content::new(content.as_bytes());
    let read = Request::of(&Frame { content, ..*frame });
    assert_eq!(read, Some(request), "a request reads as it is written");
}

/// Asks a content.
fn content(bytes: &[u8]) {
    let content = Content::new(bytes);
    for item in content.items() {
        if let Some(number) = Number::parse(item.value) {
            number_agrees(item.value, number);
        }
    }
    let _ = (content.inspect(), content.is_opaque());
}

/// Seals a content under SM4 and opens it, and opens what nobody sealed.
fn sealed(bytes: &[u8]) {
    let key = Key::parse("0123456789ABCDEFFEDCBA9876543210").expect("32 digits");
    for carriage in [Carriage::Hex, Carriage::Base64] {
        let settings = Settings {
            padding: Padding::Pkcs7,
            carriage,
        };
        let sealed = sm4::seal(bytes, &key, settings).expect("any length is filled up");
        assert_eq!(
            sm4::open(&sealed, &key, settings).as_deref(),
            Ok(bytes),
            "SM4 opens what it sealed"
        );
        let _ = sm4::open(bytes, &key, settings);
    }
}

/// The number that a text says, digit by digit.
fn number_agrees(text: &str, number: Number) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let mantissa: i64 = digits.parse().expect("at most 18 digits");
    let signed = if text.starts_with('-') {
        -mantissa
    } else {
        mantissa
    };
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(
        (number.mantissa, usize::from(number.scale)),
        (signed, decimals),
        "{text}"
    );
    assert_eq!(
        Number::parse(&number.to_string()),
        Some(number),
        "{text} reads as it is shown"
    );
}

/// Writes a good frame again from what was read of it.
fn again(decoded: &Decoded<'_>, frame: &Frame<'_>) {
    let (Some(text), Some(flag), Some(crc)) = (frame.content.text(), frame.flag, decoded.crc)
    else {
        return;
    };
    let message = Message {
        qn: frame.qn.map(str::to_owned),
        system: frame.system.unwrap_or_default().to_owned(),
        command: frame.command.unwrap_or_default(),
        password: frame.password.unwrap_or_default().to_owned(),
        device: frame.device.unwrap_or_default().to_owned(),
        flag: wire::hj212::Flag {
            split: false,
            ..flag
        },
        content: text.to_owned(),
        crc,
    };
    let raw = match encode(&message) {
        Ok(raw) => raw,
        Err(error) => return assert!(is_lawful(&error), "{error}"),
    };
    let any = Profile::named("any").expect("a profile of the data");
    let written = decode(&raw, &any);
    let read = written.frame.expect("what we write has a data segment");
    assert_eq!(written.verdict, Verdict::Good, "what we write is good");
    assert_eq!(read.qn, frame.qn);
    assert_eq!(read.system.unwrap_or_default(), message.system);
    assert_eq!(read.command, Some(message.command));
    assert_eq!(read.device.unwrap_or_default(), message.device);
    assert_eq!(read.password.unwrap_or_default(), message.password);
    assert_eq!(read.content.text(), Some(text));
    if let Ok(packets) = split(&message) {
        assert!(
            packets
                .iter()
                .all(|packet| decode(packet, &any).verdict == Verdict::Good)
        );
    }
}

/// Whether what was read could not be written for a good reason.
fn is_lawful(error: &EncodeError) -> bool {
    matches!(
        error,
        EncodeError::TooLong { .. } | EncodeError::Forbidden { .. } | EncodeError::Closes { .. }
    )
}

/// The check words of any bytes, bit by bit.
fn words(data: &[u8]) {
    let shift = |mut word: u16| {
        for _ in 0..8 {
            let out = word & 1;
            word >>= 1;
            if out == 1 {
                word ^= 0xA001;
            }
        }
        word
    };
    let standard = data.iter().fold(0xFFFF, |word: u16, byte| {
        shift((word >> 8) ^ u16::from(*byte))
    });
    let modbus = data
        .iter()
        .fold(0xFFFF, |word: u16, byte| shift(word ^ u16::from(*byte)));
    assert_eq!(Crc::Standard.of(data), standard);
    assert_eq!(Crc::Modbus.of(data), modbus);
}
