//! The commands: each parses, calls the crates below, and hands back a report.

pub(crate) mod import;
pub(crate) mod aqi;
pub(crate) mod period;
pub(crate) mod stats;
pub(crate) mod rank;
pub(crate) mod trend;
pub(crate) mod sql;
pub(crate) mod explain;
pub(crate) mod verify;
pub(crate) mod doctor;
pub(crate) mod lake;
pub(crate) mod standards;
pub(crate) mod regions;
pub(crate) mod register;
pub(crate) mod plan;
pub(crate) mod gateway;
pub(crate) mod telemetry;

use crate::arguments::Command;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;

/// Runs a command; `None` when it has shown everything itself.
pub(crate) async fn run(context: &Context, command: Command) -> Result<Option<Report>, Failure> {
    match command {
        Command::Import(args) => import::run(context, args).await.map(Some),
        Command::Aqi(args) => aqi::run(context, args).await.map(Some),
        Command::Stats(args) => stats::run(context, args).await.map(Some),
        Command::Rank(args) => rank::run(context, args).await.map(Some),
        Command::Trend(args) => trend::run(context, args).await.map(Some),
        Command::Sql(args) => sql::run(context, args).await,
        Command::Explain(args) => explain::run(context, args).await.map(Some),
        Command::Verify(args) => verify::run(context, args).await.map(Some),
        Command::Doctor(args) => doctor::run(context, args).await.map(Some),
        Command::Lake(command) => lake::run(context, command).await.map(Some),
        Command::Standards(command) => standards::run(context, &command).map(Some),
        Command::Regions(command) => regions::run(context, &command).map(Some),
        Command::Register(command) => register::run(context, command).await,
        Command::Plan(command) => plan::run(context, command).await,
        Command::Gateway(args) => gateway::run(context, &args).await.map(Some),
        Command::Telemetry(command) => telemetry::run(context, command).await,
    }
}
