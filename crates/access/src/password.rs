//! Passwords: hashing with argon2id, checking, the rule for new ones, and passwords for one use.
//!
//! It invents no rule of composition (capitals, signs): length and what is tried first are what matters.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::{Access, AccessError, Cost, PasswordFault, Secret, Settings};

/// What is tried first, one a line.
const COMMON: &str = include_str!("../common-passwords.txt");

/// Beyond this nobody types, and hashing only costs.
const MOST: usize = 256;

/// Digits and letters that nobody mistakes for one another when reading aloud; 32, so that a byte gives five bits.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a password for one use, in groups; five bits each.
const GROUPS: usize = 4;
const GROUP: usize = 5;

/// Makes the hasher.
pub(crate) fn hasher(cost: Cost) -> Result<Argon2<'static>, AccessError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None);
    let params = params.map_err(|_outside| AccessError::Cost {
        memory_kib: cost.memory_kib,
        passes: cost.passes,
        lanes: cost.lanes,
    })?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes with a salt of its own.
pub(crate) fn hash(argon2: &Argon2<'_>, password: &str) -> password_hash::Result<String> {
    let hash: PasswordHash = argon2.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// Random bytes from the system.
pub(crate) fn random() -> Result<[u8; 16], AccessError> {
    let drawn = password_hash::try_generate_salt();
    drawn.map_err(|reason| AccessError::Hash {
        reason: reason.into(),
    })
}

/// A password for one use: 100 bits in four groups.
pub(crate) fn one_time() -> Result<Secret, AccessError> {
    let (first, second) = (random()?, random()?);
    let letters = first.iter().chain(&second);
    let letters = letters.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let letters: Vec<char> = letters.take(GROUPS * GROUP).collect();
    let groups = letters.chunks(GROUP).map(|group| group.iter().collect());
    Ok(Secret::new(groups.collect::<Vec<String>>().join("-")))
}

/// Whether a new password is good enough.
pub(crate) fn check_rule(
    settings: &Settings,
    name: &str,
    password: &str,
) -> Result<(), AccessError> {
    let fault = |fault| Err(AccessError::Password { fault });
    let length = password.chars().count();
    let small = password.to_lowercase();
    if length < settings.password_length {
        return fault(PasswordFault::Short {
            least: settings.password_length,
        });
    }
    if length > MOST {
        return fault(PasswordFault::Long { most: MOST });
    }
    if small.contains(name) {
        return fault(PasswordFault::Name);
    }
    let mut common = COMMON.lines().filter(|line| !line.starts_with('#'));
    if common.any(|common| common == small) {
        return fault(PasswordFault::Common);
    }
    Ok(())
}

impl Access {
    /// Hashes away from the threads that answer.
    pub(crate) async fn hash(&self, password: &Secret) -> Result<String, AccessError> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let hashed = self.aside(move || hash(&argon2, password.reveal())).await;
        hashed.map_err(|reason| AccessError::Hash { reason })
    }

    /// Whether a password fits a hash; a hash that cannot be read fits none.
    pub(crate) async fn fits(&self, password: &Secret, hash: &str) -> bool {
        // What nobody can have set is not hashed, whoever sends it.
        let password = Secret::new(password.reveal().chars().take(MOST + 1).collect::<String>());
        let (argon2, hash) = (self.argon2.clone(), hash.to_owned());
        let verify = move || argon2.verify_password(password.reveal().as_bytes(), hash.as_str());
        self.aside(verify).await.is_ok()
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> password_hash::Result<T> + Send + 'static,
    ) -> password_hash::Result<T> {
        let turn = Arc::clone(&self.hashes).acquire_owned().await;
        let turn = turn.map_err(|_closed| password_hash::Error::Internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            // Only now: whoever hangs up while a hash is computed does not make room for another one.
            drop(turn);
            done
        });
        done.await.unwrap_or(Err(password_hash::Error::Internal))
    }
}
