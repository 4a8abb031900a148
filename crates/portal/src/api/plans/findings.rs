//! Findings one by one: filtered and in pages, opened into what they rest on, and as they were kept before.

use answer::context::{Context, show_moment};
use answer::plan::explain::{Asked as Opened, opened};
use lake::arrow::array::{Array as _, AsArray as _, StringArray};
use lake::arrow::compute::cast;
use lake::arrow::datatypes::{DataType, Int64Type};
use lake::arrow::record_batch::RecordBatch;
use plan::Plan;
use plan::finding::{Finding, Status};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::article::{bodies, force_id};
use super::evaluated::Evaluated;
use super::seen;
use crate::api::shapes::Trace;
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// Raw rows that a trace shows under each table.
const ROWS: usize = 5;

/// The most points that a history shows.
const POINTS: usize = 1000;

/// Which findings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// The number of a clause.
    clause: Option<String>,
    /// The id of a target.
    article: Option<String>,
    /// The code of a region.
    region: Option<String>,
    /// `met`, `on_track`, `at_risk`, `off_track`, `missed` or `undetermined`.
    status: Option<String>,
    /// The id of a body that answers.
    body: Option<String>,
    /// `binding`, `required`, `striving`, `in_principle`, `encouraged` or `direction`.
    force: Option<String>,
}

impl Filter {
    /// Refuses a status that is none; what names nothing there is finds nothing.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let bad = |id: &&String| Status::ALL.iter().all(|status| status.id() != id.as_str());
        match self.status.as_ref().filter(|id| !id.is_empty()).filter(bad) {
            Some(status) => Err(Refusal::bad("status", status)),
            None => Ok(()),
        }
    }

    /// Whether a finding is wanted.
    pub(super) fn wants(&self, plan: &Plan, finding: &Finding) -> bool {
        let is = |wanted: &Option<String>, own: &str| {
            let wanted = wanted.as_deref().unwrap_or_default();
            wanted.is_empty() || wanted == own
        };
        is(&self.clause, &finding.clause)
            && is(&self.article, &finding.article)
            && is(&self.region, &finding.region)
            && is(&self.status, finding.status.id())
            && self.wants_target(plan, &finding.article)
    }

    fn wants_target(&self, plan: &Plan, article: &str) -> bool {
        let given = |wanted: &Option<String>| wanted.clone().filter(|id| !id.is_empty());
        let (body, force) = (given(&self.body), given(&self.force));
        if body.is_none() && force.is_none() {
            return true;
        }
        let Some((clause, target)) = plan.target(article) else {
            return false;
        };
        let own: Vec<&str> = target
            .bodies
            .iter()
            .map(|id| id.get_ref().as_str())
            .collect();
        let answers =
            |wanted: &String| bodies(plan, clause, &own).any(|body| body.id.get_ref() == wanted);
        body.as_ref().is_none_or(answers)
            && force.is_none_or(|wanted| wanted == force_id(target.force))
    }
}

/// The finding of a target in a region, if there is one and the reader may see it.
pub(super) fn one<'a>(
    visitor: &Visitor,
    evaluated: &'a Evaluated,
    (article, region): (&str, &str),
) -> Result<&'a Finding, Refusal> {
    let mut all = evaluated.evaluation.findings.iter();
    let found = all.find(|one| one.article == article && one.region == region);
    let what = format!("{article} {region}");
    let found = found.ok_or_else(|| Refusal::not_found(&what))?;
    if seen::finding(visitor, found) {
        return Ok(found);
    }
    Err(match visitor.who.account {
        None => Refusal::sign_in(),
        Some(_) => Refusal::not_found(what),
    })
}

/// A finding opened down to files and rows.
pub(super) async fn trace(
    context: &Context,
    evaluated: &Evaluated,
    (article, region): (&str, &str),
) -> Result<Trace, Refusal> {
    let asked = Opened {
        article,
        region: Some(region),
        rows: ROWS,
    };
    let found = (&evaluated.derived, &evaluated.evaluation);
    let mut report = opened(context, &evaluated.question, found, asked).await?;
    report.notes.extend(super::replay_note(context, evaluated));
    Ok(Trace::of(report, evaluated.as_of().to_string()))
}

/// How a finding stood when it was kept.
#[derive(Serialize, ToSchema)]
pub(super) struct FindingPoint {
    as_of: String,
    status: String,
    value: Option<String>,
    limit: Option<String>,
    replay: Option<String>,
    /// The version of the plan's files.
    version: String,
    known_at: String,
}

/// What was kept of a target in a region, the oldest first.
pub(super) async fn history(
    portal: &Portal,
    plan: &Plan,
    (article, region): (&str, &str),
) -> Result<Vec<FindingPoint>, Refusal> {
    let quoted = |text: &str| text.replace('\'', "''");
    let statement = format!(
        "SELECT CAST(as_of AS VARCHAR) AS as_of, status, value, \"limit\", replay, version,
                CAST(arrow_cast(known_at, 'Timestamp(Microsecond, None)') AS BIGINT) AS known_at
         FROM finding WHERE plan = '{}' AND article = '{}' AND region = '{}'
         ORDER BY known_at, as_of LIMIT {POINTS}",
        quoted(&plan.header.id),
        quoted(article),
        quoted(region)
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    Ok(batches.iter().flat_map(points).collect())
}

fn points(batch: &RecordBatch) -> Vec<FindingPoint> {
    let column = |name: &str| texts(batch, name);
    let (as_of, status, value) = (column("as_of"), column("status"), column("value"));
    let (limit, replay, version) = (column("limit"), column("replay"), column("version"));
    let known_at = batch
        .column_by_name("known_at")
        .and_then(|column| column.as_primitive_opt::<Int64Type>());
    let point = |row: usize| FindingPoint {
        as_of: at(as_of.as_ref(), row).unwrap_or_default(),
        status: at(status.as_ref(), row).unwrap_or_default(),
        value: at(value.as_ref(), row),
        limit: at(limit.as_ref(), row),
        replay: at(replay.as_ref(), row),
        version: at(version.as_ref(), row).unwrap_or_default(),
        known_at: known_at.map_or_else(String::new, |moments| show_moment(moments.value(row))),
    };
    (0..batch.num_rows()).map(point).collect()
}

/// A column of texts, in whichever form the engine answers.
pub(crate) fn texts(batch: &RecordBatch, name: &str) -> Option<StringArray> {
    let column = batch.column_by_name(name)?;
    let column = cast(column, &DataType::Utf8).ok()?;
    column.as_string_opt::<i32>().cloned()
}

/// The text of a row, if it is known.
pub(crate) fn at(column: Option<&StringArray>, row: usize) -> Option<String> {
    let column = column.filter(|column| column.is_valid(row))?;
    Some(column.value(row).to_owned())
}
