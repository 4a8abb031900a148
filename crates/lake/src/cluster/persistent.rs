//! A statement that is handed in again when the scheduler went away before the first rows came.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PhysicalExpr, PlanProperties,
};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::error::LakeError;

/// How often a statement is handed in.
const ATTEMPTS: usize = 15;
/// How long to wait before the next time; a scheduler that starts again takes a few seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs what a cluster runs, again when it could not be reached.
///
/// Rows are passed on from the first that comes, and after that no error is hidden: nothing is told twice.
#[derive(Debug)]
pub(super) struct Persistent(pub(super) Arc<dyn ExecutionPlan>);

impl DisplayAs for Persistent {
    fn fmt_as(&self, kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as(kind, f)
    }
}

impl ExecutionPlan for Persistent {
    fn name(&self) -> &'static str {
        "Persistent"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.0.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> EngineResult<TreeNodeRecursion>,
    ) -> EngineResult<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        _children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> EngineResult<SendableRecordBatchStream> {
        let plan = Arc::clone(&self.0);
        let rows = futures::stream::once(begun(plan, partition, context)).try_flatten();
        let schema = self.0.schema();
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}

/// The rows of a statement, once the first has come or there are none.
async fn begun(
    plan: Arc<dyn ExecutionPlan>,
    partition: usize,
    context: Arc<TaskContext>,
) -> EngineResult<SendableRecordBatchStream> {
    let mut attempt = 1;
    loop {
        let mut rows = plan.execute(partition, Arc::clone(&context))?;
        let schema = rows.schema();
        match rows.next().await.transpose() {
            Ok(first) => {
                let all = futures::stream::iter(first.map(Ok)).chain(rows);
                return Ok(Box::pin(RecordBatchStreamAdapter::new(schema, all)));
            }
            Err(error) if !is_passing(&error) => return Err(error),
            Err(error) if attempt < ATTEMPTS => {
                tracing::warn!(%error, attempt, "the cluster cannot be reached; the statement is handed in again");
                attempt += 1;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => {
                let source = Box::new(error);
                let unreachable = LakeError::Unreachable { source };
                return Err(DataFusionError::External(Box::new(unreachable)));
            }
        }
    }
}

/// Whether an error is of the way to the cluster rather than of the statement. Ballista tells only in words.
fn is_passing(error: &DataFusionError) -> bool {
    const WAYS: [&str; 6] = [
        "transport error",
        "ConnectError",
        "Connection refused",
        "ConnectionReset",
        "code: Unavailable",
        "BrokenPipe",
    ];
    let words = format!("{error} {error:?}");
    WAYS.iter().any(|way| words.contains(way))
}
