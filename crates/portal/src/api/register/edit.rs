//! Adding, changing and removing one row. Whoever changes names the revision seen; who comes second is told.

use access::{Action, Outcome};
use answer::context::{Context, show_moment};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use registry::store::{CellChange, Edited, RegistryError, Stored};
use registry::{By, Entity, Given, GivenRow, Origin};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::form::{self, Cells};
use super::row::{self, RegisterRow, row};
use super::shown::{KEY, changed, entity_name};
use super::sight::{Sight, must_somewhere};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{done, fresh};
use crate::visitor::Visitor;

/// A new row.
#[derive(Deserialize, ToSchema)]
pub(super) struct Added {
    /// Cells by column, the key among them; null is unknown.
    cells: Cells,
    why: String,
}

/// A changed row.
#[derive(Deserialize, ToSchema)]
pub(super) struct Rewritten {
    /// Cells by column; null is unknown, what is left out stays.
    cells: Cells,
    why: String,
    /// The revision that was seen.
    revision: i64,
}

/// What is removed, and why.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Removal {
    /// The revision that was seen.
    revision: i64,
    why: String,
}

/// Adds a row.
#[utoipa::path(post, path = "/register/{entity}", params(("entity" = String, Path)), request_body = Added, responses(
    (status = 200, body = RegisterRow),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn add(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<String>,
    Json(added): Json<Added>,
) -> Result<Response, Refusal> {
    may_edit(&visitor, &id).await?;
    let entity = row::entity(&portal, &id)?;
    let sight = Sight::of(&portal, &visitor, entity).await?;
    let by = by(&visitor, &added.why)?;
    let key = added.cells.get(KEY).cloned().flatten().unwrap_or_default();
    let context = portal.context(asked.language);
    let given = form::read(&portal, &context, entity, (&key, &added.cells), None).await?;
    let edit = Edit {
        portal: &portal,
        visitor: &visitor,
        context: &context,
        entity,
        sight: &sight,
    };
    let edited = edit.write(given, None, by).await?;
    edit.answer(&asked, &edited.now).await
}

/// Changes a row.
#[utoipa::path(put, path = "/register/{entity}/{key}", params(("entity" = String, Path), ("key" = String, Path)), request_body = Rewritten, responses(
    (status = 200, body = RegisterRow),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn change(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
    Json(rewritten): Json<Rewritten>,
) -> Result<Response, Refusal> {
    may_edit(&visitor, &id).await?;
    let entity = row::entity(&portal, &id)?;
    let sight = Sight::of(&portal, &visitor, entity).await?;
    let before = row::thing(&portal, &sight, entity, &key, Action::ViewRegister).await?;
    let mut by = by(&visitor, &rewritten.why)?;
    // A simulated thing stays one, whoever writes more about it.
    let simulated = portal.registry().simulated_revisions(&id).await?;
    if simulated.contains(&before.revision) {
        by.origin = Origin::Simulated;
    }
    let context = portal.context(asked.language);
    if let Some(Some(other)) = rewritten
        .cells
        .get(KEY)
        .filter(|own| own.as_ref() != Some(&key))
    {
        return Err(Refusal::bad(KEY, other));
    }
    let edit = Edit {
        portal: &portal,
        visitor: &visitor,
        context: &context,
        entity,
        sight: &sight,
    };
    edit.permitted(&before.record).await?;
    let cells = (key.as_str(), &rewritten.cells);
    let given = form::read(&portal, &context, entity, cells, Some(&before)).await?;
    let seen = (rewritten.revision, &before);
    let edited = edit.write(given, Some(seen), by).await?;
    edit.answer(&asked, &edited.now).await
}

/// Takes a row out of the register; its history stays.
#[utoipa::path(delete, path = "/register/{entity}/{key}", params(("entity" = String, Path), ("key" = String, Path), Removal), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn remove(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, key)): Path<(String, String)>,
    Query(removal): Query<Removal>,
) -> Result<Response, Refusal> {
    may_edit(&visitor, &id).await?;
    let entity = row::entity(&portal, &id)?;
    let sight = Sight::of(&portal, &visitor, entity).await?;
    let before = row::thing(&portal, &sight, entity, &key, Action::ViewRegister).await?;
    let by = by(&visitor, &removal.why)?;
    let context = portal.context(asked.language);
    let edit = Edit {
        portal: &portal,
        visitor: &visitor,
        context: &context,
        entity,
        sight: &sight,
    };
    edit.permitted(&before.record).await?;
    let removed = portal
        .registry()
        .remove(&id, &key, removal.revision, by)
        .await;
    let revision = removed.map_err(|error| edit.refusal(error))?;
    edit.record(&key, Outcome::Done, format!("removed, revision {revision}"))
        .await?;
    portal.state().changed();
    Ok(done())
}

