//! Every way of tampering is found, and named as what it is.

use gateway::Archive;
use gateway::archive::{Head, Wanted};
use sha2::{Digest, Sha256};

use super::days::{day, lines, named, records, write_lines};

const PREV: &str = r#","prev":""#;

/// An archive with eight records of two devices, tampered with; what checking it says.
fn check(tamper: impl FnOnce(&mut Vec<String>), expected: &[&str], with_heads: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(8)).unwrap();
    let heads = archive.heads(day()).unwrap();
    drop(archive);
    let mut tampered = lines(folder.path());
    tamper(&mut tampered);
    write_lines(folder.path(), &tampered);
    let archive = Archive::open(folder.path()).unwrap();
    let found = |heads: &[Head]| {
        let report = archive.verify(day(), None, heads).unwrap();
        named(&report.breaks)
    };
    assert_eq!(found(&[]), expected, "without heads");
    assert_eq!(found(&heads), with_heads, "with heads");
}

fn hashes(line: &str) -> (String, String) {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let word = |name: &str| value[name].as_str().unwrap().to_owned();
    (word("prev"), word("hash"))
}

/// Gives a line hashes that fit it.
fn reseal(line: &str, prev: &str) -> String {
    let canonical = line.rsplit_once(PREV).unwrap().0;
    let digits = (0..32).map(|n| u8::from_str_radix(&prev[2 * n..2 * n + 2], 16).unwrap());
    let bytes: Vec<u8> = digits.chain(canonical.bytes()).collect();
    let hash: Vec<String> = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let hash = hash.concat();
    format!(r#"{canonical}{PREV}{prev}","hash":"{hash}"}}"#)
}

#[test]
fn nothing_is_found_where_nothing_was_done() {
    check(|_| {}, &[], &[]);
}

#[test]
fn a_changed_record() {
    let change = |lines: &mut Vec<String>| lines[2] = lines[2].replace("frame 3", "frame 9");
    check(change, &["odd 3 changed"], &["odd 3 changed"]);
}

#[test]
fn a_record_changed_with_a_fitting_hash() {
    for at in [0, 2, 4] {
        let change = |lines: &mut Vec<String>| {
            let prev = hashes(&lines[at]).0;
            lines[at] = reseal(&lines[at].replace("frame", "FRAME"), &prev);
        };
        let expected = format!("odd {} changed", at + 1);
        check(change, &[&expected], &[&expected]);
    }
}

#[test]
fn the_last_record_changed_with_a_fitting_hash_is_found_by_its_head() {
    let change = |lines: &mut Vec<String>| {
        let prev = hashes(&lines[7]).0;
        lines[7] = reseal(&lines[7].replace("frame", "FRAME"), &prev);
    };
    check(change, &[], &["even 8 rewritten"]);
}

#[test]
fn a_missing_record() {
    check(
        |lines| drop(lines.remove(2)),
        &["odd 5 missing"],
        &["odd 7 truncated", "odd 5 missing"],
    );
    check(
        |lines| drop(lines.remove(0)),
        &["odd 3 missing"],
        &["odd 7 truncated", "odd 3 missing"],
    );
}

#[test]
fn a_record_beside_the_true_one() {
    let fork = |lines: &mut Vec<String>| {
        let prev = hashes(&lines[2]).0;
        let forged = reseal(&lines[2].replace("frame", "FRAME"), &prev);
        lines.insert(3, forged);
    };
    check(fork, &["odd 3 inserted"], &["odd 3 inserted"]);
}

#[test]
fn a_record_out_of_nowhere() {
    let insert = |lines: &mut Vec<String>| {
        let forged = reseal(&lines[2].replace("frame", "FRAME"), &"ab".repeat(32));
        lines.insert(3, forged);
    };
    check(insert, &["odd 3 inserted"], &["odd 3 inserted"]);
}

#[test]
fn a_record_that_stands_there_twice() {
    let double = |lines: &mut Vec<String>| lines.insert(5, lines[2].clone());
    check(double, &["odd 3 inserted"], &["odd 3 inserted"]);
}

#[test]
fn two_records_in_each_others_place() {
    check(
        |lines| lines.swap(2, 4),
        &["odd 5 reordered"],
        &["odd 5 reordered"],
    );
}

#[test]
fn a_chain_cut_short_is_found_by_its_head() {
    check(
        |lines| lines.truncate(6),
        &[],
        &["even 6 truncated", "odd 5 truncated"],
    );
    let remove = |lines: &mut Vec<String>| lines.retain(|line| !line.contains("odd"));
    check(remove, &[], &["odd - truncated"]);
}

#[test]
fn a_chain_made_anew_is_found_by_its_head() {
    let rewrite = |lines: &mut Vec<String>| {
        let mut prev = hashes(&lines[0]).0;
        for line in lines.iter_mut().step_by(2) {
            *line = reseal(&line.replace("frame", "FRAME"), &prev);
            prev = hashes(line).1;
        }
    };
    check(rewrite, &[], &["odd 7 rewritten"]);
}

#[test]
fn a_line_that_is_no_record() {
    let insert = |lines: &mut Vec<String>| lines.insert(3, "{}".to_owned());
    check(insert, &["- - unreadable"], &["- - unreadable"]);
}

#[test]
fn a_day_taken_from_another_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(2)).unwrap();
    let other = folder.path().join("2019-01-06.jsonl.zst");
    std::fs::copy(super::days::file(folder.path()), other).unwrap();
    let report = archive.verify(day().plus(1), None, &[]).unwrap();
    assert_eq!(named(&report.breaks), ["even 2 missing", "odd 1 missing"]);
}

#[test]
fn a_head_recorded_earlier_still_fits() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(4)).unwrap();
    let early = archive.heads(day()).unwrap();
    archive.append(&records(8)).unwrap();
    assert!(archive.verify(day(), None, &early).unwrap().holds());
}

#[test]
fn a_record_shown_as_evidence_says_whether_its_chain_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    archive.append(&records(8)).unwrap();
    let heads = archive.heads(day()).unwrap();
    drop(archive);
    let recorded = heads.iter().find(|head| head.device == "odd");
    let shown = |after, most, recorded: Option<&Head>| {
        let wanted = Wanted {
            device: "odd",
            after,
            most,
            recorded,
        };
        let archive = Archive::open(folder.path()).unwrap();
        let (sealed, total) = archive.sealed(day(), &wanted).unwrap();
        assert_eq!(total, 4);
        let told = sealed
            .iter()
            .map(|sealed| (sealed.stored.sequence, sealed.intact));
        told.collect::<Vec<_>>()
    };
    let whole = [(1, true), (3, true), (5, true), (7, true)];
    assert_eq!(shown(None, 10, recorded), whole);
    assert_eq!(shown(Some(3), 1, recorded), [(5, true)]);
    let mut tampered = lines(folder.path());
    tampered[2] = tampered[2].replace("frame 3", "frame 9");
    write_lines(folder.path(), &tampered);
    let changed = [(1, true), (3, false), (5, true), (7, true)];
    assert_eq!(shown(None, 10, recorded), changed);
    // Whoever reseals all that follows makes a chain that holds in itself, and is not the recorded one.
    let (mut prev, _) = hashes(&tampered[2]);
    for line in tampered
        .iter_mut()
        .skip(2)
        .filter(|line| line.contains("odd"))
    {
        *line = reseal(line, &prev);
        prev = hashes(line).1;
    }
    write_lines(folder.path(), &tampered);
    assert_eq!(shown(None, 10, None), whole);
    assert!(shown(None, 10, recorded).iter().all(|(_, intact)| !intact));
}
