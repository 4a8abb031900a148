//! What keeps others out of a reader's session: where a changing request comes from, its token, and the headers of
//! OWASP's baseline on every answer.

use access::Outcome;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use tower_sessions::session::Id;

use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// The header that carries the session's token.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

/// The page's own files alone; the map draws in a worker and from images made on the spot, and components set styles
/// of their own.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// On every answer.
const BASELINE: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// The token that changing requests of a session carry: others cannot read it, and it says nothing of the session.
pub(crate) fn token(id: Option<Id>) -> String {
    id.map_or_else(String::new, |id| {
        format!("{:x}", Sha256::digest(format!("lantian csrf {id}")))
    })
}

/// Puts the headers on every answer.
pub(crate) async fn headers(
    State(portal): State<Portal>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in BASELINE {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if portal.settings().secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    response
}

/// Refuses changing requests of other sites, and those of somebody's session without its token; it is written down
/// whose they are.
pub(crate) async fn same_site(
    State(portal): State<Portal>,
    request: Request,
    next: Next,
) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let visitor = match Visitor::from_request_parts(&mut parts, &portal).await {
        Ok(visitor) => visitor,
        Err(refusal) => return refusal.into_response(),
    };
    // Whoever did not sign in has nothing to lose, and no token: signing in is judged by its origin.
    let given = parts.headers.get(TOKEN).map(HeaderValue::as_bytes);
    let own = token(visitor.session.id());
    let is_told = given.is_some_and(|given| equal(given, own.as_bytes()));
    if from_here(&parts.headers) && (is_told || visitor.who.account.is_none()) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    // Somebody's browser may have been made to send it.
    let place = format!("{} {}", parts.method, parts.uri.path());
    let written = visitor.record("cross_site", place, Outcome::Refused, String::new());
    match written.await {
        Ok(()) => Refusal::new(StatusCode::FORBIDDEN, "failure-portal-cross-site").into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether the browser says that the request comes from our own page. A program that says nothing is no browser, and
/// holds no reader's cookie but its own.
fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = text(header::ORIGIN) else {
        return true;
    };
    let host = text(header::HOST).unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, of)| of == host)
}

/// Compares in a time that does not depend on where they differ.
fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
