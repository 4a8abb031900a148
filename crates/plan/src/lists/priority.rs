//! What goes first: where a rule of the plan sets the order of retirement by zone, lists of things that have to
//! go follow it.

use lake::datafusion::sql::sqlparser::ast;

use super::Name;
use crate::model::{Plan, Rule, RuleKind};
use crate::predicate;

/// What a rule of order speaks of.
const ORDER: &str = "retirement_order";

/// The zone that comes first, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// The zone.
    pub zone: Name,
    /// The number of the clause.
    pub clause: String,
    /// The rule that says so.
    pub rule: Name,
    /// The words.
    pub quote: String,
    /// Whether that rule is about the things of this list; otherwise its order is only followed.
    pub binding: bool,
}

/// The order that holds for a rule's list; none for rules that remove nothing.
pub(super) fn of(plan: &Plan, rule: &Rule) -> Option<Priority> {
    let goes = matches!(
        rule.kind,
        RuleKind::Retirement | RuleKind::Radius | RuleKind::Priority
    );
    let orders = plan
        .clause_rules()
        .filter(|(_, order)| order.kind == RuleKind::Priority && order.about == ORDER);
    let own = |order: &Rule| order.entity.get_ref() == rule.entity.get_ref();
    let (clause, order) = orders
        .filter(|_| goes)
        .max_by_key(|(_, order)| own(order))?;
    let zone = plan.zone(&zone_of(order)?)?;
    Some(Priority {
        zone: Name::of(zone.id.get_ref(), &zone.zh, &zone.en),
        clause: clause.clause.get_ref().clone(),
        rule: Name::of(order.id.get_ref(), &order.zh, &order.en),
        quote: order.quote.get_ref().clone(),
        binding: own(order),
    })
}

/// The zone that a rule names in `within(region, 'zone')`.
fn zone_of(rule: &Rule) -> Option<String> {
    let expression = predicate::parse(rule.when.get_ref()).ok()?;
    let mut found = None;
    predicate::walk(&expression, &mut |part| {
        let ast::Expr::Function(function) = part else {
            return;
        };
        if function.name.to_string() == "within"
            && let Some(ast::Expr::Value(zone)) = predicate::arguments(function).get(1)
            && let ast::Value::SingleQuotedString(zone) = &zone.value
        {
            found = Some(zone.clone());
        }
    });
    found
}
