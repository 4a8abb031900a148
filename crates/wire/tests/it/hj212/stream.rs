//! Streams: what is found does not depend on where the bytes are cut, and CR LF may be missing or late.

use wire::hj212::{Piece, Scanner, Skip};

pub(crate) const GOOD: &str = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

/// A piece that owns its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Frame(String),
    Skipped(String, Skip),
}

pub(crate) fn keep(piece: Piece<'_>) -> Kept {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match piece {
        Piece::Frame(bytes) => Kept::Frame(text(bytes)),
        Piece::Skipped { bytes, reason } => Kept::Skipped(text(bytes), reason),
    }
}

/// All pieces of a stream that is pushed in parts of these lengths, the last length over and over.
pub(crate) fn pieces(stream: &[u8], lengths: &[usize]) -> Vec<Kept> {
    let mut scanner = Scanner::new();
    let mut found = Vec::new();
    let mut rest = stream;
    let mut turn = 0;
    while !rest.is_empty() {
        let length = lengths[turn.min(lengths.len() - 1)].clamp(1, rest.len());
        turn += 1;
        scanner.push(&rest[..length]);
        rest = &rest[length..];
        while let Some(piece) = scanner.next() {
            found.push(keep(piece));
        }
    }
    while let Some(piece) = scanner.finish() {
        found.push(keep(piece));
    }
    assert_eq!(scanner.waiting(), 0);
    found
}

fn frame(text: &str) -> Kept {
    Kept::Frame(text.to_owned())
}

#[test]
fn a_frame_byte_by_byte_is_the_frame() {
    assert_eq!(pieces(GOOD.as_bytes(), &[1]), [frame(GOOD)]);
    assert_eq!(pieces(GOOD.as_bytes(), &[GOOD.len()]), [frame(GOOD)]);
}

#[test]
fn frames_glued_without_line_ends_are_told_apart() {
    let bare = GOOD.trim_end();
    let stream = bare.repeat(4);
    let expected = vec![frame(bare); 4];
    assert_eq!(pieces(stream.as_bytes(), &[stream.len()]), expected);
    assert_eq!(pieces(stream.as_bytes(), &[1]), expected);
}

#[test]
fn a_frame_without_line_end_is_given_when_the_line_is_quiet() {
    let bare = GOOD.trim_end();
    let mut scanner = Scanner::new();
    scanner.push(bare.as_bytes());
    assert_eq!(scanner.next(), None);
    assert_eq!(scanner.settle().map(keep), Some(frame(bare)));
    assert_eq!(scanner.settle(), None);
    // Its line end comes late, and is nobody's.
    scanner.push(b"\r\n");
    scanner.push(GOOD.as_bytes());
    assert_eq!(scanner.next().map(keep), Some(frame(GOOD)));
    assert_eq!(scanner.finish(), None);
}

#[test]
fn a_quiet_line_does_not_cut_a_frame_that_is_still_coming() {
    let (front, back) = GOOD.as_bytes().split_at(60);
    let mut scanner = Scanner::new();
    scanner.push(front);
    assert_eq!(scanner.next(), None);
    assert_eq!(scanner.settle(), None);
    scanner.push(back);
    assert_eq!(scanner.next().map(keep), Some(frame(GOOD)));
}

#[test]
fn garbage_is_given_in_pieces_of_bounded_size() {
    let stream = vec![b'x'; 10_000];
    let mut scanner = Scanner::new();
    let mut most = 0;
    for part in stream.chunks(100) {
        scanner.push(part);
        while let Some(piece) = scanner.next() {
            assert!(
                matches!(piece, Piece::Skipped { bytes, reason: Skip::Garbage } if bytes.len() <= 1024)
            );
        }
        most = most.max(scanner.waiting());
    }
    assert!(most < 1200, "{most}");
}

#[test]
fn a_frame_that_never_ends_is_given_up_within_the_longest_length() {
    let mut scanner = Scanner::new();
    scanner.push(b"##0101QN=");
    let mut found = None;
    for _ in 0..200 {
        scanner.push(&[b'1'; 100]);
        if let Some(piece) = scanner.next() {
            found = Some(keep(piece));
            break;
        }
    }
    assert!(matches!(found, Some(Kept::Skipped(text, Skip::TooLong)) if text.len() == 10_009));
    scanner.push(GOOD.as_bytes());
    let mut rest = Vec::new();
    while let Some(piece) = scanner.next() {
        rest.push(keep(piece));
    }
    assert_eq!(rest.last(), Some(&frame(GOOD)));
}

#[test]
fn an_empty_stream_has_no_pieces() {
    assert_eq!(pieces(b"", &[1]), []);
    assert_eq!(pieces(b"\r\n\r\n", &[1]), []);
}
