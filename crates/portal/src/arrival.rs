//! Turns: so many requests are worked on at the same time, and the others wait. Bodies of JSON are waited for before
//! their request takes a turn, so that whoever sends slowly, or never, keeps nobody from reading.
//!
//! Files are not waited for: their handlers ask for rights first, then write what comes as it comes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::problem::Refusal;
use crate::settings::Limits;

/// Bodies that are waited for at the same time, each held in memory.
const PLACES: usize = 256;

/// Where requests wait for their bodies, and then for their turn.
#[derive(Clone)]
pub(crate) struct Door {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    most: usize,
    time: Duration,
}

impl Door {
    /// A door by the limits of a portal.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            places: Arc::new(Semaphore::new(PLACES)),
            turns: Arc::new(Semaphore::new(limits.concurrent)),
            most: limits.body_bytes,
            time: limits.head_time,
        }
    }

    async fn let_in(&self, request: Request) -> Result<(Request, SemaphorePermit<'_>), Refusal> {
        let request = if is_json(request.headers()) {
            let (parts, body) = request.into_parts();
            let bytes = self.arrived(body).await?;
            Request::from_parts(parts, Body::from(bytes))
        } else {
            request
        };
        let turn = self.turns.acquire().await;
        let turn = turn.map_err(|closed| Refusal::internal(&closed))?;
        Ok((request, turn))
    }

    async fn arrived(&self, body: Body) -> Result<Vec<u8>, Refusal> {
        if body.size_hint().lower() > self.most as u64 {
            return Err(too_large());
        }
        let place = self.places.acquire().await;
        let _place = place.map_err(|closed| Refusal::internal(&closed))?;
        let whole = timeout(self.time, read(body, self.most)).await;
        whole.map_err(|_elapsed| Refusal::new(StatusCode::REQUEST_TIMEOUT, "failure-portal-408"))?
    }
}

/// Waits for the body of a request, then for its turn. Layers of limits take a turn before anything is read.
pub(crate) async fn wait(State(door): State<Door>, request: Request, next: Next) -> Response {
    match door.let_in(request).await {
        Ok((request, _turn)) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

async fn read(body: Body, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut whole = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Refusal::bad("body", error))?;
        if whole.len() + chunk.len() > most {
            return Err(too_large());
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok());
    media.is_some_and(|media| media.to_ascii_lowercase().contains("json"))
}

fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "failure-portal-413")
}
