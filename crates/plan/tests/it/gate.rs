//! Gates of six scenario projects: one that passes every rule about it, one that fails them, one of which
//! nothing is known, and three of other industries. Every line is checked, and the page by what it may not hold.

use std::path::Path;

use plan::gate::{GateError, GateReport, Language, Line, Verdict, gate, page};
use plan::judge::Registers;
use plan::{Plan, folder, registers};

use crate::tiny::loaded;

const PROJECTS: [&str; 6] = ["P1", "P2", "P3", "P4", "P5", "P6"];

/// What each rule makes of the six, in their order.
///
/// p pass, f fail, r needs a stated reason, n encouraged and not met, u undetermined, x does not count,
/// - not applicable, space no such line.
const EXPECTED: [(&str, &str); 20] = [
    ("B002", "pfuu--"),
    ("B003", "pru---"),
    ("B004", "--upfp"),
    ("B005", "pfuppp"),
    ("B007", "pfu---"),
    ("B012", "ppufpp"),
    ("B019", "--u-fp"),
    ("B023", "pfu---"),
    ("B031", "pfu---"),
    ("B034", "pruppp"),
    ("B036", "pruppp"),
    ("B041", "pfu---"),
    ("B042", "pfuppp"),
    ("B043", "pru   "),
    ("B051", "pnup--"),
    ("B052", "pru---"),
    ("B074", "pru   "),
    ("B096", "pfuppp"),
    ("B105", "pfu---"),
    ("B032", "xxu   "),
];

const WHOLE: [Verdict; 6] = [
    Verdict::Pass,
    Verdict::Fail,
    Verdict::Undetermined,
    Verdict::Fail,
    Verdict::Fail,
    Verdict::Pass,
];

fn plan() -> Plan {
    loaded(&folder::open("shanxi-2024", None).unwrap())
}

fn fixture(plan: &Plan) -> Registers {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/gate");
    let (registers, defects) = registers::read(plan, &folder).unwrap();
    assert_eq!(defects, []);
    registers
}

fn reported(plan: &Plan, registers: &Registers, key: &str) -> Result<GateReport, GateError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(gate(plan, registers, key, "2025-12-31".parse().unwrap()))
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pass => 'p',
        Verdict::Fail => 'f',
        Verdict::NeedsReason => 'r',
        Verdict::NotBinding => 'n',
        Verdict::Undetermined => 'u',
        Verdict::NotApplicable => '-',
        Verdict::Excluded => 'x',
    }
}

fn line<'a>(report: &'a GateReport, rule: &str) -> &'a Line {
    let mut lines = report.lines.iter();
    lines.find(|line| line.article.rule.id == rule).unwrap()
}

#[test]
fn every_line_of_six_projects_comes_out_as_the_rule_says() {
    let plan = plan();
    let registers = fixture(&plan);
    let reports: Vec<GateReport> = PROJECTS
        .iter()
        .map(|key| reported(&plan, &registers, key).unwrap())
        .collect();
    for (rule, expected) in EXPECTED {
        let found: String = reports
            .iter()
            .map(|report| {
                let all = report.lines.iter().chain(&report.accounts);
                let own: Vec<char> = all
                    .filter(|line| line.article.rule.id == rule)
                    .map(|line| letter(line.verdict))
                    .collect();
                // Where a thing counts and another does not, the second is shown.
                own.last().copied().unwrap_or(' ')
            })
            .collect();
        assert_eq!(found, expected, "{rule}");
    }
    let whole: Vec<Verdict> = reports.iter().map(|report| report.verdict).collect();
    assert_eq!(whole, WHOLE);
    // No rule about projects is left out, and none is there that nobody expects.
    for report in &reports {
        for line in report.lines.iter().chain(&report.accounts) {
            let id = &line.article.rule.id;
            assert!(EXPECTED.iter().any(|(rule, _)| rule == id), "{id}");
        }
    }
}

#[test]
fn each_of_the_ten_requirements_is_a_line_of_its_own() {
    let plan = plan();
    let registers = fixture(&plan);
    let verdicts = |key: &str| -> String {
        let report = reported(&plan, &registers, key).unwrap();
        let parts = &line(&report, "B002").parts;
        parts.iter().map(|part| letter(part.verdict)).collect()
    };
    assert_eq!(verdicts("P1"), "pppppppppp");
    assert_eq!(verdicts("P2"), "ffffffffff");
    assert_eq!(verdicts("P3"), "uuuuuuuuuu");
    assert_eq!(verdicts("P4"), "pppppupppp");
    assert_eq!(verdicts("P5"), "----------");
    let report = reported(&plan, &registers, "P4").unwrap();
    let review = &line(&report, "B002").parts[5];
    assert_eq!(review.name.id, "energy_review_met");
    assert_eq!(review.name.zh, "节能审查:已落实或不涉及");
    assert_eq!(review.missing[0].id, "energy_review_met");
    let article = &line(&report, "B002").article;
    assert_eq!(article.clause.id, "1");
    assert!(article.quote.contains("碳排放达峰目标"));
    assert!(plan.text.whole.contains(&article.quote));
}

