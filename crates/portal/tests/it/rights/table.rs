//! The table `rights.txt` as it is written: requests, and what each role is answered in each column.

use std::collections::BTreeMap;

use access::Role;

use super::facilities::FACILITIES;

const TABLE: &str = include_str!("../rights.txt");

/// Names by which regions go in the table.
const REGIONS: [(&str, &str); 5] = [
    ("province", "140000"),
    ("city", "140100"),
    ("county", "140105"),
    ("sibling", "140106"),
    ("far", "140200"),
];

/// A request of the table, and what each role is answered in each column.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Option<String>,
    pub(super) shows: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) cells: BTreeMap<Role, Vec<String>>,
}

/// The table.
pub(super) fn table() -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for line in TABLE
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        if let Some(request) = line.strip_prefix("@ ") {
            all.push(request_of(request));
            continue;
        }
        let asked = all.last_mut().expect("cells follow a request");
        let mut words = line.split_whitespace().map(str::to_owned);
        if asked.columns.is_empty() {
            asked.columns = words.collect();
            continue;
        }
        let who = words.next().expect("a row names a role");
        let cells: Vec<String> = words.collect();
        assert_eq!(cells.len(), asked.columns.len(), "{}: {line}", asked.name);
        let roles = Role::ALL
            .into_iter()
            .filter(|role| who == "everybody" || who == role.id());
        asked.cells.extend(roles.map(|role| (role, cells.clone())));
    }
    for asked in &all {
        assert_eq!(
            asked.cells.len(),
            Role::ALL.len(),
            "{} has a row for each role",
            asked.name
        );
    }
    all
}

fn request_of(line: &str) -> Asked {
    let (line, shows) = match line.split_once(" => ") {
        Some((line, shows)) => (line, Some(shows.to_owned())),
        None => (line, None),
    };
    let (line, body) = match line.split_once(" | ") {
        Some((line, body)) => (line, Some(body.to_owned())),
        None => (line, None),
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, method, path] = words[..] else {
        panic!("a request is a name, a method and an address: {line}");
    };
    Asked {
        name: name.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        body,
        shows,
        ..Asked::default()
    }
}

/// What stands for the marks of the table in a column.
pub(super) struct Filled {
    marks: Vec<(&'static str, String)>,
}

impl Filled {
    /// Those of a column.
    pub(super) fn of(column: &str, period: &str, attachment: &str) -> Self {
        let region = REGIONS.iter().find(|(name, _)| *name == column);
        let facility = FACILITIES.iter().find(|facility| facility.column == column);
        let mut marks = vec![
            ("{line}", "\n".to_owned()),
            ("{period}", period.to_owned()),
            ("{attachment}", attachment.to_owned()),
        ];
        marks.extend(region.map(|(_, code)| ("{region}", (*code).to_owned())));
        marks.extend(facility.into_iter().flat_map(|facility| {
            [
                ("{facility}", facility.key.to_owned()),
                ("{device}", facility.device.to_owned()),
                ("{outlet}", facility.outlet()),
                ("{region}", facility.region.to_owned()),
            ]
        }));
        Self { marks }
    }

    /// A text of the table in this column.
    pub(super) fn fill(&self, text: &str) -> String {
        let filled = |text: String, (mark, value): &(&str, String)| text.replace(mark, value);
        self.marks.iter().fold(text.to_owned(), filled)
    }
}
