//! `plan`: an action plan as code: list, check, show, evaluate, explain, project, compare, and reported figures.

pub mod question;
pub mod list;
pub mod check;
pub mod show;
pub mod evaluate;
pub mod explain;
pub mod project;
pub mod compare;
pub mod template;
pub mod report;
pub mod list_entities;
pub mod gate;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;

/// What to do with a plan.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// 列出方案 / list the plans there are
    List,
    /// 检查方案文件夹 / prove a plan folder complete and consistent
    Check(check::CheckArgs),
    /// 查看条款、目标、规则 / show clauses, targets, rules and who answers for them
    Show(show::ShowArgs),
    /// 评价全部目标和规则 / evaluate every target and rule
    Evaluate(evaluate::EvaluateArgs),
    /// 追溯一项结论 / trace one finding back to its rows
    Explain(explain::ExplainArgs),
    /// 推算到期末：剩余天数允许的均值、天数和概率 / the outlook to the end of the period
    Project(project::ProjectArgs),
    /// 假设情景比较 / which findings a what-if changes
    Compare(compare::CompareArgs),
    /// 生成填报模板 / a spreadsheet of the figures that a body owes
    Template(template::TemplateArgs),
    /// 导入填报数据，或查看已报数据 / take in reported figures, or list them
    Report(report::ReportArgs),
    /// 列出一条规则涉及的对象：依据、缺项、例外 / the things under a rule: evidence, what is missing, exceptions
    ListEntities(list_entities::ListEntitiesArgs),
    /// 项目准入逐项审查 / whether a project may be admitted, requirement by requirement
    Gate(gate::GateArgs),
}

/// Runs the command; `None` when it has shown everything itself.
pub async fn run(context: &Context, command: PlanCommand) -> Result<Option<Report>, Failure> {
    match command {
        PlanCommand::List => list::run(context).await.map(Some),
        PlanCommand::Check(args) => check::run(context, &args).await,
        PlanCommand::Show(args) => show::run(context, &args).await.map(Some),
        PlanCommand::Evaluate(args) => evaluate::run(context, args).await.map(Some),
        PlanCommand::Explain(args) => explain::run(context, &args).await,
        PlanCommand::Project(args) => project::run(context, args).await.map(Some),
        PlanCommand::Compare(args) => compare::run(context, args).await.map(Some),
        PlanCommand::Template(args) => template::run(context, &args).await.map(Some),
        PlanCommand::Report(args) => report::run(context, &args).await.map(Some),
        PlanCommand::ListEntities(args) => list_entities::run(context, &args).await,
        PlanCommand::Gate(args) => gate::run(context, &args).await,
    }
}
