//! The table `hit` that statements of indicators read: what each rule made of each row of its register.
//!
//! Its columns are made when a statement reads them, for the rules and outcomes it asks for and no others.

use std::fmt;
use std::iter::repeat_n;
use std::sync::Arc;

use lake::arrow::array::{ArrayRef, AsArray as _, BooleanArray, StringArray};
use lake::arrow::compute::filter;
use lake::arrow::datatypes::SchemaRef;
use lake::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use lake::datafusion::catalog::{Session, TableProvider};
use lake::datafusion::common::DFSchema;
use lake::datafusion::datasource::memory::MemorySourceConfig;
use lake::datafusion::error::Result as EngineResult;
use lake::datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use lake::datafusion::physical_plan::ExecutionPlan;

use super::{Judged, Judgement, Outcome};
use crate::model::Plan;
use crate::statement;

/// What rules made of their registers, as a table.
pub(crate) struct HitTable {
    rules: Vec<OfRule>,
}

struct OfRule {
    rule: String,
    entity: Option<String>,
    judgement: Judgement,
}

impl HitTable {
    /// The outcomes of every rule that could be applied.
    pub(crate) fn new(plan: &Plan, judged: &Judged) -> Self {
        let of_rule = |(rule, judgement): (&String, &Result<Judgement, _>)| {
            Some(OfRule {
                rule: rule.clone(),
                entity: plan
                    .rule(rule)
                    .map(|(_, rule)| rule.entity.get_ref().clone()),
                judgement: judgement.as_ref().ok()?.clone(),
            })
        };
        Self {
            rules: judged.iter().filter_map(of_rule).collect(),
        }
    }

    /// One row for every rule and outcome: what filters can tell apart before any row is made.
    fn sample(&self) -> EngineResult<RecordBatch> {
        let all = Outcome::ALL.len();
        let per_rule = |get: fn(&OfRule) -> Option<&str>| -> ArrayRef {
            let texts = self.rules.iter().flat_map(|rule| repeat_n(get(rule), all));
            Arc::new(texts.collect::<StringArray>())
        };
        let outcomes = self.rules.iter().flat_map(|_| Outcome::ALL);
        let columns: Vec<ArrayRef> = vec![
            per_rule(|rule| Some(&rule.rule)),
            per_rule(|rule| rule.entity.as_deref()),
            per_rule(|_| None),
            per_rule(|_| None),
            Arc::new(StringArray::from_iter_values(outcomes.map(Outcome::id))),
        ];
        Ok(RecordBatch::try_new(statement::hit_schema(), columns)?)
    }

    /// Which outcomes of which rules a statement can read, in the order of [`Self::sample`].
    fn wanted(&self, state: &dyn Session, filters: &[Expr]) -> EngineResult<Vec<bool>> {
        let sample = self.sample()?;
        let named = DFSchema::try_from(sample.schema())?;
        let mut wanted = vec![true; sample.num_rows()];
        for expression in filters.iter().filter(|filter| decides(filter)) {
            let answers = state
                .create_physical_expr(expression.clone(), &named)?
                .evaluate(&sample)?
                .into_array(sample.num_rows())?;
            let yes = answers.as_boolean().iter().map(|yes| yes == Some(true));
            for (wanted, yes) in wanted.iter_mut().zip(yes) {
                *wanted &= yes;
            }
        }
        Ok(wanted)
    }
}

/// Whether a filter asks only for rules, entities and outcomes.
fn decides(filter: &Expr) -> bool {
    let columns = filter.column_refs();
    !columns.is_empty()
        && columns
            .iter()
            .all(|column| ["rule", "entity", "outcome"].contains(&column.name()))
}

impl OfRule {
    /// The rows with a wanted outcome; `projected` is the schema of the columns asked for.
    fn rows(&self, wanted: &[bool], projected: &SchemaRef) -> EngineResult<Option<RecordBatch>> {
        let outcomes = self.judgement.outcomes();
        let keep: Vec<bool> = outcomes
            .iter()
            .map(|outcome| wanted[*outcome as usize])
            .collect();
        let count = keep.iter().filter(|keep| **keep).count();
        if count == 0 {
            return Ok(None);
        }
        let every = count == keep.len();
        let mask = BooleanArray::from(keep);
        let kept = |column: &StringArray| -> EngineResult<ArrayRef> {
            if every {
                return Ok(Arc::new(column.clone()));
            }
            Ok(filter(column, &mask)?)
        };
        let same = |text: Option<&str>| -> ArrayRef {
            Arc::new(repeat_n(text, count).collect::<StringArray>())
        };
        let column = |name: &str| -> EngineResult<ArrayRef> {
            Ok(match name {
                "rule" => same(Some(&self.rule)),
                "entity" => same(self.entity.as_deref()),
                "key" => kept(self.judgement.keys())?,
                "region" => kept(self.judgement.regions())?,
                _ => {
                    let shown = outcomes.iter().filter(|outcome| wanted[**outcome as usize]);
                    Arc::new(StringArray::from_iter_values(shown.map(|one| one.id())))
                }
            })
        };
        let columns = projected
            .fields()
            .iter()
            .map(|field| column(field.name()))
            .collect::<EngineResult<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let rows = RecordBatch::try_new_with_options(Arc::clone(projected), columns, &options)?;
        Ok(Some(rows))
    }
}

impl fmt::Debug for HitTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "hits of {} rules", self.rules.len())
    }
}

#[async_trait::async_trait]
impl TableProvider for HitTable {
    fn schema(&self) -> SchemaRef {
        statement::hit_schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> EngineResult<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        _limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let wanted = self.wanted(state, filters)?;
        let schema = self.schema();
        let projected = match projection {
            Some(places) => Arc::new(schema.project(places)?),
            None => schema,
        };
        let of_rules = self.rules.iter().zip(wanted.chunks(Outcome::ALL.len()));
        let rows = of_rules
            .filter_map(|(rule, wanted)| rule.rows(wanted, &projected).transpose())
            .collect::<EngineResult<Vec<_>>>()?;
        Ok(MemorySourceConfig::try_new_exec(&[rows], projected, None)?)
    }
}
