//! A file on its way in: written to disk as it comes, counted and digested, and gone again unless it gets its place.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use super::{Beside, place};
use crate::portal::Portal;
use crate::problem::Refusal;

/// Letters of a file's name.
const LONGEST_NAME: usize = 200;

/// Tells files apart while they arrive.
static ARRIVING: AtomicU64 = AtomicU64::new(0);

/// The name that a request gives its file, without any folder.
pub(super) fn named(headers: &HeaderMap) -> Result<String, Refusal> {
    let given = headers
        .get("x-file-name")
        .and_then(|value| value.to_str().ok());
    let given = given.ok_or_else(|| Refusal::bad("X-File-Name", ""))?;
    let decoded = decoded(given).ok_or_else(|| Refusal::bad("X-File-Name", given))?;
    let last = decoded
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim();
    let plain = !last.is_empty()
        && last.chars().count() <= LONGEST_NAME
        && !last.contains(char::is_control);
    if !plain {
        return Err(Refusal::bad("X-File-Name", given));
    }
    Ok(last.to_owned())
}

/// Reads `%E5%B9%B4` as the bytes it stands for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// A file that arrived whole and has no place yet; it goes when it gets none.
pub(super) struct Arrived {
    path: PathBuf,
    /// The SHA-256 of its bytes.
    pub(super) digest: String,
    /// How many they are.
    pub(super) bytes: u64,
}

impl Drop for Arrived {
    fn drop(&mut self) {
        // Nothing is there any more once it has its place.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Writes a body to disk as it arrives.
pub(super) async fn arrive(portal: &Portal, body: Body) -> Result<Arrived, Refusal> {
    let most = portal.settings().limits.upload_bytes as u64;
    let number = ARRIVING.fetch_add(1, Ordering::Relaxed);
    let path = portal
        .settings()
        .attachments
        .join(format!(".{}-{number}.part", std::process::id()));
    let mut arrived = Arrived {
        path,
        digest: String::new(),
        bytes: 0,
    };
    let mut file = fs::File::create(&arrived.path)
        .await
        .map_err(|e| failed(&e))?;
    let mut digest = Sha256::new();
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|e| Refusal::bad("body", e))?;
        arrived.bytes += chunk.len() as u64;
        if arrived.bytes > most {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "failure-portal-413",
            ));
        }
        digest.update(&chunk);
        file.write_all(&chunk).await.map_err(|e| failed(&e))?;
    }
    if arrived.bytes == 0 {
        return Err(Refusal::bad("body", ""));
    }
    file.sync_all().await.map_err(|e| failed(&e))?;
    arrived.digest = format!("{:x}", digest.finalize());
    Ok(arrived)
}

impl Arrived {
    /// Gives the file its place; what stands beside it comes last, and makes it count.
    pub(super) async fn keep(self, portal: &Portal, beside: &Beside) -> Result<(), Refusal> {
        let own = place(portal, &self.digest);
        fs::rename(&self.path, &own).await.map_err(|e| failed(&e))?;
        let text = serde_json::to_vec(beside).map_err(|e| Refusal::internal(&e))?;
        let part = self.path.with_extension("json.part");
        let mut file = fs::File::create(&part).await.map_err(|e| failed(&e))?;
        file.write_all(&text).await.map_err(|e| failed(&e))?;
        file.sync_all().await.map_err(|e| failed(&e))?;
        let written = fs::rename(&part, own.with_extension("json")).await;
        written.map_err(|e| failed(&e))?;
        settle(&portal.settings().attachments).await
    }
}

/// Makes the names of a folder last.
async fn settle(folder: &Path) -> Result<(), Refusal> {
    let folder = fs::File::open(folder).await.map_err(|e| failed(&e))?;
    folder.sync_all().await.map_err(|e| failed(&e))
}

fn failed(error: &std::io::Error) -> Refusal {
    Refusal::internal(error)
}
