//! The figures a body owes, laid out as rows; and the same as CSV.

use units::Day;

use super::{Granularity, Status, column::Column};

/// One figure that a body owes.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The indicator's id.
    pub indicator: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Its unit.
    pub unit: String,
    /// What the figure is of.
    pub granularity: Granularity,
    /// The code of the region.
    pub region: String,
    /// The region's name.
    pub region_zh: String,
    /// The period: `2025`, `2025-03`, `2025-12-31`.
    pub period: String,
    /// The clause that asks for it.
    pub clause: String,
    /// The targets that need it.
    pub targets: String,
    /// The plan's words.
    pub quote: String,
    /// What it should rest on.
    pub evidence_zh: String,
}

/// An indicator or region of the plan, for the lists to choose from.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id or code.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// The unit of an indicator; empty for a region.
    pub unit: String,
}

/// What the spreadsheet of a body is made from.
#[derive(Clone, Debug)]
pub struct Form {
    /// The plan's id.
    pub plan_id: String,
    /// Its title.
    pub plan_zh: String,
    /// The body's id.
    pub body_id: String,
    /// Its name.
    pub body_zh: String,
    /// The day it is made.
    pub as_of: Day,
    /// What the body owes, in the order of the sheet.
    pub owed: Vec<Owed>,
    /// The indicators the body may report.
    pub indicators: Vec<Known>,
    /// The regions of the plan.
    pub regions: Vec<Known>,
}

/// Writes the form as CSV for spreadsheets: UTF-8 with byte order mark, so that Excel shows the Chinese.
pub fn template_csv(form: &Form) -> String {
    let mut text = String::from("\u{feff}");
    line(
        &mut text,
        Column::ALL.map(|column| column.look().zh.to_owned()),
    );
    for owed in &form.owed {
        line(&mut text, Column::ALL.map(|column| prefilled(owed, column)));
    }
    text
}

/// What a row holds before it is filled.
pub(super) fn prefilled(owed: &Owed, column: Column) -> String {
    match column {
        Column::Indicator => owed.indicator.clone(),
        Column::Name => owed.zh.clone(),
        Column::RegionName => owed.region_zh.clone(),
        Column::Region => owed.region.clone(),
        Column::Period => owed.period.clone(),
        Column::Unit => owed.unit.clone(),
        Column::Basis => owed.evidence_zh.clone(),
        Column::Status => Status::Draft.zh().to_owned(),
        Column::Clause => owed.clause.clone(),
        Column::Targets => owed.targets.clone(),
        Column::Quote => owed.quote.clone(),
        Column::Value | Column::Evidence | Column::Reporter | Column::Reviewer | Column::Note => {
            String::new()
        }
    }
}

/// Adds a line by RFC 4180, whose line ends are CR LF.
fn line(text: &mut String, fields: [String; 16]) {
    let quoted = fields.map(|field| {
        if field.contains([',', '"', '\n', '\r']) {
            return format!("\"{}\"", field.replace('"', "\"\""));
        }
        field
    });
    text.push_str(&quoted.join(","));
    text.push_str("\r\n");
}
