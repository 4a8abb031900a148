//! Mistyped days, periods, pollutants and quantities.

use units::{DayParseError, PeriodParseError, QuantityError, UnknownPollutant};

use super::{Failure, Kind};

impl From<DayParseError> for Failure {
    fn from(error: DayParseError) -> Self {
        Self::new(Kind::User, "failure-day").with("text", error.text)
    }
}

impl From<PeriodParseError> for Failure {
    fn from(error: PeriodParseError) -> Self {
        Self::new(Kind::User, "failure-period").with("text", error.text)
    }
}

impl From<UnknownPollutant> for Failure {
    fn from(error: UnknownPollutant) -> Self {
        Self::new(Kind::User, "failure-pollutant").with("text", error.text)
    }
}

impl From<QuantityError> for Failure {
    fn from(error: QuantityError) -> Self {
        Self::new(Kind::User, "failure-quantity").because(&error)
    }
}
