//! One-time codes of an authenticator, RFC 6238, as section 5.2 wants them: a code is accepted once.
//!
//! The secret is kept as it is, since it must be read to check a code; whoever copies the database has it.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use totp_rs::{Builder, Totp};

use crate::accounts::{ACCOUNT, end_sessions, update};
use crate::error::during;
use crate::{Access, AccessError, Account, Secret, password};

/// Bytes of a secret, as RFC 4226 recommends.
const BYTES: usize = 20;

/// What an authenticator needs.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The secret to type, in Base32.
    pub secret: Secret,
    /// The same as an address to show as a picture.
    pub uri: Secret,
}

impl Access {
    /// Begins to ask an account for one-time codes; nothing changes before a code is confirmed.
    pub async fn begin_totp(&self, id: i64) -> Result<Enrolment, AccessError> {
        let account = self.account(id).await?;
        let (first, second) = (password::random()?, password::random()?);
        let bytes: Vec<u8> = first.into_iter().chain(second).take(BYTES).collect();
        let totp = self.totp(totp_rs::Secret::from(bytes), &account.name)?;
        let secret = totp.secret().to_base32();
        let uri = totp.to_url().map_err(|_unnamed| unreadable())?;
        let mut update = update(id);
        update.value("totp_pending", secret.as_str());
        self.put(&update, "begin one-time codes").await?;
        Ok(Enrolment {
            secret: Secret::new(secret),
            uri: Secret::new(uri),
        })
    }

    /// Ends the enrolment with a first code; from now on signing in asks for one. Ends the account's sessions.
    pub async fn confirm_totp(
        &self,
        id: i64,
        code: &str,
        now: Timestamp,
    ) -> Result<Account, AccessError> {
        let secrets = self.secrets(id).await?;
        let pending = secrets.pending.ok_or(AccessError::NotEnrolling)?;
        let step = self.step(&pending, code, now)?.ok_or(AccessError::Code)?;
        let mut update = update(id);
        update
            .value("totp", pending.as_str())
            .value("totp_pending", Option::<String>::None)
            .value("totp_step", step)
            .and_where(Expr::col("totp_pending").eq(pending.as_str()));
        end_sessions(&mut update);
        if !self.put(&update, "confirm one-time codes").await? {
            return Err(AccessError::NotEnrolling);
        }
        self.account(id).await
    }

    /// Stops asking for one-time codes. Ends the account's sessions.
    pub async fn remove_totp(&self, id: i64) -> Result<Account, AccessError> {
        let mut update = update(id);
        update
            .value("totp", Option::<String>::None)
            .value("totp_pending", Option::<String>::None)
            .value("totp_step", Option::<i64>::None);
        end_sessions(&mut update);
        self.put(&update, "remove one-time codes").await?;
        self.account(id).await
    }

    /// The same for the account's holder, who proves it by one more code. A wrong one counts as a failure to sign in: a
    /// stolen session is no place to guess it.
    pub async fn give_up_totp(
        &self,
        id: i64,
        code: &str,
        now: Timestamp,
    ) -> Result<Account, AccessError> {
        let account = self.account(id).await?;
        if !account.has_totp {
            return Err(AccessError::NotEnrolling);
        }
        let counted = self
            .count(&account.name, &format!("account {id}"), now)
            .await?;
        let counted = counted.map_err(|until| AccessError::Locked { until })?;
        if !self.use_code(id, code, now).await? {
            return Err(AccessError::Code);
        }
        self.take_back(counted, true).await?;
        self.remove_totp(id).await
    }

    /// Whether a code fits now and none of its moment or of a later one was used. If so it is used.
    pub(crate) async fn use_code(
        &self,
        id: i64,
        code: &str,
        now: Timestamp,
    ) -> Result<bool, AccessError> {
        let secret = self.secrets(id).await?.kept;
        let secret = secret.ok_or(AccessError::NotEnrolling)?;
        let Some(step) = self.step(&secret, code, now)? else {
            return Ok(false);
        };
        // The database decides, so that of two who send the same code one is in.
        let unused = Expr::col("totp_step").is_null();
        let mut update = update(id);
        update
            .value("totp_step", step)
            .and_where(unused.or(Expr::col("totp_step").lt(step)));
        self.put(&update, "use a one-time code").await
    }

    /// The step of time that a code belongs to, if it is near.
    fn step(&self, secret: &str, code: &str, now: Timestamp) -> Result<Option<i64>, AccessError> {
        let secret = totp_rs::Secret::try_from_base32(secret).map_err(|_unread| unreadable())?;
        let totp = self.totp(secret, "")?;
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(seconds) = u64::try_from(now.as_second()) else {
            return Ok(None);
        };
        let step = totp.check(&digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, secret: totp_rs::Secret, name: &str) -> Result<Totp, AccessError> {
        let made = Builder::new()
            .with_secret(secret)
            .with_account_name(name)
            .with_issuer(Some(self.settings.issuer.replace(':', " ")))
            .build();
        made.map_err(|_unfit| unreadable())
    }

    async fn secrets(&self, id: i64) -> Result<Secrets, AccessError> {
        let failed = during("read the secret of one-time codes");
        let select = Query::select()
            .columns(["totp", "totp_pending"])
            .from(ACCOUNT)
            .and_where(Expr::col("id").eq(id))
            .take();
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let row = row.ok_or(AccessError::NoAccount { id })?;
        Ok(Secrets {
            kept: row.try_get_by_index(0).map_err(&failed)?,
            pending: row.try_get_by_index(1).map_err(failed)?,
        })
    }
}

struct Secrets {
    kept: Option<String>,
    pending: Option<String>,
}

fn unreadable() -> AccessError {
    AccessError::Damaged {
        what: "the secret of one-time codes cannot be read".to_owned(),
    }
}
