//! A server that is killed and started again under load: what was acknowledged is there, once.

use std::collections::BTreeMap;

use super::server::Server;
use crate::inbox::entries::{all, entries, wait_for};

const TASKS: usize = 4;
const ROUNDS: usize = 60;
const CHUNK: usize = 20;

/// Acknowledged chunks after which the server is killed.
const KILLS: [usize; 2] = [40, 120];

#[test]
fn a_restart_under_load_loses_and_doubles_nothing() {
    let mut server = Server::start();
    wait_for(async {
        let inbox = server.open(1 << 30).await.unwrap();
        let (acknowledged, mut acknowledgements) = tokio::sync::mpsc::unbounded_channel();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..TASKS {
            let (inbox, acknowledged) = (inbox.clone(), acknowledged.clone());
            tasks.spawn(async move {
                for round in 0..ROUNDS {
                    let chunk = entries(&format!("{task} {round}"), CHUNK);
                    // Whoever gets an error puts the same again, as a device would.
                    while inbox.put(chunk.clone()).await.is_err() {}
                    acknowledged.send(()).unwrap();
                }
            });
        }
        drop(acknowledged);
        let mut count = 0;
        while let Some(()) = acknowledgements.recv().await {
            count += 1;
            if KILLS.contains(&count) {
                server.kill();
                server.start_again();
            }
        }
        tasks.join_all().await;
        assert_eq!(count, TASKS * ROUNDS);
        let mut times = BTreeMap::<Vec<u8>, usize>::new();
        for stored in all(&inbox, 0).await {
            *times.entry(stored.entry.raw).or_default() += 1;
        }
        assert_eq!(times.len(), TASKS * ROUNDS * CHUNK);
        assert!(times.values().all(|&times| times == 1));
    });
}

#[test]
fn a_reader_goes_on_after_a_restart() {
    let mut server = Server::start();
    wait_for(async {
        let inbox = server.open(1 << 30).await.unwrap();
        inbox.put(entries("a", 10)).await.unwrap();
        let read = inbox.read(0, 1, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(read.len(), 1);
        server.kill();
        server.start_again();
        inbox.put(entries("b", 10)).await.unwrap();
        assert_eq!(all(&inbox, 1).await.len(), 19);
        assert_eq!(all(&inbox, 9).await.len(), 11);
    });
}
