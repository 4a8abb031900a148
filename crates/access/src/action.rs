//! What can be done, and to what.

use std::fmt;

use regions::RegionCode;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See air quality.
    ViewAir,
    /// See rankings.
    ViewRanking,
    /// Read the plan.
    ViewPlanText,
    /// See what is made public: warnings, lists, rewards, the figures that key emitters publish.
    ViewDisclosure,
    /// See findings of rules.
    ViewFinding,
    /// See facilities and their permits.
    ViewSource,
    /// See telemetry of facilities.
    ViewTelemetry,
    /// See raw frames.
    ViewFrame,
    /// See the register.
    ViewRegister,
    /// Change the register.
    EditRegister,
    /// See reported figures.
    ViewReport,
    /// Enter and submit figures.
    FillReport,
    /// Accept or return submitted figures.
    ReviewReport,
    /// See coverage, defects and late data.
    ViewQuality,
    /// Take tables home.
    Download,
    /// Ask in SQL.
    RunSql,
    /// Keep accounts.
    ManageAccount,
    /// Read the audit log.
    ViewAudit,
    /// Choose versions of the plan and settle assumed terms.
    ManagePlan,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 19] = [
        Self::ViewAir,
        Self::ViewRanking,
        Self::ViewPlanText,
        Self::ViewDisclosure,
        Self::ViewFinding,
        Self::ViewSource,
        Self::ViewTelemetry,
        Self::ViewFrame,
        Self::ViewRegister,
        Self::EditRegister,
        Self::ViewReport,
        Self::FillReport,
        Self::ReviewReport,
        Self::ViewQuality,
        Self::Download,
        Self::RunSql,
        Self::ManageAccount,
        Self::ViewAudit,
        Self::ManagePlan,
    ];

    /// Gives the id that policies and the audit log use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ViewAir => "view_air",
            Self::ViewRanking => "view_ranking",
            Self::ViewPlanText => "view_plan_text",
            Self::ViewDisclosure => "view_disclosure",
            Self::ViewFinding => "view_finding",
            Self::ViewSource => "view_source",
            Self::ViewTelemetry => "view_telemetry",
            Self::ViewFrame => "view_frame",
            Self::ViewRegister => "view_register",
            Self::EditRegister => "edit_register",
            Self::ViewReport => "view_report",
            Self::FillReport => "fill_report",
            Self::ReviewReport => "review_report",
            Self::ViewQuality => "view_quality",
            Self::Download => "download",
            Self::RunSql => "run_sql",
            Self::ManageAccount => "manage_account",
            Self::ViewAudit => "view_audit",
            Self::ManagePlan => "manage_plan",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// To what something is done. What is not known is left out; a policy then has no ground to permit it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// The region in which it lies, or of which it tells.
    pub region: Option<RegionCode>,
    /// The facility's key in the register.
    pub entity: Option<String>,
    /// The id of the body that owes it.
    pub body: Option<String>,
}

impl Resource {
    /// Gives what lies in, or tells of, a region.
    pub fn in_region(region: RegionCode) -> Self {
        Self {
            region: Some(region),
            ..Self::default()
        }
    }

    /// Gives what belongs to a facility in a region, where that is known.
    pub fn of_entity(entity: impl Into<String>, region: Option<RegionCode>) -> Self {
        Self {
            region,
            entity: Some(entity.into()),
            body: None,
        }
    }
}
