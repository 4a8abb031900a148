//! A plan of two clauses in memory, without a mistake, to which tests add rules or mistakes.

use std::collections::BTreeMap;

use plan::{Checked, Folder, Plan};

/// The clause that tests add rules to.
pub(crate) const CLAUSE: &str = "clauses/02-rules.toml";

const PLAN: &str = r#"id = "tiny"
zh = "锅炉小方案"
en = "A small plan about boilers"
issuer = "dept"
issued = 2024-03-22
region = "140000"
governments = true
cities = "cities"
clauses = 2
"#;

const SOURCE: &str = "锅炉小方案

1.关停锅炉。关停35蒸吨/小时及以下锅炉,2025年占比达30%左右。(某厅负责)

2.管理锅炉。统一管理锅炉。(某厅、某局负责)
";

const BODIES: &str = r#"[[body]]
id = "dept"
zh = "某厅"
en = "A department"
kind = "department"
region = "140000"

[[body]]
id = "bureau"
zh = "某局"
en = "A bureau"
kind = "department"
region = "140000"
"#;

const TERMS: &str = r#"[[term]]
id = "around"
zh = "左右"
en = "around"
state = "assumed"
owner = "dept"
reading_zh = "相差不超过5%"
reading_en = "within 5 %"
value = 5
unit = "%"
quote = "30%左右"
source = "our reading"
"#;

const FIRST: &str = r#"clause = "1"
zh = "关停锅炉"
en = "Close boilers"

[[responsible]]
joint = ["dept"]
quote = "(某厅负责)"

[[target]]
id = "T1"
zh = "35蒸吨/小时及以下锅炉"
en = "Boilers of 35 t/h and less"
indicator = "small_boilers"
scope = ["zone:cities"]
operator = "="
value = 0
unit = "台"
period = "state"
deadline = "continuous"
force = "required"
quote = "关停35蒸吨/小时及以下锅炉"

[[target]]
id = "T2"
zh = "占比"
en = "Share"
indicator = "share"
scope = ["140000"]
operator = "around"
value = 30
unit = "%"
period = "2025"
deadline = 2025-12-31
force = "required"
terms = ["around"]
quote = "2025年占比达30%左右"

[[rule]]
id = "R1"
zh = "小锅炉关停"
en = "Small boilers close"
kind = "retirement"
entity = "boiler"
about = "existence"
when = "fuel = 'coal' AND in_use AND capacity_t_h <= $limit AND within(region, 'cities')"
then = "retire"
force = "required"
quote = "关停35蒸吨/小时及以下锅炉"
[rule.parameters]
limit = { value = 35, unit = "t/h" }
"#;

const SECOND: &str = r#"clause = "2"
zh = "管理锅炉"
en = "Manage boilers"

[[responsible]]
joint = ["dept", "bureau"]
quote = "(某厅、某局负责)"

[[duty]]
id = "D2-1"
zh = "统一管理锅炉"
en = "Manage boilers as one"
quote = "统一管理锅炉"
"#;

const SMALL: &str = "-- zh: 小锅炉
-- en: small boilers
-- unit: 台
-- kind: registered
SELECT region, key, 1 AS part FROM hit WHERE rule = 'R1' AND outcome = 'retire'
";

const ALL: &str = "-- zh: 锅炉
-- en: boilers
-- unit: 台
-- kind: registered
SELECT region, key, 1 AS part FROM boiler
";

const REPORTED: &str = r#"[[indicator]]
id = "share"
zh = "占比"
en = "share"
unit = "%"
granularity = "year"
owner = "dept"
"#;

const SCENARIOS: &str = "# 锅炉

## R1 good: 大锅炉留用

| key | region | fuel | in_use | capacity_t_h | expect |
|-----|--------|------|--------|--------------|--------|
| b1 | 140100 | coal | true | 35.1 | not_applicable |

## R1 bad: 小锅炉关停

| key | region | fuel | in_use | capacity_t_h | expect |
|-----|--------|------|--------|--------------|--------|
| b2 | 140100 | coal | true | 35 | retire |
| b3 | 140100 | coal | true | | undetermined |
";

const WHATIF: &str = r#"zh = "上限改为65"
en = "The limit is 65"

[[plan]]
rule = "R1"
parameter = "limit"
value = 65
"#;

/// The folder without a mistake.
pub(crate) fn folder() -> Folder {
    let files = [
        ("plan.toml", PLAN.to_owned()),
        ("source.txt", SOURCE.to_owned()),
        ("bodies.toml", BODIES.to_owned()),
        ("zones.toml", zones()),
        ("terms.toml", TERMS.to_owned()),
        ("vocabulary.toml", vocabulary()),
        ("clauses/01-close.toml", FIRST.to_owned()),
        (CLAUSE, SECOND.to_owned()),
        ("indicators/small_boilers.sql", SMALL.to_owned()),
        ("indicators/all_boilers.sql", ALL.to_owned()),
        ("indicators/reported.toml", REPORTED.to_owned()),
        ("scenarios/01-close.md", SCENARIOS.to_owned()),
        ("whatif/limit65.toml", WHATIF.to_owned()),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text));
    Folder {
        location: "memory".to_owned(),
        files: BTreeMap::from(files),
    }
}

