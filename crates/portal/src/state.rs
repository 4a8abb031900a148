//! Whether the lake or the register changed: a number that rises, by which kept answers are told from stale ones.
//!
//! A change is seen by looking at the newest entries of the tables' logs and at the register's newest revision,
//! every other second, never within a request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lake::{Lake, Table};
use tokio::sync::Mutex;

use crate::live::Event;
use crate::portal::Portal;

/// How often to look.
const LOOK: Duration = Duration::from_secs(2);

/// The tables that plans are judged by, beside the register: others may grow every second.
const JUDGED_BY: [Table; 4] = [
    Table::ObservationHour,
    Table::ObservationDay,
    Table::Import,
    Table::ReportedFigure,
];

/// How often sessions that ended are swept out.
const SWEEP: Duration = Duration::from_hours(1);

/// What a portal knows of its stores.
pub(crate) struct State {
    lake: Lake,
    version: AtomicU64,
    judged_by: AtomicU64,
    seen: Mutex<Option<Seen>>,
}

/// What was there when somebody last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    tables: Vec<Option<String>>,
    register: Option<i64>,
    /// Today: with the day the answers change too.
    day: String,
}

impl State {
    pub(crate) fn new(lake: Lake) -> Self {
        Self {
            lake,
            version: AtomicU64::new(1),
            judged_by: AtomicU64::new(1),
            seen: Mutex::new(None),
        }
    }

    pub(crate) fn lake(&self) -> &Lake {
        &self.lake
    }

    /// Rises with every change.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Rises with every change of what plans are judged by.
    pub(crate) fn judged_by(&self) -> u64 {
        self.judged_by.load(Ordering::Acquire)
    }

    /// Something was written by this process: readers must not see what was kept before.
    pub(crate) fn changed(&self) {
        self.judged_by.fetch_add(1, Ordering::AcqRel);
        self.version.fetch_add(1, Ordering::AcqRel);
    }
}

impl Seen {
    /// What of it plans are judged by.
    fn judged_by(&self) -> (Vec<&Option<String>>, Option<i64>, &str) {
        let tables = Table::ALL.into_iter().zip(&self.tables);
        let own = tables.filter(|(table, _)| JUDGED_BY.contains(table));
        (
            own.map(|(_, newest)| newest).collect(),
            self.register,
            &self.day,
        )
    }
}

/// Looks for changes until the portal is dropped.
pub(crate) async fn watch(portal: Portal) {
    let mut swept = None::<std::time::Instant>;
    loop {
        look(&portal).await;
        if swept.is_none_or(|moment| moment.elapsed() > SWEEP) {
            swept = Some(std::time::Instant::now());
            if let Err(error) = portal.access().forget_expired(jiff::Timestamp::now()).await {
                tracing::warn!(%error, "sessions that ended cannot be swept out");
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Looks once, and tells whoever listens what changed.
pub(crate) async fn look(portal: &Portal) {
    let state = portal.state();
    let before = state
        .seen
        .lock()
        .await
        .as_ref()
        .map(|seen| seen.tables.clone());
    let tables = state.lake.newest_entries(&before.unwrap_or_default()).await;
    let tables = match tables {
        Ok(tables) => tables,
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the lake cannot be looked at for changes"
            );
            return;
        }
    };
    let newest = portal.registry().revisions(1).await;
    let now = Seen {
        tables,
        register: newest
            .ok()
            .and_then(|list| list.first().map(|revision| revision.id)),
        day: portal
            .context(answer::words::Language::Zh)
            .today()
            .to_string(),
    };
    let mut seen = state.seen.lock().await;
    let Some(before) = seen.replace(now.clone()).filter(|before| *before != now) else {
        return;
    };
    drop(seen);
    if before.judged_by() != now.judged_by() {
        state.judged_by.fetch_add(1, Ordering::AcqRel);
    }
    state.version.fetch_add(1, Ordering::AcqRel);
    for (place, table) in Table::ALL.into_iter().enumerate() {
        if before.tables.get(place) != now.tables.get(place) {
            portal.live().tell(Event::Table(table.name()));
        }
    }
    if before.register != now.register {
        portal.live().tell(Event::Register);
    }
}
