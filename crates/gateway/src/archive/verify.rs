//! Checking the chains of a day.
//!
//! The file is read once, with no more in memory than one link a device; the chains that do not hold are then
//! gathered in a second reading, to say what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use units::Day;

use super::error::ArchiveError;
use super::frames::{Frames, Piece};
use super::line::{self, Line, Seal};
use super::links::{self, Link, Numbers, What};
use super::{Hash, Head, day as file, from_hex, hex};

/// What checking a day found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The day.
    pub day: Day,
    /// Records that were read.
    pub records: u64,
    /// Each device's chain as it stands in the file, by device.
    pub chains: Vec<Chain>,
    /// What does not hold; empty when everything does.
    pub breaks: Vec<Break>,
    /// Bytes of an unfinished frame at the end: one is being written, or a crash left it.
    pub unfinished_bytes: u64,
}

/// The chain of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// MN or VIN; empty for frames that named none.
    pub device: String,
    /// Its records.
    pub records: u64,
    /// The number of the first one.
    pub first: u64,
    /// The number of the last one.
    pub last: u64,
    /// The last one's hash, 64 hexadecimal digits.
    pub head: String,
}

/// A place where an archive is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// MN or VIN; none where the place belongs to no device.
    pub device: Option<String>,
    /// The record; none where it cannot be told.
    pub sequence: Option<u64>,
    /// How it differs.
    pub what: What,
}

impl Report {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.breaks.is_empty()
    }
}

/// A chain while it is followed.
struct Course {
    records: u64,
    first: u64,
    last: u64,
    head: Hash,
    is_broken: bool,
    /// Whether the recorded head was met where it was recorded.
    met_recorded: bool,
}

/// Checks a day.
pub(super) fn verify(
    folder: &Path,
    day: Day,
    device: Option<&str>,
    recorded: &[Head],
) -> Result<Report, ArchiveError> {
    let recorded: BTreeMap<&str, &Head> = recorded
        .iter()
        .filter(|head| device.is_none_or(|device| device == head.device))
        .map(|head| (head.device.as_str(), head))
        .collect();
    let scope = Scope {
        path: file::path(folder, day),
        day,
        device,
    };
    let mut courses = BTreeMap::<String, Course>::new();
    let mut numbers = Numbers::default();
    let mut records = 0;
    let (mut breaks, unfinished_bytes) = scope.each(&mut numbers, |line, seal| {
        let name = &*line.device;
        let follow =
            |course: &mut Course| course.follow(line.sequence, seal, recorded.get(name).copied());
        records += 1;
        if let Some(course) = courses.get_mut(name) {
            follow(course);
        } else {
            let mut course = Course::new(line::genesis(day, name), line.sequence);
            follow(&mut course);
            courses.insert(name.to_owned(), course);
        }
    })?;
    breaks.extend(against_recorded(&recorded, &courses));
    breaks.extend(scope.explain(&courses, numbers)?);
    let chains = courses.into_iter().map(|(device, course)| Chain {
        device,
        records: course.records,
        first: course.first,
        last: course.last,
        head: hex(&course.head),
    });
    Ok(Report {
        day,
        records,
        chains: chains.collect(),
        breaks,
        unfinished_bytes,
    })
}

impl Course {
    fn new(genesis: Hash, first: u64) -> Self {
        Self {
            records: 0,
            first,
            last: first,
            head: genesis,
            is_broken: false,
            met_recorded: false,
        }
    }

    fn follow(&mut self, sequence: u64, seal: &Seal, recorded: Option<&Head>) {
        self.is_broken |= !seal.is_whole || seal.prev != self.head;
        self.records += 1;
        self.last = sequence;
        self.head = seal.hash;
        if let Some(recorded) = recorded.filter(|recorded| recorded.count == self.records) {
            self.met_recorded = from_hex(&recorded.head).is_some_and(|hash| hash == self.head);
        }
    }
}

