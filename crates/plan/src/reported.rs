//! Figures that bodies reported, as the lake holds them: the latest known of each indicator, region and period.

use std::collections::BTreeMap;

use lake::arrow::array::AsArray as _;
use lake::arrow::datatypes::Int64Type;
use lake::{Lake, LakeError, QueryLimits};
use units::{Day, Exact, Period};

use crate::judge::text_column;
use crate::number;

/// A figure that a body reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedFigure {
    /// The indicator.
    pub indicator: String,
    /// The region.
    pub region: String,
    /// The period it is of.
    pub period: Period,
    /// The figure.
    pub value: Exact,
    /// Its unit.
    pub unit: String,
    /// Who reported it.
    pub body: String,
    /// `accepted` ones count.
    pub status: String,
    /// What it rests on.
    pub evidence: String,
    /// Whether it was made by a simulation.
    pub simulated: bool,
    /// The file it came in.
    pub file: String,
    /// The row there.
    pub row: i64,
}

/// Reported figures by indicator and region, in the order of periods.
pub type Figures = BTreeMap<(String, String), Vec<ReportedFigure>>;

/// Reads the figures of a plan as they were known at a moment.
pub async fn read(
    lake: &Lake,
    plan: &str,
    known_at: Option<i64>,
    limits: QueryLimits,
) -> Result<Figures, LakeError> {
    let known = known_at.map_or_else(String::new, |moment| {
        format!(" AND known_at <= to_timestamp_micros({moment})")
    });
    let statement = format!(
        "SELECT indicator, region, period, value, unit, body, status, evidence, kind, file, \"row\"
         FROM reported_figure WHERE plan = '{}'{known}
         QUALIFY row_number() OVER (PARTITION BY indicator, region, period
             ORDER BY known_at DESC, source DESC, \"row\" DESC) = 1
         ORDER BY indicator, region, period",
        plan.replace('\'', "''")
    );
    let mut figures = Figures::new();
    for batch in lake.query(&statement, limits).await? {
        let column = |name| text_column(&batch, name);
        let texts: Vec<Vec<Option<String>>> = [
            "indicator",
            "region",
            "period",
            "value",
            "unit",
            "body",
            "status",
            "evidence",
            "kind",
            "file",
        ]
        .into_iter()
        .map(column)
        .collect();
        let numbers = batch
            .column_by_name("row")
            .and_then(|column| column.as_primitive_opt::<Int64Type>());
        let found = (0..batch.num_rows()).filter_map(|row| {
            let text = |place: usize| texts[place][row].clone().unwrap_or_default();
            Some(ReportedFigure {
                indicator: text(0),
                region: text(1),
                period: text(2).parse().ok()?,
                value: number::decimal(&text(3))?,
                unit: text(4),
                body: text(5),
                status: text(6),
                evidence: text(7),
                simulated: text(8) == "simulated",
                file: text(9),
                row: numbers.map_or(0, |numbers| numbers.value(row)),
            })
        });
        for figure in found {
            let key = (figure.indicator.clone(), figure.region.clone());
            figures.entry(key).or_default().push(figure);
        }
    }
    for list in figures.values_mut() {
        list.sort_by_key(|figure| (figure.period.end(), figure.period.start()));
    }
    Ok(figures)
}

/// The newest figure that was over on a day.
pub fn newest(figures: &[ReportedFigure], as_of: Day) -> Option<&ReportedFigure> {
    figures
        .iter()
        .rfind(|figure| figure.period.end().plus(-1) <= as_of)
}

/// The figure of exactly a period.
pub fn of(figures: &[ReportedFigure], period: Period) -> Option<&ReportedFigure> {
    figures.iter().find(|figure| {
        figure.period.start() == period.start() && figure.period.end() == period.end()
    })
}