/// Refuses who may change nothing at all, and writes it down.
pub(super) async fn may_edit(visitor: &Visitor, id: &str) -> Result<(), Refusal> {
    let permitted = must_somewhere(visitor, Action::EditRegister);
    if permitted.is_err() {
        let action = Action::EditRegister.id();
        visitor
            .record(action, format!("register/{id}"), Outcome::Refused, None)
            .await?;
    }
    permitted
}

/// Who makes a change and why, which must be said.
pub(super) fn by(visitor: &Visitor, why: &str) -> Result<By, Refusal> {
    let why = why.trim();
    if why.is_empty() {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "failure-portal-why"));
    }
    if why.contains('\0') {
        return Err(Refusal::bad("why", why.replace('\0', "\u{fffd}")));
    }
    Ok(By {
        who: visitor.account()?.name.clone(),
        why: why.to_owned(),
        at: Timestamp::now().as_microsecond(),
        origin: Origin::Real,
        ..By::default()
    })
}

/// One change on its way.
struct Edit<'a> {
    portal: &'a Portal,
    visitor: &'a Visitor,
    context: &'a Context,
    entity: &'a Entity,
    sight: &'a Sight<'a>,
}

impl Edit<'_> {
    async fn write(
        &self,
        given: GivenRow,
        seen: Option<(i64, &Stored)>,
        by: By,
    ) -> Result<Edited, Refusal> {
        // Neither before nor after may the thing be another's.
        let after = given.over(seen.map(|(_, stored)| &stored.record));
        self.permitted(&after).await?;
        let columns = self.entity.columns.iter().map(|column| column.id.clone());
        let cells: Vec<(String, Given)> = columns
            .zip(given.cells)
            .filter(|(_, cell)| *cell != Given::Left)
            .collect();
        let expected = seen.map(|(revision, _)| revision);
        let registry = self.portal.registry();
        let edited = registry
            .edit(&self.entity.id, &given.key, expected, &cells, by)
            .await;
        let edited = edited.map_err(|error| match error {
            // Whose the other thing is, and what it says, is not for whoever only guessed its key.
            RegistryError::ChangedMeanwhile {
                key,
                removed: false,
                ..
            } if expected.is_none() => Refusal::new(StatusCode::CONFLICT, "failure-portal-exists")
                .with("entity", entity_name(self.context, self.entity))
                .with("key", key),
            other => self.refusal(other),
        })?;
        let said = format!("revision {}", edited.now.revision);
        self.record(&given.key, Outcome::Done, said).await?;
        self.portal.state().changed();
        Ok(edited)
    }

    async fn permitted(&self, record: &registry::Record) -> Result<(), Refusal> {
        if self.sight.permits(Action::EditRegister, record) {
            return Ok(());
        }
        self.record(&record.key, Outcome::Refused, String::new())
            .await?;
        Err(Refusal::forbidden(Action::EditRegister))
    }

    async fn record(&self, key: &str, outcome: Outcome, detail: String) -> Result<(), Refusal> {
        let resource = format!("register/{}/{key}", self.entity.id);
        let detail = Some(detail).filter(|detail| !detail.is_empty());
        let action = Action::EditRegister.id();
        self.visitor.record(action, resource, outcome, detail).await
    }

    async fn answer(&self, asked: &Asked, now: &Stored) -> Result<Response, Refusal> {
        let simulated = self
            .portal
            .registry()
            .simulated_revisions(&self.entity.id)
            .await?;
        let sight = Sight::of(self.portal, self.visitor, self.entity).await?;
        fresh(asked, &row(self.entity, &sight, &simulated, now))
    }

    /// Who comes second is told who was first, and what differs now.
    fn refusal(&self, error: RegistryError) -> Refusal {
        let RegistryError::ChangedMeanwhile {
            key,
            revision,
            by,
            removed,
            columns,
            ..
        } = error
        else {
            return error.into();
        };
        let sentence = if removed {
            "failure-portal-removed-meanwhile"
        } else {
            "failure-portal-changed-meanwhile"
        };
        let differ: Vec<String> = columns.iter().map(|change| self.differs(change)).collect();
        Refusal::new(StatusCode::CONFLICT, sentence)
            .with("entity", entity_name(self.context, self.entity))
            .with("key", key)
            .with("revision", revision)
            .with("who", &by.who)
            .with("at", show_moment(by.at))
            .with("why", &by.why)
            .with("columns", differ.join("; "))
    }

    fn differs(&self, change: &CellChange) -> String {
        let changed = changed(self.context, self.entity, change);
        let shown = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
        let (before, after) = (shown(changed.before), shown(changed.after));
        format!("{}: {before} → {after}", changed.name)
    }
}
