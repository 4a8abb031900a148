//! Streams: good frames are found whatever lies between them, and no byte is lost.

use wire::vehicle::{Piece, Prefix, Protocol, Scanner, Verdict, decode};

use super::{bytes, engine_frame};

/// A piece that the stream gave, as its own bytes; runs of skipped bytes are one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Owned {
    Frame(Vec<u8>),
    Skipped(Vec<u8>),
}

/// The pieces of a stream that comes in chunks of the given sizes, over and over.
pub(super) fn pieces(stream: &[u8], chunks: &[usize]) -> Vec<Owned> {
    let mut scanner = Scanner::new();
    let mut pieces = Vec::new();
    let mut left = stream;
    for size in chunks.iter().cycle() {
        if left.is_empty() {
            break;
        }
        let (chunk, rest) = left.split_at((*size).clamp(1, left.len()));
        left = rest;
        scanner.push(chunk);
        while let Some(piece) = scanner.next() {
            add(&mut pieces, piece);
        }
        assert!(scanner.waiting() <= scanner.holds_at_most());
    }
    while let Some(piece) = scanner.finish() {
        add(&mut pieces, piece);
    }
    assert_eq!(scanner.waiting(), 0);
    pieces
}

fn add(pieces: &mut Vec<Owned>, piece: Piece<'_>) {
    match (piece, pieces.last_mut()) {
        (Piece::Frame(bytes), _) => pieces.push(Owned::Frame(bytes.to_vec())),
        (Piece::Skipped { bytes, .. }, Some(Owned::Skipped(run))) => run.extend(bytes),
        (Piece::Skipped { bytes, .. }, _) => pieces.push(Owned::Skipped(bytes.to_vec())),
    }
}

/// The good frames among the pieces.
pub(super) fn good(pieces: &[Owned]) -> Vec<&[u8]> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Owned::Frame(raw) => Some(raw.as_slice()),
            Owned::Skipped(_) => None,
        })
        .filter(|raw| decode(raw, Protocol::Gb17691).verdict == Verdict::Good)
        .collect()
}

/// All bytes of the pieces.
pub(super) fn whole(pieces: &[Owned]) -> Vec<u8> {
    pieces
        .iter()
        .flat_map(|piece| match piece {
            Owned::Frame(bytes) | Owned::Skipped(bytes) => bytes.iter().copied(),
        })
        .collect()
}

/// One thousand different good frames behind something bad, all of which must come out.
fn thousand_survive(bad: &[u8]) {
    let frames: Vec<Vec<u8>> = (0_u16..1000)
        .map(|i| engine_frame(1 + (i % 10) as u8, Prefix::Timed))
        .collect();
    let stream = [bad, &frames.concat()].concat();
    for chunks in [&[usize::MAX][..], &[1448], &[1, 7, 300]] {
        let pieces = pieces(&stream, chunks);
        let good = good(&pieces);
        assert!(good == frames, "{} of 1000", good.len());
        assert_eq!(whole(&pieces), stream);
    }
}

#[test]
fn garbage_costs_no_frame() {
    thousand_survive(b"");
    thousand_survive(b"##XX");
    thousand_survive(b"#");
    thousand_survive(b"####");
    thousand_survive(b"~~#~##~");
    thousand_survive(&[0; 5000]);
    thousand_survive(
        "##0076QN=20160801085857223;ST=32;CN=1062;PW=100000;Flag=5;CP=&&RtdInterval=30&&1C80\r\n"
            .as_bytes(),
    );
}

#[test]
fn a_wrong_length_costs_its_own_frame_only() {
    let frame = engine_frame(3, Prefix::Timed);
    for declared in [
        0_u16, 1, 8, 139, 141, 142, 143, 200, 1000, 5000, 20_000, 65_531, 65_535,
    ] {
        let mut bad = frame.clone();
        bad[22..24].copy_from_slice(&declared.to_be_bytes());
        thousand_survive(&bad);
        // The same with a BCC that agrees: the sender counted wrong and then summed.
        let last = bad.len() - 1;
        bad[last] = wire::vehicle::bcc(&bad[2..last]);
        thousand_survive(&bad);
    }
}

#[test]
fn a_length_that_reaches_into_the_next_start_swallows_nothing() {
    // Two bytes too long: the next frame's ## is swallowed, and ## has the XOR zero, so the BCC agrees.
    let good = engine_frame(2, Prefix::Timed);
    let mut bad = engine_frame(1, Prefix::Timed);
    let declared = u16::try_from(bad.len() - 25 + 2).unwrap();
    bad[22..24].copy_from_slice(&declared.to_be_bytes());
    let last = bad.len() - 1;
    bad[last] = wire::vehicle::bcc(&bad[2..last]);
    let pieces = pieces(&[bad.as_slice(), &good].concat(), &[usize::MAX]);
    assert_eq!(pieces, [Owned::Frame(bad), Owned::Frame(good)]);
}

