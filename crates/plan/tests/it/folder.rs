//! A plan's folder: on disk and in the program, its name for exactly its files, and what cannot be read.

use std::path::Path;

use plan::folder::{self, FolderError};
use plan::{Folder, load};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::tiny;

/// Writes the files of a folder under a path.
fn write(folder: &Folder, root: &Path) {
    for (path, text) in &folder.files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn on_disk(folder: &Folder) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    write(folder, place.path());
    place
}

#[test]
fn a_plan_on_disk_is_the_plan_of_the_program() {
    for id in folder::builtin() {
        let own = folder::open(&id, None).unwrap();
        let place = on_disk(&own);
        let read = folder::read(place.path()).unwrap();
        assert!(read.files == own.files, "{id}");
        assert_eq!(read.version(), own.version());
        assert_eq!(read.location, place.path().display().to_string());
        assert_eq!(own.location, format!("builtin:{id}"));
        let (plan, problems) = load(&read);
        assert_eq!((plan.unwrap().header.id, problems.len()), (id, 0));
    }
}

#[test]
fn the_plans_of_the_repository_are_those_of_the_program() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans");
    for id in folder::builtin() {
        let read = folder::read(&plans.join(&id)).unwrap();
        assert!(read.files == folder::open(&id, None).unwrap().files, "{id}");
    }
}

#[test]
fn what_the_format_does_not_know_is_left_alone() {
    let own = tiny::folder();
    let place = on_disk(&own);
    for stray in [
        "notes.docx",
        ".draft.toml",
        "clauses/old.bak",
        "clauses/.01.toml.swp",
        "drafts/01.toml",
        "clauses/old/01.toml",
    ] {
        let path = place.path().join(stray);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, [0xff, 0xfe]).unwrap();
    }
    let read = folder::read(place.path()).unwrap();
    assert_eq!(read.files, own.files);
    assert_eq!(read.version(), own.version());
}

#[test]
fn a_plan_is_found_by_its_path_then_among_the_own_ones_then_in_the_program() {
    let own = tempfile::tempdir().unwrap();
    write(&tiny::folder(), &own.path().join("tiny"));
    write(&tiny::folder(), &own.path().join("winter-2021"));
    let path = own.path().join("tiny").display().to_string();
    let found = |name: &str, own: Option<&Path>| folder::open(name, own).unwrap().location;
    assert_eq!(found(&path, None), path);
    assert_eq!(found("tiny", Some(own.path())), path);
    assert_ne!(
        found("winter-2021", Some(own.path())),
        "builtin:winter-2021"
    );
    assert_eq!(
        found("shanxi-2024", Some(own.path())),
        "builtin:shanxi-2024"
    );
    assert_eq!(found("winter-2021", None), "builtin:winter-2021");
}

#[test]
fn a_name_that_no_plan_has_is_answered_with_those_there_are() {
    let error = folder::open("shanxi-1984", None).unwrap_err();
    assert!(error.to_string().contains("shanxi-1984"));
    match error {
        FolderError::Unknown { name, known } => {
            assert_eq!(name, "shanxi-1984");
            assert_eq!(known, ["shanxi-2024", "winter-2021"]);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_the_first_byte_that_is_not() {
    let place = on_disk(&tiny::folder());
    let file = place.path().join("clauses/01-close.toml");
    let mut bytes = "clause = \"1\"\nzh = \"太原".as_bytes().to_vec();
    let first = bytes.len();
    // 市 as GB 18030 has it.
    bytes.extend([0xca, 0xd0, b'"', b'\n']);
    std::fs::write(&file, bytes).unwrap();
    match folder::read(place.path()).unwrap_err() {
        FolderError::NotUtf8 { file: named, byte } => {
            assert_eq!(named, file.display().to_string());
            assert_eq!(byte, first);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let place = tempfile::tempdir().unwrap();
    let missing = place.path().join("nothing");
    match folder::read(&missing).unwrap_err() {
        FolderError::Unreadable { file, .. } => {
            assert_eq!(file.trim_end_matches('/'), missing.display().to_string());
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_version_is_sixteen_hexadecimal_digits_and_the_same_every_time() {
    let version = tiny::folder().version();
    assert_eq!(version.len(), 16);
    assert!(
        version
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    );
    assert_eq!(version, tiny::folder().version());
    let mut elsewhere = tiny::folder();
    elsewhere.location = "elsewhere".to_owned();
    assert_eq!(
        version,
        elsewhere.version(),
        "where it lies is no part of it"
    );
}

/// SHA-256 over each path and text, each with its length before it in eight bytes, the lowest first; the first
/// eight bytes in hexadecimal. Computed with Python's hashlib:
/// `h=hashlib.sha256(); [h.update(len(p).to_bytes(8,'little')+p) for p in (b'a.toml', b'x = 1\n', b'b.txt', '太原'.encode())]; h.hexdigest()[:16]`
#[test]
fn a_version_is_the_digest_that_another_program_computes() {
    let files = [("a.toml", "x = 1\n"), ("b.txt", "太原")];
    let folder = Folder {
        location: String::new(),
        files: files
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into(),
    };
    assert_eq!(folder.version(), "3451650d89e83e8a");
}

#[test]
fn words_moved_between_files_or_names_are_another_version() {
    let of = |files: &[(&str, &str)]| {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Folder {
            location: String::new(),
            files: files.collect(),
        }
        .version()
    };
    let versions = [
        of(&[]),
        of(&[("a", "")]),
        of(&[("a", "xy"), ("b", "z")]),
        of(&[("a", "x"), ("b", "yz")]),
        of(&[("a", "xybz")]),
        of(&[("ax", "y"), ("b", "z")]),
        of(&[("b", "xy"), ("c", "z")]),
    ];
    for (place, version) in versions.iter().enumerate() {
        assert!(!versions[..place].contains(version), "{place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn any_changed_character_is_another_version(file in 0_usize..13, at in any::<prop::sample::Index>(), new in any::<char>()) {
        let mut folder = tiny::folder();
        let before = folder.version();
        let text = folder.files.values_mut().nth(file).unwrap();
        let places: Vec<(usize, char)> = text.char_indices().collect();
        let (start, old) = *at.get(&places);
        prop_assume!(old != new);
        text.replace_range(start..start + old.len_utf8(), new.encode_utf8(&mut [0; 4]));
        prop_assert_ne!(folder.version(), before);
    }
}
