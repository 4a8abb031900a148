//! Reports of gates as JSON: names in both languages, numbers as exact decimal text, unknown cells as null.

use serde_json::{Value, json};

use super::{GateReport, Line, Part, Source, Thing};
use crate::lists::{Cell, ListColumn, Name, evidence};
use crate::store::sorted;

impl GateReport {
    /// The report as JSON.
    pub fn to_json(&self) -> Value {
        let known = self.project.cells.iter();
        let known: Vec<(&ListColumn, Option<&Cell>)> =
            known.map(|(column, cell)| (column, Some(cell))).collect();
        sorted(json!({
            "plan": self.plan.to_json(),
            "version": self.version,
            "as_of": self.as_of.to_string(),
            "project": {
                "key": self.project.key,
                "name": self.project.name,
                "region": self.project.region,
                "city": self.project.city.as_ref().map(Name::to_json),
                "county": self.project.county.as_ref().map(Name::to_json),
                "known": evidence(known.into_iter()),
            },
            "verdict": self.verdict.id(),
            "lines": self.lines.iter().map(Line::to_json).collect::<Vec<_>>(),
            "accounts": self.accounts.iter().map(Line::to_json).collect::<Vec<_>>(),
            "governments": names(&self.governments),
            "sources": self.sources.iter().map(Source::to_json).collect::<Vec<_>>(),
            "unread": names(&self.unread),
        }))
    }
}

fn names(names: &[Name]) -> Vec<Value> {
    names.iter().map(Name::to_json).collect()
}

impl Line {
    fn to_json(&self) -> Value {
        let exceptions = self.article.exceptions.iter().zip(&self.exceptions);
        let exceptions = exceptions.map(|(exception, holds)| {
            let mut said = exception.to_json();
            said["holds"] = json!(holds);
            said
        });
        let cells = self.evidence.iter();
        json!({
            "article": self.article.to_json(),
            "thing": self.thing.as_ref().map(Thing::to_json),
            "verdict": self.verdict.id(),
            "outcome": self.outcome.map(crate::judge::Outcome::id),
            "parts": self.parts.iter().map(Part::to_json).collect::<Vec<_>>(),
            "evidence": evidence(cells.map(|(column, cell)| (column, cell.as_ref()))),
            "missing": names(&self.missing),
            "exceptions": exceptions.collect::<Vec<_>>(),
        })
    }
}

impl Thing {
    fn to_json(&self) -> Value {
        json!({"entity": self.entity.to_json(), "key": self.key, "name": self.name})
    }
}

impl Part {
    fn to_json(&self) -> Value {
        let mut said = self.name.to_json();
        said["verdict"] = json!(self.verdict.id());
        said["missing"] = json!(names(&self.missing));
        said
    }
}

impl Source {
    fn to_json(&self) -> Value {
        json!({
            "register": self.register.to_json(),
            "source": self.source,
            "rows": self.rows,
            "simulated": self.simulated,
        })
    }
}
