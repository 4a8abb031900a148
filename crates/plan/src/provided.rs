//! Rows of the entity `air_region`, which lantian fills itself from what is measured.

use std::collections::BTreeMap;

use lake::LakeError;
use units::{Day, Period};

use crate::air::Item;
use crate::engine;
use crate::facts::Facts;
use crate::judge::Register;
use crate::model::{Entity, Plan};
use crate::number;
use crate::table;

/// The plan's cities in the year of evaluation, from its `items`; values that are not determined are unknown.
pub(crate) fn air_region(
    plan: &Plan,
    entity: &Entity,
    facts: &Facts,
    items: &[Item],
    as_of: Day,
) -> Result<Register, LakeError> {
    let period = Period::Year(as_of.date().year());
    let cities = engine::members(plan).remove(plan.header.cities.get_ref());
    let codes: Vec<String> = cities
        .into_iter()
        .flatten()
        .map(|code| code.to_string())
        .collect();
    let value = |region: &str, id: &str| -> Option<&Item> {
        items
            .iter()
            .find(|item| item.region == region && item.item == id && item.complete)
    };
    let mut worst: Vec<(&String, units::Exact)> = codes
        .iter()
        .filter_map(|code| Some((code, value(code, "composite_index")?.reported()?)))
        .collect();
    worst.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let all_known = worst.len() == codes.len();
    let mut rows: Vec<BTreeMap<&str, String>> = Vec::new();
    for code in codes
        .iter()
        .filter(|code| facts.air.regions().any(|site| site == *code))
    {
        let mut row = BTreeMap::from([("key", code.clone()), ("region", code.clone())]);
        row.insert("level", "city".to_owned());
        if let Some(region) = code.parse().ok().and_then(regions::by_code) {
            row.insert("name", region.zh.to_owned());
        }
        for (column, id) in [
            ("pm25_mean", "pm25_mean"),
            ("composite_index", "composite_index"),
        ] {
            let found = value(code, id).and_then(Item::reported);
            if let Some(found) = found {
                row.insert(column, number::written(found, table::SCALE));
            }
        }
        // A rank among some cities only would be another rank.
        if let Some(own) = value(code, "composite_index").and_then(Item::reported)
            && all_known
        {
            let rank = 1 + worst.iter().filter(|(_, index)| *index > own).count();
            row.insert("province_rank_from_worst", rank.to_string());
        }
        if let Some(attains) = facts.air.attains(code, period, as_of)? {
            row.insert("attains", attains.to_string());
        }
        rows.push(row);
    }
    let (batch, _) = table::batch(
        entity,
        rows.len(),
        |row, column| rows.get(row)?.get(column).map(String::as_str),
        |row| i64::try_from(row).unwrap_or(i64::MAX),
    );
    Ok(Register {
        source: "lake".to_owned(),
        simulated: false,
        rows: batch,
    })
}
