//! Findings and reported figures kept in the lake, so that status over time is a query.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use lake::arrow::record_batch::RecordBatch;
use lake::{Appended, Lake, LakeError, Table};
use sha2::{Digest as _, Sha256};
use units::{Day, Exact};

use crate::figures::Figure;
use crate::finding::{Evaluation, Finding, Reason, RuleFinding, Trace};
use crate::hash::hexadecimal;
use crate::judge::{Judgement, Outcome};
use crate::model::Plan;
use crate::number;

/// Decimals that a stored value keeps.
const DECIMALS: u32 = 6;

/// Appends what an evaluation found; the same findings stored twice change nothing.
pub async fn findings(
    lake: &Lake,
    plan: &Plan,
    evaluation: &Evaluation,
    known_at: i64,
) -> Result<Appended, LakeError> {
    let Some(as_of) = evaluation.as_of else {
        return Ok(Appended::Before);
    };
    let rows = finding_batch(plan, &evaluation.findings, as_of);
    let hits = hit_batch(plan, &evaluation.rules, as_of);
    let source = format!(
        "plan:{}:{}:{as_of}:{}",
        plan.header.id,
        plan.version,
        digest(&[&rows, &hits])
    );
    let hits = stamped(Table::RuleHit, hits, known_at, &source)?;
    if hits.num_rows() > 0 {
        lake.append(Table::RuleHit, &source, &[hits]).await?;
    }
    let rows = stamped(Table::Finding, rows, known_at, &source)?;
    lake.append(Table::Finding, &source, &[rows]).await
}

/// A name for exactly these rows.
fn digest(batches: &[&Vec<ArrayRef>]) -> String {
    let mut hash = Sha256::new();
    for array in batches.iter().flat_map(|columns| columns.iter()) {
        hash.update(format!("{:?}", array.to_data()));
    }
    hexadecimal(&hash.finalize(), 8)
}

fn stamped(
    table: Table,
    mut columns: Vec<ArrayRef>,
    known_at: i64,
    source: &str,
) -> Result<RecordBatch, LakeError> {
    let rows = columns.first().map_or(0, |column| column.len());
    let moments = TimestampMicrosecondArray::from(vec![known_at; rows]).with_timezone("UTC");
    columns.push(Arc::new(moments));
    columns.push(Arc::new(StringArray::from(vec![source; rows])));
    Ok(RecordBatch::try_new(table.schema(), columns)?)
}

fn texts<T>(rows: &[T], get: impl Fn(&T) -> Option<String>) -> ArrayRef {
    Arc::new(rows.iter().map(get).collect::<StringArray>())
}

fn finding_batch(plan: &Plan, findings: &[Finding], as_of: Day) -> Vec<ArrayRef> {
    let number = |value: Option<Exact>| value.map(|value| number::written(value, DECIMALS));
    let count = |get: fn(&(u64, u64)) -> u64| -> ArrayRef {
        let counts = findings.iter().map(|f| {
            f.coverage
                .as_ref()
                .map(|c| i64::try_from(get(c)).unwrap_or(i64::MAX))
        });
        Arc::new(counts.collect::<Int64Array>())
    };
    let flags = |get: fn(&Finding) -> bool| -> ArrayRef {
        Arc::new(
            findings
                .iter()
                .map(|finding| Some(get(finding)))
                .collect::<BooleanArray>(),
        )
    };
    let probability = |finding: &Finding| finding.outlook.as_ref()?.probability;
    vec![
        texts(findings, |_| Some(plan.header.id.clone())),
        texts(findings, |_| Some(plan.version.clone())),
        texts(findings, |f| Some(f.clause.clone())),
        texts(findings, |f| Some(f.article.clone())),
        texts(findings, |f| Some(f.region.clone())),
        Arc::new(Date32Array::from(vec![as_of.number(); findings.len()])),
        texts(findings, |f| Some(f.status.id().to_owned())),
        texts(findings, |f| number(f.value)),
        texts(findings, |f| number(f.limit)),
        texts(findings, |f| number(f.margin)),
        texts(findings, |f| Some(f.unit.clone())),
        texts(findings, |f| Some(f.period.clone())),
        flags(|f| f.indicative),
        count(|c| c.0),
        count(|c| c.1),
        Arc::new(findings.iter().map(probability).collect::<Float64Array>()),
        texts(findings, |f| Some(f.source.id().to_owned())),
        texts(findings, |f| f.replayed.map(|year| year.to_string())),
        flags(|f| f.simulated),
        texts(findings, |f| Some(f.edition_at_issue.clone())),
        texts(findings, |f| Some(f.edition_today.clone())),
        texts(findings, |f| Some(reasons(&f.reasons).to_string())),
        texts(findings, |f| f.owed_by.clone()),
        texts(findings, |f| Some(trace(&f.trace).to_string())),
    ]
}

