//! The words for what a rule makes of a row. They hold no logic of any rule.

/// What a rule makes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The rule is not about it.
    NotApplicable,
    /// It must not be.
    Prohibited,
    /// What is required holds.
    Satisfied,
    /// What is required does not hold.
    Lacking,
    /// It has to go.
    Retire,
    /// It is let off.
    Exempt,
    /// It is on the list.
    Listed,
    /// It sets something off.
    Triggered,
    /// Someone is told.
    Notified,
    /// Another rule prevails.
    Yields,
    /// An unknown cell decides.
    Undetermined,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotApplicable,
        Self::Prohibited,
        Self::Satisfied,
        Self::Lacking,
        Self::Retire,
        Self::Exempt,
        Self::Listed,
        Self::Triggered,
        Self::Notified,
        Self::Yields,
        Self::Undetermined,
    ];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::Prohibited => "prohibited",
            Self::Satisfied => "satisfied",
            Self::Lacking => "lacking",
            Self::Retire => "retire",
            Self::Exempt => "exempt",
            Self::Listed => "listed",
            Self::Triggered => "triggered",
            Self::Notified => "notified",
            Self::Yields => "yields",
            Self::Undetermined => "undetermined",
        }
    }

    /// Whether the rule is certain to ask nothing of the row, or to have what it asks.
    pub fn rests(self) -> bool {
        matches!(self, Self::NotApplicable | Self::Satisfied | Self::Yields)
    }

    /// Whether the rule is at work on the row.
    pub fn fires(self) -> bool {
        !matches!(
            self,
            Self::NotApplicable | Self::Satisfied | Self::Yields | Self::Undetermined
        )
    }
}
