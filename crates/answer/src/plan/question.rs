//! What the plan commands share: opening a plan, the question asked, and findings as cells.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use lake::Lake;
use plan::air::Replay;
use plan::facts::{self, Derived, Facts, Request};
use plan::finding::{Evaluation, Finding, Reason, Status};
use plan::judge::Registers;
use plan::problem::Problem;
use plan::{Folder, Plan};
use registry::store::Registry;
use units::{Day, Exact};

use crate::context::{Context, moment};
use crate::failure::{Failure, Kind};
use crate::output::Cell;
use crate::{places, register};

/// Decimals that a value is shown with at most.
pub(super) const DECIMALS: u32 = 3;

/// Options of every evaluation.
#[derive(Debug, Args)]
pub struct FactOptions {
    /// 用另一年的实况回放：2016=2025 表示以2016年实况代替2025年 / facts of one year stand for another
    #[arg(long, value_name = "YEAR=YEAR")]
    pub replay: Option<String>,
    /// 数据阶段：live 实时、reviewed 审核 / stage of review
    #[arg(long, default_value = "live")]
    pub stage: String,
    /// 用目录中的 CSV 代替台账，每类对象一个 / a folder of CSV files in place of the register, one an entity
    #[arg(long, value_name = "DIR")]
    pub register: Option<PathBuf>,
    /// 只用当时已知的数据 / only what was known then
    #[arg(long, value_name = "TIME")]
    pub known_at: Option<String>,
}

/// A plan with the facts that answer a question.
pub struct Question {
    /// The plan.
    pub plan: Arc<Plan>,
    /// The lake that the facts were read from.
    pub lake: Lake,
    /// What was asked.
    pub request: Request,
    /// The facts.
    pub facts: Facts,
    /// What must be said beside the answer.
    pub notes: Vec<String>,
}

impl Question {
    /// Opens the plan, reads the facts.
    pub async fn new(
        context: &Context,
        name: &str,
        options: &FactOptions,
        outlook: bool,
    ) -> Result<Self, Failure> {
        let plan = Arc::new(open(context, name).await?);
        let registry = register::registry_if_there(context).await?;
        let lake = match &registry {
            Some(_) => context.new_lake()?,
            None => context.lake()?,
        };
        let request = Request {
            as_of: day(context),
            replay: options.replay.as_deref().map(replay).transpose()?,
            stage: options.stage.clone(),
            known_at: options.known_at.as_deref().map(moment).transpose()?,
            limits: context.limits,
            outlook,
        };
        let (registers, notes) = match (&options.register, &registry) {
            (Some(folder), _) => from_folder(context, &plan, folder)?,
            (None, Some(registry)) => kept(context, &plan, &lake, registry, &request).await?,
            (None, None) => (Registers::new(), Vec::new()),
        };
        let mut question = Self::gathered(context, plan, lake, request, registers).await?;
        question.notes.splice(0..0, notes);
        Ok(question)
    }

    /// Reads the facts for a plan that is open already, with the register's state of the day or moment asked for.
    pub async fn of(
        context: &Context,
        plan: Arc<Plan>,
        lake: Lake,
        registry: &Registry,
        request: Request,
    ) -> Result<Self, Failure> {
        let (registers, _) = kept(context, &plan, &lake, registry, &request).await?;
        Self::gathered(context, plan, lake, request, registers).await
    }

    async fn gathered(
        context: &Context,
        plan: Arc<Plan>,
        lake: Lake,
        request: Request,
        registers: Registers,
    ) -> Result<Self, Failure> {
        let progress = context.progress("progress-plan");
        let facts = facts::gather(&plan, &lake, &request, registers).await?;
        drop(progress);
        let mut notes = Vec::new();
        if let Some(replay) = request.replay {
            notes.push(context.say(
                "note-plan-replay",
                &[("data", &replay.data_year), ("year", &replay.plan_year)],
            ));
        }
        Ok(Self {
            plan,
            lake,
            request,
            facts,
            notes,
        })
    }

    /// Applies rules and statements, and judges.
    pub async fn evaluate(&self) -> Result<(Derived, Evaluation), Failure> {
        let derived = facts::derive(&self.plan, &self.facts, &self.request).await?;
        let evaluation = plan::evaluate::evaluate(&self.plan, &self.facts, &derived, &self.request);
        Ok((derived, evaluation))
    }
}

