//! Whether an hourly folded value exceeds a limit, under the marking rules.
//!
//! Data marked invalid, and hours of a stopped, starting, stopping or faulty plant, are no basis for finding
//! an exceedance. Values are compared in full, not rounded to the limit's decimals (GB/T 8170-2008 4.3.1:
//! 全数值比较法 where no other is named). It finds; it does not accuse: reviews and hearings are not here.

use units::Exact;

use super::{Reason, Valued, checked::div};

/// A limit that an outlet must keep, of its permit or of a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit<'a> {
    /// What sets it, as the caller names it: a permit's number, a standard.
    pub name: &'a str,
    /// The factor's code.
    pub factor: &'a str,
    /// mg/m³, for the folded hourly value.
    pub value: Exact,
}

/// What is found of one limit in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitFinding {
    /// The limit's name, as the caller gave it.
    pub limit: String,
    /// What is found.
    pub finding: Finding,
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// At most the limit.
    Within,
    /// Above the limit.
    Exceeds {
        /// The value divided by the limit; the exceedance multiple (超标倍数) is one less.
        ratio: Exact,
    },
    /// The marks say that this hour is no basis.
    NoBasis {
        /// Which of them.
        reason: Reason,
    },
    /// There is no value to judge.
    Undetermined {
        /// Why.
        reason: Reason,
    },
}

/// Judges a folded value against a limit; `basis` says whether the marks let it be judged.
pub fn judge(folded: Valued, limit: Exact, basis: Result<(), Reason>) -> Finding {
    if let Err(reason) = basis {
        return match reason {
            // Nobody knows what an unknown mark would have excused.
            Reason::UnknownMark | Reason::Missing => Finding::Undetermined { reason },
            _ => Finding::NoBasis { reason },
        };
    }
    let ratio = folded.and_then(|value| {
        if *limit.numer() > 0 {
            div(value, limit)
        } else {
            Err(Reason::Impossible)
        }
    });
    match ratio {
        Err(reason) => Finding::Undetermined { reason },
        Ok(ratio) if ratio > Exact::from_integer(1) => Finding::Exceeds { ratio },
        Ok(_) => Finding::Within,
    }
}
