//! The API, version 1: `/api/v1`, described at `/api/openapi.json`; OGC `SensorThings` at `/sta/v1.1`.
//!
//! One file for each part. A handler reads the question, asks whether the reader may, asks the crates below, and
//! gives their answer its shape; the shapes are those of `web/src/api/types.ts`.

mod shapes;
pub(crate) mod air;
mod session;
mod today;
mod series;
mod calendar;
mod changes;
mod geography;
mod cities;
mod rankings;
mod explain;
pub(crate) mod plans;
pub(crate) mod reports;
pub(crate) mod sources;
pub(crate) mod register;
mod quality;
mod accounts;
mod audit;
mod download;
pub(crate) mod sensorthings;
pub(crate) mod sql;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use utoipa::OpenApi;
use utoipa::openapi::Info;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::arrival::{self, Door};
use crate::portal::Portal;
use crate::problem::{self, Problem, Refusal};
use crate::visitor::Visitor;
use crate::{live, page, security};

/// The cookie of a session.
const COOKIE: &str = "lantian_session";

#[derive(OpenApi)]
#[openapi(components(schemas(Problem)))]
struct Shared;

/// Everything that is answered.
pub(crate) fn router(portal: Portal) -> Router {
    let (router, mut description) = described().split_for_parts();
    name_operations(&mut description);
    let limits = &portal.settings().limits;
    let sessions = SessionManagerLayer::new(portal.access().sessions())
        .with_name(COOKIE)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(portal.settings().secure)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(longest(&portal)));
    let description = Json(description);
    router
        .route("/api/openapi.json", get(move || async { description }))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(page::answer)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn_with_state(
                    portal.clone(),
                    security::headers,
                ))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn_with_state(
                    portal.clone(),
                    problem::tell,
                ))
                .layer(middleware::from_fn_with_state(
                    Door::new(limits),
                    arrival::wait,
                ))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    limits.time,
                ))
                .layer(sessions)
                .layer(middleware::from_fn_with_state(
                    portal.clone(),
                    security::same_site,
                ))
                .layer(DefaultBodyLimit::max(limits.body_bytes)),
        )
        .with_state(portal)
}

/// The description of the API, as it is served.
fn described() -> OpenApiRouter<Portal> {
    let mut shared = Shared::openapi();
    shared.info = Info::new("lantian 蓝天", "1");
    shared.info.description = Some(
        "空气质量行动计划运行系统的接口。/ The API of lantian, which runs air-quality action plans.".to_owned(),
    );
    let first = OpenApiRouter::new()
        .routes(routes!(listen))
        .merge(session::routes())
        .merge(today::routes())
        .merge(series::routes())
        .merge(calendar::routes())
        .merge(changes::routes())
        .merge(geography::routes())
        .merge(cities::routes())
        .merge(rankings::routes())
        .merge(explain::routes())
        .merge(plans::routes())
        .merge(reports::routes())
        .merge(sources::routes())
        .merge(register::routes())
        .merge(quality::routes())
        .merge(accounts::routes())
        .merge(audit::routes());
    OpenApiRouter::with_openapi(shared)
        .nest("/api/v1", first)
        .nest("/sta/v1.1", sensorthings::routes())
}

/// Names each operation by its method and address: programs made from the description want names that differ.
fn name_operations(description: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut description.paths.paths {
        let place = path.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}{place}"));
            }
        }
    }
}

/// What changes while one looks, as server-sent events.
#[utoipa::path(get, path = "/live", responses((status = 200, content_type = "text/event-stream", description = "Events")))]
async fn listen(State(portal): State<Portal>, visitor: Visitor) -> Response {
    let rights = portal.policy().actions(&visitor.who);
    let may = move |action| rights.contains(&action);
    live::stream(portal.live().listen(), may).into_response()
}

fn longest(portal: &Portal) -> time::Duration {
    time::Duration::try_from(portal.access().settings().absolute).unwrap_or(time::Duration::MINUTE)
}

/// A panic costs its own request alone.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    let mut response =
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failure-internal").into_response();
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
