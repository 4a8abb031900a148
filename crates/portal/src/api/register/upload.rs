//! A spreadsheet for the register in two steps: what it would change, then the change itself.
//!
//! The rows that somebody may not change are told like those that are wrong, and left out. Between the steps nothing
//! is written; at the second everything is looked at again, since the register may have changed meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::{Action, Outcome};
use answer::context::Context;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use registry::geography::Geography;
use registry::intake::{self, Handed, Mode, Taken};
use registry::sheet::{self, Defect, Problem as Wrong, SheetRead};
use registry::store::{CellChange, Effect, RegistryError, Stored};
use registry::{Entity, Given, GivenRow, Record};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::edit::{by, may_edit};
use super::kept::Upload;
use super::row;
use super::shown::{Changed, changed, problem};
use super::sight::Sight;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{file, fresh};
use crate::visitor::Visitor;

/// Changed rows and defects that are shown; the counts are of all.
const SAMPLES: usize = 100;
const DEFECTS: usize = 500;

/// What a file would change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Difference {
    token: String,
    file: String,
    sha256: String,
    rows: u64,
    added: u64,
    changed: u64,
    unchanged: u64,
    bad: u64,
    samples: Vec<Sample>,
    defects: Vec<Told>,
}

/// A row that would change.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Sample {
    row: u64,
    key: String,
    /// added, changed.
    change: &'static str,
    cells: Vec<Changed>,
}

/// Something wrong in a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Told {
    row: Option<u64>,
    column: Option<String>,
    text: Option<String>,
    message: String,
}

/// What was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Imported {
    revision: Option<i64>,
    added: u64,
    changed: u64,
    unchanged: u64,
    bad: u64,
}

/// Why the file is sent.
#[derive(Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub(super) struct Reason {
    /// Why.
    #[serde(default)]
    why: String,
}

/// Compares a file with the register; nothing is written.
#[utoipa::path(post, path = "/register/{entity}/upload",
    params(("entity" = String, Path), ("X-File-Name" = Option<String>, Header, description = "percent-encoded"), Reason),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Difference),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn compare(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(reason): Query<Reason>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    may_edit(&visitor, &id).await?;
    let entity = row::entity(&portal, &id)?;
    let name = headers
        .get("x-file-name")
        .and_then(|name| name.to_str().ok());
    let account = visitor.account()?.id;
    let upload = Upload::new(account, &id, name.unwrap_or_default(), &reason.why);
    upload.receive(&portal, body).await?;
    let handed = upload.handed(&portal).await?;
    let context = portal.context(asked.language);
    let (read, bad) = match read(&portal, &visitor, &context, entity, &handed).await {
        Ok(read) => read,
        Err(refusal) => {
            upload.take(&portal).await;
            return Err(refusal);
        }
    };
    let taken = intake::rows(
        portal.registry(),
        &id,
        &read.rows,
        Mode::Compare,
        reason.by(&visitor)?,
    );
    let taken = taken.await?;
    let defects = read.defects.iter().take(DEFECTS);
    let difference = Difference {
        token: upload.token.clone(),
        sha256: handed.sha256(),
        file: handed.name,
        rows: read.read,
        added: taken.done.created,
        changed: taken.done.changed,
        unchanged: taken.done.same,
        bad,
        samples: samples(&context, entity, &read.rows, &taken),
        defects: defects
            .map(|defect| told(&portal, &context, defect))
            .collect(),
    };
    fresh(&asked, &difference)
}

impl Reason {
    /// Whoever compares writes nothing, so the reason may still be missing.
    fn by(&self, visitor: &Visitor) -> Result<registry::By, Refusal> {
        by(
            visitor,
            if self.why.trim().is_empty() {
                "—"
            } else {
                &self.why
            },
        )
    }
}

/// Writes what a comparison showed.
#[utoipa::path(post, path = "/register/{entity}/upload/{token}",
    params(("entity" = String, Path), ("token" = String, Path)), request_body = Option<Reason>,
    responses(
        (status = 200, body = Imported),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn commit(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, token)): Path<(String, String)>,
    reason: Option<Json<Reason>>,
) -> Result<Response, Refusal> {
    may_edit(&visitor, &id).await?;
    let entity = row::entity(&portal, &id)?;
    let account = visitor.account()?.id;
    let upload = Upload::find(&portal, &token, account, &id).await?;
    let said = reason
        .map(|Json(reason)| reason.why)
        .filter(|why| !why.trim().is_empty());
    let mut by = by(&visitor, said.as_ref().unwrap_or(&upload.why))?;
    let handed = upload.handed(&portal).await?;
    if !upload.take(&portal).await {
        return Err(Refusal::nothing("failure-portal-upload"));
    }
    let context = portal.context(asked.language);
    let (read, bad) = read(&portal, &visitor, &context, entity, &handed).await?;
    by.source = Some(handed.name.clone());
    by.sha256 = Some(handed.sha256());
    let taken = intake::rows(portal.registry(), &id, &read.rows, Mode::Write, by).await?;
    let done = taken.done;
    let detail = format!(
        "{}: {} added, {} changed, {bad} left out",
        handed.name, done.created, done.changed
    );
    let action = Action::EditRegister.id();
    visitor
        .record(
            action,
            format!("register/{id}"),
            Outcome::Done,
            Some(detail),
        )
        .await?;
    portal.state().changed();
    let imported = Imported {
        revision: done.revision,
        added: done.created,
        changed: done.changed,
        unchanged: done.same,
        bad,
    };
    fresh(&asked, &imported)
}

