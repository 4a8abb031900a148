//! The bytes that fuzzing found worth keeping, replayed: what the fuzzer holds the codecs to, holds for each of them.

use std::path::Path;

use wire::vehicle::Protocol;

#[path = "../../fuzz/invariants/hj212.rs"]
mod hj212;
#[path = "../../fuzz/invariants/vehicle.rs"]
mod vehicle;

/// Calls a check with each file of a target's corpus.
#[expect(
    clippy::disallowed_methods,
    reason = "the corpus stands beside the crate"
)]
fn replay(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        check(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 20, "{} has only {count} files", folder.display());
}

#[test]
fn the_corpus_of_hj212_holds() {
    replay("hj212", hj212::hold);
}

#[test]
fn the_corpus_of_gb17691_holds() {
    replay("vehicle_gb17691", |data| {
        vehicle::hold(data, Protocol::Gb17691);
    });
}

#[test]
fn the_corpus_of_gb32960_holds() {
    replay("vehicle_gb32960", |data| {
        vehicle::hold(data, Protocol::Gb32960);
    });
}
