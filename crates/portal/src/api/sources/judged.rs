//! Hours of an outlet as the rules see them: folded, marked, held against the permitted limits.

use std::collections::BTreeMap;

use answer::context::Context;
use standards::stack::{FactorHour, Finding, Reason};
use telemetry::outlet::{self, Facts, Reviewed};
use units::{Day, HourEnding};
use wire::hj212::factors;

use super::super::register::{cell, entity};
use super::device::Device;
use super::latest::decimal;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Decimals that concentrations are shown with.
const DECIMALS: u32 = 3;
const MICROSECONDS_PER_HOUR: i64 = 3_600_000_000;

/// What is known of the outlet of a device.
pub(super) struct Outlet {
    facts: Facts,
    limits: BTreeMap<String, Limit>,
}

/// A permitted limit as it is shown.
pub(super) struct Limit {
    pub(super) value: String,
    pub(super) source: String,
}

/// Hours by their number and the factor's code.
#[derive(Default)]
pub(super) struct Judged(BTreeMap<(i64, String), Hour>);

/// One factor in one hour.
pub(super) struct Hour {
    pub(super) folded: Option<String>,
    pub(super) exceeds: Option<bool>,
    /// Why there is no value, or it is not judged.
    pub(super) reason: Option<String>,
}

impl Outlet {
    /// That of a device; a device without one stands for itself.
    pub(super) async fn of(portal: &Portal, device: &Device, day: Day) -> Result<Self, Refusal> {
        let registry = portal.registry();
        let mut facts = match &device.outlet {
            Some(outlet) => outlet::facts(registry, outlet, day).await?,
            None => Facts::default(),
        };
        if !facts.devices.contains(&device.id) {
            facts.devices.push(device.id.clone());
        }
        let entity = entity(portal, "outlet_limit")?;
        let mut limits = BTreeMap::new();
        for (key, factor, value) in &facts.limits {
            let stored = registry.get("outlet_limit", key).await?;
            let basis = stored
                .as_ref()
                .and_then(|stored| cell(entity, stored, "basis"));
            let value = units::rounding::gb8170(*value, DECIMALS).to_string();
            limits.insert(
                factor.clone(),
                Limit {
                    value: decimal(&value).unwrap_or_default(),
                    source: basis.unwrap_or(key).to_owned(),
                },
            );
        }
        Ok(Self { facts, limits })
    }

    /// The limit of a factor.
    pub(super) fn limit(&self, code: &str) -> Option<&Limit> {
        let code = factors::find(code).map_or(code, |factor| factor.code);
        self.limits.get(code)
    }

    /// Whether the register has any limit.
    pub(super) fn has_limits(&self) -> bool {
        !self.limits.is_empty()
    }

    /// By which oxygen values are folded.
    pub(super) fn oxygen_note(&self, context: &Context) -> String {
        match self.facts.reference_oxygen {
            Some(percent) => {
                let percent = units::rounding::gb8170(percent, 1);
                context.say("note-hours-oxygen", &[("percent", &percent)])
            }
            None => context.say("note-hours-no-oxygen", &[]),
        }
    }

    /// The hours of days, the last one among them.
    pub(super) async fn hours(
        &self,
        portal: &Portal,
        context: &Context,
        (first, last): (Day, Day),
    ) -> Result<Judged, Refusal> {
        let span = (first, last.plus(1));
        let reviewed = Reviewed::default();
        let limits = portal.settings().query;
        let hours =
            outlet::hours(portal.lake(), &self.facts, &reviewed, span, None, limits).await?;
        let mut judged = Judged::default();
        for hour in hours.iter().filter(|hour| hour.received) {
            for factor in &hour.factors {
                let key = (hour.hour.number(), factor.factor.clone());
                judged.0.insert(key, Hour::of(context, factor));
            }
        }
        Ok(judged)
    }
}

impl Judged {
    /// The hour that a device stamps with its beginning.
    pub(super) fn hour(&self, beginning: i64, code: &str) -> Option<&Hour> {
        let code = factors::find(code).map_or(code, |factor| factor.code);
        let hour = HourEnding::from_number(beginning.div_euclid(MICROSECONDS_PER_HOUR) + 1);
        self.0.get(&(hour.number(), code.to_owned()))
    }
}

impl Hour {
    fn of(context: &Context, factor: &FactorHour) -> Self {
        let findings = factor.findings.iter().map(|found| found.finding);
        let mut exceeds = None;
        let mut reason = factor.concentration.err().or(factor.folded.err());
        for finding in findings {
            match finding {
                Finding::Exceeds { .. } => exceeds = Some(true),
                Finding::Within => exceeds = exceeds.or(Some(false)),
                Finding::NoBasis { reason: why } | Finding::Undetermined { reason: why } => {
                    reason = Some(why);
                }
            }
        }
        let folded = factor.folded.ok();
        Self {
            folded: folded
                .and_then(|value| decimal(&units::rounding::gb8170(value, DECIMALS).to_string())),
            reason: reason
                .filter(|_| exceeds.is_none())
                .map(|reason| said(context, reason)),
            exceeds,
        }
    }
}

/// A reason in words.
pub(crate) fn said(context: &Context, reason: Reason) -> String {
    let name = reason.name();
    name.map_or(reason.id(), |name| context.pick(name.zh, name.en))
        .to_owned()
}
