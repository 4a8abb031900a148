//! A program that is killed while it archives: what it said was archived is there, once, and the chain holds.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use gateway::{Archive, Stored};

use super::days::{all, day, records};

/// The folder that tells the test program to archive.
const ARCHIVER: &str = "GATEWAY_TEST_ARCHIVE_INTO";

const RECORDS: u64 = 4000;

/// What runs in the program that is killed.
#[test]
fn the_archiver() {
    let Some(folder) = std::env::var_os(ARCHIVER) else {
        return;
    };
    let mut archive = Archive::open(folder.as_ref()).unwrap();
    let given = records(RECORDS);
    let done = archive
        .heads(day())
        .unwrap()
        .iter()
        .map(|head| head.count)
        .sum::<u64>();
    // From a little earlier, as after a crash, and in batches of other sizes each time.
    let from = usize::try_from(done).unwrap().saturating_sub(20);
    for batch in given[from..].chunks(7 + from % 5) {
        archive.append(batch).unwrap();
        let last = batch.last().unwrap().sequence;
        writeln!(std::io::stderr(), "archived {last}").unwrap();
    }
}

#[test]
fn a_killed_program_has_lost_nothing_that_it_said_was_archived() {
    let folder = tempfile::tempdir().unwrap();
    for kill in 0..10 {
        let mut archiver = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "archive::kill::the_archiver", "--nocapture"])
            .env(ARCHIVER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(archiver.stderr.take().unwrap()).lines();
        let numbers = said
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("archived ")?.parse::<u64>().ok());
        let last = numbers.take(3 + kill * 5 % 17).last().unwrap_or(0);
        archiver.kill().unwrap();
        archiver.wait().unwrap();

        let archive = Archive::open(folder.path()).unwrap();
        let kept: Vec<Stored> = all(&archive);
        assert!(kept.len() as u64 >= last, "{} of {last}", kept.len());
        assert_eq!(kept, records(kept.len() as u64));
        assert!(archive.verify(day(), None, &[]).unwrap().holds());
    }
}