#[test]
fn coal_of_polluting_fuels_counts_nothing_and_the_evidence_says_so() {
    let plan = plan();
    let report = reported(&plan, &fixture(&plan), "P1").unwrap();
    let substituted = line(&report, "B031")
        .evidence
        .iter()
        .find(|(column, _)| column.name.id == "coal_substituted_t")
        .unwrap();
    assert!(substituted.0.derived);
    assert_eq!(substituted.1.as_ref().unwrap().value.plain(), "150000");
    let accounts: Vec<(&str, Verdict)> = report
        .accounts
        .iter()
        .map(|line| (line.thing.as_ref().unwrap().key.as_str(), line.verdict))
        .collect();
    assert_eq!(accounts, [("s1", Verdict::Pass), ("s2", Verdict::Excluded)]);
}

#[test]
fn a_stated_reason_excepts_and_is_shown() {
    let plan = plan();
    let report = reported(&plan, &fixture(&plan), "P4").unwrap();
    let transport = line(&report, "B003");
    assert_eq!(transport.verdict, Verdict::NotApplicable);
    assert_eq!(transport.exceptions, [Some(true)]);
    let boiler = line(&report, "B036");
    assert_eq!(boiler.verdict, Verdict::Pass);
    assert_eq!(boiler.exceptions, [Some(true), Some(false)]);
    let governments: Vec<&str> = report.governments.iter().map(|g| g.zh.as_str()).collect();
    assert_eq!(governments, ["运城市人民政府"]);
    assert!(
        transport
            .article
            .bodies
            .iter()
            .any(|body| body.zh == "省生态环境厅")
    );
}

#[test]
fn without_the_register_of_substitution_the_balance_is_undetermined_and_named() {
    let plan = plan();
    let mut registers = fixture(&plan);
    for name in ["coal_substitution", "kiln", "mine"] {
        registers.remove(name);
    }
    let report = reported(&plan, &registers, "P1").unwrap();
    let balance = line(&report, "B031");
    assert_eq!(balance.verdict, Verdict::Undetermined);
    assert_eq!(balance.missing[0].id, "coal_substitution");
    assert_eq!(report.verdict, Verdict::Undetermined);
    let unread: Vec<&str> = report.unread.iter().map(|name| name.id.as_str()).collect();
    assert_eq!(unread, ["coal_substitution", "kiln", "mine"]);
}

#[test]
fn an_unknown_project_is_told_as_such() {
    let plan = plan();
    let registers = fixture(&plan);
    let refused = reported(&plan, &registers, "P9").unwrap_err();
    assert_eq!(refused.to_string(), "no project has the key P9");
    let refused = reported(&plan, &Registers::new(), "P1").unwrap_err();
    assert_eq!(refused.to_string(), "no rows of project");
}

#[test]
fn the_report_is_json_with_both_languages() {
    let plan = plan();
    let report = reported(&plan, &fixture(&plan), "P2").unwrap();
    let json = report.to_json();
    assert_eq!(json["verdict"], "fail");
    assert_eq!(json["version"], plan.version);
    assert_eq!(json["as_of"], "2025-12-31");
    assert_eq!(json["project"]["city"]["zh"], "太原市");
    let first = &json["lines"][0];
    assert_eq!(first["article"]["rule"]["id"], "B002");
    assert_eq!(first["parts"][0]["verdict"], "fail");
    assert_eq!(first["parts"].as_array().unwrap().len(), 10);
    assert_eq!(json["sources"][0]["simulated"], true);
    assert_eq!(json["sources"][0]["rows"][0], 3);
    let of_kiln = json["lines"].as_array().unwrap().iter();
    let kiln = of_kiln
        .filter(|line| line["article"]["rule"]["id"] == "B043")
        .map(|line| line["thing"]["key"].as_str().unwrap());
    assert_eq!(kiln.collect::<Vec<_>>(), ["k2"]);
}

#[test]
fn the_page_stands_by_itself_and_says_each_verdict_in_words() {
    let plan = plan();
    let registers = fixture(&plan);
    for key in PROJECTS {
        let report = reported(&plan, &registers, key).unwrap();
        for (language, code) in [(Language::Zh, "zh-CN"), (Language::En, "en")] {
            let html = page(&report, language);
            assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{code}\">")));
            for foreign in [
                "<script", "http:", "https:", "url(", "<img", "<link", "@import",
            ] {
                assert!(!html.contains(foreign), "{foreign}");
            }
            assert!(html.contains("size: A4"));
            assert!(html.contains(&plan.version));
            for line in &report.lines {
                assert!(
                    html.contains(&line.article.quote),
                    "{}",
                    line.article.rule.id
                );
            }
            for (open, close) in [("<table>", "</table>"), ("<tr", "</tr>"), ("<td", "</td>")] {
                assert_eq!(html.matches(open).count(), html.matches(close).count());
            }
        }
    }
    let failed = page(&reported(&plan, &registers, "P2").unwrap(), Language::Zh);
    assert!(failed.contains("✗</span>不符合"));
    assert!(failed.contains("独立焦化新建项目 &lt;二期&gt;"));
    assert!(!failed.contains("<二期>"));
    let open = page(&reported(&plan, &registers, "P3").unwrap(), Language::En);
    assert!(open.contains("?</span>undetermined"));
    assert!(open.contains("Missing: "));
}