/// Reasons as JSON.
pub fn reasons(reasons: &[Reason]) -> serde_json::Value {
    let one = |reason: &Reason| serde_json::json!({"id": reason.id(), "detail": reason.detail()});
    sorted(reasons.iter().map(one).collect())
}

/// The same with its keys in order: whatever features `serde_json` is built with, the same finding gives the same bytes.
pub(crate) fn sorted(mut value: serde_json::Value) -> serde_json::Value {
    value.sort_all_objects();
    value
}

/// A trace as JSON.
pub fn trace(trace: &Trace) -> serde_json::Value {
    let reads: Vec<serde_json::Value> = trace
        .reads
        .iter()
        .map(|read| {
            serde_json::json!({
                "table": read.table,
                "what": read.what,
                "from": read.days.map(|days| days.0.to_string()),
                "to": read.days.map(|days| days.1.to_string()),
                "rows": read.rows,
                "source": read.source,
            })
        })
        .collect();
    let used: Vec<serde_json::Value> = trace
        .used
        .iter()
        .map(|used| {
            serde_json::json!({
                "name": used.name,
                "value": used.value,
                "source": used.source,
                "assumed": used.assumed,
            })
        })
        .collect();
    sorted(serde_json::json!({
        "indicator": trace.indicator,
        "statement": trace.statement,
        "reads": reads,
        "used": used,
    }))
}

/// The rows that rules are at work on, or that an unknown cell leaves open.
fn hit_batch(plan: &Plan, rules: &[RuleFinding], as_of: Day) -> Vec<ArrayRef> {
    let told = |outcome: Outcome| outcome.fires() || outcome == Outcome::Undetermined;
    let rows: Vec<(&RuleFinding, &Judgement, usize)> = rules
        .iter()
        .filter_map(|rule| Some((rule, rule.judgement.as_ref()?)))
        .flat_map(|(rule, judgement)| {
            let places = judgement.places(told);
            places.map(move |place| (rule, judgement, place))
        })
        .collect();
    vec![
        texts(&rows, |_| Some(plan.header.id.clone())),
        texts(&rows, |_| Some(plan.version.clone())),
        texts(&rows, |(rule, _, _)| Some(rule.article.clone())),
        texts(&rows, |(rule, _, _)| Some(rule.entity.clone())),
        texts(&rows, |(_, made, place)| Some(made.key(*place).to_owned())),
        texts(&rows, |(_, made, place)| {
            made.region(*place).map(str::to_owned)
        }),
        Arc::new(Date32Array::from(vec![as_of.number(); rows.len()])),
        texts(&rows, |(_, made, place)| {
            Some(made.outcomes()[*place].id().to_owned())
        }),
        texts(&rows, |(_, made, place)| {
            Some(made.missing(*place).join(","))
        }),
        texts(&rows, |(rule, _, _)| Some(rule.register.clone())),
        Arc::new(Int64Array::from_iter_values(
            rows.iter().map(|(_, made, place)| made.number(*place)),
        )),
        Arc::new(
            rows.iter()
                .map(|(rule, _, _)| Some(rule.simulated))
                .collect::<BooleanArray>(),
        ),
    ]
}

/// Appends the figures of a file; the same file stored twice changes nothing.
pub async fn figures(
    lake: &Lake,
    plan: &Plan,
    body: Option<&str>,
    figures: &[Figure],
    file: (&str, &[u8]),
    known_at: i64,
) -> Result<Appended, LakeError> {
    let hash = hexadecimal(&Sha256::digest(file.1), 32);
    let owner = |figure: &Figure| {
        let own = plan
            .indicator(&figure.indicator)
            .and_then(|indicator| indicator.owner.clone());
        body.map(str::to_owned).or(own).unwrap_or_default()
    };
    let columns: Vec<ArrayRef> = vec![
        texts(figures, |_| Some(plan.header.id.clone())),
        texts(figures, |f| Some(f.indicator.clone())),
        texts(figures, |f| Some(f.region.to_string())),
        texts(figures, |f| Some(f.period.clone())),
        texts(figures, |f| Some(number::written(f.value, 15))),
        texts(figures, |f| Some(f.unit.clone())),
        texts(figures, |f| Some(owner(f))),
        texts(figures, |f| Some(f.status.id().to_owned())),
        texts(figures, |f| Some(f.evidence.clone())),
        texts(figures, |f| Some(f.reporter.clone())),
        texts(figures, |f| Some(f.reviewer.clone())),
        texts(figures, |f| Some(f.note.clone())),
        texts(figures, |_| Some("reported".to_owned())),
        texts(figures, |_| Some(file.0.to_owned())),
        Arc::new(Int64Array::from_iter_values(
            figures.iter().map(|figure| i64::from(figure.row)),
        )),
    ];
    let source = format!("figures:{}:{hash}", plan.header.id);
    let rows = stamped(Table::ReportedFigure, columns, known_at, &source)?;
    lake.append(Table::ReportedFigure, &source, &[rows]).await
}
