//! What must hold for any bytes as a stream of vehicles' frames. The fuzzer looks for bytes where it does not; the
//! tests replay the bytes that it found worth keeping.

use wire::vehicle::{
    Decoded, Frame, Payload, Piece, Protocol, Scanner, Time, Value, Verdict, decode, encode, guess,
};

/// A whole and good frame: GB 17691 logout of 2024-06-01 09:00:00, without a second start in it.
const GOOD: [u8; 33] = *b"##\x04LTESTVIN000000001\x01\x01\x00\x08\x18\x06\x01\x09\x00\x00\x00\x01!";

/// Checks everything for one input.
///
/// # Panics
/// Where something does not hold.
pub(crate) fn hold(data: &[u8], protocol: Protocol) {
    let at_once = Pieces::of(data, data.len());
    assert_eq!(at_once.bytes, data, "every byte comes out, in order");
    let size = data.first().map_or(1, |byte| usize::from(byte % 64) + 1);
    assert_eq!(
        Pieces::of(data, size),
        at_once,
        "cuts of the stream do not matter"
    );
    for range in &at_once.frames {
        frame(&data[range.clone()], protocol);
    }
    frame(data, protocol);
    let followed = Pieces::of(&[data, &GOOD, &GOOD].concat(), 256);
    let recovered = followed.frames.iter().rev().take(2);
    let recovered = recovered.filter(|range| followed.bytes[(*range).clone()] == GOOD);
    assert_eq!(recovered.count(), 2, "good frames behind it are found");
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
            assert!(
                scanner.waiting() <= scanner.holds_at_most(),
                "memory is bounded"
            );
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

/// Reads a frame and all that is in it, and writes it again.
fn frame(raw: &[u8], protocol: Protocol) {
    let decoded = decode(raw, protocol);
    let _ = guess(raw);
    let Decoded {
        frame: Some(frame),
        verdict,
        ..
    } = decoded
    else {
        assert_eq!(decoded.verdict, Verdict::Bad, "no frame is no good frame");
        assert!(!decoded.defects.is_empty(), "and it is said why");
        return;
    };
    let written = encode(&frame.head, &frame.payload).expect("what was a frame fits into one");
    assert_eq!(
        &written[24..written.len() - 1],
        frame.data,
        "the data write back"
    );
    assert_eq!(written[..22], raw[..22], "the head writes back");
    assert_eq!(
        verdict == Verdict::Good,
        written == raw,
        "a good frame writes back, and only that"
    );
    values(&frame);
    let again = decode(&written, protocol);
    assert_eq!(again.verdict, Verdict::Good, "what we write is good");
    let same = again
        .frame
        .is_some_and(|other| other.head == frame.head && other.data == frame.data);
    assert!(same, "and says the same");
}

/// Asks every value of every record, and writes every record again.
fn values(frame: &Frame<'_>) {
    let _ = frame.head.vin.as_str();
    let Payload::RealTime(data) = frame.payload else {
        return;
    };
    let mut written = Vec::new();
    for block in data.blocks {
        let _ = block.time.map(Time::is_possible);
        for record in block.body.records() {
            written.clear();
            let wrote = record
                .layout
                .write(&mut written, |field| field.value(record.bytes));
            assert!(
                wrote.is_ok() && written == record.bytes,
                "{} writes back",
                record.layout.id
            );
            let _ = record
                .position()
                .map(|position| (position.east(), position.north()));
            for (field, value) in record.values() {
                if let Value::Number(number) = value {
                    assert!(
                        number.scale <= 8 && number.to_f64().is_finite(),
                        "{}",
                        field.id
                    );
                }
            }
        }
    }
}
