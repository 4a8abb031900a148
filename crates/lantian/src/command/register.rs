//! `register`: everything people keep about sources and places: template, import, export, show, history, check, set.

mod list;
mod template;
mod import;
mod export;
mod show;
mod history;
mod check;
mod set;
mod cells;

use clap::Subcommand;

pub(crate) use cells::Author;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;

/// What to do with the register.
#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    /// 列出各类对象和数量 / the kinds of things there are, and how many
    List,
    /// 生成 XLSX 模板 / spreadsheets to fill
    Template(template::TemplateArgs),
    /// 导入模板、CSV、GeoJSON 或公开数据库的文件 / take in a filled template, CSV, GeoJSON or a tracker's file
    Import(import::ImportArgs),
    /// 导出为 XLSX、CSV 或 GeoJSON，可改后再导入 / write XLSX, CSV or GeoJSON, to edit and import again
    Export(export::ExportArgs),
    /// 查看一类或一个对象 / show a kind of things, or one thing
    Show(show::ShowArgs),
    /// 谁在何时为何改了什么 / who changed what, when and why
    History(history::HistoryArgs),
    /// 检查链接、位置和完整性 / check links, places and completeness
    Check,
    /// 修改一个对象；他人先改过会提示 / edit one thing; you are told when somebody was first
    Set(set::SetArgs),
}

/// Runs the command; `None` when it has shown everything itself.
pub(crate) async fn run(
    context: &Context,
    command: RegisterCommand,
) -> Result<Option<Report>, Failure> {
    let report = match command {
        RegisterCommand::List => list::run(context).await,
        RegisterCommand::Template(args) => template::run(context, &args),
        RegisterCommand::Import(args) => import::run(context, &args).await,
        RegisterCommand::Export(args) => export::run(context, &args).await,
        RegisterCommand::Show(args) => show::run(context, &args).await,
        RegisterCommand::History(args) => history::run(context, &args).await,
        RegisterCommand::Check => check::run(context).await,
        RegisterCommand::Set(args) => set::run(context, &args).await,
    };
    report.map(Some)
}
