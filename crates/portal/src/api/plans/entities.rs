//! The things under a rule: the cells that decide, what is missing, and how many there are in each city.

use std::collections::BTreeMap;

use access::{Action, Resource};
use answer::context::Context;
use answer::places;
use answer::plan::list_entities::value;
use plan::judge::Outcome;
use plan::lists::{EntityList, Listed, Name, Wanted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::article::Article;
use super::finding::text;
use crate::api::shapes::{Named, Page, Paging};
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// Which things.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// What came out: `prohibited`, `lacking`, `retire`, `undetermined` and so on.
    outcome: Option<String>,
    /// The code of a region that they lie in.
    region: Option<String>,
}

/// The things under a rule, a page of them.
#[derive(Serialize, ToSchema)]
pub(super) struct RuleEntities {
    rule: Article,
    entity: Named,
    counts: Vec<CityCount>,
    /// The cells that decide, in the order of `evidence`.
    columns: Vec<Named>,
    items: Vec<RuleEntity>,
    total: u64,
    next: Option<String>,
}

/// How many things of a city the rule is at work on, and how many are open.
#[derive(Serialize, ToSchema)]
struct CityCount {
    region: Named,
    at_work: usize,
    open: usize,
}

/// A thing under a rule.
#[derive(Serialize, ToSchema)]
struct RuleEntity {
    key: String,
    name: String,
    region: Option<Named>,
    outcome: &'static str,
    outcome_name: String,
    /// What stands in the cells that decide, one text a column; empty where it is unknown.
    evidence: Vec<String>,
    missing: Vec<String>,
    /// Where it is written: the register and its change, or the file and row.
    row: String,
    simulated: bool,
}

impl Filter {
    /// Refuses an outcome or region that is none.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if let Some(id) = self.outcome() {
            let known = Outcome::ALL.iter().any(|outcome| outcome.id() == id);
            if !known {
                return Err(Refusal::bad("outcome", id));
            }
        }
        match self.region() {
            Some(code) if code.parse::<regions::RegionCode>().is_err() => {
                Err(Refusal::bad("region", code))
            }
            _ => Ok(()),
        }
    }

    /// Things that the rule leaves alone are listed when they are asked for.
    pub(super) fn wanted(&self) -> Wanted {
        let outcome = Outcome::ALL
            .into_iter()
            .find(|outcome| Some(outcome.id()) == self.outcome());
        match outcome {
            Some(outcome) if outcome.rests() => Wanted::Every,
            _ => Wanted::AtWork,
        }
    }

    fn outcome(&self) -> Option<&str> {
        self.outcome.as_deref().filter(|text| !text.is_empty())
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref().filter(|text| !text.is_empty())
    }

    fn wants(&self, row: &Listed) -> bool {
        let outcome = self.outcome().is_none_or(|id| id == row.outcome.id());
        let Some(outer) = self.region().and_then(|code| code.parse().ok()) else {
            return outcome;
        };
        let own = row.region.as_ref().and_then(|own| own.parse().ok());
        outcome && own.is_some_and(|own| regions::contains(outer, own))
    }
}

/// Refuses who may see no such thing anywhere.
pub(super) fn may(visitor: &Visitor) -> Result<(), Refusal> {
    if visitor.acts(Action::ViewFinding) || visitor.acts(Action::ViewSource) {
        return Ok(());
    }
    visitor.must(Action::ViewFinding, &Resource::default())
}

/// A thing is shown to who may see findings in its region, and to the enterprise that it is.
fn sees(visitor: &Visitor, row: &Listed) -> bool {
    let on = Resource {
        region: row.region.as_ref().and_then(|code| code.parse().ok()),
        entity: Some(row.key.clone()),
        body: None,
    };
    visitor.may(Action::ViewFinding, &on) || visitor.may(Action::ViewSource, &on)
}

/// The things that a reader may see, filtered, a page of them; the counts are of all that the reader may see.
pub(super) fn view(
    context: &Context,
    visitor: &Visitor,
    (rule, list): (Article, &EntityList),
    filter: &Filter,
    paging: Paging,
) -> RuleEntities {
    let seen: Vec<&Listed> = list.rows.iter().filter(|row| sees(visitor, row)).collect();
    let counts = counts(context, &seen);
    let wanted = seen.into_iter().filter(|row| filter.wants(row));
    let page = Page::cut(wanted, paging, |row| entity(context, list, row));
    let columns = list.columns.iter().map(|column| {
        let name = said(context, &column.name);
        let unit = column
            .unit
            .as_ref()
            .map_or_else(String::new, |unit| format!(" ({unit})"));
        Named::new(&column.name.id, format!("{name}{unit}"))
    });
    RuleEntities {
        rule,
        entity: Named::new(&list.entity.id, said(context, &list.entity)),
        counts,
        columns: columns.collect(),
        items: page.items,
        total: page.total,
        next: page.next,
    }
}

fn counts(context: &Context, rows: &[&Listed]) -> Vec<CityCount> {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let city = row.city.as_ref().map(|city| city.id.as_str());
        let own = found
            .entry(city.or(row.region.as_deref()).unwrap_or_default())
            .or_default();
        own.0 += usize::from(row.outcome.fires());
        own.1 += usize::from(row.outcome == Outcome::Undetermined);
    }
    let name = |code: &str| match code {
        "" => context.say("register-blank", &[]),
        code => places::name(context, code),
    };
    let one = |(code, (at_work, open)): (&str, (usize, usize))| CityCount {
        region: Named::new(code, name(code)),
        at_work,
        open,
    };
    found.into_iter().map(one).collect()
}

fn entity(context: &Context, list: &EntityList, row: &Listed) -> RuleEntity {
    let cells = list.columns.iter().zip(&row.cells);
    let evidence = cells
        .map(|(column, cell)| text(&value(context, column, cell.as_ref())).unwrap_or_default());
    RuleEntity {
        key: row.key.clone(),
        name: row.name.clone().unwrap_or_default(),
        region: row
            .region
            .as_ref()
            .map(|code| Named::new(code, places::name(context, code))),
        outcome: row.outcome.id(),
        outcome_name: context.say(&format!("outcome-{}", row.outcome.id()), &[]),
        evidence: evidence.collect(),
        missing: row.missing.iter().map(|name| said(context, name)).collect(),
        row: format!("{}:{}", list.source, row.row),
        simulated: row.simulated,
    }
}

fn said(context: &Context, name: &Name) -> String {
    context.pick(&name.zh, &name.en).to_owned()
}
