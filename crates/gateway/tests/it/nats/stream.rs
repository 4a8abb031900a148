//! What a stream promises while its server runs.

use std::time::Duration;

use gateway::InboxError;

use super::server::{Server, open};
use crate::inbox::entries::{PATIENCE, all, entries, numbers, texts, wait_for};

const ROOM: u64 = 1 << 30;

#[test]
fn entries_are_read_in_order_from_any_number() {
    let server = Server::start();
    wait_for(async {
        let inbox = server.open(ROOM).await.unwrap();
        assert_eq!(inbox.put(entries("a", 3)).await.unwrap(), 1..4);
        assert_eq!(inbox.put(entries("b", 2000)).await.unwrap(), 4..2004);
        let stored = all(&inbox, 0).await;
        assert_eq!(numbers(&stored), (1..2004).collect::<Vec<u64>>());
        assert_eq!(texts(&stored)[..4], ["a 0", "a 1", "a 2", "b 0"]);
        assert_eq!(stored[1].entry, entries("a", 2)[1]);
        assert_eq!(
            numbers(&inbox.read(2, 12, PATIENCE).await.unwrap()),
            [3, 4, 5, 6]
        );
        assert_eq!(numbers(&inbox.read(6, 1, PATIENCE).await.unwrap()), [7]);
        assert_eq!(numbers(&inbox.read(1, 1, PATIENCE).await.unwrap()), [2]);
        let another = server.open(ROOM).await.unwrap();
        assert_eq!(all(&another, 2000).await.len(), 3);
    });
}

#[test]
fn a_reader_waits_for_the_first_entry_and_no_longer() {
    let server = Server::start();
    wait_for(async {
        let inbox = server.open(ROOM).await.unwrap();
        assert!(inbox.read(0, 1, Duration::ZERO).await.unwrap().is_empty());
        assert!(
            inbox
                .read(0, 1, Duration::from_millis(20))
                .await
                .unwrap()
                .is_empty()
        );
        let reader = tokio::spawn({
            let inbox = inbox.clone();
            async move { inbox.read(0, 1 << 20, PATIENCE).await }
        });
        inbox.put(entries("a", 1)).await.unwrap();
        assert_eq!(texts(&reader.await.unwrap().unwrap()), ["a 0"]);
    });
}

#[test]
fn what_is_released_is_gone_and_numbers_go_on() {
    let server = Server::start();
    wait_for(async {
        let inbox = server.open(ROOM).await.unwrap();
        inbox.put(entries("a", 10)).await.unwrap();
        inbox.release(4).await.unwrap();
        assert_eq!(
            numbers(&all(&inbox, 0).await),
            (5..=10).collect::<Vec<u64>>()
        );
        inbox.release(10).await.unwrap();
        let extent = inbox.extent().await.unwrap();
        assert_eq!((extent.first, extent.next), (11, 11));
        assert_eq!(inbox.put(entries("b", 1)).await.unwrap(), 11..12);
        inbox.release(100).await.unwrap();
        assert_eq!(inbox.put(entries("c", 1)).await.unwrap(), 101..102);
        assert_eq!(numbers(&inbox.read(11, 9, PATIENCE).await.unwrap()), [101]);
    });
}

#[test]
fn the_same_entries_put_again_are_not_doubled() {
    let server = Server::start();
    wait_for(async {
        let inbox = server.open(ROOM).await.unwrap();
        // A device that sends a frame twice at once has sent two.
        let twice = [entries("a", 2), entries("a", 2)].concat();
        assert_eq!(inbox.put(twice.clone()).await.unwrap(), 1..5);
        assert_eq!(inbox.put(twice).await.unwrap(), 1..5);
        assert_eq!(texts(&all(&inbox, 0).await), ["a 0", "a 1", "a 0", "a 1"]);
    });
}

#[test]
fn a_full_stream_refuses_and_takes_again_after_a_release() {
    let server = Server::start();
    wait_for(async {
        let inbox = server.open(20_000).await.unwrap();
        let mut round = 0;
        let error = loop {
            round += 1;
            if let Err(error) = inbox.put(entries(&format!("a {round}"), 10)).await {
                break error;
            }
        };
        assert!(matches!(error, InboxError::Full { .. }), "{error:?}");
        let last = inbox.extent().await.unwrap().next - 1;
        assert!(last > 10);
        inbox.release(last).await.unwrap();
        inbox.put(entries("b", 10)).await.unwrap();
    });
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let server = Server::start();
    wait_for(async {
        let error = open(1, ROOM).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the NATS server 127.0.0.1:1 does not answer"
        );
    });
    drop(server);
}
