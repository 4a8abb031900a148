//! What a reader may see of a plan's findings.

use std::collections::BTreeMap;

use access::{Action, Resource};
use plan::finding::{Finding, RuleFinding, SourceKind};
use plan::judge::Outcome;

use super::evaluated::Evaluated;
use crate::visitor::{Visitor, in_region};

/// Whether a finding is shown: what is measured of the air is everybody's, the rest asks for a right in its region.
pub(super) fn finding(visitor: &Visitor, finding: &Finding) -> bool {
    let action = match finding.source {
        SourceKind::Measured => Action::ViewPlanText,
        SourceKind::Registered | SourceKind::Reported => Action::ViewFinding,
    };
    visitor.may(action, &in_region(&finding.region))
}

/// The findings that are shown.
pub(super) fn findings<'a>(
    visitor: &'a Visitor,
    evaluated: &'a Evaluated,
) -> impl Iterator<Item = &'a Finding> {
    let all = evaluated.evaluation.findings.iter();
    all.filter(|one| finding(visitor, one))
}

/// Whether findings of rules, which are of the plan's whole region, are shown.
pub(super) fn rules(visitor: &Visitor, evaluated: &Evaluated) -> bool {
    let whole = in_region(&evaluated.plan().header.region);
    visitor.may(Action::ViewFinding, &whole)
}

/// How many things of the regions that the reader may see came out how.
pub(super) fn outcomes(visitor: &Visitor, rule: &RuleFinding) -> BTreeMap<Outcome, usize> {
    let mut counts = BTreeMap::new();
    let Some(judgement) = &rule.judgement else {
        return counts;
    };
    let mut by_region: BTreeMap<Option<&str>, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (place, outcome) in judgement.outcomes().iter().enumerate() {
        let own = by_region.entry(judgement.region(place)).or_default();
        *own.entry(*outcome).or_default() += 1;
    }
    let permitted = |region: Option<&str>| {
        let on = region.map_or_else(Resource::default, in_region);
        visitor.may(Action::ViewFinding, &on)
    };
    for (_, own) in by_region
        .into_iter()
        .filter(|(region, _)| permitted(*region))
    {
        for (outcome, count) in own {
            *counts.entry(outcome).or_default() += count;
        }
    }
    counts
}
