//! What is wrong with a chain that does not hold.
//!
//! A link knows the hash before it and its own. From where each link's predecessor stands — right before it,
//! later, earlier, nowhere — follows what happened. Two causes leave the same traces: a record that was changed
//! and given a fitting hash, and one that was put in another's place; the former is named.

use std::collections::BTreeMap;

use super::Hash;

/// One record in its chain.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) sequence: u64,
    pub(super) prev: Hash,
    pub(super) hash: Hash,
    /// Whether the hash is that of the record.
    pub(super) is_whole: bool,
}

/// How an archive differs from what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The record is not the one that was written.
    Changed,
    /// Records are missing between this one and the device's record before it.
    Missing {
        /// The number of the record before; none at the beginning of the day.
        after: Option<u64>,
    },
    /// The record was not written here.
    Inserted,
    /// The record stands before one that it follows.
    Reordered,
    /// The chain is shorter than it was when its head was recorded.
    Truncated {
        /// Records when the head was recorded.
        recorded: u64,
        /// Records now.
        found: u64,
    },
    /// The chain holds and is not the one whose head was recorded.
    Rewritten,
    /// A part of the file is neither a frame nor lines of records.
    Unreadable {
        /// The first byte of the part.
        from: u64,
        /// The byte after it.
        to: u64,
    },
}

impl What {
    /// Its name in reports.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing { .. } => "missing",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Truncated { .. } => "truncated",
            Self::Rewritten => "rewritten",
            Self::Unreadable { .. } => "unreadable",
        }
    }
}

/// Numbers in the order of the file, as ranges without holes.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    ranges: Vec<(u64, u64)>,
}

impl Numbers {
    pub(super) fn take(&mut self, number: u64) {
        match self.ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => self.ranges.push((number, number)),
        }
    }

    pub(super) fn sort(&mut self) {
        self.ranges.sort_unstable();
    }

    /// Whether a number between the two, both without, belongs to no record of the file.
    fn has_hole(&self, after: u64, before: u64) -> bool {
        let mut next = after + 1;
        for &(first, last) in &self.ranges {
            if first > next {
                break;
            }
            next = next.max(last.saturating_add(1));
        }
        next < before
    }
}

/// What is wrong with one device's links, each with the number of the record.
pub(super) fn explain(genesis: Hash, links: &[Link], numbers: &Numbers) -> Vec<(u64, What)> {
    let traces = Traces::of(links);
    let mut wrong: Vec<(u64, What)> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        if !link.is_whole {
            wrong.push((link.sequence, What::Changed));
        }
        let what = traces.judge(genesis, links, at, numbers);
        let Some((sequence, what)) = what else {
            continue;
        };
        if !wrong.contains(&(sequence, what.clone())) {
            wrong.push((sequence, what));
        }
    }
    wrong.sort_by_key(|(sequence, _)| *sequence);
    wrong
}

/// Who follows whom.
struct Traces {
    /// The first link of each hash.
    place: BTreeMap<Hash, usize>,
    /// The links that name a hash as the one before them.
    followers: BTreeMap<Hash, Vec<usize>>,
}

impl Traces {
    fn of(links: &[Link]) -> Self {
        let (mut place, mut followers) = (BTreeMap::new(), BTreeMap::<Hash, Vec<usize>>::new());
        for (at, link) in links.iter().enumerate() {
            place.entry(link.hash).or_insert(at);
            followers.entry(link.prev).or_default().push(at);
        }
        Self { place, followers }
    }

    fn judge(
        &self,
        genesis: Hash,
        links: &[Link],
        at: usize,
        numbers: &Numbers,
    ) -> Option<(u64, What)> {
        let link = &links[at];
        if self.place.get(&link.hash) != Some(&at) || self.original(links, link.prev) != Some(at) {
            return Some((link.sequence, What::Inserted));
        }
        if link.prev == genesis {
            return None;
        }
        match self.place.get(&link.prev) {
            Some(&before) if before < at => None,
            Some(_) => Some((link.sequence, What::Reordered)),
            None => Some(self.orphan(genesis, links, at, numbers)),
        }
    }

    /// The one of several followers of a hash that is followed itself, else the first.
    fn original(&self, links: &[Link], prev: Hash) -> Option<usize> {
        let followers = self.followers.get(&prev)?;
        let is_followed = |&&at: &&usize| self.followers.contains_key(&links[at].hash);
        followers
            .iter()
            .find(is_followed)
            .or(followers.first())
            .copied()
    }

    /// Why nothing has the hash that a link names as the one before it.
    fn orphan(&self, genesis: Hash, links: &[Link], at: usize, numbers: &Numbers) -> (u64, What) {
        let link = &links[at];
        let before = at.checked_sub(1).map(|before| &links[before]);
        let is_followed = self.followers.contains_key(&link.hash);
        let next_steps_over = links
            .get(at + 1)
            .is_some_and(|next| next.prev == before.map_or(genesis, |before| before.hash));
        if !is_followed && next_steps_over {
            return (link.sequence, What::Inserted);
        }
        let after = before.map(|before| before.sequence);
        let has_hole = after.is_none_or(|after| numbers.has_hole(after, link.sequence));
        match (before, has_hole) {
            (Some(before), false) => (before.sequence, What::Changed),
            _ => (link.sequence, What::Missing { after }),
        }
    }
}
