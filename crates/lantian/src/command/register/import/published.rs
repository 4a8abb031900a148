//! Files of public trackers and lists, which the register knows by their header.

use registry::intake::{self, Handed, Mode};
use registry::sources::{self, Source};

use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::register;

use super::super::cells::entity_name;
use super::Task;

impl Task<'_> {
    /// Takes in a file of a source, entity by entity; what could not be used is told with its line.
    pub(super) async fn published(
        &self,
        source: &'static Source,
        handed: &Handed,
    ) -> Result<Report, Failure> {
        let context = self.context;
        let title = context.say("register-import-title", &[("file", &handed.name)]);
        let columns = Column::all(&["entity", "line", "column", "text", "problem"]);
        let mut report = Report::new(title, columns);
        let catalogue = self.registry.catalogue();
        let place = |lon_deg: f64, lat_deg: f64| self.geography.county(lon_deg, lat_deg);
        let place: Option<sources::Place<'_>> = if self.geography.has_counties() {
            Some(&place)
        } else {
            None
        };
        let read = sources::read(source, catalogue, &handed.bytes, place).map_err(|e| {
            Failure::new(Kind::Data, "failure-source-file")
                .with("file", &handed.name)
                .with("source", context.pick(&source.zh, &source.en))
                .because(&e)
        })?;
        for part in &read {
            let entity = register::entity(catalogue, &part.entity)?;
            let mut by = self.by.clone();
            by.source = Some(format!(
                "{} ({})",
                handed.name,
                source.citation(&handed.name)
            ));
            by.sha256 = Some(handed.sha256());
            let taken = intake::rows(self.registry, &entity.id, &part.rows, self.mode, by).await?;
            for defect in &part.defects {
                report.rows.push(vec![
                    Cell::text(entity_name(context, entity)),
                    Cell::count(defect.line),
                    Cell::text(&defect.column),
                    Cell::text(&defect.text),
                    Cell::text(context.pick(&defect.reason.zh, &defect.reason.en)),
                ]);
            }
            if self.mode == Mode::Compare && !taken.differences.is_empty() {
                report.sections.push(self.differences(entity, &taken));
            }
            report.notes.push(self.counts(entity, &taken));
            for (skip, count) in &part.skipped {
                let reason = context.pick(&skip.reason.zh, &skip.reason.en);
                let reason = format!("{reason} {}", skip.text);
                report.notes.push(context.say(
                    "note-register-skipped",
                    &[
                        ("entity", &entity_name(context, entity)),
                        ("count", count),
                        ("reason", &reason.trim()),
                    ],
                ));
            }
        }
        if report.rows.is_empty() {
            report.columns.clear();
        }
        report.notes.push(context.say(
            "note-register-source",
            &[
                ("citation", &source.citation(&handed.name)),
                ("licence", &source.licence),
            ],
        ));
        for known in &source.known {
            report
                .notes
                .push(context.pick(&known.zh, &known.en).to_owned());
        }
        Ok(report)
    }
}
