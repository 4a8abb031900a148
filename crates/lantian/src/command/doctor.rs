//! `doctor`: whether everything is in order, and what to do where it is not.

use std::path::Path;
use std::process::Command;

use clap::Args;
use lake::Lake;
use standards::aqi;

use crate::command::lake::tables;
use crate::command::serve;
use crate::context::{Context, absolute};
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::surroundings::Surroundings;

/// Options of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// 公共数据目录 / folder of shared data
    #[arg(long, default_value = "../shared/data", value_name = "DIR")]
    pub(crate) shared: std::path::PathBuf,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Good,
    Remark,
    Broken,
}

/// One check: its name's key, how it ended, and what was found.
type Check = (&'static str, State, String);

/// Runs the command.
pub(crate) async fn run(context: &Surroundings, args: DoctorArgs) -> Result<Report, Failure> {
    let mut report = Report::new(
        context.say("doctor-title", &[]),
        Column::all(&["check", "state", "found"]),
    );
    let mut checks = vec![folder(context)];
    if context.has_lake() {
        checks.push(writable(context).await);
        let opened = opened(context).await;
        match opened {
            Ok(section) => {
                checks.push(("check-lake", State::Good, context.lake_place.to_string()));
                report.sections.push(section);
            }
            Err(failure) => checks.push((
                "check-lake",
                State::Broken,
                failure.show(&context.words).trim().to_owned(),
            )),
        }
        checks.extend(
            context
                .lake_place
                .folder()
                .map(|folder| disk(context, folder)),
        );
    }
    checks.extend(editions(context));
    checks.push((
        "check-language",
        State::Good,
        context.words.language().id().to_owned(),
    ));
    checks.push(portal(context));
    checks.push(shared(context, &args.shared));
    for (name, state, found) in &checks {
        let row = [
            context.say(name, &[]),
            context.say(state.key(), &[]),
            found.clone(),
        ];
        report.rows.push(row.map(Cell::Text).into());
    }
    report.verdict = checks
        .iter()
        .any(|(_, state, _)| *state == State::Broken)
        .then_some(Kind::Data);
    Ok(report)
}

impl State {
    fn key(self) -> &'static str {
        match self {
            Self::Good => "state-good",
            Self::Remark => "state-remark",
            Self::Broken => "state-broken",
        }
    }
}

fn folder(context: &Context) -> Check {
    let place = &context.lake_place;
    let folder = place.folder().map_or_else(
        || place.to_string(),
        |folder| absolute(folder).display().to_string(),
    );
    if context.has_lake() {
        return ("check-folder", State::Good, folder);
    }
    (
        "check-folder",
        State::Remark,
        context.say("found-no-lake", &[("folder", &folder)]),
    )
}

async fn opened(context: &Context) -> Result<Report, Failure> {
    let lake: Lake = context.lake()?;
    tables(context, &lake).await
}

/// Writes and removes a small object: permissions alone do not say whether a disk or a bucket takes writes.
async fn writable(context: &Context) -> Check {
    let tried = match context.lake() {
        Ok(lake) => lake.try_writing().await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    match tried {
        Ok(()) => ("check-writable", State::Good, context.say("yes", &[])),
        Err(failure) => {
            let found = failure.show(&context.words).trim().to_owned();
            ("check-writable", State::Broken, found)
        }
    }
}

/// Free space as `df` tells it; the standard library cannot.
fn disk(context: &Context, folder: &Path) -> Check {
    let asked = Command::new("df").arg("-Pk").arg(folder).output();
    let text = asked
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .unwrap_or_default();
    let kib = text
        .lines()
        .nth(1)
        .and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    match kib {
        Some(kib) => {
            let state = if kib < LITTLE_KIB {
                State::Remark
            } else {
                State::Good
            };
            ("check-disk", state, format!("{} MiB", kib / 1024))
        }
        None => ("check-disk", State::Remark, context.say("unknown", &[])),
    }
}

/// Below 1 GiB an import may fail.
const LITTLE_KIB: u64 = 1 << 20;

/// The edition in force today, and the next one.
fn editions(context: &Context) -> Vec<Check> {
    let today = context.today();
    let now = match aqi::edition_on(today) {
        Ok(edition) => {
            let found = context.say(
                "found-edition",
                &[("edition", &edition.id), ("since", &edition.since)],
            );
            ("check-edition", State::Good, found)
        }
        Err(error) => ("check-edition", State::Broken, error.to_string()),
    };
    let next = standards::limits::limits()
        .iter()
        .map(|limit| limit.since)
        .chain(aqi::editions().iter().map(|e| e.since));
    let found = match next.filter(|since| *since > today).min() {
        Some(day) => context.say("found-next-change", &[("day", &day)]),
        None => context.say("found-no-change", &[]),
    };
    vec![now, ("check-next-change", State::Good, found)]
}

/// Whether what is configured for the portal can be used.
fn portal(context: &Surroundings) -> Check {
    match serve::checked(context) {
        Ok(address) => ("check-portal", State::Good, address.to_string()),
        Err(failure) => {
            let said = failure.show(&context.words).trim().to_owned();
            ("check-portal", State::Broken, said)
        }
    }
}

fn shared(context: &Context, folder: &Path) -> Check {
    let path = absolute(folder).display().to_string();
    if folder.is_dir() {
        return ("check-shared", State::Good, path);
    }
    (
        "check-shared",
        State::Remark,
        context.say("found-no-shared", &[("folder", &path)]),
    )
}
