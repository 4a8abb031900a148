//! Why an inbox could not do what was asked.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the inbox could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// It holds as much as it may; nothing can be taken in until something is released.
    #[error("the inbox is full: it holds {bytes} bytes and may hold {max_bytes}")]
    Full {
        /// What it holds, where that is known.
        bytes: u64,
        /// What it may hold.
        max_bytes: u64,
    },
    /// An entry is larger than any that may be kept.
    #[error("an entry of {bytes} bytes is too large for the inbox, which takes {max_bytes}")]
    TooLarge {
        /// The entry's size.
        bytes: usize,
        /// The largest size.
        max_bytes: usize,
    },
    /// Another process has the folder open.
    #[error("the inbox in {} is open in another process", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The disk failed, or has no room.
    #[error("could not {doing} {}", path.display())]
    Disk {
        /// What was being done.
        doing: Doing,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: Arc<io::Error>,
    },
    /// A file in the folder bears the name of a segment and is none.
    #[error("{} is not a segment of an inbox; move it elsewhere", file.display())]
    NotASegment {
        /// The file.
        file: PathBuf,
    },
    /// Bytes that were durable have changed.
    #[error(
        "{} is damaged at byte {byte}: entry {sequence} cannot be read; restore the file, or move it elsewhere to go on after it",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// Where in it.
        byte: u64,
        /// The entry that should stand there.
        sequence: u64,
    },
    /// The inbox was shut down.
    #[error("the inbox is closed")]
    Closed,
    /// The address of the NATS server is none.
    #[error("the address of the NATS server cannot be read; expected nats://host:port")]
    Address {
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The NATS server cannot be reached, or does not answer.
    #[error("the NATS server {server} does not answer")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What the client said, where it said something.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The NATS server refused.
    #[error("the NATS server {server} refused a request for the stream {stream}")]
    Refused {
        /// Host and port.
        server: String,
        /// The stream.
        stream: String,
        /// What it said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A message in the stream was not put there by a gateway.
    #[error("message {sequence} of the stream {stream} is not an entry of a gateway")]
    Foreign {
        /// The stream.
        stream: String,
        /// Its number.
        sequence: u64,
    },
}

/// What was being done to a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Making a folder.
    Make,
    /// Opening it.
    Open,
    /// Reading it.
    Read,
    /// Writing it.
    Write,
    /// Making sure that it is on the disk.
    Sync,
    /// Removing it.
    Remove,
}

impl std::fmt::Display for Doing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Make => "make",
            Self::Open => "open",
            Self::Read => "read",
            Self::Write => "write",
            Self::Sync => "bring to the disk",
            Self::Remove => "remove",
        })
    }
}

impl InboxError {
    /// Turns a system's error into one that says what was done to what.
    pub(super) fn disk(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Disk {
            doing,
            path: path.to_path_buf(),
            source: Arc::new(source),
        }
    }

    /// The same failure of the disk, for another waiter.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Disk {
                doing,
                path,
                source,
            } => Self::Disk {
                doing: *doing,
                path: path.clone(),
                source: Arc::clone(source),
            },
            _ => Self::Closed,
        }
    }
}
