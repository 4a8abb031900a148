//! The words that plan files choose from: force, operator, kind of rule and what it does.

use serde::Deserialize;

/// How strongly the text obliges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// 约束
    Binding,
    /// 要求
    Required,
    /// 力争
    Striving,
    /// 原则上
    InPrinciple,
    /// 鼓励
    Encouraged,
    /// 方向
    Direction,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Operator {
    /// Below.
    #[serde(rename = "<")]
    Below,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// Equal, within the band of a term if one is named.
    #[serde(rename = "=")]
    Equal,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// Above.
    #[serde(rename = ">")]
    Above,
    /// Within the term `around` of the value.
    #[serde(rename = "around")]
    Around,
    /// From `value` to `upper`.
    #[serde(rename = "between")]
    Between,
    /// Falls since the base, by a trend test.
    #[serde(rename = "down")]
    Down,
    /// Rises since the base, by a trend test.
    #[serde(rename = "up")]
    Up,
    /// Falls until the value is reached.
    #[serde(rename = "down_to")]
    DownTo,
    /// A yes.
    #[serde(rename = "done")]
    Done,
    /// A rank that gets smaller than in the base.
    #[serde(rename = "forward")]
    Forward,
}

/// A comparison with the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The change since the base in per cent.
    ChangePercent,
}

/// What a rule does where it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It must not be.
    Prohibit,
    /// The condition `must` has to hold.
    Require,
    /// It goes.
    Retire,
    /// It is let off.
    Exempt,
    /// It is put on a list.
    List,
    /// It sets something off.
    Trigger,
    /// Someone is told.
    Notify,
}

/// What sort of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// A gate for projects.
    Gate,
    /// A threshold below or above which things go.
    Retirement,
    /// An exemption.
    Exemption,
    /// A rule of an area.
    Zone,
    /// A rule of a distance.
    Radius,
    /// A trigger by rank or value.
    Trigger,
    /// A standing duty of a thing or firm.
    Duty,
    /// States in order.
    Workflow,
    /// What comes first.
    Priority,
    /// How something is counted.
    Accounting,
    /// How things are sorted.
    Classification,
}
