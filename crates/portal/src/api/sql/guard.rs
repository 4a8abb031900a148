//! What a statement may be: a query, or what clients say to set up a connection. Everything else is refused before the
//! engine sees it, and a query whose plan would change something is refused before it runs.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::common::{DFSchema, ParamValues};
use datafusion::execution::context::{SQLOptions, SessionContext};
use datafusion::logical_expr::{EmptyRelation, LogicalPlan};
use datafusion::sql::sqlparser::ast::{Set, Statement};
use datafusion_postgres::QueryHook;
use datafusion_postgres::hooks::HookClient;
use datafusion_postgres::pgwire::api::ClientInfo;
use datafusion_postgres::pgwire::api::results::{Response, Tag};
use datafusion_postgres::pgwire::error::{ErrorInfo, PgWireError, PgWireResult};

/// Names that clients set for themselves.
const SETTABLE: [&str; 7] = [
    "application_name",
    "bytea_output",
    "datestyle",
    "extra_float_digits",
    "intervalstyle",
    "search_path",
    "statement_timeout",
];

/// The first to see a statement.
pub(super) struct Guard;

/// What a statement is.
enum Sort {
    Query,
    /// Set up by the library.
    SetUp,
    /// Taken note of, without effect: limits of the engine are not for clients to set.
    Ignored,
    Refused,
}

impl Sort {
    fn of(statement: &Statement) -> Self {
        match statement {
            Statement::Query(_) | Statement::ShowTables { .. } | Statement::ShowColumns { .. } => {
                Self::Query
            }
            Statement::Explain { statement, .. } if matches!(**statement, Statement::Query(_)) => {
                Self::Query
            }
            Statement::Set(set) => Self::of_set(set),
            Statement::ShowVariable { .. }
            | Statement::ShowStatus { .. }
            | Statement::ShowCatalogs { .. }
            | Statement::StartTransaction { .. }
            | Statement::Commit { .. }
            | Statement::Rollback { .. } => Self::SetUp,
            _ => Self::Refused,
        }
    }

    fn of_set(set: &Set) -> Self {
        match set {
            Set::SingleAssignment {
                variable, values, ..
            } => {
                let name = variable.to_string().to_lowercase();
                if SETTABLE.contains(&name.as_str()) && !values.is_empty() {
                    Self::SetUp
                } else if name.starts_with("datafusion") {
                    Self::Refused
                } else {
                    Self::Ignored
                }
            }
            Set::SetTimeZone { local: false, .. } => Self::SetUp,
            _ => Self::Ignored,
        }
    }
}

#[async_trait]
impl QueryHook for Guard {
    async fn handle_simple_query(
        &self,
        statement: &Statement,
        context: &SessionContext,
        _client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        match Sort::of(statement) {
            Sort::Query => {
                let plan = context
                    .state()
                    .create_logical_plan(&statement.to_string())
                    .await;
                match plan {
                    Ok(plan) => verified(&plan).err().map(Err),
                    Err(error) => Some(Err(PgWireError::ApiError(Box::new(error)))),
                }
            }
            Sort::SetUp => None,
            Sort::Ignored => Some(Ok(Response::Execution(Tag::new("SET")))),
            Sort::Refused => Some(Err(read_only())),
        }
    }

    async fn handle_extended_parse_query(
        &self,
        statement: &Statement,
        _context: &SessionContext,
        _client: &(dyn ClientInfo + Send + Sync),
    ) -> Option<PgWireResult<LogicalPlan>> {
        match Sort::of(statement) {
            Sort::Query | Sort::SetUp => None,
            Sort::Ignored => Some(Ok(LogicalPlan::EmptyRelation(EmptyRelation {
                produce_one_row: false,
                schema: Arc::new(DFSchema::empty()),
            }))),
            Sort::Refused => Some(Err(read_only())),
        }
    }

    async fn handle_extended_query(
        &self,
        statement: &Statement,
        plan: &LogicalPlan,
        _params: &ParamValues,
        _context: &SessionContext,
        _client: &mut dyn HookClient,
    ) -> Option<PgWireResult<Response>> {
        match Sort::of(statement) {
            Sort::Query => verified(plan).err().map(Err),
            Sort::SetUp => None,
            Sort::Ignored => Some(Ok(Response::Execution(Tag::new("SET")))),
            Sort::Refused => Some(Err(read_only())),
        }
    }
}

/// Refuses a plan that changes something, however its statement reads.
fn verified(plan: &LogicalPlan) -> PgWireResult<()> {
    let reading = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    reading.verify_plan(plan).map_err(|_changes| read_only())
}

fn read_only() -> PgWireError {
    refused(
        "25006",
        "this endpoint only reads: a query is expected (SELECT, WITH, VALUES, EXPLAIN, SHOW)",
    )
}

/// An error of a statement, by its SQLSTATE.
pub(super) fn refused(state: &str, message: &str) -> PgWireError {
    told("ERROR", state, message)
}

/// An error that ends the connection.
pub(super) fn fatal(state: &str, message: &str) -> PgWireError {
    told("FATAL", state, message)
}

fn told(severity: &str, state: &str, message: &str) -> PgWireError {
    let info = ErrorInfo::new(severity.to_owned(), state.to_owned(), message.to_owned());
    PgWireError::UserError(Box::new(info))
}
