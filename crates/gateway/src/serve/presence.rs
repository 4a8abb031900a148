//! Who is connected: one line for each known device that has spoken since the gateway started.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc;
use wire::hj212::Edition;

use crate::device::Secret;
use crate::entry::Channel;

/// Bytes to be written to a device, frame by frame.
pub(crate) type Mailbox = mpsc::Sender<Box<[u8]>>;

/// The known devices that have spoken, by MN or VIN.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    seen: Mutex<BTreeMap<String, Seen>>,
}

/// How a device speaks: what requests to it must look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manner {
    /// Its system code, ST.
    pub(crate) system: String,
    /// The edition of the standard that its Flag names.
    pub(crate) edition: Edition,
    /// The password that it last showed.
    pub(crate) password: Secret,
}

#[derive(Debug)]
struct Seen {
    line: Line,
    manner: Option<Manner>,
    connection: u64,
    mailbox: Option<Mailbox>,
}

/// What is known of one device.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    device: String,
    channel: &'static str,
    peer: String,
    connected: bool,
    /// Microseconds since 1970 UTC.
    last_frame: i64,
    frames: u64,
}

/// One connection, as presence knows it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Number of the connection.
    pub(crate) connection: u64,
    /// Address of the other end.
    pub(crate) peer: String,
    /// Where to put what is to be written to it; none: nothing can be written.
    pub(crate) mailbox: Option<Mailbox>,
}

impl Presence {
    /// Notes that a device sent frames over a connection; says whether the connection is new for it.
    pub(crate) fn note(
        &self,
        device: &str,
        channel: Channel,
        over: &Link,
        manner: Option<Manner>,
        at: i64,
        frames: u64,
    ) -> bool {
        let mut seen = self.lock();
        if let Some(known) = seen.get_mut(device) {
            known.line.last_frame = at;
            known.line.frames += frames;
            if manner.is_some() {
                known.manner = manner;
            }
            if known.connection == over.connection && known.line.connected {
                return false;
            }
            known.connection = over.connection;
            known.mailbox.clone_from(&over.mailbox);
            known.line.connected = true;
            known.line.channel = channel.id();
            known.line.peer.clone_from(&over.peer);
            return true;
        }
        let line = Line {
            device: device.to_owned(),
            channel: channel.id(),
            peer: over.peer.clone(),
            connected: true,
            last_frame: at,
            frames,
        };
        let first = Seen {
            line,
            manner,
            connection: over.connection,
            mailbox: over.mailbox.clone(),
        };
        seen.insert(device.to_owned(), first);
        true
    }

    /// Notes that a connection ended.
    pub(crate) fn left(&self, devices: &[String], connection: u64) {
        let mut seen = self.lock();
        for device in devices {
            if let Some(known) = seen.get_mut(device)
                && known.connection == connection
            {
                known.mailbox = None;
                known.line.connected = false;
            }
        }
    }

    /// Where to put what is to be written to a device, while it is connected.
    pub(crate) fn mailbox(&self, device: &str) -> Option<Mailbox> {
        self.lock()
            .get(device)
            .and_then(|seen| seen.mailbox.clone())
    }

    /// The address of a device's last connection; empty if there was none.
    pub(crate) fn peer(&self, device: &str) -> String {
        let seen = self.lock();
        seen.get(device)
            .map_or_else(String::new, |seen| seen.line.peer.clone())
    }

    /// How a device speaks, as far as it has shown it.
    pub(crate) fn manner(&self, device: &str) -> Option<Manner> {
        self.lock().get(device).and_then(|seen| seen.manner.clone())
    }

    /// Every line, by device.
    pub(crate) fn list(&self) -> Vec<Line> {
        self.lock().values().map(|seen| seen.line.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
