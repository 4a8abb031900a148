//! The rows of an answer, until the time of their statement is over.

use std::sync::Arc;
use std::time::Duration;

use datafusion_postgres::pgwire::api::results::{QueryResponse, Response};
use futures::StreamExt as _;
use futures::stream::unfold;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

use super::guard::refused;

/// An answer whose rows end with an error at a moment; it holds its turn until its rows end.
pub(super) fn bounded(
    response: Response,
    until: Instant,
    turn: Arc<OwnedSemaphorePermit>,
    limit: Duration,
) -> Response {
    let Response::Query(answer) = response else {
        return response;
    };
    let tag = answer.command_tag().to_owned();
    let state = (answer.data_rows, turn, false);
    let rows = unfold(state, move |(mut rows, turn, over)| async move {
        if over {
            return None;
        }
        match timeout_at(until, rows.next()).await {
            Ok(row) => row.map(|row| (row, (rows, turn, false))),
            Err(_elapsed) => Some((Err(late(limit)), (rows, turn, true))),
        }
    });
    let mut answer = QueryResponse::new(answer.row_schema, rows.fuse());
    answer.set_command_tag(&tag);
    Response::Query(answer)
}

/// What is said when the time is over.
pub(super) fn late(limit: Duration) -> datafusion_postgres::pgwire::error::PgWireError {
    let message = format!("the statement took longer than {limit:?} and was ended");
    refused("57014", &message)
}
