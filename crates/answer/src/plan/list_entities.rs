//! `plan list-entities`: the things under a rule, with evidence, article and exceptions.

use std::collections::BTreeMap;

use clap::Args;
use plan::facts;
use plan::judge::Outcome;
use plan::lists::{EntityList, ListColumn, Listed, Wanted, list_entities};
use registry::Origin;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{self, Cell, Column, Format, Report};
use crate::places;

use super::question::{FactOptions, Question, holding};

/// Options of `plan list-entities`.
#[derive(Debug, Args)]
pub struct ListEntitiesArgs {
    /// 规则编号，前面可写方案 / a rule, after its plan if need be
    #[arg(required = true, num_args = 1..=2, value_names = ["PLAN", "RULE"])]
    pub named: Vec<String>,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
    /// 只列该地区 / only this region
    #[arg(long)]
    pub region: Option<String>,
    /// 列出全部对象，包括不适用的 / every thing of the register, whatever came out
    #[arg(long)]
    pub all: bool,
}

/// Runs the command.
pub async fn run(context: &Context, args: &ListEntitiesArgs) -> Result<Option<Report>, Failure> {
    let (rule, named) = args
        .named
        .split_last()
        .ok_or_else(|| Failure::new(Kind::User, "failure-plan-article"))?;
    let id = holding(named.first(), |plan| plan.rule(rule).is_some()).ok_or_else(|| {
        Failure::new(Kind::User, "failure-plan-article")
            .with("article", rule)
            .with("plan", named.first().map_or("—", String::as_str))
    })?;
    let question = Question::new(context, &id, &args.facts, false).await?;
    let registers = facts::registers(&question.plan, &question.facts, &question.request)?;
    let wanted = if args.all {
        Wanted::Every
    } else {
        Wanted::AtWork
    };
    let as_of = question.request.as_of;
    let mut list = list_entities(&question.plan, &registers, rule, as_of, wanted).await?;
    if let Some(region) = &args.region {
        let code = regions::resolve(region)?.code;
        list.rows.retain(|row| {
            let own = row.region.as_ref().and_then(|own| own.parse().ok());
            own.is_some_and(|own| regions::contains(code, own))
        });
    }
    if context.format == Format::Json {
        let text = serde_json::to_string_pretty(&list.to_json());
        output::write(context, &(text.map_err(|e| Failure::internal(&e))? + "\n"))?;
        return Ok(None);
    }
    let mut report = table(context, &list);
    report.notes.splice(0..0, question.notes.clone());
    Ok(Some(report))
}

fn table(context: &Context, list: &EntityList) -> Report {
    let name = |name: &plan::lists::Name| context.pick(&name.zh, &name.en).to_owned();
    let title = context.say(
        "plan-entities-title",
        &[
            ("article", &list.article.rule.id),
            ("rule", &name(&list.article.rule)),
            ("clause", &list.article.clause.id),
            ("day", &list.as_of),
        ],
    );
    let mut columns = Column::all(&["key", "name", "city", "county", "outcome"]);
    if let Some(priority) = &list.priority {
        columns.insert(0, Column::named("first", name(&priority.zone)));
    }
    columns.extend(list.columns.iter().map(|column| {
        let unit = column
            .unit
            .as_ref()
            .map_or_else(String::new, |unit| format!("({unit})"));
        Column::named(&column.name.id, format!("{}{unit}", name(&column.name)))
    }));
    columns.extend(Column::all(&["missing", "exceptions", "revision"]));
    let mut report = Report::new(title, columns);
    report.rows = list
        .rows
        .iter()
        .map(|row| cells(context, list, row))
        .collect();
    report.notes = notes(context, list);
    report.sections.push(by_city(context, list));
    report
}

fn cells(context: &Context, list: &EntityList, row: &Listed) -> Vec<Cell> {
    let name = |name: &plan::lists::Name| context.pick(&name.zh, &name.en).to_owned();
    let mut cells = Vec::new();
    if list.priority.is_some() {
        cells.push(row.first.map_or(Cell::Missing, |first| {
            Cell::text(context.say(if first { "yes" } else { "no" }, &[]))
        }));
    }
    cells.extend([
        Cell::text(&row.key),
        Cell::maybe(row.name.as_deref()),
        Cell::maybe(row.city.as_ref().map(name)),
        Cell::maybe(row.county.as_ref().map(name)),
        Cell::text(outcome(context, list, row)),
    ]);
    let values = list.columns.iter().zip(&row.cells);
    cells.extend(values.map(|(column, cell)| value(context, column, cell.as_ref())));
    let missing: Vec<String> = row.missing.iter().map(name).collect();
    let exceptions = list.article.exceptions.iter().zip(&row.exceptions);
    let exceptions: Vec<String> = exceptions
        .filter(|(_, holds)| **holds != Some(false))
        .map(|(exception, holds)| {
            let key = if holds.is_some() {
                "plan-exception-holds"
            } else {
                "plan-exception-unknown"
            };
            context.say(key, &[("exception", &name(exception))])
        })
        .collect();
    let or_none =
        |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(context.pick("；", "; ")));
    cells.extend([
        Cell::maybe(or_none(missing)),
        Cell::maybe(or_none(exceptions)),
        Cell::Integer(row.row),
    ]);
    cells
}

