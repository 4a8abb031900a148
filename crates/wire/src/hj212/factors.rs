//! The factors of gases, all 121 rows of HJ 212-2017 Annex B.2, with the codes that they had in 2005.

/// A factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its code since 2017.
    pub code: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Its code in HJ/T 212-2005.
    pub code_2005: Option<&'static str>,
    /// The unit of its values, as the standard prints it.
    pub unit: &'static str,
    /// The unit of its amounts, where it has amounts.
    pub amount: Option<&'static str>,
    /// The form of its values: `N5.2` has up to five digits before and two behind the point.
    pub form: Option<&'static str>,
}

/// The factor of a code of 2017 or, where it is none, of 2005.
pub fn find(code: &str) -> Option<&'static Factor> {
    match FACTORS.binary_search_by(|factor| factor.code.cmp(code)) {
        Ok(at) => FACTORS.get(at),
        Err(_) => FACTORS.iter().find(|factor| factor.code_2005 == Some(code)),
    }
}

/// Every factor, by code.
pub fn all() -> &'static [Factor] {
    FACTORS
}

include!(concat!(env!("OUT_DIR"), "/hj212_factors.rs"));
