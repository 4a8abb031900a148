//! How far a drain is.

/// How far a drain is since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// The last entry that is archived and in the lake.
    pub sequence: u64,
    /// Entries read.
    pub entries: u64,
    /// Rows written, of all tables.
    pub rows: u64,
    /// Rows that came again with nothing new.
    pub repeated: u64,
    /// Rows written as a revision of an earlier one.
    pub revisions: u64,
    /// Frames kept apart.
    pub quarantined: u64,
    /// Defects named.
    pub defects: u64,
    /// Steps that failed and were tried again.
    pub retries: u64,
}

impl Drained {
    /// Adds what a batch brought.
    pub(super) fn add(&mut self, batch: &Self) {
        self.sequence = self.sequence.max(batch.sequence);
        self.entries += batch.entries;
        self.rows += batch.rows;
        self.repeated += batch.repeated;
        self.revisions += batch.revisions;
        self.quarantined += batch.quarantined;
        self.defects += batch.defects;
        self.retries += batch.retries;
    }
}
