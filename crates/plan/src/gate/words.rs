//! The words of the printed page, Chinese and English.

use super::Verdict;
use crate::model::Force;

/// A word in both languages.
pub(super) type Words = (&'static str, &'static str);

pub(super) const TITLE: Words = (
    "建设项目准入核对单",
    "Gate report of a construction project",
);
pub(super) const PLAN: Words = ("依据", "Plan");
pub(super) const VERSION: Words = ("方案数据版本", "Version of the plan's data");
pub(super) const AS_OF: Words = ("核对日期", "Day of evaluation");
pub(super) const PROJECT: Words = ("项目", "Project");
pub(super) const KEY: Words = ("项目编号", "Key");
pub(super) const NAME: Words = ("项目名称", "Name");
pub(super) const PLACE: Words = ("所在地", "Place");
pub(super) const VERDICT: Words = ("结论", "Verdict");
pub(super) const REQUIREMENTS: Words = ("逐条核对", "Requirements");
pub(super) const ARTICLE: Words = ("条款", "Article");
pub(super) const ASKED: Words = ("要求与原文", "Requirement and words");
pub(super) const SEEN: Words = ("台账记载", "What the register says");
pub(super) const ACCOUNTS: Words = ("计入与不计入", "What counts and what does not");
pub(super) const RESPONSIBLE: Words = ("负责单位", "Answers for it");
pub(super) const MISSING: Words = ("缺少", "Missing");
pub(super) const EXCEPTION: Words = ("例外成立", "Excepted");
pub(super) const UNKNOWN: Words = ("未填", "unknown");
pub(super) const REGISTER: Words = ("台账所载内容", "What the register says");
pub(super) const SOURCES: Words = ("数据来源", "Sources");
pub(super) const ROWS: Words = ("行", "rows");
pub(super) const SIMULATED: Words = ("模拟数据", "simulated");
pub(super) const UNREAD: Words = (
    "未提供的台账(其中的物项未核对)",
    "Registers not at hand, whose things were not judged",
);
pub(super) const TERMS: Words = (
    "须由主管部门确认的理解",
    "Readings that their owner has to confirm",
);
pub(super) const CLAUSE: Words = ("第{}条", "Clause {}");
pub(super) const YES: Words = ("是", "yes");
pub(super) const NO: Words = ("否", "no");
pub(super) const NOTICE: Words = (
    "本单只列示台账记载与方案要求,不代替审批决定。",
    "This page shows what the register says and the plan asks. It does not replace the decision of the authority.",
);

/// The sign of a verdict: each has its own shape, so that nothing rests on colour.
pub(super) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::NeedsReason => "!",
        Verdict::NotBinding => "△",
        Verdict::Undetermined => "?",
        Verdict::NotApplicable => "—",
        Verdict::Excluded => "⊘",
    }
}

/// The word of a verdict.
pub(super) fn verdict(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Pass => ("符合", "pass"),
        Verdict::Fail => ("不符合", "fail"),
        Verdict::NeedsReason => ("须说明理由", "needs a stated reason"),
        Verdict::NotBinding => ("未达鼓励要求", "encouraged, not met"),
        Verdict::Undetermined => ("无法判定", "undetermined"),
        Verdict::NotApplicable => ("不适用", "not applicable"),
        Verdict::Excluded => ("不计入", "does not count"),
    }
}

/// The word of a force.
pub(super) fn force(force: Force) -> Words {
    match force {
        Force::Binding => ("约束", "binding"),
        Force::Required => ("要求", "required"),
        Force::Striving => ("力争", "striven for"),
        Force::InPrinciple => ("原则上", "in principle"),
        Force::Encouraged => ("鼓励", "encouraged"),
        Force::Direction => ("方向", "direction"),
    }
}
