//! Reported figures as the lake has them: the newest of each, and all that were handed in before.

use answer::context::show_moment;
use lake::arrow::array::AsArray as _;
use lake::arrow::datatypes::Int64Type;
use lake::arrow::record_batch::RecordBatch;
use plan::figures::Status;
use serde::Serialize;
use utoipa::ToSchema;

use super::attachments::{self, Attachment};
use crate::api::plans::{at, texts};
use crate::portal::Portal;
use crate::problem::Refusal;

/// The file that figures handed in here are said to come from.
pub(super) const FILE: &str = "portal";

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) plan: String,
    pub(super) indicator: String,
    pub(super) region: String,
    /// As periods are written.
    pub(super) period: String,
}

/// A row of the lake.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) key: Key,
    pub(super) value: String,
    pub(super) unit: String,
    pub(super) body: String,
    pub(super) state: Status,
    /// As it stands in the lake, references to attachments among it.
    pub(super) evidence: String,
    pub(super) reporter: String,
    pub(super) reviewer: String,
    note: String,
    simulated: bool,
    file: String,
    row: i64,
    /// When it was handed in, in microseconds since 1970 UTC.
    pub(super) known_at: i64,
}

/// A figure as it was handed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportedFigure {
    /// draft, submitted, accepted or rejected.
    state: &'static str,
    value: String,
    unit: String,
    evidence: String,
    note: String,
    reporter: String,
    reviewer: Option<String>,
    at: String,
    /// Where it came from: a file and its row, or the portal and its number.
    file: String,
    simulated: bool,
    attachments: Vec<Attachment>,
}

/// The newest row of each figure of a plan.
pub(super) async fn newest(portal: &Portal, plan: &str) -> Result<Vec<Stored>, Refusal> {
    let plan = quoted(plan);
    let statement = format!(
        "SELECT * FROM reported_figure WHERE plan = '{plan}'
         QUALIFY row_number() OVER (PARTITION BY indicator, region, period
             ORDER BY known_at DESC, source DESC, \"row\" DESC) = 1"
    );
    read(portal, &statement).await
}

/// Every row of one figure, the oldest first.
pub(super) async fn all(portal: &Portal, key: &Key) -> Result<Vec<Stored>, Refusal> {
    let statement = format!(
        "SELECT * FROM reported_figure WHERE plan = '{}' AND indicator = '{}' AND region = '{}'
             AND period = '{}'",
        quoted(&key.plan),
        quoted(&key.indicator),
        quoted(&key.region),
        quoted(&key.period)
    );
    let mut rows = read(portal, &statement).await?;
    rows.sort_by_key(|row| (row.known_at, row.row));
    Ok(rows)
}

/// Every row that refers to an attachment.
pub(super) async fn referring(portal: &Portal, sha256: &str) -> Result<Vec<Stored>, Refusal> {
    let reference = quoted(&attachments::reference(sha256));
    let statement =
        format!("SELECT * FROM reported_figure WHERE strpos(evidence, '{reference}') > 0");
    read(portal, &statement).await
}

/// How many figures were handed in here so far: their rows are numbered on.
pub(super) async fn numbered(portal: &Portal) -> Result<u32, Refusal> {
    let statement =
        format!("SELECT max(\"row\") AS most FROM reported_figure WHERE file = '{FILE}'");
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let most = batches.iter().find_map(|batch| {
        let column = batch
            .column_by_name("most")?
            .as_primitive_opt::<Int64Type>()?;
        column.iter().next().flatten()
    });
    Ok(most.and_then(|most| u32::try_from(most).ok()).unwrap_or(0))
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

async fn read(portal: &Portal, statement: &str) -> Result<Vec<Stored>, Refusal> {
    let statement = format!(
        "SELECT plan, indicator, region, period, value, unit, body, status, evidence, reporter, reviewer, note, kind,
                file, \"row\", CAST(arrow_cast(known_at, 'Timestamp(Microsecond, None)') AS BIGINT) AS known_at
         FROM ({statement})"
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    Ok(batches.iter().flat_map(rows).collect())
}

fn rows(batch: &RecordBatch) -> Vec<Stored> {
    const TEXTS: [&str; 14] = [
        "plan",
        "indicator",
        "region",
        "period",
        "value",
        "unit",
        "body",
        "status",
        "evidence",
        "reporter",
        "reviewer",
        "note",
        "kind",
        "file",
    ];
    let columns = TEXTS.map(|name| texts(batch, name));
    let number = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>();
    let (numbers, moments) = (number("row"), number("known_at"));
    let one = |row: usize| {
        let mut own = columns
            .iter()
            .map(|column| at(column.as_ref(), row).unwrap_or_default());
        let mut next = || own.next().unwrap_or_default();
        let key = Key {
            plan: next(),
            indicator: next(),
            region: next(),
            period: next(),
        };
        let (value, unit, body, state) = (next(), next(), next(), next());
        let (evidence, reporter, reviewer, note) = (next(), next(), next(), next());
        let (kind, file) = (next(), next());
        Some(Stored {
            key,
            value,
            unit,
            body,
            state: Status::ALL.into_iter().find(|known| known.id() == state)?,
            evidence,
            reporter,
            reviewer,
            note,
            simulated: kind == "simulated",
            file,
            row: numbers.map_or(0, |numbers| numbers.value(row)),
            known_at: moments.map_or(0, |moments| moments.value(row)),
        })
    };
    (0..batch.num_rows()).filter_map(one).collect()
}

impl Stored {
    /// The row as the API shows it.
    pub(super) fn shown(&self, portal: &Portal, yes_no: Option<(&str, &str)>) -> ReportedFigure {
        let (evidence, attachments) = attachments::parted(portal, &self.evidence);
        let value = match yes_no {
            Some((_, no)) if self.value == "0" => no.to_owned(),
            Some((yes, _)) if self.value == "1" => yes.to_owned(),
            _ => self.value.clone(),
        };
        ReportedFigure {
            state: self.state.id(),
            value,
            unit: self.unit.clone(),
            evidence,
            note: self.note.clone(),
            reporter: self.reporter.clone(),
            reviewer: Some(self.reviewer.clone()).filter(|name| !name.is_empty()),
            at: show_moment(self.known_at),
            file: format!("{}:{}", self.file, self.row),
            simulated: self.simulated,
            attachments,
        }
    }

    /// The remark beside it.
    pub(super) fn note(&self) -> &str {
        &self.note
    }
}
