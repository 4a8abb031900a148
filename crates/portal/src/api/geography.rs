//! Regions and stations as GeoJSON: outlines of the register, else those that came with the page.

use access::{Action, Resource};
use axum::extract::{Query, State};
use axum::response::Response;
use regions::{Level, RegionCode};
use registry::store::Filter;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air;
use crate::asked::Asked;
use crate::page;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::visitor::Visitor;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RegionsQuery {
    /// province, city or county.
    level: Option<String>,
    /// The code of the region around; the home region unless named.
    within: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StationsQuery {
    /// The code of the region around; the home region unless named.
    within: Option<String>,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(outlines))
        .routes(routes!(stations))
}

/// Outlines of regions.
#[utoipa::path(get, path = "/regions.geojson", params(RegionsQuery), responses(
    (status = 200, body = Value, description = "A FeatureCollection"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn outlines(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<RegionsQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    keep(&portal, &asked, async {
        let level = match query.level.as_deref().unwrap_or("city") {
            "province" => Level::Province,
            "city" => Level::City,
            "county" => Level::County,
            other => return Err(Refusal::bad("level", other)),
        };
        let home = &portal.settings().home_region;
        let within = air::region(query.within.as_deref().unwrap_or(home))?;
        let mut features = registered(&portal, &asked, level, within).await?;
        if features.is_empty() {
            features = schematic(&portal, &asked, level, within);
        }
        Ok(json!({ "type": "FeatureCollection", "features": features }))
    })
    .await
}

/// The outlines that the register holds.
async fn registered(
    portal: &Portal,
    asked: &Asked,
    level: Level,
    within: RegionCode,
) -> Result<Vec<Value>, Refusal> {
    let registry = portal.registry();
    let Some(entity) = registry.catalogue().entity("region_boundary") else {
        return Ok(Vec::new());
    };
    let Some(area) = entity.columns.iter().position(|column| column.id == "area") else {
        return Ok(Vec::new());
    };
    let rows = registry
        .page("region_boundary", &Filter::default(), u64::from(u16::MAX))
        .await?;
    let feature = |stored: registry::store::Stored| {
        let code: RegionCode = stored.record.key.parse().ok()?;
        let region = regions::by_code(code)?;
        if region.level != level || !regions::contains(within, code) {
            return None;
        }
        let geometry: Value =
            serde_json::from_str(stored.record.cells.get(area)?.as_ref()?).ok()?;
        Some(feature(portal, asked, code, &geometry, "register"))
    };
    Ok(rows.into_iter().filter_map(feature).collect())
}

/// The outlines that came with the page, which are sketches.
fn schematic(portal: &Portal, asked: &Asked, level: Level, within: RegionCode) -> Vec<Value> {
    let province = format!("{}0000", &within.to_string()[..2]);
    let found = page::bytes(portal, &format!("boundaries/{province}.json"));
    let parsed = found.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let features = parsed
        .as_ref()
        .and_then(|value| value.get("features")?.as_array());
    let chosen = features.into_iter().flatten().filter_map(|given| {
        let code: RegionCode = given.pointer("/properties/code")?.as_str()?.parse().ok()?;
        let region = regions::by_code(code)?;
        let wanted = region.level == level && regions::contains(within, code);
        wanted.then(|| {
            feature(
                portal,
                asked,
                code,
                given.get("geometry").unwrap_or(&Value::Null),
                "page",
            )
        })
    });
    chosen.collect()
}

fn feature(
    portal: &Portal,
    asked: &Asked,
    code: RegionCode,
    geometry: &Value,
    source: &str,
) -> Value {
    let context = portal.context(asked.language);
    let code = code.to_string();
    let parent = match &code[4..] {
        "00" => format!("{}0000", &code[..2]),
        _ => format!("{}00", &code[..4]),
    };
    json!({
        "type": "Feature",
        "id": code.parse::<u32>().unwrap_or_default(),
        "geometry": geometry,
        "properties": {
            "name": answer::places::name(&context, &code),
            "code": code,
            "parent": parent,
            "source": source,
            "schematic": source == "page",
        },
    })
}

/// Stations of the register.
#[utoipa::path(get, path = "/stations.geojson", params(StationsQuery), responses(
    (status = 200, body = Value, description = "A FeatureCollection"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn stations(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<StationsQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    keep(&portal, &asked, async {
        let home = &portal.settings().home_region;
        let within = air::region(query.within.as_deref().unwrap_or(home))?;
        let stations = air::stations(&portal).await?;
        let feature = |station: air::Station| {
            let region = station.region.filter(|code| regions::contains(within, *code))?;
            Some(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [station.lon?, station.lat?] },
                "properties": { "key": station.key, "name": station.name, "region": region.to_string() },
            }))
        };
        let features: Vec<Value> = stations.iter().cloned().filter_map(feature).collect();
        Ok(json!({ "type": "FeatureCollection", "features": features }))
    })
    .await
}
