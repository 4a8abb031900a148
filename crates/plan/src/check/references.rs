//! Ids are unique, and everything that is named exists: bodies, regions, zones, terms, indicators, rules.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::engine;
use crate::model::{Clause, Plan};
use crate::problem::{Code, Problem};

/// How messages name a place: the clause, and the id in it.
pub(super) fn article(clause: &Clause, id: &str) -> String {
    let number = clause.clause.get_ref();
    if id.is_empty() {
        number.clone()
    } else {
        format!("{number} {id}")
    }
}

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    let mut finder = Finder { plan, problems };
    finder.unique();
    finder.shared();
    for clause in &plan.clauses {
        finder.clause(clause);
    }
}

struct Finder<'a> {
    plan: &'a Plan,
    problems: &'a mut Vec<Problem>,
}

impl Finder<'_> {
    fn tell(&mut self, code: Code, file: &str, span: Range<usize>, article: &str, name: &str) {
        let source = self.plan.file(file);
        let problem = Problem::new(code, file, source, span, article);
        self.problems.push(problem.with("name", name));
    }

    fn body(&mut self, file: &str, id: &Spanned<String>, article: &str) {
        if self.plan.body(id.get_ref()).is_none() {
            self.tell(Code::UnknownBody, file, id.span(), article, id.get_ref());
        }
    }

    fn unique(&mut self) {
        let plan = self.plan;
        let mut all: Vec<(&str, &str, Range<usize>, &str)> = Vec::new();
        for clause in &plan.clauses {
            let file = clause.file.as_str();
            all.push((
                "clause",
                file,
                clause.clause.span(),
                clause.clause.get_ref(),
            ));
            let ids = clause
                .targets
                .iter()
                .map(|target| &target.id)
                .chain(clause.rules.iter().map(|rule| &rule.id))
                .chain(clause.duties.iter().map(|duty| &duty.id));
            all.extend(ids.map(|id| ("article", file, id.span(), id.get_ref().as_str())));
        }
        for body in &plan.bodies {
            all.push(("body", "bodies.toml", body.id.span(), body.id.get_ref()));
        }
        for zone in &plan.zones {
            all.push(("zone", "zones.toml", zone.id.span(), zone.id.get_ref()));
        }
        for term in &plan.terms {
            all.push(("term", "terms.toml", term.id.span(), term.id.get_ref()));
        }
        for entity in &plan.entities {
            all.push((
                "entity",
                "vocabulary.toml",
                entity.id.span(),
                entity.id.get_ref(),
            ));
        }
        for indicator in &plan.indicators {
            all.push((
                "indicator",
                &indicator.file,
                indicator.span.clone(),
                &indicator.id,
            ));
        }
        let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for (kind, file, span, id) in all {
            if seen.insert((kind, id), file).is_some() {
                self.tell(Code::DuplicateId, file, span, id, id);
            }
        }
    }

    fn shared(&mut self) {
        let plan = self.plan;
        self.body("plan.toml", &plan.header.issuer, "plan");
        if plan.zone(plan.header.cities.get_ref()).is_none() {
            let cities = &plan.header.cities;
            self.tell(
                Code::UnknownZone,
                "plan.toml",
                cities.span(),
                "plan",
                cities.get_ref(),
            );
        }
        if !is_region(&plan.header.region) {
            let place = plan.header.issuer.span();
            self.tell(
                Code::UnknownRegion,
                "plan.toml",
                place,
                "plan",
                &plan.header.region,
            );
        }
        for body in &plan.bodies {
            if !is_region(&body.region) {
                let id = body.id.get_ref();
                self.tell(
                    Code::UnknownRegion,
                    "bodies.toml",
                    body.id.span(),
                    id,
                    &body.region,
                );
            }
        }
        for zone in &plan.zones {
            let id = zone.id.get_ref();
            self.body("zones.toml", &zone.owner, id);
            for code in &zone.members {
                if !is_region(code) {
                    self.tell(Code::UnknownRegion, "zones.toml", zone.id.span(), id, code);
                }
            }
            if engine::members_of(plan, zone).is_empty() {
                self.tell(Code::EmptyZone, "zones.toml", zone.id.span(), id, id);
            }
        }
        for term in &plan.terms {
            self.body("terms.toml", &term.owner, term.id.get_ref());
        }
        for indicator in &plan.indicators {
            if let Some(owner) = &indicator.owner
                && plan.body(owner).is_none()
            {
                self.tell(
                    Code::UnknownBody,
                    &indicator.file,
                    indicator.span.clone(),
                    &indicator.id,
                    owner,
                );
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let (plan, file) = (self.plan, clause.file.as_str());
        let number = clause.clause.get_ref();
        let place = clause.clause.span();
        if clause.targets.is_empty() && clause.rules.is_empty() && clause.duties.is_empty() {
            self.tell(Code::ClauseEmpty, file, place.clone(), number, number);
        }
        let named: usize = clause
            .responsible
            .iter()
            .map(|bracket| bracket.lead.len() + bracket.joint.len())
            .sum();
        if named == 0 && number != "0" {
            self.tell(Code::NoBody, file, place, number, number);
        }
        self.brackets(clause);
        for target in &clause.targets {
            let at = article(clause, target.id.get_ref());
            self.terms(file, &target.terms, &at);
            for body in &target.bodies {
                self.body(file, body, &at);
            }
            for scope in &target.scope {
                self.scope(file, scope, &at);
            }
            let indicator = &target.indicator;
            if plan.indicator(indicator.get_ref()).is_none() {
                self.tell(
                    Code::UnknownIndicator,
                    file,
                    indicator.span(),
                    &at,
                    indicator.get_ref(),
                );
            }
        }
        for rule in &clause.rules {
            let at = article(clause, rule.id.get_ref());
            self.terms(file, &rule.terms, &at);
            for body in &rule.bodies {
                self.body(file, body, &at);
            }
            if plan.entity(rule.entity.get_ref()).is_none() {
                let entity = &rule.entity;
                self.tell(
                    Code::UnknownEntity,
                    file,
                    entity.span(),
                    &at,
                    entity.get_ref(),
                );
            }
            for other in &rule.yields_to {
                if plan.rule(other.get_ref()).is_none() {
                    self.tell(Code::UnknownRule, file, other.span(), &at, other.get_ref());
                }
            }
        }
        for duty in &clause.duties {
            let at = article(clause, duty.id.get_ref());
            self.terms(file, &duty.terms, &at);
            for body in &duty.bodies {
                self.body(file, body, &at);
            }
        }
    }

    fn brackets(&mut self, clause: &Clause) {
        let (plan, file) = (self.plan, clause.file.as_str());
        let number = clause.clause.get_ref();
        for bracket in &clause.responsible {
            let quote = bracket.quote.get_ref();
            let ids = || bracket.lead.iter().chain(&bracket.joint);
            for id in ids() {
                self.body(file, id, number);
                if let Some(body) = plan.body(id.get_ref())
                    && !quote.contains(&body.zh)
                {
                    self.tell(Code::BodyNotQuoted, file, id.span(), number, &body.zh);
                }
            }
            for body in &plan.bodies {
                let listed = ids().any(|id| id.get_ref() == body.id.get_ref());
                if quote.contains(&body.zh) && !listed {
                    self.tell(
                        Code::BodyNotListed,
                        file,
                        bracket.quote.span(),
                        number,
                        &body.zh,
                    );
                }
            }
        }
    }

    fn terms(&mut self, file: &str, terms: &[Spanned<String>], article: &str) {
        for term in terms {
            if self.plan.term(term.get_ref()).is_none() {
                self.tell(
                    Code::UnknownTerm,
                    file,
                    term.span(),
                    article,
                    term.get_ref(),
                );
            }
        }
    }

    fn scope(&mut self, file: &str, scope: &Spanned<String>, article: &str) {
        let text = scope.get_ref();
        let (code, known) = match text.strip_prefix("zone:") {
            Some(zone) => (Code::UnknownZone, self.plan.zone(zone).is_some()),
            None => (Code::UnknownRegion, is_region(text)),
        };
        if !known {
            self.tell(
                code,
                file,
                scope.span(),
                article,
                text.trim_start_matches("zone:"),
            );
        }
    }
}

pub(super) fn is_region(code: &str) -> bool {
    code.parse().ok().and_then(regions::by_code).is_some()
}
