//! Reading telemetry by device and day, and where each device stands.

use std::sync::Arc;

use datafusion::arrow::datatypes::TimestampMicrosecondType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::functions_aggregate::expr_fn::max;
use datafusion::logical_expr::{Expr, col, lit};
use datafusion::scalar::ScalarValue;
use futures::TryStreamExt as _;
use units::Day;

use crate::error::LakeError;
use crate::schema::Table;
use crate::series::{primitive, text};
use crate::session::{QueryLimits, provider};
use crate::store::Lake;

/// Which rows of a table of telemetry to read.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The table.
    pub table: Table,
    /// These devices; all when empty.
    pub devices: &'a [String],
    /// The first day and the day after the last.
    pub days: (Day, Day),
    /// Only rows of these times, both ends among them, in microseconds of civil time; all of the days when `None`.
    pub times: Option<(i64, i64)>,
    /// Only what was known then, in microseconds since 1970 UTC; all when `None`.
    pub as_of: Option<i64>,
    /// These columns, in order; all when empty.
    pub columns: &'a [&'a str],
}

/// The newest time of a device in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatestTime {
    /// The device.
    pub device: String,
    /// `granularity`, where the table has it.
    pub interval: Option<String>,
    /// The newest `data_time`, in microseconds of civil time.
    pub data_time: i64,
}

impl Lake {
    /// Reads rows of devices and days, in no order, all at once.
    pub async fn telemetry(
        &self,
        asked: &Asked<'_>,
        limits: QueryLimits,
    ) -> Result<Vec<RecordBatch>, LakeError> {
        let stream = self.telemetry_stream(asked, limits).await?;
        stream.map_err(LakeError::from).try_collect().await
    }

    /// Reads rows of devices and days, in no order, as they come.
    pub async fn telemetry_stream(
        &self,
        asked: &Asked<'_>,
        limits: QueryLimits,
    ) -> Result<SendableRecordBatchStream, LakeError> {
        let provider = provider(self, asked.table, Some(asked.days)).await?;
        let context = self.context(limits, true)?;
        let frame = context.read_table(provider)?.filter(predicate(asked))?;
        let frame = if asked.columns.is_empty() {
            frame
        } else {
            frame.select(
                asked
                    .columns
                    .iter()
                    .map(|name| col(*name))
                    .collect::<Vec<_>>(),
            )?
        };
        Ok(frame.execute_stream().await?)
    }

    /// The newest time of each device in a table, among the rows of a day and later.
    pub async fn latest_times(
        &self,
        table: Table,
        since: Day,
        limits: QueryLimits,
    ) -> Result<Vec<LatestTime>, LakeError> {
        let span = (since, Day::from_number(i32::MAX));
        let provider = provider(self, table, Some(span)).await?;
        let with_interval = provider.schema().field_with_name("granularity").is_ok();
        let mut by = vec![col("device")];
        if with_interval {
            by.push(col("granularity"));
        }
        let newest = max(col("data_time")).alias("newest");
        let batches = self
            .context(limits, true)?
            .read_table(provider)?
            .filter(col("day").gt_eq(date(since)))?
            .aggregate(by, vec![newest])?
            .collect()
            .await?;
        let mut latest = Vec::new();
        for batch in &batches {
            let devices = text(batch, "device")?;
            let newest = primitive::<TimestampMicrosecondType>(batch, "newest")?;
            let intervals = with_interval
                .then(|| text(batch, "granularity"))
                .transpose()?;
            latest.extend((0..newest.len()).map(|i| LatestTime {
                device: devices.value(i).to_owned(),
                interval: intervals.as_ref().map(|column| column.value(i).to_owned()),
                data_time: newest.value(i),
            }));
        }
        Ok(latest)
    }
}

fn predicate(asked: &Asked<'_>) -> Expr {
    let (start, end) = asked.days;
    let mut predicate = col("day").gt_eq(date(start)).and(col("day").lt(date(end)));
    if !asked.devices.is_empty() {
        let devices = asked.devices.iter().map(|device| lit(device.as_str()));
        predicate = predicate.and(col("device").in_list(devices.collect(), false));
    }
    if let Some((first, last)) = asked.times {
        let time = |time| lit(ScalarValue::TimestampMicrosecond(Some(time), None));
        let within = col("data_time").between(time(first), time(last));
        predicate = predicate.and(within);
    }
    if let Some(as_of) = asked.as_of {
        let moment = ScalarValue::TimestampMicrosecond(Some(as_of), Some(Arc::from("UTC")));
        predicate = predicate.and(col("known_at").lt_eq(lit(moment)));
    }
    predicate
}

fn date(day: Day) -> Expr {
    lit(ScalarValue::Date32(Some(day.number())))
}
