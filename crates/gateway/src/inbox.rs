//! Where entries wait, durable, until they are archived and in the lake.
//!
//! By default a log in a folder of this machine; at scale a stream of NATS JetStream takes its place.
//! An inbox answers a `put` only when the entries are durable, gives numbers that rise by one and never
//! repeats one, and drops nothing before it is released. It does not look into frames, and where it is full
//! or its disk fails it says so: the caller then does not acknowledge.

mod error;
mod record;
mod segment;
mod shelf;
mod writer;
mod local;
mod nats;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::device::Secret;
use crate::entry::{Entry, Stored};

pub use error::InboxError;
use local::Log;
use nats::Stream;

/// An inbox; cloning it gives another handle to the same one.
#[derive(Clone, Debug)]
pub enum Inbox {
    /// A log in a folder, for this process alone.
    Local(Arc<Log>),
    /// A stream of NATS JetStream.
    Nats(Arc<Stream>),
}

/// Where an inbox is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder of this machine, made where there is none.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// So many bytes it may take on the disk; beyond them it is full.
        max_bytes: u64,
    },
    /// A stream of a NATS server, made where there is none; one that exists keeps its configuration
    /// (replicas, limits).
    Nats {
        /// The server, `nats://user:word@host:port`.
        url: Secret,
        /// The stream's name.
        stream: String,
        /// So many bytes a new stream may hold; beyond them it is full.
        max_bytes: u64,
    },
}

/// What an inbox holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The number of the first entry that it still holds; `next` when it holds none.
    pub first: u64,
    /// The number that the next entry gets.
    pub next: u64,
    /// What it takes where it is stored.
    pub bytes: u64,
}

impl Inbox {
    /// Opens the inbox of a place, after mending what a crash left behind.
    pub async fn open(place: &Place) -> Result<Self, InboxError> {
        match place {
            Place::Folder { folder, max_bytes } => {
                let (folder, max_bytes) = (folder.clone(), *max_bytes);
                let opened = tokio::task::spawn_blocking(move || Log::open(folder, max_bytes));
                let log = opened.await.unwrap_or(Err(InboxError::Closed))?;
                Ok(Self::Local(Arc::new(log)))
            }
            Place::Nats {
                url,
                stream,
                max_bytes,
            } => {
                let stream = Stream::open(url, stream, *max_bytes).await?;
                Ok(Self::Nats(Arc::new(stream)))
            }
        }
    }

    /// Keeps entries in their order and returns their numbers once all of them are durable.
    ///
    /// After an error none may be acknowledged. A folder then keeps none of them; a stream may keep some,
    /// and does not double them when the same entries are put again within two minutes.
    /// In a stream the range may also hold numbers of entries that others put at the same time.
    pub async fn put(&self, entries: impl AsRef<[Entry]> + Send) -> Result<Range<u64>, InboxError> {
        match self {
            Self::Local(log) => log.put(entries.as_ref()).await,
            Self::Nats(stream) => stream.put(entries.as_ref()).await,
        }
    }

    /// Entries after a number, at most so many bytes of frames but at least one entry; waits for the first
    /// one, at most so long.
    pub async fn read(
        &self,
        after: u64,
        max_bytes: usize,
        wait: Duration,
    ) -> Result<Vec<Stored>, InboxError> {
        match self {
            Self::Local(log) => log.read(after, max_bytes, wait).await,
            Self::Nats(stream) => stream.read(after, max_bytes, wait).await,
        }
    }

    /// Gives up the entries up to and including a number: they are archived and in the lake.
    ///
    /// Later entries get numbers above it, even where it was not given yet: an inbox that was made anew thus
    /// goes on after what the lake has.
    pub async fn release(&self, upto: u64) -> Result<(), InboxError> {
        match self {
            Self::Local(log) => log.release(upto).await,
            Self::Nats(stream) => stream.release(upto).await,
        }
    }

    /// What it holds now.
    pub async fn extent(&self) -> Result<Extent, InboxError> {
        match self {
            Self::Local(log) => Ok(log.extent()),
            Self::Nats(stream) => stream.extent().await,
        }
    }
}
