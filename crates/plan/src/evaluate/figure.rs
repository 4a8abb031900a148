//! The figure of a target in a region: measured, counted or reported, with its coverage and what was read.

use units::rounding::gb8170;
use units::{Exact, Period};

use super::{View, last_day, percent};
use crate::air::Item;
use crate::facts::{self, Counts, Law};
use crate::finding::{Read, Reason};
use crate::judge::NotJudged;
use crate::model::{Compare, Deadline, Indicator, IndicatorKind, Target};
use crate::reported::{self, ReportedFigure};
use crate::{number, statement, value};

/// A figure and what it rests on.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    pub(super) value: Option<Exact>,
    /// Decimals that a measured value is rounded to.
    pub(super) decimals: u32,
    /// Whether it may be judged; otherwise it is for orientation.
    pub(super) complete: bool,
    pub(super) coverage: Option<(u64, u64)>,
    pub(super) period: String,
    pub(super) reasons: Vec<Reason>,
    pub(super) reads: Vec<Read>,
    pub(super) simulated: bool,
    /// Whether the period of the figure is over.
    pub(super) ended: bool,
}

impl View<'_> {
    pub(super) fn figure(
        &self,
        target: &Target,
        indicator: &Indicator,
        region: &str,
        law: Law,
    ) -> Figure {
        let as_of = self.request.as_of;
        let period = facts::period(target, as_of);
        let places = self.places(target);
        let mut figure = match (indicator.kind, period) {
            (IndicatorKind::Measured, Some(period)) => {
                self.measured(indicator, region, period, law, places)
            }
            (IndicatorKind::Measured, None) => {
                let year = Period::Year(as_of.date().year());
                self.measured(indicator, region, year, law, places)
            }
            (IndicatorKind::Registered, _) => self.counted(indicator, region),
            (_, Some(period)) => self.reported(target, indicator, region, period),
            (_, None) => self.newest(target, indicator, region),
        };
        if target.compare == Some(Compare::ChangePercent) {
            self.change(target, indicator, region, law, &mut figure);
        }
        figure
    }

    /// The decimals of the number that a target writes: a value is compared to as many (GB/T 8170, 修约值比较法).
    fn places(&self, target: &Target) -> u32 {
        let found = self.plan.target(target.id.get_ref());
        let number = found
            .and_then(|(clause, _)| value::number(self.plan, &clause.file, target.value.as_ref()?));
        number.map_or(0, number::decimals)
    }

    /// A measured value, rounded to what the standard reports, or finer where the target is written finer.
    fn measured(
        &self,
        indicator: &Indicator,
        region: &str,
        period: Period,
        law: Law,
        places: u32,
    ) -> Figure {
        let as_of = self.request.as_of;
        let mut figure = Figure {
            period: crate::air::until(period, as_of).to_string(),
            ended: last_day(period) <= as_of,
            ..Figure::default()
        };
        let key = (indicator.id.clone(), period, law);
        let rows = match self.derived.measured.get(&key) {
            Some(Ok(rows)) => rows,
            Some(Err(reason)) => {
                figure.reasons.push(Reason::Statement(reason.clone()));
                return figure;
            }
            None => {
                figure.reasons.push(Reason::NoData);
                return figure;
            }
        };
        let Some(row) = rows.iter().find(|row| row.region == region) else {
            figure.reasons.push(Reason::NoData);
            return figure;
        };
        // A rank rests on every city that is ranked.
        let ranks = indicator
            .sql
            .as_ref()
            .is_some_and(|sql| sql.contains("rank168"));
        let simulated = &self.facts.simulated;
        figure.simulated = simulated.contains(region) || ranks && !simulated.is_empty();
        let items = self.derived.items.get(&(period, law)).into_iter().flatten();
        let own: Vec<_> = items.filter(|item| item.region == region).collect();
        let sql = indicator.sql.as_deref().unwrap_or_default();
        let asked = |item: &&&Item| sql.contains(&format!("'{}'", item.item));
        let reported = own.iter().filter(asked).map(|item| item.decimals).max();
        figure.decimals = reported.unwrap_or(0).max(places);
        figure.value = row
            .value
            .map(|value| gb8170(value, figure.decimals).exact());
        figure.complete = row.complete && row.value.is_some();
        figure.coverage = Some((row.valid, row.expected));
        if !figure.complete {
            let stood_in = own
                .iter()
                .any(|item| item.ozone_basis && sql.contains(item.item));
            figure.reasons.push(if stood_in {
                Reason::OzoneBasis
            } else {
                Reason::Coverage
            });
        }
        let air = &self.facts.air;
        let data = air.data_period(crate::air::until(period, as_of));
        figure.reads.push(Read {
            table: air.table(region).to_owned(),
            what: region.to_owned(),
            days: Some((data.start(), last_day(data))),
            rows: own.first().map_or(0, |item| item.rows),
            source: "lake".to_owned(),
        });
        figure
    }

    fn counted(&self, indicator: &Indicator, region: &str) -> Figure {
        let mut figure = Figure {
            period: self.request.as_of.to_string(),
            ended: true,
            ..Figure::default()
        };
        let missing = self.missing_registers(indicator);
        if !missing.is_empty() {
            figure.reasons.push(Reason::Register(missing));
            return figure;
        }
        let rows = match self.derived.counted.get(&indicator.id) {
            Some(Ok(rows)) => rows,
            Some(Err(reason)) => {
                figure.reasons.push(Reason::Statement(reason.clone()));
                return figure;
            }
            None => {
                figure.reasons.push(Reason::Register(Vec::new()));
                return figure;
            }
        };
        self.sum(indicator, region, rows, &mut figure);
        figure
    }

    fn sum(&self, indicator: &Indicator, region: &str, counts: &Counts, figure: &mut Figure) {
        let mut empty = true;
        for entity in self.entities_of(indicator) {
            let Some(register) = self.facts.registers.get(&entity) else {
                continue;
            };
            let by_region = self
                .derived
                .register_rows
                .get(&entity)
                .into_iter()
                .flatten();
            let inside = by_region.filter(|(code, _)| within(region, code));
            let rows = inside.map(|(_, rows)| rows).sum();
            empty &= rows == 0;
            figure.simulated |= register.simulated;
            figure.reads.push(Read {
                table: entity,
                what: region.to_owned(),
                days: None,
                rows,
                source: register.source.clone(),
            });
        }
        let names = || self.entities_of(indicator).join(", ");
        if empty {
            figure.reasons.push(Reason::EmptyRegister(names()));
            return;
        }
        let tally = counts.tally(|code| within(region, code));
        if tally.unknown > 0 {
            figure.reasons.push(Reason::Unknown(tally.unknown));
        }
        let shared = if tally.rows > 0 {
            counts.shared()
        } else {
            indicator.unit == "%"
        };
        figure.value = if shared {
            percent(tally.parts(), tally.wholes())
        } else {
            Some(tally.parts())
        };
        if figure.value.is_none() {
            figure.reasons.push(Reason::NothingToCount);
        }
        figure.complete = tally.unknown == 0 && figure.value.is_some();
    }

    /// The entities whose rows an indicator counts, through rules and other indicators too.
    pub(super) fn entities_of(&self, indicator: &Indicator) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut add = |name: &str| {
            if !found.iter().any(|seen| seen == name) {
                found.push(name.to_owned());
            }
        };
        let reads = self.derived.reads.get(&indicator.id);
        for table in reads.into_iter().flatten() {
            if self.plan.entity(table).is_some() {
                add(table);
            } else if table == statement::HIT {
                for rule in self.rules_of(indicator) {
                    add(rule.entity.get_ref());
                }
            } else if let Some(other) = self.plan.indicator(table) {
                for name in self.entities_of(other) {
                    add(&name);
                }
            }
        }
        found
    }

    fn rules_of(&self, indicator: &Indicator) -> Vec<&crate::model::Rule> {
        let sql = indicator.sql.as_deref().unwrap_or_default();
        let named = |rule: &&crate::model::Rule| sql.contains(&format!("'{}'", rule.id.get_ref()));
        self.plan.rules().filter(named).collect()
    }

    fn missing_registers(&self, indicator: &Indicator) -> Vec<String> {
        let mut missing: Vec<String> = self
            .entities_of(indicator)
            .into_iter()
            .filter(|name| {
                let provided = self.plan.entity(name).is_some_and(|entity| entity.provided);
                !provided && !self.facts.registers.contains_key(name)
            })
            .collect();
        for rule in self.rules_of(indicator) {
            if let Some(Err(NotJudged::Missing(names))) = self.derived.judged.get(rule.id.get_ref())
            {
                missing.extend(names.iter().cloned());
            }
        }
        missing.sort();
        missing.dedup();
        missing
    }

    fn figures(&self, indicator: &str, region: &str) -> &[ReportedFigure] {
        let key = (indicator.to_owned(), region.to_owned());
        self.facts.figures.get(&key).map_or(&[], Vec::as_slice)
    }

    fn reported(
        &self,
        target: &Target,
        indicator: &Indicator,
        region: &str,
        period: Period,
    ) -> Figure {
        let mut figure = Figure {
            period: period.to_string(),
            ended: last_day(period) <= self.request.as_of,
            ..Figure::default()
        };
        let figures = self.figures(&indicator.id, region);
        if let Some(found) = reported::of(figures, period) {
            self.take(found, &mut figure);
        } else {
            figure.reasons.push(self.missing(target, indicator));
        }
        figure
    }

    /// The newest figure of a stock; one of before the deadline says nothing of the deadline.
    fn newest(&self, target: &Target, indicator: &Indicator, region: &str) -> Figure {
        let as_of = self.request.as_of;
        let mut figure = Figure {
            period: as_of.to_string(),
            ended: true,
            ..Figure::default()
        };
        let figures = self.figures(&indicator.id, region);
        let Some(found) = reported::newest(figures, as_of) else {
            figure.reasons.push(self.missing(target, indicator));
            return figure;
        };
        self.take(found, &mut figure);
        if let Deadline::On(day) = *target.deadline.get_ref()
            && day <= as_of
            && last_day(found.period) < day
        {
            figure.complete = false;
            figure
                .reasons
                .push(Reason::Outdated(found.period.to_string()));
        }
        figure
    }

    fn missing(&self, target: &Target, indicator: &Indicator) -> Reason {
        let clause = self.plan.target(target.id.get_ref());
        let owner = clause.map(|(clause, _)| self.owes(clause, target, indicator));
        Reason::NotReported(owner.unwrap_or_default())
    }

    fn take(&self, found: &ReportedFigure, figure: &mut Figure) {
        figure.value = Some(found.value);
        figure.period = found.period.to_string();
        figure.complete = found.status == "accepted";
        figure.simulated |= found.simulated;
        if !figure.complete {
            let body = self.plan.body(&found.body);
            figure.reasons.push(Reason::NotAccepted(
                body.map_or_else(|| found.body.clone(), |body| body.zh.clone()),
            ));
        }
        figure.reads.push(Read {
            table: "reported_figure".to_owned(),
            what: format!("{} {}", found.indicator, found.region),
            days: Some((found.period.start(), last_day(found.period))),
            rows: 1,
            source: format!("{}:{}", found.file, found.row),
        });
    }

    /// Turns a figure into its change since the base in per cent.
    fn change(
        &self,
        target: &Target,
        indicator: &Indicator,
        region: &str,
        law: Law,
        figure: &mut Figure,
    ) {
        let Some(base) = facts::base(target) else {
            return;
        };
        let before = self.base_figure(target, indicator, region, base, law);
        figure.reads.extend(before.reads);
        let one = Exact::from_integer(1);
        let change = match (figure.value, before.value.filter(|_| before.complete)) {
            (Some(now), Some(before)) => {
                percent(now, before).map(|now| now - one * Exact::from_integer(100))
            }
            (_, None) => {
                figure.reasons.push(Reason::NoBase(base.to_string()));
                None
            }
            (None, _) => None,
        };
        figure.complete &= change.is_some();
        figure.value = change;
    }

    /// The figure of the base.
    pub(super) fn base_figure(
        &self,
        target: &Target,
        indicator: &Indicator,
        region: &str,
        base: Period,
        law: Law,
    ) -> Figure {
        match indicator.kind {
            IndicatorKind::Measured => {
                self.measured(indicator, region, base, law, self.places(target))
            }
            IndicatorKind::Registered => Figure::default(),
            _ => self.reported(target, indicator, region, base),
        }
    }

    /// The accepted figures of whole years from the base on.
    pub(super) fn yearly(&self, indicator: &Indicator, region: &str, base: Period) -> Vec<Exact> {
        self.figures(&indicator.id, region)
            .iter()
            .filter(|found| found.status == "accepted" && matches!(found.period, Period::Year(_)))
            .filter(|found| found.period.start() >= base.start())
            .filter(|found| last_day(found.period) <= self.request.as_of)
            .map(|found| found.value)
            .collect()
    }
}

/// Whether a region lies in another, by code.
fn within(outer: &str, inner: &str) -> bool {
    match (outer.parse(), inner.parse()) {
        (Ok(outer), Ok(inner)) => regions::contains(outer, inner),
        _ => false,
    }
}
