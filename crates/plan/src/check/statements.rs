//! Statements of indicators and derived columns: they are SQL, read what there is, and give what is asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::datasource::ViewTable;
use lake::datafusion::execution::context::SessionContext;

use crate::model::{Indicator, IndicatorKind, Plan};
use crate::predicate;
use crate::problem::{Code, Problem};
use crate::statement::{self, EVALUATION, HIT, MEASURED, REGISTERED};
use crate::{engine, table};

use super::references::article;

pub(super) async fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    let context = engine::session(plan, 1);
    empty_tables(plan, &context);
    let (order, circles) = statement::ordered(plan, &context);
    let mut in_circle: BTreeSet<&str> = BTreeSet::new();
    for circle in &circles {
        in_circle.extend(circle.iter().copied());
        if let Some(indicator) = circle.first().and_then(|id| plan.indicator(id)) {
            let mut names = circle.clone();
            names.push(circle[0]);
            problems.push(
                at(plan, indicator, Code::CircularIndicator).with("circle", names.join(" → ")),
            );
        }
    }
    for indicator in order {
        if in_circle.contains(indicator.id.as_str()) {
            continue;
        }
        if let Err(reason) = one(plan, &context, indicator).await {
            problems.push(at(plan, indicator, Code::Statement).with("reason", reason));
        }
    }
    derived(plan, &context, problems).await;
}

fn at(plan: &Plan, indicator: &Indicator, code: Code) -> Problem {
    let article = plan
        .clause_targets()
        .find(|(_, target)| *target.indicator.get_ref() == indicator.id)
        .map(|(clause, target)| article(clause, target.id.get_ref()));
    Problem::new(
        code,
        &indicator.file,
        plan.file(&indicator.file),
        indicator.span.clone(),
        &article.unwrap_or_default(),
    )
    .with("name", &indicator.id)
}

/// Tables without rows under the names that statements may read.
fn empty_tables(plan: &Plan, context: &SessionContext) {
    let entities = plan
        .entities
        .iter()
        .map(|entity| (entity.id.get_ref().as_str(), table::schema(entity)));
    let own = [
        (HIT, statement::hit_schema()),
        (EVALUATION, statement::evaluation_schema()),
    ];
    for (name, schema) in entities.chain(own) {
        // A name taken twice is told as a duplicate id.
        let _ = statement::register(context, name, RecordBatch::new_empty(schema));
    }
}

/// Plans a statement, and keeps it as a view for those that read it.
async fn one(plan: &Plan, context: &SessionContext, indicator: &Indicator) -> Result<(), String> {
    let Some(sql) = &indicator.sql else {
        return Ok(());
    };
    let literals = predicate::literals(plan, None, plan.header.issued.0);
    let sql = predicate::substitute(sql, &literals).map_err(|e| e.to_string())?;
    let logical = context
        .state()
        .create_logical_plan(&sql)
        .await
        .map_err(|e| first_line(&e.strip_backtrace()))?;
    let names: Vec<String> = logical
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let wanted: &[&str] = match indicator.kind {
        IndicatorKind::Measured => &MEASURED,
        _ => &REGISTERED,
    };
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|name| !names.iter().any(|found| found == *name))
        .copied()
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "the result has no column {}; it has {}",
            missing.join(", "),
            names.join(", ")
        ));
    }
    let view = Arc::new(ViewTable::new(logical, Some(sql)));
    let kept = context.register_table(indicator.id.as_str(), view);
    kept.map(|_| ())
        .map_err(|e| first_line(&e.strip_backtrace()))
}

async fn derived(plan: &Plan, context: &SessionContext, problems: &mut Vec<Problem>) {
    for (clause, rule) in plan.clause_rules() {
        let literals = predicate::literals(plan, Some(rule), plan.header.issued.0);
        for derived in rule.derive.values() {
            let planned = match predicate::substitute(derived.sql.get_ref(), &literals) {
                Ok(sql) => context
                    .state()
                    .create_logical_plan(&sql)
                    .await
                    .map(|_| ())
                    .map_err(|e| first_line(&e.strip_backtrace())),
                Err(e) => Err(e.to_string()),
            };
            if let Err(reason) = planned {
                let problem = Problem::new(
                    Code::Statement,
                    &clause.file,
                    plan.file(&clause.file),
                    derived.sql.span(),
                    &article(clause, rule.id.get_ref()),
                );
                problems.push(
                    problem
                        .with("name", rule.id.get_ref())
                        .with("reason", reason),
                );
            }
        }
    }
}

pub(super) fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
