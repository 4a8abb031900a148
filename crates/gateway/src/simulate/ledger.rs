//! The generator's own record of what it sent and what was acknowledged, so that nobody need believe the gateway.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

/// A ledger file: one JSON object a line; shared by all simulated devices.
#[derive(Debug)]
pub(super) struct Ledger {
    file: Mutex<BufWriter<File>>,
}

/// One frame of a ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// MN or VIN.
    pub(super) device: &'a str,
    /// CN, or the command byte.
    pub(super) command: u16,
    /// What stood between `&&` and `&&`; empty for vehicles.
    pub(super) content: &'a str,
    /// Time of a vehicle's frame, where the content gives none.
    pub(super) data_time: &'a str,
    /// When it was first sent, in microseconds since 1970 UTC.
    pub(super) sent_at: i64,
    /// When its acknowledgement came; none: it never came.
    pub(super) acked_at: Option<i64>,
}

impl Ledger {
    /// An empty ledger.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(256 * 1024, File::create(path)?);
        Ok(Self {
            file: Mutex::new(file),
        })
    }

    /// Writes a line.
    pub(super) fn write(&self, line: &Line<'_>) -> io::Result<()> {
        let mut text = serde_json::to_vec(&line.object()).map_err(io::Error::other)?;
        text.push(b'\n');
        self.lock().write_all(&text)
    }

    /// Hands everything to the operating system.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.lock().flush()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BufWriter<File>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line<'_> {
    fn object(&self) -> Value {
        let mut values = Map::new();
        let mut data_time = self.data_time;
        for (key, value) in self
            .content
            .split([';', ','])
            .filter_map(|item| item.split_once('='))
        {
            if key == "DataTime" {
                data_time = value;
            } else {
                values.insert(key.to_owned(), value.into());
            }
        }
        json!({
            "device": self.device,
            "command": self.command,
            "data_time": data_time,
            "values": values,
            "sent_at": self.sent_at,
            "acked_at": self.acked_at,
        })
    }
}
