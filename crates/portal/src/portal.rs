//! What every request of a portal shares: the lake, the register, accounts, the policy, kept answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use access::{Access, Policy};
use answer::context::Context;
use answer::output::Format;
use answer::words::{Language, Words};
use jiff::Timestamp;
use lake::Lake;
use plan::Plan;
use registry::store::Registry;

use crate::api::air::{Span, Station};
use crate::api::plans::Evaluations;
use crate::api::register::Ties;
use crate::api::reports::Filling;
use crate::api::sensorthings::Catalogue;
use crate::api::sources::Source;
use crate::error::PortalError;
use crate::live::Live;
use crate::memo::Memo;
use crate::reply::Kept;
use crate::settings::Settings;
use crate::state::State;
use crate::words::Sentences;

/// A portal. Copies share everything.
#[derive(Clone)]
pub struct Portal(Arc<Inner>);

struct Inner {
    settings: Settings,
    registry: Registry,
    access: Access,
    policy: Policy,
    plans: Vec<Arc<Plan>>,
    sentences: Sentences,
    kept: Kept,
    state: State,
    live: Live,
    spans: Memo<Option<Span>>,
    stations: Memo<Vec<Station>>,
    observed: Memo<Catalogue>,
    ranked: Memo<BTreeMap<String, Option<u32>>>,
    evaluations: Evaluations,
    filling: Filling,
    ties: Memo<Ties>,
    sources: Memo<Vec<Source>>,
}

impl Portal {
    /// Opens everything that requests will need.
    pub async fn open(settings: Settings, access: access::Settings) -> Result<Self, PortalError> {
        make(&settings.attachments)?;
        let plans: Vec<Arc<Plan>> = answer::register::plans()
            .into_iter()
            .map(Arc::new)
            .collect();
        let catalogue = plan::register::catalogue(plans.iter().map(AsRef::as_ref))?;
        let registry = Registry::open(&settings.registry, catalogue).await?;
        let access = Access::open(&settings.accounts, access).await?;
        let policy = match &settings.policy {
            Some(folder) => Policy::read(folder)?,
            None => Policy::built_in(),
        };
        let lake = Lake::at(&settings.lake)?.on(settings.cluster.clone());
        Ok(Self(Arc::new(Inner {
            state: State::new(lake),
            kept: Kept::new(settings.limits.cache_bytes),
            live: Live::new(),
            spans: Memo::new(64),
            stations: Memo::new(2),
            observed: Memo::new(2),
            ranked: Memo::new(256),
            evaluations: Evaluations::new(),
            filling: Filling::default(),
            ties: Memo::new(2),
            sources: Memo::new(2),
            sentences: Sentences::new(),
            plans,
            registry,
            access,
            policy,
            settings,
        })))
    }

    /// What it was started with.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Accounts, sessions and the audit log.
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.0.policy
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.0.registry
    }

    pub(crate) fn lake(&self) -> &Lake {
        self.0.state.lake()
    }

    pub(crate) fn plans(&self) -> &[Arc<Plan>] {
        &self.0.plans
    }

    pub(crate) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    pub(crate) fn state(&self) -> &State {
        &self.0.state
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// The first and the newest hour of regions.
    pub(crate) fn observed(&self) -> &Memo<Catalogue> {
        &self.0.observed
    }

    pub(crate) fn spans(&self) -> &Memo<Option<Span>> {
        &self.0.spans
    }

    /// Evaluations of plans, and lists of things under their rules.
    pub(crate) fn evaluations(&self) -> &Evaluations {
        &self.0.evaluations
    }

    /// Whoever writes a reported figure holds this: one at a time.
    pub(crate) fn filling(&self) -> &Filling {
        &self.0.filling
    }

    /// To which facility and region rows of the register belong.
    pub(crate) fn ties(&self) -> &Memo<Ties> {
        &self.0.ties
    }

    /// The sources of the register.
    pub(crate) fn sources(&self) -> &Memo<Vec<Source>> {
        &self.0.sources
    }

    /// The stations of the register.
    pub(crate) fn stations(&self) -> &Memo<Vec<Station>> {
        &self.0.stations
    }

    /// Ranks by site, of sets and periods.
    pub(crate) fn ranked(&self) -> &Memo<BTreeMap<String, Option<u32>>> {
        &self.0.ranked
    }

    pub(crate) fn words(&self, language: Language) -> &Arc<Words> {
        self.0.sentences.of(language)
    }

    /// The surroundings of a question, as the crates below want them.
    pub(crate) fn context(&self, language: Language) -> Context {
        Context {
            lake_place: self.0.settings.lake.clone(),
            cluster: self.0.settings.cluster.clone(),
            registry: self.0.settings.registry.clone(),
            format: Format::Json,
            out: None,
            words: Arc::clone(self.words(language)),
            as_of: None,
            limits: self.0.settings.query,
            quiet: true,
            now: Timestamp::now(),
        }
    }
}

fn make(folder: &Path) -> Result<(), PortalError> {
    std::fs::create_dir_all(folder).map_err(|source| PortalError::Folder {
        folder: folder.display().to_string(),
        source,
    })
}
