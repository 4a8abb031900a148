//! The change of each city's index from the year before, and its place among the changes.

use std::collections::BTreeMap;

use lake::PeriodRecord;
use standards::ranking;
use units::Rounded;

use crate::context::Context;
use crate::output::{Cell, Column, Report};
use crate::rows::plain;

/// Adds the columns; a city without data of the year before has nothing in them.
pub(super) fn add(
    context: &Context,
    report: &mut Report,
    records: &[PeriodRecord],
    before: &[PeriodRecord],
) {
    let earlier: BTreeMap<&str, &PeriodRecord> = before
        .iter()
        .map(|record| (record.site.as_str(), record))
        .collect();
    let change = |record: &PeriodRecord| -> Option<Rounded> {
        let then = earlier.get(record.site.as_str())?;
        ranking::change_rate(record.composite.index?, then.composite.index?)
    };
    let changes: Vec<Option<Rounded>> = records.iter().map(change).collect();
    let places = ranking::improvement_rank(&changes);
    let found: BTreeMap<&str, usize> = records
        .iter()
        .enumerate()
        .map(|(i, r)| (r.site.as_str(), i))
        .collect();
    report.columns.push(Column::new("index_year_before"));
    report.columns.push(Column::of("year_on_year", "%"));
    report.columns.push(Column::new("improvement_rank"));
    for row in &mut report.rows {
        let site = row.get(2).map(plain).unwrap_or_default();
        let place = found.get(site.as_str()).copied();
        let then = earlier.get(site.as_str());
        row.push(Cell::rounded(
            then.and_then(|record| record.composite.rounded),
        ));
        row.push(Cell::rounded(place.and_then(|i| changes[i])));
        row.push(Cell::integer(place.and_then(|i| places[i])));
    }
    if before.is_empty() {
        report.notes.push(context.say("note-no-year-before", &[]));
    }
}

/// Index and rank of each site with sand-dust days kept.
pub(super) type DustKept = BTreeMap<String, (Option<Rounded>, Option<u32>)>;

/// The ranking as it is before the deduction.
pub(super) fn before_deduction(records: &[PeriodRecord]) -> DustKept {
    let kept = records.iter().zip(lake::ranks(records));
    kept.map(|(record, rank)| (record.site.clone(), (record.composite.rounded, rank)))
        .collect()
}

/// Adds index and rank before the deduction, so that both are reported.
pub(super) fn add_dust_kept(report: &mut Report, kept: &DustKept) {
    report.columns.push(Column::new("composite_before_dust"));
    report.columns.push(Column::new("rank_before_dust"));
    for row in &mut report.rows {
        let site = row.get(2).map(plain).unwrap_or_default();
        let (index, rank) = kept.get(&site).copied().unwrap_or_default();
        row.push(Cell::rounded(index));
        row.push(Cell::integer(rank));
    }
}
