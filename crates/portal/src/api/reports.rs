//! What bodies report: what each owes and by when, filling in, review by somebody else, what was handed in before.
//!
//! A figure is a row of the lake and is never changed: filling in and review add rows, and the newest one counts.
//! Values are read by the rules of forms: 约30, a range or another unit is refused.

mod stored;
mod owed;
mod fill;
mod attachments;
mod place;

pub(crate) use fill::Filling;

use std::sync::Arc;

use access::{Action, Outcome, Resource};
use answer::plan::template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use plan::Plan;
use plan::figures::{Status, template_xlsx};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::fill::{Filled, Reviewed, append, unchanged};
use self::owed::{Due, Owed, Shown, sees};
use self::place::{Address, Place};
use self::stored::{ReportedFigure, Stored};
use crate::api::plans::{day, plan};
use crate::api::shapes::{Page, Paging};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{file, fresh, keep_for};
use crate::visitor::Visitor;

/// The media type of workbooks.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which figures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The id of a plan; all plans unless named.
    plan: Option<String>,
    /// The id of a body.
    body: Option<String>,
    /// The code of a region that the figures are of, or lie in.
    region: Option<String>,
    /// `missing`, `draft`, `submitted`, `accepted` or `rejected`.
    state: Option<String>,
}

/// Whose form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Form {
    /// The id of a plan.
    plan: String,
    /// The id of a body; the reader's own unless named.
    body: Option<String>,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(form))
        .routes(routes!(fill_in))
        .routes(routes!(review))
        .routes(routes!(history))
        .merge(attachments::routes())
}

/// What bodies owe on the day that is shown, what is due first; and what they handed in beyond it.
#[utoipa::path(get, path = "/reports", params(Wanted, Paging), responses(
    (status = 200, body = Page<Owed>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Response, Refusal> {
    reads(&visitor)?;
    let scope = format!("{}|{:?}", visitor.scope(), name(&visitor));
    keep_for(&portal, &asked, &scope, async {
        let region = given(wanted.region.as_ref())
            .map(crate::api::air::region)
            .transpose()?;
        let state = given(wanted.state.as_ref()).map(known_state).transpose()?;
        let context = portal.context(asked.language);
        let as_of = day(&portal, None)?;
        let mut found: Vec<(Arc<Plan>, Due)> = Vec::new();
        for plan in wanted_plans(&portal, given(wanted.plan.as_ref()))? {
            let rows = stored::newest(&portal, &plan.header.id).await?;
            let all = owed::all(&plan, as_of, rows).into_iter();
            found.extend(all.map(|due| (Arc::clone(&plan), due)));
        }
        found.retain(|(_, due)| {
            let within = region.is_none_or(|outer| {
                let own = due.key.region.parse().ok();
                own.is_some_and(|own| regions::contains(outer, own))
            });
            within
                && given(wanted.body.as_ref()).is_none_or(|body| body == due.body)
                && state.is_none_or(|state| state == Shown::state(due))
                && sees(&visitor, &due.key.region, &due.body)
        });
        let shown = Shown {
            portal: &portal,
            context: &context,
            visitor: &visitor,
            as_of,
        };
        Ok(Page::cut(found, paging, |(plan, due)| {
            shown.owed(&plan, &due)
        }))
    })
    .await
}

/// The workbook of what a body owes, to be filled elsewhere.
#[utoipa::path(get, path = "/reports/template.xlsx", params(Form), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn form(
    State(portal): State<Portal>,
    visitor: Visitor,
    Query(wanted): Query<Form>,
) -> Result<Response, Refusal> {
    reads(&visitor)?;
    let plan = plan(&portal, &wanted.plan)?;
    let own = visitor.who.standing.body.as_ref();
    let body = given(wanted.body.as_ref()).or(own.map(String::as_str));
    let body = body.ok_or_else(|| Refusal::bad("body", ""))?;
    if !template::owing(&plan).iter().any(|owing| owing == body) {
        return Err(Refusal::not_found(body));
    }
    let bytes = template_xlsx(&template::form(&plan, body, day(&portal, None)?))?;
    let name = format!("{}-{body}.xlsx", plan.header.id);
    Ok(file(&name, WORKBOOK, bytes))
}

