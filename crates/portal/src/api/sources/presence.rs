//! Who is connected, as the running gateway says on its own address. Where none answers, nothing is known.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::portal::Portal;

/// How long the gateway may take: a page waits for it.
const WAIT: Duration = Duration::from_secs(2);
/// The most that is read of its answer.
const MOST: u64 = 64 << 20;

/// What the gateway says of a device.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Presence {
    device: String,
    /// Whether it is connected now.
    pub(crate) connected: bool,
    /// When it last sent, in microseconds since 1970 UTC.
    pub(crate) last_frame: i64,
}

/// The devices that have spoken since the gateway started, by MN or VIN; none where no gateway answers.
pub(crate) async fn presence(portal: &Portal) -> Option<BTreeMap<String, Presence>> {
    let address = portal.settings().telemetry.gateway?;
    let answered = timeout(WAIT, ask(address)).await;
    let lines = answered.ok().flatten();
    if lines.is_none() {
        tracing::warn!(%address, "no gateway answers, so who is connected is unknown");
    }
    let lines = lines?.into_iter();
    Some(lines.map(|line| (line.device.clone(), line)).collect())
}

/// One request of HTTP/1.0, whose answer ends with the connection.
async fn ask(address: SocketAddr) -> Option<Vec<Presence>> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let request =
        format!("GET /devices HTTP/1.0\r\nHost: {address}\r\nAccept: application/json\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer).await.ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = answer.split_at(end);
    let status = str::from_utf8(head).ok()?.split(' ').nth(1)?;
    (status == "200").then(|| serde_json::from_slice(&body[4..]).ok())?
}
