//! Keeping accounts: making, listing, changing, passwords. An account is disabled, never removed, so that the audit log
//! keeps its meaning.

mod row;
mod standing;

use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, UpdateStatement};

use crate::error::during;
use crate::{
    Access, AccessError, Account, OneTime, PasswordFault, Role, Secret, Standing, password,
};
use row::{administrators, by_number, read, select};
use standing::check_standing;

pub(crate) use row::{by_name, moment};

pub(crate) const ACCOUNT: &str = "access_account";

/// The name of the first account.
const FIRST: &str = "admin";

/// An account to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// The name to sign in with.
    pub name: String,
    /// The name to show.
    pub shown_name: String,
    /// What it may do, and where.
    pub standing: Standing,
}

/// A change of an account; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The name to show.
    pub shown_name: Option<String>,
    /// What it may do, and where; ends its sessions.
    pub standing: Option<Standing>,
    /// Whether it may not sign in; ends its sessions.
    pub disabled: Option<bool>,
}

impl Access {
    /// Makes the account `admin` if there is none at all, and gives the password for its first sign-in.
    pub async fn first_administrator(
        &self,
        now: Timestamp,
    ) -> Result<Option<OneTime>, AccessError> {
        if self.find(by_number(None)).await?.is_some() {
            return Ok(None);
        }
        let first = NewAccount {
            name: FIRST.to_owned(),
            shown_name: FIRST.to_owned(),
            standing: Standing {
                role: Role::Administrator,
                ..Standing::public()
            },
        };
        match self.create(first, now).await {
            // Another program was quicker.
            Err(AccessError::NameTaken { .. }) => Ok(None),
            made => made.map(Some),
        }
    }

    /// Makes an account.
    pub async fn create(&self, new: NewAccount, now: Timestamp) -> Result<OneTime, AccessError> {
        let name = checked_name(&new.name)?;
        check_standing(&new.standing)?;
        let password = password::one_time()?;
        let hash = self.hash(&password).await?;
        let doing = "make an account";
        let failed = during(doing);
        let open = self.begin_writing(doing).await?;
        let taken = open.query_one(&by_name(&name)).await.map_err(&failed)?;
        if taken.is_some() {
            return Err(AccessError::NameTaken { name });
        }
        let greatest = Query::select()
            .expr(Expr::col("id").max())
            .from(ACCOUNT)
            .take();
        let greatest = open.query_one(&greatest).await.map_err(&failed)?;
        let greatest = greatest.map(|row| row.try_get_by_index::<Option<i64>>(0));
        let id = greatest
            .transpose()
            .map_err(&failed)?
            .flatten()
            .unwrap_or(0)
            + 1;
        let standing = new.standing;
        let insert = Query::insert()
            .into_table(ACCOUNT)
            .columns([
                "id",
                "name",
                "shown_name",
                "role",
                "region",
                "entity",
                "body",
                "password",
                "must_change",
                "disabled",
                "epoch",
                "created_at",
            ])
            .values_panic([
                Expr::val(id),
                Expr::val(name),
                Expr::val(shown(&new.shown_name)),
                Expr::val(standing.role.id()),
                Expr::val(standing.region.map(|region| i64::from(region.get()))),
                Expr::val(standing.entity),
                Expr::val(standing.body),
                Expr::val(hash),
                Expr::val(true),
                Expr::val(false),
                Expr::val(0_i64),
                Expr::val(now.as_microsecond()),
            ])
            .take();
        open.execute(&insert).await.map_err(&failed)?;
        open.commit().await.map_err(failed)?;
        let account = self.account(id).await?;
        Ok(OneTime { account, password })
    }

    /// Gives an account.
    pub async fn account(&self, id: i64) -> Result<Account, AccessError> {
        let found = self.find(by_number(Some(id))).await?;
        found.ok_or(AccessError::NoAccount { id })
    }

