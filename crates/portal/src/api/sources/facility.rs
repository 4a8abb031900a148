//! One source: what the register says of it and whence, what belongs to it, its outlets and devices, the rules that
//! concern it.

use std::collections::BTreeMap;

use access::Action;
use answer::context::{Context, show_moment};
use axum::extract::{Path, State};
use axum::response::Response;
use registry::Entity;
use registry::store::{Stored, Version};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::register::{FACILITY, column_name, entity, must_somewhere, scope, shown, unit};
use super::super::shapes::Named;
use super::articles::{ArticleRow, Thing, articles};
use super::index::{SOURCES, Source, sources};
use super::list::{FacilityRow, row};
use super::outlets::{OutletRow, outlets};
use super::related::{described, related};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{keep_for, percent_encoded};
use crate::visitor::Visitor;

/// A source with all that is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FacilityView {
    row: FacilityRow,
    fields: Vec<Field>,
    related: Vec<Related>,
    outlets: Vec<OutletRow>,
    articles: Vec<ArticleRow>,
    /// The address of its history.
    history: String,
}

/// What the register says in a column, and whence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Field {
    id: String,
    name: String,
    value: Option<String>,
    unit: Option<String>,
    source: Option<String>,
}

/// Rows of another entity that belong to a source, or that it names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Related {
    pub(super) entity: Named,
    pub(super) rows: Vec<RelatedRow>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RelatedRow {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A source.
#[utoipa::path(get, path = "/facilities/{entity}/{key}", params(("entity" = String, Path), ("key" = String, Path)), responses(
    (status = 200, body = FacilityView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn view(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewSource)?;
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let source = find(&portal, &visitor, &id, &key).await?;
            let entity = entity(&portal, &id)?;
            let context = portal.context(asked.language);
            let versions = portal.registry().history(&id, &key).await?;
            let origins = origins(&versions);
            let related = related(&portal, &visitor, entity, &source.stored).await?;
            let outlets = match id.as_str() {
                FACILITY => outlets(&portal, &visitor, &context, &key).await?,
                _ => Vec::new(),
            };
            let mut things = vec![Thing {
                entity,
                stored: &source.stored,
                belongs: false,
            }];
            things.extend(related.iter().flat_map(|(entity, rows)| {
                rows.iter().map(|stored| Thing {
                    entity,
                    stored,
                    belongs: true,
                })
            }));
            Ok(FacilityView {
                row: row(&context, entity, &source),
                fields: fields(&context, entity, &source.stored, &origins),
                articles: articles(&portal, &context, &things).await,
                related: related
                    .iter()
                    .map(|rows| described(&context, rows))
                    .collect(),
                outlets,
                history: format!("/api/v1/register/{id}/{}/history", percent_encoded(&key)),
            })
        }),
    )
    .await
}

/// The source of an address, if the reader may see it: also one that is listed with its enterprise.
async fn find(portal: &Portal, visitor: &Visitor, id: &str, key: &str) -> Result<Source, Refusal> {
    let known = SOURCES.into_iter().find(|known| *known == id);
    let known = known.ok_or_else(|| Refusal::not_found(id))?;
    let all = sources(portal).await?;
    let same = |source: &&Source| source.entity == known && source.stored.record.key == key;
    let listed = match all.iter().find(same) {
        Some(source) => Some(source.clone()),
        None => Source::belonging(portal, known, key).await?,
    };
    let seen = listed.filter(|source| source.is_seen(visitor));
    seen.ok_or_else(|| Refusal::not_found(key))
}

/// Whence each column's present value came: the last version that changed it.
fn origins(versions: &[Version]) -> BTreeMap<&str, &Version> {
    let mut origins = BTreeMap::new();
    for version in versions {
        origins.extend(
            version
                .cells
                .iter()
                .map(|cell| (cell.column.as_str(), version)),
        );
    }
    origins
}

fn fields(
    context: &Context,
    entity: &Entity,
    stored: &Stored,
    origins: &BTreeMap<&str, &Version>,
) -> Vec<Field> {
    let cells = entity.columns.iter().zip(&stored.record.cells);
    let field = |(column, cell): (&registry::Column, &Option<String>)| Field {
        id: column.id.clone(),
        name: column_name(context, column).to_owned(),
        value: cell.as_deref().map(|cell| shown(context, column, cell)),
        unit: unit(column),
        source: origins
            .get(column.id.as_str())
            .filter(|_| cell.is_some())
            .map(|version| whence(version)),
    };
    cells.map(field).collect()
}

/// The cells of a related row that say something.
pub(super) fn filled(context: &Context, entity: &Entity, stored: &Stored) -> Vec<Field> {
    let all = fields(context, entity, stored, &BTreeMap::new());
    all.into_iter()
        .filter(|field| field.value.is_some() && field.id != "name")
        .collect()
}

/// The file, else whoever entered it, and when.
fn whence(version: &Version) -> String {
    let by = &version.by;
    let at = show_moment(by.at);
    let day = at.get(..10).unwrap_or(&at);
    match &by.source {
        Some(file) => format!("{} · {} · {day}", file_name(file), by.who),
        None => format!("{} · {day}", by.who),
    }
}

/// A file without the folders of the machine that it was taken in on; what is said of it behind stays.
pub(crate) fn file_name(source: &str) -> &str {
    let end = source.find(" (").unwrap_or(source.len());
    let begin = source[..end].rfind(['/', '\\']);
    begin.map_or(source, |begin| &source[begin + 1..])
}
