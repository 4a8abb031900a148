//! The evaluation of one hour: standing by the marks, then values, then findings and comparisons.

use units::Exact;

use super::{
    Amount, DeviceValues, FactorHour, FactorInput, Gas, HourInput, HourOutcome, Origin, Outlet,
    Reading,
    gas::{concentration, flow, oxygen},
};
use crate::stack::{
    Comparison, Finding, Invalidity, LimitFinding, Quantity, Reason, Rules, Valued, checked::keep,
    compare, formula, judge,
};

/// Evaluates one hour of an outlet by the rules of its day.
pub fn evaluate_hour(input: &HourInput<'_>, outlet: &Outlet<'_>, rules: &Rules) -> HourOutcome {
    let plant = Plant::of(input, rules);
    let flow = flow(&input.gas, rules).and_then(|flow| keep(flow, rules));
    let mut factors: Vec<FactorHour> = input
        .factors
        .iter()
        .map(|factor| evaluate_factor(factor, &input.gas, flow, &plant, outlet, rules))
        .collect();
    factors.sort_by(|a, b| a.factor.cmp(&b.factor));
    HourOutcome {
        hour: input.hour,
        received: true,
        flow,
        flow_comparison: beside(Quantity::Flow, flow, input.gas.device_flow, rules),
        unknown_marks: plant.unknown,
        factors,
    }
}

/// What the enterprise's marks and the calibrations say of the hour as a whole.
struct Plant {
    stopped: bool,
    /// Whether concentrations are valid.
    valid: Result<(), Reason>,
    /// Whether an exceedance may be found.
    basis: Result<(), Reason>,
    period: Invalidity,
    unknown: Vec<String>,
}

impl Plant {
    fn of(input: &HourInput<'_>, rules: &Rules) -> Self {
        let found = |id: &&str| rules.enterprise_mark(id);
        let marks: Vec<_> = input.enterprise_marks.iter().filter_map(found).collect();
        let mut unknown: Vec<String> = input
            .enterprise_marks
            .iter()
            .filter(|id| found(id).is_none())
            .map(|id| (*id).to_owned())
            .collect();
        unknown.sort_unstable();
        let stopped = marks.iter().any(|mark| mark.stop);
        let out_of_control = input.out_of_control
            || marks
                .iter()
                .any(|mark| mark.period == Some(Invalidity::OutOfControl));
        let valid = first_of([
            (out_of_control, Reason::OutOfControl),
            (
                marks.iter().any(|mark| !mark.concentration && !mark.stop),
                Reason::EnterpriseMark,
            ),
        ]);
        let basis = first_of([
            (stopped, Reason::Stopped),
            (marks.iter().any(|mark| !mark.basis), Reason::NoBasisMark),
            (!unknown.is_empty(), Reason::UnknownMark),
        ]);
        Self {
            stopped,
            valid,
            basis: if stopped { basis } else { valid.and(basis) },
            period: if out_of_control {
                Invalidity::OutOfControl
            } else {
                Invalidity::Other
            },
            unknown,
        }
    }
}

/// The first reason that applies.
fn first_of(reasons: impl IntoIterator<Item = (bool, Reason)>) -> Result<(), Reason> {
    let mut reasons = reasons.into_iter();
    let found = reasons.find(|(applies, _)| *applies);
    found.map_or(Ok(()), |(_, reason)| Err(reason))
}

/// What the device's mark says of one factor.
struct Device {
    stopped: bool,
    valid: Result<(), Reason>,
    amount: Result<(), Reason>,
}

impl Device {
    fn of(average: Reading, rules: &Rules) -> Self {
        let Some(mark) = rules.mark(average.mark) else {
            let unknown = Err(Reason::UnknownMark);
            return Self {
                stopped: false,
                valid: unknown,
                amount: unknown,
            };
        };
        let missing = (average.value.is_none(), Reason::Missing);
        let invalid = |counts: bool| (!counts, Reason::MarkedInvalid);
        Self {
            stopped: mark.stop,
            valid: first_of([invalid(mark.concentration), missing]),
            amount: first_of([invalid(mark.amount), missing]),
        }
    }
}

