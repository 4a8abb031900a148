//! How a drain works.

use std::time::Duration;

use lake::QueryLimits;

/// How a drain works.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A batch is closed when its frames reach so many bytes …
    pub batch_bytes: usize,
    /// … or when its first entry has waited so long.
    pub batch_wait: Duration,
    /// Data whose time is further ahead of their receipt than this are kept apart, the device's known clock
    /// offset allowed for.
    pub ahead: Duration,
    /// Where each device stands is read from the rows of so many days before the start.
    pub recall_days: i32,
    /// How many times each device's memory keeps.
    pub recent_times: usize,
    /// After so many commits to a table its files are merged; never when 0.
    pub compact_after: u32,
    /// Files that merging replaced are kept so many hours, for readers under way.
    pub keep_hours: i64,
    /// How long to wait before a failed step is tried again.
    pub retry: Duration,
    /// What a look into the lake may use.
    pub limits: QueryLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            batch_bytes: 8 << 20,
            batch_wait: Duration::from_secs(5),
            ahead: Duration::from_mins(15),
            recall_days: 3,
            recent_times: 2,
            compact_after: 256,
            keep_hours: 24,
            retry: Duration::from_secs(1),
            limits: QueryLimits::default(),
        }
    }
}
