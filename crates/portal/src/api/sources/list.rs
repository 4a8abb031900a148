//! The list of sources in pages, and the same as points of a map.

use std::collections::BTreeMap;

use access::Action;
use answer::context::Context;
use answer::places;
use axum::extract::{Query, State};
use axum::response::Response;
use registry::Entity;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::super::register::{begins, cell, entity, must_somewhere, named, scope};
use super::super::shapes::Named;
use super::index::{SOURCES, Source, sources, word};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::Visitor;

/// Rows of a page, and the most that may be asked for.
const PAGE: usize = 50;
const MOST: usize = 500;

/// A source as a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FacilityRow {
    pub(crate) key: String,
    pub(crate) entity: String,
    pub(crate) name: String,
    pub(crate) region: Option<Named>,
    pub(crate) kind: Option<String>,
    pub(crate) grade: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) lon: Option<f64>,
    pub(crate) lat: Option<f64>,
    pub(crate) simulated: bool,
    pub(crate) outlets: u64,
    pub(crate) devices: u64,
}

/// A page of sources, with the kinds and grades that there are among all that the reader may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FacilityPage {
    items: Vec<FacilityRow>,
    total: u64,
    next: Option<String>,
    kinds: Vec<Named>,
    grades: Vec<Named>,
}

/// Which sources.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Part of the name or the key.
    q: Option<String>,
    /// The code of a region around.
    region: Option<String>,
    /// An industry of enterprises, or an entity.
    kind: Option<String>,
    /// A grade of performance.
    grade: Option<String>,
    /// After this source.
    cursor: Option<String>,
    /// How many, 50 unless named.
    limit: Option<usize>,
}

/// The sources.
#[utoipa::path(get, path = "/facilities", params(Wanted), responses(
    (status = 200, body = FacilityPage),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn page(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewSource)?;
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let all = sources(&portal).await?;
            let context = portal.context(asked.language);
            let fits = wanted.filter(&portal)?;
            let after = wanted.cursor.as_deref().map(cursor).transpose()?;
            let most = wanted.limit.unwrap_or(PAGE).clamp(1, MOST);
            let (mut kinds, mut grades) = (BTreeMap::new(), BTreeMap::new());
            let mut items: Vec<FacilityRow> = Vec::new();
            let (mut total, mut next) = (0, None);
            for source in all.iter().filter(|source| source.is_seen(&visitor)) {
                let entity = entity(&portal, source.entity)?;
                if let Some((id, name)) =
                    source.kind(entity).zip(source.kind_name(&context, entity))
                {
                    kinds.entry(id).or_insert(name);
                }
                if let Some(id) = source.grade(entity) {
                    let name = || word(&context, entity, &source.stored, "performance_grade");
                    grades
                        .entry(id)
                        .or_insert_with(|| name().unwrap_or_default());
                }
                if !fits.lets(entity, source) {
                    continue;
                }
                total += 1;
                if after.is_some_and(|after| position(source) <= after) {
                    continue;
                }
                match items.last() {
                    Some(last) if items.len() == most => {
                        next.get_or_insert_with(|| format!("{}:{}", last.entity, last.key));
                    }
                    _ => items.push(row(&context, entity, source)),
                }
            }
            let named = |found: BTreeMap<&str, String>| {
                found
                    .into_iter()
                    .map(|(id, name)| Named::new(id, name))
                    .collect()
            };
            Ok(FacilityPage {
                items,
                total,
                next,
                kinds: named(kinds),
                grades: named(grades),
            })
        }),
    )
    .await
}

/// The sources as points.
#[utoipa::path(get, path = "/facilities.geojson", params(Wanted), responses(
    (status = 200, body = Value, description = "A FeatureCollection"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn points(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewSource)?;
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let all = sources(&portal).await?;
            let context = portal.context(asked.language);
            let fits = wanted.filter(&portal)?;
            let mut features = Vec::new();
            for source in all.iter().filter(|source| source.is_seen(&visitor)) {
                let entity = entity(&portal, source.entity)?;
                if fits.lets(entity, source) {
                    features.extend(feature(&row(&context, entity, source)));
                }
            }
            Ok(json!({ "type": "FeatureCollection", "features": features }))
        }),
    )
    .await
}

