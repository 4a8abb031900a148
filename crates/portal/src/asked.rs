//! What every request says of itself: the reader's language, the address, what the reader has already.

use std::convert::Infallible;

use answer::words::Language;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};

/// The address as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Address(pub(crate) Uri);

/// What a request says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The reader's language.
    pub(crate) language: Language,
    /// Path and query as sent.
    pub(crate) address: String,
    /// What the reader has.
    pub(crate) has: Option<String>,
    /// Whether the reader reads gzip.
    pub(crate) gzip: bool,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        // Nested routers see the rest of the path alone; the whole stands in an extension.
        let whole = parts.extensions.get::<Address>();
        let uri = whole.map_or(&parts.uri, |address| &address.0);
        Ok(Self {
            language: language(&parts.headers, uri),
            address: uri.to_string(),
            has: text(header::IF_NONE_MATCH).map(str::to_owned),
            gzip: text(header::ACCEPT_ENCODING).is_some_and(|list| list.contains("gzip")),
        })
    }
}

/// The language of `?lang=`, else the first that both sides know, else Chinese.
pub(crate) fn language(headers: &HeaderMap, uri: &Uri) -> Language {
    let named = uri
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    let wished = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let tags = named
        .into_iter()
        .chain(wished.into_iter().flat_map(|list| list.split(',')));
    let known = tags.filter_map(|tag| {
        let tag = tag.trim().get(..2)?;
        match tag {
            "zh" => Some(Language::Zh),
            "en" => Some(Language::En),
            _ => None,
        }
    });
    known.into_iter().next().unwrap_or(Language::Zh)
}
