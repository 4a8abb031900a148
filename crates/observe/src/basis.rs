//! What the values of an archive mean: how far they were reviewed, in which state of the air they are stated.

use serde::Deserialize;

/// What the values mean: how far reviewed, and in which state of the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// How far they were reviewed.
    pub stage: Stage,
    /// The state of the air they are stated in.
    pub state: State,
}

/// How far values were reviewed (审核状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Published within the hour, not yet reviewed.
    Live,
    /// Confirmed by review.
    Reviewed,
    /// Daily or monthly figures that a third-party site computed.
    DailySite,
}

/// The state of the air (数据基准).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 实况.
    Actual,
    /// 标况.
    Standard,
    /// The source does not say.
    Unknown,
}
