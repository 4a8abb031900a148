//! `bench/promises.toml`: what users are promised about speed, and how each promise is measured.

use anyhow::{Context, Result};
use serde::Deserialize;
use toml::Spanned;

/// The file, in the tree.
pub(crate) const PATH: &str = "bench/promises.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    promise: Vec<Promise>,
}

/// One promise; `bench` is criterion's id of the bench that measures it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Promise {
    pub(crate) id: Spanned<String>,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) bench: String,
    pub(crate) figure: f64,
    pub(crate) unit: Unit,
    pub(crate) direction: Direction,
    pub(crate) how: String,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Elements of the bench's throughput in a second.
    PerSecond,
    S,
    Ms,
}

/// Which side of the figure keeps the promise.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    AtLeast,
    AtMost,
}

impl Unit {
    /// The name, as the file spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PerSecond => "per_second",
            Self::S => "s",
            Self::Ms => "ms",
        }
    }

    /// A bench's median in this unit; none when the bench states no elements to count.
    pub(crate) fn value(self, median_ns: f64, elements: Option<f64>) -> Option<f64> {
        match self {
            Self::PerSecond => elements.map(|count| count / (median_ns * 1e-9)),
            Self::S => Some(median_ns * 1e-9),
            Self::Ms => Some(median_ns * 1e-6),
        }
    }
}

impl Promise {
    /// Whether a measured value keeps the promise.
    pub(crate) fn is_kept(&self, value: f64) -> bool {
        match self.direction {
            Direction::AtLeast => value >= self.figure,
            Direction::AtMost => value <= self.figure,
        }
    }
}

/// Reads the promises; the error carries the line.
pub(crate) fn parse(text: &str) -> Result<Vec<Promise>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.promise)
}

/// Reads the promises of the workspace at `root`; none where the file does not exist yet.
pub(crate) fn load(root: &std::path::Path) -> Result<Vec<Promise>> {
    let path = root.join(PATH);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).context(PATH)?;
    parse(&text).context(PATH)
}

#[cfg(test)]
mod tests {
    use super::{Direction, Unit, parse};

    #[test]
    fn units_are_derived_from_the_median_and_the_elements() {
        let close = |found: Option<f64>, wanted: f64| {
            assert!((found.unwrap() / wanted - 1.0).abs() < 1e-12, "{found:?}");
        };
        close(Unit::S.value(2.5e9, None), 2.5);
        close(Unit::Ms.value(2.5e9, None), 2500.0);
        close(Unit::PerSecond.value(2e9, Some(1000.0)), 500.0);
        assert_eq!(Unit::PerSecond.value(2e9, None), None);
    }

    #[test]
    fn a_promise_is_kept_on_its_own_side_of_the_figure() {
        let text = r#"
            [[promise]]
            id = "rank"
            zh = "排名"
            en = "rank"
            bench = "rank/month"
            figure = 2
            unit = "s"
            direction = "at_most"
            how = "median"
        "#;
        let promises = parse(text).unwrap();
        assert_eq!(promises[0].direction, Direction::AtMost);
        assert!(promises[0].is_kept(2.0));
        assert!(!promises[0].is_kept(2.1));
    }
}
