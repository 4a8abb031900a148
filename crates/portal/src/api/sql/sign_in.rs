//! Signing in at the SQL endpoint: the account's password in clear text, from this machine alone.
//!
//! Where the account asks for one-time codes, the code follows the password after a colon, `password:123456`.

use access::{Account, Action, Attempt, Entry, Outcome, Refused, Resource, Secret, Who};
use datafusion_postgres::pgwire::api::{ClientInfo, METADATA_USER};
use datafusion_postgres::pgwire::error::PgWireError;
use jiff::Timestamp;

use super::guard::fatal;
use super::line::Line;

/// How many digits a one-time code has.
const DIGITS: usize = 6;

impl Line {
    /// Whether the connection comes from where clear text is no danger.
    pub(super) fn check_peer(&self) -> Result<(), PgWireError> {
        if self.peer.ip().to_canonical().is_loopback() {
            return Ok(());
        }
        Err(fatal(
            "28000",
            "passwords are not taken in clear text from another machine: connect through an SSH tunnel or a TLS proxy on the server",
        ))
    }

    /// Checks name and password, and whether the account may ask in SQL.
    pub(super) async fn sign_in(
        &self,
        client: &(impl ClientInfo + Sync),
        given: &str,
    ) -> Result<Account, PgWireError> {
        let name = client
            .metadata()
            .get(METADATA_USER)
            .cloned()
            .unwrap_or_default();
        let (password, code) = split(given);
        let attempt = Attempt {
            name: name.clone(),
            password: Secret::new(password),
            code: code.map(str::to_owned),
            from: self.peer.ip().to_string(),
            now: Timestamp::now(),
        };
        let signed_in = self.portal().access().sign_in(attempt).await;
        let account = match signed_in {
            Ok(account) => account,
            Err(refused) => {
                self.record(&name, "sign_in", Outcome::Refused, &refused.to_string())
                    .await;
                return Err(told(&refused, &name));
            }
        };
        if !self.permits(account.clone()) {
            self.record(&name, "run_sql", Outcome::Refused, "connect")
                .await;
            return Err(fatal(
                "42501",
                "this account may not run SQL, or has a password to change first",
            ));
        }
        self.record(&name, "sign_in", Outcome::Done, "").await;
        Ok(account)
    }

    /// Whether the policy permits SQL: it reaches every row of the house.
    fn permits(&self, account: Account) -> bool {
        let portal = self.portal();
        let whole = Resource {
            region: portal.settings().home_region.parse().ok(),
            ..Resource::default()
        };
        portal
            .policy()
            .allowed(&Who::of(account), Action::RunSql, &whole)
    }

    /// The account's name, if it may still run SQL.
    pub(super) async fn still(&self) -> Result<String, PgWireError> {
        let gone = || fatal("42501", "this account may not run SQL any more");
        let id = self.account().ok_or_else(gone)?;
        let account = self
            .portal()
            .access()
            .account(id)
            .await
            .map_err(|_error| gone())?;
        let name = account.name.clone();
        if self.permits(account) {
            Ok(name)
        } else {
            Err(gone())
        }
    }

    /// Writes into the audit log; a log that cannot be written is told to the program's own.
    pub(super) async fn record(&self, name: &str, action: &str, outcome: Outcome, detail: &str) {
        const LONGEST: usize = 4000;
        let role = self.role();
        let entry = Entry {
            at: Timestamp::now(),
            account: Some(name.to_owned()),
            role,
            from: self.peer.ip().to_string(),
            action: action.to_owned(),
            resource: "sql".to_owned(),
            outcome,
            detail: detail.chars().take(LONGEST).collect(),
        };
        if let Err(error) = self.portal().access().record(entry).await {
            tracing::error!(%error, "the audit log cannot be written");
        }
    }
}

/// A password, and the one-time code after it.
fn split(given: &str) -> (&str, Option<&str>) {
    match given.rsplit_once(':') {
        Some((password, code))
            if code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            (password, Some(code))
        }
        _ => (given, None),
    }
}

fn told(refused: &Refused, name: &str) -> PgWireError {
    match refused {
        Refused::CodeNeeded | Refused::CodeWrong => fatal(
            "28P01",
            "a one-time code is needed: give it after the password and a colon, as in password:123456",
        ),
        Refused::Locked { until } => fatal(
            "28000",
            &format!("too many failures: nothing is checked before {until}"),
        ),
        Refused::Wrong | Refused::Disabled => fatal(
            "28P01",
            &format!("password authentication failed for user \"{name}\""),
        ),
        _ => fatal("58000", "nobody can sign in now"),
    }
}
