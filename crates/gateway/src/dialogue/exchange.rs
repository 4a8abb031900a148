//! Who waits for what a device says: one exchange a device at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use wire::hj212::{Answer, Frame};

/// Frames that may wait for the one who asked; further ones are kept, but not shown to him.
const WAITING: usize = 4096;

/// A frame that may belong to an exchange.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// Its command.
    pub(crate) command: u16,
    /// The QN that it carries or answers.
    pub(crate) exchange: Option<String>,
    /// The answer that it is, if it is one.
    pub(crate) answer: Option<Answer>,
    /// The bytes.
    pub(crate) raw: Vec<u8>,
}

impl Heard {
    /// What a frame says.
    pub(crate) fn of(frame: &Frame<'_>, command: u16, raw: &[u8]) -> Self {
        Self {
            command,
            exchange: Answer::answered(frame).map(str::to_owned),
            answer: Answer::of(frame),
            raw: raw.to_vec(),
        }
    }
}

/// The exchanges that are open, by MN.
#[derive(Debug, Default)]
pub(crate) struct Exchanges {
    count: AtomicUsize,
    open: Mutex<BTreeMap<String, mpsc::Sender<Heard>>>,
}

/// An open exchange; it is closed when it is dropped.
pub(crate) struct Exchange<'a> {
    exchanges: &'a Exchanges,
    device: String,
    heard: mpsc::Receiver<Heard>,
}

impl Exchanges {
    /// Opens one with a device; none: another one is open.
    pub(crate) fn open(&self, device: &str) -> Option<Exchange<'_>> {
        let (sender, heard) = mpsc::channel(WAITING);
        let mut open = self.lock();
        if open.contains_key(device) {
            return None;
        }
        open.insert(device.to_owned(), sender);
        self.count.store(open.len(), Ordering::Release);
        drop(open);
        Some(Exchange {
            exchanges: self,
            device: device.to_owned(),
            heard,
        })
    }

    /// Whether one is open with a device.
    pub(crate) fn is_open(&self, device: &str) -> bool {
        self.count.load(Ordering::Acquire) > 0 && self.lock().contains_key(device)
    }

    /// Shows a frame that is durable to the one who waits for it.
    pub(crate) fn show(&self, device: &str, heard: Heard) {
        if let Some(sender) = self.lock().get(device) {
            let _ = sender.try_send(heard);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, mpsc::Sender<Heard>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange<'_> {
    /// The next frame of the device.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        self.heard.recv().await
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        let mut open = self.exchanges.lock();
        open.remove(&self.device);
        self.exchanges.count.store(open.len(), Ordering::Release);
    }
}