/// A copy of the file in which what is wrong is marked.
#[utoipa::path(get, path = "/register/{entity}/upload/{token}/marked.xlsx",
    params(("entity" = String, Path), ("token" = String, Path)),
    responses(
        (status = 200, content_type = "application/octet-stream", description = "The marked copy"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn marked(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((id, token)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let entity = row::entity(&portal, &id)?;
    let upload = Upload::find(&portal, &token, visitor.account()?.id, &id).await?;
    let handed = upload.handed(&portal).await?;
    let context = portal.context(asked.language);
    let (read, _) = read(&portal, &visitor, &context, entity, &handed).await?;
    let catalogue = portal.registry().catalogue();
    let say = |defect: &Defect| problem(&context, catalogue, &defect.problem);
    let stem = handed
        .name
        .rsplit_once('.')
        .map_or(handed.name.as_str(), |(stem, _)| stem);
    let word = context.pick("错误", "mistakes");
    if handed.bytes.starts_with(b"PK") {
        let bytes = sheet::mark(entity, &handed.bytes, &read.defects, &say)?;
        return Ok(file(
            &format!("{stem}.{word}.xlsx"),
            super::files::XLSX,
            bytes,
        ));
    }
    if handed.bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::nothing("failure-portal-unmarkable"));
    }
    let bytes = sheet::mark_csv(&handed.name, &handed.bytes, &read.defects, &say)?;
    Ok(file(
        &format!("{stem}.{word}.csv"),
        "text/csv; charset=utf-8",
        bytes,
    ))
}

/// Reads a file and leaves out the rows that are not the reader's to change; also how many are left out in all.
async fn read(
    portal: &Portal,
    visitor: &Visitor,
    context: &Context,
    entity: &Entity,
    handed: &Handed,
) -> Result<(SheetRead, u64), Refusal> {
    let geography = Arc::new(Geography::read(portal.registry()).await?);
    let read = intake::read(
        portal.registry(),
        entity,
        handed,
        &geography,
        context.today(),
    );
    let mut read = read.await?;
    let sight = Sight::of(portal, visitor, entity).await?;
    if !visitor.may(Action::EditRegister, &access::Resource::default()) {
        let before = before(portal, entity, &read.rows).await?;
        let (own, others): (Vec<_>, Vec<_>) = read
            .rows
            .into_iter()
            .partition(|row| is_own(&sight, &before, row));
        read.rows = own;
        read.defects
            .extend(others.iter().map(|row| not_permitted(context, entity, row)));
        read.defects
            .sort_by_key(|defect| (defect.line, defect.column));
    }
    let bad = read.refused();
    Ok((read, bad))
}

/// What the register holds of the rows of a file.
async fn before(
    portal: &Portal,
    entity: &Entity,
    rows: &[GivenRow],
) -> Result<BTreeMap<String, Record>, Refusal> {
    let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut found = BTreeMap::new();
    let each = |things: &[Stored]| {
        let records = things.iter().map(|thing| &thing.record);
        let known = records.filter(|record| keys.contains(record.key.as_str()));
        found.extend(known.map(|record| (record.key.clone(), record.clone())));
        Ok::<(), RegistryError>(())
    };
    portal.registry().scan(&entity.id, each).await?;
    Ok(found)
}

/// Whether a thing is the reader's to change, before and after.
fn is_own(sight: &Sight<'_>, before: &BTreeMap<String, Record>, row: &GivenRow) -> bool {
    let old = before.get(&row.key);
    let may = |record: &Record| sight.permits(Action::EditRegister, record);
    old.is_none_or(may) && may(&row.over(old))
}

fn not_permitted(context: &Context, entity: &Entity, row: &GivenRow) -> Defect {
    Defect {
        line: row.line,
        column: None,
        header: context.pick(&entity.key.zh, &entity.key.en).to_owned(),
        text: row.key.clone(),
        problem: Wrong::NotPermitted,
    }
}

fn told(portal: &Portal, context: &Context, defect: &Defect) -> Told {
    let text = Some(defect.text.clone()).filter(|text| !text.is_empty());
    Told {
        row: Some(defect.line),
        column: Some(defect.header.clone()),
        text,
        message: problem(context, portal.registry().catalogue(), &defect.problem),
    }
}

/// The first rows that would change, with the cells that do.
fn samples(context: &Context, entity: &Entity, rows: &[GivenRow], taken: &Taken) -> Vec<Sample> {
    let by_key: BTreeMap<&str, &GivenRow> =
        rows.iter().map(|row| (row.key.as_str(), row)).collect();
    let differences = taken.differences.iter().take(SAMPLES);
    let sample = |(key, effect): &(String, Effect)| {
        let row = by_key.get(key.as_str())?;
        let (change, cells) = match effect {
            Effect::Changed(cells) => ("changed", cells.clone()),
            _ => ("added", new_cells(entity, row)),
        };
        Some(Sample {
            row: row.line,
            key: key.clone(),
            change,
            cells: cells
                .iter()
                .map(|cell| changed(context, entity, cell))
                .collect(),
        })
    };
    differences.filter_map(sample).collect()
}

fn new_cells(entity: &Entity, row: &GivenRow) -> Vec<CellChange> {
    let cells = entity.columns.iter().zip(&row.cells);
    let said = cells.filter_map(|(column, given)| match given {
        Given::Value(text) => Some(CellChange {
            column: column.id.clone(),
            before: None,
            after: Some(text.clone()),
        }),
        Given::Left | Given::Cleared => None,
    });
    said.collect()
}
