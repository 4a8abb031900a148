//! The chain of digests through the audit log, and its check.

use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{ConnectionTrait, QueryResult};
use sha2::{Digest, Sha256};

use super::{Entry, lines, read};
use crate::error::during;
use crate::{Access, AccessError};

/// Lines that are read at once when the chain is checked.
const CHUNK: u64 = 4096;

/// What a check of the whole log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The lines that hold.
    pub lines: i64,
    /// The digest of the last one that holds: keep it elsewhere.
    pub digest: String,
    /// Where the chain breaks, if it does.
    pub broken: Option<Broken>,
}

/// Where the chain breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Before this line others are missing.
    Missing {
        /// The line found instead.
        number: i64,
    },
    /// This line is not as it was written.
    Changed {
        /// The line.
        number: i64,
    },
}

impl Access {
    /// Checks the whole log.
    pub async fn verify(&self) -> Result<Chain, AccessError> {
        let mut chain = Chain {
            lines: 0,
            digest: String::new(),
            broken: None,
        };
        loop {
            let mut select = lines();
            select.and_where(Expr::col("number").gt(chain.lines));
            select.order_by("number", Order::Asc).limit(CHUNK);
            let rows = self.database.query_all(&select).await;
            let rows = rows.map_err(during("read the audit log"))?;
            for row in &rows {
                chain.broken = follow(&chain, row)?;
                if chain.broken.is_some() {
                    return Ok(chain);
                }
                let (line, _) = read(row)?;
                chain.lines = line.number;
                chain.digest = line.digest;
            }
            if rows.is_empty() {
                return Ok(chain);
            }
        }
    }
}

/// Whether a line follows the chain.
fn follow(chain: &Chain, row: &QueryResult) -> Result<Option<Broken>, AccessError> {
    let number: i64 = row
        .try_get("", "number")
        .map_err(during("read the audit log"))?;
    if number != chain.lines + 1 {
        return Ok(Some(Broken::Missing { number }));
    }
    let changed = Some(Broken::Changed { number });
    // A line that this program cannot have written was changed too.
    let (line, previous) = match read(row) {
        Err(AccessError::Damaged { .. }) => return Ok(changed),
        other => other?,
    };
    let holds = previous == chain.digest && line.digest == digest(&previous, number, &line.entry);
    Ok(changed.filter(|_| !holds))
}

/// The digest of a line: of the one before, and of everything it says as a list in JSON.
pub(super) fn digest(previous: &str, number: i64, entry: &Entry) -> String {
    let said = serde_json::json!([
        previous,
        number,
        entry.at.as_microsecond(),
        entry.account,
        entry.role.id(),
        entry.from,
        entry.action,
        entry.resource,
        entry.outcome.id(),
        entry.detail,
    ]);
    format!("{:x}", Sha256::digest(said.to_string().as_bytes()))
}
