//! Answers as bytes: made once for each state of the stores, kept, compressed, and not sent again to who has them.

use std::future::Future;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::future::Cache;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Shorter bodies are sent as they are.
const WORTH_PACKING: usize = 1024;

/// Who may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody sees the same.
    Everybody,
    /// It depends on who asks.
    Reader,
}

/// Answers made before.
pub(crate) struct Kept(Cache<String, Arc<Made>>);

/// An answer as bytes.
pub(crate) struct Made {
    body: Bytes,
    packed: Option<Bytes>,
    tag: String,
    language: &'static str,
}

impl Kept {
    /// Keeps so many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        let weigh = |key: &String, made: &Arc<Made>| {
            let packed = made.packed.as_ref().map_or(0, Bytes::len);
            u32::try_from(key.len() + made.body.len() + packed).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).build())
    }
}

/// The answer to an address that everybody sees alike: made once for each state of the stores.
pub(crate) async fn keep<T: Serialize>(
    portal: &Portal,
    asked: &Asked,
    make: impl Future<Output = Result<T, Refusal>> + Send,
) -> Result<Response, Refusal> {
    keep_for(portal, asked, "", make).await
}

/// The same for readers of one standing, which `scope` names.
pub(crate) async fn keep_for<T: Serialize>(
    portal: &Portal,
    asked: &Asked,
    scope: &str,
    make: impl Future<Output = Result<T, Refusal>> + Send,
) -> Result<Response, Refusal> {
    let language = asked.language.id();
    let version = portal.state().version();
    let key = format!("{version}|{language}|{scope}|{}", asked.address);
    // On the heap: what a question is made of would not fit on a worker's stack several times over.
    let make: Pin<Box<dyn Future<Output = _> + Send + '_>> = Box::pin(async {
        let answer = make.await?;
        made(&answer, language).map(Arc::new)
    });
    let made = portal.kept().0.try_get_with(key, make);
    let made = made.await.map_err(|refusal| Refusal::clone(&refusal))?;
    let audience = if scope.is_empty() {
        Audience::Everybody
    } else {
        Audience::Reader
    };
    Ok(reply(asked, &made, audience))
}

/// An answer made for this request alone.
pub(crate) fn fresh<T: Serialize>(asked: &Asked, answer: &T) -> Result<Response, Refusal> {
    let made = made(answer, asked.language.id())?;
    Ok(reply(asked, &made, Audience::Reader))
}

/// An answer that holds a secret: nobody on its way keeps it.
pub(crate) fn secret<T: Serialize>(asked: &Asked, answer: &T) -> Result<Response, Refusal> {
    let mut response = fresh(asked, answer)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.remove(header::ETAG);
    Ok(response)
}

/// Nothing to say but that it is done.
pub(crate) fn done() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// A file to take home.
pub(crate) fn file(name: &str, media: &'static str, bytes: impl Into<Bytes>) -> Response {
    let mut response = Response::new(Body::from(bytes.into()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let named = format!("attachment; filename*=UTF-8''{}", percent_encoded(name));
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// A text as one part of an address: all but letters, digits and `-._~` in percent signs (RFC 3986).
pub(crate) fn percent_encoded(text: &str) -> String {
    encoded_but(text, "")
}

/// The same, with more that stays as it is.
pub(crate) fn encoded_but(text: &str, kept: &str) -> String {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.as_bytes().contains(&byte)
    };
    let encode = |byte: u8| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn made<T: Serialize>(answer: &T, language: &'static str) -> Result<Made, Refusal> {
    let body = serde_json::to_vec(answer).map_err(|error| Refusal::internal(&error))?;
    let mut tag = format!("{:x}", Sha256::digest(&body));
    tag.truncate(24);
    Ok(Made {
        packed: packed(&body),
        body: body.into(),
        tag,
        language,
    })
}

fn packed(body: &[u8]) -> Option<Bytes> {
    if body.len() < WORTH_PACKING {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn reply(asked: &Asked, made: &Made, audience: Audience) -> Response {
    let packed = made.packed.as_ref().filter(|_| asked.gzip);
    let tag = if packed.is_some() {
        format!("\"{}-gz\"", made.tag)
    } else {
        format!("\"{}\"", made.tag)
    };
    let has = asked.has.as_deref().is_some_and(|list| {
        list.split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*")
    });
    let mut response = if has {
        let mut nothing = Response::new(Body::empty());
        *nothing.status_mut() = StatusCode::NOT_MODIFIED;
        nothing
    } else {
        Response::new(Body::from(packed.unwrap_or(&made.body).clone()))
    };
    describe(
        response.headers_mut(),
        made,
        audience,
        &tag,
        packed.is_some(),
    );
    response
}

fn describe(headers: &mut HeaderMap, made: &Made, audience: Audience, tag: &str, packed: bool) {
    let caching = match audience {
        Audience::Everybody => "public, no-cache",
        Audience::Reader => "private, no-cache",
    };
    let fixed = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, caching),
        (header::CONTENT_LANGUAGE, made.language),
        (header::VARY, "accept-encoding, accept-language"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}
