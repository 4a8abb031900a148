//! Help in both languages, of every command.

use crate::run::lantian;

const COMMANDS: [&str; 12] = [
    "import",
    "aqi",
    "stats",
    "rank",
    "trend",
    "sql",
    "explain",
    "verify",
    "doctor",
    "lake",
    "standards",
    "regions",
];

/// The first help line of each command or option, joined with the lines it wraps onto.
fn entries(help: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in help.lines() {
        let indent = line.len() - line.trim_start().len();
        match entries.last_mut() {
            Some(entry) if indent > 8 => {
                entry.push(' ');
                entry.push_str(line.trim_start());
            }
            _ => entries.push(line.trim_start().to_owned()),
        }
    }
    entries
}

/// Whether a text has both languages, Chinese first.
fn is_bilingual(text: &str) -> bool {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let Some((zh, en)) = text.split_once("/ ").filter(|(zh, _)| zh.contains(chinese)) else {
        return false;
    };
    zh.contains(chinese) && en.contains(|c: char| c.is_ascii_alphabetic())
}

#[test]
fn help_names_every_command_in_both_languages() {
    let help = lantian(&["-h"]);
    assert_eq!(help.code, Some(0));
    let entries = entries(&help.out);
    for command in COMMANDS {
        let entry = entries
            .iter()
            .find(|entry| entry.starts_with(&format!("{command} ")));
        assert!(
            entry.is_some_and(|entry| is_bilingual(entry)),
            "{entry:?}\n{}",
            help.out
        );
    }
}

#[test]
fn every_option_has_help_in_both_languages() {
    for command in [
        "import", "aqi", "stats", "rank", "trend", "sql", "explain", "verify", "doctor",
    ] {
        let help = lantian(&[command, "-h"]);
        assert_eq!(help.code, Some(0), "{command}");
        for entry in entries(&help.out)
            .iter()
            .filter(|entry| entry.starts_with("--"))
        {
            assert!(is_bilingual(entry), "{command}: {entry}");
        }
    }
}

#[test]
fn the_help_of_rank_says_what_a_period_looks_like() {
    let help = lantian(&["rank", "--help"]);
    assert!(help.out.contains("2019-01、2019Q1、2019"), "{}", help.out);
    assert!(help.out.contains("key168"), "{}", help.out);
}

#[test]
fn a_missing_command_shows_the_help_and_exits_with_two() {
    assert_eq!(lantian(&[]).code, Some(2));
}
