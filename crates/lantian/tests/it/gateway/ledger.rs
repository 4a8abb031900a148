//! The generator's ledger against the rows of the lake.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::rig::Rig;

const ROWS: &str = "SELECT device, to_char(data_time, '%Y%m%d%H%M%S') AS data_time, factor, value, min, max, revision \
    FROM source_minute";

/// A device, a time and a factor.
type Key = (String, String, String);

/// Fails unless every acknowledged frame is in the lake once, value by value, and nothing else is.
pub(super) fn check(rig: &Rig, at_least: usize) {
    let text = fs::read_to_string(rig.ledger()).expect("the ledger is there");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of the ledger is JSON"))
        .collect();
    let mut stored = BTreeMap::<Key, Vec<[String; 3]>>::new();
    for row in rig.rows(ROWS) {
        let [device, time, factor, value, min, max, revision] =
            <[String; 7]>::try_from(row).expect("seven columns");
        assert_eq!(
            revision, "0",
            "{device} {time} {factor} came with one value only"
        );
        stored
            .entry((device, time, factor))
            .or_default()
            .push([value, min, max].map(|number| plain(&number)));
    }
    let sent: BTreeMap<Key, [String; 3]> = lines.iter().flat_map(values).collect();
    let mut acknowledged = 0;
    for line in lines.iter().filter(|line| !line["acked_at"].is_null()) {
        acknowledged += 1;
        for (key, wanted) in values(line) {
            let rows = stored.get(&key).map_or(&[][..], Vec::as_slice);
            assert_eq!(rows, [wanted], "{key:?} of an acknowledged frame");
        }
    }
    assert!(
        acknowledged >= at_least,
        "{acknowledged} frames were acknowledged, {at_least} are needed"
    );
    for (key, rows) in &stored {
        assert_eq!(rows.len(), 1, "{key:?} is stored once");
        assert_eq!(sent.get(key), rows.first(), "{key:?} was sent");
    }
}

/// Average, least and greatest of each factor of a frame.
fn values(line: &Value) -> Vec<(Key, [String; 3])> {
    let text = |name: &str| line[name].as_str().expect("a text").to_owned();
    let fields = line["values"].as_object().expect("values");
    let factors = fields.keys().filter_map(|key| key.strip_suffix("-Avg"));
    let number = |factor: &str, field: &str| {
        let value = fields
            .get(&format!("{factor}-{field}"))
            .and_then(Value::as_str);
        plain(value.unwrap_or_default())
    };
    factors
        .map(|factor| {
            let key = (text("device"), text("data_time"), factor.to_owned());
            (
                key,
                ["Avg", "Min", "Max"].map(|field| number(factor, field)),
            )
        })
        .collect()
}

/// A number without zeros that say nothing.
fn plain(text: &str) -> String {
    if !text.contains('.') {
        return text.to_owned();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
