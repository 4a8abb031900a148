//! What there is in the register, and the rows of an entity in pages.

use access::Action;
use answer::context::Context;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use regions::RegionCode;
use registry::store::Filter;
use registry::{Catalogue, Entity};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::files;
use super::row::{self, RegisterRow, row};
use super::shown::{self, RegisterColumn, entity_name};
use super::sight::{Sight, must_somewhere, scope};
use super::ties::FACILITY;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::Visitor;

/// Rows of a page, and the most that may be asked for.
const PAGE: u64 = 50;
const MOST: u64 = 500;

/// An entity of the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct EntityHead {
    id: String,
    name: String,
    /// What it is among.
    group: String,
    /// How many things of it the reader may see.
    count: u64,
    /// Whether the reader may change any.
    editable: bool,
}

/// A page of an entity.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RegisterPage {
    entity: EntityHead,
    columns: Vec<RegisterColumn>,
    items: Vec<RegisterRow>,
    total: u64,
    next: Option<String>,
}

/// Which rows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Part of the name or the key.
    q: Option<String>,
    /// The code of a region around.
    region: Option<String>,
    /// After this key.
    cursor: Option<String>,
    /// How many, 50 unless named.
    limit: Option<u64>,
}

/// The entities of the register.
#[utoipa::path(get, path = "/register", responses(
    (status = 200, body = Vec<EntityHead>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn entities(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewRegister)?;
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let context = portal.context(asked.language);
            let mut heads = Vec::new();
            for entity in &portal.registry().catalogue().entities {
                let sight = Sight::of(&portal, &visitor, entity).await?;
                let actions = [Action::ViewRegister];
                let seen = sight
                    .list(&portal, &entity.id, &actions, &Filter::default(), 0)
                    .await?;
                heads.push(head(&portal, &visitor, &context, entity, seen.total));
            }
            Ok(heads)
        }),
    )
    .await
}

fn head(
    portal: &Portal,
    visitor: &Visitor,
    context: &Context,
    entity: &Entity,
    count: u64,
) -> EntityHead {
    let group = group(portal.registry().catalogue(), entity);
    EntityHead {
        id: entity.id.clone(),
        name: entity_name(context, entity).to_owned(),
        group: context.say(group, &[]),
        count,
        editable: visitor.acts(Action::EditRegister),
    }
}

/// What an entity is among: enterprises and what belongs to them, other places, or records.
fn group(catalogue: &Catalogue, entity: &Entity) -> &'static str {
    let refers = |entity: &Entity, to: &dyn Fn(&str) -> bool| {
        let mut named = entity
            .columns
            .iter()
            .filter_map(|column| column.refers.as_deref());
        named.any(to)
    };
    let owned = |id: &str| id == FACILITY;
    let below = |id: &str| {
        catalogue
            .entity(id)
            .is_some_and(|entity| refers(entity, &owned))
    };
    let is_enterprise = entity.id == FACILITY || refers(entity, &owned) || refers(entity, &below);
    let has_place = entity.located || entity.column("area").is_some();
    match (is_enterprise, has_place) {
        (true, _) => "portal-register-group-enterprise",
        (false, true) => "portal-register-group-place",
        (false, false) => "portal-register-group-record",
    }
}

/// The rows of an entity; `{entity}.xlsx` is the same as a spreadsheet.
#[utoipa::path(get, path = "/register/{entity}", params(("entity" = String, Path), Wanted), responses(
    (status = 200, body = RegisterPage),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn page(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewRegister)?;
    if let Some(entity) = id.strip_suffix(".xlsx") {
        return files::export_of(&portal, &asked, &visitor, entity).await;
    }
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let entity = row::entity(&portal, &id)?;
            let filter = Filter {
                region: wanted
                    .region
                    .as_deref()
                    .and_then(named)
                    .map(begins)
                    .transpose()?,
                text: wanted.q.as_deref().and_then(named).map(str::to_owned),
                after: wanted.cursor.as_deref().map(key).transpose()?,
            };
            let most = wanted.limit.unwrap_or(PAGE).clamp(1, MOST);
            let sight = Sight::of(&portal, &visitor, entity).await?;
            let actions = [Action::ViewRegister];
            let seen = sight.list(&portal, &id, &actions, &filter, most).await?;
            let simulated = portal.registry().simulated_revisions(&id).await?;
            let context = portal.context(asked.language);
            let last = seen.rows.last().map(|stored| stored.record.key.clone());
            let rows = seen.rows.iter();
            Ok(RegisterPage {
                entity: head(&portal, &visitor, &context, entity, seen.total),
                columns: shown::columns(&context, portal.registry().catalogue(), entity),
                items: rows
                    .map(|stored| row(entity, &sight, &simulated, stored))
                    .collect(),
                total: seen.total,
                next: last.filter(|_| seen.more),
            })
        }),
    )
    .await
}

/// A key of an address; none holds NUL.
fn key(text: &str) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::bad("cursor", text.replace('\0', "\u{fffd}")));
    }
    Ok(text.to_owned())
}

/// What was typed, if anything was.
pub(crate) fn named(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// How the codes of all that lies in a region begin.
pub(crate) fn begins(region: &str) -> Result<String, Refusal> {
    let code: RegionCode = region
        .parse()
        .map_err(|_error| Refusal::bad("region", region))?;
    let known = regions::by_code(code).ok_or_else(|| Refusal::bad("region", region))?;
    let code = code.to_string();
    let digits = match known.level {
        regions::Level::Nation => 0,
        regions::Level::Province => 2,
        regions::Level::City => 4,
        regions::Level::County => 6,
    };
    Ok(code[..digits].to_owned())
}
