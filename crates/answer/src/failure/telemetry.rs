//! What the gateway and telemetry refuse or fail at.

use gateway::archive::ArchiveError;
use gateway::inbox::InboxError;
use gateway::serve::ServeError;
use gateway::simulate::SimulateError;
use standards::stack::RulesNotInForce;
use telemetry::outlet::OutletError;
use telemetry::{SecretsError, TelemetryError};

use super::{Failure, Kind};

impl From<InboxError> for Failure {
    fn from(error: InboxError) -> Self {
        use InboxError as E;
        let (kind, key) = match &error {
            E::InUse { .. } => (Kind::User, "failure-inbox-in-use"),
            E::Full { .. } => (Kind::Configuration, "failure-inbox-full"),
            E::Disk { .. } => (Kind::Configuration, "failure-inbox-disk"),
            E::NotASegment { .. } | E::Damaged { .. } => (Kind::Data, "failure-inbox-damaged"),
            E::Address { .. } | E::Unreachable { .. } | E::Refused { .. } => {
                (Kind::Upstream, "failure-inbox-nats")
            }
            _ => return Self::internal(&error),
        };
        Self::new(kind, key).because(&error)
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        use ArchiveError as E;
        let (kind, key) = match &error {
            E::Disk { .. } => (Kind::Configuration, "failure-archive-disk"),
            E::InUse { .. } => (Kind::User, "failure-archive-in-use"),
            _ => (Kind::Data, "failure-archive-damaged"),
        };
        Self::new(kind, key).because(&error)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let key = match &error {
            ServeError::Bind { .. } => "failure-gateway-bind",
            ServeError::Profile { .. } => "failure-gateway-profile",
            _ => "failure-gateway-settings",
        };
        Self::new(Kind::Configuration, key).because(&error)
    }
}

impl From<SimulateError> for Failure {
    fn from(error: SimulateError) -> Self {
        let (kind, key) = match &error {
            SimulateError::Connect { .. } => (Kind::Upstream, "failure-simulate-connect"),
            _ => (Kind::User, "failure-simulate"),
        };
        Self::new(kind, key).because(&error)
    }
}

impl From<SecretsError> for Failure {
    fn from(error: SecretsError) -> Self {
        Self::new(Kind::Configuration, "failure-secrets").because(&error)
    }
}

impl From<TelemetryError> for Failure {
    fn from(error: TelemetryError) -> Self {
        match error {
            TelemetryError::Inbox(error) => error.into(),
            TelemetryError::Archive(error) => error.into(),
            TelemetryError::Lake(error) => error.into(),
            TelemetryError::Registry(error) => error.into(),
            TelemetryError::Secrets(error) => error.into(),
            TelemetryError::Behind { .. } => {
                Self::new(Kind::Configuration, "failure-inbox-behind").because(&error)
            }
            _ => Self::internal(&error),
        }
    }
}

impl From<RulesNotInForce> for Failure {
    fn from(error: RulesNotInForce) -> Self {
        Self::new(Kind::User, "failure-stack-rules").because(&error)
    }
}

impl From<OutletError> for Failure {
    fn from(error: OutletError) -> Self {
        match error {
            OutletError::Lake(error) => error.into(),
            OutletError::Rules(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}