fn evaluate_factor(
    input: &FactorInput<'_>,
    gas: &Gas,
    flow: Valued,
    plant: &Plant,
    outlet: &Outlet<'_>,
    rules: &Rules,
) -> FactorHour {
    let device = Device::of(input.average, rules);
    let stopped = plant.stopped || device.stopped;
    let enough = input.minutes.is_none_or(|n| n >= rules.hour_minutes.value);
    let valid = if stopped {
        Err(Reason::Stopped)
    } else {
        let minutes = first_of([(!enough, Reason::TooFew)]);
        plant.valid.and(device.valid).and(minutes)
    };
    let concentration = valid
        .and_then(|()| concentration(input, gas, rules))
        .and_then(|value| keep(value, rules));
    let own = DeviceValues {
        folded: input.device.folded.filter(|v| !is_sentinel(*v, rules)),
        ..input.device
    };
    let (folded, folded_by) = fold(concentration, own.folded, gas, outlet, rules);
    let amount = if stopped {
        Amount::Stopped
    } else {
        let usable = device.amount.and(concentration);
        amount(usable, flow, plant.period, rules)
    };
    let basis = if stopped {
        Err(Reason::Stopped)
    } else {
        plant.basis.and(device.valid)
    };
    FactorHour {
        factor: input.factor.to_owned(),
        mark: input.average.mark,
        concentration,
        folded,
        folded_by,
        amount,
        findings: findings(input.factor, folded, basis, outlet),
        comparisons: comparisons(own, concentration, (folded, folded_by), amount, rules),
    }
}

fn is_sentinel(value: Exact, rules: &Rules) -> bool {
    rules
        .folded_sentinel
        .is_some_and(|sentinel| sentinel.value == value)
}

/// Folds by our own oxygen; where that is not known, the device's folded value stands in.
fn fold(
    concentration: Valued,
    device: Option<Exact>,
    gas: &Gas,
    outlet: &Outlet<'_>,
    rules: &Rules,
) -> (Valued, Origin) {
    let (Ok(value), Some(reference)) = (concentration, outlet.reference_oxygen) else {
        return (concentration, Origin::Ours);
    };
    match (oxygen(gas, rules), device) {
        (Ok(oxygen), _) => {
            let folded = formula::fold(value, oxygen, Some(reference), rules);
            (folded.and_then(|folded| keep(folded, rules)), Origin::Ours)
        }
        (Err(_), Some(device)) => (keep(device, rules), Origin::Device),
        (Err(lack), None) => (Err(lack), Origin::Ours),
    }
}

fn amount(concentration: Valued, flow: Valued, period: Invalidity, rules: &Rules) -> Amount {
    let amount = concentration
        .and_then(|value| formula::amount(value, flow?))
        .and_then(|value| keep(value, rules));
    match amount {
        Ok(value) => Amount::Measured(value),
        Err(reason) => Amount::Undetermined {
            reason,
            period,
            not_filled: None,
        },
    }
}

fn findings(
    factor: &str,
    folded: Valued,
    basis: Result<(), Reason>,
    outlet: &Outlet<'_>,
) -> Vec<LimitFinding> {
    let limits = outlet.limits.iter().filter(|limit| limit.factor == factor);
    let finding = |limit: &super::Limit<'_>| -> Finding { judge(folded, limit.value, basis) };
    limits
        .map(|limit| LimitFinding {
            limit: limit.name.to_owned(),
            finding: finding(limit),
        })
        .collect()
}

fn comparisons(
    device: DeviceValues,
    concentration: Valued,
    (folded, folded_by): (Valued, Origin),
    amount: Amount,
    rules: &Rules,
) -> Vec<Comparison> {
    let ours = (folded_by == Origin::Ours).then_some(folded);
    let measured = match amount {
        Amount::Measured(amount) => Ok(amount),
        _ => Err(Reason::Missing),
    };
    [
        beside(
            Quantity::Concentration,
            concentration,
            device.average,
            rules,
        ),
        ours.and_then(|ours| beside(Quantity::Folded, ours, device.folded, rules)),
        beside(Quantity::Amount, measured, device.amount, rules),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A comparison where both figures are there.
fn beside(
    quantity: Quantity,
    ours: Valued,
    device: Option<Exact>,
    rules: &Rules,
) -> Option<Comparison> {
    compare(quantity, ours.ok()?, device?, rules).ok()
}
