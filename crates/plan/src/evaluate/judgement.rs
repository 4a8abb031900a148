//! A figure against its target: the limit, the band that the words leave, the margin, the status.

use standards::limits;
use units::{Exact, Period, Pollutant};

use super::figure::Figure;
use super::{View, last_day, seasonal_kendall, status};
use crate::facts::{self, Law};
use crate::finding::{Reason, Status, Used};
use crate::model::{Clause, Deadline, Indicator, IndicatorKind, Operator, State, Target, Term};
use crate::number;
use crate::reported;
use crate::text;
use crate::value::{self, Limit};

/// The words whose terms leave a band.
const AROUND: &str = "around";
const BASICALLY: &str = "basically";
/// Figures that a trend test of years needs: with fewer none can be significant at 5 %.
const YEARS_OF_A_TREND: usize = 5;
/// Months that a seasonal trend test needs: two years.
const MONTHS_OF_A_TREND: usize = 24;

/// What a comparison gives.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) status: Status,
    pub(super) limit: Option<Exact>,
    pub(super) band: Option<(Exact, Exact)>,
    pub(super) margin: Option<Exact>,
    pub(super) reasons: Vec<Reason>,
    pub(super) used: Vec<Used>,
}

impl View<'_> {
    pub(super) fn judge(
        &self,
        clause: &Clause,
        target: &Target,
        region: &str,
        figure: &Figure,
        law: Law,
    ) -> Judged {
        let mut judged = Judged {
            status: Status::Undetermined,
            limit: None,
            band: None,
            margin: None,
            reasons: Vec::new(),
            used: self.terms_used(target),
        };
        match target.operator.get_ref() {
            Operator::Down => self.direction(target, region, -1, &mut judged),
            Operator::Up => self.direction(target, region, 1, &mut judged),
            Operator::Forward => self.forward(target, region, figure, law, &mut judged),
            _ => self.compare(clause, target, region, figure, law, &mut judged),
        }
        judged
    }

    fn compare(
        &self,
        clause: &Clause,
        target: &Target,
        region: &str,
        figure: &Figure,
        law: Law,
        judged: &mut Judged,
    ) {
        let done = *target.operator.get_ref() == Operator::Done;
        judged.limit = if done {
            Some(Exact::from_integer(1))
        } else {
            self.limit(clause, target, region, law, judged)
        };
        let Some(limit) = judged.limit else { return };
        let upper = target
            .upper
            .as_ref()
            .and_then(|upper| value::number(self.plan, &clause.file, upper));
        judged.band = self.band(target, limit, upper, judged);
        let Some(value) = figure.value else { return };
        let (holds, margin) = holds(*target.operator.get_ref(), value, limit, judged.band);
        judged.margin = Some(margin);
        if !figure.complete {
            return;
        }
        let deadline = *target.deadline.get_ref();
        let due = self.due(target, figure);
        judged.status = status(holds, due, deadline == Deadline::Unstated);
        let falling = *target.operator.get_ref() == Operator::DownTo;
        if falling && !holds && !due {
            self.towards(target, region, judged);
        }
    }

    /// Whether the time of a target has come: its deadline, and the end of its figure's period.
    fn due(&self, target: &Target, figure: &Figure) -> bool {
        facts::is_due(*target.deadline.get_ref(), self.request.as_of) && figure.ended
    }

    fn limit(
        &self,
        clause: &Clause,
        target: &Target,
        region: &str,
        law: Law,
        judged: &mut Judged,
    ) -> Option<Exact> {
        let written = target.value.as_ref()?;
        let (line, _) = text::line_and_column(self.plan.file(&clause.file), written.span().start);
        let place = format!("{}:{line}", clause.file);
        match value::limit(self.plan, &clause.file, written).ok()? {
            Limit::Number(number) => {
                judged.used.push(Used {
                    name: "value".to_owned(),
                    value: number::written(number, 6),
                    source: place,
                    assumed: false,
                });
                Some(number)
            }
            Limit::Standard {
                pollutant,
                averaging,
                class,
            } => {
                let day = match law {
                    Law::Issue => self.plan.header.issued.0,
                    Law::Today => self.request.as_of,
                };
                standard(limits::limit(pollutant, averaging, class, day), judged)
            }
            Limit::Reported(id) => self.assigned(target, &id, region, judged),
        }
    }

    /// The limit that another document assigns to the region, or to the whole plan's region.
    fn assigned(
        &self,
        target: &Target,
        id: &str,
        region: &str,
        judged: &mut Judged,
    ) -> Option<Exact> {
        let period = facts::period(target, self.request.as_of);
        let regions = [region, self.plan.header.region.as_str()];
        let found = regions.iter().find_map(|region| {
            let list = self
                .facts
                .figures
                .get(&(id.to_owned(), (*region).to_owned()))?;
            match period {
                Some(period) => reported::of(list, period),
                None => reported::newest(list, self.request.as_of),
            }
            .filter(|figure| figure.status == "accepted")
        });
        let Some(found) = found else {
            let owner = self
                .plan
                .indicator(id)
                .and_then(|indicator| self.plan.body(indicator.owner.as_deref()?));
            let owner = owner.map_or_else(|| id.to_owned(), |body| body.zh.clone());
            judged.reasons.push(Reason::NotAssigned(owner));
            return None;
        };
        judged.used.push(Used {
            name: id.to_owned(),
            value: number::written(found.value, 6),
            source: format!("{}:{}", found.file, found.row),
            assumed: false,
        });
        Some(found.value)
    }

    /// The band that 左右 and 基本 leave around a value, in per cent of it.
    fn band(
        &self,
        target: &Target,
        limit: Exact,
        upper: Option<Exact>,
        judged: &mut Judged,
    ) -> Option<(Exact, Exact)> {
        let hundred = Exact::from_integer(100);
        match target.operator.get_ref() {
            Operator::Between => upper.map(|upper| (limit, upper)),
            Operator::Around => {
                let Some(share) = self.term_number(AROUND) else {
                    judged.reasons.push(Reason::NoLimit);
                    return None;
                };
                Some((
                    limit - limit * share / hundred,
                    limit + limit * share / hundred,
                ))
            }
            Operator::Equal | Operator::AtLeast
                if target.terms.iter().any(|term| term.get_ref() == BASICALLY) =>
            {
                let share = self.term_number(BASICALLY)?;
                Some((limit * share / hundred, limit))
            }
            _ => None,
        }
    }

    fn term_number(&self, id: &str) -> Option<Exact> {
        let term = self.plan.term(id)?;
        value::number(self.plan, "terms.toml", term.value.as_ref()?)
    }

    fn terms_used(&self, target: &Target) -> Vec<Used> {
        let named = target
            .terms
            .iter()
            .filter_map(|id| self.plan.term(id.get_ref()));
        named.map(|term| self.term_used(term)).collect()
    }

    fn term_used(&self, term: &Term) -> Used {
        let (line, _) = text::line_and_column(self.plan.file("terms.toml"), term.id.span().start);
        let number = term
            .value
            .as_ref()
            .and_then(|value| value::number(self.plan, "terms.toml", value));
        let number = number.map(|number| number::written(number, 6));
        Used {
            name: term.zh.clone(),
            value: number.map_or_else(
                || term.reading_zh.clone(),
                |number| {
                    format!(
                        "{} ({number} {})",
                        term.reading_zh,
                        term.unit.as_deref().unwrap_or("")
                    )
                },
            ),
            source: format!("terms.toml:{line}"),
            assumed: term.state == State::Assumed,
        }
    }

    /// A direction without a number: a trend test over the years since the base.
    fn direction(&self, target: &Target, region: &str, sign: i64, judged: &mut Judged) {
        match self.trend(target, region) {
            Ok(score) => self.by_trend(target, score, sign, judged),
            Err(reason) => judged.reasons.push(reason),
        }
    }

    /// A direction with an end that is not reached yet: the trend says whether it is on its way.
    fn towards(&self, target: &Target, region: &str, judged: &mut Judged) {
        match self.trend(target, region) {
            Ok(score) if score < -SIGNIFICANT => judged.status = Status::OnTrack,
            Ok(score) if score > SIGNIFICANT => judged.status = Status::OffTrack,
            Ok(_) => judged.reasons.push(Reason::NoTrend),
            Err(reason) => judged.reasons.push(reason),
        }
    }

    fn by_trend(&self, target: &Target, score: f64, sign: i64, judged: &mut Judged) {
        let towards = if sign < 0 { -score } else { score };
        let due = facts::is_due(*target.deadline.get_ref(), self.request.as_of);
        judged.status = if towards > SIGNIFICANT {
            status(true, due, false)
        } else if towards < -SIGNIFICANT {
            if due {
                Status::Missed
            } else {
                Status::OffTrack
            }
        } else {
            judged.reasons.push(Reason::NoTrend);
            Status::Undetermined
        };
    }

    /// The normal score of the Mann–Kendall test over accepted yearly figures.
    fn trend(&self, target: &Target, region: &str) -> Result<f64, Reason> {
        let indicator = self.plan.indicator(target.indicator.get_ref());
        let (Some(indicator), Some(base)) = (indicator, facts::base(target)) else {
            return Err(Reason::NoBase(String::new()));
        };
        let values = self.series(indicator, region, base);
        if values.len() < YEARS_OF_A_TREND {
            return Err(Reason::FewPoints(values.len(), YEARS_OF_A_TREND));
        }
        let test = standards::trend::mann_kendall(&values);
        test.map(|test| test.z)
            .ok_or(Reason::FewPoints(values.len(), YEARS_OF_A_TREND))
    }

    fn series(&self, indicator: &Indicator, region: &str, base: Period) -> Vec<f64> {
        if indicator.kind == IndicatorKind::Registered {
            return Vec::new();
        }
        let yearly = self.yearly(indicator, region, base);
        yearly.into_iter().map(number::to_f64).collect()
    }

    /// A rank that is to get smaller: below the base's, and by a seasonal trend test over months.
    fn forward(
        &self,
        target: &Target,
        region: &str,
        figure: &Figure,
        law: Law,
        judged: &mut Judged,
    ) {
        let indicator = self.plan.indicator(target.indicator.get_ref());
        let (Some(indicator), Some(base)) = (indicator, facts::base(target)) else {
            judged.reasons.push(Reason::NoBase(String::new()));
            return;
        };
        let before = self.base_figure(target, indicator, region, base, law);
        judged.limit = before.value;
        if let (Some(now), Some(before)) = (figure.value, before.value) {
            judged.margin = Some(before - now);
        }
        if !before.complete {
            judged.reasons.push(Reason::NoBase(base.to_string()));
            return;
        }
        if !figure.complete {
            return;
        }
        let months = self.monthly(indicator, region, base);
        if months.len() < MONTHS_OF_A_TREND {
            judged
                .reasons
                .push(Reason::FewPoints(months.len(), MONTHS_OF_A_TREND));
            return;
        }
        let Some(test) = seasonal_kendall(&months) else {
            judged.reasons.push(Reason::NoTrend);
            return;
        };
        let ahead = judged
            .margin
            .is_some_and(|margin| margin > Exact::from_integer(0));
        let due = self.due(target, figure);
        judged.status = match (ahead, test.z < -SIGNIFICANT, test.z > SIGNIFICANT) {
            (true, true, _) => status(true, due, false),
            (false, _, true) => status(false, due, false),
            _ => {
                judged.reasons.push(Reason::NoTrend);
                Status::Undetermined
            }
        };
    }

    fn monthly(
        &self,
        indicator: &Indicator,
        region: &str,
        base: Period,
    ) -> Vec<(units::Month, f64)> {
        let months = base.start()..=self.request.as_of;
        self.derived
            .measured
            .iter()
            .filter_map(|((id, period, law), rows)| {
                let Period::Month(month) = period else {
                    return None;
                };
                let wanted = *id == indicator.id
                    && *law == Law::Issue
                    && months.contains(&month.first())
                    && last_day(*period) <= self.request.as_of;
                let rows = rows.as_ref().ok().filter(|_| wanted)?;
                let row = rows
                    .iter()
                    .find(|row| row.region == region && row.complete)?;
                Some((*month, number::to_f64(row.value?)))
            })
            .collect()
    }
}

