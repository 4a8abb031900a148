//! Lists as JSON: names in both languages, numbers as exact decimal text, unknown cells as null.

use serde_json::{Map, Value, json};

use super::{Article, Cell, EntityList, ListColumn, Listed, Name, OpenTerm, Priority};
use crate::model::{Deadline, Force, Then};
use crate::store::sorted;

impl EntityList {
    /// The list as JSON.
    pub fn to_json(&self) -> Value {
        let counts = |counts: &std::collections::BTreeMap<crate::judge::Outcome, usize>| -> Value {
            let one = counts
                .iter()
                .map(|(outcome, count)| (outcome.id().to_owned(), json!(count)));
            Value::Object(one.collect())
        };
        let cities = self.by_city.iter().map(|(city, own)| {
            let key = city.clone().unwrap_or_else(|| "unknown".to_owned());
            (key, counts(own))
        });
        sorted(json!({
            "plan": self.plan,
            "version": self.version,
            "as_of": self.as_of.to_string(),
            "article": self.article.to_json(),
            "entity": self.entity.to_json(),
            "register": self.register.to_json(),
            "source": self.source,
            "simulated": self.simulated,
            "priority": self.priority.as_ref().map(Priority::to_json),
            "counts": counts(&self.counts),
            "by_city": Value::Object(cities.collect()),
            "rows": self.rows.iter().map(|row| self.row(row)).collect::<Vec<_>>(),
        }))
    }

    fn row(&self, row: &Listed) -> Value {
        let cells = row.cells.iter().map(Option::as_ref);
        let cells = self.columns.iter().zip(cells);
        let exceptions = self.article.exceptions.iter().zip(&row.exceptions);
        let exceptions = exceptions.map(|(exception, holds)| {
            let mut said = exception.to_json();
            said["holds"] = json!(holds);
            said
        });
        json!({
            "key": row.key,
            "name": row.name,
            "region": row.region,
            "city": row.city.as_ref().map(Name::to_json),
            "county": row.county.as_ref().map(Name::to_json),
            "first": row.first,
            "outcome": row.outcome.id(),
            "unless_prevailed": row.unless.map(crate::judge::Outcome::id),
            "evidence": evidence(cells),
            "missing": row.missing.iter().map(Name::to_json).collect::<Vec<_>>(),
            "exceptions": exceptions.collect::<Vec<_>>(),
            "row": row.row,
            "simulated": row.simulated,
        })
    }
}

/// Columns with their cells.
pub(crate) fn evidence<'a>(
    cells: impl Iterator<Item = (&'a ListColumn, Option<&'a Cell>)>,
) -> Vec<Value> {
    let one = |(column, cell): (&ListColumn, Option<&Cell>)| {
        let mut said = column.name.to_json();
        said["unit"] = json!(column.unit);
        said["derived"] = json!(column.derived);
        said["value"] = json!(cell.map(|cell| cell.value.plain()));
        said["value_zh"] = json!(cell.and_then(|cell| cell.zh.clone()));
        said
    };
    cells.map(one).collect()
}

impl Name {
    /// The name as JSON.
    pub fn to_json(&self) -> Value {
        json!({"id": self.id, "zh": self.zh, "en": self.en})
    }
}

impl Priority {
    fn to_json(&self) -> Value {
        json!({
            "zone": self.zone.to_json(),
            "clause": self.clause,
            "rule": self.rule.to_json(),
            "quote": self.quote,
            "binding": self.binding,
        })
    }
}

impl Article {
    /// The article as JSON.
    pub fn to_json(&self) -> Value {
        let names = |names: &[Name]| names.iter().map(Name::to_json).collect::<Vec<_>>();
        let deadline = self.deadline.map(|deadline| match deadline {
            Deadline::On(day) => day.to_string(),
            Deadline::Continuous => "continuous".to_owned(),
            Deadline::Unstated => "unstated".to_owned(),
        });
        let mut said = Map::new();
        said.insert("clause".to_owned(), self.clause.to_json());
        said.insert("rule".to_owned(), self.rule.to_json());
        said.insert("quote".to_owned(), json!(self.quote));
        said.insert("then".to_owned(), json!(then(self.then)));
        said.insert("force".to_owned(), json!(force(self.force)));
        said.insert("deadline".to_owned(), json!(deadline));
        said.insert("yields_to".to_owned(), json!(names(&self.yields_to)));
        let terms: Vec<Value> = self.terms.iter().map(OpenTerm::to_json).collect();
        said.insert("terms".to_owned(), json!(terms));
        said.insert("bodies".to_owned(), json!(names(&self.bodies)));
        said.insert("note".to_owned(), json!(self.note));
        Value::Object(said)
    }
}

impl OpenTerm {
    fn to_json(&self) -> Value {
        json!({
            "name": self.name.to_json(),
            "reading": self.reading.to_json(),
            "assumed": self.assumed,
        })
    }
}

/// The word of plan files for a force.
fn force(force: Force) -> &'static str {
    match force {
        Force::Binding => "binding",
        Force::Required => "required",
        Force::Striving => "striving",
        Force::InPrinciple => "in_principle",
        Force::Encouraged => "encouraged",
        Force::Direction => "direction",
    }
}

/// The word of plan files for what a rule does.
fn then(then: Then) -> &'static str {
    match then {
        Then::Prohibit => "prohibit",
        Then::Require => "require",
        Then::Retire => "retire",
        Then::Exempt => "exempt",
        Then::List => "list",
        Then::Trigger => "trigger",
        Then::Notify => "notify",
    }
}
