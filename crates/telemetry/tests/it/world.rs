//! An inbox, an archive and a lake in a folder, and frames made by hand.

use std::sync::Arc;

use gateway::entry::Standing;
use gateway::{Archive, Channel, Device, Devices, Entry, Inbox, Place};
use lake::{Lake, QueryLimits};
use telemetry::{Drained, Ends, Settings, TelemetryError, drain};
use tokio::sync::watch;

/// The device of the vectors of this project.
pub(crate) const MN: &str = "010000A8900016F000169DC0";

/// 2024-06-01 09:10:00 UTC+8.
pub(crate) const NOW: i64 = 1_717_204_200_000_000;

/// Everything a drain works on.
pub(crate) struct World {
    folder: tempfile::TempDir,
    pub(crate) inbox: Inbox,
    pub(crate) lake: Lake,
    pub(crate) devices: Vec<Device>,
    pub(crate) settings: Settings,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            inbox: open(&folder, "inbox").await,
            lake: Lake::open(&folder.path().join("lake")).unwrap(),
            devices: vec![device(MN)],
            settings: Settings::default(),
            folder,
        }
    }

    /// Another inbox, as if the first had never been read.
    pub(crate) async fn forget_the_inbox(&mut self, name: &str) {
        self.inbox = open(&self.folder, name).await;
    }

    /// Puts entries in and drains until nothing is left.
    pub(crate) async fn take(&self, entries: Vec<Entry>) -> Drained {
        self.put(entries).await;
        self.drain().await.unwrap()
    }

    pub(crate) async fn put(&self, entries: Vec<Entry>) {
        self.inbox.put(entries).await.unwrap();
    }

    pub(crate) async fn drain(&self) -> Result<Drained, TelemetryError> {
        let ends = Ends {
            inbox: self.inbox.clone(),
            archive: Archive::open(&self.folder.path().join("archive")).unwrap(),
            lake: self.lake.clone(),
            devices: watch::channel(Arc::new(Devices::new(self.devices.clone()))).1,
        };
        let (_closing, closing) = watch::channel(true);
        let (progress, _progress) = watch::channel(Drained::default());
        drain(ends, self.settings.clone(), closing, progress).await
    }

    /// Takes a table away, as if no commit had ever been made.
    pub(crate) fn take_away(&self, table: &str) {
        std::fs::remove_dir_all(self.lake.place().folder().unwrap().join(table)).unwrap();
    }

    /// Rows of a statement, one a line, cells parted by ` | `.
    pub(crate) async fn ask(&self, statement: &str) -> String {
        let limits = QueryLimits::default();
        let batches = self.lake.query(statement, limits).await.unwrap();
        let options = lake::arrow::util::display::FormatOptions::default().with_null("-");
        let mut lines = Vec::new();
        for batch in &batches {
            let show = |column| {
                lake::arrow::util::display::ArrayFormatter::try_new(column, &options).unwrap()
            };
            let columns: Vec<_> = batch.columns().iter().map(|column| show(column)).collect();
            lines.extend((0..batch.num_rows()).map(|row| {
                let cells = columns.iter().map(|column| column.value(row).to_string());
                cells.collect::<Vec<_>>().join(" | ")
            }));
        }
        lines.join("\n")
    }
}

async fn open(folder: &tempfile::TempDir, name: &str) -> Inbox {
    let place = Place::Folder {
        folder: folder.path().join(name),
        max_bytes: 64 << 20,
    };
    Inbox::open(&place).await.unwrap()
}

pub(crate) fn device(id: &str) -> Device {
    Device {
        id: id.to_owned(),
        password: None,
        key: None,
        profile: "standard".to_owned(),
        clock_offset_s: 0,
    }
}

/// An accepted entry.
pub(crate) fn entry(channel: Channel, device: &str, received_at: i64, raw: Vec<u8>) -> Entry {
    Entry {
        received_at,
        channel,
        device: device.to_owned(),
        peer: "192.0.2.7:4001".to_owned(),
        standing: Standing::Accepted,
        raw,
    }
}

/// An accepted frame of HJ 212 from the device.
pub(crate) fn text(received_at: i64, segment: &str) -> Entry {
    entry(Channel::Hj212, MN, received_at, frame(segment))
}

/// A frame of HJ 212 around a data segment.
pub(crate) fn frame(segment: &str) -> Vec<u8> {
    format!("##{:04}{segment}{:04X}\r\n", segment.len(), crc(segment)).into_bytes()
}

/// The check word of Annex A of HJ 212-2017.
fn crc(segment: &str) -> u16 {
    let mut word = 0xFFFF_u16;
    for byte in segment.bytes() {
        word = (word >> 8) ^ u16::from(byte);
        for _ in 0..8 {
            let low = word & 1;
            word >>= 1;
            if low == 1 {
                word ^= 0xA001;
            }
        }
    }
    word
}

/// A data segment of the device: system, command and content.
pub(crate) fn segment(system: u8, command: u16, content: &str) -> String {
    format!(
        "QN=20240601090000001;ST={system};CN={command};PW=123456;MN={MN};Flag=5;CP=&&{content}&&"
    )
}

/// A minute frame with one factor.
pub(crate) fn minute(received_at: i64, time: &str, value: &str) -> Entry {
    let content = format!("DataTime=202406{time};a21026-Avg={value},a21026-Flag=N");
    text(received_at, &segment(31, 2051, &content))
}
