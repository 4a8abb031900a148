//! The page's files, which the program carries, compressed when the page was built.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use crate::portal::Portal;
use crate::problem::Refusal;

/// A file of the page.
#[derive(Debug)]
pub struct PageFile {
    /// Its path under the page's root, without a slash before it.
    pub path: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Its tag, in quotes.
    pub tag: &'static str,
    /// What is in it.
    pub body: &'static [u8],
    /// The same, packed by gzip.
    pub gzip: Option<&'static [u8]>,
    /// The same, packed by Brotli.
    pub brotli: Option<&'static [u8]>,
}

/// The bytes of one file, as it is.
pub(crate) fn bytes(portal: &Portal, path: &str) -> Option<&'static [u8]> {
    found(portal, path).map(|file| file.body)
}

/// Answers with a file; an address of the page that is no file is one of its views.
pub(crate) async fn answer(State(portal): State<Portal>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") && !path.starts_with("/api/docs") {
        return Refusal::not_found(path).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(file) = file_of(&portal, request.uri()) else {
        return Refusal::new(StatusCode::NOT_FOUND, "failure-portal-no-page").into_response();
    };
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let accepts = text(header::ACCEPT_ENCODING).unwrap_or_default();
    if text(header::IF_NONE_MATCH) == Some(file.tag) {
        let mut same = StatusCode::NOT_MODIFIED.into_response();
        same.headers_mut()
            .insert(header::ETAG, HeaderValue::from_static(file.tag));
        return same;
    }
    let (body, encoding) = match (file.brotli, file.gzip) {
        (Some(brotli), _) if accepts.contains("br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts.contains("gzip") => (gzip, Some("gzip")),
        _ => (file.body, None),
    };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media));
    headers.insert(header::ETAG, HeaderValue::from_static(file.tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(caching(file.path)),
    );
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Vite names what lies in `assets/` by its content: it never changes.
fn caching(path: &str) -> &'static str {
    if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    }
}

fn file_of(portal: &Portal, uri: &Uri) -> Option<&'static PageFile> {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = found(portal, path) {
        return Some(file);
    }
    if let Some(file) = found(
        portal,
        &format!("{}/index.html", path.trim_end_matches('/')),
    ) {
        return Some(file);
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_file = last.contains('.') && path.starts_with("assets/");
    if is_file {
        None
    } else {
        found(portal, "index.html")
    }
}

fn found(portal: &Portal, path: &str) -> Option<&'static PageFile> {
    let files = portal.settings().page;
    let place = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
    files.get(place)
}