    /// Lists accounts in the order of their numbers, from after `after`.
    pub async fn accounts(
        &self,
        after: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Account>, AccessError> {
        let failed = during("list accounts");
        let mut select = select();
        select.and_where(Expr::col("id").gt(after.unwrap_or(0)));
        select.order_by("id", Order::Asc).limit(limit);
        let rows = self.database.query_all(&select).await.map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// Changes an account. Whoever loses or gains rights by it has to sign in again.
    pub async fn change(&self, id: i64, change: Change) -> Result<Account, AccessError> {
        if let Some(standing) = &change.standing {
            check_standing(standing)?;
        }
        let doing = "change an account";
        let failed = during(doing);
        let open = self.begin_writing(doing).await?;
        let before = open
            .query_one(&by_number(Some(id)))
            .await
            .map_err(&failed)?;
        let before = read(&before.ok_or(AccessError::NoAccount { id })?)?;
        let mut after = before.clone();
        if let Some(name) = &change.shown_name {
            shown(name).clone_into(&mut after.shown_name);
        }
        after.standing = change.standing.unwrap_or(after.standing);
        after.disabled = change.disabled.unwrap_or(after.disabled);
        if keeps_accounts(&before) && !keeps_accounts(&after) {
            let others = open.query_all(&administrators(id)).await.map_err(&failed)?;
            if others.is_empty() {
                return Err(AccessError::LastAdministrator);
            }
        }
        let ends = before.standing != after.standing || before.disabled != after.disabled;
        let mut update = update(id);
        update
            .value("shown_name", after.shown_name.as_str())
            .value("role", after.standing.role.id())
            .value(
                "region",
                after.standing.region.map(|region| i64::from(region.get())),
            )
            .value("entity", after.standing.entity)
            .value("body", after.standing.body)
            .value("disabled", after.disabled);
        if ends {
            end_sessions(&mut update);
        }
        open.execute(&update).await.map_err(&failed)?;
        open.commit().await.map_err(failed)?;
        self.account(id).await
    }

    /// Gives an account a password for one use, and ends its sessions.
    pub async fn reset_password(&self, id: i64) -> Result<OneTime, AccessError> {
        let password = password::one_time()?;
        let hash = self.hash(&password).await?;
        self.put_password(id, hash, true).await?;
        let account = self.account(id).await?;
        Ok(OneTime { account, password })
    }

    /// Sets the password that an account's holder chose; ends all sessions, so begin a new one for this holder.
    /// A wrong present password counts as a failure to sign in: a stolen session is no place to guess it.
    pub async fn set_password(
        &self,
        id: i64,
        (present, new): (&Secret, &Secret),
        now: Timestamp,
    ) -> Result<Account, AccessError> {
        let account = self.account(id).await?;
        let counted = self
            .count(&account.name, &format!("account {id}"), now)
            .await?;
        let counted = counted.map_err(|until| AccessError::Locked { until })?;
        let hash = self.password_of(&account.name).await?;
        if !self
            .fits(present, hash.as_deref().unwrap_or(&self.dummy))
            .await
        {
            return Err(AccessError::PresentPassword);
        }
        self.take_back(counted, true).await?;
        if present == new {
            let fault = PasswordFault::Same;
            return Err(AccessError::Password { fault });
        }
        password::check_rule(&self.settings, &account.name, new.reveal())?;
        let hash = self.hash(new).await?;
        self.put_password(id, hash, false).await?;
        self.account(id).await
    }

    /// Ends all sessions of an account.
    pub async fn end_sessions(&self, id: i64) -> Result<(), AccessError> {
        let mut update = update(id);
        end_sessions(&mut update);
        self.put(&update, "end sessions").await?;
        Ok(())
    }

    async fn put_password(
        &self,
        id: i64,
        hash: String,
        must_change: bool,
    ) -> Result<(), AccessError> {
        let mut update = update(id);
        update
            .value("password", hash)
            .value("must_change", must_change);
        end_sessions(&mut update);
        self.put(&update, "set a password").await?;
        Ok(())
    }

    pub(crate) async fn password_of(&self, name: &str) -> Result<Option<String>, AccessError> {
        let failed = during("read an account");
        let select = Query::select()
            .column("password")
            .from(ACCOUNT)
            .and_where(Expr::col("name").eq(name))
            .take();
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let hash = row.map(|row| row.try_get_by_index(0)).transpose();
        hash.map_err(failed)
    }

    /// Runs an update and tells whether a row was changed.
    pub(crate) async fn put(
        &self,
        update: &UpdateStatement,
        doing: &'static str,
    ) -> Result<bool, AccessError> {
        let done = self.database.execute(update).await.map_err(during(doing))?;
        Ok(done.rows_affected() > 0)
    }

    pub(crate) async fn find(
        &self,
        select: SelectStatement,
    ) -> Result<Option<Account>, AccessError> {
        let row = self.database.query_one(&select).await;
        let row = row.map_err(during("read an account"))?;
        row.as_ref().map(read).transpose()
    }
}

/// The name as it is kept, if it is one.
pub(crate) fn checked_name(name: &str) -> Result<String, AccessError> {
    let small = name.trim().to_lowercase();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if (2..=64).contains(&small.chars().count()) && small.chars().all(allowed) {
        return Ok(small);
    }
    Err(AccessError::Name {
        name: name.to_owned(),
    })
}

/// Raises the number that sessions compare.
pub(crate) fn end_sessions(update: &mut UpdateStatement) {
    update.value("epoch", Expr::col("epoch").add(1));
}

pub(crate) fn update(id: i64) -> UpdateStatement {
    Query::update()
        .table(ACCOUNT)
        .and_where(Expr::col("id").eq(id))
        .take()
}

fn keeps_accounts(account: &Account) -> bool {
    account.standing.role == Role::Administrator && !account.disabled
}

/// A name to show: no line breaks or other controls, and an end.
fn shown(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_control());
    plain.take(100).collect::<String>().trim().to_owned()
}
