//! Files that figures rest on, kept under the SHA-256 of their bytes. What a file says of its own kind is not believed.
//!
//! A figure refers to its files in its evidence, as `sha256:…`; beside a file stands who brought it and its name.

mod arrived;

use std::path::PathBuf;

use access::{Action, Outcome, Resource};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use futures::StreamExt as _;
use futures::stream::unfold;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt as _;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::arrived::{arrive, named};
use super::{owed, stored};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{file, fresh};
use crate::visitor::Visitor;

/// What stands before the digest in a figure's evidence.
const MARK: &str = "sha256:";
/// Letters of a digest.
const DIGEST: usize = 64;
/// Bytes that are read at once.
const CHUNK: usize = 64 << 10;

/// A file that a figure rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Attachment {
    name: String,
    sha256: String,
    bytes: u64,
    href: String,
}

/// What stands beside a file.
#[derive(Serialize, Deserialize)]
struct Beside {
    name: String,
    bytes: u64,
    account: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(bring))
        .routes(routes!(fetch))
}

/// How evidence refers to a file.
pub(super) fn reference(sha256: &str) -> String {
    format!("{MARK}{sha256}")
}

/// Evidence as typed, and the files it refers to at its end.
pub(super) fn parted(portal: &Portal, evidence: &str) -> (String, Vec<Attachment>) {
    let mut rest = evidence.trim_end();
    let mut found = Vec::new();
    while let Some((before, digest)) = rest
        .rsplit_once(MARK)
        .filter(|(_, digest)| is_digest(digest))
    {
        found.extend(described(portal, digest));
        rest = before.trim_end();
    }
    found.reverse();
    (rest.to_owned(), found)
}

/// Evidence with references to files at its end; a file that was never brought is refused.
pub(super) fn joined(
    portal: &Portal,
    evidence: &str,
    digests: &[String],
) -> Result<String, Refusal> {
    let mut whole = evidence.trim().to_owned();
    for digest in digests {
        if !is_digest(digest) || described(portal, digest).is_none() {
            return Err(Refusal::bad("attachments", digest));
        }
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&reference(digest));
    }
    Ok(whole)
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGEST
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn described(portal: &Portal, sha256: &str) -> Option<Attachment> {
    let beside = beside(portal, sha256)?;
    Some(Attachment {
        name: beside.name,
        sha256: sha256.to_owned(),
        bytes: beside.bytes,
        href: format!("/api/v1/attachments/{sha256}"),
    })
}

fn beside(portal: &Portal, sha256: &str) -> Option<Beside> {
    let text = std::fs::read(place(portal, sha256).with_extension("json")).ok()?;
    serde_json::from_slice(&text).ok()
}

fn place(portal: &Portal, sha256: &str) -> PathBuf {
    portal.settings().attachments.join(sha256)
}

/// Takes a file in. Its name comes in `X-File-Name`, percent-encoded.
#[utoipa::path(post, path = "/attachments",
    params(("X-File-Name" = String, Header, description = "The file's name, percent-encoded UTF-8")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 200, body = Attachment),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn bring(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    if !visitor.acts(Action::FillReport) {
        visitor
            .record(
                Action::FillReport.id(),
                "attachment",
                Outcome::Refused,
                String::new(),
            )
            .await?;
        visitor.must(Action::FillReport, &Resource::default())?;
    }
    let account = visitor.account()?.name.clone();
    let name = named(&headers)?;
    let arrived = arrive(&portal, body).await?;
    let digest = arrived.digest.clone();
    if described(&portal, &digest).is_none() {
        let beside = Beside {
            name,
            bytes: arrived.bytes,
            account,
        };
        arrived.keep(&portal, &beside).await?;
    }
    let kept = described(&portal, &digest).ok_or_else(|| Refusal::not_found(&digest))?;
    let detail = format!("{} {}", kept.name, kept.bytes);
    visitor
        .record(
            Action::FillReport.id(),
            format!("attachment {digest}"),
            Outcome::Done,
            detail,
        )
        .await?;
    fresh(&asked, &kept)
}

/// A file, for who brought it and for who may see a figure that rests on it.
#[utoipa::path(get, path = "/attachments/{sha256}", params(("sha256" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn fetch(
    State(portal): State<Portal>,
    visitor: Visitor,
    Path(sha256): Path<String>,
) -> Result<Response, Refusal> {
    let account = visitor.account()?;
    let unknown = || Refusal::not_found(&sha256);
    if !is_digest(&sha256) {
        return Err(unknown());
    }
    let beside = beside(&portal, &sha256).ok_or_else(unknown)?;
    if beside.account != account.name {
        let rows = stored::referring(&portal, &sha256).await?;
        if !rows
            .iter()
            .any(|row| owed::sees(&visitor, &row.key.region, &row.body))
        {
            return Err(unknown());
        }
    }
    let open = tokio::fs::File::open(place(&portal, &sha256)).await;
    let open = open.map_err(|_error| unknown())?;
    let mut response = file(&beside.name, "application/octet-stream", Bytes::new());
    // Whoever packs the answer may ask once more after its end.
    let chunks = unfold(Some(open), |open| async {
        let mut open = open?;
        let mut chunk = vec![0; CHUNK];
        match open.read(&mut chunk).await {
            Ok(0) => None,
            Ok(length) => {
                chunk.truncate(length);
                Some((Ok(Bytes::from(chunk)), Some(open)))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    *response.body_mut() = Body::from_stream(chunks.fuse());
    Ok(response)
}
