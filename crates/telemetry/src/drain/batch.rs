//! A batch between the two steps: its entries, its rows by table.

use std::sync::Arc;

use gateway::Stored;
use lake::Table;
use lake::arrow::record_batch::RecordBatch;

use super::Drained;

/// A batch, ready to be archived and appended.
#[derive(Debug)]
pub(super) struct Batch {
    /// Its number, rising by one.
    pub(super) number: u64,
    /// The entries, in their order.
    pub(super) entries: Arc<Vec<Stored>>,
    /// The last entry's number.
    pub(super) last: u64,
    /// What each table gets.
    pub(super) tables: Vec<(Table, Vec<RecordBatch>)>,
    /// What it adds to the drain's progress.
    pub(super) drained: Drained,
}
