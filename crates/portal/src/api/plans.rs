//! Plans: the board, clauses, findings with their traces and history, the things under rules, open terms.
//!
//! One evaluation of a plan, day and replay serves all of them. Nothing is saved here: findings are kept in the lake
//! by `lantian plan evaluate`, and their history is what was kept so. The plan's words, and what is measured of the
//! air, are everybody's; a finding on registers or reported figures is shown to who may see its region.

mod evaluated;
mod seen;
pub(crate) mod article;
mod finding;
mod board;
mod text;
mod clause;
mod findings;
mod entities;
mod terms;

pub(crate) use evaluated::{Evaluated, Evaluations, When, day, evaluated, plan};
pub(crate) use finding::{FindingView, finding_view};
pub(crate) use findings::{at, texts};

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use std::sync::Arc;

use access::{Action, Resource};
use answer::context::Context;
use plan::Plan;

use self::board::Board;
use self::clause::ClauseView;
use self::entities::RuleEntities;
use self::findings::{Filter, FindingPoint};
use self::terms::{PlanProblem, Term};
use crate::api::shapes::{Page, Paging, Trace};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::reply::keep_for;
use crate::visitor::Visitor;

/// What a plan is called and how much is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PlanHead {
    id: String,
    title: String,
    issuer: String,
    issued: String,
    /// A name for exactly the plan's files.
    version: String,
    /// How many numbered clauses the text has; what stands before them is none.
    clauses: u32,
    targets: usize,
    rules: usize,
    duties: usize,
}

impl PlanHead {
    /// A plan's head in the reader's language.
    pub(crate) fn of(context: &Context, plan: &Plan) -> Self {
        let issuer = plan.body(plan.header.issuer.get_ref());
        Self {
            id: plan.header.id.clone(),
            title: context.pick(&plan.header.zh, &plan.header.en).to_owned(),
            issuer: issuer
                .map_or("", |body| context.pick(&body.zh, &body.en))
                .to_owned(),
            issued: plan.header.issued.0.to_string(),
            version: plan.version.clone(),
            clauses: plan.header.clauses,
            targets: plan.targets().count(),
            rules: plan.rules().count(),
            duties: plan.clauses.iter().map(|clause| clause.duties.len()).sum(),
        }
    }
}

/// That facts of another year stand for the plan's, where they do.
fn replay_note(context: &Context, evaluated: &Evaluated) -> Option<String> {
    let replay = evaluated.question.request.replay?;
    Some(context.say(
        "note-plan-replay",
        &[("data", &replay.data_year), ("year", &replay.plan_year)],
    ))
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(board))
        .routes(routes!(clause))
        .routes(routes!(findings))
        .routes(routes!(trace))
        .routes(routes!(history))
        .routes(routes!(under))
        .routes(routes!(open_terms))
        .routes(routes!(problems))
}

/// The plans there are.
#[utoipa::path(get, path = "/plans", responses(
    (status = 200, body = Vec<PlanHead>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewPlanText, &Resource::default())?;
    keep(&portal, &asked, async {
        let context = portal.context(asked.language);
        let heads = portal
            .plans()
            .iter()
            .map(|plan| PlanHead::of(&context, plan));
        Ok(heads.collect::<Vec<_>>())
    })
    .await
}

/// A plan as a board: its clauses and how they stand.
#[utoipa::path(get, path = "/plans/{plan}", params(("plan" = String, Path), When), responses(
    (status = 200, body = Board),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn board(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(when): Query<When>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewPlanText, &Resource::default())?;
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        Ok(board::board(
            &portal.context(asked.language),
            &visitor,
            &found,
        ))
    })
    .await
}

/// A clause opened.
#[utoipa::path(get, path = "/plans/{plan}/clauses/{number}",
    params(("plan" = String, Path), ("number" = String, Path), When), responses(
    (status = 200, body = ClauseView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn clause(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((plan, number)): Path<(String, String)>,
    Query(when): Query<When>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewPlanText, &Resource::default())?;
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        clause::view(&portal.context(asked.language), &visitor, &found, &number)
    })
    .await
}

