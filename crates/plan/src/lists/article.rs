//! A rule as people cite it: its clause, words, force, open terms and who answers for it.

use crate::model::{Clause, Deadline, Force, Plan, Rule, State, Then};

/// Something with an id and a name in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

impl Name {
    pub(crate) fn of(id: &str, zh: &str, en: &str) -> Self {
        Self {
            id: id.to_owned(),
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// A rule and its place in the text.
#[derive(Clone, Debug)]
pub struct Article {
    /// The number and title of the clause.
    pub clause: Name,
    /// The rule and what it says.
    pub rule: Name,
    /// The words.
    pub quote: String,
    /// What it does.
    pub then: Then,
    /// How strongly.
    pub force: Force,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Rows it does not apply to after all, in the order of the states of a row; the id is the predicate.
    pub exceptions: Vec<Name>,
    /// Rules that prevail over it.
    pub yields_to: Vec<Name>,
    /// Words that the reading depends on.
    pub terms: Vec<OpenTerm>,
    /// Who answers for it.
    pub bodies: Vec<Name>,
    /// A remark.
    pub note: Option<String>,
}

/// A word that the text leaves open, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTerm {
    /// The word.
    pub name: Name,
    /// The reading.
    pub reading: Name,
    /// Whether the reading is ours, for its owner to confirm.
    pub assumed: bool,
}

/// A rule with everything that is said of it.
pub(crate) fn article(plan: &Plan, clause: &Clause, rule: &Rule) -> Article {
    let exceptions = rule.exceptions.iter();
    let yields_to = rule
        .yields_to
        .iter()
        .filter_map(|id| plan.rule(id.get_ref()))
        .map(|(_, other)| Name::of(other.id.get_ref(), &other.zh, &other.en));
    let terms = rule
        .terms
        .iter()
        .filter_map(|id| plan.term(id.get_ref()))
        .map(|term| OpenTerm {
            name: Name::of(term.id.get_ref(), &term.zh, &term.en),
            reading: Name::of(term.id.get_ref(), &term.reading_zh, &term.reading_en),
            assumed: term.state == State::Assumed,
        });
    Article {
        clause: Name::of(clause.clause.get_ref(), &clause.zh, &clause.en),
        rule: Name::of(rule.id.get_ref(), &rule.zh, &rule.en),
        quote: rule.quote.get_ref().clone(),
        then: rule.then,
        force: rule.force,
        deadline: rule.deadline.as_ref().map(|deadline| *deadline.get_ref()),
        exceptions: exceptions
            .map(|exception| Name::of(exception.when.get_ref(), &exception.zh, &exception.en))
            .collect(),
        yields_to: yields_to.collect(),
        terms: terms.collect(),
        bodies: bodies(plan, clause, rule),
        note: rule.note.clone(),
    }
}

/// Who answers for a rule: those it names, else those of its clause, else the issuer.
fn bodies(plan: &Plan, clause: &Clause, rule: &Rule) -> Vec<Name> {
    let named = |body: &crate::model::Body| Name::of(body.id.get_ref(), &body.zh, &body.en);
    let own: Vec<Name> = rule
        .bodies
        .iter()
        .filter_map(|id| plan.body(id.get_ref()))
        .map(named)
        .collect();
    if !own.is_empty() {
        return own;
    }
    let of_clause = plan.bodies_of(clause);
    if of_clause.is_empty() {
        let issuer = plan.body(plan.header.issuer.get_ref());
        return issuer.map(named).into_iter().collect();
    }
    of_clause.into_iter().map(named).collect()
}
