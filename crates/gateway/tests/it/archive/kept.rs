//! What an archive keeps and skips.

use gateway::archive::Appended;
use gateway::{Archive, ArchiveError, Stored};
use proptest::prelude::*;
use units::Day;

use super::days::{all, day, lines, records};
use crate::inbox::entries::{NOON, any_entry, entry};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_record_comes_back_as_it_was(given in prop::collection::vec(any_entry(), 1..30)) {
        let folder = tempfile::tempdir().unwrap();
        let numbered = (1..).zip(given).map(|(sequence, entry)| Stored { sequence, entry });
        let given: Vec<Stored> = numbered.collect();
        let mut archive = Archive::open(folder.path()).unwrap();
        archive.append(&given).unwrap();
        prop_assert_eq!(all(&archive), given);
        let report = archive.verify(day(), None, &archive.heads(day()).unwrap()).unwrap();
        prop_assert!(report.holds(), "{:?}", report.breaks);
    }

    #[test]
    fn what_comes_again_in_other_batches_is_kept_once(
        first in prop::collection::vec(1..40_usize, 1..6),
        again in prop::collection::vec(0..40_usize, 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let given = records(60);
        let mut archived = 0;
        {
            let mut archive = Archive::open(folder.path()).unwrap();
            for upto in first {
                archived = archived.max(upto);
                archive.append(&given[upto / 2..upto]).unwrap();
            }
        }
        let mut archive = Archive::open(folder.path()).unwrap();
        for from in again {
            archive.append(&given[from.min(archived)..]).unwrap();
        }
        let kept: Vec<u64> = all(&archive).iter().map(|stored| stored.sequence).collect();
        prop_assert!(kept.is_sorted_by(|a, b| a < b));
        prop_assert!(archive.verify(day(), None, &[]).unwrap().holds());
    }
}

#[test]
fn the_day_is_that_of_receipt_in_civil_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    let midnight = NOON + 43_200_000_000;
    let at = |sequence, received_at| {
        let mut entry = entry("a");
        entry.received_at = received_at;
        Stored { sequence, entry }
    };
    let appended = archive.append(&[at(1, midnight - 1), at(2, midnight), at(3, midnight - 2)]);
    let expected = Appended {
        archived: 3,
        skipped: 0,
    };
    assert_eq!(appended.unwrap(), expected);
    let next = Day::from_ymd(2019, 1, 6).unwrap();
    assert_eq!(archive.days().unwrap(), [day(), next]);
    let numbers = |day| -> Vec<u64> {
        let read = archive.read(day, None).unwrap();
        read.map(|stored| stored.unwrap().sequence).collect()
    };
    assert_eq!(numbers(day()), [1, 3]);
    assert_eq!(numbers(next), [2]);
    assert!(
        lines(folder.path())[0].contains(r#""received_at":"2019-01-05T23:59:59.999999+08:00""#)
    );
}

#[test]
fn a_device_can_be_read_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(9)).unwrap();
    let even = archive.read(day(), Some("even")).unwrap();
    let even: Vec<u64> = even.map(|stored| stored.unwrap().sequence).collect();
    assert_eq!(even, [2, 4, 6, 8]);
    let report = archive.verify(day(), Some("even"), &[]).unwrap();
    assert_eq!((report.records, report.chains.len()), (4, 1));
    assert_eq!((report.chains[0].first, report.chains[0].last), (2, 8));
    assert_eq!(archive.read(Day::from_number(0), None).unwrap().count(), 0);
}

#[test]
fn heads_are_the_same_open_reopened_and_from_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(5)).unwrap();
    let open = archive.heads(day()).unwrap();
    assert_eq!(
        open.iter().map(|head| head.count).collect::<Vec<_>>(),
        [2, 3]
    );
    drop(archive);
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(archive.heads(day()).unwrap(), open);
    std::fs::remove_file(folder.path().join("2019-01-05.heads")).unwrap();
    assert_eq!(archive.heads(day()).unwrap(), open);
    let chains = archive.verify(day(), None, &[]).unwrap().chains;
    let heads: Vec<String> = chains.into_iter().map(|chain| chain.head).collect();
    assert_eq!(
        heads,
        open.into_iter()
            .map(|head| head.head)
            .collect::<Vec<String>>()
    );
}

#[test]
fn a_second_writer_is_refused_and_a_reader_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Archive::open(folder.path()).unwrap();
    first.append(&records(1)).unwrap();
    let mut second = Archive::open(folder.path()).unwrap();
    let refused = second.append(&records(2));
    assert!(matches!(refused, Err(ArchiveError::InUse { .. })));
    assert_eq!(all(&second).len(), 1);
}

#[test]
fn an_inbox_that_begins_anew_is_noticed_instead_of_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(5)).unwrap();
    let mut later = records(1);
    later[0].entry.received_at = NOON + 60_000_000;
    let error = archive.append(&later).unwrap_err();
    let ArchiveError::NumberedAnew { sequence, last, .. } = error else {
        panic!("{error}");
    };
    assert_eq!((sequence, last), (1, 5));
}
