//! What-ifs change things that there are.

use toml::Spanned;

use crate::model::Plan;
use crate::problem::{Code, Problem};
use crate::whatif::WhatIf;

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    for whatif in &plan.whatifs {
        for (reason, name) in unknown(plan, whatif) {
            let source = plan.file(&whatif.file);
            let problem = Problem::new(Code::WhatIf, &whatif.file, source, name.span(), &whatif.id);
            problems.push(problem.with("kind", reason).with("name", name.get_ref()));
        }
    }
}

fn unknown<'a>(plan: &Plan, whatif: &'a WhatIf) -> Vec<(&'static str, &'a Spanned<String>)> {
    let mut found = Vec::new();
    let mut want = |known: bool, kind: &'static str, name: &'a Spanned<String>| {
        if !known {
            found.push((kind, name));
        }
    };
    for change in &whatif.plan {
        if let Some(id) = &change.target {
            want(plan.target(id.get_ref()).is_some(), "target", id);
        }
        if let Some(id) = &change.term {
            want(plan.term(id.get_ref()).is_some(), "term", id);
        }
        if let Some(id) = &change.rule {
            let rule = plan.rule(id.get_ref()).map(|(_, rule)| rule);
            let named = change.parameter.as_ref();
            let has = |name: &String| rule.is_some_and(|rule| rule.parameters.contains_key(name));
            want(named.is_some_and(has), "rule", id);
        }
    }
    for change in &whatif.facts {
        if let Some(id) = &change.indicator {
            want(plan.indicator(id.get_ref()).is_some(), "indicator", id);
        }
        if let Some(id) = &change.entity {
            want(plan.entity(id.get_ref()).is_some(), "entity", id);
        }
    }
    found
}
