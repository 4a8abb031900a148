//! What a log promises while nothing goes wrong.

use std::time::Duration;

use gateway::{Inbox, InboxError};
use proptest::prelude::*;

use super::entries::{PATIENCE, all, any_entry, entries, numbers, open, texts, wait_for};

const ROOM: u64 = 1 << 30;

#[test]
fn numbers_rise_by_one_over_openings() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        for round in 0..3 {
            let inbox = open(folder.path(), ROOM).await.unwrap();
            let given = inbox.put(entries("a", 2)).await.unwrap();
            assert_eq!(given, round * 3 + 1..round * 3 + 3);
            let given = inbox.put(entries("b", 1)).await.unwrap();
            assert_eq!(given, round * 3 + 3..round * 3 + 4);
        }
        let inbox = open(folder.path(), ROOM).await.unwrap();
        let stored = all(&inbox, 0).await;
        assert_eq!(numbers(&stored), (1..10).collect::<Vec<u64>>());
        assert_eq!(texts(&stored)[..4], ["a 0", "a 1", "b 0", "a 0"]);
        assert_eq!(numbers(&all(&inbox, 7).await), [8, 9]);
    });
}

#[test]
fn numbers_go_on_after_everything_was_released() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        inbox.put(entries("a", 5)).await.unwrap();
        inbox.release(5).await.unwrap();
        drop(inbox);
        let inbox = open(folder.path(), ROOM).await.unwrap();
        assert_eq!(inbox.put(entries("b", 1)).await.unwrap(), 6..7);
        assert_eq!(texts(&inbox.read(5, 1, PATIENCE).await.unwrap()), ["b 0"]);
    });
}

#[test]
fn releasing_what_was_never_given_raises_the_next_number() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        inbox.put(entries("a", 1)).await.unwrap();
        inbox.release(100).await.unwrap();
        assert_eq!(inbox.put(entries("b", 1)).await.unwrap(), 101..102);
        drop(inbox);
        let inbox = open(folder.path(), ROOM).await.unwrap();
        assert_eq!(numbers(&all(&inbox, 0).await), [101]);
        inbox.release(200).await.unwrap();
        drop(inbox);
        let inbox = open(folder.path(), ROOM).await.unwrap();
        assert_eq!(inbox.extent().await.unwrap().next, 201);
        let nothing = inbox.read(0, 1, Duration::ZERO).await.unwrap();
        assert!(nothing.is_empty());
    });
}

#[test]
fn a_segment_goes_when_all_of_it_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let segments = || {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files
            .filter(|file| file.as_ref().unwrap().path().extension().is_some())
            .count()
    };
    wait_for(async {
        let inbox = open(folder.path(), 80_000).await.unwrap();
        for _ in 0..30 {
            inbox.put(entries("a", 20)).await.unwrap();
        }
        let before = segments();
        assert!(before > 4, "{before}");
        inbox.release(300).await.unwrap();
        assert!(segments() < before);
        let stored = all(&inbox, 300).await;
        assert_eq!(numbers(&stored), (301..=600).collect::<Vec<u64>>());
        inbox.release(600).await.unwrap();
        assert_eq!(segments(), 1);
    });
}

#[test]
fn a_full_inbox_refuses_and_takes_again_after_a_release() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), 20_000).await.unwrap();
        let mut last = 0;
        let error = loop {
            match inbox.put(entries("a", 10)).await {
                Ok(given) => last = given.end - 1,
                Err(error) => break error,
            }
        };
        assert!(
            matches!(
                error,
                InboxError::Full {
                    max_bytes: 20_000,
                    ..
                }
            ),
            "{error}"
        );
        assert!(inbox.extent().await.unwrap().bytes <= 20_000);
        assert_eq!(all(&inbox, 0).await.len() as u64, last);
        inbox.release(last).await.unwrap();
        for round in 0..100 {
            let given = inbox.put(entries("b", 10)).await.unwrap();
            assert_eq!(given.start, last + 1, "round {round}");
            last = given.end - 1;
            inbox.release(last).await.unwrap();
        }
    });
}

#[test]
fn a_reader_waits_for_the_first_entry() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        assert!(
            inbox
                .read(0, 1, Duration::from_millis(1))
                .await
                .unwrap()
                .is_empty()
        );
        let reader = tokio::spawn({
            let inbox = inbox.clone();
            async move { inbox.read(0, 1 << 20, PATIENCE).await }
        });
        inbox.put(entries("a", 3)).await.unwrap();
        assert_eq!(reader.await.unwrap().unwrap().len(), 3);
    });
}

#[test]
fn a_reader_gets_what_fits_and_at_least_one() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        inbox.put(entries("four", 5)).await.unwrap();
        assert_eq!(inbox.read(0, 1, PATIENCE).await.unwrap().len(), 1);
        assert_eq!(inbox.read(0, 12, PATIENCE).await.unwrap().len(), 2);
        drop(inbox);
        let inbox = open(folder.path(), ROOM).await.unwrap();
        assert_eq!(inbox.read(2, 1, PATIENCE).await.unwrap()[0].sequence, 3);
        assert_eq!(numbers(&inbox.read(1, 12, PATIENCE).await.unwrap()), [2, 3]);
        assert_eq!(numbers(&inbox.read(3, 12, PATIENCE).await.unwrap()), [4, 5]);
    });
}

#[test]
fn what_is_older_than_memory_comes_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), 400_000).await.unwrap();
        inbox.put(entries("a", 500)).await.unwrap();
        drop(inbox);
        let inbox = open(folder.path(), 400_000).await.unwrap();
        for _ in 0..10 {
            inbox.put(entries("b", 100)).await.unwrap();
        }
        let stored = all(&inbox, 0).await;
        assert_eq!(numbers(&stored), (1..=1500).collect::<Vec<u64>>());
        assert_eq!(texts(&stored)[499..501], ["a 499", "b 0"]);
    });
}

#[test]
fn a_second_opening_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        let second = open(folder.path(), ROOM).await;
        assert!(matches!(second, Err(InboxError::InUse { .. })));
        drop(inbox);
        open(folder.path(), ROOM).await.unwrap();
    });
}

#[test]
fn an_entry_that_is_too_large_is_refused_alone() {
    let folder = tempfile::tempdir().unwrap();
    wait_for(async {
        let inbox = open(folder.path(), ROOM).await.unwrap();
        let mut large = entries("a", 1);
        large[0].raw = vec![b'a'; 17 << 20];
        let refused = inbox.put(large).await;
        assert!(matches!(refused, Err(InboxError::TooLarge { .. })));
        assert_eq!(inbox.put(entries("b", 1)).await.unwrap(), 1..2);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_entry_comes_back_as_it_was(given in prop::collection::vec(any_entry(), 1..20)) {
        let folder = tempfile::tempdir().unwrap();
        let entries = |stored: Vec<gateway::Stored>| -> Vec<_> {
            stored.into_iter().map(|stored| stored.entry).collect()
        };
        let (memory, disk) = wait_for(async {
            let inbox: Inbox = open(folder.path(), ROOM).await.unwrap();
            inbox.put(given.clone()).await.unwrap();
            let memory = entries(all(&inbox, 0).await);
            drop(inbox);
            let inbox = open(folder.path(), ROOM).await.unwrap();
            (memory, entries(all(&inbox, 0).await))
        });
        prop_assert_eq!(&memory, &given);
        prop_assert_eq!(&disk, &given);
    }
}
