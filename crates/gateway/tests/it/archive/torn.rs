//! What a crash or a bad disk leaves in a day's file.

use std::fs;

use gateway::archive::What;
use gateway::{Archive, ArchiveError};

use super::days::{all, day, file, named, records};

/// A file of three frames with three records each, and where each frame ends.
fn written() -> (Vec<u8>, Vec<usize>) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    let mut ends = Vec::new();
    for batch in records(9).chunks(3) {
        archive.append(batch).unwrap();
        ends.push(fs::read(file(folder.path())).unwrap().len());
    }
    (fs::read(file(folder.path())).unwrap(), ends)
}

#[test]
fn a_file_cut_at_any_byte_goes_on_after_its_last_whole_frame() {
    let (bytes, ends) = written();
    let given = records(9);
    let tails = [&[][..], &[0; 100], b"\x28\xb5\x2f\xfdgarbage"];
    for cut in 0..=bytes.len() {
        let folder = tempfile::tempdir().unwrap();
        let torn = [&bytes[..cut], tails[cut % tails.len()]].concat();
        fs::write(file(folder.path()), torn).unwrap();
        let mut archive = Archive::open(folder.path()).unwrap();
        let good = 3 * ends.iter().filter(|&&end| end <= cut).count();
        assert_eq!(all(&archive), given[..good], "cut at {cut}");
        let is_near_an_end = ends.iter().any(|end| end.abs_diff(cut) < 3);
        if cut % 7 > 0 && !is_near_an_end {
            continue;
        }
        let appended = archive.append(&given).unwrap();
        assert_eq!(appended.skipped, good as u64);
        assert_eq!(all(&archive), given);
        let report = archive.verify(day(), None, &[]).unwrap();
        assert!(report.holds(), "cut at {cut}: {:?}", report.breaks);
        assert_eq!(report.unfinished_bytes, 0);
    }
}

#[test]
fn an_unfinished_end_is_told_from_a_break() {
    let (bytes, ends) = written();
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(folder.path()), &bytes[..ends[1] + 20]).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let report = archive.verify(day(), None, &[]).unwrap();
    assert!(report.holds());
    assert_eq!((report.records, report.unfinished_bytes), (6, 20));
}

#[test]
fn a_bad_frame_costs_nothing_beside_it() {
    let (mut bytes, ends) = written();
    bytes[ends[0] + 40] ^= 16;
    let folder = tempfile::tempdir().unwrap();
    fs::write(file(folder.path()), &bytes).unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    let read: Vec<_> = archive.read(day(), None).unwrap().collect();
    let bad = read.iter().filter(|stored| stored.is_err()).count();
    assert_eq!((read.len(), bad), (7, 1));
    let report = archive.verify(day(), None, &[]).unwrap();
    assert_eq!(
        named(&report.breaks),
        ["- - unreadable", "even 8 missing", "odd 7 missing"]
    );
    let (from, to) = (ends[0] as u64, ends[1] as u64);
    assert_eq!(report.breaks[0].what, What::Unreadable { from, to });

    // What stands behind the bad frame is kept when more is added.
    archive.append(&records(10)).unwrap();
    let read = archive.read(day(), None).unwrap();
    assert_eq!(read.flatten().count(), 7);
}

#[test]
fn a_file_that_lost_what_was_on_the_disk_is_not_written_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(9)).unwrap();
    drop(archive);
    let bytes = fs::read(file(folder.path())).unwrap();
    fs::write(file(folder.path()), &bytes[..bytes.len() - 1]).unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    let refused = archive.append(&records(10));
    assert!(matches!(refused, Err(ArchiveError::Shortened { .. })));
}
