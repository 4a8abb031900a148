//! Regions and zones that are not to be found.

use regions::{Region, ResolveError, ZoneError};

use super::{Failure, Kind};

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Empty => Self::new(Kind::User, "failure-region-empty"),
            ResolveError::UnknownCode { code, .. } => {
                Self::new(Kind::User, "failure-region-code").with("code", code)
            }
            ResolveError::UnknownName { text, near } if near.is_empty() => {
                Self::new(Kind::User, "failure-region-name").with("text", text)
            }
            ResolveError::UnknownName { text, near } => {
                Self::new(Kind::User, "failure-region-near")
                    .with("text", text)
                    .with("near", list(&near))
            }
            ResolveError::Ambiguous { text, candidates } => {
                Self::new(Kind::User, "failure-region-ambiguous")
                    .with("text", text)
                    .with("candidates", list(&candidates))
            }
        }
    }
}

fn list(regions: &[&'static Region]) -> String {
    let item = |region: &&Region| format!("{} {} {}", region.zh, region.en, region.code);
    regions.iter().map(item).collect::<Vec<_>>().join("; ")
}

impl From<ZoneError> for Failure {
    fn from(error: ZoneError) -> Self {
        match error {
            ZoneError::Unknown { id } => {
                let known: Vec<&str> = regions::zones().iter().map(|zone| zone.id).collect();
                Self::new(Kind::User, "failure-zone")
                    .with("text", id)
                    .with("known", known.join(", "))
            }
            ZoneError::NotInForce { id, on, since, .. } => {
                Self::new(Kind::User, "failure-zone-day")
                    .with("zone", id)
                    .with("day", on)
                    .with("since", since)
            }
        }
    }
}
