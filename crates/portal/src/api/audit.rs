//! The audit log: who did what, when, from where; and whether the log is whole.

use access::{Action, Broken, Filter, Line, Outcome, Resource};
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::offset;
use serde::{Deserialize, Serialize};
use units::Day;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::Page;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::fresh;
use crate::visitor::Visitor;

/// Lines that one page shows, unless asked otherwise, and at most.
const PAGE: u64 = 50;
const MOST: u64 = 500;

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The name of an account.
    account: Option<String>,
    /// The id of an action.
    action: Option<String>,
    /// done, refused or failed.
    outcome: Option<String>,
    /// From this moment on, or the first day.
    from: Option<String>,
    /// Before this moment, or the last day.
    to: Option<String>,
    /// From before this line.
    cursor: Option<i64>,
    /// How many, at most 500.
    limit: Option<u64>,
}

/// A line of the log.
#[derive(Serialize, ToSchema)]
struct AuditRow {
    sequence: i64,
    at: String,
    account: Option<String>,
    role: String,
    from: String,
    action: String,
    resource: String,
    outcome: String,
    detail: Option<String>,
}

/// Whether the log is whole.
#[derive(Serialize, ToSchema)]
struct Verified {
    intact: bool,
    /// The lines that hold.
    rows: i64,
    /// The first line that does not.
    broken_at: Option<i64>,
    /// The digest of the last line that holds: keep it elsewhere.
    digest: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(verify))
}

/// Lines of the log, the newest first.
#[utoipa::path(get, path = "/audit", params(Wanted), responses(
    (status = 200, body = Page<AuditRow>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAudit, &Resource::default())?;
    let limit = wanted.limit.unwrap_or(PAGE).clamp(1, MOST);
    let cursor = wanted.cursor;
    let filter = filter(wanted)?;
    let access = portal.access();
    let total = access.count_lines(&filter).await?;
    let mut lines = access.page(&filter, cursor, limit + 1).await?;
    let more = lines.len() as u64 > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = lines.last().map(|line| line.number.to_string());
    let page = Page {
        items: lines.into_iter().map(row).collect(),
        total,
        next: last.filter(|_| more),
    };
    fresh(&asked, &page)
}

/// Checks the whole log.
#[utoipa::path(get, path = "/audit/verify", responses(
    (status = 200, body = Verified),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn verify(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAudit, &Resource::default())?;
    let chain = portal.access().verify().await?;
    let broken_at = chain.broken.map(|broken| match broken {
        Broken::Missing { number } | Broken::Changed { number } => number,
    });
    let verified = Verified {
        intact: broken_at.is_none(),
        rows: chain.lines,
        broken_at,
        digest: chain.digest,
    };
    fresh(&asked, &verified)
}

fn filter(wanted: Wanted) -> Result<Filter, Refusal> {
    let outcome = |id: String| {
        let mut all = Outcome::ALL.into_iter();
        let known = all.find(|outcome| outcome.id() == id);
        known.ok_or_else(|| Refusal::bad("outcome", id))
    };
    Ok(Filter {
        account: told(wanted.account)
            .map(|name| plain("account", name))
            .transpose()?,
        action: told(wanted.action)
            .map(|id| plain("action", id))
            .transpose()?,
        outcome: told(wanted.outcome).map(outcome).transpose()?,
        since: told(wanted.from)
            .map(|text| moment("from", &text, 0))
            .transpose()?,
        until: told(wanted.to)
            .map(|text| moment("to", &text, 1))
            .transpose()?,
    })
}

/// A field of a form that was left empty asks for nothing.
fn told(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A text that databases compare.
fn plain(field: &'static str, text: String) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::bad(field, text));
    }
    Ok(text)
}

/// A moment, or the start of a day so many days later in UTC+8.
fn moment(field: &'static str, text: &str, days: i32) -> Result<Timestamp, Refusal> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let bad = || Refusal::bad(field, text);
    let day: Day = text.parse().map_err(|_none| bad())?;
    let start = day.plus(days).date().at(0, 0, 0, 0);
    offset(8).to_timestamp(start).map_err(|_outside| bad())
}

fn row(line: Line) -> AuditRow {
    let entry = line.entry;
    AuditRow {
        sequence: line.number,
        at: entry.at.display_with_offset(offset(8)).to_string(),
        account: entry.account,
        role: entry.role.id().to_owned(),
        from: entry.from,
        action: entry.action,
        resource: entry.resource,
        outcome: entry.outcome.id().to_owned(),
        detail: Some(entry.detail).filter(|detail| !detail.is_empty()),
    }
}
