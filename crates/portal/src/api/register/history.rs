//! Who changed a row, when, why, from what to what.

use access::Action;
use answer::context::{Context, show_moment};
use axum::extract::{Path, State};
use axum::response::Response;
use registry::Entity;
use registry::store::{self, Change};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::sources::file_name;
use super::row;
use super::shown::{Changed, changed};
use super::sight::{Sight, must_somewhere};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::fresh;
use crate::visitor::Visitor;

/// What one revision did to a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    revision: i64,
    at: String,
    who: String,
    why: String,
    source: Option<String>,
    /// added, changed, removed.
    change: &'static str,
    cells: Vec<Changed>,
}

/// The history of a row, the newest first.
#[utoipa::path(get, path = "/register/{entity}/{key}/history", params(("entity" = String, Path), ("key" = String, Path)), responses(
    (status = 200, body = Vec<Version>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn history(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewRegister)?;
    let entity = row::entity(&portal, &id)?;
    let sight = Sight::of(&portal, &visitor, entity).await?;
    row::thing(&portal, &sight, entity, &key, Action::ViewRegister).await?;
    let context = portal.context(asked.language);
    let mut versions = portal.registry().history(&id, &key).await?;
    versions.reverse();
    let versions: Vec<Version> = versions
        .into_iter()
        .map(|version| described(&context, entity, version))
        .collect();
    fresh(&asked, &versions)
}

fn described(context: &Context, entity: &Entity, version: store::Version) -> Version {
    let cells = version.cells.iter();
    Version {
        revision: version.revision,
        at: show_moment(version.by.at),
        who: version.by.who,
        why: version.by.why,
        source: version
            .by
            .source
            .as_deref()
            .map(|file| file_name(file).to_owned()),
        change: match version.change {
            Change::Created => "added",
            Change::Changed => "changed",
            Change::Removed => "removed",
        },
        cells: cells.map(|cell| changed(context, entity, cell)).collect(),
    }
}