/// The plan that is named, else the only one there is that holds what is asked about.
pub(super) fn holding(named: Option<&String>, holds: impl Fn(&Plan) -> bool) -> Option<String> {
    if let Some(named) = named {
        return Some(named.clone());
    }
    let mut plans = register::plans().into_iter().filter(holds);
    let found = plans.next()?;
    plans.next().is_none().then_some(found.header.id)
}

/// Finds a plan's folder: one on disk, one in `plans/`, or one that comes with the program.
pub fn folder(name: &str) -> Result<Folder, Failure> {
    Ok(plan::folder::open(
        name,
        Some(Path::new(register::OWN_PLANS)),
    )?)
}

/// Opens a plan; one with mistakes is refused with the first of them.
pub(super) async fn open(context: &Context, name: &str) -> Result<Plan, Failure> {
    let folder = folder(name)?;
    let (plan, problems) = plan::load(&folder);
    match (plan, problems.first()) {
        (Some(plan), None) => Ok(plan),
        (_, Some(problem)) => Err(pointing(context, &folder, problem, "failure-plan-problem")),
        (None, None) => Err(Failure::new(Kind::Data, "failure-plan-unknown").with("name", name)),
    }
}

/// A mistake as a failure that shows its place, in the sentence of a key.
pub(super) fn pointing(
    context: &Context,
    folder: &Folder,
    problem: &Problem,
    key: &'static str,
) -> Failure {
    let text = folder.files.get(&problem.file).cloned().unwrap_or_default();
    let sentence = sentence(context, problem);
    Failure::new(Kind::Data, key)
        .with("problem", &sentence)
        .pointing(&problem.file, text, problem.span.clone(), &sentence)
}

/// A mistake in the reader's language.
pub fn sentence(context: &Context, problem: &Problem) -> String {
    let arguments: Vec<(&str, &dyn std::fmt::Display)> = problem
        .arguments
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    let key = format!("plan-problem-{}", problem.code.id());
    let reason = problem
        .argument("reason")
        .and_then(|reason| context.words.find(&format!("{key}-{reason}"), &arguments));
    reason.unwrap_or_else(|| context.say(&key, &arguments))
}

/// The day of evaluation: that of `--as-of`, else today.
pub(super) fn day(context: &Context) -> Day {
    let named = context.as_of.and_then(|moment| {
        let time = jiff::Timestamp::from_microsecond(moment).ok()?;
        Some(Day::from(jiff::tz::offset(8).to_datetime(time).date()))
    });
    named.unwrap_or_else(|| context.today())
}

/// Reads `2016=2025`: the facts of one year stand for another.
pub fn replay(text: &str) -> Result<Replay, Failure> {
    let bad = || Failure::new(Kind::User, "failure-plan-replay").with("text", text);
    let (data, plan) = text.split_once('=').ok_or_else(bad)?;
    let year = |text: &str| {
        let year: i16 = text.trim().parse().ok()?;
        (1900..2200).contains(&year).then_some(year)
    };
    Ok(Replay {
        data_year: year(data).ok_or_else(bad)?,
        plan_year: year(plan).ok_or_else(bad)?,
    })
}

/// The register, as it is or as it was at the moment asked for.
async fn kept(
    context: &Context,
    plan: &Plan,
    lake: &Lake,
    registry: &Registry,
    request: &Request,
) -> Result<(Registers, Vec<String>), Failure> {
    let progress = context.progress("progress-register-bring");
    let registers = if let Some(moment) = request.known_at {
        plan::register::registers_at(plan, registry, moment, request.as_of).await?
    } else {
        plan::register::bring(registry, lake).await?;
        plan::register::registers(plan, lake, request.as_of, request.limits).await?
    };
    drop(progress);
    Ok((registers, Vec::new()))
}

/// A folder of CSV files in the register's place.
fn from_folder(
    context: &Context,
    plan: &Plan,
    folder: &Path,
) -> Result<(Registers, Vec<String>), Failure> {
    /// Defects named one by one; the rest are counted.
    const NAMED: usize = 10;
    let (registers, defects) = plan::registers::read(plan, folder)?;
    let mut notes: Vec<String> = defects
        .iter()
        .take(NAMED)
        .map(|defect| {
            context.say(
                "note-plan-register-defect",
                &[
                    ("file", &defect.file),
                    ("line", &defect.line),
                    ("column", &defect.column),
                    ("text", &defect.text),
                    ("expected", &defect.expected),
                ],
            )
        })
        .collect();
    if defects.len() > NAMED {
        notes.push(context.say("note-plan-more", &[("count", &(defects.len() - NAMED))]));
    }
    Ok((registers, notes))
}

