//! The SQL session that a plan's predicates and statements run in: the domain's functions of `lake`, and
//! `within(region, 'zone')` over the plan's own zones.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, StringArray};
use lake::arrow::compute::cast;
use lake::arrow::datatypes::DataType;
use lake::datafusion::common::{Result as EngineResult, exec_err};
use lake::datafusion::execution::context::{SessionConfig, SessionContext};
use lake::datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
use regions::RegionCode;

use crate::model::{Plan, Zone};

/// The members of each zone, as codes.
pub type Members = BTreeMap<String, Vec<RegionCode>>;

/// Makes a session with the functions of the domain and the zones of a plan.
pub fn session(plan: &Plan, threads: usize) -> SessionContext {
    let config = SessionConfig::new()
        .with_target_partitions(threads.max(1))
        .with_information_schema(false)
        .set_bool("datafusion.sql_parser.parse_float_as_decimal", true)
        .set_bool("datafusion.execution.collect_statistics", false);
    let context = SessionContext::new_with_config(config);
    lake::functions::register(&context);
    let members = Arc::new(members(plan));
    context.register_udf(create_udf(
        "within",
        vec![DataType::Utf8, DataType::Utf8],
        DataType::Boolean,
        Volatility::Immutable,
        Arc::new(move |arguments| within(&members, arguments)),
    ));
    context
}

/// The members of every zone of a plan on the day of its issue.
pub fn members(plan: &Plan) -> Members {
    let named = |zone: &Zone| (zone.id.get_ref().clone(), members_of(plan, zone));
    plan.zones.iter().map(named).collect()
}

/// The members of a zone on the day of the plan's issue, or on its own first day when that is later.
pub fn members_of(plan: &Plan, zone: &Zone) -> Vec<RegionCode> {
    if let Some(builtin) = &zone.builtin {
        let Ok(found) = regions::zone(builtin.get_ref()) else {
            return Vec::new();
        };
        let day = plan.header.issued.0.date().max(found.since);
        return found
            .members(day)
            .map(Iterator::collect)
            .unwrap_or_default();
    }
    zone.members
        .iter()
        .filter_map(|code| code.parse().ok())
        .collect()
}

fn within(members: &Members, arguments: &[ColumnarValue]) -> EngineResult<ColumnarValue> {
    let arrays = ColumnarValue::values_to_arrays(arguments)?;
    let [codes, zones] = arrays.as_slice() else {
        return exec_err!("within takes a region and the id of a zone");
    };
    let (codes, zones) = (texts(codes)?, texts(zones)?);
    let mut answers = Vec::with_capacity(codes.len());
    for (code, zone) in codes.iter().zip(zones.iter()) {
        let Some(zone) = zone else {
            answers.push(None);
            continue;
        };
        let Some(zone) = members.get(zone) else {
            return exec_err!("no zone of the plan is called '{zone}'");
        };
        let code = code.and_then(|code| code.parse::<RegionCode>().ok());
        answers.push(code.map(|code| zone.iter().any(|member| regions::contains(*member, code))));
    }
    Ok(ColumnarValue::Array(Arc::new(BooleanArray::from(answers))))
}

fn texts(array: &ArrayRef) -> EngineResult<StringArray> {
    Ok(cast(array, &DataType::Utf8)?.as_string::<i32>().clone())
}
