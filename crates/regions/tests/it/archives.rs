//! The names of cities as the archives of measurements spell them: each must resolve.
//!
//! The archives lie beside the repository and not in it. Where the folder is missing, these tests say so and check the
//! spellings copied here, a handful of each kind, so that the table is still held to them.
#![expect(
    clippy::disallowed_methods,
    reason = "the archives are files beside the repository"
)]
#![expect(
    clippy::print_stderr,
    reason = "a reader of the test log must see that the archives were missing"
)]

use std::{
    collections::BTreeSet,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use regions::resolve;

const ARCHIVES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// Spellings that differ from GB/T 2260, and the code each must give.
const PECULIAR: [(&str, u32); 24] = [
    ("海东地区", 630_200),
    ("那曲地区", 540_600),
    ("山南地区", 540_500),
    ("日喀则地区", 540_200),
    ("昌都地区", 540_300),
    ("林芝地区", 540_400),
    ("吐鲁番地区", 650_400),
    ("哈密地区", 650_500),
    ("铜仁地区", 520_600),
    ("莱芜", 371_200),
    ("胶南", 370_284),
    ("吴江", 320_509),
    ("章丘", 370_114),
    ("义乌", 330_782),
    ("库尔勒", 652_801),
    ("石河子", 659_001),
    ("五家渠", 659_004),
    ("克州", 653_000),
    ("博州", 652_700),
    ("伊犁哈萨克州", 654_000),
    ("大兴安岭地区", 232_700),
    ("海南州", 632_500),
    ("兴安盟", 152_200),
    ("吉林", 220_200),
];

#[test]
fn the_peculiar_spellings_of_the_archives_resolve() {
    for (name, expect) in PECULIAR {
        assert_eq!(
            resolve(name).map(|region| region.code.get()).ok(),
            Some(expect),
            "{name}"
        );
    }
}

#[test]
fn every_city_of_the_national_hourly_archive_resolves_to_a_code_of_its_own() {
    let names = names_in("cnemc_city_hourly", "national_366_hourly_", 366);
    all_resolve_apart(&names);
}

#[test]
fn every_city_of_the_daily_archive_resolves_to_a_code_of_its_own() {
    let names = names_in("aqistudy_daily", "china_cities_", 366);
    all_resolve_apart(&names);
}

fn all_resolve_apart(names: &BTreeSet<String>) {
    let resolved = |name: &String| {
        resolve(name)
            .map(|region| region.code)
            .map_err(|error| error.to_string())
    };
    let codes: Result<BTreeSet<_>, String> = names.iter().map(resolved).collect();
    assert_eq!(codes.map(|codes| codes.len()), Ok(names.len()));
}

/// Reads the column `city` of the files of an archive; the set is empty where the archive is missing.
fn names_in(folder: &str, prefix: &str, expect: usize) -> BTreeSet<String> {
    let folder = Path::new(ARCHIVES).join(folder);
    if !folder.is_dir() {
        eprintln!(
            "NOT RUN against the archive: {} is missing; only the embedded table was checked",
            folder.display()
        );
        return BTreeSet::new();
    }
    let names: BTreeSet<String> = files(&folder, prefix)
        .iter()
        .flat_map(|path| cities(path))
        .collect();
    assert_eq!(names.len(), expect, "cities in {}", folder.display());
    names
}

fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = folder.read_dir().expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let wanted = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(prefix))
    };
    let found: Vec<PathBuf> = paths.filter(wanted).collect();
    assert!(
        !found.is_empty(),
        "no file {prefix}* in {}",
        folder.display()
    );
    found
}

/// Takes the distinct names of one file; the rows run to hundreds of thousands, so each name is copied once.
fn cities(path: &Path) -> BTreeSet<String> {
    let file = BufReader::new(File::open(path).expect("a readable archive"));
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let header = reader.headers().expect("a header");
    let column = header
        .iter()
        .position(|name| name.trim_start_matches('\u{feff}') == "city")
        .expect("a column `city`");
    let mut names = BTreeSet::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).expect("a well-formed row") {
        let name = row.get(column).expect("a city");
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }
    names
}