/// Fills a figure in, as a draft or for review.
#[utoipa::path(put, path = "/reports/{plan}/{indicator}/{region}/{period}",
    params(("plan" = String, Path), ("indicator" = String, Path), ("region" = String, Path), ("period" = String, Path)),
    request_body = Filled, responses(
    (status = 200, body = Owed),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn fill_in(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(address): Path<Address>,
    Json(filled): Json<Filled>,
) -> Result<Response, Refusal> {
    let place = Place::of(&portal, address)?;
    place.permitted(&visitor, Action::FillReport).await?;
    let reporter = visitor.account()?.name.clone();
    let context = portal.context(asked.language);
    let turn = portal.filling().turn().await;
    let newest = stored::all(&portal, &place.key).await?.pop();
    if newest
        .as_ref()
        .is_some_and(|row| row.state == Status::Accepted)
    {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "failure-portal-report-accepted",
        ));
    }
    unchanged(newest.as_ref(), filled.seen())?;
    let asked_for = (place.plan.as_ref(), &place.key, place.body.as_str());
    let figure = fill::figure(&portal, &context, asked_for, &filled, &reporter)?;
    let detail = format!("{} {}", figure.status.id(), figure.text);
    let of = (&place.plan, place.body.as_str());
    append(&portal, &context, of, figure, newest.as_ref()).await?;
    drop(turn);
    visitor
        .record(Action::FillReport.id(), place.name(), Outcome::Done, detail)
        .await?;
    place.answer(&portal, &asked, &visitor).await
}

/// Accepts a figure that was handed in, or sends it back. Nobody reviews their own.
#[utoipa::path(post, path = "/reports/{plan}/{indicator}/{region}/{period}/review",
    params(("plan" = String, Path), ("indicator" = String, Path), ("region" = String, Path), ("period" = String, Path)),
    request_body = Reviewed, responses(
    (status = 200, body = Owed),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn review(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(address): Path<Address>,
    Json(reviewed): Json<Reviewed>,
) -> Result<Response, Refusal> {
    let place = Place::of(&portal, address)?;
    place.permitted(&visitor, Action::ReviewReport).await?;
    let reviewer = visitor.account()?.name.clone();
    let context = portal.context(asked.language);
    let turn = portal.filling().turn().await;
    let newest = stored::all(&portal, &place.key).await?.pop();
    unchanged(newest.as_ref(), reviewed.seen())?;
    let row = newest.filter(|row| handed_in(row, reviewed.accept));
    let row =
        row.ok_or_else(|| Refusal::new(StatusCode::CONFLICT, "failure-portal-report-nothing"))?;
    if row.reporter == reviewer {
        visitor
            .record(
                Action::ReviewReport.id(),
                place.name(),
                Outcome::Refused,
                "own figure".to_owned(),
            )
            .await?;
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "failure-portal-report-own",
        ));
    }
    let figure = reviewed.figure(&row, &reviewer)?;
    let detail = format!("{} {}", figure.status.id(), figure.text);
    append(
        &portal,
        &context,
        (&place.plan, row.body.as_str()),
        figure,
        Some(&row),
    )
    .await?;
    drop(turn);
    visitor
        .record(
            Action::ReviewReport.id(),
            place.name(),
            Outcome::Done,
            detail,
        )
        .await?;
    place.answer(&portal, &asked, &visitor).await
}

/// Accepting takes what was handed in; sending back, what was accepted too.
fn handed_in(row: &Stored, accept: bool) -> bool {
    row.state == Status::Submitted || (!accept && row.state == Status::Accepted)
}

/// Every row of a figure, the oldest first.
#[utoipa::path(get, path = "/reports/{plan}/{indicator}/{region}/{period}/history",
    params(("plan" = String, Path), ("indicator" = String, Path), ("region" = String, Path), ("period" = String, Path)),
    responses(
    (status = 200, body = Vec<ReportedFigure>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn history(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(address): Path<Address>,
) -> Result<Response, Refusal> {
    reads(&visitor)?;
    let place = Place::of(&portal, address)?;
    if !sees(&visitor, &place.key.region, &place.body) {
        return Err(Refusal::not_found(place.name()));
    }
    let context = portal.context(asked.language);
    let shown = Shown {
        portal: &portal,
        context: &context,
        visitor: &visitor,
        as_of: day(&portal, None)?,
    };
    let rows = stored::all(&portal, &place.key).await?;
    let rows: Vec<ReportedFigure> = rows
        .iter()
        .map(|row| shown.figure(&place.plan, row))
        .collect();
    fresh(&asked, &rows)
}

/// Refuses who neither sees nor fills in any figure.
fn reads(visitor: &Visitor) -> Result<(), Refusal> {
    if visitor.acts(Action::ViewReport) || visitor.acts(Action::FillReport) {
        return Ok(());
    }
    visitor.must(Action::ViewReport, &Resource::default())
}

fn name(visitor: &Visitor) -> Option<&str> {
    let account = visitor.who.account.as_ref()?;
    Some(&account.name)
}

fn given(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn known_state(text: &str) -> Result<&'static str, Refusal> {
    let mut known = Status::ALL.map(Status::id).into_iter().chain(["missing"]);
    known
        .find(|state| *state == text)
        .ok_or_else(|| Refusal::bad("state", text))
}

fn wanted_plans(portal: &Portal, named: Option<&str>) -> Result<Vec<Arc<Plan>>, Refusal> {
    match named {
        Some(id) => Ok(vec![plan(portal, id)?]),
        None => Ok(portal.plans().to_vec()),
    }
}
