//! Values made once for each state of the stores and shared by whoever asks: evaluations, spans of time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use moka::future::Cache;

use crate::portal::Portal;
use crate::problem::Refusal;

/// Values by what they are of.
pub(crate) struct Memo<T>(Cache<(u64, String), Arc<T>>);

impl<T: Send + Sync + 'static> Memo<T> {
    /// Keeps so many.
    pub(crate) fn new(most: u64) -> Self {
        Self(Cache::new(most))
    }

    /// The value of a key, made unless it was made before; whoever asks meanwhile waits for it.
    pub(crate) async fn get(
        &self,
        portal: &Portal,
        key: impl Into<String>,
        make: impl Future<Output = Result<T, Refusal>> + Send,
    ) -> Result<Arc<T>, Refusal> {
        self.at(portal.state().version(), key, make).await
    }

    /// The same where another number than the stores' version tells what is stale.
    pub(crate) async fn at(
        &self,
        version: u64,
        key: impl Into<String>,
        make: impl Future<Output = Result<T, Refusal>> + Send,
    ) -> Result<Arc<T>, Refusal> {
        let key = (version, key.into());
        // On the heap, as in `reply`.
        let make: Pin<Box<dyn Future<Output = _> + Send + '_>> =
            Box::pin(async { make.await.map(Arc::new) });
        let made = self.0.try_get_with(key, make);
        made.await.map_err(|refusal| Refusal::clone(&refusal))
    }
}
