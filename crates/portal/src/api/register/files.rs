//! Templates to fill, and what the register holds as a spreadsheet.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::sheet;

use super::row;
use super::shown::entity_name;
use super::sight::{Sight, must_somewhere};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::file;
use crate::visitor::Visitor;

/// The media type of workbooks.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A spreadsheet to fill.
#[utoipa::path(get, path = "/register/{entity}/template.xlsx", params(("entity" = String, Path)), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", description = "The template"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn template(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewRegister)?;
    let entity = row::entity(&portal, &id)?;
    let bytes = sheet::template(entity, portal.registry().catalogue())?;
    let name = entity_name(&portal.context(asked.language), entity).to_owned();
    Ok(file(&format!("{name}.xlsx"), XLSX, bytes))
}

/// All rows that the reader may take home.
#[utoipa::path(get, path = "/register/{entity}/export.xlsx", params(("entity" = String, Path)), responses(
    (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", description = "The rows"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn export(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    export_of(&portal, &asked, &visitor, &id).await
}

/// The rows of an entity as a workbook.
pub(super) async fn export_of(
    portal: &Portal,
    asked: &Asked,
    visitor: &Visitor,
    id: &str,
) -> Result<Response, Refusal> {
    must_somewhere(visitor, Action::Download)?;
    must_somewhere(visitor, Action::ViewRegister)?;
    let entity = row::entity(portal, id)?;
    let sight = Sight::of(portal, visitor, entity).await?;
    let actions = [Action::ViewRegister, Action::Download];
    let rows = sight.all(portal, id, &actions).await?;
    let name = entity_name(&portal.context(asked.language), entity).to_owned();
    let entity = entity.clone();
    let written = tokio::task::spawn_blocking(move || {
        sheet::export(&entity, rows.iter().map(|stored| &stored.record))
    });
    let bytes = written.await.map_err(|error| Refusal::internal(&error))??;
    Ok(file(&format!("{name}.xlsx"), XLSX, bytes))
}
