//! What devices sent: frames, those that could not be read or were kept apart, and the rate of transmission.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Resource};
use answer::context::Context;
use answer::rows::plain;
use serde::Serialize;
use telemetry::outlet::{self, Facts, Rates, Reviewed};
use units::{Day, Period};
use utoipa::ToSchema;

use super::super::sources::{Device, devices as registered, last_heard, reason_name};
use super::Question;
use super::files::{number, rows};
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::{Visitor, in_region};

/// Outlets whose rates are computed for one page.
const RATES: usize = 40;
/// The reason of frames that could not be read.
const BAD: &str = "bad_frame";

/// A device.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct DeviceRow {
    mn: String,
    name: Option<String>,
    simulated: bool,
    last: Option<String>,
    frames: i64,
    bad: i64,
    apart: i64,
    /// Effective transmission in the quarter, per cent.
    transmission: Option<String>,
    /// Why frames were kept apart, or a rate cannot be said.
    reasons: Vec<String>,
}

/// Frames of a device that were kept apart, by reason.
type Apart = BTreeMap<String, BTreeMap<String, i64>>;

/// The devices of a region, and remarks.
pub(super) async fn devices(
    portal: &Portal,
    visitor: &Visitor,
    context: &Context,
    question: &Question,
) -> Result<(Vec<DeviceRow>, Vec<String>), Refusal> {
    let mut devices = registered(portal, visitor, Action::ViewQuality).await?;
    devices.retain(|device| match device.region {
        Some(code) => regions::contains(question.region, code),
        None => visitor.may(Action::ViewQuality, &Resource::default()),
    });
    let frames = frames(portal, question).await?;
    let apart = apart(portal, question).await?;
    let heard = last_heard(portal, &devices).await?;
    let mut rates = Quarters::default();
    let mut found = Vec::new();
    for device in &devices {
        let mut row = DeviceRow {
            mn: device.id.clone(),
            name: device.name.clone(),
            simulated: device.simulated,
            last: heard.get(&device.id).cloned(),
            frames: frames.get(&device.id).copied().unwrap_or(0),
            ..DeviceRow::default()
        };
        row.set_apart(context, apart.get(&device.id));
        if device.entity == "monitoring_device" {
            rates
                .set(portal, context, question, device, &mut row)
                .await?;
        }
        found.push(row);
    }
    found.extend(unknown(portal, visitor, context, &apart).await?);
    let note = rates
        .left_out
        .then(|| context.say("portal-quality-rates-cut", &[("most", &RATES)]));
    Ok((found, note.into_iter().collect()))
}

impl DeviceRow {
    fn set_apart(&mut self, context: &Context, apart: Option<&BTreeMap<String, i64>>) {
        for (reason, count) in apart.into_iter().flatten() {
            if reason == BAD {
                self.bad += count;
            } else {
                self.apart += count;
            }
            self.reasons
                .push(format!("{}: {count}", reason_name(context, reason)));
        }
    }
}

/// Frames in the archive, by device.
async fn frames(portal: &Portal, question: &Question) -> Result<BTreeMap<String, i64>, Refusal> {
    let (first, last) = question.device_days;
    let statement = format!(
        "SELECT device, sum(n) FROM (SELECT device, day, max(count) AS n FROM archive_head \
         WHERE day >= DATE '{first}' AND day <= DATE '{last}' GROUP BY device, day) GROUP BY device"
    );
    let read = rows(portal, &statement)
        .await?
        .into_iter()
        .filter_map(|row| {
            let [device, count] = &row[..] else {
                return None;
            };
            Some((plain(device), number(count)))
        });
    Ok(read.collect())
}

async fn apart(portal: &Portal, question: &Question) -> Result<Apart, Refusal> {
    let (first, last) = question.device_days;
    let statement = format!(
        "SELECT device, reason, count(*) FROM quarantine \
         WHERE day >= DATE '{first}' AND day <= DATE '{last}' GROUP BY device, reason"
    );
    let mut apart = Apart::new();
    for row in rows(portal, &statement).await? {
        let [device, reason, count] = &row[..] else {
            continue;
        };
        apart
            .entry(plain(device))
            .or_default()
            .insert(plain(reason), number(count));
    }
    Ok(apart)
}

/// What spoke without being in the register, for who looks after the whole.
async fn unknown(
    portal: &Portal,
    visitor: &Visitor,
    context: &Context,
    apart: &Apart,
) -> Result<Vec<DeviceRow>, Refusal> {
    let home = in_region(&portal.settings().home_region);
    if !visitor.may(Action::ViewQuality, &home) {
        return Ok(Vec::new());
    }
    let registry = portal.registry();
    let asked: Vec<String> = apart.keys().cloned().collect();
    let mut missing: BTreeSet<String> = asked.iter().cloned().collect();
    for entity in ["monitoring_device", "vehicle"] {
        let absent = registry.missing_keys(entity, &asked).await?;
        missing.retain(|device| absent.contains(device));
    }
    let row = |device: String| {
        let mut row = DeviceRow {
            mn: device.clone(),
            ..DeviceRow::default()
        };
        row.set_apart(context, apart.get(&device));
        row
    };
    Ok(missing.into_iter().map(row).collect())
}

/// Rates of quarters by outlet, so that devices of one outlet share them.
#[derive(Default)]
struct Quarters {
    made: BTreeMap<String, Rates>,
    left_out: bool,
}

impl Quarters {
    async fn set(
        &mut self,
        portal: &Portal,
        context: &Context,
        question: &Question,
        device: &Device,
        row: &mut DeviceRow,
    ) -> Result<(), Refusal> {
        let key = device.outlet.clone().unwrap_or_else(|| device.id.clone());
        if !self.made.contains_key(&key) {
            if self.made.len() >= RATES {
                self.left_out = true;
                row.reasons
                    .push(context.say("portal-quality-rate-left", &[]));
                return Ok(());
            }
            let rates = rates(portal, context, question.device_days.1, device).await?;
            self.made.insert(key.clone(), rates);
        }
        let percent = self
            .made
            .get(&key)
            .and_then(|rates| rates.transmission.effective_percent());
        row.transmission = percent.map(|percent| units::rounding::gb8170(percent, 2).to_string());
        if percent.is_none() {
            row.reasons.push(context.say("portal-quality-no-rate", &[]));
        }
        Ok(())
    }
}

/// The rates of the quarter of a day, up to it but without today, which has not ended.
async fn rates(
    portal: &Portal,
    context: &Context,
    last: Day,
    device: &Device,
) -> Result<Rates, Refusal> {
    let end = last.plus(1).min(context.today());
    let date = end.plus(-1).date();
    let quarter = Period::Quarter(date.year(), (date.month() - 1) / 3 + 1);
    let mut facts = match &device.outlet {
        Some(outlet) => outlet::facts(portal.registry(), outlet, quarter.start()).await?,
        None => Facts::default(),
    };
    if !facts.devices.contains(&device.id) {
        facts.devices.push(device.id.clone());
    }
    let reviewed = Reviewed::default();
    let limits = portal.settings().query;
    let span = (quarter, end);
    Ok(outlet::quarter(portal.lake(), &facts, &reviewed, span, None, limits).await?)
}
