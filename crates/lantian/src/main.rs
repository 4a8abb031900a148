//! The command line of lantian (蓝天): it parses, asks, and shows what is answered.
//!
//! It knows the clock, the environment, the terminal and the reader's language, and holds no domain logic.
#![expect(
    clippy::disallowed_methods,
    reason = "this crate is the edge to files, the environment and the clock"
)]

mod arguments;
mod configuration;
mod surroundings;
mod telemetry;
mod command;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) use answer::{context, failure, figures, output, places, register, rows, words};
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use crate::arguments::{Cli, Command};
use crate::failure::Failure;
use crate::surroundings::Surroundings;
use crate::words::Words;

fn main() -> ExitCode {
    panics_of_tasks_are_logged();
    let cli = Cli::parse();
    let language = cli.global.lang;
    let words = Arc::new(Words::new(language.unwrap_or_else(surroundings::language)));
    match run(cli, &words) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            tracing::debug!(?failure);
            let _ = io::stderr().write_all(failure.show(&words).as_bytes());
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Bytes of a worker's stack: plans of statements and the requests of the portal nest deeply.
const STACK: usize = 8 << 20;

/// Runs the command and shows its report; the answer is the exit code.
fn run(cli: Cli, words: &Arc<Words>) -> Result<u8, Failure> {
    log(&cli.command);
    let context = Surroundings::new(cli.global, Arc::clone(words))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(context.limits.threads.max(1))
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .map_err(|e| Failure::internal(&e))?;
    let Some(report) = runtime.block_on(command::run(&context, cli.command))? else {
        return Ok(0);
    };
    output::show(&context, &report)?;
    Ok(report.verdict.map_or(0, failure::Kind::exit_code))
}

/// A task that panics ends alone and its caller is told; its trace is for the log, not for the reader.
fn panics_of_tasks_are_logged() {
    let of_main = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some("main") {
            of_main(panic);
        } else {
            tracing::error!(%panic, "a task panicked");
        }
    }));
}

/// Logs go to standard error as `RUST_LOG` asks. Unless it does a server logs what its operator should know, and
/// the other commands nothing: their failures are shown to people.
fn log(command: &Command) {
    let unasked = match command {
        // Delta's kernel calls a table that is not there yet an error.
        Command::Cluster(_) => "warn,ballista_scheduler=info,ballista_executor=info",
        Command::Serve(_) => "warn,portal=info,lantian=info,buoyant_kernel=off",
        Command::Gateway(_) => "warn,gateway=info,telemetry=info,lantian=info,buoyant_kernel=off",
        _ => "off",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(unasked));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
}
