//! Frames of a file or an archive sent again to a gateway, as they stand, at a speed; what the gateway answers is counted.

use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep_until, timeout};
use wire::hj212::{Piece, Profile, Scanner, decode};

use super::SimulateError;

/// How often an answer that is still missing is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was replayed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Replay {
    /// Frames sent.
    pub frames: u64,
    /// Bytes sent.
    pub bytes: u64,
    /// Bytes that are no frame; they were sent too.
    pub skipped: u64,
    /// Answers 9014 received.
    pub acked: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// Sends the HJ 212 frames among some bytes, so many a second; zero: as fast as they are taken.
pub async fn replay(
    bytes: &[u8],
    address: &str,
    frames_per_s: f64,
) -> Result<Replay, SimulateError> {
    let fail = |source| SimulateError::Connect {
        address: address.to_owned(),
        source,
    };
    let mut stream = TcpStream::connect(address).await.map_err(fail)?;
    let begun = Instant::now();
    let (pieces, mut replay) = split(bytes);
    let wanted = wanted(&pieces);
    let (mut reader, mut writer) = stream.split();
    let sending = async {
        for (number, piece) in pieces.iter().enumerate() {
            if frames_per_s > 0.0 {
                let after = Duration::try_from_secs_f64(number as f64 / frames_per_s);
                sleep_until((begun + after.unwrap_or_default()).into()).await;
            }
            writer.write_all(piece).await?;
        }
        Ok(())
    };
    let mut acked = 0;
    let hearing = async {
        let mut scanner = Scanner::new();
        let mut buffer = vec![0; 16 * 1024];
        while acked < wanted {
            let Ok(Ok(count)) = timeout(PATIENCE, reader.read(&mut buffer)).await else {
                break;
            };
            if count == 0 {
                break;
            }
            scanner.push(&buffer[..count]);
            acked += answers(&mut scanner);
        }
    };
    let (sent, ()) = tokio::join!(sending, hearing);
    sent.map_err(fail)?;
    replay.acked = acked;
    replay.seconds = begun.elapsed().as_secs_f64();
    Ok(replay)
}

/// The pieces of the bytes, each a frame or what stands between frames.
fn split(bytes: &[u8]) -> (Vec<Vec<u8>>, Replay) {
    let mut scanner = Scanner::new();
    let mut replay = Replay::default();
    let mut pieces = Vec::new();
    let mut note = |piece: Piece<'_>| {
        let bytes = match piece {
            Piece::Frame(raw) => {
                replay.frames += 1;
                raw
            }
            Piece::Skipped { bytes, .. } => {
                replay.skipped += bytes.len() as u64;
                bytes
            }
        };
        replay.bytes += bytes.len() as u64;
        pieces.push(bytes.to_vec());
    };
    for chunk in bytes.chunks(64 * 1024) {
        scanner.push(chunk);
        while let Some(piece) = scanner.next() {
            note(piece);
        }
    }
    while let Some(piece) = scanner.finish() {
        note(piece);
    }
    (pieces, replay)
}

/// How many of the frames want an answer.
fn wanted(pieces: &[Vec<u8>]) -> u64 {
    let Some(profile) = Profile::named("standard") else {
        return 0;
    };
    let wants = |piece: &&Vec<u8>| {
        let frame = decode(piece, &profile).frame;
        frame.is_some_and(|frame| frame.wants_answer())
    };
    pieces.iter().filter(wants).count() as u64
}

fn answers(scanner: &mut Scanner) -> u64 {
    let Some(profile) = Profile::named("standard") else {
        return 0;
    };
    let mut count = 0;
    while let Some(piece) = scanner.next() {
        if let Piece::Frame(raw) = piece {
            let frame = decode(raw, &profile).frame;
            count += u64::from(frame.and_then(|frame| frame.command) == Some(9014));
        }
    }
    count
}
