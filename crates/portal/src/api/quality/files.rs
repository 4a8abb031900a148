//! What was taken in: files, what in them could not be read, and which values a rule doubts.

use answer::context::{Context, show_moment};
use answer::output::{Cell, from_batches};
use answer::rows::{plain, quoted};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::sources::file_name;
use super::Question;
use super::coverage::SiteDays;
use crate::portal::Portal;
use crate::problem::Refusal;

/// A reason why places of a file could not be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DefectRow {
    reason: String,
    reason_name: String,
    file: String,
    count: i64,
    sample: String,
}

/// A rule that doubts values.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FlagRow {
    rule: String,
    name: String,
    count: i64,
}

/// A file that was taken in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportRow {
    file: String,
    at: String,
    rows: i64,
    defects: i64,
    /// real, simulated, replayed.
    kind: String,
}

const DEFECTS: &str = "SELECT reason, file, count(*) AS n, min(text) FROM defect \
    GROUP BY reason, file ORDER BY n DESC, reason, file LIMIT 200";
const IMPORTS: &str = "SELECT file, CAST(known_at AS BIGINT) AS at, rows_loaded, defects, kind FROM import \
    ORDER BY at DESC, file LIMIT 100";

/// The most frequent defects of all files.
pub(super) async fn defects(portal: &Portal, context: &Context) -> Result<Vec<DefectRow>, Refusal> {
    let read = rows(portal, DEFECTS).await?.into_iter().filter_map(|row| {
        let [reason, file, count, sample] = &row[..] else {
            return None;
        };
        let reason = plain(reason);
        Some(DefectRow {
            reason_name: context.say(&format!("defect-{reason}"), &[]),
            reason,
            file: file_name(&plain(file)).to_owned(),
            count: number(count),
            sample: plain(sample),
        })
    });
    Ok(read.collect())
}

/// How often each rule doubts a value of the sites and days.
pub(super) async fn flags(
    portal: &Portal,
    context: &Context,
    question: &Question,
    sites: &[SiteDays],
) -> Result<Vec<FlagRow>, Refusal> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    let (first, last) = question.days;
    let statement = format!(
        "SELECT rule, count(*) AS n FROM flag WHERE day >= DATE '{first}' AND day <= DATE '{last}' \
         AND site IN ({}) GROUP BY rule ORDER BY n DESC, rule",
        listed(sites)
    );
    let read = rows(portal, &statement)
        .await?
        .into_iter()
        .filter_map(|row| {
            let [rule, count] = &row[..] else { return None };
            let rule = plain(rule);
            let known = observe::flag_rules().iter().find(|known| known.id == rule);
            let name = known.map(|known| context.pick(&known.name.zh, &known.name.en).to_owned());
            Some(FlagRow {
                name: name.unwrap_or_else(|| rule.clone()),
                rule,
                count: number(count),
            })
        });
    Ok(read.collect())
}

/// The newest imports.
pub(super) async fn imports(portal: &Portal) -> Result<Vec<ImportRow>, Refusal> {
    let read = rows(portal, IMPORTS).await?.into_iter().filter_map(|row| {
        let [file, at, loaded, defects, kind] = &row[..] else {
            return None;
        };
        Some(ImportRow {
            file: plain(file),
            at: show_moment(number(at)),
            rows: number(loaded),
            defects: number(defects),
            kind: plain(kind),
        })
    });
    Ok(read.collect())
}

/// The rows of a statement.
pub(super) async fn rows(portal: &Portal, statement: &str) -> Result<Vec<Vec<Cell>>, Refusal> {
    let batches = portal
        .lake()
        .query(statement, portal.settings().query)
        .await?;
    Ok(from_batches(batches)?.rows)
}

/// A count.
pub(super) fn number(cell: &Cell) -> i64 {
    plain(cell).parse().unwrap_or_default()
}

/// Sites as a list of SQL.
pub(super) fn listed(sites: &[SiteDays]) -> String {
    let names = sites.iter().map(|site| format!("'{}'", quoted(&site.site)));
    names.collect::<Vec<_>>().join(", ")
}
