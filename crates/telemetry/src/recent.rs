//! What was written lately, to tell what comes again from what is new.
//!
//! For every stream and device: the newest time written, and the rows of the newest times. A time above the
//! newest is new without a look; a time below that is not among the recent ones must be recalled from the lake.
//! The answer is exact: contents are compared, not their hashes.

use std::collections::BTreeMap;

use crate::stream::Stream;

/// The memory of one drain.
#[derive(Debug)]
pub(crate) struct Recent {
    /// By stream, then device.
    devices: Vec<BTreeMap<Box<str>, Known>>,
    /// The newest time of a device of which nothing was found, by stream.
    floor: Vec<i64>,
    /// How many times a device keeps when nothing is under way.
    keep: usize,
}

/// One device in one stream.
#[derive(Debug)]
struct Known {
    newest: i64,
    times: BTreeMap<i64, Time>,
}

/// The rows of one time; complete.
#[derive(Debug)]
struct Time {
    /// The last batch that touched it.
    batch: u64,
    rows: Vec<Row>,
}

/// A row: what it said first, what else it said, and the newest revision.
#[derive(Debug)]
struct Row {
    key: Box<[u8]>,
    content: Box<[u8]>,
    others: Vec<Box<[u8]>>,
    revision: i32,
}

impl Row {
    fn new(key: &[u8], content: &[u8], revision: i32) -> Self {
        Self {
            key: key.into(),
            content: content.into(),
            others: Vec::new(),
            revision,
        }
    }

    /// Whether it said this before, in whichever revision: a replay of all revisions brings nothing new.
    fn said(&self, content: &[u8]) -> bool {
        *self.content == *content || self.others.iter().any(|other| **other == *content)
    }
}

impl Recent {
    /// Nothing known; the lake holds no row of a time above `floor` but those given later by `mark`.
    pub(crate) fn new(floor: i64, keep: usize) -> Self {
        Self {
            devices: Stream::ALL.iter().map(|_| BTreeMap::new()).collect(),
            floor: vec![floor; Stream::ALL.len()],
            keep,
        }
    }

    /// The newest time that the lake holds of a device.
    pub(crate) fn mark(&mut self, stream: Stream, device: &str, newest: i64) {
        let known = self.known(stream, device);
        known.newest = known.newest.max(newest);
    }

    /// Whether the rows of a time must be recalled before it can be judged.
    pub(crate) fn is_unknown(&self, stream: Stream, device: &str, time: i64) -> bool {
        match self.devices[stream.place()].get(device) {
            Some(known) => time <= known.newest && !known.times.contains_key(&time),
            None => time <= self.floor[stream.place()],
        }
    }

    /// Makes a time known, with no rows yet; rows that the lake holds follow by `recall`.
    pub(crate) fn open(&mut self, stream: Stream, device: &str, time: i64, batch: u64) {
        let known = self.known(stream, device);
        let rows = Vec::new();
        known.times.entry(time).or_insert(Time { batch, rows });
    }

    /// Makes a time unknown again.
    pub(crate) fn shut(&mut self, stream: Stream, device: &str, time: i64) {
        if let Some(known) = self.devices[stream.place()].get_mut(device) {
            known.times.remove(&time);
        }
    }

    /// A row of the lake, if its time was opened.
    pub(crate) fn recall(
        &mut self,
        stream: Stream,
        (device, time): (&str, i64),
        key: &[u8],
        content: &[u8],
        revision: i32,
    ) {
        let Some(known) = self.devices[stream.place()].get_mut(device) else {
            return;
        };
        let Some(time) = known.times.get_mut(&time) else {
            return;
        };
        match time.rows.iter_mut().find(|row| *row.key == *key) {
            Some(row) => {
                row.others.push(content.into());
                row.revision = row.revision.max(revision);
            }
            None => time.rows.push(Row::new(key, content, revision)),
        }
    }

    /// The revision of a row that came; `None` when it was said before.
    pub(crate) fn judge(
        &mut self,
        stream: Stream,
        (device, time): (&str, i64),
        key: &[u8],
        content: &[u8],
        batch: u64,
    ) -> Option<i32> {
        let known = self.known(stream, device);
        known.newest = known.newest.max(time);
        let time = known.times.entry(time).or_insert_with(|| Time {
            batch,
            rows: Vec::new(),
        });
        time.batch = batch;
        let Some(row) = time.rows.iter_mut().find(|row| *row.key == *key) else {
            time.rows.push(Row::new(key, content, 0));
            return Some(0);
        };
        if row.said(content) {
            return None;
        }
        row.others.push(content.into());
        row.revision += 1;
        Some(row.revision)
    }

    /// Forgets old times that no batch under way has touched: those up to `batch` are in the lake.
    pub(crate) fn forget(&mut self, batch: u64) {
        for known in self.devices.iter_mut().flat_map(BTreeMap::values_mut) {
            let surplus = known.times.len().saturating_sub(self.keep);
            let old: Vec<i64> = known.times.keys().copied().take(surplus).collect();
            for time in old {
                if known.times.get(&time).is_some_and(|t| t.batch <= batch) {
                    known.times.remove(&time);
                }
            }
        }
    }

    fn known(&mut self, stream: Stream, device: &str) -> &mut Known {
        let place = stream.place();
        let devices = &mut self.devices[place];
        if !devices.contains_key(device) {
            let known = Known {
                newest: self.floor[place],
                times: BTreeMap::new(),
            };
            devices.insert(device.into(), known);
        }
        devices.get_mut(device).expect("it was put there just now")
    }
}
