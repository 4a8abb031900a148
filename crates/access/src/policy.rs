//! Rights, as policies in Cedar over role × region × entity: what no policy permits is refused.
//!
//! Policies are data: `policies/lantian.cedar`, or the file of that name in a folder of the administrator's. The schema
//! is the program's own. Policies that do not fit it are refused when they are read, with file and line, not when
//! somebody asks. It decides nothing by itself.

mod load;
mod ask;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use cedar_policy::{Authorizer, Entities, PolicySet};
use regions::RegionCode;

use crate::{Action, Resource, Standing, Who};
use ask::Names;

/// Answers that are remembered; beyond, all are forgotten and asked anew.
const REMEMBERED: usize = 16_384;

/// The file of policies in a folder.
const FILE: &str = "lantian.cedar";

/// Who may do what.
#[derive(Clone, Debug)]
pub struct Policy {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    policies: PolicySet,
    /// The actions with the groups of the schema that they are in.
    actions: Entities,
    authorizer: Authorizer,
    names: Names,
    remembered: RwLock<BTreeMap<Asked, bool>>,
}

/// A question: the answer depends on nothing else.
type Asked = (Action, Standing, Resource);

/// Policies cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The file cannot be read.
    #[error("the policies in {file:?} cannot be read: {kind}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
    /// It is no Cedar, or speaks of what the schema does not know.
    #[error("{file:?}, line {line}: {message}")]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What Cedar says.
        message: String,
    },
    /// Something is wrong that has no line.
    #[error("{file:?}: {message}")]
    Whole {
        /// The file.
        file: PathBuf,
        /// What Cedar says.
        message: String,
    },
}

impl Policy {
    /// Gives the policies that come with the program.
    ///
    /// # Panics
    /// Never: a test reads these policies.
    pub fn built_in() -> Self {
        let text = include_str!("../policies/lantian.cedar");
        Self::of(Path::new(FILE), text)
            .expect("the policies that come with the program fit its schema")
    }

    /// Reads the file `lantian.cedar` of a folder.
    pub fn read(folder: &Path) -> Result<Self, PolicyError> {
        let file = folder.join(FILE);
        let text = load::text(&file)?;
        Self::of(&file, &text)
    }

    fn of(file: &Path, text: &str) -> Result<Self, PolicyError> {
        let schema = load::schema();
        let actions = schema.action_entities();
        Ok(Self {
            inner: Arc::new(Inner {
                policies: load::policies(schema, file, text)?,
                actions: actions.expect("the actions of the schema are entities"),
                authorizer: Authorizer::new(),
                names: Names::new(),
                remembered: RwLock::default(),
            }),
        })
    }

    /// Tells whether somebody may do something to something.
    pub fn allowed(&self, who: &Who, action: Action, on: &Resource) -> bool {
        let asked = (action, who.standing.clone(), on.clone());
        let remembered = self.inner.remembered.read();
        // A panic elsewhere while the answers were locked leaves them whole: they are put in one at a time.
        let remembered = remembered.unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(answer) = remembered.get(&asked) {
            return *answer;
        }
        drop(remembered);
        let answer = self.inner.ask(&asked);
        let remembered = self.inner.remembered.write();
        let mut remembered = remembered.unwrap_or_else(std::sync::PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(asked, answer);
        answer
    }

    /// Gives what somebody may do somewhere: what a menu shows.
    pub fn actions(&self, who: &Who) -> Vec<Action> {
        let places = places(&who.standing);
        let somewhere = |action: &Action| places.iter().any(|on| self.allowed(who, *action, on));
        Action::ALL.into_iter().filter(somewhere).collect()
    }
}

/// Examples of what is nearest to somebody: nothing in particular, their region and one below it, their facility.
fn places(standing: &Standing) -> Vec<Resource> {
    let mut places = vec![Resource::default()];
    let region = standing.region;
    let below = region.and_then(below);
    places.extend(region.into_iter().chain(below).map(|region| Resource {
        region: Some(region),
        entity: None,
        body: standing.body.clone(),
    }));
    places.extend(standing.entity.iter().map(|entity| Resource {
        region,
        entity: Some(entity.clone()),
        body: None,
    }));
    places
}

/// Some region within another one.
fn below(region: RegionCode) -> Option<RegionCode> {
    let others = regions::all().iter().map(|other| other.code);
    let mut within = others.filter(|other| *other != region && regions::contains(region, *other));
    within.next()
}
