//! Many writers, a reader and releases at once.

use std::collections::BTreeMap;

use super::entries::{PATIENCE, entries, open, wait_for};

const TASKS: usize = 20;
const ROUNDS: usize = 25;
const CHUNK: usize = 10;

#[test]
fn what_many_tasks_put_is_read_once_in_order_while_it_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let all = (TASKS * ROUNDS * CHUNK) as u64;
    wait_for(async {
        let inbox = open(folder.path(), 1 << 20).await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for task in 0..TASKS {
            let inbox = inbox.clone();
            writers.spawn(async move {
                let mut given = Vec::new();
                for round in 0..ROUNDS {
                    let name = format!("{task} {round}");
                    let numbers = inbox.put(entries(&name, CHUNK)).await.unwrap();
                    given.push((name, numbers));
                }
                given
            });
        }
        let (mut after, mut read) = (0, BTreeMap::new());
        while after < all {
            for stored in inbox.read(after, 4096, PATIENCE).await.unwrap() {
                assert_eq!(stored.sequence, after + 1);
                after = stored.sequence;
                read.insert(after, String::from_utf8(stored.entry.raw).unwrap());
            }
            inbox.release(after).await.unwrap();
        }
        for (name, numbers) in writers.join_all().await.into_iter().flatten() {
            for (n, number) in numbers.enumerate() {
                assert_eq!(read.remove(&number), Some(format!("{name} {n}")));
            }
        }
        assert!(read.is_empty());
    });
}
