//! Every rule has a good and a bad case, together they show it at work and at rest, and each comes out as it
//! says.

use crate::model::Plan;
use crate::problem::{Code, Problem};
use crate::trial;

use super::references::article;

pub(super) async fn check(plan: &Plan, run: bool, problems: &mut Vec<Problem>) {
    for (clause, rule) in plan.clause_rules() {
        let id = rule.id.get_ref();
        let cases: Vec<_> = plan
            .scenarios
            .iter()
            .filter(|case| case.rule == *id)
            .collect();
        let problem = |code| {
            let file = &clause.file;
            let at = article(clause, id);
            Problem::new(code, file, plan.file(file), rule.id.span(), &at)
        };
        for (kind, good) in [("good", true), ("bad", false)] {
            if !cases.iter().any(|case| case.good == good) {
                problems.push(problem(Code::NoScenario).with("kind", kind));
            }
        }
        let expected: Vec<_> = cases
            .iter()
            .flat_map(|case| trial::expectations(case))
            .flatten()
            .collect();
        let fires = expected.iter().any(|outcome| outcome.fires());
        let rests = expected.iter().any(|outcome| outcome.rests());
        let both = fires && rests;
        if !cases.is_empty() && !both {
            problems.push(problem(Code::OneSidedScenario));
        }
    }
    for case in &plan.scenarios {
        if plan.rule(&case.rule).is_none() {
            let source = plan.file(&case.file);
            let problem = Problem::new(
                Code::UnknownRule,
                &case.file,
                source,
                case.span.clone(),
                &case.rule,
            );
            problems.push(problem.with("name", &case.rule));
        }
    }
    if run {
        problems.extend(trial::run(plan).await);
    }
}
