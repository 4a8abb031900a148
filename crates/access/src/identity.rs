//! Identities at providers of OpenID Connect, linked to accounts by an administrator. None makes an account.

use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DbErr};

use crate::accounts::moment;
use crate::error::during;
use crate::{Access, AccessError, Account, Refused, Subject};

const IDENTITY: &str = "access_identity";

/// An identity that is linked to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider's address.
    pub issuer: String,
    /// Whom it means, in its own words.
    pub subject: String,
    /// The account.
    pub account: i64,
    /// A name to show to the administrator.
    pub shown_name: String,
    /// When it was linked.
    pub linked_at: Timestamp,
}

impl Access {
    /// Gives the account of somebody for whom a provider vouches.
    pub async fn identify(&self, subject: &Subject, now: Timestamp) -> Result<Account, Refused> {
        let linked = self.linked(&subject.issuer, &subject.subject).await?;
        let account = self.account(linked.ok_or(Refused::Unlinked)?).await?;
        if account.disabled {
            return Err(Refused::Disabled);
        }
        Ok(self.signed_in(account, now).await?)
    }

    /// Links an identity to an account.
    pub async fn link(
        &self,
        account: i64,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<(), AccessError> {
        self.account(account).await?;
        let shown = subject.name.as_ref().or(subject.email.as_ref());
        let mut over = OnConflict::columns(["issuer", "subject"]);
        over.do_nothing();
        let insert = Query::insert()
            .into_table(IDENTITY)
            .columns(["issuer", "subject", "account", "shown_name", "linked_at"])
            .values_panic([
                Expr::val(subject.issuer.as_str()),
                Expr::val(subject.subject.as_str()),
                Expr::val(account),
                Expr::val(shown.unwrap_or(&subject.subject).as_str()),
                Expr::val(now.as_microsecond()),
            ])
            .on_conflict(over)
            .take();
        let done = self.database.execute(&insert).await;
        if done.map_err(during("link an identity"))?.rows_affected() == 1 {
            return Ok(());
        }
        let taken = self.linked(&subject.issuer, &subject.subject).await?;
        let account = taken.ok_or(AccessError::NoIdentity)?;
        Err(AccessError::IdentityTaken { account })
    }

    /// Takes an identity from its account, and ends the account's sessions.
    pub async fn unlink(&self, issuer: &str, subject: &str) -> Result<(), AccessError> {
        let account = self.linked(issuer, subject).await?;
        let account = account.ok_or(AccessError::NoIdentity)?;
        let delete = Query::delete()
            .from_table(IDENTITY)
            .and_where(Expr::col("issuer").eq(issuer))
            .and_where(Expr::col("subject").eq(subject))
            .take();
        let failed = during("unlink an identity");
        self.database.execute(&delete).await.map_err(failed)?;
        self.end_sessions(account).await
    }

    /// Lists the identities of an account.
    pub async fn identities(&self, account: i64) -> Result<Vec<Identity>, AccessError> {
        let failed = during("list identities");
        let select = Query::select()
            .columns(["issuer", "subject", "shown_name", "linked_at"])
            .from(IDENTITY)
            .and_where(Expr::col("account").eq(account))
            .order_by("issuer", Order::Asc)
            .order_by("subject", Order::Asc)
            .take();
        let rows = self.database.query_all(&select).await.map_err(&failed)?;
        let read = |row: &sea_orm::QueryResult| -> Result<Identity, AccessError> {
            let read = || -> Result<_, DbErr> {
                let texts = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                Ok((texts, row.try_get_by_index(2)?, row.try_get_by_index(3)?))
            };
            let ((issuer, subject), shown_name, linked_at) = read().map_err(&failed)?;
            Ok(Identity {
                issuer,
                subject,
                account,
                shown_name,
                linked_at: moment(linked_at, "an identity")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn linked(&self, issuer: &str, subject: &str) -> Result<Option<i64>, AccessError> {
        let failed = during("find an identity");
        let select = Query::select()
            .column("account")
            .from(IDENTITY)
            .and_where(Expr::col("issuer").eq(issuer))
            .and_where(Expr::col("subject").eq(subject))
            .take();
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let account = row.map(|row| row.try_get_by_index(0)).transpose();
        account.map_err(failed)
    }
}
