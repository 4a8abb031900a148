//! A program that is killed while it fills a log: what it said was kept is there, once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use super::entries::{all, entries, open, wait_for};

/// The folder that tells the test program to fill it.
const FILLER: &str = "GATEWAY_TEST_FILL_INBOX";

const KILLS: u64 = 12;
const TASKS: usize = 8;
const CHUNK: usize = 5;

/// What runs in the program that is killed: it says what was kept, chunk by chunk.
#[test]
fn the_filler() {
    let Some(folder) = std::env::var_os(FILLER) else {
        return;
    };
    wait_for(async {
        let inbox = open(folder.as_ref(), 8 << 20).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..TASKS {
            let inbox = inbox.clone();
            tasks.spawn(async move {
                for round in 0.. {
                    let name = format!("{}-{task}-{round}", std::process::id());
                    let Ok(given) = inbox.put(entries(&name, CHUNK)).await else {
                        return;
                    };
                    writeln!(std::io::stderr(), "kept {} {name}", given.start).unwrap();
                }
            });
        }
        tasks.join_all().await;
    });
}

#[test]
fn a_killed_program_has_lost_nothing_that_it_said_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = BTreeMap::<u64, String>::new();
    for kill in 0..KILLS {
        let mut filler = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "inbox::kill::the_filler", "--nocapture"])
            .env(FILLER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(filler.stderr.take().unwrap()).lines();
        let mut note = |line: String| {
            let (number, name) = line.strip_prefix("kept ")?.split_once(' ')?;
            let is_new = kept.insert(number.parse().ok()?, name.to_owned()).is_none();
            assert!(is_new, "number {number} was given twice");
            Some(())
        };
        let before_kill = 1 + usize::try_from(kill * 17 % 60).unwrap();
        let noted = said
            .by_ref()
            .map_while(Result::ok)
            .filter_map(&mut note)
            .take(before_kill);
        assert_eq!(noted.count(), before_kill);
        filler.kill().unwrap();
        // A line that the kill cut short has no name's end; its chunk is there or not.
        for line in said
            .map_while(Result::ok)
            .filter(|line| line.matches('-').count() == 2)
        {
            note(line);
        }
        filler.wait().unwrap();
        wait_for(check(folder.path(), &kept));
    }
}

async fn check(folder: &std::path::Path, kept: &BTreeMap<u64, String>) {
    let inbox = open(folder, 8 << 20).await.unwrap();
    let stored = all(&inbox, 0).await;
    for (at, stored) in stored.iter().enumerate() {
        assert_eq!(stored.sequence, at as u64 + 1);
    }
    for (&first, name) in kept {
        for n in 0..CHUNK {
            let at = usize::try_from(first).unwrap() - 1 + n;
            let text = String::from_utf8_lossy(&stored[at].entry.raw);
            assert!(text.starts_with(name.as_str()), "{text} is not of {name}");
            assert!(text.ends_with(&format!(" {n}")), "{text} is not {n}");
        }
    }
}
