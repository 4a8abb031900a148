//! Our figures beside those that the device computed itself.
//!
//! It states a difference and whether it is within the tolerance; it does not say which of the two is right.

use units::Exact;

use super::{
    Quantity, Reason, Rules,
    checked::{div, mul, sub, whole},
};

/// One figure of ours beside the device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared.
    pub quantity: Quantity,
    /// Ours.
    pub ours: Exact,
    /// The device's.
    pub device: Exact,
    /// The device's less ours.
    pub difference: Exact,
    /// Whether the difference is within the tolerance.
    pub agrees: bool,
}

/// Compares a figure of ours with the device's.
///
/// # Errors
///
/// [`Reason::NoRule`] where no tolerance is set.
pub fn compare(
    quantity: Quantity,
    ours: Exact,
    device: Exact,
    rules: &Rules,
) -> Result<Comparison, Reason> {
    let tolerance = rules.tolerance(quantity).ok_or(Reason::NoRule)?;
    let difference = sub(device, ours)?;
    let relative = div(mul(magnitude(ours), tolerance.percent)?, whole(100))?;
    Ok(Comparison {
        quantity,
        ours,
        device,
        difference,
        agrees: magnitude(difference) <= relative.max(tolerance.absolute),
    })
}

fn magnitude(value: Exact) -> Exact {
    if *value.numer() < 0 { -value } else { value }
}
