//! What a crash or a bad disk leaves in a log.

use std::fs;
use std::path::{Path, PathBuf};

use gateway::InboxError;
use proptest::prelude::*;

use super::entries::{PATIENCE, all, entries, numbers, open, texts, wait_for};

const ROOM: u64 = 1 << 30;
const PUT: usize = 4;

fn only_segment(folder: &Path) -> PathBuf {
    folder.join("00000000000000000001.log")
}

/// The bytes of a log with four entries, and where each ends.
fn written() -> (Vec<u8>, Vec<usize>) {
    let folder = tempfile::tempdir().unwrap();
    let size = || fs::metadata(only_segment(folder.path())).unwrap().len();
    let mut ends = Vec::new();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        for text in ["a", "b", "c", "d"] {
            inbox.put(entries(text, 1)).await.unwrap();
            ends.push(usize::try_from(size()).unwrap());
        }
    });
    (fs::read(only_segment(folder.path())).unwrap(), ends)
}

/// Opens a log of these bytes and checks that exactly the first `good` entries are there, and that it goes on.
async fn check(bytes: &[u8], good: usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(only_segment(folder.path()), bytes).unwrap();
    let inbox = open(folder.path(), ROOM).await.unwrap();
    let expected = ["a 0", "b 0", "c 0", "d 0"];
    assert_eq!(texts(&all(&inbox, 0).await), expected[..good]);
    let given = inbox.put(entries("new", 1)).await.unwrap();
    assert_eq!(given.start, good as u64 + 1);
    drop(inbox);
    let inbox = open(folder.path(), ROOM).await.unwrap();
    let stored = all(&inbox, 0).await;
    assert_eq!(
        numbers(&stored),
        (1..=good as u64 + 1).collect::<Vec<u64>>()
    );
    assert_eq!(texts(&stored)[good], "new 0");
}

#[test]
fn a_log_cut_at_any_byte_keeps_every_whole_entry() {
    let (bytes, ends) = written();
    wait_for(async {
        for cut in 0..=bytes.len() {
            let good = ends.iter().filter(|&&end| end <= cut).count();
            check(&bytes[..cut], good).await;
        }
    });
}

#[test]
fn a_tail_of_zeros_is_cut_off() {
    let (bytes, ends) = written();
    wait_for(async {
        for cut in (0..bytes.len()).step_by(7).chain(ends.iter().copied()) {
            let good = ends.iter().filter(|&&end| end <= cut).count();
            let mut torn = bytes[..cut].to_vec();
            torn.resize(cut + 4096, 0);
            if cut > 0 && cut < 16 {
                continue;
            }
            check(&torn, good).await;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_tail_of_garbage_is_cut_off(
        good in 0..=PUT,
        garbage in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let (bytes, ends) = written();
        let start = if good == 0 { 16 } else { ends[good - 1] };
        let torn = [&bytes[..start], &garbage].concat();
        wait_for(check(&torn, good));
    }

    #[test]
    fn a_changed_byte_costs_nothing_before_it(at in 16_usize..400, bit in 0..8_u8) {
        let (mut bytes, ends) = written();
        let at = at % (bytes.len() - 16) + 16;
        bytes[at] ^= 1 << bit;
        let good = ends.iter().filter(|&&end| end <= at).count();
        wait_for(check(&bytes, good));
    }
}

#[test]
fn damage_in_an_older_segment_is_named_and_nothing_before_it_lost() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), 160_000).await.unwrap();
        for _ in 0..10 {
            inbox.put(entries("a", 100)).await.unwrap();
        }
        drop(inbox);
        let file = only_segment(folder.path());
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, bytes).unwrap();

        let inbox = open(folder.path(), 160_000).await.unwrap();
        let read = inbox.read(0, 1 << 20, PATIENCE).await.unwrap();
        let last = read.last().unwrap().sequence;
        assert_eq!(numbers(&read), (1..=last).collect::<Vec<u64>>());
        let error = inbox.read(last, 1 << 20, PATIENCE).await.unwrap_err();
        let InboxError::Damaged { sequence, byte, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(sequence, last + 1);
        assert!(byte <= middle as u64);
        drop(inbox);

        fs::remove_file(file).unwrap();
        let inbox = open(folder.path(), 160_000).await.unwrap();
        let read = inbox.read(last, 1 << 20, PATIENCE).await.unwrap();
        assert!(read[0].sequence > last + 1);
        assert_eq!(inbox.extent().await.unwrap().next, 1001);
    });
}

#[test]
fn a_file_that_is_no_segment_is_named() {
    for (name, content) in [
        ("00000000000000000001.log", "2019-01-05 started\n"),
        ("debug.log", ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), content).unwrap();
        let opened = wait_for(open(folder.path(), ROOM));
        let Err(InboxError::NotASegment { file }) = opened else {
            panic!("{opened:?}");
        };
        assert!(file.ends_with(name));
    }
}
