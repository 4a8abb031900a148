//! The tables as Rust. Order is the file's, except for factors, which are sorted so that they can be found.

use std::fmt::Write as _;

use super::schema::{CheckWord, Codes, Commands, Factors, Parameters, Profiles, assumed};

pub(crate) fn codes(name: &str, table: &Codes) -> String {
    let mut text = format!("static {}: &[Code] = &[\n", name.to_uppercase());
    for row in &table.row {
        line(
            &mut text,
            &format!(
                "Code {{ code: {:?}, zh: {:?}, en: {:?}, assumed: {} }},",
                row.code,
                row.zh,
                row.en,
                assumed(row.confidence)
            ),
        );
    }
    text + "];\n"
}

pub(crate) fn defects(table: &Codes) -> String {
    let mut text = "static WORDS: &[Words] = &[\n".to_owned();
    for row in &table.row {
        let words = format!(
            "Words {{ id: {:?}, zh: {:?}, en: {:?} }},",
            row.code, row.zh, row.en
        );
        line(&mut text, &words);
    }
    text + "];\n"
}

pub(crate) fn factors(table: &Factors) -> String {
    let mut rows: Vec<_> = table.factor.iter().collect();
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    let mut text = "static FACTORS: &[Factor] = &[\n".to_owned();
    for row in rows {
        line(
            &mut text,
            &format!(
                "Factor {{ code: {:?}, zh: {:?}, en: {:?}, code_2005: {:?}, unit: {:?}, amount: {:?}, \
                 form: {:?} }},",
                row.code, row.zh, row.en, row.code_2005, row.unit, row.amount, row.form
            ),
        );
    }
    text + "];\n"
}

pub(crate) fn commands(table: &Commands) -> String {
    let mut text = "static COMMANDS: &[Command] = &[\n".to_owned();
    for row in &table.row {
        let code: u16 = row
            .code
            .parse()
            .unwrap_or_else(|error| panic!("command {}: {error}", row.code));
        let editions: Vec<String> = row
            .editions
            .iter()
            .map(|edition| format!("Edition::{edition:?}"))
            .collect();
        let editions = editions.join(", ");
        let act = |act| match act {
            Some(act) => format!("Some(Act::{act:?})"),
            None => "None".to_owned(),
        };
        line(
            &mut text,
            &format!(
                "Command {{ code: {code}, zh: {:?}, en: {:?}, editions: &[{editions}], host: {}, \
                 site: {}, assumed: {} }},",
                row.zh,
                row.en,
                act(row.host),
                act(row.site),
                assumed(row.confidence)
            ),
        );
    }
    text + "];\n"
}

pub(crate) fn parameters(table: &Parameters) -> String {
    let mut text = "static PARAMETERS: &[Parameter] = &[\n".to_owned();
    for row in &table.parameter {
        line(
            &mut text,
            &format!(
                "Parameter {{ code: {:?}, zh: {:?}, en: {:?}, least: {}, most: {}, among: &{:?} }},",
                row.code, row.zh, row.en, row.least, row.most, row.among
            ),
        );
    }
    text + "];\n"
}

pub(crate) fn profiles(table: &Profiles) -> String {
    let mut text = "static PROFILES: &[Profile] = &[\n".to_owned();
    for row in &table.profile {
        let has = |word| row.crc.contains(&word);
        let admitted = match (has(CheckWord::Standard), has(CheckWord::Modbus)) {
            (true, true) => "Any",
            (false, true) => "Modbus",
            (_, false) => "Standard",
        };
        line(
            &mut text,
            &format!(
                "Profile {{ id: {:?}, zh: {:?}, en: {:?}, admitted: Admitted::{admitted}, encryption: \
                 Settings {{ padding: Padding::{:?}, carriage: Carriage::{:?} }} }},",
                row.code, row.zh, row.en, row.padding, row.carriage
            ),
        );
    }
    text + "];\n"
}

fn line(text: &mut String, row: &str) {
    writeln!(text, "    {row}").unwrap_or_else(|error| panic!("{error}"));
}
