//! What of a plan the engine's own codec cannot carry: small tables in memory.

use std::fmt::Debug;
use std::sync::Arc;

use ballista_core::serde::BallistaLogicalExtensionCodec;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::ipc::reader::StreamReader;
use datafusion::arrow::ipc::writer::StreamWriter;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::{Result as EngineResult, TableReference, exec_err, not_impl_err};
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{AggregateUDF, Extension, LogicalPlan, ScalarUDF, WindowUDF};
use datafusion_proto::logical_plan::LogicalExtensionCodec;

/// The codec of clients and schedulers.
pub(super) fn logical() -> Arc<dyn LogicalExtensionCodec> {
    Arc::new(Codec(BallistaLogicalExtensionCodec::default()))
}

/// The most bytes of a table in memory that travel with a plan.
const MOST_BYTES: usize = 4 << 20;

/// Ballista's codec, and tables in memory as Arrow's stream format: that of a table that was never written has no rows.
#[derive(Debug)]
struct Codec(BallistaLogicalExtensionCodec);

impl LogicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        buf: &[u8],
        inputs: &[LogicalPlan],
        context: &TaskContext,
    ) -> EngineResult<Extension> {
        self.0.try_decode(buf, inputs, context)
    }

    fn try_encode(&self, node: &Extension, buf: &mut Vec<u8>) -> EngineResult<()> {
        self.0.try_encode(node, buf)
    }

    fn try_decode_table_provider(
        &self,
        buf: &[u8],
        _table: &TableReference,
        schema: SchemaRef,
        _context: &TaskContext,
    ) -> EngineResult<Arc<dyn TableProvider>> {
        let batches: Result<Vec<_>, _> = StreamReader::try_new(buf, None)?.collect();
        Ok(Arc::new(MemTable::try_new(schema, vec![batches?])?))
    }

    fn try_encode_table_provider(
        &self,
        table: &TableReference,
        node: Arc<dyn TableProvider>,
        buf: &mut Vec<u8>,
    ) -> EngineResult<()> {
        let Some(memory) = node.downcast_ref::<MemTable>() else {
            return not_impl_err!("{table} cannot travel to a cluster");
        };
        let mut writer = StreamWriter::try_new(buf, &node.schema())?;
        for partition in &memory.batches {
            let Ok(batches) = partition.try_read() else {
                return exec_err!("{table} is being written");
            };
            let size: usize = batches.iter().map(RecordBatch::get_array_memory_size).sum();
            if size > MOST_BYTES {
                return not_impl_err!("{table} is too large to travel to a cluster");
            }
            for batch in batches.iter() {
                writer.write(batch)?;
            }
        }
        writer.finish()?;
        Ok(())
    }

    fn try_decode_file_format(
        &self,
        buf: &[u8],
        context: &TaskContext,
    ) -> EngineResult<Arc<dyn FileFormatFactory>> {
        self.0.try_decode_file_format(buf, context)
    }

    fn try_encode_file_format(
        &self,
        buf: &mut Vec<u8>,
        node: Arc<dyn FileFormatFactory>,
    ) -> EngineResult<()> {
        self.0.try_encode_file_format(buf, node)
    }

    fn try_decode_udf(&self, name: &str, buf: &[u8]) -> EngineResult<Arc<ScalarUDF>> {
        self.0.try_decode_udf(name, buf)
    }

    fn try_encode_udf(&self, node: &ScalarUDF, buf: &mut Vec<u8>) -> EngineResult<()> {
        self.0.try_encode_udf(node, buf)
    }

    fn try_decode_udaf(&self, name: &str, buf: &[u8]) -> EngineResult<Arc<AggregateUDF>> {
        self.0.try_decode_udaf(name, buf)
    }

    fn try_encode_udaf(&self, node: &AggregateUDF, buf: &mut Vec<u8>) -> EngineResult<()> {
        self.0.try_encode_udaf(node, buf)
    }

    fn try_decode_udwf(&self, name: &str, buf: &[u8]) -> EngineResult<Arc<WindowUDF>> {
        self.0.try_decode_udwf(name, buf)
    }

    fn try_encode_udwf(&self, node: &WindowUDF, buf: &mut Vec<u8>) -> EngineResult<()> {
        self.0.try_encode_udwf(node, buf)
    }
}
