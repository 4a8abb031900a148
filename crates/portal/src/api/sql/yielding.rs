//! A join hands on rows without end from what it holds, and never waits; the time of its statement could then not be
//! looked at. Wrapped, it lets others run now and again.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::error::Result;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::SessionContext;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coop::CooperativeExec;

/// Wraps whatever has several inputs.
#[derive(Debug)]
struct Yielding;

impl PhysicalOptimizerRule for Yielding {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _config: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let wrapped = plan.transform_up(|plan| {
            if plan.children().len() < 2 {
                return Ok(Transformed::no(plan));
            }
            Ok(Transformed::yes(Arc::new(CooperativeExec::new(plan)) as _))
        });
        wrapped.map(|wrapped| wrapped.data)
    }

    fn name(&self) -> &'static str {
        "yielding"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The same session, whose statements let others run.
pub(super) fn yielding(context: &SessionContext) -> SessionContext {
    let state = SessionStateBuilder::new_from_existing(context.state());
    SessionContext::new_with_state(
        state
            .with_physical_optimizer_rule(Arc::new(Yielding))
            .build(),
    )
}
