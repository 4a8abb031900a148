//! OGC `SensorThings` API 1.1, reading: cities and stations as things, their hourly values as observations.
//!
//! What it answers with is `data/sensorthings.json` and the lake's latest known hours; a simulated hour says so in its
//! parameters. It makes, changes and removes nothing, and knows no sensor's make: a sensor is the basis that an archive
//! states for its values. The language of options is that of the standard; what is not understood is refused.

mod kind;
mod catalogue;
mod expression;
mod words;
mod options;
mod judge;
mod observed;
mod query;
mod path;
mod entity;
mod reader;

pub(crate) use catalogue::Catalogue;

use access::{Action, Resource};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::Visitor;
use reader::{Found, Reader};

/// Where the service is.
const PLACE: &str = "/sta/v1.1";

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(landing))
        .routes(routes!(collection))
        .route("/{collection}/{*rest}", get(below))
}

/// The collections, and what the service conforms to.
#[utoipa::path(get, path = "/", responses(
    (status = 200, body = Value, description = "value, serverSettings"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn landing(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    let base = base(&portal, &headers)?;
    keep_for(&portal, &asked, &base, async { Ok(entity::landing(&base)) }).await
}

/// A collection, `Things`, or one of its entities, `Things('140100')`; below them their links and properties.
#[utoipa::path(get, path = "/{collection}",
    params(
        ("collection" = String, Path, description = "Things, Locations, HistoricalLocations, Datastreams, Sensors, ObservedProperties, Observations or FeaturesOfInterest, with ('id') for one"),
        ("$top" = Option<u32>, Query, description = "At most so many, up to 1000"),
        ("$skip" = Option<u32>, Query, description = "From after so many"),
        ("$count" = Option<bool>, Query, description = "Whether to say how many there are"),
        ("$select" = Option<String>, Query, description = "Only these properties"),
        ("$expand" = Option<String>, Query, description = "With these links' entities"),
        ("$filter" = Option<String>, Query, description = "Only those for which it holds"),
        ("$orderby" = Option<String>, Query, description = "In this order"),
    ),
    responses(
        (status = 200, body = Value, description = "value, @iot.count, @iot.nextLink; or an entity"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    ))]
async fn collection(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    headers: HeaderMap,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    answer(&portal, &asked, &visitor, &headers, &path, query.as_deref()).await
}

/// What lies below an entity.
async fn below(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    headers: HeaderMap,
    Path((first, rest)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let path = format!("{first}/{rest}");
    answer(&portal, &asked, &visitor, &headers, &path, query.as_deref()).await
}

async fn answer(
    portal: &Portal,
    asked: &Asked,
    visitor: &Visitor,
    headers: &HeaderMap,
    path: &str,
    query: Option<&str>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    let base = base(portal, headers)?;
    let query = query.unwrap_or_default();
    let options = options::read(query)?;
    let catalogue = catalogue::read(portal).await?;
    let reader = Reader::new(portal, &catalogue, asked.language, &base);
    if let Some(property) = path.strip_suffix("/$value") {
        return raw(reader.find(property).await?, path);
    }
    keep_for(portal, asked, &base, async {
        match reader.find(path).await? {
            Found::Property(name, value) => Ok(json!({ name: value })),
            Found::Items(items) => reader.list(items, &options, path).await,
            Found::Addresses(items) => {
                let addresses = options.addresses();
                reader.list(items, &addresses, path).await
            }
            Found::One(item) => reader.one(item, &options).await,
        }
    })
    .await
}

/// A property as plain text.
fn raw(found: Found, path: &str) -> Result<Response, Refusal> {
    let text = match found {
        Found::Property(_, Value::String(text)) => text,
        Found::Property(_, value) if !value.is_null() => value.to_string(),
        _ => return Err(Refusal::not_found(path)),
    };
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((plain, text).into_response())
}

/// The address that links begin with: the one that people reach the house by, else the one asked for.
fn base(portal: &Portal, headers: &HeaderMap) -> Result<String, Refusal> {
    if let Some(address) = &portal.settings().public_address {
        return Ok(format!("{}{PLACE}", address.trim_end_matches('/')));
    }
    let host = headers
        .get(header::HOST)
        .map(|host| host.to_str().unwrap_or_default());
    let host = host.unwrap_or("localhost");
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]_".contains(c);
    if host.len() > 255 || !host.chars().all(plain) {
        return Err(Refusal::bad("host", host));
    }
    let scheme = if portal.settings().secure {
        "https"
    } else {
        "http"
    };
    Ok(format!("{scheme}://{host}{PLACE}"))
}
