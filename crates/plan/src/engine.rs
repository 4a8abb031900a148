//! The SQL session that a plan's predicates and statements run in: the domain's functions of `lake`, and
//! `within(region, 'zone')` over the plan's own zones.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, StringArray};
use lake::arrow::compute::cast;
use lake::arrow::datatypes::DataType;
use lake::datafusion::common::{Result as EngineResult, ScalarValue, exec_err};
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
    let [codes, zones] = arguments else {
        return exec_err!("within takes a region and the id of a zone");
    };
    // A zone is nearly always a word of the rule: it need not be looked up for every row.
    if let (ColumnarValue::Array(codes), ColumnarValue::Scalar(ScalarValue::Utf8(Some(zone)))) =
        (codes, zones)
    {
        let codes = texts(codes)?;
        let mut zone = Zoned::new(members, zone)?;
        let answers: BooleanArray = codes.iter().map(|code| zone.holds(code?)).collect();
        return Ok(ColumnarValue::Array(Arc::new(answers)));
    }
    let arrays = ColumnarValue::values_to_arrays(arguments)?;
    let (codes, zones) = (texts(&arrays[0])?, texts(&arrays[1])?);
    let mut answers = Vec::with_capacity(codes.len());
    for (code, zone) in codes.iter().zip(zones.iter()) {
        answers.push(match zone {
            Some(zone) => {
                let mut zone = Zoned::new(members, zone)?;
                code.and_then(|code| zone.holds(code))
            }
            None => None,
        });
    }
    Ok(ColumnarValue::Array(Arc::new(BooleanArray::from(answers))))
}

/// A zone with the answers it has given: a register names few regions many times.
struct Zoned<'a> {
    members: &'a [RegionCode],
    answers: BTreeMap<&'a str, Option<bool>>,
}

impl<'a> Zoned<'a> {
    fn new(members: &'a Members, zone: &str) -> EngineResult<Self> {
        let Some(members) = members.get(zone) else {
            return exec_err!("no zone of the plan is called '{zone}'");
        };
        Ok(Self {
            members,
            answers: BTreeMap::new(),
        })
    }

    fn holds(&mut self, code: &'a str) -> Option<bool> {
        let members = self.members;
        let ask = || {
            let code = code.parse::<RegionCode>().ok()?;
            let mut members = members.iter();
            Some(members.any(|member| regions::contains(*member, code)))
        };
        *self.answers.entry(code).or_insert_with(ask)
    }
}

fn texts(array: &ArrayRef) -> EngineResult<StringArray> {
    Ok(cast(array, &DataType::Utf8)?.as_string::<i32>().clone())
}
