//! Errors as RFC 9457 problems: what was wrong, what to do next, in the reader's language; causes go to the log.

use std::sync::Arc;

use answer::failure::{Failure, Kind};
use answer::words::Words;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked;
use crate::portal::Portal;

/// A problem as it is sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// An address that names the sort of problem.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The same, for programs; it does not change.
    pub(crate) code: String,
    /// The status in words.
    pub(crate) title: String,
    /// The status.
    pub(crate) status: u16,
    /// What was wrong.
    pub(crate) detail: String,
    /// What to do next.
    pub(crate) hint: String,
    /// The address asked for.
    pub(crate) instance: String,
}

/// A refused request: a failure, and the status that it is told by.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    failure: Arc<Failure>,
}

impl Refusal {
    /// A refusal in the words of a key.
    pub(crate) fn new(status: StatusCode, key: &'static str) -> Self {
        Self {
            status,
            failure: Arc::new(Failure::new(Kind::User, key)),
        }
    }

    /// Adds a value that the sentence takes in.
    pub(crate) fn with(self, name: &'static str, value: impl std::fmt::Display) -> Self {
        let with = |failure: Failure| Arc::new(failure.with(name, value));
        Self {
            status: self.status,
            failure: Arc::try_unwrap(self.failure).map_or_else(|shared| shared, with),
        }
    }

    /// The same, told by another status.
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Nothing of that name, or nothing that this reader may know of.
    pub(crate) fn not_found(what: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, "failure-portal-not-found").with("what", what)
    }

    /// Nothing to answer from, in the words of a key.
    pub(crate) fn nothing(key: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, key)
    }

    /// A request that cannot be understood.
    pub(crate) fn bad(field: &str, value: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "failure-portal-bad-value")
            .with("field", field)
            .with("value", value)
    }

    /// Not permitted, though it is known who asks.
    pub(crate) fn forbidden(action: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::FORBIDDEN, "failure-portal-forbidden").with("action", action)
    }

    /// Nobody signed in.
    pub(crate) fn sign_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "failure-portal-sign-in")
    }

    /// A defect of ours.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        Failure::internal(error).into()
    }

    fn problem(&self, words: &Words, instance: &str) -> Problem {
        Problem::new(
            words,
            self.status,
            self.failure.key(),
            self.failure.sentence(words),
            self.failure.hint(words).unwrap_or_default(),
            instance,
        )
    }
}

impl Problem {
    fn new(
        words: &Words,
        status: StatusCode,
        key: &str,
        detail: String,
        hint: String,
        instance: &str,
    ) -> Self {
        let code = key.trim_start_matches("failure-").to_owned();
        Self {
            kind: format!("urn:lantian:problem:{code}"),
            title: words
                .find(&format!("http-{}", status.as_u16()), &[])
                .unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned()),
            status: status.as_u16(),
            instance: instance.to_owned(),
            code,
            detail,
            hint,
        }
    }
}

/// Every error of the crates below is a failure first, and its kind is the status.
impl<E: Into<Failure>> From<E> for Refusal {
    fn from(error: E) -> Self {
        let failure = error.into();
        let status = match failure.kind() {
            Kind::User => StatusCode::BAD_REQUEST,
            Kind::Data => StatusCode::NOT_FOUND,
            Kind::Configuration => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Upstream => StatusCode::BAD_GATEWAY,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self {
            status,
            failure: Arc::new(failure),
        }
    }
}

/// A refusal on its way to [`tell`], which knows the reader's language.
#[derive(Clone)]
struct Told(Refusal);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Told(self));
        response
    }
}

/// Turns every error into a problem, whoever made it.
pub(crate) async fn tell(
    State(portal): State<Portal>,
    mut request: Request,
    next: Next,
) -> Response {
    let language = asked::language(request.headers(), request.uri());
    let instance = request.uri().path().to_owned();
    let address = asked::Address(request.uri().clone());
    request.extensions_mut().insert(address);
    let mut response = next.run(request).await;
    let status = response.status();
    if status.as_u16() < 400 {
        return response;
    }
    let words = portal.words(language);
    let problem = if let Some(Told(refusal)) = response.extensions_mut().remove::<Told>() {
        if refusal.status.is_server_error() {
            tracing::error!(%instance, key = refusal.failure.key(), cause = refusal.failure.cause(), "a request failed");
        }
        refusal.problem(words, &instance)
    } else {
        let text = text_of(&mut response).await;
        let key = format!("failure-portal-{}", status.as_u16());
        let detail = words.find(&key, &[("reason", &text)]);
        let hint = words.find(&format!("{key}.hint"), &[]);
        Problem::new(
            words,
            status,
            &key,
            detail.unwrap_or(text),
            hint.unwrap_or_default(),
            &instance,
        )
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let (mut parts, _) = response.into_parts();
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, axum::body::Body::from(body))
}

/// What the server's own parts said of a request that they could not read.
async fn text_of(response: &mut Response) -> String {
    const MOST: usize = 2000;
    let body = std::mem::take(response.body_mut());
    let bytes = axum::body::to_bytes(body, MOST).await.unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
