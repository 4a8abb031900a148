//! Random imports, edits and removals do what a few lines over maps do.

use std::collections::BTreeMap;

use proptest::prelude::*;
use registry::store::{Change, Registry, RegistryError, Stored};
use registry::{By, Catalogue, Given, GivenRow, Origin, Record};

use super::backend::{Backend, by, entity, wait_for};

const COLUMNS: [&str; 2] = ["name", "fuel"];

type Cells = Vec<Option<String>>;

#[derive(Clone, Debug)]
enum Step {
    Import(Vec<GivenRow>, bool, Origin),
    Edit(String, Seen, Vec<Given>),
    Remove(String, Seen),
}

/// Which revision an editor names.
#[derive(Clone, Copy, Debug)]
enum Seen {
    Now,
    Before,
    Nothing,
}

/// What a register is: for each key its states, each from a revision on.
#[derive(Default)]
struct Model {
    states: BTreeMap<String, Vec<(i64, Option<Cells>)>>,
    revisions: Vec<By>,
}

impl Model {
    fn now(&self, key: &str) -> Option<(i64, &Cells)> {
        let (revision, cells) = self.states.get(key)?.last()?;
        Some((*revision, cells.as_ref()?))
    }

    fn at(&self, key: &str, revision: i64) -> Option<(i64, &Cells)> {
        let mut states = self.states.get(key)?.iter();
        let (begun, cells) = states.rfind(|(begun, _)| *begun <= revision)?;
        Some((*begun, cells.as_ref()?))
    }

    fn set(&mut self, key: &str, revision: i64, cells: Option<Cells>) {
        let states = self.states.entry(key.to_owned()).or_default();
        states.retain(|(begun, _)| *begun != revision);
        states.push((revision, cells));
    }

    fn next(&self) -> i64 {
        i64::try_from(self.revisions.len()).unwrap() + 1
    }

    /// The revision that the editor names.
    fn seen(&self, key: &str, seen: Seen) -> Option<i64> {
        match seen {
            Seen::Now => self.now(key).map(|(revision, _)| revision),
            Seen::Before => Some(self.now(key).map_or(1, |(revision, _)| revision - 1)),
            Seen::Nothing => None,
        }
    }

    fn import(&mut self, rows: &[GivenRow], by: By) -> (u64, u64, u64) {
        let revision = self.next();
        let (mut created, mut changed, mut same) = (0, 0, 0);
        for row in rows {
            let before = self
                .now(&row.key)
                .map(|(begun, cells)| (begun, cells.clone()));
            let after = applied(&row.cells, before.as_ref().map(|(_, cells)| cells));
            match before {
                Some((_, cells)) if cells == after => same += 1,
                Some((begun, _)) => {
                    changed += u64::from(begun != revision);
                    self.set(&row.key, revision, Some(after));
                }
                None => {
                    created += 1;
                    self.set(&row.key, revision, Some(after));
                }
            }
        }
        if created + changed > 0 {
            self.revisions.push(by);
        }
        (created, changed, same)
    }
}

fn applied(given: &[Given], before: Option<&Cells>) -> Cells {
    let cell = |(place, cell): (usize, &Given)| match cell {
        Given::Left => before.and_then(|cells| cells[place].clone()),
        Given::Cleared => None,
        Given::Value(text) => Some(text.clone()),
    };
    given.iter().enumerate().map(cell).collect()
}

async fn run(steps: Vec<Step>) {
    let backend = Backend::sqlite();
    let catalogue = Catalogue {
        entities: vec![entity("boiler", &COLUMNS)],
    };
    let registry = Registry::open(&backend.url, catalogue).await.unwrap();
    let mut model = Model::default();
    for (number, step) in (1i64..).zip(steps) {
        take(&registry, &mut model, by("李", number * 10, "step"), step).await;
    }
    compare(&registry, &model).await;
}

async fn take(registry: &Registry, model: &mut Model, by: By, step: Step) {
    match step {
        Step::Import(rows, kept, origin) => {
            let by = By { origin, ..by };
            let mut import = registry.import("boiler", by.clone()).await.unwrap();
            let (first, second) = rows.split_at(rows.len() / 2);
            let foreseen = registry.compare("boiler", &rows).await.unwrap();
            let mut effects = import.put(first).await.unwrap();
            effects.extend(import.put(second).await.unwrap());
            assert_eq!(effects, foreseen);
            if kept {
                let done = import.finish().await.unwrap();
                let expected = model.import(&rows, by);
                assert_eq!((done.created, done.changed, done.same), expected);
            }
        }
        Step::Edit(key, seen, given) => {
            let expected = model.seen(&key, seen);
            let named = COLUMNS.map(str::to_owned).into_iter().zip(given.clone());
            let named: Vec<_> = named.collect();
            let edited = registry
                .edit("boiler", &key, expected, &named, by.clone())
                .await;
            let before = model.now(&key);
            if before.map(|(revision, _)| revision) != expected {
                assert!(edited.is_err());
                return;
            }
            let row = GivenRow {
                line: 1,
                key,
                cells: given,
            };
            model.import(&[row], by);
            edited.unwrap();
        }
        Step::Remove(key, seen) => {
            let Some(expected) = model.seen(&key, seen) else {
                return;
            };
            let removed = registry.remove("boiler", &key, expected, by.clone()).await;
            if model
                .now(&key)
                .is_some_and(|(revision, _)| revision == expected)
            {
                assert_eq!(removed.unwrap(), model.next());
                model.set(&key, model.next(), None);
                model.revisions.push(by);
            } else {
                removed.unwrap_err();
            }
        }
    }
}