/// A region as typed, as a code.
pub(super) fn region(text: &str) -> Result<String, Failure> {
    Ok(regions::resolve(text)?.code.to_string())
}

/// A status in the reader's language.
pub fn status(context: &Context, status: Status) -> String {
    context.say(&format!("status-{}", status.id()), &[])
}

/// Reasons in the reader's language.
pub fn reasons(context: &Context, plan: &Plan, reasons: &[Reason]) -> String {
    let one = |reason: &Reason| {
        let detail = match reason {
            Reason::Register(names) => register_names(context, plan, names),
            Reason::EmptyRegister(names) => {
                let names: Vec<String> = names.split(", ").map(str::to_owned).collect();
                register_names(context, plan, &names)
            }
            other => other.detail(),
        };
        context.say(&format!("reason-{}", reason.id()), &[("detail", &detail)])
    };
    let said: Vec<String> = reasons.iter().map(one).collect();
    said.join(context.pick("；", "; "))
}

fn register_names(context: &Context, plan: &Plan, names: &[String]) -> String {
    let one = |name: &String| {
        plan.entity(name).map_or_else(
            || name.clone(),
            |entity| {
                context
                    .pick(&entity.register_zh, &entity.register_en)
                    .to_owned()
            },
        )
    };
    let said: Vec<String> = names.iter().map(one).collect();
    said.join(context.pick("、", ", "))
}

/// A number with no more decimals than it needs.
pub fn number(value: Option<Exact>) -> Cell {
    value.map_or(Cell::Missing, |value| {
        Cell::Decimal(plan::number::written(value, DECIMALS))
    })
}

/// A finding's value: marked when it is for orientation only, yes or no in words.
pub fn value(context: &Context, finding: &Finding) -> Cell {
    match finding.value {
        Some(value) if finding.unit == plan::table::YES_NO => {
            let key = if value == Exact::from_integer(0) {
                "no"
            } else {
                "yes"
            };
            Cell::text(context.say(key, &[]))
        }
        None => Cell::Undetermined { indicative: None },
        value => number(value).judged(!finding.indicative),
    }
}

/// Where a finding's figure comes from, with every reserve that must be shown.
pub fn source(context: &Context, finding: &Finding) -> String {
    let mut parts = vec![context.say(&format!("source-{}", finding.source.id()), &[])];
    if let Some(year) = finding.replayed {
        parts.push(context.say("source-replayed", &[("year", &year)]));
    }
    if finding.simulated {
        parts.push(context.say("source-simulated", &[]));
    }
    parts.join(context.pick("，", ", "))
}

/// The limit as people write it: `≤ 38`, with the band that the words leave.
pub fn limit(context: &Context, plan: &Plan, finding: &Finding) -> String {
    let operator = plan
        .target(&finding.article)
        .map(|(_, target)| *target.operator.get_ref());
    let between = operator == Some(plan::model::Operator::Between);
    let shown = |value: Exact| plan::number::written(value, DECIMALS);
    let number = finding.limit.filter(|_| !between).map(shown);
    let word = operator.map_or_else(String::new, |operator| {
        context.say(&format!("operator-{}", operator_id(operator)), &[])
    });
    // More than a figure "around" or "basically" is not less: only the lower end of the band counts.
    let band = finding.band.map(|(low, high)| {
        let key = if between {
            "plan-band"
        } else {
            "plan-band-low"
        };
        context.say(key, &[("low", &shown(low)), ("high", &shown(high))])
    });
    [Some(word), number, band]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The id of an operator; `operator-` before it names its word.
pub fn operator_id(operator: plan::model::Operator) -> &'static str {
    use plan::model::Operator as Op;
    match operator {
        Op::Below => "below",
        Op::AtMost => "at-most",
        Op::Equal => "equal",
        Op::AtLeast => "at-least",
        Op::Above => "above",
        Op::Around => "around",
        Op::Between => "between",
        Op::Down => "down",
        Op::Up => "up",
        Op::DownTo => "down-to",
        Op::Done => "done",
        Op::Forward => "forward",
    }
}

/// The name of a region in the reader's language.
pub(super) fn place(context: &Context, code: &str) -> String {
    places::name(context, code)
}
