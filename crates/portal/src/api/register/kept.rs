//! Uploaded files between the comparison and the commit: in the folder of attachments, bound to the account that sent
//! them, for half an hour.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::StatusCode;
use futures::StreamExt as _;
use registry::intake::Handed;
use serde::{Deserialize, Serialize};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;
use tower_sessions::session::Id;

use crate::portal::Portal;
use crate::problem::Refusal;

/// How long a comparison may wait for its commit.
const WAIT: Duration = Duration::from_mins(30);
/// The most characters of a file's name.
const NAME: usize = 200;

/// What is known of an upload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Upload {
    /// Its name in addresses.
    pub(super) token: String,
    /// The account that sent it.
    pub(super) account: i64,
    /// The entity that it is about.
    pub(super) entity: String,
    /// The file's name, for the history.
    pub(super) name: String,
    /// Why it was sent, as far as that was said.
    pub(super) why: String,
}

impl Upload {
    /// An upload that begins.
    pub(super) fn new(account: i64, entity: &str, name: &str, why: &str) -> Self {
        Self {
            token: Id::default().to_string(),
            account,
            entity: entity.to_owned(),
            name: plain(name),
            why: why.trim().to_owned(),
        }
    }

    /// Writes the body of a request to the disk, and what is known of it.
    pub(super) async fn receive(&self, portal: &Portal, body: Body) -> Result<(), Refusal> {
        let folder = folder(portal);
        fs::create_dir_all(&folder).await.map_err(failed)?;
        forget(&folder).await;
        let file = folder.join(&self.token);
        let most = portal.settings().limits.upload_bytes;
        if let Err(refusal) = stream(&file, body, most).await {
            // A part of a file is of no use to anybody; one that cannot be removed goes with time.
            let _ = fs::remove_file(&file).await;
            return Err(refusal);
        }
        let known = serde_json::to_vec(self).map_err(|error| Refusal::internal(&error))?;
        fs::write(about(&file), known).await.map_err(failed)
    }

    /// The upload of a token, if it is still there and this account's.
    pub(super) async fn find(
        portal: &Portal,
        token: &str,
        account: i64,
        entity: &str,
    ) -> Result<Self, Refusal> {
        let absent = || Refusal::nothing("failure-portal-upload");
        // A token is letters, digits, - and _: no address leads out of the folder.
        let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if token.is_empty() || token.len() > 64 || !token.chars().all(is_token) {
            return Err(absent());
        }
        let folder = folder(portal);
        forget(&folder).await;
        let known = fs::read(about(&folder.join(token)))
            .await
            .map_err(|_error| absent())?;
        let upload: Self = serde_json::from_slice(&known).map_err(|_error| absent())?;
        let own = upload.account == account && upload.entity == entity;
        own.then_some(upload).ok_or_else(absent)
    }

    /// Its bytes.
    pub(super) async fn handed(&self, portal: &Portal) -> Result<Handed, Refusal> {
        let bytes = fs::read(folder(portal).join(&self.token))
            .await
            .map_err(failed)?;
        Ok(Handed {
            name: self.name.clone(),
            bytes: bytes.into(),
        })
    }

    /// Takes it away, so that nobody commits it again; whether it was still there.
    pub(super) async fn take(&self, portal: &Portal) -> bool {
        let file = folder(portal).join(&self.token);
        let taken = fs::remove_file(about(&file)).await.is_ok();
        if taken {
            let _ = fs::remove_file(&file).await;
        }
        taken
    }
}

async fn stream(file: &Path, body: Body, most: usize) -> Result<(), Refusal> {
    let mut out = fs::File::create(file).await.map_err(failed)?;
    let mut parts = body.into_data_stream();
    let mut bytes = 0;
    while let Some(part) = parts.next().await {
        let part =
            part.map_err(|_error| Refusal::new(StatusCode::BAD_REQUEST, "failure-portal-408"))?;
        bytes += part.len();
        if bytes > most {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "failure-portal-413",
            ));
        }
        out.write_all(&part).await.map_err(failed)?;
    }
    out.flush().await.map_err(failed)
}

fn folder(portal: &Portal) -> PathBuf {
    portal.settings().attachments.join("uploads")
}

fn about(file: &Path) -> PathBuf {
    file.with_extension("json")
}

/// Removes what waited too long.
async fn forget(folder: &Path) {
    let Ok(mut entries) = fs::read_dir(folder).await else {
        return;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let changed = entry.metadata().await.and_then(|known| known.modified());
        let age = changed
            .ok()
            .and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > WAIT) {
            let _ = fs::remove_file(entry.path()).await;
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn failed(error: io::Error) -> Refusal {
    Refusal::internal(&error)
}

/// A file's name as a header carries it, percent-encoded, without what is no name.
fn plain(header: &str) -> String {
    let mut bytes = Vec::with_capacity(header.len());
    let mut rest = header.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| str::from_utf8(two).ok());
        let decoded = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let Some(byte) = decoded.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME)
        .collect();
    if name.trim().is_empty() {
        "upload".to_owned()
    } else {
        name
    }
}
