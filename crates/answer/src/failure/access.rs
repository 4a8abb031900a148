//! Accounts, sessions, rights.

use access::{AccessError, OpenIdError, PasswordFault, PolicyError, Refused, StandingFault};

use super::{Failure, Kind};

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        use AccessError as E;
        match error {
            E::Locked { until } => locked(until),
            E::Code => Self::new(Kind::User, "failure-access-code"),
            E::NotEnrolling => Self::new(Kind::User, "failure-access-not-enrolling"),
            E::PresentPassword => Self::new(Kind::User, "failure-access-present-password"),
            E::LastAdministrator => Self::new(Kind::User, "failure-access-last-administrator"),
            E::Password { fault } => password(&fault),
            E::IdentityTaken { account } => {
                Self::new(Kind::User, "failure-access-identity-taken").with("account", account)
            }
            E::NoIdentity => Self::new(Kind::User, "failure-access-no-identity"),
            E::NameTaken { name } => {
                Self::new(Kind::User, "failure-access-name-taken").with("name", name)
            }
            E::Name { name } => Self::new(Kind::User, "failure-access-name").with("name", name),
            E::NoAccount { id } => {
                Self::new(Kind::Data, "failure-access-no-account").with("account", id)
            }
            E::Standing { role, fault } => {
                let key = match fault {
                    StandingFault::RegionMissing => "failure-access-region-missing",
                    StandingFault::RegionUnknown { .. } => "failure-access-region-unknown",
                    StandingFault::RegionLevel { .. } => "failure-access-region-level",
                    StandingFault::EntityMissing => "failure-access-entity-missing",
                    _ => "failure-access-standing",
                };
                Self::new(Kind::User, key).with("role", role.id())
            }
            E::Busy { .. } => Self::new(Kind::Upstream, "failure-access-busy"),
            other @ (E::Address { .. } | E::Open { .. } | E::Newer { .. } | E::Cost { .. }) => {
                Self::new(Kind::Configuration, "failure-access-place").because(&other)
            }
            other => Self::internal(&other),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Wrong => Self::new(Kind::User, "failure-access-wrong"),
            Refused::CodeNeeded => Self::new(Kind::User, "failure-access-code-needed"),
            Refused::CodeWrong => Self::new(Kind::User, "failure-access-code"),
            Refused::Locked { until } => locked(until),
            Refused::Disabled => Self::new(Kind::User, "failure-access-disabled"),
            Refused::Unlinked => Self::new(Kind::User, "failure-access-unlinked"),
            Refused::Failed(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<OpenIdError> for Failure {
    fn from(error: OpenIdError) -> Self {
        match error {
            OpenIdError::Address { .. } | OpenIdError::Insecure { .. } => {
                Self::new(Kind::Configuration, "failure-access-provider-address").because(&error)
            }
            OpenIdError::State | OpenIdError::Late => {
                Self::new(Kind::User, "failure-access-provider-answer")
            }
            _ => Self::new(Kind::Upstream, "failure-access-provider").because(&error),
        }
    }
}

impl From<PolicyError> for Failure {
    fn from(error: PolicyError) -> Self {
        Self::new(Kind::Configuration, "failure-access-policy").because(&error)
    }
}

fn locked(until: jiff::Timestamp) -> Failure {
    let shown = until.display_with_offset(jiff::tz::offset(8)).to_string();
    Failure::new(Kind::User, "failure-access-locked").with("until", shown)
}

fn password(fault: &PasswordFault) -> Failure {
    let failure = |key| Failure::new(Kind::User, key);
    match fault {
        PasswordFault::Short { least } => {
            failure("failure-access-password-short").with("least", least)
        }
        PasswordFault::Long { most } => failure("failure-access-password-long").with("most", most),
        PasswordFault::Name => failure("failure-access-password-name"),
        PasswordFault::Same => failure("failure-access-password-same"),
        _ => failure("failure-access-password-common"),
    }
}