/// The normal score beyond which a trend counts, two-sided at 5 %.
const SIGNIFICANT: f64 = 1.959_964;

/// Whether a comparison holds, and how far the value is on its good side.
fn holds(
    operator: Operator,
    value: Exact,
    limit: Exact,
    band: Option<(Exact, Exact)>,
) -> (bool, Exact) {
    match (operator, band) {
        // What reaches a figure "around" or "basically" has to come up to the band; more is not less.
        (Operator::Around | Operator::Equal | Operator::AtLeast, Some((low, _))) => {
            (value >= low, value - low)
        }
        (Operator::Between, Some((low, high))) => (
            low <= value && value <= high,
            (value - low).min(high - value),
        ),
        (Operator::Below, _) => (value < limit, limit - value),
        (Operator::AtMost | Operator::DownTo, _) => (value <= limit, limit - value),
        (Operator::AtLeast, _) => (value >= limit, value - limit),
        (Operator::Above, _) => (value > limit, value - limit),
        (Operator::Done, _) => (value == limit, value - limit),
        _ => {
            let apart = value - limit;
            (value == limit, -apart.max(-apart))
        }
    }
}

/// A limit of the standard in the unit it is stated in.
fn standard(
    found: Result<&'static limits::Limit, limits::NotInForce>,
    judged: &mut Judged,
) -> Option<Exact> {
    match found {
        Ok(limit) => {
            let milligrams = Exact::from_integer(if limit.pollutant == Pollutant::Co {
                1000
            } else {
                1
            });
            let number = limit.exact / milligrams;
            judged.used.push(Used {
                name: format!("{} {}", limit.edition, limit.stage)
                    .trim()
                    .to_owned(),
                value: number::written(number, 6),
                source: format!("{} {}", limit.source.document, limit.source.clause),
                assumed: limit.source.confidence == limits::Confidence::Assumed,
            });
            Some(number)
        }
        Err(e) => {
            judged.reasons.push(Reason::Law(e.to_string()));
            None
        }
    }
}
