//! The surroundings of one run: the command line over the environment over the configuration, and the clock.
//!
//! Only this file joins them; below it a question finds everything in its context.

use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;
use lake::{Place, QueryLimits};

use crate::arguments::Global;
use crate::configuration::{self, GatewaySettings, PortalSettings};
use crate::context::{Context, moment};
use crate::failure::{Failure, Kind};
use crate::output::Format;
use crate::words::{Language, Words};

/// What questions need, and what is set of the servers, which only their own commands need.
pub(crate) struct Surroundings {
    /// What every question needs.
    context: Context,
    /// What the configuration says of the gateway.
    pub(crate) gateway: GatewaySettings,
    /// What it says of the portal.
    pub(crate) portal: PortalSettings,
}

const DEFAULT_LAKE: &str = "data/lake";
/// The variable of the environment that names another folder.
const LAKE_VARIABLE: &str = "LANTIAN_LAKE";
/// The variable that names a cluster.
const CLUSTER_VARIABLE: &str = "LANTIAN_CLUSTER";
/// The variable that names another register.
const REGISTRY_VARIABLE: &str = "LANTIAN_REGISTRY";
/// The register's file beside the lake.
const DEFAULT_REGISTRY: &str = "register.sqlite";

impl Surroundings {
    /// Joins the command line, the environment, the configuration file and the clock.
    pub(crate) fn new(global: Global, words: Arc<Words>) -> Result<Self, Failure> {
        let settings = configuration::load()?;
        let mut limits = QueryLimits::default();
        if let Some(threads) = global.threads.or(settings.threads) {
            limits.threads = threads.max(1);
        }
        let format = global
            .format
            .unwrap_or_else(|| Format::of_file(global.out.as_deref()));
        if format == Format::Parquet && global.out.is_none() {
            return Err(Failure::new(Kind::User, "failure-parquet-needs-out"));
        }
        let named = |variable: &str| std::env::var(variable).ok().filter(|text| !text.is_empty());
        let lake_place: Place = global
            .lake
            .or_else(|| named(LAKE_VARIABLE))
            .or(settings.lake.place)
            .as_deref()
            .unwrap_or(DEFAULT_LAKE)
            .parse()?;
        let registry = global
            .registry
            .or_else(|| named(REGISTRY_VARIABLE))
            .or(settings.registry.url);
        let cluster = global
            .cluster
            .or_else(|| named(CLUSTER_VARIABLE))
            .or(settings.lake.cluster)
            .map(|address| address.parse())
            .transpose()?;
        let context = Context {
            cluster,
            registry: registry.unwrap_or_else(|| {
                let beside = lake_place.beside(DEFAULT_REGISTRY);
                beside.display().to_string()
            }),
            lake_place,
            format,
            out: global.out,
            words,
            as_of: global.as_of.as_deref().map(moment).transpose()?,
            limits,
            quiet: global.quiet,
            now: Timestamp::now(),
        };
        Ok(Self {
            context,
            gateway: settings.gateway,
            portal: settings.portal,
        })
    }
}

impl Deref for Surroundings {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.context
    }
}

/// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`; Chinese when none is set.
pub(crate) fn language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let named = set.into_iter().find(|value| !value.is_empty());
    named.map_or(Language::Zh, |locale| Language::of_locale(&locale))
}
