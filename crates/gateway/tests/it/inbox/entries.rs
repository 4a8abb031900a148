//! Entries for tests, and ways to keep and read them.

use std::path::Path;
use std::time::Duration;

use gateway::entry::Standing;
use gateway::{Channel, Entry, Inbox, InboxError, Place, Stored};
use proptest::prelude::*;

/// Long enough for a busy machine, short enough to notice a hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// 2019-01-05 12:00:00 UTC+8.
pub(crate) const NOON: i64 = 1_546_660_800_000_000;

/// A frame that says which one it is.
pub(crate) fn entry(text: &str) -> Entry {
    Entry {
        received_at: NOON,
        channel: Channel::Hj212,
        device: "MN0000000000000000000001".to_owned(),
        peer: "192.0.2.1:50000".to_owned(),
        standing: Standing::Accepted,
        raw: text.as_bytes().to_vec(),
    }
}

/// Frames `text 0`, `text 1`, …
pub(crate) fn entries(text: &str, count: usize) -> Vec<Entry> {
    (0..count).map(|n| entry(&format!("{text} {n}"))).collect()
}

/// Any entry at all.
pub(crate) fn any_entry() -> impl Strategy<Value = Entry> {
    let standing = prop_oneof![
        Just(Standing::Accepted),
        ".{0,9}".prop_map(|reason| Standing::Quarantined { reason }),
        (".{0,9}", ".{0,9}").prop_map(|(by, why)| Standing::Sent { by, why }),
    ];
    let raw = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        "##[0-9]{4}[ -~]{0,80}\r\n".prop_map(String::into_bytes),
        "\\PC{0,40}".prop_map(String::into_bytes),
    ];
    let of_day = 0..86_400_000_000_i64;
    let device = prop::sample::select(vec!["", "MN1", "LSVAU2A37N2183294", "设备\"\n"]);
    (of_day, 0..4_usize, device, ".{0,20}", standing, raw).prop_map(
        |(of_day, channel, device, peer, standing, raw)| Entry {
            received_at: NOON - 43_200_000_000 + of_day,
            channel: Channel::ALL[channel],
            device: device.to_owned(),
            peer,
            standing,
            raw,
        },
    )
}

/// An inbox of a folder that may take so much.
pub(crate) async fn open(folder: &Path, max_bytes: u64) -> Result<Inbox, InboxError> {
    let folder = folder.to_path_buf();
    Inbox::open(&Place::Folder { folder, max_bytes }).await
}

/// Everything after a number.
pub(crate) async fn all(inbox: &Inbox, after: u64) -> Vec<Stored> {
    let mut found: Vec<Stored> = Vec::new();
    let next = inbox.extent().await.unwrap().next;
    let mut last = after;
    while last + 1 < next {
        let read = inbox.read(last, 1 << 16, PATIENCE).await.unwrap();
        last = read.last().unwrap().sequence;
        found.extend(read);
    }
    found
}

/// The frames as text.
pub(crate) fn texts(stored: &[Stored]) -> Vec<String> {
    let texts = stored
        .iter()
        .map(|stored| String::from_utf8_lossy(&stored.entry.raw).into_owned());
    texts.collect()
}

/// The numbers.
pub(crate) fn numbers(stored: &[Stored]) -> Vec<u64> {
    stored.iter().map(|stored| stored.sequence).collect()
}

/// Runs a test's future.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}
