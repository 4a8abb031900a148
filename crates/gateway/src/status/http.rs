//! `/metrics`, `/healthz`, `/readyz`, `/devices`, and `POST /control/{device}` for those who hold the token.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::token;
use crate::device::Secret;
use crate::dialogue::{Control, Wish};
use crate::serve::{Reception, ServeError, Status, stopped};

/// Opens the address and serves it until the gateway stops.
pub(crate) async fn open(
    status: &Status,
    control: Control,
    reception: Arc<Reception>,
    mut stop: watch::Receiver<bool>,
) -> Result<(SocketAddr, JoinHandle<()>), ServeError> {
    let address = status.address;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Bind { address, source })?;
    let bound = listener
        .local_addr()
        .map_err(|source| ServeError::Bind { address, source })?;
    let token = status
        .token_file
        .as_deref()
        .map(|path| {
            token::write(path).map_err(|source| ServeError::Token {
                path: path.to_owned(),
                source,
            })
        })
        .transpose()?;
    let desk = Arc::new(Desk {
        control,
        reception,
        token,
    });
    let serving = tokio::spawn(async move {
        let ending = async move { stopped(&mut stop).await };
        let served = axum::serve(listener, routes(desk)).with_graceful_shutdown(ending);
        if let Err(error) = served.await {
            tracing::error!(%error, "the status address ended");
        }
    });
    Ok((bound, serving))
}

struct Desk {
    control: Control,
    reception: Arc<Reception>,
    token: Option<Secret>,
}

/// What a request to a device is asked with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    request: Wish,
    by: String,
    why: String,
}

fn routes(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/devices", get(devices))
        .route("/control/{device}", post(control))
        .with_state(desk)
}

async fn ready(State(desk): State<Arc<Desk>>) -> Response {
    match desk.reception.troubles() {
        0 => (StatusCode::OK, "ready\n").into_response(),
        failures => {
            let text = format!("the inbox failed {failures} times in a row\n");
            (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
        }
    }
}

async fn metrics(State(desk): State<Arc<Desk>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match desk.reception.metrics().text() {
        Ok(text) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn devices(State(desk): State<Arc<Desk>>) -> Response {
    json(StatusCode::OK, &desk.reception.presence().list())
}

async fn control(
    State(desk): State<Arc<Desk>>,
    Path(device): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !allowed(&desk, &headers) {
        return problem(StatusCode::UNAUTHORIZED, "the token is missing or wrong");
    }
    let ask: Ask = match serde_json::from_slice(&body) {
        Ok(ask) => ask,
        Err(error) => return problem(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let request = ask.request.request(&desk.control.now());
    let asked = desk.control.request(&device, &request, &ask.by, &ask.why);
    match asked.await {
        Ok(outcome) => json(StatusCode::OK, &outcome),
        Err(error) => {
            let status = StatusCode::from_u16(error.status());
            let detail = match error.source() {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            };
            problem(status.unwrap_or(StatusCode::BAD_REQUEST), &detail)
        }
    }
}

fn allowed(desk: &Desk, headers: &HeaderMap) -> bool {
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match (&desk.token, shown) {
        (Some(token), Some(shown)) => token::same(token.reveal(), shown.trim()),
        _ => false,
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    status: u16,
    detail: &'a str,
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let body = Problem {
        status: status.as_u16(),
        detail,
    };
    json(status, &body)
}

fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => (status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