/// A cell that decides, in the reader's language.
pub fn value(context: &Context, column: &ListColumn, cell: Option<&plan::lists::Cell>) -> Cell {
    use plan::lists::CellValue;
    let Some(cell) = cell else {
        return Cell::Missing;
    };
    match &cell.value {
        CellValue::Number(value) => Cell::Decimal(plan::number::written(*value, SHOWN)),
        CellValue::YesNo(yes) => Cell::text(context.say(if *yes { "yes" } else { "no" }, &[])),
        CellValue::Text(code) if column.name.id == "region" => {
            Cell::text(places::name(context, code))
        }
        other => match &cell.zh {
            Some(zh) => Cell::text(context.pick(zh, &other.plain())),
            None => Cell::text(other.plain()),
        },
    }
}

/// What came out; where only a rule that prevails is open, what comes out without it.
fn outcome(context: &Context, list: &EntityList, row: &Listed) -> String {
    if context.format != Format::Table {
        return row.outcome.id().to_owned();
    }
    let word = |outcome: Outcome| context.say(&format!("outcome-{}", outcome.id()), &[]);
    let Some(unless) = row.unless else {
        return word(row.outcome);
    };
    let rules = list.article.yields_to.iter().map(|rule| rule.id.as_str());
    let rules: Vec<&str> = rules.collect();
    context.say(
        "plan-entities-unless",
        &[
            ("outcome", &word(row.outcome)),
            ("unless", &word(unless)),
            ("rules", &rules.join(context.pick("、", ", "))),
        ],
    )
}

/// Decimals that evidence is shown with: metres to the millimetre.
const SHOWN: u32 = 3;

fn notes(context: &Context, list: &EntityList) -> Vec<String> {
    let name = |name: &plan::lists::Name| context.pick(&name.zh, &name.en).to_owned();
    let names = |names: &[plan::lists::Name]| {
        let names: Vec<String> = names.iter().map(name).collect();
        names.join(context.pick("、", ", "))
    };
    let mut notes = vec![context.say(
        "note-entities-quote",
        &[
            ("clause", &list.article.clause.id),
            ("title", &name(&list.article.clause)),
            ("quote", &list.article.quote),
        ],
    )];
    let counts = list.counts.iter().map(|(outcome, count)| {
        let word = context.say(&format!("outcome-{}", outcome.id()), &[]);
        format!("{word} {count}")
    });
    let counts: Vec<String> = counts.collect();
    notes.push(context.say(
        "note-entities-counts",
        &[
            ("register", &name(&list.register)),
            ("source", &list.source),
            ("counts", &counts.join(context.pick("，", ", "))),
        ],
    ));
    if list.simulated {
        let word = context.say(&format!("register-origin-{}", Origin::Simulated.id()), &[]);
        notes.push(context.say("note-entities-simulated", &[("origin", &word)]));
    }
    if let Some(priority) = &list.priority {
        notes.push(context.say(
            "note-entities-priority",
            &[
                ("zone", &name(&priority.zone)),
                ("clause", &priority.clause),
                ("quote", &priority.quote),
            ],
        ));
    }
    let assumed = list.article.terms.iter().filter(|term| term.assumed);
    for term in assumed {
        notes.push(context.say(
            "note-entities-term",
            &[
                ("word", &name(&term.name)),
                ("reading", &name(&term.reading)),
            ],
        ));
    }
    notes.push(context.say(
        "note-entities-bodies",
        &[("bodies", &names(&list.article.bodies))],
    ));
    notes
}

/// How many things of each city came out how.
fn by_city(context: &Context, list: &EntityList) -> Report {
    let outcomes: Vec<_> = list.counts.keys().copied().collect();
    let mut open: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for row in list.rows.iter().filter(|row| row.unless.is_some()) {
        let city = row.city.as_ref().map(|city| city.id.as_str());
        *open.entry(city.or(row.region.as_deref())).or_default() += 1;
    }
    let mut columns = Column::all(&["region", "city"]);
    columns.extend(outcomes.iter().map(|outcome| {
        let word = context.say(&format!("outcome-{}", outcome.id()), &[]);
        Column::named(outcome.id(), word)
    }));
    if !open.is_empty() {
        let rules: Vec<&str> = list
            .article
            .yields_to
            .iter()
            .map(|rule| rule.id.as_str())
            .collect();
        let rules = rules.join(context.pick("、", ", "));
        let word = context.say("plan-entities-open", &[("rules", &rules)]);
        columns.push(Column::named("unless_prevailed", word));
    }
    let mut report = Report::new(context.say("plan-entities-cities", &[]), columns);
    for (city, counts) in &list.by_city {
        let mut row = vec![
            Cell::maybe(city.as_deref()),
            Cell::text(city.as_ref().map_or_else(
                || context.say("register-blank", &[]),
                |code| places::name(context, code),
            )),
        ];
        let cells = outcomes.iter();
        row.extend(cells.map(|outcome| Cell::count(counts.get(outcome).copied().unwrap_or(0))));
        if !open.is_empty() {
            row.push(Cell::count(
                open.get(&city.as_deref()).copied().unwrap_or(0),
            ));
        }
        report.rows.push(row);
    }
    report
}