#[test]
fn a_cut_frame_costs_itself_only() {
    let frame = engine_frame(3, Prefix::Numbered);
    for end in 0..frame.len() {
        let good = engine_frame(2, Prefix::Timed);
        let stream = [&frame[..end], &good, &good, &good, &good].concat();
        let pieces = pieces(&stream, &[64]);
        assert_eq!(
            self::good(&pieces),
            [&good, &good, &good, &good],
            "cut at {end}"
        );
        assert_eq!(whole(&pieces), stream);
    }
    thousand_survive(&frame[..100]);
}

#[test]
fn a_wrong_bcc_is_one_bad_frame_at_its_place() {
    let (first, last) = (
        engine_frame(1, Prefix::Timed),
        engine_frame(4, Prefix::Timed),
    );
    let mut bad = engine_frame(2, Prefix::Timed);
    bad[60] ^= 1;
    let pieces = pieces(&[first.as_slice(), &bad, &last].concat(), &[13]);
    assert_eq!(
        pieces,
        [Owned::Frame(first), Owned::Frame(bad), Owned::Frame(last)]
    );
}

#[test]
fn a_good_frame_that_ends_like_a_start_comes_out_when_the_line_is_quiet() {
    let head = super::head(0xC0);
    // The data end with #, and a filling byte makes the BCC # as well.
    let mut data = [0, b'#'];
    let raw = wire::vehicle::encode(&head, &wire::vehicle::Payload::Opaque(&data)).unwrap();
    data[0] = raw[raw.len() - 1] ^ b'#';
    let raw = wire::vehicle::encode(&head, &wire::vehicle::Payload::Opaque(&data)).unwrap();
    assert!(raw.ends_with(b"##"));
    let mut scanner = Scanner::new();
    scanner.push(&raw);
    assert_eq!(scanner.next(), None);
    assert_eq!(scanner.settle(), Some(Piece::Frame(&raw)));
    assert_eq!(scanner.settle(), None);
    scanner.push(&raw[..40.min(raw.len() - 1)]);
    assert_eq!(scanner.settle(), None);
}

#[test]
fn a_long_declared_length_holds_up_the_stream_no_longer_than_one_good_frame() {
    let mut bad = engine_frame(1, Prefix::Timed);
    bad[22..24].copy_from_slice(&65_000_u16.to_be_bytes());
    let good = engine_frame(1, Prefix::Timed);
    let mut scanner = Scanner::new();
    scanner.push(&bad);
    assert_eq!(scanner.next(), None);
    scanner.push(&good);
    assert_eq!(scanner.next(), Some(Piece::Frame(&bad)));
    assert_eq!(scanner.next(), Some(Piece::Frame(&good)));
}

#[test]
fn heads_that_declare_each_other_away_are_got_through_in_bounded_memory() {
    // Two thousand heads, each of which declares that it swallows the others.
    let head = &bytes("2323024C5445535456494E3030303030303030310101FFFB")[..];
    let hostile = head.repeat(6000);
    let good = engine_frame(1, Prefix::Timed);
    let stream = [&hostile, good.as_slice()].concat();
    let pieces = pieces(&stream, &[100]);
    assert_eq!(self::good(&pieces), [&good]);
    assert_eq!(whole(&pieces), stream);
}

#[test]
fn a_shorter_limit_takes_no_longer_frames_and_holds_less() {
    let mut scanner = Scanner::with_longest(100);
    let (long, short) = (
        engine_frame(3, Prefix::Timed),
        engine_frame(1, Prefix::Timed),
    );
    scanner.push(&[long.as_slice(), &short].concat());
    let mut frames = Vec::new();
    while let Some(piece) = scanner.next() {
        if let Piece::Frame(raw) = piece {
            frames.push(raw.to_vec());
        }
    }
    assert_eq!(frames, [short]);
    assert_eq!(scanner.holds_at_most(), 250);
}

#[test]
fn the_longest_frames_that_another_could_begin_in_stay_within_the_bound() {
    // A frame of the longest length ends with a head that promises as much again.
    let rival = &bytes("2323024C5445535456494E3030303030303030310101FFFB")[..];
    let mut data = vec![0; 65_531 - rival.len()];
    data.extend(rival);
    let payload = wire::vehicle::Payload::Opaque(&data);
    let frame = wire::vehicle::encode(&super::head(0xC0), &payload).unwrap();
    let stream = [frame.as_slice(), &vec![0; 200_000]].concat();
    let pieces = pieces(&stream, &[50]);
    assert_eq!(pieces[0], Owned::Frame(frame));
    assert_eq!(whole(&pieces), stream);
}
