//! The commands: each asks its question, here or in `answer`, and hands back a report.

pub(crate) mod import;
pub(crate) mod sql;
pub(crate) mod verify;
pub(crate) mod cluster;
pub(crate) mod doctor;
pub(crate) mod lake;
pub(crate) mod standards;
pub(crate) mod regions;
pub(crate) mod register;
pub(crate) mod gateway;
pub(crate) mod telemetry;
pub(crate) mod serve;

use answer::{aqi, explain, plan, rank, stats, trend};

use crate::arguments::Command;
use crate::failure::Failure;
use crate::output::Report;
use crate::surroundings::Surroundings;

/// Runs a command; `None` when it has shown everything itself.
pub(crate) async fn run(
    context: &Surroundings,
    command: Command,
) -> Result<Option<Report>, Failure> {
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
        Command::Cluster(command) => cluster::run(context, command).await.map(|()| None),
        Command::Standards(command) => standards::run(context, &command).map(Some),
        Command::Regions(command) => regions::run(context, &command).map(Some),
        Command::Register(command) => register::run(context, command).await,
        Command::Plan(command) => plan::run(context, command).await,
        Command::Gateway(args) => gateway::run(context, &args).await.map(Some),
        Command::Serve(args) => serve::run(context, &args).await.map(Some),
        Command::Telemetry(command) => telemetry::run(context, command).await,
    }
}
