//! The columns of the spreadsheet: their headers, and what each asks for, in the words of the sheet 说明.

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Indicator,
    Name,
    RegionName,
    Region,
    Period,
    Value,
    Unit,
    Basis,
    Evidence,
    Reporter,
    Reviewer,
    Status,
    Note,
    Clause,
    Targets,
    Quote,
}

/// What people see of a column.
pub(super) struct Look {
    /// The header.
    pub(super) zh: &'static str,
    /// The header in English, which is taken as well.
    pub(super) en: &'static str,
    /// The width in characters.
    pub(super) width: f64,
    /// Whether the body fills it.
    pub(super) fill: bool,
    /// What it asks for.
    pub(super) help_zh: &'static str,
    /// The same in English.
    pub(super) help_en: &'static str,
}

impl Column {
    /// Every column in the order of the sheet.
    pub(super) const ALL: [Self; 16] = [
        Self::Indicator,
        Self::Name,
        Self::RegionName,
        Self::Region,
        Self::Period,
        Self::Value,
        Self::Unit,
        Self::Basis,
        Self::Evidence,
        Self::Reporter,
        Self::Reviewer,
        Self::Status,
        Self::Note,
        Self::Clause,
        Self::Targets,
        Self::Quote,
    ];

    /// The columns a file must have; of the two of the region, either.
    pub(super) const NEEDED: [Self; 8] = [
        Self::Indicator,
        Self::Period,
        Self::Value,
        Self::Unit,
        Self::Evidence,
        Self::Reporter,
        Self::Reviewer,
        Self::Status,
    ];

    /// Whether reading takes anything from it.
    pub(super) fn is_read(self) -> bool {
        let more = [Self::Region, Self::RegionName, Self::Note];
        Self::NEEDED.contains(&self) || more.contains(&self)
    }

    /// What people see of it.
    pub(super) fn look(self) -> &'static Look {
        &LOOKS[self as usize]
    }

    /// Its place in the sheet, from 0.
    pub(super) fn place(self) -> u16 {
        self as u16
    }

    /// The column that a header names.
    pub(super) fn named(header: &str) -> Option<Self> {
        let plain = registry::sheet::number::narrow(header);
        // People mark headers: "数值*", "单位（必填）".
        let bare = plain.split('(').next().unwrap_or_default();
        let marks = |c: &char| !c.is_whitespace() && *c != '*';
        let given: String = bare.chars().filter(marks).collect();
        Self::ALL.into_iter().find(|column| {
            let look = column.look();
            given == look.zh || given.eq_ignore_ascii_case(&look.en.replace(' ', ""))
        })
    }
}

const fn shown(
    zh: &'static str,
    en: &'static str,
    width: f64,
    help_zh: &'static str,
    help_en: &'static str,
) -> Look {
    let fill = false;
    Look {
        zh,
        en,
        width,
        fill,
        help_zh,
        help_en,
    }
}

const fn filled(
    zh: &'static str,
    en: &'static str,
    width: f64,
    help_zh: &'static str,
    help_en: &'static str,
) -> Look {
    Look {
        fill: true,
        ..shown(zh, en, width, help_zh, help_en)
    }
}

/// In the order of [`Column::ALL`].
static LOOKS: [Look; 16] = [
    shown(
        "指标编号",
        "indicator id",
        24.0,
        "指标的编号，已填好，请勿改动。需要增报的指标，从表末空行的下拉列表中选择。",
        "The indicator's id, filled in already. For further figures choose one from the list in the empty rows below.",
    ),
    shown(
        "指标",
        "indicator",
        30.0,
        "指标名称，供阅读。",
        "The indicator's name, for reading.",
    ),
    shown(
        "地区",
        "region",
        12.0,
        "地区名称；与地区代码不一致时，该行不予受理。",
        "The region's name. A row whose name and code disagree is refused.",
    ),
    shown(
        "地区代码",
        "region code",
        11.0,
        "六位行政区划代码（GB/T 2260），必须在方案区域之内。",
        "The six-digit code of GB/T 2260; it must lie in the plan's region.",
    ),
    shown(
        "期间",
        "period",
        13.0,
        "年度指标填年份，如 2025；月度指标填年月，如 2025-03；存量指标填截止日期，如 2025-12-31；事项填发生的日、月或年。不得晚于填报之日。",
        "A year such as 2025, a month such as 2025-03, for a stock the day, such as 2025-12-31, for an event its day, month or year. Not in the future.",
    ),
    filled(
        "数值",
        "value",
        13.0,
        "只填一个确切的数字；“是/否”指标填 是 或 否。没有数据请留空：留空表示未报，不等于 0。",
        "One exact number; yes or no (是 or 否) where the unit says so. Leave it empty without data: empty means not reported, not 0.",
    ),
    shown(
        "单位",
        "unit",
        10.0,
        "计量单位，不得改动。数据为其他单位的，请先换算。",
        "The unit; do not change it. Convert data of another unit first.",
    ),
    shown(
        "应附材料",
        "evidence asked for",
        22.0,
        "该指标应当依据的材料，供阅读。",
        "What the figure should rest on, for reading.",
    ),
    filled(
        "佐证材料",
        "evidence",
        24.0,
        "所依据的文件名称、文号或统计报表。已报送、已审核的行必填。",
        "The document, its number, or the statistical report. Needed for rows submitted or accepted.",
    ),
    filled(
        "填报人",
        "reporter",
        10.0,
        "填报人姓名。已报送、已审核的行必填。",
        "Who fills it in. Needed for rows submitted or accepted.",
    ),
    filled(
        "审核人",
        "reviewer",
        10.0,
        "审核人姓名。已审核的行必填，不得与填报人相同。",
        "Who checks it. Needed for accepted rows, and not the reporter.",
    ),
    filled(
        "状态",
        "status",
        10.0,
        "草稿、已报送、已审核、已退回，从下拉列表中选择；留空视为草稿。只有“已审核”的数据参与评判。",
        "草稿 draft, 已报送 submitted, 已审核 accepted, 已退回 rejected; empty means draft. Only accepted figures count.",
    ),
    filled(
        "备注",
        "note",
        20.0,
        "需要说明的情况，可不填。",
        "A remark, if there is one.",
    ),
    shown(
        "条款",
        "clause",
        8.0,
        "方案的条款号，供阅读。",
        "The clause of the plan, for reading.",
    ),
    shown(
        "目标编号",
        "targets",
        11.0,
        "用到该数据的目标，供阅读。",
        "The targets the figure is needed for, for reading.",
    ),
    shown(
        "方案原文",
        "quote",
        50.0,
        "方案的原话，供阅读。",
        "The plan's own words, for reading.",
    ),
];
