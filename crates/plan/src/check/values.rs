//! Values, units, periods and deadlines of targets; numbers of terms.

use std::ops::Range;

use crate::model::{Clause, Column, ColumnType, Deadline, IndicatorKind, Operator, Plan, Target};
use crate::problem::{Code, Problem};
use crate::table::YES_NO;
use crate::value::{self, Limit};

use super::references::article;

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    for term in &plan.terms {
        if let Some(value) = &term.value
            && term.unit.is_none()
            && !value.get_ref().is_str()
        {
            let file = plan.file("terms.toml");
            let id = term.id.get_ref();
            problems.push(
                Problem::new(Code::NoUnit, "terms.toml", file, value.span(), id).with("name", id),
            );
        }
    }
    for entity in &plan.entities {
        for column in &entity.columns {
            column_unit(plan, entity.id.get_ref(), column, problems);
        }
    }
    for clause in &plan.clauses {
        for target in &clause.targets {
            Checker {
                plan,
                clause,
                target,
                problems,
            }
            .target();
        }
        for (id, deadline) in clause.deadlines() {
            deadline_after_issue(plan, clause, id, deadline, problems);
        }
    }
}

fn column_unit(plan: &Plan, entity: &str, column: &Column, problems: &mut Vec<Problem>) {
    if column.kind == ColumnType::Number && column.unit.is_none() {
        let file = plan.file("vocabulary.toml");
        let problem = Problem::new(
            Code::NoUnit,
            "vocabulary.toml",
            file,
            column.id.span(),
            entity,
        );
        problems.push(problem.with("name", column.id.get_ref()));
    }
}

fn deadline_after_issue(
    plan: &Plan,
    clause: &Clause,
    id: &str,
    deadline: &toml::Spanned<Deadline>,
    problems: &mut Vec<Problem>,
) {
    let issued = plan.header.issued.0;
    if let Deadline::On(day) = deadline.get_ref()
        && *day < issued
    {
        let problem = Problem::new(
            Code::DeadlineBeforeIssue,
            &clause.file,
            plan.file(&clause.file),
            deadline.span(),
            &article(clause, id),
        );
        problems.push(problem.with("deadline", day).with("issued", issued));
    }
}

struct Checker<'a> {
    plan: &'a Plan,
    clause: &'a Clause,
    target: &'a Target,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&self, code: Code, span: Range<usize>) -> Problem {
        let file = &self.clause.file;
        let at = article(self.clause, self.target.id.get_ref());
        Problem::new(code, file, self.plan.file(file), span, &at)
    }

    fn target(&mut self) {
        self.unit();
        self.value();
        self.period();
        if self.target.scope.is_empty() {
            let problem = self.problem(Code::Value, self.target.id.span());
            self.problems.push(problem.with("reason", "scope"));
        }
        if let Some(base) = &self.target.base
            && base.get_ref().parse::<units::Period>().is_err()
        {
            let problem = self.problem(Code::BadPeriod, base.span());
            self.problems.push(problem.with("period", base.get_ref()));
        }
    }

    fn unit(&mut self) {
        let unit = &self.target.unit;
        let Some(indicator) = self.plan.indicator(self.target.indicator.get_ref()) else {
            return;
        };
        let (wanted, found) = if self.target.compare.is_some() {
            ("%", unit.get_ref().as_str())
        } else {
            (indicator.unit.as_str(), unit.get_ref().as_str())
        };
        if wanted != found {
            let problem = self.problem(Code::UnitMismatch, unit.span());
            self.problems.push(
                problem
                    .with("name", &indicator.id)
                    .with("expected", wanted)
                    .with("found", found),
            );
        }
    }

    fn value(&mut self) {
        let target = self.target;
        let value = target.value.as_ref();
        let needs = !matches!(
            target.operator.get_ref(),
            Operator::Down | Operator::Up | Operator::Done | Operator::Forward
        );
        let mut reasons: Vec<(&str, Range<usize>)> = Vec::new();
        let mut wrong = |reason: &'static str, span: Range<usize>| reasons.push((reason, span));
        match (needs, value) {
            (true, None) => wrong("missing", target.operator.span()),
            (false, Some(value)) => wrong("superfluous", value.span()),
            (true, Some(value)) => match value::limit(self.plan, &self.clause.file, value) {
                Err(reason) => wrong(reason, value.span()),
                Ok(Limit::Reported(id)) => {
                    let indicator = self.plan.indicator(&id);
                    if indicator.is_none_or(|found| found.kind != IndicatorKind::Assigned) {
                        wrong("not-assigned", value.span());
                    }
                }
                Ok(_) => {}
            },
            (false, None) => {}
        }
        let between = *target.operator.get_ref() == Operator::Between;
        let number =
            |value: &toml::Spanned<toml::Value>| value::number(self.plan, &self.clause.file, value);
        let ends = target
            .upper
            .as_ref()
            .map(|upper| (value.and_then(number), number(upper)));
        let ordered = ends.is_none_or(|(low, high)| low.is_some() && high.is_some() && low < high);
        if between != target.upper.is_some() || !ordered {
            wrong("upper", target.operator.span());
        }
        let done = *target.operator.get_ref() == Operator::Done;
        if done != (target.unit.get_ref() == YES_NO) {
            wrong("yes-no", target.unit.span());
        }
        let needs_base =
            *target.operator.get_ref() == Operator::Forward || target.compare.is_some();
        if needs_base && target.base.is_none() {
            wrong("base", target.operator.span());
        }
        for (reason, span) in reasons {
            let problem = self.problem(Code::Value, span);
            self.problems.push(problem.with("reason", reason));
        }
    }

    fn period(&mut self) {
        let period = &self.target.period;
        let named = matches!(
            period.get_ref().as_str(),
            "state" | "each_year" | "each_month"
        );
        if !named && period.get_ref().parse::<units::Period>().is_err() {
            let problem = self.problem(Code::BadPeriod, period.span());
            self.problems.push(problem.with("period", period.get_ref()));
        }
    }
}
