//! One figure by its address, and whether somebody may fill it in or review it.

use std::sync::Arc;

use access::{Action, Outcome};
use axum::response::Response;
use plan::Plan;
use units::Period;

use super::owed::{self, Shown, resource};
use super::stored::{self, Key, Stored};
use crate::api::plans::{day, plan};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::reply::fresh;
use crate::visitor::Visitor;

/// The address of a figure: plan, indicator, region, period.
pub(super) type Address = (String, String, String, String);

/// A figure that somebody asks for by its address.
pub(super) struct Place {
    pub(super) plan: Arc<Plan>,
    pub(super) key: Key,
    /// The body that owes it.
    pub(super) body: String,
}

impl Place {
    /// The figure of an address: one of an indicator, region and sort of period that some target asks for.
    pub(super) fn of(
        portal: &Portal,
        (id, indicator, region, period): Address,
    ) -> Result<Self, Refusal> {
        let plan = plan(portal, &id)?;
        let found = owed::reported(&plan, &indicator).and_then(|found| found.owner.clone());
        let body = found.ok_or_else(|| Refusal::not_found(&indicator))?;
        let of: Option<Period> = period.parse().ok();
        let of = of.ok_or_else(|| Refusal::not_found(&period))?;
        let day = day(portal, None)?;
        let owed = owed::all(&plan, day, Vec::new());
        let mut own = owed.iter().filter(|due| due.key.indicator == indicator);
        if !own.any(|due| due.key.region == region) {
            return Err(Refusal::not_found(region));
        }
        Ok(Self {
            key: Key {
                plan: plan.header.id.clone(),
                indicator,
                region,
                period: of.to_string(),
            },
            plan,
            body,
        })
    }

    /// Its name in the audit log.
    pub(super) fn name(&self) -> String {
        let key = &self.key;
        format!(
            "report {}/{}/{}/{}",
            key.plan, key.indicator, key.region, key.period
        )
    }

    /// Refuses what is not permitted, and writes the refusal down.
    pub(super) async fn permitted(&self, visitor: &Visitor, action: Action) -> Result<(), Refusal> {
        let on = resource(&self.key.region, &self.body);
        if visitor.may(action, &on) {
            return Ok(());
        }
        visitor
            .record(action.id(), self.name(), Outcome::Refused, String::new())
            .await?;
        visitor.must(action, &on)
    }

    /// The figure as it stands now.
    pub(super) async fn answer(
        &self,
        portal: &Portal,
        asked: &Asked,
        visitor: &Visitor,
    ) -> Result<Response, Refusal> {
        let as_of = day(portal, None)?;
        let rows = stored::all(portal, &self.key).await?;
        let newest: Vec<Stored> = rows.into_iter().last().into_iter().collect();
        let all = owed::all(&self.plan, as_of, newest);
        let own = all.iter().find(|due| due.key == self.key);
        let own = own.ok_or_else(|| Refusal::not_found(self.name()))?;
        let context = portal.context(asked.language);
        let shown = Shown {
            portal,
            context: &context,
            visitor,
            as_of,
        };
        fresh(asked, &shown.owed(&self.plan, own))
    }
}
