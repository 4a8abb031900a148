//! One connection: who is at it, its snapshot of the lake, and its statements.

use std::fmt::Debug;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use access::{Outcome, Role};
use async_trait::async_trait;
use datafusion_postgres::datafusion_pg_catalog::pg_catalog::context::EmptyContextProvider;
use datafusion_postgres::datafusion_pg_catalog::setup_pg_catalog;
use datafusion_postgres::hooks::set_show::SetShowHook;
use datafusion_postgres::hooks::transactions::TransactionStatementHook;
use datafusion_postgres::pgwire::api::auth::{
    StartupHandler, finish_authentication, protocol_negotiation,
    save_startup_parameters_to_metadata,
};
use datafusion_postgres::pgwire::api::cancel::{CancelHandler, DefaultCancelHandler};
use datafusion_postgres::pgwire::api::portal::Portal as Bound;
use datafusion_postgres::pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use datafusion_postgres::pgwire::api::results::Response;
use datafusion_postgres::pgwire::api::store::PortalStore;
use datafusion_postgres::pgwire::api::{
    ClientInfo, ClientPortalStore, ConnectionGuard, ConnectionHandle, PgWireConnectionState,
    PgWireServerHandlers, PidSecretKeyGenerator as _,
};
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::startup::Authentication;
use datafusion_postgres::pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage};
use datafusion_postgres::{DfSessionService, Parser, QueryHook};
use futures::{Sink, SinkExt as _};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

use super::Shared;
use super::guard::{Guard, fatal, refused};
use super::stream::{bounded, late};
use super::yielding::yielding;
use crate::portal::Portal;

/// The engine's own name of its one catalogue, which clients see as the database.
const DATABASE: &str = "datafusion";

/// Where the library keeps the client's own limit, in milliseconds.
const WISHED: &str = "statement_timeout_ms";

/// One connection.
pub(super) struct Line {
    shared: Arc<Shared>,
    pub(super) peer: SocketAddr,
    entered: OnceCell<Entered>,
}

/// What a connection has after its sign-in.
struct Entered {
    account: i64,
    role: Role,
    service: Arc<DfSessionService>,
}

/// What the protocol asks of a connection.
pub(super) struct Handlers(pub(super) Arc<Line>);

impl Line {
    pub(super) fn new(shared: Arc<Shared>, peer: SocketAddr) -> Self {
        Self {
            shared,
            peer,
            entered: OnceCell::new(),
        }
    }

    pub(super) fn portal(&self) -> &Portal {
        &self.shared.portal
    }

    /// Who signed in.
    pub(super) fn account(&self) -> Option<i64> {
        self.entered.get().map(|entered| entered.account)
    }

    pub(super) fn role(&self) -> Role {
        self.entered
            .get()
            .map_or(Role::Public, |entered| entered.role)
    }

    fn service(&self) -> &Arc<DfSessionService> {
        let entered = self.entered.get();
        &entered
            .expect("the protocol lets no statement in before the sign-in")
            .service
    }

    async fn enter(&self, account: &access::Account) -> PgWireResult<()> {
        let broken = |error: &dyn std::error::Error| {
            tracing::error!(%error, "the lake cannot be opened for SQL");
            fatal("58000", "the lake cannot be opened now")
        };
        let portal = self.portal();
        let context = lake::session(portal.lake(), portal.settings().query).await;
        let context = yielding(&context.map_err(|error| broken(&error))?);
        setup_pg_catalog(&context, DATABASE, EmptyContextProvider)
            .map_err(|error| broken(&error))?;
        let hooks: Vec<Arc<dyn QueryHook>> = vec![
            Arc::new(Guard),
            Arc::new(SetShowHook),
            Arc::new(TransactionStatementHook),
        ];
        let entered = Entered {
            account: account.id,
            role: account.standing.role,
            service: Arc::new(DfSessionService::new_with_hooks(Arc::new(context), hooks)),
        };
        self.entered
            .set(entered)
            .map_err(|_again| fatal("08P01", "signed in twice"))
    }