async fn compare(registry: &Registry, model: &Model) {
    let stored = |key: &String, (revision, cells): (i64, &Cells)| Stored {
        revision,
        record: Record {
            key: key.clone(),
            cells: cells.clone(),
        },
    };
    let last = i64::try_from(model.revisions.len()).unwrap();
    for revision in 0..=last {
        let moment = revision.checked_sub(1).map_or(0, |before| {
            usize::try_from(before).map_or(0, |before| model.revisions[before].at)
        });
        let keys = model.states.keys();
        let expected: Vec<_> = keys
            .filter_map(|key| Some(stored(key, model.at(key, revision)?)))
            .collect();
        let mut found = Vec::new();
        let scanned = registry.scan_at("boiler", moment, |chunk| {
            found.extend_from_slice(chunk);
            Ok::<_, RegistryError>(())
        });
        scanned.await.unwrap();
        assert_eq!(found, expected, "as of revision {revision}");
        for key in model.states.keys() {
            let at = registry.at("boiler", key, moment).await.unwrap();
            let expected = model
                .at(key, revision)
                .map(|state| stored(key, state).record);
            assert_eq!(at, expected);
        }
    }
    let mut simulated = false;
    for (key, states) in &model.states {
        let now = model.now(key).map(|state| stored(key, state));
        simulated |= now
            .as_ref()
            .is_some_and(|now| origin(model, now.revision) == Origin::Simulated);
        assert_eq!(registry.get("boiler", key).await.unwrap(), now);
        compare_history(registry, model, key, states).await;
    }
    assert_eq!(registry.simulated("boiler").await.unwrap(), simulated);
    let revision = registry.entity_revision("boiler").await.unwrap();
    assert_eq!(revision, Some(last).filter(|last| *last > 0));
}

fn origin(model: &Model, revision: i64) -> Origin {
    model.revisions[usize::try_from(revision - 1).unwrap()].origin
}

async fn compare_history(
    registry: &Registry,
    model: &Model,
    key: &str,
    states: &[(i64, Option<Cells>)],
) {
    let history = registry.history("boiler", key).await.unwrap();
    assert_eq!(history.len(), states.len());
    let unknown = vec![None; COLUMNS.len()];
    let mut before: Option<&Cells> = None;
    for (version, (revision, after)) in history.iter().zip(states) {
        assert_eq!(version.revision, *revision);
        assert_eq!(
            version.by,
            model.revisions[usize::try_from(revision - 1).unwrap()]
        );
        let change = match (before, after) {
            (None, _) => Change::Created,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        };
        assert_eq!(version.change, change);
        let (old, new) = (
            before.unwrap_or(&unknown),
            after.as_ref().unwrap_or(&unknown),
        );
        let mut patched = old.clone();
        for cell in &version.cells {
            let place = COLUMNS
                .iter()
                .position(|column| *column == cell.column)
                .unwrap();
            assert_eq!(cell.before, old[place]);
            assert_ne!(cell.before, cell.after);
            patched[place].clone_from(&cell.after);
        }
        assert_eq!(&patched, new);
        before = after.as_ref();
    }
}

fn cell() -> impl Strategy<Value = Given> {
    prop_oneof![
        2 => Just(Given::Left),
        1 => Just(Given::Cleared),
        3 => prop::sample::select(vec!["", "a", "煤", "𠮷"]).prop_map(|text| Given::Value(text.to_owned())),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "ä", "锅", "𠮷"]).prop_map(str::to_owned)
}

fn seen() -> impl Strategy<Value = Seen> {
    prop_oneof![4 => Just(Seen::Now), 1 => Just(Seen::Before), 1 => Just(Seen::Nothing)]
}

fn step() -> impl Strategy<Value = Step> {
    let cells = || prop::collection::vec(cell(), COLUMNS.len());
    let row = (key(), cells()).prop_map(|(key, cells)| GivenRow {
        line: 1,
        key,
        cells,
    });
    let origin = prop_oneof![4 => Just(Origin::Real), 1 => Just(Origin::Simulated)];
    prop_oneof![
        2 => (prop::collection::vec(row, 0..6), prop::bool::weighted(0.8), origin)
            .prop_map(|(rows, kept, origin)| Step::Import(rows, kept, origin)),
        2 => (key(), seen(), cells()).prop_map(|(key, seen, cells)| Step::Edit(key, seen, cells)),
        1 => (key(), seen()).prop_map(|(key, seen)| Step::Remove(key, seen)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_sequence_of_changes_equals_the_model(steps in prop::collection::vec(step(), 1..16)) {
        wait_for(run(steps));
    }
}