/// What recorded heads say that the chains alone do not.
fn against_recorded(
    recorded: &BTreeMap<&str, &Head>,
    courses: &BTreeMap<String, Course>,
) -> Vec<Break> {
    let differing = recorded.iter().filter_map(|(&device, head)| {
        let course = courses.get(device);
        let found = course.map_or(0, |course| course.records);
        let what = if found < head.count {
            let recorded = head.count;
            What::Truncated { recorded, found }
        } else if course.is_none_or(|course| course.met_recorded || course.is_broken) {
            return None;
        } else {
            What::Rewritten
        };
        Some(Break {
            device: Some(device.to_owned()),
            sequence: course.map(|course| course.last),
            what,
        })
    });
    differing.collect()
}

/// What is checked.
struct Scope<'a> {
    path: PathBuf,
    day: Day,
    device: Option<&'a str>,
}

impl Scope<'_> {
    /// Hands every record of the scope over; returns what cannot be read, and the bytes of an unfinished end.
    fn each(
        &self,
        numbers: &mut Numbers,
        mut take: impl FnMut(&Line<'_>, &Seal),
    ) -> Result<(Vec<Break>, u64), ArchiveError> {
        let (mut breaks, mut unfinished) = (Vec::new(), 0);
        let Some(mut frames) = Frames::open(&self.path, 0)? else {
            return Ok((breaks, unfinished));
        };
        let whole = frames.bytes();
        let mut content = Vec::new();
        while let Some(piece) = frames.next(&mut content)? {
            match piece {
                Piece::Good { from, to } => {
                    let are_records = self.lines(&content, numbers, &mut take);
                    breaks.extend((!are_records).then(|| unreadable(from, to)));
                }
                Piece::Bad { from, to } if to < whole => breaks.push(unreadable(from, to)),
                Piece::Bad { from, to } => unfinished = to - from,
            }
        }
        Ok((breaks, unfinished))
    }

    /// Hands the records of a frame over; whether every line is one.
    fn lines(
        &self,
        content: &[u8],
        numbers: &mut Numbers,
        take: &mut impl FnMut(&Line<'_>, &Seal),
    ) -> bool {
        let mut are_records = true;
        for text in content
            .split(|&byte| byte == b'\n')
            .filter(|text| !text.is_empty())
        {
            let Some((line, seal)) = Line::parse(text).zip(line::seal(text)) else {
                are_records = false;
                continue;
            };
            numbers.take(line.sequence);
            if self.device.is_none_or(|device| device == line.device) {
                take(&line, &seal);
            }
        }
        are_records
    }

    /// Says what is wrong with the chains that do not hold.
    fn explain(
        &self,
        courses: &BTreeMap<String, Course>,
        mut numbers: Numbers,
    ) -> Result<Vec<Break>, ArchiveError> {
        let broken = courses.iter().filter(|(_, course)| course.is_broken);
        let broken: BTreeSet<&str> = broken.map(|(device, _)| device.as_str()).collect();
        if broken.is_empty() {
            return Ok(Vec::new());
        }
        numbers.sort();
        let mut gathered = BTreeMap::<&str, Vec<Link>>::new();
        self.each(&mut Numbers::default(), |line, seal| {
            if let Some(device) = broken.get(&*line.device) {
                gathered.entry(*device).or_default().push(Link {
                    sequence: line.sequence,
                    prev: seal.prev,
                    hash: seal.hash,
                    is_whole: seal.is_whole,
                });
            }
        })?;
        let explained = gathered.into_iter().flat_map(|(device, links)| {
            let genesis = line::genesis(self.day, device);
            let wrong = links::explain(genesis, &links, &numbers);
            wrong.into_iter().map(move |(sequence, what)| Break {
                device: Some(device.to_owned()),
                sequence: Some(sequence),
                what,
            })
        });
        Ok(explained.collect())
    }
}

fn unreadable(from: u64, to: u64) -> Break {
    Break {
        device: None,
        sequence: None,
        what: What::Unreadable { from, to },
    }
}
