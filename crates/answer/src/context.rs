//! What every question needs: where the lake is, the reader's language, the moment asked for, limits.
//!
//! It reads no clock, no environment and no configuration: who asks fills it in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::offset;
use lake::cluster::Cluster;
use lake::{Lake, Place, QueryLimits};
use units::Day;

use crate::failure::{Failure, Kind};
use crate::output::Format;
use crate::progress::Progress;
use crate::words::{Arguments, Language, Words};

/// The surroundings of one question.
#[derive(Clone)]
pub struct Context {
    /// Where the lake is.
    pub lake_place: Place,
    /// The cluster that statements run on; this process when `None`.
    pub cluster: Option<Cluster>,
    /// Where the register is: a SQLite file, or the address of a PostgreSQL database.
    pub registry: String,
    /// How to show the answer.
    pub format: Format,
    /// Where to write it, if not to standard output.
    pub out: Option<PathBuf>,
    /// The reader's language.
    pub words: Arc<Words>,
    /// Only what was known then, in microseconds since 1970 UTC.
    pub as_of: Option<i64>,
    /// What a statement may use.
    pub limits: QueryLimits,
    /// No progress and no notes on standard error.
    pub quiet: bool,
    /// When the question was asked.
    pub now: Timestamp,
}

impl Context {
    /// A sentence in the reader's language.
    pub fn say(&self, key: &str, arguments: Arguments<'_>) -> String {
        self.words.say(key, arguments)
    }

    /// The Chinese or the English of a pair that the domain's data carries.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.words.language() {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// Today in UTC+8.
    pub fn today(&self) -> Day {
        Day::from(offset(8).to_datetime(self.now).date())
    }

    /// Opens the lake, making it when it is not there: for commands that write.
    pub fn new_lake(&self) -> Result<Lake, Failure> {
        Ok(Lake::at(&self.lake_place)?.on(self.cluster.clone()))
    }

    /// Opens a lake that is there: for commands that read.
    pub fn lake(&self) -> Result<Lake, Failure> {
        match self.lake_place.folder() {
            Some(folder) if !folder.is_dir() => {
                let folder = absolute(folder);
                Err(Failure::new(Kind::Configuration, "failure-no-lake")
                    .with("folder", folder.display()))
            }
            _ => self.new_lake(),
        }
    }

    /// Whether there is a lake to read; a bucket's is always there, with tables or without.
    pub fn has_lake(&self) -> bool {
        self.lake_place.folder().is_none_or(Path::is_dir)
    }

    /// Shows that long work goes on, until the answer is dropped.
    pub fn progress(&self, key: &str) -> Progress {
        Progress::start(self.quiet, self.say(key, &[]))
    }
}

/// The absolute form of a path, or the path itself.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Reads a moment: an RFC 3339 time, or a date, which means all of that day in UTC+8.
pub fn moment(text: &str) -> Result<i64, Failure> {
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
pub fn show_moment(microseconds: i64) -> String {
    let shown = Timestamp::from_microsecond(microseconds);
    shown.map_or_else(
        |_| microseconds.to_string(),
        |t| t.display_with_offset(offset(8)).to_string(),
    )
}
