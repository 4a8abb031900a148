//! Lists of things under a rule: each row that the rule is at work on or that an unknown cell leaves open,
//! with the article, the cells that decide and what is missing.
//!
//! A list names what the register shows; it decides nothing that the rule leaves to a person.

mod article;
mod evidence;
mod json;
mod priority;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use lake::LakeError;
use lake::arrow::array::{Array as _, BooleanArray};
use lake::datafusion::execution::context::SessionContext;
use units::Day;

pub(crate) use article::article;
pub use article::{Article, Name, OpenTerm};
pub use evidence::{Cell, CellValue, ListColumn};
pub(crate) use evidence::{cell, column_name, columns, columns_of};
pub(crate) use json::evidence;
pub use priority::Priority;

use crate::judge::{Judgement, NotJudged, Outcome, Registers, apart, give_way, text_at, texts};
use crate::model::{Entity, Plan, Rule};
use crate::predicate::{self, PredicateError};
use crate::{engine, statement};

/// The column by which a register tells real rows from simulated ones, where it does.
const ORIGIN: &str = "origin";

/// A list cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// No such rule.
    #[error("the plan has no rule {rule}")]
    UnknownRule {
        /// The id asked for.
        rule: String,
    },
    /// Registers that the rule reads are not there.
    #[error("no rows of {}", .entities.join(", "))]
    NoRegister {
        /// Their entities.
        entities: Vec<String>,
    },
    /// A predicate cannot be used.
    #[error("the predicate cannot be used")]
    Predicate(#[from] PredicateError),
    /// The registers cannot be read.
    #[error("the registers cannot be read")]
    Registers(#[from] LakeError),
}

/// Which rows to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Those that the rule is at work on, and those left open.
    #[default]
    AtWork,
    /// All of them.
    Every,
}

/// The things under a rule.
#[derive(Clone, Debug)]
pub struct EntityList {
    /// The plan's id.
    pub plan: String,
    /// A name for exactly the plan's files.
    pub version: String,
    /// The day of evaluation.
    pub as_of: Day,
    /// The rule with its clause and words.
    pub article: Article,
    /// The kind of thing.
    pub entity: Name,
    /// The register it is kept in.
    pub register: Name,
    /// Where the rows come from.
    pub source: String,
    /// Whether any of them is simulated.
    pub simulated: bool,
    /// The columns that decide, in the order of the cells of a row.
    pub columns: Vec<ListColumn>,
    /// What comes first, where a rule of the plan says so.
    pub priority: Option<Priority>,
    /// The rows, those of the first zone first, then by city, county and key.
    pub rows: Vec<Listed>,
    /// How many rows of the whole register came out how.
    pub counts: BTreeMap<Outcome, usize>,
    /// The same of each city, by its code; `None` where the region is unknown.
    pub by_city: BTreeMap<Option<String>, BTreeMap<Outcome, usize>>,
}

/// A thing on a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Option<String>,
    /// The code of the region it is in.
    pub region: Option<String>,
    /// Its city.
    pub city: Option<Name>,
    /// Its county.
    pub county: Option<Name>,
    /// Whether it is in the zone that comes first; `None` where that is unknown or nothing comes first.
    pub first: Option<bool>,
    /// What came out.
    pub outcome: Outcome,
    /// What comes out of an undetermined row when none of the rules that prevail applies to it.
    pub unless: Option<Outcome>,
    /// The cells that decide, by [`EntityList::columns`]; `None` when unknown.
    pub cells: Vec<Option<Cell>>,
    /// The columns whose unknown cells leave it open.
    pub missing: Vec<Name>,
    /// Whether each exception of the rule holds; `None` where that is unknown.
    pub exceptions: Vec<Option<bool>>,
    /// The row of its file, or the change of the register that wrote it.
    pub row: i64,
    /// Whether it is simulated.
    pub simulated: bool,
}

/// Lists the things under a rule; `registers` hold what lantian provides itself too
/// ([`crate::facts::registers`]) where the rule reads it.
pub async fn list_entities(
    plan: &Plan,
    registers: &Registers,
    rule: &str,
    as_of: Day,
    wanted: Wanted,
) -> Result<EntityList, ListError> {
    let unknown = || ListError::UnknownRule {
        rule: rule.to_owned(),
    };
    let (clause, rule) = plan.rule(rule).ok_or_else(unknown)?;
    let entity = plan.entity(rule.entity.get_ref()).ok_or_else(unknown)?;
    let context = session(plan, registers)?;
    let mut only: Vec<&str> = vec![rule.id.get_ref()];
    only.extend(rule.yields_to.iter().map(|id| id.get_ref().as_str()));
    let alone = apart(plan, &context, registers, as_of, Some(&only)).await;
    let mut judged = alone.clone();
    give_way(plan, &mut judged);
    let judgement = match judged.remove(rule.id.get_ref()) {
        Some(Ok(judgement)) => judgement,
        Some(Err(NotJudged::Predicate(e))) => return Err(e.into()),
        Some(Err(NotJudged::Missing(entities))) => return Err(ListError::NoRegister { entities }),
        None => return Err(unknown()),
    };
    let register = registers.get(rule.entity.get_ref());
    let list = List {
        plan,
        rule,
        entity,
        judgement: &judgement,
        alone: alone
            .get(rule.id.get_ref())
            .and_then(|alone| alone.as_ref().ok()),
        columns: columns_of(rule, entity, judgement.columns()),
        priority: priority::of(plan, rule),
        simulated: register.is_some_and(|register| register.simulated),
    };
    let rows = list.rows(&context, as_of, wanted)?;
    Ok(EntityList {
        plan: plan.header.id.clone(),
        version: plan.version.clone(),
        as_of,
        article: article(plan, clause, rule),
        entity: Name::of(entity.id.get_ref(), &entity.zh, &entity.en),
        register: Name::of(
            entity.id.get_ref(),
            &entity.register_zh,
            &entity.register_en,
        ),
        source: register.map_or_else(String::new, |register| register.source.clone()),
        simulated: list.simulated,
        counts: judgement.counts(),
        by_city: by_city(&judgement),
        rows,
        columns: list.columns,
        priority: list.priority,
    })
}

