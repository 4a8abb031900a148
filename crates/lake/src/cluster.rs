//! The same session on an Apache Ballista cluster: statements are planned here, run there, and their rows come back.
//!
//! The three roles (client, scheduler, executor) share one set of functions and one way to reach a bucket. What
//! Ballista cannot carry is run in this process, as without a cluster: statements that read no stored file (nothing
//! would be distributed), the catalogue (`information_schema`), and plans that its codec cannot write.

mod codec;
mod persistent;
mod planner;
mod roles;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use ballista_core::config::BALLISTA_ADAPTIVE_PLANNER_ENABLED;
use ballista_core::extension::{SessionConfigExt as _, SessionStateExt as _};
use datafusion::execution::context::SessionContext;
use url::Url;

use crate::error::LakeError;
use crate::functions;

pub use roles::{ExecutorSettings, SchedulerSettings, executor, scheduler};

/// The port of a scheduler whose address names none.
const DEFAULT_PORT: u16 = 50050;

/// The address of a cluster: `df://scheduler:50050`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    host: String,
    port: u16,
}

impl Cluster {
    /// The address as gRPC takes it.
    fn endpoint(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }
}

impl FromStr for Cluster {
    type Err = LakeError;

    fn from_str(text: &str) -> Result<Self, LakeError> {
        let wrong = || LakeError::Cluster {
            address: text.to_owned(),
        };
        let url = Url::parse(text).map_err(|_error| wrong())?;
        let host = url.host_str().filter(|host| !host.is_empty());
        match (url.scheme(), host) {
            ("df", Some(host)) => Ok(Self {
                host: host.to_owned(),
                port: url.port().unwrap_or(DEFAULT_PORT),
            }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "df://{}:{}", self.host, self.port)
    }
}

/// Sends what a session runs to a cluster.
pub(crate) fn upgrade(
    context: &SessionContext,
    cluster: &Cluster,
) -> Result<SessionContext, LakeError> {
    let state = context.state();
    let config = state
        .config()
        .clone()
        .upgrade_for_ballista()
        // Ballista's adaptive planner never ends a statement whose finished rows were on an executor that was lost.
        .set_bool(BALLISTA_ADAPTIVE_PLANNER_ENABLED, false)
        .with_ballista_logical_extension_codec(codec::logical())
        .with_ballista_query_planner(Arc::new(planner::Planner::new(cluster)));
    let state = datafusion::execution::SessionStateBuilder::new_from_existing(state)
        .with_config(config)
        .build()
        .upgrade_for_ballista(cluster.endpoint())?;
    let context = SessionContext::new_with_state(state);
    // The upgrade has left only the engine's own functions.
    functions::register(&context);
    Ok(context)
}
