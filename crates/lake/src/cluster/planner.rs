//! Which plans go to the cluster.

use std::sync::Arc;

use ballista_core::config::BallistaConfig;
use ballista_core::planner::BallistaQueryPlanner;
use datafusion::catalog::Session;
use datafusion::common::Result as EngineResult;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::listing::ListingTable;
use datafusion::datasource::source_as_provider;
use datafusion::execution::context::QueryPlanner;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, PhysicalPlanner as _};
use datafusion_proto::logical_plan::{AsLogicalPlan as _, LogicalExtensionCodec};
use datafusion_proto::protobuf::LogicalPlanNode;

use super::persistent::Persistent;
use super::{Cluster, codec};

/// Sends plans that read stored files to the cluster and runs the others here.
#[derive(Debug)]
pub(super) struct Planner {
    remote: BallistaQueryPlanner<LogicalPlanNode>,
    codec: Arc<dyn LogicalExtensionCodec>,
}

impl Planner {
    pub(super) fn new(cluster: &Cluster) -> Self {
        let codec = codec::logical();
        let remote = BallistaQueryPlanner::with_extension(
            cluster.endpoint(),
            BallistaConfig::default(),
            Arc::clone(&codec),
        );
        Self { remote, codec }
    }

    /// Whether a plan can be carried there, and gains by it.
    fn travels(&self, plan: &LogicalPlan) -> EngineResult<bool> {
        if matches!(plan, LogicalPlan::Explain(_) | LogicalPlan::Analyze(_)) {
            return Ok(false);
        }
        let mut stored = false;
        plan.apply_with_subqueries(|node| {
            if let LogicalPlan::TableScan(scan) = node {
                stored |= source_as_provider(&scan.source)?.is::<ListingTable>();
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        if !stored {
            return Ok(false);
        }
        if let Err(error) = LogicalPlanNode::try_from_logical_plan(plan, self.codec.as_ref()) {
            tracing::warn!(%error, "this statement cannot travel to the cluster and runs here");
            return Ok(false);
        }
        Ok(true)
    }
}

#[async_trait::async_trait]
impl QueryPlanner for Planner {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        if self.travels(plan)? {
            let there = self.remote.create_physical_plan(plan, session).await?;
            return Ok(Arc::new(Persistent(there)));
        }
        let here = DefaultPhysicalPlanner::default();
        here.create_physical_plan(plan, session).await
    }
}
