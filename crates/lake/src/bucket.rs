//! Buckets of S3-compatible stores, for Delta's commits and for the engine's reading, from one set of connections.
//!
//! A commit is a put that succeeds only where nothing is (`If-None-Match: *`), so two processes cannot both
//! write a version of a table; no lock table beside the bucket is needed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, Once, PoisonError};

use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use deltalake::logstore::{
    LogStore, LogStoreFactory, ObjectStoreFactory, ObjectStoreRef, StorageConfig, default_logstore,
    logstore_factories, object_store_factories,
};
use deltalake::{DeltaResult, DeltaTableError};
use object_store::ObjectStore;
use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::path::Path;
use url::Url;

use crate::place::SCHEME;

/// The store of a bucket, with credentials and endpoint of the environment.
pub(crate) fn bucket(url: &Url) -> Result<Arc<dyn ObjectStore>, object_store::Error> {
    static BUCKETS: LazyLock<Mutex<BTreeMap<String, Arc<dyn ObjectStore>>>> =
        LazyLock::new(Mutex::default);
    let name = url.host_str().unwrap_or_default();
    let mut buckets = BUCKETS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(store) = buckets.get(name) {
        return Ok(Arc::clone(store));
    }
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(name)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .build()?;
    let store: Arc<dyn ObjectStore> = Arc::new(store);
    buckets.insert(name.to_owned(), Arc::clone(&store));
    Ok(store)
}

/// Lets Delta open tables in buckets; once is enough.
pub(crate) fn enlist() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Ok(scheme) = Url::parse(&format!("{SCHEME}://")) {
            object_store_factories().insert(scheme.clone(), Arc::new(Buckets));
            logstore_factories().insert(scheme, Arc::new(Buckets));
        }
    });
}

#[derive(Debug)]
struct Buckets;

impl ObjectStoreFactory for Buckets {
    fn parse_url_opts(
        &self,
        url: &Url,
        _config: &StorageConfig,
    ) -> DeltaResult<(ObjectStoreRef, Path)> {
        let store = bucket(url).map_err(|source| DeltaTableError::ObjectStore { source })?;
        let path = Path::from_url_path(url.path())
            .map_err(|_error| DeltaTableError::InvalidTableLocation(url.to_string()))?;
        Ok((store, path))
    }
}

impl LogStoreFactory for Buckets {
    fn with_options(
        &self,
        prefixed_store: ObjectStoreRef,
        root_store: ObjectStoreRef,
        location: &Url,
        options: &StorageConfig,
    ) -> DeltaResult<Arc<dyn LogStore>> {
        Ok(default_logstore(
            prefixed_store,
            root_store,
            location,
            options,
        ))
    }
}

/// The engine's stores: those it knows by itself, and each bucket when it is first read.
#[derive(Debug, Default)]
pub(crate) struct Stores(DefaultObjectStoreRegistry);

impl ObjectStoreRegistry for Stores {
    fn register_store(
        &self,
        url: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Option<Arc<dyn ObjectStore>> {
        self.0.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> EngineResult<Arc<dyn ObjectStore>> {
        if url.scheme() == SCHEME {
            return bucket(url).map_err(|error| DataFusionError::ObjectStore(Box::new(error)));
        }
        self.0.get_store(url)
    }
}