    /// How long a statement may take: as the settings say, or shorter where the client wishes.
    fn limit(&self, client: &impl ClientInfo) -> Duration {
        let most = self.portal().settings().query.time;
        let wished = client
            .metadata()
            .get(WISHED)
            .and_then(|text| text.parse().ok());
        wished.map_or(most, |millis| most.min(Duration::from_millis(millis)))
    }

    /// Runs a statement in its turn, within its time, and writes it down.
    async fn run<T>(
        &self,
        (statement, limit): (&str, Duration),
        run: impl Future<Output = PgWireResult<T>>,
        bind: impl FnOnce(T, Instant, Arc<tokio::sync::OwnedSemaphorePermit>) -> T,
    ) -> PgWireResult<T> {
        let name = self.still().await?;
        let until = Instant::now() + limit;
        let turn = timeout_at(until, Arc::clone(&self.shared.statements).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(refused(
                "53400",
                "too many statements at the same time: try again",
            ));
        };
        let done = timeout_at(until, run)
            .await
            .unwrap_or_else(|_elapsed| Err(late(limit)));
        let outcome = match &done {
            Ok(_) => Outcome::Done,
            Err(PgWireError::UserError(info)) if info.code == "25006" => Outcome::Refused,
            Err(_) => Outcome::Failed,
        };
        self.record(&name, "run_sql", outcome, statement).await;
        Ok(bind(done?, until, Arc::new(turn)))
    }
}

impl PgWireServerHandlers for Handlers {
    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.0)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.0)
    }

    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        Arc::clone(&self.0)
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::new(DefaultCancelHandler::new(Arc::clone(
            &self.0.shared.connections,
        )))
    }
}

#[async_trait]
impl StartupHandler for Line {
    async fn on_startup<C>(
        &self,
        client: &mut C,
        message: PgWireFrontendMessage,
    ) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        match message {
            PgWireFrontendMessage::Startup(ref startup) => {
                self.check_peer()?;
                protocol_negotiation(client, startup).await?;
                save_startup_parameters_to_metadata(client, startup);
                client.set_state(PgWireConnectionState::AuthenticationInProgress);
                let ask = PgWireBackendMessage::Authentication(Authentication::CleartextPassword);
                client.send(ask).await?;
            }
            PgWireFrontendMessage::PasswordMessageFamily(given) => {
                let given = given.into_password()?;
                let account = self.sign_in(client, &given.password).await?;
                self.enter(&account).await?;
                let (pid, key) = self.shared.keys.generate(client);
                client.set_pid_and_secret_key(pid, key);
                let (pid, key) = client.pid_and_secret_key();
                let (handle, guard) = self.shared.connections.register(pid, key);
                client
                    .session_extensions()
                    .insert::<Arc<ConnectionHandle>>(handle);
                client.session_extensions().insert::<ConnectionGuard>(guard);
                finish_authentication(client, &self.shared.parameters).await?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[async_trait]
impl SimpleQueryHandler for Line {
    async fn do_query<C>(&self, client: &mut C, query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let service = self.service();
        let limit = self.limit(client);
        let asked = SimpleQueryHandler::do_query(service.as_ref(), client, query);
        self.run((query, limit), asked, |answers, until, turn| {
            let bound = |answer| bounded(answer, until, Arc::clone(&turn), limit);
            answers.into_iter().map(bound).collect()
        })
        .await
    }
}

#[async_trait]
impl ExtendedQueryHandler for Line {
    type Statement = <DfSessionService as ExtendedQueryHandler>::Statement;
    type QueryParser = Parser;

    fn query_parser(&self) -> Arc<Parser> {
        self.service().query_parser()
    }

    async fn do_query<C>(
        &self,
        client: &mut C,
        portal: &Bound<Self::Statement>,
        max_rows: usize,
    ) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let service = self.service();
        let limit = self.limit(client);
        let asked = ExtendedQueryHandler::do_query(service.as_ref(), client, portal, max_rows);
        self.run(
            (&portal.statement.statement.0, limit),
            asked,
            |answer, until, turn| bounded(answer, until, turn, limit),
        )
        .await
    }
}