fn feature(row: &FacilityRow) -> Option<Value> {
    Some(json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [row.lon?, row.lat?] },
        "properties": {
            "entity": row.entity,
            "key": row.key,
            "name": row.name,
            "kind": row.kind,
            "grade": row.grade,
            "status": row.status,
            "region": row.region.as_ref().map(|region| &region.id),
            "simulated": row.simulated,
        },
    }))
}

/// A source as a row.
pub(super) fn row(context: &Context, entity: &Entity, source: &Source) -> FacilityRow {
    let degrees = |column: &str| cell(entity, &source.stored, column)?.parse().ok();
    let region = source.place.region.map(|code| code.to_string());
    FacilityRow {
        key: source.stored.record.key.clone(),
        entity: source.entity.to_owned(),
        name: source.name(entity),
        region: region.map(|code| {
            let name = places::name(context, &code);
            Named::new(code, name)
        }),
        kind: source.kind_name(context, entity),
        grade: word(context, entity, &source.stored, "performance_grade"),
        status: source.status(context, entity),
        lon: degrees("lon"),
        lat: degrees("lat"),
        simulated: source.simulated,
        outlets: source.outlets,
        devices: source.devices,
    }
}

/// Where a source stands in the list.
fn position(source: &Source) -> (usize, &str) {
    let place = SOURCES.iter().position(|id| *id == source.entity);
    (place.unwrap_or(SOURCES.len()), &source.stored.record.key)
}

fn cursor(text: &str) -> Result<(usize, &str), Refusal> {
    let read = text.split_once(':').and_then(|(entity, key)| {
        let place = SOURCES.iter().position(|id| *id == entity)?;
        Some((place, key))
    });
    read.ok_or_else(|| Refusal::bad("cursor", text))
}

/// What a source must be to be shown.
struct Fits<'a> {
    text: Option<String>,
    region: Option<String>,
    kind: Option<&'a str>,
    grade: Option<&'a str>,
}

impl Wanted {
    fn filter(&self, portal: &Portal) -> Result<Fits<'_>, Refusal> {
        let fits = Fits {
            text: self.q.as_deref().and_then(named).map(str::to_lowercase),
            region: self
                .region
                .as_deref()
                .and_then(named)
                .map(begins)
                .transpose()?,
            kind: self.kind.as_deref().and_then(named),
            grade: self.grade.as_deref().and_then(named),
        };
        let industries = entity(portal, SOURCES[0])?.column("industry");
        let is_industry = |kind: &str| {
            industries.is_some_and(|(_, column)| column.values.iter().any(|(id, _)| id == kind))
        };
        match fits
            .kind
            .filter(|kind| !SOURCES.contains(kind) && !is_industry(kind))
        {
            Some(kind) => Err(Refusal::bad("kind", kind)),
            None => Ok(fits),
        }
    }
}

impl Fits<'_> {
    fn lets(&self, entity: &Entity, source: &Source) -> bool {
        let code = || {
            source
                .place
                .region
                .map_or_else(String::new, |code| code.to_string())
        };
        let holds = |text: &String| {
            let key = source.stored.record.key.to_lowercase();
            key.contains(text) || source.name(entity).to_lowercase().contains(text)
        };
        self.kind
            .is_none_or(|kind| source.entity == kind || source.kind(entity) == Some(kind))
            && self
                .grade
                .is_none_or(|grade| source.grade(entity) == Some(grade))
            && self
                .region
                .as_ref()
                .is_none_or(|begin| code().starts_with(begin))
            && self.text.as_ref().is_none_or(holds)
    }
}
