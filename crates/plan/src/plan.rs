//! Finding the parts of a plan by id.

use toml::Spanned;

use crate::model::{Body, Clause, Deadline, Entity, Indicator, Plan, Rule, Target, Term, Zone};

impl Plan {
    /// Every target, in the order of clauses.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.clauses.iter().flat_map(|clause| &clause.targets)
    }

    /// Every rule, in the order of clauses.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.clauses.iter().flat_map(|clause| &clause.rules)
    }

    /// Every target with its clause.
    pub fn clause_targets(&self) -> impl Iterator<Item = (&Clause, &Target)> {
        let pairs = |clause| {
            let clause: &Clause = clause;
            clause.targets.iter().map(move |target| (clause, target))
        };
        self.clauses.iter().flat_map(pairs)
    }

    /// Every rule with its clause.
    pub fn clause_rules(&self) -> impl Iterator<Item = (&Clause, &Rule)> {
        let pairs = |clause| {
            let clause: &Clause = clause;
            clause.rules.iter().map(move |rule| (clause, rule))
        };
        self.clauses.iter().flat_map(pairs)
    }

    /// The clause of a number.
    pub fn clause(&self, number: &str) -> Option<&Clause> {
        self.clauses
            .iter()
            .find(|clause| clause.clause.get_ref() == number)
    }

    /// A target and its clause.
    pub fn target(&self, id: &str) -> Option<(&Clause, &Target)> {
        self.clause_targets()
            .find(|(_, target)| target.id.get_ref() == id)
    }

    /// A rule and its clause.
    pub fn rule(&self, id: &str) -> Option<(&Clause, &Rule)> {
        self.clause_rules()
            .find(|(_, rule)| rule.id.get_ref() == id)
    }

    /// A body.
    pub fn body(&self, id: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.id.get_ref() == id)
    }

    /// A zone.
    pub fn zone(&self, id: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.id.get_ref() == id)
    }

    /// A term.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id.get_ref() == id)
    }

    /// An entity.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities
            .iter()
            .find(|entity| entity.id.get_ref() == id)
    }

    /// An indicator.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// The bodies that answer for a clause: those of its brackets in order, without the governments.
    pub fn bodies_of<'a>(&'a self, clause: &'a Clause) -> Vec<&'a Body> {
        let mut found: Vec<&Body> = Vec::new();
        let named = clause
            .responsible
            .iter()
            .flat_map(|bracket| bracket.lead.iter().chain(&bracket.joint));
        for id in named {
            if let Some(body) = self.body(id.get_ref())
                && !found.iter().any(|seen| seen.id == body.id)
            {
                found.push(body);
            }
        }
        found
    }

    /// The text of a file of the folder.
    pub fn file(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }
}

impl Clause {
    /// Every deadline of the clause, with the id it belongs to.
    pub fn deadlines(&self) -> Vec<(&str, &Spanned<Deadline>)> {
        let targets = self
            .targets
            .iter()
            .map(|target| (target.id.get_ref().as_str(), Some(&target.deadline)));
        let rules = self
            .rules
            .iter()
            .map(|rule| (rule.id.get_ref().as_str(), rule.deadline.as_ref()));
        let duties = self
            .duties
            .iter()
            .map(|duty| (duty.id.get_ref().as_str(), duty.deadline.as_ref()));
        let all = targets.chain(rules).chain(duties);
        all.filter_map(|(id, deadline)| Some((id, deadline?)))
            .collect()
    }
}
