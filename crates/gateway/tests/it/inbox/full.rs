//! A disk that is full, and has room again.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use gateway::{Inbox, InboxError};

use super::entries::{all, entries, numbers, open, wait_for};

/// A small disk of its own, in memory.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where this machine does not allow it.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(folder.path());
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        mounted.then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

/// With one segment, and with so small ones that some cannot be begun.
#[test]
fn a_full_disk_loses_nothing_and_recovers() {
    for max_bytes in [1 << 30, 160_000, 800_000] {
        let Some(disk) = SmallDisk::mount() else {
            let said = "skipped: only root may mount the small disk that this test fills";
            writeln!(std::io::stderr(), "{said}").unwrap();
            return;
        };
        wait_for(fill_and_free(&disk, max_bytes));
    }
}

/// Puts chunks of a size until one is refused.
async fn fill(inbox: &Inbox, count: usize) -> InboxError {
    loop {
        if let Err(error) = inbox.put(entries("kept", count)).await {
            return error;
        }
    }
}

async fn fill_and_free(disk: &SmallDisk, max_bytes: u64) {
    let ballast = disk.path().join("ballast");
    let all_but = 100_000.max(usize::try_from(max_bytes / 8).unwrap_or(0).min(300_000));
    std::fs::write(&ballast, vec![1; (1 << 20) - all_but]).unwrap();
    let folder = disk.path().join("inbox");
    let inbox = open(&folder, max_bytes).await.unwrap();
    // A chunk may fail where a smaller one still finds room.
    for count in [50, 7, 1] {
        let error = fill(&inbox, count).await;
        assert!(matches!(error, InboxError::Disk { .. }), "{error}");
        assert!(inbox.put(entries("lost", 50)).await.is_err());
    }
    let last = inbox.extent().await.unwrap().next - 1;
    assert!(last > 0);
    assert_eq!(all(&inbox, 0).await.len() as u64, last);

    std::fs::remove_file(&ballast).unwrap();
    let given = inbox.put(entries("kept", 50)).await.unwrap();
    assert_eq!(given.start, last + 1);
    drop(inbox);
    let inbox = open(&folder, max_bytes).await.unwrap();
    let stored = all(&inbox, 0).await;
    assert_eq!(numbers(&stored), (1..given.end).collect::<Vec<u64>>());
    let is_kept = |frame: &[u8]| frame.starts_with(b"kept");
    assert!(stored.iter().all(|stored| is_kept(&stored.entry.raw)));
}
