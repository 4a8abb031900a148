//! Signing in with name, password and one-time code.
//!
//! An unknown name takes the way of a known one: it is counted, a hash is computed, and the answer is the same.

use jiff::Timestamp;

use crate::accounts::{by_name, checked_name, update};
use crate::{Access, AccessError, Account, Secret};

/// Somebody tries to sign in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The name given.
    pub name: String,
    /// The password given.
    pub password: Secret,
    /// The one-time code given, if any.
    pub code: Option<String>,
    /// The source address.
    pub from: String,
    /// When.
    pub now: Timestamp,
}

/// Why somebody may not in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// Name or password are wrong; it is not said which.
    #[error("name or password are wrong")]
    Wrong,
    /// The password is right, and the account asks for a one-time code.
    #[error("a one-time code is needed")]
    CodeNeeded,
    /// The one-time code is wrong or was used before.
    #[error("the one-time code is wrong or was used before")]
    CodeWrong,
    /// Too many failures, of this name or from this address.
    #[error("too many failures: nothing is checked before {until}")]
    Locked {
        /// When the next attempt is checked.
        until: Timestamp,
    },
    /// The password is right, and the account is disabled.
    #[error("the account is disabled")]
    Disabled,
    /// The provider vouches for somebody to whom no administrator linked an account.
    #[error("this identity is linked to no account")]
    Unlinked,
    /// It could not be found out.
    #[error("nobody can sign in now")]
    Failed(#[from] AccessError),
}

impl Access {
    /// Checks an attempt. Afterwards a session is begun with [`Access::begin`].
    pub async fn sign_in(&self, attempt: Attempt) -> Result<Account, Refused> {
        let counted = self
            .count(&attempt.name, &attempt.from, attempt.now)
            .await?;
        let counted = counted.map_err(|until| Refused::Locked { until })?;
        // What is no name is nobody's, and looked up all the same.
        let name = checked_name(&attempt.name).unwrap_or_default();
        let found = self.find(by_name(&name)).await?;
        let hash = self.password_of(&name).await?;
        let hash = hash.as_deref().unwrap_or(&self.dummy);
        let fits = self.fits(&attempt.password, hash).await;
        let Some(account) = found.filter(|_| fits) else {
            return Err(Refused::Wrong);
        };
        if account.disabled {
            self.take_back(counted, false).await?;
            return Err(Refused::Disabled);
        }
        if account.has_totp {
            let Some(code) = &attempt.code else {
                self.take_back(counted, false).await?;
                return Err(Refused::CodeNeeded);
            };
            if !self.use_code(account.id, code, attempt.now).await? {
                return Err(Refused::CodeWrong);
            }
        }
        self.take_back(counted, true).await?;
        Ok(self.signed_in(account, attempt.now).await?)
    }

    /// Writes the moment down.
    pub(crate) async fn signed_in(
        &self,
        account: Account,
        now: Timestamp,
    ) -> Result<Account, AccessError> {
        let mut update = update(account.id);
        update.value("last_sign_in", now.as_microsecond());
        self.put(&update, "write down a sign-in").await?;
        Ok(Account {
            last_sign_in: Some(now),
            ..account
        })
    }
}
