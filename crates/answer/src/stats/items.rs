//! One row a site and item: mean, percentile, limits, attainment, and what the period lacks.

use lake::{PeriodRecord, PeriodRequest};
use standards::composite::Composite;
use standards::evaluation::{self, Evaluation, Shortfall};
use standards::limits::{Class, Limit};
use standards::validity::{self, Item, Rules};
use units::{Day, Exact};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::period::law_day;
use crate::{figures, places};

const COLUMNS: [&str; 18] = [
    "region",
    "site",
    "dust",
    "item",
    "unit",
    "mean",
    "mean_limit",
    "mean_exceedance",
    "percentile_rank",
    "percentile",
    "percentile_limit",
    "percentile_exceedance",
    "single_index",
    "attainment",
    "valid_days",
    "expected_days",
    "validity",
    "reason",
];

/// The rows of all sites; after sand-dust deduction too where a list names the site.
pub(super) fn report(
    context: &Context,
    request: &PeriodRequest,
    records: &[PeriodRecord],
) -> Result<Report, Failure> {
    let on = law_day(request);
    let rules = validity::rules_on(on)?;
    let title = context.say("stats-title", &[("period", &request.period)]);
    let mut report = Report::new(title, Column::all(&COLUMNS));
    for record in records {
        let basis = Basis {
            context,
            rules,
            on,
            site: &record.site,
        };
        add(
            &mut report,
            &basis,
            "dust-kept",
            &record.evaluations,
            &record.composite,
        )?;
        if let (Some(after), Some(composite)) = (&record.after_dust, &record.composite_after_dust) {
            add(&mut report, &basis, "dust-deducted", after, composite)?;
        }
    }
    if request.dust.is_empty() {
        drop_column(&mut report, "dust");
    }
    Ok(report)
}

/// What every row of a site is made with.
struct Basis<'a> {
    context: &'a Context,
    rules: &'static Rules,
    on: Day,
    site: &'a str,
}

fn add(
    report: &mut Report,
    basis: &Basis<'_>,
    dust: &str,
    evaluations: &[Evaluation; 6],
    composite: &Composite,
) -> Result<(), Failure> {
    for ((item, evaluation), single) in basis
        .rules
        .items
        .iter()
        .zip(evaluations)
        .zip(composite.single)
    {
        let mut row = head(basis, dust);
        row.extend(item_row(basis, item, evaluation, single)?);
        report.rows.push(row);
    }
    let mut row = head(basis, dust);
    row.extend(composite_row(basis.context, evaluations, composite));
    report.rows.push(row);
    Ok(())
}

fn head(basis: &Basis<'_>, dust: &str) -> Vec<Cell> {
    vec![
        Cell::text(places::name(basis.context, basis.site)),
        Cell::text(basis.site),
        Cell::text(basis.context.say(dust, &[])),
    ]
}

fn item_row(
    basis: &Basis<'_>,
    item: &Item,
    evaluation: &Evaluation,
    single: Option<Exact>,
) -> Result<Vec<Cell>, Failure> {
    let Basis {
        context, rules, on, ..
    } = *basis;
    let pollutant = evaluation.pollutant;
    let mean_limit = figures::limit(pollutant, item.mean_limit, on)?;
    let percentile_limit = figures::limit(pollutant, Some(item.percentile_limit), on)?;
    let attainment = evaluation::attainment(rules, evaluation, Class::Two, on)?;
    let value = |value| figures::reported(rules, pollutant, value).judged(evaluation.valid);
    Ok(vec![
        Cell::text(pollutant.symbol()),
        Cell::text(pollutant.unit()),
        value(evaluation.mean),
        figures::limit_cell(rules, mean_limit),
        multiple(rules, evaluation, evaluation.mean, mean_limit),
        Cell::Integer(i64::from(evaluation.percentile_rank)),
        value(evaluation.percentile),
        figures::limit_cell(rules, percentile_limit),
        multiple(rules, evaluation, evaluation.percentile, percentile_limit),
        Cell::exact(single, 2).judged(evaluation.valid),
        figures::yes_no(context, attainment.attains),
        Cell::Integer(i64::from(evaluation.coverage.valid)),
        Cell::Integer(i64::from(evaluation.coverage.expected)),
        validity(context, evaluation.valid),
        reasons(context, &evaluation.reasons),
    ])
}

/// How far a reported value lies above its limit.
fn multiple(
    rules: &Rules,
    evaluation: &Evaluation,
    value: Option<Exact>,
    limit: Option<&Limit>,
) -> Cell {
    let (Some(value), Some(limit)) = (value, limit) else {
        return Cell::Missing;
    };
    let rounded = rules.rounded(evaluation.pollutant, value);
    match evaluation::exceedance_multiple(rounded, limit.value) {
        Some(multiple) => Cell::Decimal(multiple.to_string()).judged(evaluation.valid),
        None => Cell::Missing,
    }
}

/// The composite index, under the items that it adds up.
fn composite_row(
    context: &Context,
    evaluations: &[Evaluation; 6],
    composite: &Composite,
) -> Vec<Cell> {
    let valid = evaluations.iter().all(|evaluation| evaluation.valid);
    let fewest = evaluations
        .iter()
        .map(|e| e.coverage)
        .min_by_key(|c| c.valid)
        .unwrap_or_default();
    let mut row = vec![
        Cell::text(context.say("composite-index", &[])),
        Cell::text("1"),
    ];
    row.extend(std::iter::repeat_n(Cell::Missing, 7));
    row.extend([
        Cell::rounded(composite.rounded).judged(valid && composite.rounded.is_some()),
        Cell::Missing,
        Cell::Integer(i64::from(fewest.valid)),
        Cell::Integer(i64::from(fewest.expected)),
        validity(context, valid && composite.rounded.is_some()),
        missing_items(context, composite),
    ]);
    row
}

fn missing_items(context: &Context, composite: &Composite) -> Cell {
    let symbols: Vec<&str> = composite.missing.iter().map(|p| p.symbol()).collect();
    let text = symbols.join(", ");
    Cell::maybe((!symbols.is_empty()).then(|| context.say("reason-missing", &[("items", &text)])))
}

/// Whether the data suffice, in words.
pub(crate) fn validity(context: &Context, valid: bool) -> Cell {
    Cell::text(context.say(if valid { "valid" } else { "undetermined" }, &[]))
}

/// What a period lacks, in words.
pub(crate) fn reasons(context: &Context, reasons: &[Shortfall]) -> Cell {
    let sentence = |shortfall: &Shortfall| match shortfall {
        Shortfall::Month {
            month,
            valid,
            required,
        } => context.say(
            "shortfall-month",
            &[("month", month), ("valid", valid), ("required", required)],
        ),
        Shortfall::Days { valid, required } => context.say(
            "shortfall-days",
            &[("valid", valid), ("required", required)],
        ),
    };
    let sentences: Vec<String> = reasons.iter().map(sentence).collect();
    Cell::maybe((!sentences.is_empty()).then(|| sentences.join("; ")))
}

fn drop_column(report: &mut Report, id: &str) {
    let Some(place) = report.columns.iter().position(|column| column.id == id) else {
        return;
    };
    report.columns.remove(place);
    for row in &mut report.rows {
        row.remove(place);
    }
}
