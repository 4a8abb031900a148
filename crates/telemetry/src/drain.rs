//! The drain: from the inbox into the archive and the lake, each entry exactly once.
//!
//! Two steps overlap. The first reads a batch, takes it apart and tells what is new; the second archives it,
//! appends its rows table by table, each commit with the number of the batch's last entry, and releases it.
//! Stopped anywhere, the next drain reads the batch again: the archive knows its entries by number, and a table
//! takes only rows of entries above its own number. A failure is tried again until it passes or the drain ends.

mod settings;
mod progress;
mod batch;
mod take;
mod settle;

use std::sync::Arc;

use futures::future::BoxFuture;
use gateway::{Archive, Devices, Inbox};
use lake::Lake;
use tokio::sync::{mpsc, watch};

pub use progress::Drained;
pub use settings::Settings;

use crate::error::TelemetryError;
use batch::Batch;
use settle::Settling;
use take::Taking;

/// What a drain works on.
#[derive(Debug)]
pub struct Ends {
    /// Where entries come from.
    pub inbox: Inbox,
    /// Where raw frames are kept; the drain alone writes it.
    pub archive: Archive,
    /// Where rows go.
    pub lake: Lake,
    /// The devices, for their profiles, keys and clocks.
    pub devices: watch::Receiver<Arc<Devices>>,
}

/// Drains the inbox until `closing` is true and nothing is left in it, or `closing` is true and a failure stays.
///
/// `progress` tells how far it is. Only one drain may work on an inbox and a lake.
pub fn drain(
    ends: Ends,
    settings: Settings,
    closing: watch::Receiver<bool>,
    progress: watch::Sender<Drained>,
) -> BoxFuture<'static, Result<Drained, TelemetryError>> {
    // Boxed, so that the engine's code is compiled here and not again in every crate that drains.
    Box::pin(run(ends, settings, closing, progress))
}

async fn run(
    ends: Ends,
    settings: Settings,
    closing: watch::Receiver<bool>,
    progress: watch::Sender<Drained>,
) -> Result<Drained, TelemetryError> {
    align(&ends.inbox, &ends.lake).await?;
    let (hand_over, taken) = mpsc::channel::<Batch>(1);
    let (settled, settled_upto) = watch::channel(0);
    let taking = Taking::start(&ends, &settings).await?;
    let settling = Settling::new(ends, settings, closing.clone(), progress);
    let (first, second) = tokio::join!(
        taking.run(hand_over, settled_upto, closing),
        settling.run(taken, settled),
    );
    let drained = second?;
    first?;
    Ok(drained)
}

/// Waits so long, or until the drain is to close.
async fn wait(time: std::time::Duration, closing: &mut watch::Receiver<bool>) {
    let closed = async {
        if closing.wait_for(|closing| *closing).await.is_err() {
            // Nobody can close it any more.
            std::future::pending::<()>().await;
        }
    };
    let _ = tokio::time::timeout(time, closed).await;
}

/// Makes sure that the numbers of an inbox go on above those that the lake has seen.
///
/// An inbox made anew would start again from one, and the lake would take its entries for old ones. Call this
/// before anything is put into the inbox; `drain` does so too.
pub async fn align(inbox: &Inbox, lake: &Lake) -> Result<(), TelemetryError> {
    let newest = take::versions(lake).await?.newest();
    let Ok(newest) = u64::try_from(newest) else {
        return Ok(());
    };
    let extent = inbox.extent().await?;
    if extent.next > newest {
        return Ok(());
    }
    if extent.first < extent.next {
        return Err(TelemetryError::Behind {
            next: extent.next,
            newest,
        });
    }
    inbox.release(newest).await?;
    Ok(())
}
