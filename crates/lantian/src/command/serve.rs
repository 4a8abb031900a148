//! `serve`: the portal, until it is stopped.

mod settings;

use std::net::SocketAddr;

use access::OneTime;
use clap::Args;
use jiff::Timestamp;
use portal::{Portal, PortalError};

use crate::command::gateway::stop_signal;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{self, Format, Report};
use crate::register;
use crate::surroundings::Surroundings;

pub(crate) use settings::checked;

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[arg(
        help = "监听地址 / address to listen on [default: lantian.toml, or 127.0.0.1:9200]",
        long,
        value_name = "ADDR"
    )]
    listen: Option<SocketAddr>,
    #[arg(
        help = "SQL 端口（PostgreSQL 协议，只读）的监听地址 / address of the SQL endpoint, PostgreSQL's protocol, read-only [default: lantian.toml, or none]",
        long,
        value_name = "ADDR"
    )]
    sql: Option<SocketAddr>,
    /// 示例：按该日评价方案 / an example: plans are evaluated as of this day
    #[arg(long, value_name = "DAY")]
    example: Option<String>,
    /// 示例：以另一年的实况回放，2016=2025 / an example: facts of one year stand for another
    #[arg(long, value_name = "YEAR=YEAR", requires = "example")]
    replay: Option<String>,
}

/// Runs the command until it is told to stop.
pub(crate) async fn run(context: &Surroundings, args: &ServeArgs) -> Result<Report, Failure> {
    let _raised = rlimit::increase_nofile_limit(u64::MAX);
    // The folders and the database, made where they are not there.
    drop(context.new_lake()?);
    drop(register::new_registry(context).await?);
    let settings = settings::of(context, args)?;
    let portal = Portal::open(settings, settings::access(context))
        .await
        .map_err(failed)?;
    // The address is taken first: a password that nobody was told would be lost with a port that is in use.
    let served = portal::serve(portal.clone()).await.map_err(failed)?;
    let first = portal
        .access()
        .first_administrator(Timestamp::now())
        .await?;
    announce(context, (served.address, served.sql), first.as_ref())?;
    served.until(stop_signal()).await;
    Ok(Report::new(context.say("portal-stopped", &[]), Vec::new()))
}

/// Says where it listens, and once the first administrator's password.
fn announce(
    context: &Context,
    (address, sql): (SocketAddr, Option<SocketAddr>),
    first: Option<&OneTime>,
) -> Result<(), Failure> {
    let page = format!("http://{address}/");
    if context.format == Format::Json {
        let line = serde_json::json!({
            "listening": page,
            "sql": sql.map(|address| address.to_string()),
            "administrator": first.map(|first| serde_json::json!({
                "name": first.account.name,
                "password": first.password.reveal(),
            })),
        });
        return output::print(&format!("{line}\n"));
    }
    let mut lines = vec![context.say("portal-listening", &[("address", &page)])];
    lines.extend(sql.map(|address| context.say("portal-sql", &[("address", &address)])));
    lines.extend(first.map(|first| {
        context.say(
            "portal-administrator",
            &[
                ("name", &first.account.name),
                ("password", &first.password.reveal()),
            ],
        )
    }));
    lines.push(context.say("portal-stop", &[]));
    output::print(&(lines.join("\n") + "\n"))
}

/// A portal's error as a failure.
pub(crate) fn failed(error: PortalError) -> Failure {
    match error {
        PortalError::Listen { address, source } => {
            Failure::new(Kind::Configuration, "failure-portal-address")
                .with("address", address)
                .because(&source)
        }
        PortalError::Access(error) => error.into(),
        PortalError::Policy(error) => error.into(),
        PortalError::Registry(error) => error.into(),
        PortalError::Lake(error) => error.into(),
        PortalError::Catalogue(error) => error.into(),
        PortalError::Folder { folder, source } => {
            Failure::file(std::path::Path::new(&folder), &source)
        }
    }
}
