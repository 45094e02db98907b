//! Tokens for programs: they act as an account, within their scopes, until they expire or are revoked.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::act::Viewer;
use logic::id::{AccountId, Id};
use logic::time::Instant;
use sha2::{Digest, Sha256};

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: Id,
    /// The account it acts as.
    pub account: AccountId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Instant,
    /// When it runs out.
    pub expires_at: Instant,
}

/// What a token may do: names of acts, `visit.log`, or all acts of a noun, `visit.*`; and `read`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(pub String);

impl Scopes {
    /// Whether an act (or `read`) is within.
    pub fn allow(&self, act: &str) -> bool {
        let noun = act.split('.').next().unwrap_or_default();
        self.0
            .split_whitespace()
            .any(|scope| scope == act || scope.strip_suffix(".*").is_some_and(|known| known == noun) || scope == "*")
    }
}

impl Read<'_> {
    /// Who acts with this secret, and within which scopes.
    pub fn find_token_viewer(&self, secret: &str, now: Instant) -> Result<Option<(Viewer, Scopes)>, Fault> {
        let find = sql!(
            "select t.id, t.account, t.name, t.scopes, t.created_at, t.expires_at, a.person from token t join account a on a.id = t.account
            where t.hash = $1 and t.revoked_at is null and t.expires_at > $2 and a.closed_at is null"
        );
        let found = self.find(find, &[&hash(secret), &now], |row| Ok((token(row)?, row.get(6)?)))?;
        let Some((token, person)) = found else { return Ok(None) };
        let grants = self.grants_on(token.account, now.day())?;
        let (person, also) = self.standing_identity(person)?;
        let viewer =
            Viewer { account: Some(token.account), person: Some(person), also, grants, now, is_program: false };
        Ok(Some((viewer, token.scopes)))
    }

    /// An account's tokens that still work.
    pub fn list_tokens(&self, account: AccountId, now: Instant) -> Result<Vec<Token>, Fault> {
        let list = sql!(
            "select id, account, name, scopes, created_at, expires_at from token
            where account = $1 and revoked_at is null and expires_at > $2 order by id"
        );
        self.list(list, &[&account, &now], token)
    }
}

impl Tx<'_> {
    /// Makes a token and returns its secret, which is shown once and kept nowhere.
    pub fn insert_token(&mut self, token: &Token) -> Result<String, Fault> {
        let bytes: [u8; 24] = crate::clock::random();
        let secret: String =
            std::iter::once("tf_".to_owned()).chain(bytes.iter().map(|byte| format!("{byte:02x}"))).collect();
        let insert = sql!(
            "insert into token (id, account, name, hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)"
        );
        let Token { id, account, name, scopes, created_at, expires_at } = token;
        self.run(insert, &[id, account, name, &hash(&secret), &scopes.0, created_at, expires_at])?;
        Ok(secret)
    }

    /// Revokes a token of an account.
    pub fn revoke_token(&mut self, account: AccountId, id: Id) -> Result<bool, Fault> {
        let revoke = sql!("update token set revoked_at = $3 where id = $1 and account = $2 and revoked_at is null");
        Ok(self.run(revoke, &[&id, &account, &self.now])? > 0)
    }

    /// Revokes all tokens of an account.
    pub fn revoke_tokens_of(&mut self, account: AccountId) -> Result<(), Fault> {
        let revoke = sql!("update token set revoked_at = $2 where account = $1 and revoked_at is null");
        self.run(revoke, &[&account, &self.now]).map(drop)
    }
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn token(row: &Row) -> Result<Token, Fault> {
    Ok(Token {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        scopes: Scopes(row.get(3)?),
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::Scopes;

    #[test]
    fn scopes_name_acts_or_all_of_a_noun() {
        let scopes = Scopes("read visit.* task.claim".into());
        let allowed = ["read", "visit.log", "visit.confirm", "task.claim"].map(|act| scopes.allow(act));
        let refused = ["task.finish", "visits.log", "", "person.merge"].map(|act| scopes.allow(act));
        assert_eq!((allowed, refused), ([true; 4], [false; 4]));
    }
}
