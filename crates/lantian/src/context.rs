//! What every command needs: where the lake is, the reader's language, the moment asked for, limits.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::offset;
use lake::{Lake, QueryLimits};
use units::Day;

use crate::arguments::Global;
use crate::configuration::{self, GatewaySettings};
use crate::failure::{Failure, Kind};
use crate::output::Format;
use crate::progress::Progress;
use crate::words::{Arguments, Language, Words};

/// The surroundings of one run.
pub(crate) struct Context {
    /// Where the lake is.
    pub(crate) lake_path: PathBuf,
    /// Where the register is: a SQLite file, or the address of a PostgreSQL database.
    pub(crate) registry: String,
    /// How to show the answer.
    pub(crate) format: Format,
    /// Where to write it, if not to standard output.
    pub(crate) out: Option<PathBuf>,
    /// The reader's language.
    pub(crate) words: Words,
    /// Only what was known then, in microseconds since 1970 UTC.
    pub(crate) as_of: Option<i64>,
    /// What a statement may use.
    pub(crate) limits: QueryLimits,
    /// What the configuration says of the gateway.
    pub(crate) gateway: GatewaySettings,
    /// No progress and no notes on standard error.
    pub(crate) quiet: bool,
    /// When this run began.
    pub(crate) now: Timestamp,
}

const DEFAULT_LAKE: &str = "data/lake";
/// The variable of the environment that names another folder.
const LAKE_VARIABLE: &str = "LANTIAN_LAKE";
/// The variable that names another register.
const REGISTRY_VARIABLE: &str = "LANTIAN_REGISTRY";
/// The register's file beside the lake.
const DEFAULT_REGISTRY: &str = "register.sqlite";

impl Context {
    /// Joins the command line, the configuration file and the clock.
    pub(crate) fn new(global: Global, language: Language) -> Result<Self, Failure> {
        let settings = configuration::load()?;
        let mut limits = QueryLimits::default();
        if let Some(threads) = global.threads.or(settings.threads) {
            limits.threads = threads.max(1);
        }
        let format = global
            .format
            .unwrap_or_else(|| Format::of_file(global.out.as_deref()));
        if format == Format::Parquet && global.out.is_none() {
            return Err(Failure::new(Kind::User, "failure-parquet-needs-out"));
        }
        let lake_path = global
            .lake
            .or_else(named_lake)
            .or(settings.lake)
            .unwrap_or_else(|| PathBuf::from(DEFAULT_LAKE));
        let registry = global
            .registry
            .or_else(|| std::env::var(REGISTRY_VARIABLE).ok())
            .filter(|place| !place.is_empty())
            .or(settings.registry.url);
        Ok(Self {
            registry: registry.unwrap_or_else(|| {
                let beside = lake_path.with_file_name(DEFAULT_REGISTRY);
                beside.display().to_string()
            }),
            lake_path,
            format,
            out: global.out,
            words: Words::new(language),
            as_of: global.as_of.as_deref().map(moment).transpose()?,
            limits,
            gateway: settings.gateway,
            quiet: global.quiet,
            now: Timestamp::now(),
        })
    }

    /// A sentence in the reader's language.
    pub(crate) fn say(&self, key: &str, arguments: Arguments<'_>) -> String {
        self.words.say(key, arguments)
    }

    /// The Chinese or the English of a pair that the domain's data carries.
    pub(crate) fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.words.language() {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// Today in UTC+8.
    pub(crate) fn today(&self) -> Day {
        Day::from(offset(8).to_datetime(self.now).date())
    }

    /// Opens the lake, making it when it is not there: for commands that write.
    pub(crate) fn new_lake(&self) -> Result<Lake, Failure> {
        Ok(Lake::open(&self.lake_path)?)
    }

    /// Opens a lake that is there: for commands that read.
    pub(crate) fn lake(&self) -> Result<Lake, Failure> {
        if !self.lake_path.is_dir() {
            let folder = absolute(&self.lake_path);
            return Err(Failure::new(Kind::Configuration, "failure-no-lake")
                .with("folder", folder.display()));
        }
        self.new_lake()
    }

    /// Shows that long work goes on, until the answer is dropped.
    pub(crate) fn progress(&self, key: &str) -> Progress {
        Progress::start(self.quiet, self.say(key, &[]))
    }
}

/// The folder that the environment names.
fn named_lake() -> Option<PathBuf> {
    std::env::var_os(LAKE_VARIABLE)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
}

/// The absolute form of a path, or the path itself.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Reads a moment: an RFC 3339 time, or a date, which means all of that day in UTC+8.
pub(crate) fn moment(text: &str) -> Result<i64, Failure> {
    if let Ok(time) = text.trim().parse::<Timestamp>() {
        return Ok(time.as_microsecond());
    }
    let bad = || Failure::new(Kind::User, "failure-moment").with("text", text);
    let day: Day = text.parse().map_err(|_error| bad())?;
    let next = offset(8)
        .to_timestamp(day.plus(1).date().at(0, 0, 0, 0))
        .map_err(|_error| bad())?;
    Ok(next.as_microsecond() - 1)
}

/// Shows a moment as RFC 3339 in UTC+8.
pub(crate) fn show_moment(microseconds: i64) -> String {
    let shown = Timestamp::from_microsecond(microseconds);
    shown.map_or_else(
        |_| microseconds.to_string(),
        |t| t.display_with_offset(offset(8)).to_string(),
    )
}
