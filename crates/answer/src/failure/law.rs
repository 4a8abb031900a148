//! Questions that the law at hand does not answer.

use standards::aqi::{editions, variants};
use standards::composite::CompositeError;
use standards::limits::{NotInForce, limits};
use standards::validity::RulesNotInForce;

use super::{Failure, Kind};

impl From<NotInForce> for Failure {
    fn from(error: NotInForce) -> Self {
        Self::new(Kind::User, "failure-law-day").because(&error)
    }
}

impl From<RulesNotInForce> for Failure {
    fn from(error: RulesNotInForce) -> Self {
        Self::new(Kind::User, "failure-law-day").because(&error)
    }
}

impl From<CompositeError> for Failure {
    fn from(error: CompositeError) -> Self {
        Self::new(Kind::User, "failure-composite").because(&error)
    }
}

/// An edition that is not known.
pub fn edition(text: &str) -> Failure {
    let known: Vec<&str> = editions().iter().map(|edition| edition.id).collect();
    Failure::new(Kind::User, "failure-edition")
        .with("text", text)
        .with("known", known.join(", "))
}

/// A publication variant that is not known.
pub fn variant(text: &str) -> Failure {
    let known: Vec<&str> = variants().iter().map(|variant| variant.id).collect();
    Failure::new(Kind::User, "failure-variant")
        .with("text", text)
        .with("known", known.join(", "))
}

/// Neither an index's edition nor a limit's is called so.
pub fn any_edition(text: &str) -> Failure {
    let mut known: Vec<&str> = editions().iter().map(|edition| edition.id).collect();
    let mut of_limits: Vec<&str> = limits().iter().map(|limit| limit.edition).collect();
    of_limits.sort_unstable();
    of_limits.dedup();
    known.extend(of_limits);
    Failure::new(Kind::User, "failure-edition")
        .with("text", text)
        .with("known", known.join(", "))
}