/// The folder with more rules in its second clause.
pub(crate) fn with_rules(rules: &str) -> Folder {
    let mut folder = folder();
    folder.files.get_mut(CLAUSE).unwrap().push_str(rules);
    folder
}

/// A rule; `more` are further lines of it.
pub(crate) fn rule(
    id: &str,
    entity: &str,
    about: &str,
    then: &str,
    when: &str,
    more: &str,
) -> String {
    format!(
        r#"
[[rule]]
id = "{id}"
zh = "规则"
en = "rule"
kind = "duty"
entity = "{entity}"
about = "{about}"
when = "{when}"
then = "{then}"
force = "required"
quote = "统一管理锅炉"
{more}
"#
    )
}

/// What a check makes of a folder.
pub(crate) fn checked(folder: &Folder) -> (Option<Plan>, Checked) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(plan::check(folder))
}

/// The plan of a folder whose form has no mistake.
pub(crate) fn loaded(folder: &Folder) -> Plan {
    let (plan, problems) = plan::load(folder);
    assert_eq!(shown(&problems), Vec::<String>::new());
    plan.unwrap()
}

pub(crate) fn shown(problems: &[plan::Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// The line, from 1, of the first `needle` after the first `anchor` of a file.
pub(crate) fn line(folder: &Folder, file: &str, anchor: &str, needle: &str) -> usize {
    let text = &folder.files[file];
    let at = place(text, anchor, needle);
    text[..at].matches('\n').count() + 1
}

/// Puts `new` for the first `old` after the first `anchor` of a file; gives the line of it.
pub(crate) fn swap(folder: &mut Folder, file: &str, anchor: &str, old: &str, new: &str) -> usize {
    assert_ne!(old, new, "the replacement changes something");
    let text = folder.files.get_mut(file).unwrap();
    let at = place(text, anchor, old);
    text.replace_range(at..at + old.len(), new);
    text[..at].matches('\n').count() + 1
}

fn place(text: &str, anchor: &str, needle: &str) -> usize {
    let from = text.find(anchor);
    let from = from.unwrap_or_else(|| panic!("no {anchor:?} in the file"));
    let at = text[from..].find(needle);
    from + at.unwrap_or_else(|| panic!("no {needle:?} after {anchor:?}"))
}

fn zones() -> String {
    let zone = |id: &str, members: &str| {
        format!(
            r#"[[zone]]
id = "{id}"
zh = "区"
en = "zone"
state = "confirmed"
owner = "dept"
source = "the test"
quote = "锅炉"
members = [{members}]

"#
        )
    };
    [
        zone("cities", r#""140100", "140200""#),
        zone("taiyuan", r#""140100""#),
        zone("datong", r#""140200""#),
        zone("province", r#""140000""#),
    ]
    .concat()
}

/// Boilers with columns of every type, and heat sources beside them.
fn vocabulary() -> String {
    let column = |(id, kind, more): (&str, &str, &str)| {
        format!(
            r#"[[entity.column]]
id = "{id}"
zh = "列"
en = "column"
type = "{kind}"
{more}
"#
        )
    };
    let entity = |id: &str, columns: &[(&str, &str, &str)]| {
        let columns: String = columns.iter().copied().map(column).collect();
        format!(
            r#"[[entity]]
id = "{id}"
zh = "登记"
en = "{id}"
register_zh = "登记"
register_en = "register"
{columns}"#
        )
    };
    let boiler = entity(
        "boiler",
        &[
            ("capacity_t_h", "number", r#"unit = "t/h""#),
            ("age", "number", r#"unit = "年""#),
            (
                "fuel",
                "text",
                r#"values = { coal = "煤", gas = "气", oil = "油" }"#,
            ),
            ("note", "text", ""),
            ("in_use", "boolean", ""),
            ("reserve", "boolean", ""),
            ("built", "date", ""),
            ("origin", "region", ""),
        ],
    );
    let source = entity(
        "heat_source",
        &[
            ("boiler_key", "text", ""),
            ("distance", "number", r#"unit = "m""#),
            ("running", "boolean", ""),
        ],
    );
    boiler + &source
}

#[test]
fn the_small_plan_has_no_mistake() {
    let (_, checked) = checked(&folder());
    assert_eq!(shown(&checked.problems), Vec::<String>::new());
    assert_eq!(
        (
            checked.counts.clauses,
            checked.counts.targets,
            checked.counts.rules
        ),
        (2, 2, 1)
    );
}
