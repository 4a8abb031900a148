//! What came of a filled template, a CSV or a GeoJSON file: counts, differences, mistakes, a marked copy.

use std::path::{Path, PathBuf};

use registry::Entity;
use registry::intake::{Handed, Mode, Taken};
use registry::sheet::{Defect, mark, mark_csv};
use registry::store::Effect;

use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Format, Report};

use super::super::cells::{entity_name, header, shown};
use super::{Task, defect_columns, defect_row, sentence};

/// Rows shown on a screen; the other forms show all.
const SHOWN: usize = 40;

impl Task<'_> {
    /// The report of one file.
    pub(super) fn outcome(
        &self,
        entity: &Entity,
        handed: &Handed,
        path: &Path,
        taken: &Taken,
    ) -> Result<Report, Failure> {
        let context = self.context;
        let title = context.say("register-import-title", &[("file", &handed.name)]);
        let mut report = Report::new(title, defect_columns());
        let most = self.most();
        let defects = taken.defects.iter().take(most);
        report.rows = defects
            .map(|defect| defect_row(context, self.registry.catalogue(), entity, defect))
            .collect();
        if taken.defects.is_empty() {
            report.columns.clear();
        } else {
            report.verdict = Some(Kind::Data);
        }
        if taken.defects.len() > most {
            let count = taken.defects.len() - most;
            let note = context.say("note-register-more", &[("count", &count)]);
            report.notes.push(note);
        }
        if self.mode == Mode::Compare && !taken.differences.is_empty() {
            report.sections.push(self.differences(entity, taken));
        }
        report.notes.push(self.counts(entity, taken));
        if !taken.defects.is_empty()
            && let Some(copy) = self.marked(entity, handed, path, &taken.defects)?
        {
            let note = context.say("note-register-marked", &[("file", &copy.display())]);
            report.notes.push(note);
        }
        Ok(report)
    }

    fn most(&self) -> usize {
        match self.context.format {
            Format::Table => SHOWN,
            _ => usize::MAX,
        }
    }

    /// How many rows came out how.
    pub(super) fn counts(&self, entity: &Entity, taken: &Taken) -> String {
        let context = self.context;
        let key = match (self.mode, taken.done.revision) {
            (Mode::Compare, _) => "note-register-dry-run",
            (Mode::Write, Some(_)) => "note-register-imported",
            (Mode::Write, None) => "note-register-unchanged",
        };
        context.say(
            key,
            &[
                ("entity", &entity_name(context, entity)),
                ("created", &taken.done.created),
                ("changed", &taken.done.changed),
                ("same", &taken.done.same),
                ("bad", &taken.refused),
                ("revision", &taken.done.revision.unwrap_or_default()),
            ],
        )
    }

    /// What an import would change: key, column, before, after.
    pub(super) fn differences(&self, entity: &Entity, taken: &Taken) -> Report {
        let context = self.context;
        let title = context.say(
            "register-difference-title",
            &[("entity", &entity_name(context, entity))],
        );
        let columns = Column::all(&["key", "change", "column", "old_value", "new_value"]);
        let mut report = Report::new(title, columns);
        for (key, effect) in &taken.differences {
            let changes = match effect {
                Effect::Changed(changes) => changes.as_slice(),
                _ => &[],
            };
            let word = |change: &str| context.say(&format!("register-change-{change}"), &[]);
            if changes.is_empty() {
                let cells = [Cell::Missing, Cell::Missing, Cell::Missing];
                let mut row = vec![Cell::text(key), Cell::text(word("created"))];
                row.extend(cells);
                report.rows.push(row);
            }
            for change in changes {
                let Some((_, column)) = entity.column(&change.column) else {
                    continue;
                };
                let cell = |text: &Option<String>| {
                    let text = text.as_deref();
                    text.map_or(Cell::Missing, |text| {
                        Cell::text(shown(context, column, Some(text)))
                    })
                };
                report.rows.push(vec![
                    Cell::text(key),
                    Cell::text(word("changed")),
                    Cell::text(header(context, column)),
                    cell(&change.before),
                    cell(&change.after),
                ]);
            }
        }
        report.rows.truncate(self.most());
        report
    }

    /// Writes the marked copy; GeoJSON has no cells to mark.
    fn marked(
        &self,
        entity: &Entity,
        handed: &Handed,
        path: &Path,
        defects: &[Defect],
    ) -> Result<Option<PathBuf>, Failure> {
        let context = self.context;
        let say = |defect: &Defect| sentence(context, self.registry.catalogue(), &defect.problem);
        let workbook = handed.bytes.starts_with(b"PK");
        let bytes = if workbook {
            mark(entity, &handed.bytes, defects, &say)?
        } else if handed.bytes.trim_ascii_start().starts_with(b"{") {
            return Ok(None);
        } else {
            mark_csv(&handed.name, &handed.bytes, defects, &say)?
        };
        let copy = self.args.marked.clone().unwrap_or_else(|| {
            let ending = if workbook { "xlsx" } else { "csv" };
            let word = context.pick("错误", "mistakes");
            path.with_extension(format!("{word}.{ending}"))
        });
        std::fs::write(&copy, bytes).map_err(|e| Failure::file(&copy, &e))?;
        Ok(Some(copy))
    }
}