/// A session in which the registers are tables.
pub(crate) fn session(plan: &Plan, registers: &Registers) -> Result<SessionContext, LakeError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let context = engine::session(plan, threads);
    for (name, register) in registers {
        statement::register(&context, name, register.rows.clone())?;
    }
    Ok(context)
}

/// What the rows of a list are made from.
struct List<'a> {
    plan: &'a Plan,
    rule: &'a Rule,
    entity: &'a Entity,
    judgement: &'a Judgement,
    /// What the rule makes of the rows when no other prevails.
    alone: Option<&'a Judgement>,
    columns: Vec<ListColumn>,
    priority: Option<Priority>,
    simulated: bool,
}

impl List<'_> {
    fn rows(
        &self,
        context: &SessionContext,
        as_of: Day,
        wanted: Wanted,
    ) -> Result<Vec<Listed>, PredicateError> {
        let judgement = self.judgement;
        let told = |outcome: Outcome| match wanted {
            Wanted::AtWork => outcome.fires() || outcome == Outcome::Undetermined,
            Wanted::Every => true,
        };
        let literals = predicate::literals(self.plan, Some(self.rule), as_of);
        let answers = |text: &str| {
            let text = predicate::substitute(text, &literals)?;
            let schema = judgement.rows().schema();
            predicate::compile(context, &text, &schema)?.apply(judgement.rows())
        };
        let exceptions = self
            .rule
            .exceptions
            .iter()
            .map(|exception| answers(exception.when.get_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        let first = self.priority.as_ref().map(|priority| {
            let zone = priority.zone.id.replace('\'', "''");
            answers(&format!("within(region, '{zone}')"))
        });
        let first = first.transpose()?;
        let names = texts(judgement.rows(), "name");
        let origins = texts(judgement.rows(), ORIGIN);
        let listed = judgement.places(told).map(|place| {
            let state = |array: &BooleanArray| array.is_valid(place).then(|| array.value(place));
            let hit = judgement.hit(place);
            let (city, county) = places(hit.region.as_deref());
            Listed {
                name: text_at(&names, place).map(str::to_owned),
                city,
                county,
                first: first.as_ref().and_then(state),
                cells: self
                    .columns
                    .iter()
                    .map(|column| cell(judgement.rows(), column, place))
                    .collect(),
                missing: self.named(&hit.missing),
                exceptions: exceptions.iter().map(state).collect(),
                unless: self.unless(hit.outcome, place),
                key: hit.key,
                region: hit.region,
                outcome: hit.outcome,
                row: hit.row,
                simulated: text_at(&origins, place)
                    .map_or(self.simulated, |origin| origin == "simulated"),
            }
        });
        let mut listed: Vec<Listed> = listed.collect();
        listed.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(listed)
    }

    fn unless(&self, outcome: Outcome, place: usize) -> Option<Outcome> {
        let alone = *self.alone?.outcomes().get(place)?;
        (outcome == Outcome::Undetermined && alone.fires()).then_some(alone)
    }

    /// Columns by id, with their names; a rule that prevails may read others than this one.
    fn named(&self, missing: &[String]) -> Vec<Name> {
        let one = |id: &String| {
            let own = self.columns.iter().find(|column| column.name.id == *id);
            own.map_or_else(
                || column_name(self.rule, self.entity, id),
                |column| column.name.clone(),
            )
        };
        missing.iter().map(one).collect()
    }
}

/// The first zone first; places by code, unknown ones last; then the key.
fn order(row: &Listed) -> (Reverse<Option<bool>>, bool, Option<&str>, &str, i64) {
    let first = Reverse(row.first);
    let region = row.region.as_deref();
    (first, region.is_none(), region, &row.key, row.row)
}

/// The city and county of a region, as far as its code says.
pub(crate) fn places(region: Option<&str>) -> (Option<Name>, Option<Name>) {
    let found = region
        .and_then(|code| code.parse().ok())
        .and_then(regions::by_code);
    let named = |region: &regions::Region| Name::of(&region.code.to_string(), region.zh, region.en);
    match found.map(|region| (region, region.level)) {
        Some((region, regions::Level::City)) => (Some(named(region)), None),
        Some((region, regions::Level::County)) => (region.parent().map(named), Some(named(region))),
        _ => (None, None),
    }
}

/// Counts by city: regions repeat, so each code is looked up once.
fn by_city(judgement: &Judgement) -> BTreeMap<Option<String>, BTreeMap<Outcome, usize>> {
    let mut by_region: BTreeMap<Option<&str>, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (place, outcome) in judgement.outcomes().iter().enumerate() {
        let counts = by_region.entry(judgement.region(place)).or_default();
        *counts.entry(*outcome).or_default() += 1;
    }
    let mut found: BTreeMap<Option<String>, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (region, counts) in by_region {
        let (city, _) = places(region);
        let code = city.map(|city| city.id).or(region.map(str::to_owned));
        let own = found.entry(code).or_default();
        for (outcome, count) in counts {
            *own.entry(outcome).or_default() += count;
        }
    }
    found
}