/// Findings of targets, in the plan's order.
#[utoipa::path(get, path = "/plans/{plan}/findings",
    params(("plan" = String, Path), When, Filter, Paging), responses(
    (status = 200, body = Page<FindingView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn findings(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(when): Query<When>,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewPlanText, &Resource::default())?;
    filter.check()?;
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        let context = portal.context(asked.language);
        let wanted = seen::findings(&visitor, &found).filter(|one| filter.wants(found.plan(), one));
        Ok(Page::cut(wanted, paging, |one| {
            finding_view(&context, &found, one)
        }))
    })
    .await
}

/// A finding opened down to files and rows.
#[utoipa::path(get, path = "/plans/{plan}/findings/{article}/{region}/trace",
    params(("plan" = String, Path), ("article" = String, Path), ("region" = String, Path), When), responses(
    (status = 200, body = Trace),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn trace(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((plan, article, region)): Path<(String, String, String)>,
    Query(when): Query<When>,
) -> Result<Response, Refusal> {
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        findings::one(&visitor, &found, (&article, &region))?;
        let context = portal.context(asked.language);
        findings::trace(&context, &found, (&article, &region)).await
    })
    .await
}

/// How a finding stood before: what `lantian plan evaluate` kept of it.
#[utoipa::path(get, path = "/plans/{plan}/findings/{article}/{region}/history",
    params(("plan" = String, Path), ("article" = String, Path), ("region" = String, Path), When), responses(
    (status = 200, body = Vec<FindingPoint>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn history(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((plan, article, region)): Path<(String, String, String)>,
    Query(when): Query<When>,
) -> Result<Response, Refusal> {
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        findings::one(&visitor, &found, (&article, &region))?;
        findings::history(&portal, found.plan(), (&article, &region)).await
    })
    .await
}

/// The things under a rule: those that it is at work on, and those that unknown cells leave open.
#[utoipa::path(get, path = "/plans/{plan}/rules/{rule}/entities",
    params(("plan" = String, Path), ("rule" = String, Path), When, entities::Filter, Paging), responses(
    (status = 200, body = RuleEntities),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn under(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((plan, rule)): Path<(String, String)>,
    Query(when): Query<When>,
    Query(filter): Query<entities::Filter>,
    Query(paging): Query<Paging>,
) -> Result<Response, Refusal> {
    entities::may(&visitor)?;
    filter.check()?;
    keep_for(&portal, &asked, &visitor.scope(), async {
        let found = when.evaluated(&portal, &plan).await?;
        let context = portal.context(asked.language);
        let (clause, own) = found
            .plan()
            .rule(&rule)
            .ok_or_else(|| Refusal::not_found(&rule))?;
        let article = article::of_rule(&context, found.plan(), clause, own);
        let list = found.list(&portal, &rule, filter.wanted()).await?;
        Ok(entities::view(
            &context,
            &visitor,
            (article, &list),
            &filter,
            paging,
        ))
    })
    .await
}

/// Which terms.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct InState {
    /// `confirmed` or `assumed`.
    state: Option<String>,
}

/// The words and areas that a plan leaves open.
#[utoipa::path(get, path = "/plans/{plan}/terms", params(("plan" = String, Path), InState), responses(
    (status = 200, body = Vec<Term>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn open_terms(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(plan): Path<String>,
    Query(wanted): Query<InState>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewPlanText, &Resource::default())?;
    keep(&portal, &asked, async {
        let plan = self::plan(&portal, &plan)?;
        let state = wanted.state.as_deref().filter(|state| !state.is_empty());
        let state = state.map(terms::state).transpose()?;
        Ok(terms::of_plan(
            &portal.context(asked.language),
            &plan,
            state,
        ))
    })
    .await
}

/// What is wrong with a plan's folder.
#[utoipa::path(get, path = "/plans/{plan}/problems", params(("plan" = String, Path)), responses(
    (status = 200, body = Vec<PlanProblem>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn problems(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(plan): Path<String>,
) -> Result<Response, Refusal> {
    let plan: Arc<Plan> = self::plan(&portal, &plan)?;
    visitor.must(
        Action::ManagePlan,
        &crate::visitor::in_region(&plan.header.region),
    )?;
    keep_for(&portal, &asked, &visitor.scope(), async {
        terms::problems(&portal.context(asked.language), &plan).await
    })
    .await
}
