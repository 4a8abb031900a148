//! What follows for a project: from one rule, and from all of them.

use super::Line;
use crate::judge::Outcome;
use crate::model::{Force, Rule, RuleKind, Then};

/// What follows from a line, or from all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What is asked holds.
    Pass,
    /// What is asked does not hold.
    Fail,
    /// What holds in principle does not hold, and no reason is stated.
    NeedsReason,
    /// What is encouraged does not hold; the project may pass all the same.
    NotBinding,
    /// An unknown cell or register decides.
    Undetermined,
    /// The rule is not about it.
    NotApplicable,
    /// It does not count.
    Excluded,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Fail,
        Self::NeedsReason,
        Self::NotBinding,
        Self::Undetermined,
        Self::NotApplicable,
        Self::Excluded,
    ];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NeedsReason => "needs_reason",
            Self::NotBinding => "not_binding",
            Self::Undetermined => "undetermined",
            Self::NotApplicable => "not_applicable",
            Self::Excluded => "excluded",
        }
    }
}

/// What follows from the outcome of a rule.
pub(super) fn of_outcome(rule: &Rule, outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Undetermined => Verdict::Undetermined,
        Outcome::Satisfied | Outcome::Exempt => Verdict::Pass,
        // What is not forbidden passes.
        Outcome::NotApplicable | Outcome::Yields if rule.then == Then::Prohibit => Verdict::Pass,
        Outcome::Prohibited | Outcome::Lacking | Outcome::Retire => {
            if rule.kind == RuleKind::Accounting {
                Verdict::Excluded
            } else {
                broken(rule.force)
            }
        }
        _ => Verdict::NotApplicable,
    }
}

/// What follows where something asked does not hold.
pub(super) fn broken(force: Force) -> Verdict {
    match force {
        Force::Binding | Force::Required => Verdict::Fail,
        Force::InPrinciple => Verdict::NeedsReason,
        Force::Striving | Force::Encouraged | Force::Direction => Verdict::NotBinding,
    }
}

/// A project fails where one line fails, and passes where nothing that binds is open.
pub(super) fn of_all(lines: &[Line]) -> Verdict {
    let binds = |line: &&Line| broken(line.article.force) != Verdict::NotBinding;
    let mut open = false;
    for line in lines.iter().filter(binds) {
        match line.verdict {
            Verdict::Fail => return Verdict::Fail,
            Verdict::NeedsReason | Verdict::Undetermined => open = true,
            _ => {}
        }
    }
    if open {
        Verdict::Undetermined
    } else {
        Verdict::Pass
    }
}
